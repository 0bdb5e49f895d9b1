"""The data sets by name: which splits a folder holds, how one is read, how many samples were published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.lookup import look_up

from .corrupted import corrupted_splits, perturbed_splits, read_corrupted, read_perturbed
from .imagelist import ImageList
from .imagenet import (
    TRAIN_IMAGES,
    VALIDATION_IMAGES,
    imagenet_splits,
    read_imagenet,
    read_wnid_folders,
)
from .manifest import read_head, read_manifest
from .shift import read_shift, shift_splits


@dataclass(frozen=True, slots=True)
class Format:
    """One data set as it lies on disk.

    Attributes:
        title: what to call it to people.
        splits: folder -> names of the splits found there.
        read: (folder, split) -> that split.
        published: split -> samples of the published data set, None where no source at hand tells.
        every_class: whether each class has samples in the published data set.
    """

    title: str
    splits: Callable[[Path], tuple[str, ...]]
    read: Callable[[Path, str], ImageList]
    published: Callable[[str], int | None] = lambda split: None  # noqa: ARG005
    every_class: bool = True


def _wnid_folders(name: str, title: str, images: int | None, *, every_class: bool = True) -> Format:
    """A data set of class folders without splits."""
    return Format(
        title=title,
        splits=lambda root: ("test",),  # noqa: ARG005
        read=lambda root, split: read_wnid_folders(name, root),  # noqa: ARG005
        published=lambda split: images,  # noqa: ARG005
        every_class=every_class,
    )


def _converted(name: str, title: str) -> Format:
    """A data set that one of our conversions made."""

    def splits(root: Path) -> tuple[str, ...]:
        head = read_head(root)
        if head.name != name:
            raise CaosError(f"{root}: its manifest is of {head.name}, not of {name}")
        return head.splits

    return Format(title=title, splits=splits, read=read_manifest, every_class=False)


FORMATS: Final[dict[str, Format]] = {
    "imagenet": Format(
        title="ImageNet-1K (ILSVRC 2012)",
        splits=imagenet_splits,
        read=read_imagenet,
        published={"train": TRAIN_IMAGES, "val": VALIDATION_IMAGES}.get,
    ),
    "imagenet-r": _wnid_folders("imagenet-r", "ImageNet-Renditions", 30_000),
    "imagenet-a": _wnid_folders("imagenet-a", "ImageNet-A", 7_500),
    "imagenet-o": _wnid_folders("imagenet-o", "ImageNet-O", None),
    "imagenet-c": Format(
        title="ImageNet-C",
        splits=corrupted_splits,
        read=read_corrupted,
        published=lambda split: VALIDATION_IMAGES,  # noqa: ARG005
    ),
    "imagenet-p": Format(
        title="ImageNet-P",
        splits=perturbed_splits,
        read=read_perturbed,
        published=lambda split: VALIDATION_IMAGES,  # noqa: ARG005
    ),
    "real-blurry": _wnid_folders("real-blurry", "Real Blurry Images", 1_000, every_class=False),
    "svsf": _converted("svsf", "StreetView StoreFronts"),
    "dfr": _converted("dfr", "DeepFashion Remixed"),
    "shift": Format(title="shift folder", splits=shift_splits, read=read_shift, every_class=False),
}
"""Sources of the counts: thesis 003, table A.8 (ImageNet-1K train, -R) and appendix A.4 (Real Blurry Images);
paper 004 (-A; -C and -P have one picture or film per validation picture); the validation set's size is ILSVRC
2012's."""


def list_splits(name: str, root: Path) -> tuple[str, ...]:
    """Splits of the data set `name` that are in `root`.

    Raises:
        CaosError: no such data set, `root` is no folder, or nothing of the data set is in it.
    """
    known = look_up("data set", name, FORMATS)
    if not root.is_dir():
        raise CaosError(
            f"{root}: no such folder; nothing is downloaded, docs/classification-data.md tells where from"
        )
    splits = known.splits(root)
    if not splits:
        raise CaosError(
            f"{root}: holds nothing of {known.title}; docs/classification-data.md shows the layout"
        )
    return splits


def read_images(name: str, root: Path, split: str) -> ImageList:
    """One split of the data set `name` in `root`; no picture is opened.

    Args:
        name: a key of `FORMATS`.
        root: folder of the data set.
        split: one of `list_splits(name, root)`, such as "val", "fog/3", "test", "occlusion-heavy".

    Raises:
        CaosError: no such data set, folder or split, or a layout that does not fit.
    """
    splits = list_splits(name, root)
    look_up(f"split of {name} in {root}", split, dict.fromkeys(splits, split))
    return FORMATS[name].read(root, split)
