"""The 200-class subsets of ImageNet-1K: lists, index maps, and the softmax over 200 of 1000 logits."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.lookup import look_up

from .imagelist import ImageList

if TYPE_CHECKING:
    import torch

Logits = TypeVar("Logits", npt.NDArray[np.floating], "torch.Tensor")

SUBSETS: Final = ("imagenet-a", "imagenet-o", "imagenet-r")
"""Data sets whose models answer among 200 classes."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassSubset:
    """Some classes of ImageNet-1K.

    Attributes:
        name: data set that the subset belongs to.
        wnids: WordNet ids in ascending order; the position is the subset's label.
        indices: (K,) int64, read-only: the same classes' labels in ImageNet-1K.
    """

    name: str
    wnids: tuple[str, ...]
    indices: npt.NDArray[np.int64]

    def index_map(self) -> npt.NDArray[np.int64]:
        """(1000,) int64: label in the subset for each label in ImageNet-1K, -1 for classes outside."""
        mapped = np.full(len(imagenet_wnids()), -1, dtype=np.int64)
        mapped[self.indices] = np.arange(len(self.indices))
        return mapped

    def select(self, logits: Logits) -> Logits:
        """The subset's logits.

        Softmax, when wanted, comes after: probabilities over 1000 classes cut to 200 do not sum to one, so
        that confidence, calibration and AURRA would differ (accuracy would not).

        Args:
            logits: (..., 1000) of a network that knows all of ImageNet-1K, NumPy or torch, any float type.

        Returns:
            (..., K), the same kind and type; on the same device.

        Raises:
            CaosError: the last axis is not 1000 long.
        """
        total = len(imagenet_wnids())
        if logits.ndim == 0 or logits.shape[-1] != total:
            raise CaosError(
                f"{self.name}: logits of shape {tuple(logits.shape)}; the last axis must hold the "
                f"{total} classes of ImageNet-1K"
            )
        if isinstance(logits, np.ndarray):
            return logits[..., self.indices]
        return logits[..., self.indices.tolist()]

    def restrict(self, images: ImageList) -> ImageList:
        """The samples of these classes, relabelled 0 to K-1.

        ImageNet's own validation images of the 200 classes are the in-distribution test set that stands
        beside ImageNet-R, -A and -O (papers 002 and 003).

        Args:
            images: a list over the 1000 classes of ImageNet-1K.

        Raises:
            CaosError: the list's classes are others.
        """
        if images.classes != imagenet_wnids():
            raise CaosError(f"{images.title}: has {len(images.classes)} classes, not those of ImageNet-1K")
        labels = self.index_map()[images.labels]
        kept = np.flatnonzero(labels >= 0)
        return replace(
            images,
            split=f"{images.split} ({self.name} classes)",
            classes=self.wnids,
            files=tuple(images.files[index] for index in kept),
            labels=labels[kept],
        )


def class_subset(name: str) -> ClassSubset:
    """The 200 classes of `name`, one of `SUBSETS`.

    For ImageNet-O they are the in-distribution classes among which a model answers (thesis, section 3.3); the
    pictures themselves show none of them.

    Raises:
        CaosError: no such subset.
    """
    wnids = look_up("class subset", name, {subset: _lists()[subset] for subset in SUBSETS})
    positions = {wnid: index for index, wnid in enumerate(imagenet_wnids())}
    indices = np.array([positions[wnid] for wnid in wnids], dtype=np.int64)
    indices.setflags(write=False)
    return ClassSubset(name, wnids, indices)


def imagenet_wnids() -> tuple[str, ...]:
    """The 1000 WordNet ids of ImageNet-1K (ILSVRC 2012), in the order of the labels: ascending."""
    return _lists()["imagenet-1k"]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The shipped lists; where each comes from is told in the file's `source` entry."""
    text = (files(__package__) / "data" / "imagenet_classes.json").read_text(encoding="utf-8")
    return {name: tuple(wnids) for name, wnids in json.loads(text)["lists"].items()}
