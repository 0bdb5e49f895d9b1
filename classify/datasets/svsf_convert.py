"""`caos classify convert-svsf`: a table of street view pictures becomes the six sets of SVSF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from caos.errors import CaosError
from caos.lookup import look_up

from .manifest import ManifestHead, write_manifest
from .placing import PICTURES, place_pictures
from .svsf import CLASSES, SPLITS, TEST_IMAGES, TRAIN_IMAGES, StoreFront, sample_splits
from .svsf_table import read_store_fronts

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SvsfOptions:
    """What may be chosen about the conversion; the defaults are the thesis's.

    Attributes:
        train: most pictures to train on.
        test: most pictures per test set.
        classes: how many classes there must be.
        seed: of the draw.
        skip_broken: leave out incomplete rows rather than stop.
        pictures: one of `placing.PICTURES`.

    Raises:
        CaosError: a number below 1 (seed: below 0), or an unknown place.
    """

    train: int = TRAIN_IMAGES
    test: int = TEST_IMAGES
    classes: int = CLASSES
    seed: int = 0
    skip_broken: bool = False
    pictures: str = "stay"

    def __post_init__(self) -> None:
        look_up("place of pictures", self.pictures, dict.fromkeys(PICTURES, self.pictures))
        for name, least in (("train", 1), ("test", 1), ("classes", 1), ("seed", 0)):
            if getattr(self, name) < least:
                raise CaosError(f"{name} is {getattr(self, name)}; must be at least {least}")


def convert_svsf(
    table: Path,
    out: Path,
    options: SvsfOptions | None = None,
    *,
    images: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write `out/manifest.parquet` with the training set and the five test sets of SVSF.

    Args:
        table: columns image, class, country, year, camera; see `read_store_fronts`.
        out: new folder, or one that this conversion made.
        options: what may be chosen.
        images: folder that the table's paths are relative to; by default the table's own.
        progress: called with (pictures checked, in all).

    Returns:
        Pictures per set.

    Raises:
        CaosError: incomplete rows, a wrong number of classes, no training picture, or missing files.
    """
    options = options or SvsfOptions()
    root = images or table.parent
    fronts, problems = read_store_fronts(table)
    if problems and not options.skip_broken:
        raise CaosError(
            f"{problems[0]} ({len(problems)} in all); mend the table, or leave such rows out "
            "with --skip-broken"
        )
    classes = _classes(table, fronts, options.classes)
    generator = np.random.default_rng(options.seed)
    splits = sample_splits(fronts, train=options.train, test=options.test, generator=generator)
    if not splits["train"] or not splits["iid"]:
        raise CaosError(
            f"{table}: {len(splits['train']) + len(splits['iid'])} pictures are from the USA, Mexico or "
            "Canada, 2019, new camera: too few for a training and a test set"
        )
    rows = _rows(splits, classes)
    _need_files(root, rows["image"], progress)
    head = ManifestHead(
        name="svsf",
        classes=classes,
        multi_label=False,
        images=place_pictures(root, rows["image"], out, options.pictures),
        splits=SPLITS,
        settings={
            "train": options.train,
            "test": options.test,
            "seed": options.seed,
            "left_out": len(problems),
        },
    )
    write_manifest(out, head, rows)
    return {name: len(chosen) for name, chosen in splits.items()}


def _classes(table: Path, fronts: Sequence[StoreFront], expected: int) -> tuple[str, ...]:
    """Class names, sorted."""
    counts = Counter(front.label for front in fronts)
    if len(counts) != expected:
        rarest = ", ".join(
            f"{name!r} ({number})" for name, number in sorted(counts.items(), key=_by_count)[:5]
        )
        raise CaosError(
            f"{table}: has {len(counts)} classes, {expected} are needed (--classes); the rarest: {rarest}"
        )
    return tuple(sorted(counts))


def _by_count(entry: tuple[str, int]) -> tuple[int, str]:
    return entry[1], entry[0]


def _rows(splits: Mapping[str, Sequence[StoreFront]], classes: Sequence[str]) -> dict[str, list[Any]]:
    """Columns of the manifest; the attributes stay with the pictures."""
    label_of = {name: label for label, name in enumerate(classes)}
    drawn = [(split, front) for split, fronts in splits.items() for front in fronts]
    return {
        "split": [split for split, _ in drawn],
        "image": [front.image for _, front in drawn],
        "labels": [[label_of[front.label]] for _, front in drawn],
        "country": [front.country for _, front in drawn],
        "year": [front.year for _, front in drawn],
        "camera": [front.camera for _, front in drawn],
    }


def _need_files(root: Path, files: Sequence[str], progress: Progress | None) -> None:
    """Every drawn picture exists."""
    missing = []
    for done, file in enumerate(files, 1):
        if not (root / file).is_file():
            missing.append(file)
        if progress is not None:
            progress(done, len(files))
    if missing:
        raise CaosError(
            f"{root / missing[0]}: no such picture ({len(missing)} missing in all); --images tells the "
            "folder that the table's paths are relative to"
        )
