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
    splits = list(found.images)
    counts = [len(found.images[split].names) for split in splits]
    for place, split in enumerate(splits):
        yield "error", split, Drawn(counts[place], (0.0, 1.0), values[:, place], draws[:, place])
    usual_values, usual_draws = values[:, 0], draws[:, 0]
    for place, split in list(enumerate(splits))[1:]:
        fewest = min(counts[0], counts[place])
        gap = values[:, place] - usual_values, draws[:, place] - usual_draws
        yield "gap", split, Drawn(fewest, (-1.0, 1.0), *gap)
    yield "summary", "iid", Drawn(counts[0], (0.0, 1.0), usual_values, usual_draws)
    shifts = slice(1, len(splits))
    if len(splits) > 1:
        mean = values[:, shifts].mean(axis=1), draws[:, shifts].mean(axis=1)
        yield "summary", "shifts", Drawn(min(counts[1:]), (0.0, 1.0), *mean)
        gap = mean[0] - usual_values, mean[1] - usual_draws
        yield "summary", "gap", Drawn(min(counts), (-1.0, 1.0), *gap)
    if base:
        worst = float(np.mean([1 / error for error in base.values()]))
        yield "summary", "corruptions", Drawn(counts[0], (0.0, 1.0), values[:, -2], draws[:, -2])
        yield "summary", "mce", Drawn(counts[0], (0.0, worst), values[:, -1], draws[:, -1])


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
