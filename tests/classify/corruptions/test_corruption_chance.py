"""Corruptions with chance, against exact distributions or loops that share their random numbers."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from caos.classify.corruptions import BENCHMARKS, SEVERITIES, corrupt
from caos.classify.corruptions.arrays import dragged, zoomed
from caos.classify.corruptions.blur import _sources
from caos.classify.corruptions.noise import _poisson_tables
from caos.classify.corruptions.weather import plasma
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, stats

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def grey(level: int, side: int = 128) -> Image:
    return np.full((side, side, 3), level, dtype=np.uint8)


@given(st.integers(6, 14), st.integers(6, 14), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_glass_equals_the_published_loop(height: int, width: int, reach: int, seed: int) -> None:
    """The loop itself, swap and NumPy views as published, with the same random numbers: equal."""
    shifts = np.random.default_rng(seed).integers(-reach, reach, size=(height, width, 2), dtype=np.int8)
    x = np.random.default_rng(seed + 1).integers(0, 256, size=(height, width, 3), dtype=np.uint8)
    ours = x.reshape(-1, 3)[_sources(shifts, reach)]
    for h in range(height - reach, reach, -1):
        for w in range(width - reach, reach, -1):
            down, right = map(int, shifts[h, w])
            x[h, w], x[h + down, w + right] = x[h + down, w + right], x[h, w]
    np.testing.assert_array_equal(ours, x)


@pytest.mark.parametrize("photons", [3.0, 25.0, 60.0])
def test_shot_noise_draws_poisson_counts(photons: float) -> None:
    """The tables' probabilities, cell by cell, are Poisson's for all 256 levels."""
    chances, levels, others = _poisson_tables(photons)
    cells = chances.shape[1]
    own = chances / (2**32 / cells)
    ours = np.zeros((256, 256))
    for cell in range(cells):
        ours[:, levels[cell]] += own[:, cell] / cells
        np.add.at(ours, (np.arange(256), others[:, cell]), (1 - own[:, cell]) / cells)
    exact = np.zeros((256, 256))
    counts = np.arange(int(4 * photons) + 60)
    made = np.floor(np.minimum(counts / photons, 1) * 255 + 1e-9).astype(int)
    for level in range(256):
        np.add.at(exact[level], made, stats.poisson.pmf(counts, level / 255 * photons))
    np.testing.assert_allclose(ours, exact, atol=1e-7)


@pytest.mark.parametrize("severity", [1, 5])
@pytest.mark.parametrize("level", [20, 128, 240])
@pytest.mark.parametrize("name", ["gaussian_noise", "speckle_noise"])
def test_normal_noise_has_its_histogram(name: str, level: int, severity: int) -> None:
    (sigma,) = BENCHMARKS["imagenet-c"].strengths[name][severity - 1]
    scale = 255 * sigma if name == "gaussian_noise" else level * sigma
    made = corrupt(grey(level), name, severity, np.random.default_rng(3))
    edges = np.arange(1, 256)  # values are cut off: k is what lies in [k, k + 1), 0 and 255 take the tails
    below = np.concatenate([[0.0], stats.norm.cdf(edges, level, scale), [1.0]])
    expected = np.diff(below) * made.size
    counts = np.bincount(made.ravel(), minlength=256).astype(float)
    common = expected > 10
    assert counts[~common].sum() <= expected[~common].sum() + 5 * math.sqrt(expected[~common].sum()) + 5
    chi = ((counts - expected)[common] ** 2 / expected[common]).sum()
    assert stats.chi2.sf(chi, common.sum() - 1) > 1e-4


def test_shot_noise_has_its_histogram() -> None:
    made = corrupt(grey(100), "shot_noise", 3, np.random.default_rng(3))
    counts = np.bincount(made.ravel(), minlength=256)
    values = np.floor(np.arange(12) / 12 * 255 + 1e-9).astype(int)
    expected = stats.poisson.pmf(np.arange(12), 100 / 255 * 12) * made.size
    assert counts[values].sum() + counts[255] == made.size
    chi = ((counts[values] - expected) ** 2 / expected).sum()
    assert stats.chi2.sf(chi, 11) > 1e-4


def test_impulse_noise_has_its_share_of_salt_and_pepper() -> None:
    for severity in SEVERITIES:
        (share,) = BENCHMARKS["imagenet-c"].strengths["impulse_noise"][severity - 1]
        made = corrupt(grey(100), "impulse_noise", severity, np.random.default_rng(4))
        for level in (0, 255):
            assert stats.binomtest(int((made == level).sum()), made.size, share / 2).pvalue > 1e-4
        assert np.isin(made, (0, 100, 255)).all()


@pytest.mark.parametrize("angle", [-135.0, -60.0, -17.0, 0.0, 31.0, 90.0])
def test_dragging_takes_pixels_along_a_line(angle: float) -> None:
    """Pixel by pixel, with indices held within the picture."""
    radius, sigma = 4, 2.5
    values = np.random.default_rng(0).random((12, 15, 3))
    weights = np.array([math.exp(-(step**2) / (2 * sigma**2)) for step in range(2 * radius + 1)])
    exact = np.zeros_like(values)
    for step, weight in enumerate(weights / weights.sum()):
        down = math.ceil(step * math.sin(math.radians(angle)) - 0.5)
        right = math.ceil(step * math.cos(math.radians(angle)) - 0.5)
        rows = np.clip(np.arange(12) + down, 0, 11)
        columns = np.clip(np.arange(15) + right, 0, 14)
        exact += weight * values[np.ix_(rows, columns)]
    np.testing.assert_allclose(dragged(values.astype(np.float32), radius, sigma, angle), exact, atol=1e-5)


@pytest.mark.parametrize("factor", [1.0, 1.13, 2.5, 4.5])
def test_zooming_equals_scipys(factor: float) -> None:
    values = np.random.default_rng(0).random((31, 31))
    kept = math.ceil(31 / factor)
    first = (31 - kept) // 2
    large = ndimage.zoom(values[first : first + kept, first : first + kept], factor, order=1)
    trim = (len(large) - 31) // 2
    exact = large[trim : trim + 31, trim : trim + 31]
    np.testing.assert_allclose(zoomed(values.astype(np.float32), factor), exact, atol=1e-5)


def published_cloud(side: int, rng: np.random.Generator, decay: float) -> Floats:
    """Diamond-square on one map with strides, as published, in float64."""
    cloud = np.zeros((side, side))
    step, wibble = side, 100.0

    def mean(total: Floats) -> Floats:
        return total / 4 + wibble * rng.uniform(-wibble, wibble, total.shape)

    while step >= 2:
        half = step // 2
        corners = cloud[::step, ::step]
        total = corners + np.roll(corners, -1, axis=0)
        cloud[half::step, half::step] = mean(total + np.roll(total, -1, axis=1))
        middles = cloud[half::step, half::step]
        across = middles + np.roll(middles, 1, axis=0) + corners + np.roll(corners, -1, axis=1)
        cloud[::step, half::step] = mean(across)
        down = middles + np.roll(middles, 1, axis=1) + corners + np.roll(corners, -1, axis=0)
        cloud[half::step, ::step] = mean(down)
        step, wibble = half, wibble / decay
    cloud -= cloud.min()
    return cloud / cloud.max()


@pytest.mark.parametrize("decay", [1.4, 2.0, 3.0])
def test_clouds_are_distributed_as_the_published_ones(decay: float) -> None:
    rng = np.random.default_rng(6)
    ours = np.array([plasma(32, rng, decay).astype(float) for _ in range(120)])
    theirs = np.array([published_cloud(32, rng, decay) for _ in range(120)])
    for figure in (np.mean, np.std, lambda cloud: np.abs(np.diff(cloud, axis=0)).mean()):
        assert stats.ks_2samp([*map(figure, ours)], [*map(figure, theirs)]).pvalue > 1e-3
    for place in ((0, 0), (16, 16), (5, 11)):
        assert stats.ks_2samp(ours[(slice(None), *place)], theirs[(slice(None), *place)]).pvalue > 1e-3


@pytest.mark.parametrize("severity", SEVERITIES)
def test_fog_keeps_the_range(severity: int, picture: Image) -> None:
    """(x + c cloud) max / (max + c): black stays between 0 and c max / (max + c), white goes no higher."""
    amount, _ = BENCHMARKS["imagenet-c"].strengths["fog"][severity - 1]
    made = corrupt(picture, "fog", severity, np.random.default_rng(0)).astype(float)
    gain = 1 / (1 + amount)
    assert (made >= picture * gain - 1).all()
    assert (made <= (picture + 255 * amount) * gain + 1).all()
    assert (corrupt(grey(0), "fog", severity, np.random.default_rng(0)) == 0).all()


def test_elastic_displacements_are_smooth_noise() -> None:
    """A ramp shows the displacement itself: its deviation is that of blurred uniform noise."""
    ramp = np.repeat(np.arange(224, dtype=np.uint8)[None, :, None], 224, axis=0).repeat(3, axis=2)
    made = corrupt(ramp, "elastic_transform", 3, np.random.default_rng(1), parameters="imagecorruptions")
    moved = (made[40:-40, 40:-40, 0].astype(float) - ramp[40:-40, 40:-40, 0] + 0.5).ravel()
    sigma, strength = 2.24, 250 * 0.085 * 0.005 * 224
    kernel = np.exp(-(np.arange(-7, 8) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    deviation = strength * math.sqrt(1 / 3) * (kernel**2).sum()
    assert moved.std() == pytest.approx(math.hypot(deviation, math.sqrt(1 / 12)), rel=0.1)
    assert abs(moved.mean()) < 4 * strength * math.sqrt(1 / 3) / 144  # over 144 x 144 pixels
