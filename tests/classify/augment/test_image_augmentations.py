"""Speckle noise, Cutout and Random Erasing: what they change, how much and how often."""

from __future__ import annotations

import numpy as np
import pytest
from caos.classify.augment import (
    Cutout,
    CutoutSettings,
    RandomErasing,
    RandomErasingSettings,
    Speckle,
    SpeckleSettings,
)
from caos.classify.augment.erasing import MEAN_COLOUR

from caos.config import validate
from caos.errors import CaosError


def rngs(count, first=0):
    return [np.random.default_rng(seed) for seed in range(first, first + count)]


def test_speckle_multiplies_each_value_by_one_plus_a_gaussian():
    """Moments of the factors, on values that no cut reaches."""
    image = np.full((100, 100, 3), 80, dtype=np.uint8)
    image[:50] = 40
    noisy = Speckle(SpeckleSettings(scales=(0.2,), share=1.0))(image, np.random.default_rng(3))
    factors = noisy / image.astype(float) - 1.0
    assert factors.mean() == pytest.approx(0.0, abs=0.005)
    assert factors[:50].std() == pytest.approx(0.2, rel=0.03)
    assert factors[50:].std() == pytest.approx(0.2, rel=0.03)
    assert abs(np.corrcoef(factors[..., 0].ravel(), factors[..., 1].ravel())[0, 1]) < 0.05


def test_speckle_cuts_at_white_and_leaves_black_and_the_given_array_alone():
    image = np.zeros((40, 40, 3), dtype=np.uint8)
    image[20:] = 250
    before = image.copy()
    noisy = Speckle(SpeckleSettings(scales=(0.6,), share=1.0))(image, np.random.default_rng(0))
    assert (noisy[:20] == 0).all()
    assert (noisy[20:] == 255).mean() == pytest.approx(0.49, abs=0.05)
    np.testing.assert_array_equal(image, before)


def test_speckle_draws_all_scales_and_the_share_of_images():
    image = np.full((16, 16, 3), 100, dtype=np.uint8)
    speckle = Speckle(SpeckleSettings(scales=(0.05, 0.4), share=0.5))
    spreads = np.array([(speckle(image, rng) / 100.0).std() for rng in rngs(300)])
    clean, weak, strong = (spreads == 0), (spreads > 0) & (spreads < 0.1), spreads > 0.2
    assert clean.mean() == pytest.approx(0.5, abs=0.1)
    assert weak.mean() == pytest.approx(0.25, abs=0.1)
    assert (clean | weak | strong).all()


def test_cutout_paints_one_square_about_a_pixel():
    """For every draw, some middle explains the painted pixels; borders cut the square."""
    height, width, side = 9, 13, 4
    image = np.full((height, width, 3), 7, dtype=np.uint8)
    cutout = Cutout(CutoutSettings(side=4 / 9))
    squares = {}
    for row in range(height):
        for column in range(width):
            mask = np.zeros((height, width), dtype=bool)
            top, left = row - side // 2, column - side // 2
            mask[max(top, 0) : top + side, max(left, 0) : left + side] = True
            squares[mask.tobytes()] = (row, column)
    seen = set()
    for rng in rngs(1500):
        cut = cutout(image, rng)
        painted = (cut == MEAN_COLOUR).all(axis=-1)
        assert (cut[~painted] == 7).all()
        seen.add(squares[painted.tobytes()])
    assert seen == set(squares.values())
    assert (image == 7).all()


@pytest.mark.parametrize("fill", ["random", "mean"])
def test_random_erasing_overwrites_one_rectangle_within_its_limits(fill):
    height, width = 60, 80
    image = np.full((height, width, 3), 7, dtype=np.uint8)
    erase = RandomErasing(RandomErasingSettings(share=1.0, fill=fill))
    areas, aspects = [], []
    for rng in rngs(300):
        changed = (erase(image, rng) != 7).any(axis=-1)
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        tall, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert changed.sum() >= tall * wide - 1  # a random value may be the old one
        areas.append(tall * wide / (height * width))
        aspects.append(tall / wide)
    assert 0.015 < min(areas) < 0.05
    assert 0.3 < max(areas) < 0.42
    assert 0.25 < min(aspects) < 0.6
    assert 1.8 < max(aspects) < 3.6
    erased = erase(image, np.random.default_rng(1))
    values = np.unique(erased[(erased != 7).any(axis=-1)])
    assert (len(values) > 100) == (fill == "random")
    assert set(values) <= set(MEAN_COLOUR) or fill == "random"


def test_random_erasing_spares_the_other_images():
    image = np.full((32, 32, 3), 7, dtype=np.uint8)
    erase = RandomErasing(RandomErasingSettings(share=0.25))
    spared = [(erase(image, rng) == 7).all() for rng in rngs(200)]
    assert np.mean(spared) == pytest.approx(0.75, abs=0.1)


def test_images_too_small_for_any_rectangle_stay_as_they_are():
    image = np.full((1, 1, 3), 7, dtype=np.uint8)
    assert (RandomErasing(RandomErasingSettings(share=1.0))(image, np.random.default_rng(0)) == 7).all()


@pytest.mark.parametrize("make", [Speckle, Cutout, RandomErasing])
def test_the_generator_decides_alone(make):
    image = np.random.default_rng(1).integers(0, 256, (24, 24, 3), dtype=np.uint8)
    for seed in range(8):
        one, other = (make()(image, np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        (SpeckleSettings, {"scales": []}, "scales"),
        (SpeckleSettings, {"scales": [0.0]}, r"scales\[0\] = 0.0"),
        (CutoutSettings, {"side": 1.5}, "side = 1.5"),
        (RandomErasingSettings, {"area": [0.4, 0.1]}, r"area = \[0.4, 0.1\]: write \[low, high\]"),
        (RandomErasingSettings, {"fill": "black"}, "fill"),
        (SpeckleSettings, {"scale": 0.2}, "did you mean 'scales'"),
    ],
)
def test_bad_settings_are_named(model, values, message):
    with pytest.raises(CaosError, match=message):
        validate(values, model, source="file.toml")
