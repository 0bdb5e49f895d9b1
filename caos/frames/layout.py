"""Where the files of a StreetHazards-format data set lie.

train/train.odgt          train/images/training/<town>/N.png      train/annotations/training/<town>/N.png
train/validation.odgt     train/images/validation/<town>/N.png    train/annotations/validation/<town>/N.png
test/test.odgt            test/images/test/<town>/N.png           test/annotations/test/<town>/N.png
labels.json               what the ids mean (absent in the original download: StreetHazards then)
manifest.parquet          one row per frame (absent in data sets that we did not render)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.errors import CaosError

LABELS_FILE: Final = "labels.json"
MANIFEST_FILE: Final = "manifest.parquet"
JOURNAL_FOLDER: Final = ".journal"

EXTRA_FOLDERS: Final = (
    "instances", "depth", "boxes", "camera", "twin", "twin_annotations", "sequence", "sequence_annotations",
)  # fmt: skip
"""Folders of what may lie beside the frames, next to `images` and `annotations`."""

_TOWN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Split:
    """One of the three parts of a data set.

    Attributes:
        name: "train", "validation" or "test".
        archive: top folder ("train" or "test"), after the two archives of the original download.
        folder: folder below `images` and `annotations` ("training", "validation" or "test").
    """

    name: str
    archive: str
    folder: str

    @property
    def odgt(self) -> str:
        """The list of this split, relative to the root of the data set, e.g. `train/validation.odgt`."""
        return f"{self.archive}/{self.name}.odgt"

    def odgt_path(self, root: Path) -> Path:
        """The list of this split in the data set at `root`."""
        return root / self.odgt

    @property
    def image_folder(self) -> str:
        """Where the images lie, relative to the root, e.g. `train/images/validation`."""
        return f"{self.archive}/images/{self.folder}"

    @property
    def annotation_folder(self) -> str:
        """Where the label files lie, relative to the root, e.g. `train/annotations/validation`."""
        return f"{self.archive}/annotations/{self.folder}"

    def frame_paths(self, town: str, number: int, *, image_suffix: str = ".png") -> tuple[str, str]:
        """Image and label file of one frame, posix paths relative to the root.

        Raises:
            CaosError: a town that is no plain folder name, or a negative number.
        """
        _check_frame(town, number)
        image = f"{self.image_folder}/{town}/{number}{image_suffix}"
        return image, f"{self.annotation_folder}/{town}/{number}.png"

    def extra_path(self, name: str, town: str, number: int, ending: str) -> str:
        """A file beside a frame, posix path relative to the root.

        Args:
            name: the extra's, one of `EXTRA_FOLDERS`.
            town: the frame's.
            number: the frame's.
            ending: what follows N, e.g. ".json", or "/2.png" where an extra has many files.

        Raises:
            CaosError: as `frame_paths`.
        """
        _check_frame(town, number)
        return f"{self.archive}/{name}/{self.folder}/{town}/{number}{ending}"


def _check_frame(town: str, number: int) -> None:
    if not _TOWN.fullmatch(town):
        raise CaosError(f"town {town!r} cannot be a folder name: use letters, digits, '_', '-' and '.'")
    if number < 0:
        raise CaosError(f"frame number {number} of {town} is negative; numbers start at 0")


SPLITS: Final[Mapping[str, Split]] = {
    "train": Split("train", "train", "training"),
    "validation": Split("validation", "train", "validation"),
    "test": Split("test", "test", "test"),
}
"""Name -> split, in the order in which they are listed everywhere."""


def split_named(name: str) -> Split:
    """The split called `name`.

    Raises:
        CaosError: no such split; the message lists the known ones.
    """
    try:
        return SPLITS[name]
    except KeyError:
        raise CaosError(f"unknown split {name!r}; known: {', '.join(SPLITS)}") from None
