"""Intervals and paired tests of classification figures, from resampling images.

Two kinds of figures. Means of one value per image (errors, mCE, mFR, accuracy at a severity) go through
`caos.metrics.intervals.resample_means`: hand it the per-image values, which `corruption_outcomes` and
`flips` make. Figures that are no means (calibration errors, AURRA, mAP) are computed again on every resample:
`resample_figure`. Either way the image is the unit: an image under 75 corruptions is drawn with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.metrics.intervals import (
    MIN_IMAGES,
    Interval,
    PairedTest,
    Values,
    percentiles,
    resample_means,
    two_sided,
)

from .corruption import ALEXNET, CorruptionBaseline, corruption_figures
from .errors import Floats, Ints

RESAMPLES: Final = 1000
"""Resamples of figures that are computed again each time; they show no p-value below some 0.002."""

Figure = Callable[[Ints], float]
"""Of the images at these indices, ascending, repeated as often as drawn."""


def resample_figure(figure: Figure, images: int, rng: np.random.Generator) -> Values:
    """What a figure is on every resample of the images.

    Args:
        figure: computes it.
        images: how many there are.
        rng: what draws them; equally seeded ones draw alike.

    Returns:
        (RESAMPLES,) float64.

    Raises:
        CaosError: fewer than `MIN_IMAGES` images.
    """
    if images < MIN_IMAGES:
        raise CaosError(f"{images} images are too few for an interval; at least {MIN_IMAGES} are needed")
    draws = (np.sort(rng.integers(images, size=images)) for _ in range(RESAMPLES))
    return np.array([figure(drawn) for drawn in draws], dtype=np.float64)


def figure_interval(figure: Figure, images: int, rng: np.random.Generator) -> Interval:
    """95 % interval of a figure; arguments as `resample_figure`.

    Calibration errors are pushed up by resampling, as by any noise: where they are near zero, their interval
    lies too high and may miss the figure itself.
    """
    return percentiles(resample_figure(figure, images, rng), images)


def paired_figures(first: Figure, second: Figure, images: int, rng: np.random.Generator) -> PairedTest:
    """Test the difference of two classifiers' figures over the same images in the same order."""
    draws = resample_figure(lambda drawn: first(drawn) - second(drawn), images, rng)
    everything = np.arange(images)
    difference = first(everything) - second(everything)
    return PairedTest(difference, *percentiles(draws, images), two_sided(draws, images))


def gap_test(
    iid_outcomes: npt.ArrayLike, ood_outcomes: npt.ArrayLike, rng: np.random.Generator
) -> PairedTest:
    """IID/OOD gap of errors with its interval; two sets of images, resampled independently.

    Args:
        iid_outcomes: (N,) error (0 or 1) of each image in distribution.
        ood_outcomes: (M,) likewise out of distribution; other images. For the same images, altered, take
            `caos.metrics.intervals.paired`.
        rng: what draws the images.

    Returns:
        `difference` = mean of `ood_outcomes` minus mean of `iid_outcomes`.

    Raises:
        CaosError: fewer than `MIN_IMAGES` images of either, or values that are not finite.
    """
    iid = resample_means({"set": {"error": iid_outcomes}}, rng)
    ood = resample_means({"set": {"error": ood_outcomes}}, rng)
    fewer = min(iid.images, ood.images)
    if fewer < MIN_IMAGES:
        raise CaosError(f"{fewer} images are too few for an interval; at least {MIN_IMAGES} are needed")
    draws = ood.draws["set"]["error"] - iid.draws["set"]["error"]
    difference = ood.figures["set"]["error"] - iid.figures["set"]["error"]
    return PairedTest(difference, *percentiles(draws, fewer), two_sided(draws, fewer))


def corruption_outcomes(
    image_errors: Mapping[str, npt.ArrayLike],
    clean_errors: npt.ArrayLike | None = None,
    baseline: CorruptionBaseline = ALEXNET,
) -> dict[str, Floats]:
    """Per-image values whose means are mCE and its kin, for `resample_means` and `paired`.

    Args:
        image_errors: corruption -> (N, S) errors (0 or 1) of the same N images at S severities.
        clean_errors: (N,) errors of the same images without corruption; None = no relative figures.
        baseline: as in `corruption_figures`.

    Returns:
        "mce", "unnormalised_mce", "ce <corruption>", "error at severity <1 to S>" (over all corruptions) and,
        where defined, "relative_mce" -> (N,) float64.

    Raises:
        CaosError: as `corruption_figures`, or numbers of images or of severities that differ.
    """
    tables = {name: np.asarray(errors, dtype=np.float64) for name, errors in image_errors.items()}
    clean = None if clean_errors is None else np.asarray(clean_errors, dtype=np.float64)
    corruption_figures(tables, None if clean is None else float(clean.mean()), baseline)  # for its checks
    shapes = {table.shape for table in tables.values()}
    images = {shape[0] for shape in shapes if shape} | ({len(clean)} if clean is not None else set())
    if len(images) != 1 or len(shapes) != 1 or len(next(iter(shapes))) != 2:
        raise CaosError("image_errors: every corruption needs (images, severities) of the same images")
    by_severity = np.mean([tables[name] for name in baseline.errors], axis=0)
    errors = {name: tables[name].mean(axis=1) for name in baseline.errors}
    scaled = {name: errors[name] / base for name, base in baseline.errors.items()}
    outcomes = {
        "mce": np.mean(list(scaled.values()), axis=0),
        "unnormalised_mce": np.mean(list(errors.values()), axis=0),
        **{f"ce {name}": values for name, values in scaled.items()},
        **{f"error at severity {number}": values for number, values in enumerate(by_severity.T, start=1)},
    }
    if clean is not None and baseline.clean_error is not None:
        base_clean = baseline.clean_error
        falls = [(errors[name] - clean) / (base - base_clean) for name, base in baseline.errors.items()]
        outcomes["relative_mce"] = np.mean(falls, axis=0)
    return outcomes
