"""How far figures can be trusted: intervals and paired tests from resampling the images of the split.

Pixels of one image are anything but independent, so the image is the unit: a resample draws as many images as
there are, with replacement, and the figure is computed again. All scores see the same resamples, so
differences between scores are paired. Intervals are percentile intervals, widened for few images, and the
p-value is their inversion, so the two do not contradict each other. docs/statistics.md tells what they can
and cannot say.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Interval = tuple[float, float]
Values = npt.NDArray[np.float64]

RESAMPLES: Final = 10_000
"""Resamples of the images; they show no p-value below some 0.0002."""

LEVEL: Final = 0.95
"""Coverage that the intervals aim at."""

MIN_IMAGES: Final = 5
"""Fewer images get no interval: nothing can be said about their spread."""

_NORMAL: Final = NormalDist()

_CHUNK: Final = 1 << 20  # drawn images held at a time: 8 MiB of weights


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Figure of one score minus that of another over the same images.

    Attributes:
        difference: of the figures themselves.
        low: lower bound of the 95 % interval of the difference.
        high: upper bound.
        p_value: two-sided, that the difference is zero.
    """

    difference: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Resampled:
    """Figures of several scores, and what they are in every resample of the images.

    Attributes:
        figures: score -> figure -> its value over the images as they are.
        draws: score -> figure -> (B,) its values over the resamples; NaN where it is not defined.
        images: how many images are resampled.
        fingerprint: of the resamples; equal ones were drawn alike, image for image.
    """

    figures: Mapping[str, Mapping[str, float]]
    draws: Mapping[str, Mapping[str, Values]]
    images: int
    fingerprint: int

    def intervals(self) -> dict[str, dict[str, Interval]]:
        """Score -> figure -> 95 % interval; nothing for fewer than `MIN_IMAGES` images."""
        if self.images < MIN_IMAGES:
            return {score: {} for score in self.draws}
        return {
            score: {figure: percentiles(values, self.images) for figure, values in row.items()}
            for score, row in self.draws.items()
        }

    def paired(self, figure: str, first: str, second: str) -> PairedTest:
        """Test whether two scores differ in a figure.

        Raises:
            CaosError: fewer than `MIN_IMAGES` images.
        """
        draws = self.draws[first][figure] - self.draws[second][figure]
        return _test(self.figures[first][figure] - self.figures[second][figure], draws, self.images)


def resample_means(figures: Mapping[str, Mapping[str, npt.ArrayLike]], rng: np.random.Generator) -> Resampled:
    """Resample figures that are means over images.

    Args:
        figures: score -> figure -> (I,) one value per image, all in the same order of images.
        rng: what draws the images.

    Raises:
        CaosError: no images, lengths that differ, or values that are not finite.
    """
    places = [(score, figure) for score, row in figures.items() for figure in row]
    table = _table([_finite(figures[score][figure], f"{score} {figure}") for score, figure in places])
    sums, fingerprint = resample_sums(table, rng)
    means = table.mean(axis=0)
    return Resampled(
        _nested(places, means.tolist()), _nested(places, list((sums / len(table)).T)), len(table), fingerprint
    )


def resample_sums(table: Values, rng: np.random.Generator) -> tuple[Values, int]:
    """Column sums over the images of every resample: what means and ratios of sums are made from.

    Args:
        table: (I, K) float64, one row per image.
        rng: what draws the images.

    Returns:
        (B, K) float64, and a fingerprint of the resamples.
    """
    parts, fingerprint = [], 0
    for weights in image_weights(len(table), rng):
        fingerprint = zlib.crc32(weights.tobytes(), fingerprint)
        # not a matrix product: its last bits depend on the number of threads
        parts.append(np.einsum("bi,ik->bk", weights, table))
    return np.concatenate(parts), fingerprint


def image_weights(images: int, rng: np.random.Generator) -> Iterator[Values]:
    """Draw `RESAMPLES` resamples: (b, I) float64 blocks that say how often each image was drawn.

    Raises:
        CaosError: no images.
    """
    if images == 0:
        raise CaosError("no image to resample; evaluate a split with anomalies (test)")
    block = max(1, _CHUNK // images)
    for start in range(0, RESAMPLES, block):
        rows = min(block, RESAMPLES - start)
        drawn = rng.integers(images, size=(rows, images)) + np.arange(rows)[:, None] * images
        yield np.bincount(drawn.ravel(), minlength=rows * images).reshape(rows, images).astype(np.float64)


def mean_interval(values: npt.ArrayLike, rng: np.random.Generator) -> Interval:
    """95 % interval of the mean of per-image values (I,).

    Raises:
        CaosError: fewer than `MIN_IMAGES` values, or values that are not finite.
    """
    resampled = resample_means({"score": {"figure": values}}, rng)
    _check_enough(resampled.images)
    return resampled.intervals()["score"]["figure"]


def paired(first: npt.ArrayLike, second: npt.ArrayLike, rng: np.random.Generator) -> PairedTest:
    """Test the mean difference of two scores' per-image values, both (I,) over the same images in order.

    Raises:
        CaosError: fewer than `MIN_IMAGES` values, lengths that differ, or values that are not finite.
    """
    return resample_means({"a": {"figure": first}, "b": {"figure": second}}, rng).paired("figure", "a", "b")


def percentiles(draws: Values, images: int) -> Interval:
    """95 % interval from resampled values (B,) of a figure over `images` images; NaN are left out.

    Resampled figures of n images spread by (n - 1) / n of the true variance, and the spread itself is
    estimated; so the tails cut off are smaller than 2.5 %, as a t interval is wider than a normal one (the
    expanded percentile interval of Hesterberg, "What teachers should know about the bootstrap", The
    American Statistician 69, 2015).
    """
    tail = _NORMAL.cdf(-_student_quantile(images - 1) * math.sqrt(images / (images - 1)))
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def two_sided(draws: Values, images: int) -> float:
    """P-value of resampled differences (B,) over `images` images against zero, as `percentiles`."""
    known = draws[~np.isnan(draws)]
    rarer = min(int((known <= 0).sum()), int((known >= 0).sum()))
    share = min(0.5, (rarer + 1) / (known.size + 1))
    freedom = images - 1
    t = -_NORMAL.inv_cdf(share) * math.sqrt(freedom / images)
    return beyond(t, freedom)


def beyond(t: float, freedom: int) -> float:
    """Chance that Student's t lies beyond -t or t (Abramowitz and Stegun, 26.7.3 and 26.7.4, exact)."""
    angle = math.atan(t / math.sqrt(freedom))
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(2 + odd, freedom, 2):
        term *= (step - 1) / step * math.cos(angle) ** 2
        total += term
    within = math.sin(angle) * total
    return 1 - (2 / math.pi * (angle + within) if odd else within)


def _student_quantile(freedom: int) -> float:
    """Upper 2.5 % point of Student's t (Abramowitz and Stegun, 26.7.5); to 0.3 % from 4 degrees on."""
    x = _NORMAL.inv_cdf((1 + LEVEL) / 2)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
    )
    return x + sum(float(term / freedom**power) for power, term in enumerate(terms, start=1))


def _test(difference: float, draws: Values, images: int) -> PairedTest:
    _check_enough(images)
    return PairedTest(difference, *percentiles(draws, images), two_sided(draws, images))


def _check_enough(images: int) -> None:
    if images < MIN_IMAGES:
        raise CaosError(
            f"{images} images are too few for an interval; at least {MIN_IMAGES} are needed, 50 are better"
        )


def _finite(values: npt.ArrayLike, what: str) -> Values:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.isfinite(array).all():
        raise CaosError(f"{what}: expected one finite value per image, got shape {array.shape} or gaps")
    return array


def _table(columns: Sequence[Values]) -> Values:
    """(I, K) from K columns."""
    if len({column.size for column in columns}) != 1:
        raise CaosError("per-image values of different numbers of images; give every score the same images")
    return np.stack(columns, axis=1)


def _nested(places: Sequence[tuple[str, str]], values: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """Score -> figure -> value."""
    nested: dict[str, dict[str, Any]] = {score: {} for score, _ in places}
    for (score, figure), value in zip(places, values, strict=True):
        nested[score][figure] = value
    return nested
