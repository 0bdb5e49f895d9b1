"""`fit`: run a task through Lightning."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import lightning
import torch
from lightning.pytorch.loggers import TensorBoardLogger
from torch import Tensor
from torch.utils.data import DataLoader

from caos.errors import CaosError

from .checkpoints import LAST
from .config import TrainingConfig
from .precision import resolve_precision
from .quiet import quiet
from .ranks import check_devices, share, summed
from .record import Record, read_history
from .schedule import make_optimizer
from .task import CountingTask, Task

_LOGGERS: Final = ("lightning.pytorch", "lightning.fabric")


@dataclass(frozen=True, slots=True)
class FitReport:
    """How a training ended: `history` has one row of figures per epoch; `best_epoch` counts from 0."""

    best_epoch: int
    best_score: float
    history: tuple[dict[str, float], ...]


class _Module(lightning.LightningModule):  # type: ignore[misc]  # Lightning is untyped to mypy here
    """Lightning's view of a task."""

    def __init__(self, task: Task, config: TrainingConfig, train_loader: DataLoader[Any]) -> None:
        super().__init__()
        self.network = task.network
        self._task = task
        self._config = config
        self._train_loader = train_loader

    def configure_optimizers(self) -> dict[str, Any]:
        # Only now have the processes met, and a loader's length is its part.
        steps = -(-len(self._train_loader) // self._config.accumulate) * self._config.epochs
        optimizer, schedule = make_optimizer(self.network, self._config, steps)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def on_after_batch_transfer(self, batch: Any, _dataloader: int) -> Any:
        return _channels_last(batch) if self._config.channels_last else batch

    def on_train_epoch_start(self) -> None:
        # Dropout draws from torch's global generator, whose state a resumed run does not have.
        # Each process drops others; the CPU's generator takes the low 32 bits alone.
        torch.manual_seed(self._config.seed * 1_000_003 + self.current_epoch + share()[0] * 999_999_937)

    def training_step(self, batch: Any, batch_idx: int) -> Tensor:
        loss = self._task.loss(batch)
        if not torch.isfinite(loss):
            raise CaosError(
                f"the loss became {loss.item()} in epoch {self.current_epoch + 1}, step {batch_idx + 1}: "
                "lower training.learning_rate, or set training.gradient_clip"
            )
        return loss

    def on_validation_epoch_start(self) -> None:
        self._task.start_validation()

    def validation_step(self, batch: Any) -> None:
        self._task.validate(batch)

    def on_validation_epoch_end(self) -> None:
        if isinstance(self._task, CountingTask):
            self._task.reduce(partial(summed, device=self.device))


def fit(
    task: Task,
    train_loader: DataLoader[Any],
    val_loader: DataLoader[Any],
    config: TrainingConfig,
    run: Path,
    *,
    resume: bool = False,
    progress: bool = True,
) -> FitReport:
    """Train `task` and keep its best weights in `run`.

    After every epoch: `model.safetensors` if the epoch was the best, then `last.ckpt`, then `log.csv`, each
    atomically (and TensorBoard events where it is installed). A killed run that resumes continues after the
    last finished epoch and ends, on a CPU of the same machine, with the bits an uninterrupted one would have.

    torch has one global generator for dropout; it is forked here, seeded per epoch, and restored.

    With `config.devices` > 1 Lightning starts the program's own command line once more per further device;
    all of them come here, meet, and return the same report. Only the first one writes and shows anything.
    On GPUs batch norm then counts over all processes (SyncBatchNorm), which torch has for GPUs only: on CPUs
    each process normalises its own part, and the first one's running figures are kept.

    Args:
        task: network, loss and validation score.
        train_loader: from `make_loader(..., training=True)`.
        val_loader: from `make_loader(..., training=False)`.
        config: the recipe.
        run: run folder.
        resume: continue from `last.ckpt` if there is one.
        progress: show a bar with an ETA (one line per epoch where there is no terminal).

    Raises:
        CaosError: `run` holds a training and `resume` is off; the loss is no longer finite; more devices than
            there are, too few images for them, or a task that cannot add up its counts.
    """
    last = run / LAST
    if last.exists() and not resume:
        raise CaosError(f"{run}: holds a training already; add --resume to go on, or choose another folder")
    check_devices(config, train_loader, val_loader)
    if config.devices > 1 and not isinstance(task, CountingTask):
        raise CaosError(
            f"training.devices = {config.devices}: {type(task).__name__} trains on one device only"
        )
    run.mkdir(parents=True, exist_ok=True)
    record = Record(task, run, config, len(train_loader) // config.devices, show=progress)
    done = len(read_history(last)) if last.exists() else 0
    if done >= config.epochs:
        return _report(read_history(last), task.score_name)
    if config.channels_last:
        task.network.to(memory_format=torch.channels_last)
    devices = list(range(torch.cuda.device_count()))
    calm = quiet(*_LOGGERS, module=r"lightning\..*")
    with calm, torch.random.fork_rng(devices), _keyboard_interrupt(), record.bar:
        trainer = _trainer(config, run, record)
        trainer.fit(
            _Module(task, config, train_loader),
            train_loader,
            val_loader,
            ckpt_path=str(last) if done else None,
            weights_only=True,
        )
    return _report(record.history, task.score_name)


def _trainer(config: TrainingConfig, run: Path, record: Record) -> Any:
    tensorboard = find_spec("tensorboard") is not None
    return lightning.Trainer(
        max_epochs=config.epochs,
        devices=config.devices,
        strategy="ddp" if config.strategy == "auto" and config.devices > 1 else config.strategy,
        sync_batchnorm=config.devices > 1 and torch.cuda.is_available(),
        use_distributed_sampler=False,  # Lightning's own would not hand the epoch on to ours
        precision=resolve_precision(config.precision),
        accumulate_grad_batches=config.accumulate,
        gradient_clip_val=config.gradient_clip,
        logger=TensorBoardLogger(run, name="", version="tensorboard") if tensorboard else False,
        callbacks=[record],
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
    )


def _report(history: list[dict[str, float]], score: str) -> FitReport:
    best = max(range(len(history)), key=lambda epoch: history[epoch][score])
    return FitReport(best, history[best][score], tuple(history))


def _channels_last(batch: Any) -> Any:
    if isinstance(batch, Tensor):
        return batch.contiguous(memory_format=torch.channels_last) if batch.ndim == 4 else batch
    if isinstance(batch, (list, tuple)):
        return [_channels_last(item) for item in batch]
    return batch


@contextmanager
def _keyboard_interrupt() -> Iterator[None]:
    """Let Ctrl-C be a KeyboardInterrupt again: Lightning makes it `exit(1)` and ignores further ones."""
    handler = signal.getsignal(signal.SIGINT)
    try:
        yield
    except SystemExit as stop:
        raise KeyboardInterrupt from stop
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
