"""`caos classify eval`: a run and a data set in, predictions of every split and their figures out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.frames import atomic_write_text
from caos.lookup import look_up
from caos.metrics.classification import Predictions, classification_figures, gap_test
from caos.metrics.intervals import MIN_IMAGES, mean_interval, paired
from caos.training.checkpoints import WEIGHTS

from ..datasets import ImageList, list_splits, read_images
from ..predictions import read_predictions, write_predictions
from .predict import Progress, open_run, predict
from .result import (
    RESULT,
    ClassificationResult,
    CorruptionResult,
    Estimate,
    Gap,
    SplitFigures,
    read_result,
    write_result,
)

Floats = npt.NDArray[np.float64]

FOLDER: Final = "predictions"
_IID: Final = ("iid", "val", "validation", "test")


def evaluate(
    run: Path,
    data: Path,
    *,
    format: str | None = None,  # noqa: A002  # what the command calls it
    splits: Sequence[str] = (),
    iid: str | None = None,
    corrupted: Path | None = None,
    baseline: Path | None = None,
    seed: int = 0,
    workers: int = 0,
    again: bool = False,
    progress: Progress | None = None,
) -> ClassificationResult:
    """Predict every split that was not predicted yet, then compute all figures from the predictions alone.

    Args:
        run: folder of `caos classify train`; gets `predictions/SPLIT.npz` and `classification.json`.
        data: root of the data set.
        format: of the data; None = that of the training.
        splits: which; none = all but the training's.
        iid: the one that gaps are measured from; None = the first of "iid", "val", "validation", "test".
        corrupted: what `caos classify corrupt` made of the IID split.
        baseline: another evaluated run, whose corruption errors ours are divided by.
        seed: of the resamples.
        workers: processes that read pictures.
        again: predict also what was predicted already.
        progress: told after each batch.

    Raises:
        CaosError: no run, no such data or split, other classes, or a baseline without corruption errors.
    """
    network, description = open_run(run)
    name = format or description.dataset
    chosen = _chosen(name, data, splits, str(description.options["train"]))
    usual = _usual(chosen, iid)
    lists = {split: read_images(name, data, split) for split in chosen}
    if corrupted is not None:
        lists |= _corrupted(corrupted, lists[usual])
    said: dict[str, Predictions] = {}
    weights = hashlib.sha256((run / WEIGHTS).read_bytes())
    for split, images in lists.items():
        file = run / FOLDER / f"{split}.npz"
        source = _source(weights.digest(), images)
        if again or not _is_current(file, source):
            found = predict(network, description, images, workers=workers, progress=progress)
            write_predictions(file, found)
            atomic_write_text(_source_file(file), source)
        said[split] = read_predictions(file)
    rng = np.random.default_rng(seed)
    result = ClassificationResult(
        run=str(run),
        model=description.model,
        seed=description.training.seed,
        schedule=tuple(description.options["augment.schedule"]),
        data=str(data),
        iid=usual,
        splits={
            split: _figures(said[split], None if split == usual else said[usual], rng) for split in chosen
        },
        corruptions=_corruptions(said, [split for split in lists if split not in chosen], baseline, rng),
    )
    write_result(run, result)
    return result


def _chosen(name: str, data: Path, splits: Sequence[str], trained_on: str) -> tuple[str, ...]:
    known = list_splits(name, data)
    for split in splits:
        look_up(f"split of {data}", split, dict.fromkeys(known))
    chosen = tuple(splits) or tuple(split for split in known if split != trained_on)
    if not chosen:
        raise CaosError(f"{data}: holds the training split {trained_on!r} alone; nothing to evaluate")
    return chosen


def _usual(splits: Sequence[str], iid: str | None) -> str:
    if iid is not None:
        return look_up("split", iid, {split: split for split in splits})
    found = next((split for split in _IID if split in splits), None)
    if found is None:
        raise CaosError(f"which split is the usual one? say --iid; splits: {', '.join(splits)}")
    return found


def _corrupted(root: Path, images: ImageList) -> dict[str, ImageList]:
    """Corrupted versions of the IID split, by "corruption/severity"."""
    lists = {split: read_images("shift", root, split) for split in list_splits("shift", root)}
    for split, found in lists.items():
        if found.classes != images.classes or set(found.files) != set(images.files):
            raise CaosError(
                f"{root / split}: not the pictures of {images.root}; make them with  caos classify corrupt "
                f"{images.root} --out {root}"
            )
    return lists


def _source(weights: bytes, images: ImageList) -> str:
    """A fingerprint of what predictions follow from: the weights' own, and the pictures by size and time."""
    digest = hashlib.sha256(weights)
    for file, path in zip(images.files, images.paths(), strict=True):
        about = path.stat()
        digest.update(f"{images.root.resolve()} {file} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest() + "\n"


def _source_file(predictions: Path) -> Path:
    """Beside predictions, written after them: of what source they are."""
    return predictions.with_suffix(".source")


def _is_current(file: Path, source: str) -> bool:
    """Whether `file` holds predictions of this source."""
    beside = _source_file(file)
    return file.is_file() and beside.is_file() and beside.read_bytes() == source.encode()


def _figures(predictions: Predictions, usual: Predictions | None, rng: np.random.Generator) -> SplitFigures:
    figures = {
        name: Estimate.model_validate(
            {"value": figure.value} | dict(zip(("low", "high"), figure.interval or (), strict=False))
        )
        for name, figure in classification_figures(predictions, rng).items()
    }
    gap = None if usual is None or predictions.multilabel else _gap(predictions, usual, rng)
    return SplitFigures(images=predictions.images, figures=figures, gap=gap)


def _gap(shifted: Predictions, usual: Predictions, rng: np.random.Generator) -> Gap | None:
    """Error on the shift minus error on the IID split; over the pictures of both where they are the same."""
    ours, theirs = (1.0 - part.correct().astype(np.float64) for part in (shifted, usual))
    common, here, there = np.intersect1d(shifted.names, usual.names, return_indices=True)
    if 2 * len(common) > len(shifted.names) and (shifted.labels[here] == usual.labels[there]).all():
        test = paired(ours[here], theirs[there], rng) if len(common) >= MIN_IMAGES else None
        together = True
    else:
        test = gap_test(theirs, ours, rng) if min(len(ours), len(theirs)) >= MIN_IMAGES else None
        together = False
    if test is None:
        return None
    return Gap(value=test.difference, low=test.low, high=test.high, p=test.p_value, paired=together)


def _corruptions(
    said: Mapping[str, Predictions], splits: Sequence[str], baseline: Path | None, rng: np.random.Generator
) -> CorruptionResult | None:
    """Means over severities and corruptions; each picture counts with all its corruptions."""
    if not splits:
        return None
    by_corruption: dict[str, list[str]] = {}
    for split in splits:
        by_corruption.setdefault(split.split("/")[0], []).append(split)
    order = said[splits[0]].names
    errors = {
        corruption: np.mean([_error(said[split], order) for split in parts], axis=0)
        for corruption, parts in by_corruption.items()
    }
    mean = np.mean(list(errors.values()), axis=0)
    unnormalised = _estimate(mean, rng)
    means = {corruption: float(values.mean()) for corruption, values in errors.items()}
    if baseline is None:
        return CorruptionResult(errors=means, unnormalised=unnormalised)
    base = _baseline(baseline, means)
    relative = np.mean([errors[name] / base[name] for name in errors], axis=0)
    return CorruptionResult(
        errors=means, unnormalised=unnormalised, mce=_estimate(relative, rng), baseline=str(baseline)
    )


def _error(predictions: Predictions, order: npt.NDArray[np.str_]) -> Floats:
    """(N,) error of each picture, in `order` of names."""
    at = np.argsort(predictions.names)[np.argsort(np.argsort(order))]
    return 1.0 - predictions.correct()[at].astype(np.float64)


def _estimate(values: Floats, rng: np.random.Generator) -> Estimate:
    if len(values) < MIN_IMAGES:
        return Estimate(value=float(values.mean()))
    low, high = mean_interval(values, rng)
    return Estimate(value=float(values.mean()), low=low, high=high)


def _baseline(run: Path, errors: Mapping[str, float]) -> dict[str, float]:
    """Corruption errors of the run that ours are divided by.

    Raises:
        CaosError: it has none, other corruptions, or one that it never gets wrong.
    """
    found = read_result(run).corruptions
    if found is None or found.errors.keys() != errors.keys():
        raise CaosError(
            f"--baseline {run}: {RESULT} has no errors of the same corruptions; evaluate it with the same "
            "--corrupted first"
        )
    perfect = next((name for name, error in found.errors.items() if error == 0), None)
    if perfect is not None:
        raise CaosError(f"--baseline {run}: makes no error under {perfect}; nothing can be divided by that")
    return dict(found.errors)
