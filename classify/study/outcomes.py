"""What an evaluated run got right and wrong, image by image."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.metrics.intervals import MIN_IMAGES

from ..evaluation.result import ClassificationResult, read_result
from ..predictions import read_predictions

Floats = npt.NDArray[np.float64]

PREDICTIONS: Final = "predictions"  # as `classify.evaluation.evaluate` calls it, which needs torch
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Images:
    """The images of a split, in the order of their names.

    Attributes:
        names: (N,) strings.
        labels: (N,) int64.
        classes: how many there are.
    """

    names: npt.NDArray[np.str_]
    labels: npt.NDArray[np.int64]
    classes: int


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluated training.

    Attributes:
        name: as the study calls it.
        folder: of the run.
        result: what `caos classify eval` computed.
        errors: split -> (N,) 0 or 1, in the order of `Images`.
        corruptions: corruption -> (N,) error of each image of the IID split, mean over the severities.
        severities: those present; corruption -> names of the files, ascending.
        digest: of everything that was said about the IID split.
    """

    name: str
    folder: Path
    result: ClassificationResult
    errors: Mapping[str, Floats]
    corruptions: Mapping[str, Floats]
    severities: Mapping[str, tuple[str, ...]]
    digest: bytes


@dataclass(frozen=True, slots=True)
class RunSet:
    """All runs of a study, on the same images.

    Attributes:
        iid: name of the split in distribution.
        images: split -> its images; the IID split first.
        runs: model -> its runs, by seed.
    """

    iid: str
    images: Mapping[str, Images]
    runs: Mapping[str, tuple[Run, ...]]

    def all_runs(self) -> tuple[Run, ...]:
        """Of all models, in order."""
        return tuple(run for runs in self.runs.values() for run in runs)


def command(run: Path, data: str = "DATA", *, corrupted: bool = False) -> str:
    """What evaluates a run."""
    return f"caos classify eval --run {run} --data {data}" + (" --corrupted DIR" if corrupted else "")


def read_run(name: str, folder: Path) -> tuple[Run, dict[str, Images]]:
    """Read an evaluated run.

    Raises:
        CaosError: no such run, no evaluation, predictions that are missing, broken or of another evaluation,
            several labels per image, or a split of fewer than `MIN_IMAGES` images.
    """
    if not folder.is_dir():
        raise CaosError(f"{folder}: no such run; train it with  caos classify train, or say --runs DIR")
    result = read_result(folder)
    if result.iid not in result.splits:
        raise CaosError(
            f"{folder}: no figures of {result.iid!r}; make them with  {command(folder, result.data)}"
        )
    images: dict[str, Images] = {}
    errors, digest = {}, b""
    for split in [result.iid, *(each for each in result.splits if each != result.iid)]:
        images[split], errors[split], said = _said(folder, split, result)
        figure = result.splits[split].figures.get("top1_error")
        _agrees(folder, split, float(errors[split].mean()), figure.value if figure else None, result)
        digest = digest or said
    corruptions, severities = {}, {}
    for corruption, error in (result.corruptions.errors if result.corruptions else {}).items():
        files = sorted(file.stem for file in (folder / PREDICTIONS / corruption).glob("*.npz"))
        parts = list(_corrupted(folder, corruption, files, images[result.iid], result))
        corruptions[corruption] = np.mean(parts, axis=0) if parts else np.zeros(0)
        _agrees(folder, corruption, float(np.mean(parts)) if parts else None, error, result)
        severities[corruption] = tuple(files)
    return Run(name, folder, result, errors, corruptions, severities, digest), images


def _corrupted(
    folder: Path, corruption: str, severities: list[str], expected: Images, result: ClassificationResult
) -> Iterator[Floats]:
    """(N,) errors at each severity."""
    for severity in severities:
        images, errors, _ = _said(folder, f"{corruption}/{severity}", result)
        if not same_images(images, expected):
            raise CaosError(
                f"{folder / PREDICTIONS / corruption / severity}.npz: not the images of {result.iid!r}; "
                f"evaluate again with  {command(folder, result.data, corrupted=True)}"
            )
        yield errors


def _said(folder: Path, split: str, result: ClassificationResult) -> tuple[Images, Floats, bytes]:
    """Images of a split, the error of each, and a digest of all scores."""
    file = folder / PREDICTIONS / f"{split}.npz"
    if not file.is_file():
        raise CaosError(f"{file}: no such file; make it with  {command(folder, result.data)}")
    said = read_predictions(file)
    if said.multilabel:
        raise CaosError(f"{file}: several labels per image; a study compares top-1 errors, which need one")
    if said.images < MIN_IMAGES:
        raise CaosError(f"{file}: {said.images} images; at least {MIN_IMAGES} are needed for an interval")
    order = np.argsort(said.names)
    names = said.names[order]
    if (names[1:] == names[:-1]).any():
        raise CaosError(
            f"{file}: an image is there twice; evaluate again with  {command(folder, result.data)}"
        )
    images = Images(names, said.labels[order].astype(np.int64), said.scores.shape[1])
    return (
        images,
        1.0 - said.correct()[order].astype(np.float64),
        hashlib.sha256(said.scores[order].tobytes()).digest(),
    )


def _agrees(
    folder: Path, split: str, error: float | None, told: float | None, result: ClassificationResult
) -> None:
    """See that predictions are those of the figures: an evaluation that was stopped leaves newer ones."""
    if error is None or told is None or abs(error - told) > _ROUNDING:
        raise CaosError(
            f"{folder}: predictions of {split!r} are not those of classification.json; evaluate again with  "
            f"{command(folder, result.data, corrupted=result.corruptions is not None)}"
        )


def same_images(first: Images, second: Images) -> bool:
    """Whether names, labels and number of classes are the same."""
    return (
        first.classes == second.classes
        and np.array_equal(first.names, second.names)
        and np.array_equal(first.labels, second.labels)
    )
