"""Telling which data set a folder holds, by its layout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.lookup import look_up

from .corrupted import corrupted_folder, corrupted_splits, perturbed_splits
from .deepfashion2 import SOURCES
from .folders import subfolders
from .formats import FORMATS
from .imagenet import imagenet_splits
from .manifest import MANIFEST_FILE, has_manifest, read_head
from .shift import shift_splits
from .subsets import SUBSETS, class_subset, imagenet_wnids

DEEPFASHION2: Final = "deepfashion2"
"""Not read itself, only converted and verified."""

NAMES: Final = (*FORMATS, DEEPFASHION2)


def detect(root: Path) -> str:
    """Name of the data set in `root`.

    Raises:
        CaosError: nothing or several would fit; `--as` decides.
    """
    if not root.is_dir():
        raise CaosError(f"{root}: no such folder")
    if has_manifest(root):
        name = read_head(root).name
        return look_up(f"data set in {root / MANIFEST_FILE}", name, dict.fromkeys(NAMES, name))
    if any((root / source / "annos").is_dir() for source in SOURCES):
        return DEEPFASHION2
    known = set(imagenet_wnids())
    corrupted = (corrupted_folder(root, split) for split in corrupted_splits(root))
    # Corruptions of other classes are a shift folder.
    if any(known.intersection(subfolders(folder)) for folder in corrupted):
        return "imagenet-c"
    if perturbed_splits(root):
        return "imagenet-p"
    folders = subfolders(root)
    if folders and known.issuperset(folders):
        return _of_wnids(root, folders)
    if any(_holds_imagenet(root, split) for split in imagenet_splits(root)):
        return "imagenet"
    if shift_splits(root):
        return "shift"
    raise CaosError(f"{root}: no data set recognised; name it with --as ({', '.join(NAMES)})")


def _of_wnids(root: Path, folders: list[str]) -> str:
    """Which 200 classes the folders are."""
    fitting = [name for name in SUBSETS if set(class_subset(name).wnids) == set(folders)]
    if len(fitting) == 1:
        return fitting[0]
    raise CaosError(
        f"{root}: {len(folders)} class folders of ImageNet-1K, which are none of the 200-class lists; "
        f"name the data set with --as ({', '.join((*SUBSETS, 'real-blurry'))})"
    )


def _holds_imagenet(root: Path, split: str) -> bool:
    """Class folders by wnid, or flat validation pictures."""
    known = set(imagenet_wnids())
    folders = subfolders(root / split)
    return known.issuperset(folders) and (bool(folders) or split == "val")
