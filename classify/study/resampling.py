"""Every figure of every run, and what it is in every resample of the images.

The unit is an image by its name: it is drawn with all its corruptions and with all shifts that show it, so
differences between splits, models and trainings are paired wherever they can be. A split that lacks some of
the names is averaged over those of its own that were drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from caos.errors import CaosError
from caos.metrics.intervals import resample_sums

from .outcomes import Floats, Run, RunSet

Column = tuple[str, Floats]
"""Split, and a value of each of its images; their mean is a figure."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of all runs.

    Attributes:
        images: how many it rests on; of several splits the fewest.
        bounds: least and largest value that it can have.
        values: (R,) of the runs, over the images as they are.
        draws: (R, B) in every resample.
    """

    images: int
    bounds: tuple[float, float]
    values: Floats
    draws: Floats


def corruption_errors(runs: Sequence[Run]) -> dict[str, float]:
    """Corruption -> error, mean over images, severities and trainings."""
    return {
        name: float(np.mean([run.corruptions[name].mean() for run in runs])) for name in runs[0].corruptions
    }


def draw(found: RunSet, baseline: str, rng: np.random.Generator) -> Iterator[tuple[str, str, Drawn]]:
    """All figures: ("error", split), ("gap", shift), and ("summary", name).

    Args:
        found: the runs.
        baseline: model whose corruption errors, averaged over its trainings, mCE is relative to. They are
            held fixed in the resamples, as the published benchmark's are.
        rng: what draws the images.

    Raises:
        CaosError: the baseline makes no error under a corruption.
    """
    base = corruption_errors(found.runs[baseline])
    perfect = next((name for name, error in base.items() if error == 0), None)
    if perfect is not None:
        raise CaosError(
            f"models.{baseline}: makes no error under {perfect}; nothing can be divided by that; take "
            "another baseline, or evaluate without  --corrupted"
        )
    values, draws = _means(found, [_columns(run, found, base) for run in found.all_runs()], rng)
    errors = {
        split: Drawn(len(images.names), (0.0, 1.0), values[:, place], draws[:, place])
        for place, (split, images) in enumerate(found.images.items())
    }
    usual = errors[found.iid]
    for split, drawn in errors.items():
        yield "error", split, drawn
        if split != found.iid:
            yield "gap", split, _gap(drawn, usual)
    for name, drawn in _summary(usual, [errors[split] for split in errors if split != found.iid]):
        yield "summary", name, drawn
    if base:
        worst = float(np.mean([1 / error for error in base.values()]))
        yield "summary", "corruptions", Drawn(usual.images, (0.0, 1.0), values[:, -2], draws[:, -2])
        yield "summary", "mce", Drawn(usual.images, (0.0, worst), values[:, -1], draws[:, -1])


def _summary(usual: Drawn, shifts: Sequence[Drawn]) -> Iterator[tuple[str, Drawn]]:
    """IID error, mean over the shifts, and their gap; the last two where there are shifts."""
    yield "iid", usual
    if shifts:
        values: Floats = np.mean([shift.values for shift in shifts], axis=0)
        draws: Floats = np.mean([shift.draws for shift in shifts], axis=0)
        mean = Drawn(min(shift.images for shift in shifts), (0.0, 1.0), values, draws)
        yield "shifts", mean
        yield "gap", _gap(mean, usual)


def _gap(shifted: Drawn, usual: Drawn) -> Drawn:
    return Drawn(
        min(shifted.images, usual.images),
        (-1.0, 1.0),
        shifted.values - usual.values,
        shifted.draws - usual.draws,
    )


def _columns(run: Run, found: RunSet, base: Mapping[str, float]) -> list[Column]:
    """Errors of every split; then, where there are corruptions, their mean, and that of the relative ones."""
    columns = [(split, run.errors[split]) for split in found.images]
    if base:
        plain: Floats = np.mean([run.corruptions[name] for name in base], axis=0)
        relative: Floats = np.mean([run.corruptions[name] / error for name, error in base.items()], axis=0)
        columns += [(found.iid, plain), (found.iid, relative)]
    return columns


def _means(
    found: RunSet, runs: Sequence[Sequence[Column]], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Means (R, F) of F columns of R runs over the images, and (R, F, B) in every resample.

    A split of which no image was drawn, as happens to tiny ones, has no mean there: NaN.
    """
    names = np.unique(np.concatenate([images.names for images in found.images.values()]))
    rows = {split: np.searchsorted(names, images.names) for split, images in found.images.items()}
    present = np.zeros((len(names), len(rows)))
    for place, chosen in enumerate(rows.values()):
        present[chosen, place] = 1.0
    width = len(runs[0])
    table = np.zeros((len(names), len(runs) * width))
    for number, columns in enumerate(runs):
        for place, (split, values) in enumerate(columns):
            table[rows[split], number * width + place] = values
    sums, _ = resample_sums(np.concatenate([present, table], axis=1), rng)
    counts = dict(zip(rows, sums[:, : len(rows)].T, strict=True))
    below = np.stack([counts[split] for split, _ in runs[0]])  # (F, B)
    above = sums[:, len(rows) :].T.reshape(len(runs), width, -1)
    with np.errstate(invalid="ignore"):
        draws = above / below
    return np.array([[values.mean() for _, values in columns] for columns in runs]), draws
