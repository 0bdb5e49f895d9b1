"""`caos classify convert-dfr`: DeepFashion2's annotations become the ten sets of DeepFashion Remixed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from caos.errors import CaosError
from caos.lookup import look_up

from .deepfashion2 import CATEGORIES
from .dfr import CONVENTIONS, ITEM_RULES, PARTITIONS, ItemTable, Selection, select, split_names
from .dfr_index import Index, index_items
from .manifest import ManifestHead, read_head, read_rows, write_manifest
from .placing import PICTURES, place_pictures

PUBLISHED: Final[Mapping[str, int]] = {
    "train": 48_000,
    "occlusion-slight": 42_640,
    "occlusion-heavy": 7_440,
    "scale-small": 28_160,
    "scale-large": 10_360,
    "viewpoint-not-worn": 480,
    "viewpoint-side-back": 11_040,
    "zoom-medium": 10_520,
    "zoom-large": 10_640,
}
"""Thesis, table A.8, with the released code's numbering of viewpoints.

The caption names nine test sets, the row has eight numbers. The first cannot be the IID set's (42,640 is more
than the 33,669 pictures of DeepFashion2's validation set), so that the eight are the shifted sets, in the
order of the caption; it calls the viewpoints "frontal" (value 1) and "not-worn" (value 3), see
`dfr.CONVENTIONS`.
"""

BATCH: Final = 40
"""All nine numbers are multiples of 40, counted in whole batches it seems: a set may be off by 39."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DfrOptions:
    """What may be chosen about the conversion.

    Attributes:
        convention: which viewpoint is trained on, one of `dfr.CONVENTIONS`.
        partition: where the sets come from, one of `dfr.PARTITIONS`.
        items: what makes a picture belong to a set, one of `dfr.ITEM_RULES`.
        skip_broken: leave out garments that are incomplete rather than stop.
        pictures: one of `placing.PICTURES`.

    Raises:
        CaosError: an unknown name.
    """

    convention: str = "thesis"
    partition: str = "fixed"
    items: str = "any"
    skip_broken: bool = False
    pictures: str = "stay"

    def __post_init__(self) -> None:
        look_up("convention", self.convention, CONVENTIONS)
        for kind, name, known in (
            ("partition", self.partition, PARTITIONS),
            ("item rule", self.items, ITEM_RULES),
            ("place of pictures", self.pictures, PICTURES),
        ):
            look_up(kind, name, dict.fromkeys(known, name))


def convert_dfr(
    root: Path, out: Path, options: DfrOptions | None = None, *, progress: Progress | None = None
) -> dict[str, int]:
    """Write `out/manifest.parquet` with all ten sets of DeepFashion Remixed.

    Args:
        root: DeepFashion2: `train/` and `validation/`, each with `image/` and `annos/`.
        out: new folder, or one that this conversion made; what it has read already is not read again.
        options: what may be chosen.
        progress: called with (annotations read, in all).

    Returns:
        Pictures per set.

    Raises:
        CaosError: folders are missing, garments are incomplete, or a set is empty in the whole data.
    """
    options = options or DfrOptions()
    index = index_items(root, out, progress=progress)
    if index.problems and not options.skip_broken:
        raise CaosError(
            f"{index.problems[0]} ({len(index.problems)} in all: caos classify verify {root} "
            "lists them); mend the files, or leave such garments out with --skip-broken"
        )
    sets = list(select(index.items, options.convention, options.partition, options.items))
    if not any(len(chosen.images) for chosen in sets):
        raise CaosError(f"{root}: no garment fits any set of DeepFashion Remixed")
    rows = _rows(index.items, sets)
    head = ManifestHead(
        name="dfr",
        classes=CATEGORIES,
        multi_label=True,
        images=place_pictures(root, rows["image"], out, options.pictures),
        splits=split_names(options.convention),
        settings=_settings(index, sets, options),
    )
    write_manifest(out, head, rows)
    return {chosen.split: len(chosen.images) for chosen in sets}


def compare_with_published(folder: Path) -> tuple[list[str], list[str]]:
    """Counts of a converted DeepFashion Remixed beside the thesis's table A.8.

    The table tells the released code's counts, so that only that convention's differences are problems.

    Returns:
        (problems, notes), one line each; a note alone when the table does not apply.
    """
    settings = read_head(folder).settings
    annotations = sum(settings["annotations"].values())
    if annotations < PUBLISHED["train"]:
        return [], [f"made from {annotations:,} annotations: too few for table A.8 (48,000 to train on)"]
    if (settings["partition"], settings["items"]) != ("fixed", "any"):
        return [], ["table A.8 tells the counts of --partition fixed --items any; not compared"]
    splits = read_rows(folder).column("split").to_pylist()
    found = {name: splits.count(name) for name in split_names(settings["convention"])}
    off = [
        f"{name}: {found[name]:,} pictures, table A.8 says {published:,}"
        for name, published in PUBLISHED.items()
        if name in found and abs(found[name] - published) >= BATCH
    ]
    if settings["convention"] == "released":
        return off, []
    return [], [f"{line} (of the released code's viewpoints: --convention released)" for line in off]


def _rows(items: ItemTable, sets: Sequence[Selection]) -> dict[str, Any]:
    """Columns of the manifest: sets in their order, pictures by path."""
    return {
        "split": [chosen.split for chosen in sets for _ in chosen.images],
        "image": [items.images[image] for chosen in sets for image in chosen.images],
        "labels": [np.flatnonzero(row).tolist() for chosen in sets for row in chosen.labels],
    }


def _settings(index: Index, sets: Sequence[Selection], options: DfrOptions) -> dict[str, Any]:
    """How the sets were made, for the reader of the manifest."""
    train = next(chosen.images for chosen in sets if chosen.split == "train")
    return {
        "convention": options.convention,
        "partition": options.partition,
        "items": options.items,
        "annotations": index.annotations,
        "left_out": len(index.problems),
        "also_in_train": {
            chosen.split: len(np.intersect1d(chosen.images, train))
            for chosen in sets
            if chosen.split != "train"
        },
    }
