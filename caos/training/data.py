"""Order and randomness of training data: a pure function of (seed, epoch), whatever the number of workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from .config import TrainingConfig
from .ranks import share


@dataclass(frozen=True, slots=True)
class Draw:
    """What the sampler asks a data set for: item `index`, augmented as of `epoch`."""

    epoch: int
    index: int


class EpochSampler(Sampler[Draw]):
    """Every index once per epoch, in an order drawn from (seed, epoch).

    The epoch travels with each index, so workers need no state and a resumed run sees what an uninterrupted
    one would. Lightning calls `set_epoch`.

    Of N processes that train together, process r takes the positions r, r + N, r + 2N, ... of that one order:
    the batches of all, taken together, are those of one process with N times the batch size. The last
    len % N indices are left out of the epoch, so that all take equally many steps.
    """

    def __init__(self, length: int, seed: int) -> None:
        self._length = length
        self._seed = seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch of the next iteration."""
        self._epoch = epoch

    def __len__(self) -> int:
        return self._length // share()[1]

    def __iter__(self) -> Iterator[Draw]:
        epoch, (rank, ranks) = self._epoch, share()
        order = np.random.default_rng([self._seed, epoch]).permutation(self._length)
        part = order[: len(self) * ranks][rank::ranks]
        return (Draw(epoch, int(index)) for index in part)


class SharedSampler(Sampler[int]):
    """The positions of a split in order; of N processes, process r takes r, r + N, ..., none twice."""

    def __init__(self, length: int) -> None:
        self._length = length

    def _part(self) -> range:
        rank, ranks = share()
        return range(rank, self._length, ranks)

    def __len__(self) -> int:
        return len(self._part())

    def __iter__(self) -> Iterator[int]:
        return iter(self._part())


def make_loader(dataset: Dataset[Any], config: TrainingConfig, *, training: bool) -> DataLoader[Any]:
    """Batches of `dataset`: keys are `Draw`s in drawn order for training, file positions in order otherwise.

    A last incomplete training batch is dropped, so that no batch norm sees a single image; a data set smaller
    than one batch is one batch. Where several processes train together, each gets its part of both.
    """
    length = len(dataset)  # type: ignore[arg-type]  # every data set of ours has a length
    return DataLoader(
        dataset,
        batch_size=min(config.batch_size, length),
        sampler=EpochSampler(length, config.seed) if training else SharedSampler(length),
        drop_last=training,
        num_workers=config.workers,
        persistent_workers=config.workers > 0,
        pin_memory=torch.cuda.is_available(),
        # A generator of our own: a loader otherwise draws its base seed from torch's global one.
        generator=torch.Generator().manual_seed(config.seed),
    )
