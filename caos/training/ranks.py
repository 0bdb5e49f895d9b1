"""Several processes that train together: who is who, what each reads, and how counts become totals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy.typing as npt
import torch
from lightning.pytorch.utilities.rank_zero import rank_zero_only
from torch import distributed
from torch.utils.data import DataLoader

from caos.errors import CaosError

from .config import TrainingConfig

Total = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]
"""Takes this process's counts, returns the sum over all processes, of the same shape and dtype."""


def is_main_process() -> bool:
    """True in the one process that prints and writes; known before the processes have met."""
    return int(getattr(rank_zero_only, "rank", None) or 0) == 0


def share() -> tuple[int, int]:
    """(rank, number of processes): (0, 1) until the processes of a training have met."""
    if distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return 0, 1


def summed(counts: npt.NDArray[Any], device: torch.device) -> npt.NDArray[Any]:
    """The sum of `counts` over all processes; every process must call it, with arrays of one shape.

    Args:
        counts: integers or floats of any shape.
        device: of this process: NCCL adds up on GPUs only.
    """
    if share()[1] == 1:
        return counts
    total = torch.from_numpy(counts.copy()).to(device)
    distributed.all_reduce(total)
    return total.cpu().numpy()


def check_devices(config: TrainingConfig, train_loader: DataLoader[Any], val_loader: DataLoader[Any]) -> None:
    """Check that there are as many devices as wanted, and images for each.

    Raises:
        CaosError: there are not, or the precision needs a GPU; the message names the setting.
    """
    gpus, wanted = torch.cuda.device_count(), config.devices
    if gpus and wanted > gpus:
        raise CaosError(f"training.devices = {wanted}: this machine has {gpus} GPU{'s' * (gpus > 1)}")
    if config.precision == "16-mixed" and not gpus:
        raise CaosError('training.precision = "16-mixed" needs a GPU; take "bf16", "32" or "auto" here')
    if wanted == 1:
        return
    images, per_step = _images(train_loader), wanted * config.batch_size
    if images < per_step:
        raise CaosError(
            f"training.devices = {wanted} times training.batch_size = {config.batch_size} are {per_step} "
            f"images a step, the train split has {images}; lower one of them"
        )
    if _images(val_loader) < wanted:
        raise CaosError(
            f"training.devices = {wanted}: the validation split has only {_images(val_loader)} images; "
            "every process needs one"
        )


def _images(loader: DataLoader[Any]) -> int:
    return len(loader.dataset)  # type: ignore[arg-type]  # every data set of ours has a length
