"""Procedural textures: size, tiling, determinism, sensible brightness."""

from __future__ import annotations

import numpy as np
import pytest

from caos.textures import SIZE, TEXTURES, TILE_METRES, fractal

# Joints may lie on the tile's edge: a step there may be as large as the largest inside the picture.
HAS_JOINTS = 1.05


@pytest.mark.parametrize("name", TEXTURES)
def test_size_and_determinism(name: str) -> None:
    one, two, other = (TEXTURES[name](np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.pixels.shape[:2] == (SIZE, SIZE)
    assert one.pixels.shape[2] in (3, 4)
    assert one.pixels.dtype == np.uint8
    assert one.name == name
    assert np.array_equal(one.pixels, two.pixels)
    assert not np.array_equal(one.pixels, other.pixels)
    assert 25 < one.pixels.mean() < 230
    assert name in TILE_METRES


@pytest.mark.parametrize("name", TEXTURES)
def test_no_seam(name: str) -> None:
    """The step from the last row (column) to the first is no larger than steps inside the picture."""
    pixels = TEXTURES[name](np.random.default_rng(5)).pixels.astype(np.float64)
    for axis, edge in ((0, pixels[0] - pixels[-1]), (1, pixels[:, 0] - pixels[:, -1])):
        inside = np.abs(np.diff(pixels, axis=axis)).mean(axis=(1 - axis, 2))
        assert np.abs(edge).mean() <= inside.max() * HAS_JOINTS


def test_rolled_noise_has_the_same_gradients() -> None:
    noise = fractal(np.random.default_rng(0), beta=2.5)
    assert abs(noise.mean()) < 1e-3
    assert noise.std() == pytest.approx(1.0, abs=1e-3)
    steps = np.abs(np.diff(np.vstack([noise, noise[:1]]), axis=0)).mean(axis=1)
    assert steps[-1] < np.quantile(steps, 0.99)


def test_noise_keeps_to_its_band() -> None:
    noise = fractal(np.random.default_rng(0), low=8, high=16)
    power = np.abs(np.fft.fft2(noise)) ** 2
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIZE, 1 / SIZE), np.fft.fftfreq(SIZE, 1 / SIZE)))
    outside = (frequency < 7.9) | (frequency > 16.1)
    assert power[outside].sum() < 1e-6 * power.sum()
