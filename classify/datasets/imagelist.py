"""What a classification data set is: a list of files with labels, known before any picture is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Labels = npt.NDArray[np.int64] | npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class ImageList:
    """One split or one shift of a data set.

    Attributes:
        name: the data set ("imagenet-c").
        split: which part of it ("fog/3", "train", "occlusion-heavy").
        root: folder that `files` are relative to.
        classes: class names in the order of the labels; WordNet ids for the ImageNet family.
        files: path of each sample below `root`, with "/" on every system.
        labels: (N,) int64 in [0, C), or (N, C) uint8 of 0 and 1 when an image has several labels; read-only.
        videos: whether a file is a short film (ImageNet-P) and not a picture.

    Raises:
        CaosError: labels and files do not fit together.
    """

    name: str
    split: str
    root: Path
    classes: tuple[str, ...]
    files: tuple[str, ...]
    labels: Labels
    videos: bool = False

    def __post_init__(self) -> None:
        if len(self.files) != len(self.labels):
            raise CaosError(f"{self.title}: {len(self.files)} files but {len(self.labels)} labels")
        if self.labels.size and not self._labels_fit():
            raise CaosError(f"{self.title}: labels outside the {len(self.classes)} classes")
        self.labels.setflags(write=False)

    def _labels_fit(self) -> bool:
        if self.multi_label:
            return self.labels.shape[1] == len(self.classes) and int(self.labels.max()) <= 1
        return int(self.labels.min()) >= 0 and int(self.labels.max()) < len(self.classes)

    @property
    def title(self) -> str:
        """Data set and split, for messages."""
        return f"{self.name} {self.split}"

    @property
    def multi_label(self) -> bool:
        """Whether an image may have several labels."""
        return self.labels.ndim == 2

    @property
    def per_class(self) -> npt.NDArray[np.int64]:
        """(C,) int64: samples with each label."""
        if self.multi_label:
            return np.asarray(self.labels.sum(axis=0, dtype=np.int64))
        return np.bincount(self.labels, minlength=len(self.classes)).astype(np.int64)

    def __len__(self) -> int:
        return len(self.files)

    def paths(self) -> Iterator[Path]:
        """The samples' paths, in order."""
        return (self.root / file for file in self.files)
