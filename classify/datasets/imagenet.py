"""ImageNet-1K as its owner ships it, and the data sets over its classes: -R, -A, -O, Real Blurry Images."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from caos.errors import CaosError
from caos.extras import require

from .folders import media_files, read_class_folders, subfolders
from .imagelist import ImageList
from .subsets import class_subset, imagenet_wnids

TRAIN_IMAGES: Final = 1_281_167
VALIDATION_IMAGES: Final = 50_000

_DEVKIT: Final = ("ILSVRC2012_devkit_t12/data", "devkit/data", "ILSVRC2012_devkit_t12", "devkit", "data")
_GROUND_TRUTH: Final = "ILSVRC2012_validation_ground_truth.txt"
_SOLUTION: Final = "LOC_val_solution.csv"
_VAL_NAME: Final = re.compile(r"ILSVRC2012_val_(\d{8})\.jpe?g", re.IGNORECASE)


def imagenet_splits(root: Path) -> tuple[str, ...]:
    """Which of `train` and `val` are in `root`."""
    return tuple(split for split in ("train", "val") if (root / split).is_dir())


def read_imagenet(root: Path, split: str) -> ImageList:
    """`train` or `val` of ImageNet-1K (ILSVRC 2012); labels 0 to 999 in the order of the WordNet ids.

    Layouts: `<split>/<wnid>/<file>`, or `val/<file>` flat as in the owner's archive, with labels from the
    development kit (`ILSVRC2012_devkit_t12/data/` in `root`) or from Kaggle's `LOC_val_solution.csv`.

    Raises:
        CaosError: the folder is missing or empty, or a flat `val` has no or unfitting labels.
    """
    folder = root / split
    flat = media_files(folder) if split == "val" else []
    if not flat:
        return read_class_folders("imagenet", split, folder, imagenet_wnids())
    if subfolders(folder):
        raise CaosError(f"{folder}: holds both pictures and folders; keep either class folders or a flat val")
    labels = _labels_of_flat_files(root, flat)
    wnids = imagenet_wnids()
    return ImageList("imagenet", split, folder, wnids, tuple(flat), np.array(labels, dtype=np.int64))


def read_wnid_folders(name: str, root: Path) -> ImageList:
    """ImageNet-R, -A or -O: `<root>/<wnid>/<file>` over their 200 classes, labels 0 to 199.

    Real Blurry Images: the same layout over any of the 1000 classes, labels 0 to 999.

    Raises:
        CaosError: a folder that is no such class, or no pictures.
    """
    classes = imagenet_wnids() if name == "real-blurry" else class_subset(name).wnids
    return read_class_folders(name, "test", root, classes)


def _labels_of_flat_files(root: Path, files: list[str]) -> list[int]:
    """Labels of `val/<file>`, from whichever ground truth is in `root`."""
    solution = root / _SOLUTION
    if solution.is_file():
        return _labels_from_solution(solution, files)
    for place in _DEVKIT:
        if (root / place / _GROUND_TRUTH).is_file():
            return _labels_from_devkit(root / place, files)
    raise CaosError(
        f"{root / 'val'}: flat pictures need their labels: put ILSVRC2012_devkit_t12 (with "
        f"data/{_GROUND_TRUTH} and data/meta.mat) or {_SOLUTION} into {root}"
    )


def _labels_from_devkit(data: Path, files: list[str]) -> list[int]:
    """Line N of the ground truth is the development kit's own id (1 to 1000) of `ILSVRC2012_val_<N>`.

    Those ids are not in the order of the WordNet ids; `meta.mat` translates them.
    """
    wnid_of = _wnids_by_devkit_id(data / "meta.mat")
    truth = data / _GROUND_TRUTH
    lines = truth.read_text(encoding="ascii", errors="replace").split()
    label_of = {wnid: label for label, wnid in enumerate(imagenet_wnids())}
    labels = []
    for file in files:
        match = _VAL_NAME.fullmatch(file)
        number = int(match[1]) if match else 0
        if not 1 <= number <= len(lines):
            raise CaosError(
                f"{file}: no ILSVRC2012_val_<N> with N in 1 to {len(lines)}, the lines of {truth}"
            )
        line = lines[number - 1]
        if not line.isdecimal() or int(line) not in wnid_of:
            raise CaosError(f"{truth}: line {number}: {line!r} is no id of meta.mat")
        labels.append(label_of[wnid_of[int(line)]])
    return labels


def _wnids_by_devkit_id(path: Path) -> dict[int, str]:
    """ILSVRC2012_ID -> WNID of the 1000 leaf classes in `meta.mat`."""
    loadmat = require("scipy.io", extra="hf").loadmat
    try:
        rows: Any = np.atleast_1d(loadmat(path, squeeze_me=True)["synsets"])
        wnids = {int(row["ILSVRC2012_ID"]): str(row["WNID"]) for row in rows if int(row["num_children"]) == 0}
    except Exception as cause:  # SciPy raises nearly anything on a broken file
        raise CaosError(f"{path}: not the development kit's meta.mat ({cause})") from cause
    strange = sorted(set(wnids.values()) - set(imagenet_wnids()))
    if strange:
        raise CaosError(f"{path}: {strange[0]} is no class of ImageNet-1K")
    return wnids


def _labels_from_solution(path: Path, files: list[str]) -> list[int]:
    """Kaggle's `ImageId,PredictionString`; the string starts with the wnid: `n01440764 1 2 3 4 ...`."""
    label_of = {wnid: label for label, wnid in enumerate(imagenet_wnids())}
    wnid_of = dict(_solution_rows(path))
    labels = []
    for file in files:
        wnid = wnid_of.get(Path(file).stem)
        if wnid is None:
            raise CaosError(f"{path}: no row for {file}")
        if wnid not in label_of:
            raise CaosError(f"{path}: {file}: {wnid!r} is no class of ImageNet-1K")
        labels.append(label_of[wnid])
    return labels


def _solution_rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if not {"ImageId", "PredictionString"} <= set(reader.fieldnames or ()):
            raise CaosError(f"{path}: needs the columns ImageId and PredictionString")
        for row in reader:
            words = (row["PredictionString"] or "").split()
            yield row["ImageId"], words[0] if words else ""
