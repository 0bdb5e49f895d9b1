"""What a training leaves behind after every epoch, and what it shows on the way."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch.callbacks import Callback
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from caos.errors import CaosError
from caos.frames import atomic_path, atomic_write_text

from .checkpoints import LAST, LOG, WEIGHTS, save_weights
from .config import TrainingConfig
from .ranks import is_main_process, share, summed
from .task import Task

_KEY = "caos-record"


def read_history(checkpoint: Path) -> list[dict[str, float]]:
    """The figures of every epoch behind `checkpoint`.

    Raises:
        CaosError: the file is no checkpoint of ours.
    """
    try:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True, mmap=True)
        history: list[dict[str, float]] = state["callbacks"][_KEY]["history"]
    except Exception as cause:  # whatever the pickle and zip readers raise on foreign bytes
        raise CaosError(f"{checkpoint}: not a checkpoint of this program; train into a new folder") from cause
    return history


def read_log(run: Path) -> dict[str, list[float]]:
    """The columns of a run's `log.csv`, one value per epoch; empty where there is no log.

    Raises:
        CaosError: the file is no such log.
    """
    if not (run / LOG).is_file():
        return {}
    try:
        with (run / LOG).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {name: [float(row[name]) for row in rows] for name in (rows[0] if rows else {})}
    except (ValueError, TypeError) as cause:  # no number, a row cut short, not UTF-8
        raise CaosError(f"{run / LOG}: not a log of numbers ({cause}); delete it, or train again") from cause


class Record(Callback):  # type: ignore[misc]  # Lightning is untyped to mypy here
    """Lightning callback: one row of figures per epoch, best weights, last checkpoint, CSV log, progress."""

    def __init__(self, task: Task, run: Path, config: TrainingConfig, batches: int, *, show: bool) -> None:
        self.history: list[dict[str, float]] = []
        self._task = task
        self._run = run
        self._batches = batches
        self._epochs = config.epochs
        self._losses: list[torch.Tensor] = []
        self._epoch_start = 0.0
        self._console = Console(stderr=True, quiet=not (show and is_main_process()))
        self.bar = Progress(
            TextColumn("[bold]training"), BarColumn(), TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
            console=self._console, disable=not self._console.is_terminal,
        )  # fmt: skip
        self._row = self.bar.add_task("training", total=self._epochs * batches, detail="")

    @property
    def state_key(self) -> str:
        """Name of this callback's part of a checkpoint."""
        return _KEY

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"history": self.history}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take up a checkpoint's history."""
        self.history = list(state_dict["history"])

    def on_train_start(self, _trainer: Any, _module: Any) -> None:
        """Let the bar start after the epochs that are done."""
        self.bar.update(self._row, completed=len(self.history) * self._batches)

    def on_train_epoch_start(self, _trainer: Any, _module: Any) -> None:
        """Start the epoch's clock."""
        self._losses.clear()
        self._epoch_start = time.monotonic()

    def on_train_batch_end(self, _trainer: Any, _module: Any, outputs: Any, _batch: Any, _index: int) -> None:
        """Note the loss."""
        self._losses.append(outputs["loss"].detach())
        loss = f"loss {float(self._losses[-1]):.3f}"
        detail = f"epoch {len(self.history) + 1}/{self._epochs}  {loss}{self._last_score()}"
        self.bar.update(self._row, advance=1, detail=detail)

    def on_train_epoch_end(self, trainer: Any, module: Any) -> None:
        """Close the epoch, after its validation. The checkpoint comes last: what it stands for is on disk.

        All processes have the same row; the first one writes.
        """
        row = {
            "epoch": float(len(self.history)),
            "train_loss": self._mean_loss(module.device),
            "learning_rate": float(trainer.optimizers[0].param_groups[0]["lr"]),
            **{name: float(value) for name, value in self._task.score().items()},
        }
        best = max((past[self._task.score_name] for past in self.history), default=float("-inf"))
        if trainer.is_global_zero and row[self._task.score_name] > best:
            save_weights(self._run / WEIGHTS, self._task.network)
        row["seconds"] = time.monotonic() - self._epoch_start
        self.history.append(row)
        if trainer.is_global_zero:
            self._write(trainer)
        else:
            trainer.save_checkpoint(self._run / LAST)  # writes nothing here, but all take part

    def _mean_loss(self, device: torch.device) -> float:
        """Mean of the epoch's losses over all processes, which take equally many steps."""
        mean = torch.stack(self._losses).float().mean().cpu().numpy()
        return float(summed(mean, device)) / share()[1]

    def _write(self, trainer: Any) -> None:
        row = self.history[-1]
        if trainer.logger is not None:
            trainer.logger.log_metrics(
                {name: value for name, value in row.items() if name != "epoch"}, len(self.history)
            )
        with atomic_path(self._run / LAST) as temporary:
            trainer.save_checkpoint(temporary)
        self._write_log()
        if not self._console.is_terminal:
            self._console.print(
                f"epoch {len(self.history)}/{self._epochs}  loss {row['train_loss']:.3f}{self._last_score()}"
                f"  {row['seconds']:.0f} s"
            )

    def _last_score(self) -> str:
        name = self._task.score_name
        return f"  {name.replace('_', ' ')} {self.history[-1][name]:.3f}" if self.history else ""

    def _write_log(self) -> None:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, self.history[0].keys())
        writer.writeheader()
        writer.writerows(self.history)
        atomic_write_text(self._run / LOG, text.getvalue())
