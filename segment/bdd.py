"""BDD-Anomaly from the label maps and images of BDD100K's 10K set.

Hendrycks et al., "Scaling out-of-distribution detection for real-world settings", ICML 2022: some classes
become anomalies, and every image of either original split that shows one goes to the test set.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from caos.errors import CaosError
from caos.frames import SPLITS, OdgtEntry, read_label, read_odgt, write_label_set, write_odgt, write_png
from caos.frames import read_label_set as read_labels_json
from caos.labels import BDD_CLASS_NAMES, LabelMap, LabelSet, bdd_anomaly

DEFAULT_ANOMALIES: Final = ("train", "motorcycle", "bicycle")

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""

_ORIGINAL_SPLITS: Final = {"train": "train", "val": "validation"}
_SUFFIX: Final = "_train_id.png"
_TOWN: Final = "bdd"
_VOID_TRAIN_ID: Final = 255
_READERS: Final = 2


@dataclass(frozen=True, slots=True)
class BddSplit:
    """Images per split of a conversion."""

    train: int
    validation: int
    test: int


@dataclass(frozen=True, slots=True)
class _Source:
    """One label map of BDD100K: its original split ("train", "val"), id and file."""

    original: str
    name: str
    label: Path


def split_bdd(labels: Path, anomalies: Sequence[str] = DEFAULT_ANOMALIES) -> BddSplit:
    """How many images go where, from the label maps alone.

    Args:
        labels: folder with `{train,val}/<id>_train_id.png`.
        anomalies: BDD100K class names that become anomalies.

    Raises:
        CaosError: an unknown class, an empty folder, a broken label map, ids outside the set.
    """
    label_set = bdd_anomaly(anomalies)
    sources = _sources(labels)
    with ThreadPoolExecutor(_READERS) as pool:
        splits = list(
            pool.map(lambda source: _destination(source, _read_train_ids(source), label_set), sources)
        )
    return _count(splits)


def convert_bdd(
    images: Path,
    labels: Path,
    out: Path,
    *,
    anomalies: Sequence[str] = DEFAULT_ANOMALIES,
    copy: bool = False,
    progress: Progress | None = None,
) -> BddSplit:
    """Write BDD-Anomaly as a StreetHazards-format data set.

    Annotations hold BDD100K's train id + 1, 0 for void; `labels.json` says so. Images keep their JPEG files,
    as symbolic links (hard links where those fail). The data set appears whole or not at all; repeating a
    conversion changes nothing.

    Args:
        images: folder with `{train,val}/<id>.jpg`.
        labels: folder with `{train,val}/<id>_train_id.png`, train ids 0..18 and 255.
        out: root of the data set to make; must not exist, be empty, or hold this very conversion.
        anomalies: BDD100K class names that become anomalies.
        copy: copy the images instead of linking them.
        progress: told after every image.

    Raises:
        CaosError: an unknown class, an empty folder, a label map without its image, of another size than its
            image, broken, or with ids outside the set; `out` holds something else.
    """
    label_set = bdd_anomaly(anomalies)
    sources = _sources(labels)
    reuse = out.exists() and (not out.is_dir() or any(out.iterdir()))
    with _sibling(out) as root:
        convert = partial(
            _convert_one, images=images, root=None if reuse else root, label_set=label_set, copy=copy
        )
        done: list[tuple[str, OdgtEntry]] = []
        with ThreadPoolExecutor(_READERS) as pool:
            for item in _cancelling(pool, pool.map(convert, sources)):
                done.append(item)
                if progress:
                    progress(len(done), len(sources), "")
        lists = {name: [entry for split, entry in done if split == name] for name in SPLITS}
        if reuse:
            _check_same(out, lists, label_set)
        else:
            for name, entries in lists.items():
                write_odgt(SPLITS[name].odgt_path(root), entries)
            write_label_set(root, label_set)
            root.replace(out)
    return _count([split for split, _ in done])


def _sources(labels: Path) -> list[_Source]:
    """Every label map, in the order train, val, then by id."""
    found = [
        _Source(original, file.name.removesuffix(_SUFFIX), file)
        for original in _ORIGINAL_SPLITS
        for file in sorted((labels / original).glob(f"*{_SUFFIX}"))
    ]
    if not found:
        raise CaosError(
            f"{labels}: no label maps {{train,val}}/*{_SUFFIX} in this folder; "
            "give those of BDD100K's 10K set"
        )
    twice = [name for name, count in Counter(source.name for source in found).items() if count > 1]
    if twice:
        raise CaosError(f"{labels}: {twice[0]!r} occurs in train and in val; keep one of the two")
    return found


def _read_train_ids(source: _Source) -> LabelMap:
    ids = read_label(source.label)
    wrong = ids[(ids >= len(BDD_CLASS_NAMES)) & (ids != _VOID_TRAIN_ID)]
    if wrong.size:
        raise CaosError(
            f"{source.label}: id {wrong[0]} is no BDD100K train id (0..18 and 255); "
            "some copies are shifted: use the original"
        )
    return ids


def _destination(source: _Source, ids: LabelMap, label_set: LabelSet) -> str:
    """The split of an image: "test" if any pixel is an anomaly, else its own."""
    is_anomaly = np.isin(ids, np.asarray(label_set.anomaly_ids, dtype=np.uint8) - 1)
    return "test" if is_anomaly.any() else _ORIGINAL_SPLITS[source.original]


def _convert_one(
    source: _Source, *, images: Path, root: Path | None, label_set: LabelSet, copy: bool
) -> tuple[str, OdgtEntry]:
    """Check one pair and, unless `root` is None, write it; returns its split and its entry in the list."""
    ids = _read_train_ids(source)
    image = images / source.original / f"{source.name}.jpg"
    height, width = ids.shape
    _check_image(image, source.label, (width, height))
    split = SPLITS[_destination(source, ids, label_set)]
    below = f"{split.folder}/{_TOWN}/{source.name}"
    entry = OdgtEntry(f"images/{below}.jpg", f"annotations/{below}.png", width, height, db_name="BDD-Anomaly")
    if root is not None:
        target, annotation = entry.paths(split.odgt_path(root))
        # uint8 arithmetic wraps: void 255 becomes 0
        write_png(annotation, ids + np.uint8(1))
        target.parent.mkdir(parents=True, exist_ok=True)
        _place(image, target, copy=copy)
    return split.name, entry


def _check_image(image: Path, label: Path, size: tuple[int, int]) -> None:
    try:
        with Image.open(image) as picture:
            found = picture.size
    except FileNotFoundError:
        raise CaosError(f"{image}: no such image for {label}; add it, or take the label map out") from None
    except (UnidentifiedImageError, OSError) as cause:
        raise CaosError(f"{image}: not a readable picture; copy it again") from cause
    if found != size:
        raise CaosError(
            f"{label}: {size[0]}x{size[1]} pixels, its image {image.name} {found[0]}x{found[1]}; "
            "label and image must match"
        )


def _place(image: Path, target: Path, *, copy: bool) -> None:
    """Link or copy one image."""
    if copy:
        shutil.copyfile(image, target)
        return
    source = image.resolve()
    for link in (os.symlink, os.link):
        try:
            link(source, target)
        except OSError:
            continue
        return
    raise CaosError(f"{target}: this file system takes no links; add --copy")


def _check_same(out: Path, lists: dict[str, list[OdgtEntry]], label_set: LabelSet) -> None:
    """Check that `out` already holds this conversion, complete."""
    way_out = "choose another --out, or remove it"
    if not out.is_dir():
        raise CaosError(f"{out}: is a file; {way_out}")
    for name, entries in lists.items():
        odgt = SPLITS[name].odgt_path(out)
        if not odgt.is_file() or read_odgt(odgt) != entries or read_labels_json(out) != label_set:
            raise CaosError(f"{out}: holds something else than this conversion; {way_out}")
        for file in (file for entry in entries for file in entry.paths(odgt)):
            if not file.is_file():
                raise CaosError(f"{file}: missing from this conversion; {way_out}")


@contextmanager
def _sibling(out: Path) -> Iterator[Path]:
    """A hidden folder beside `out` to build in; gone afterwards unless it was renamed."""
    out.parent.mkdir(parents=True, exist_ok=True)
    root = out.with_name(f".{out.name}.partial")
    shutil.rmtree(root, ignore_errors=True)  # left by a killed conversion
    root.mkdir()
    try:
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _cancelling(
    pool: ThreadPoolExecutor, results: Iterator[tuple[str, OdgtEntry]]
) -> Iterator[tuple[str, OdgtEntry]]:
    """`results`, but the first error stops what the pool has not begun."""
    try:
        yield from results
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def _count(splits: Iterable[str]) -> BddSplit:
    counts = Counter(splits)
    return BddSplit(counts["train"], counts["validation"], counts["test"])
