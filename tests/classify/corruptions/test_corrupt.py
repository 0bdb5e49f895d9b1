"""Every corruption by name: any size, any set, seeds, and what is refused."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from caos.classify.corruptions import (
    BENCHMARKS,
    CORRUPTIONS,
    HELD_OUT,
    SEVERITIES,
    corrupt,
    frost_pictures,
    generator_for,
)

from caos.errors import CaosError

Image = npt.NDArray[np.uint8]


def test_there_are_fifteen_and_four() -> None:
    assert (len(CORRUPTIONS), len(HELD_OUT)) == (15, 4)
    assert all(set(benchmark.strengths) == {*CORRUPTIONS, *HELD_OUT} for benchmark in BENCHMARKS.values())


@pytest.mark.parametrize("parameters", sorted(BENCHMARKS))
@pytest.mark.parametrize("name", CORRUPTIONS + HELD_OUT)
def test_any_size_and_severity(name: str, parameters: str, picture: Image) -> None:
    for crop in (picture[:16, :16], picture[:33, :61]):
        image = np.ascontiguousarray(crop)
        before = image.copy()
        for severity in SEVERITIES:
            made = corrupt(image, name, severity, np.random.default_rng(0), parameters=parameters)
            assert made.shape == image.shape
            assert made.dtype == np.uint8
        again = corrupt(image, name, SEVERITIES[-1], np.random.default_rng(0), parameters=parameters)
        np.testing.assert_array_equal(made, again)
        np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize(
    "name",
    ["gaussian_noise", "impulse_noise", "speckle_noise", "gaussian_blur", "contrast", "brightness", "fog"],
)
def test_a_higher_severity_changes_more(name: str, picture: Image) -> None:
    changes = [
        np.abs(corrupt(picture, name, severity, generator_for(0, name)).astype(int) - picture).mean()
        for severity in SEVERITIES
    ]
    assert changes == sorted(changes)
    assert changes[0] > 0


def test_a_view_is_as_good_as_a_copy(picture: Image) -> None:
    view = picture[5:40, 3:50]
    for name in CORRUPTIONS + HELD_OUT:
        one = corrupt(view, name, 2, np.random.default_rng(0))
        other = corrupt(np.ascontiguousarray(view), name, 2, np.random.default_rng(0))
        np.testing.assert_array_equal(one, other)


def test_generators_depend_on_everything_that_names_them() -> None:
    draws = {
        int(generator_for(*names).integers(2**62))
        for names in ((0, "a", 1), (1, "a", 1), (0, "b", 1), (0, "a", 2), (0, "a1"), (0, "a", "1", ""))
    }
    assert len(draws) == 6
    assert generator_for(3, "x").random() == generator_for(3, "x").random()


def test_frost_is_laid_over_from_the_pictures_given(picture: Image) -> None:
    ice = np.full((40, 50, 3), 200, dtype=np.uint8)  # smaller than the picture: it is enlarged
    made = corrupt(picture, "frost", 2, np.random.default_rng(0), frost=[ice])
    np.testing.assert_allclose(made, np.clip(0.8 * picture.astype(float) + 0.6 * 200, 0, 255), atol=1)


def test_our_frost_is_as_bright_as_the_published_photographs() -> None:
    """Their mean grey levels lie between 86 and 208 (153 over all), their deviations between 15 and 48."""
    pictures = frost_pictures()
    assert len({picture.tobytes() for picture in pictures}) == 5
    assert 120 < np.mean([picture.mean() for picture in pictures]) < 185
    assert all(15 < picture.mean(axis=2).std() < 48 for picture in pictures)


@pytest.mark.parametrize(
    ("image", "name", "severity", "parameters", "words"),
    [
        (np.zeros((32, 32, 3), np.uint8), "gausian_noise", 1, "imagenet-c", "did you mean 'gaussian_noise'"),
        (np.zeros((32, 32, 3), np.uint8), "fog", 0, "imagenet-c", "severity 0"),
        (np.zeros((32, 32, 3), np.uint8), "fog", 1, "imagenet", "parameter set 'imagenet'"),
        (np.zeros((32, 32), np.uint8), "fog", 1, "imagenet-c", r"\(32, 32\) uint8"),
        (np.zeros((32, 32, 4), np.uint8), "fog", 1, "imagenet-c", r"\(32, 32, 4\)"),
        (np.zeros((32, 32, 3), np.float32), "fog", 1, "imagenet-c", "float32"),
        (np.zeros((32, 15, 3), np.uint8), "fog", 1, "imagenet-c", "15 x 32"),
    ],
)
def test_what_is_refused(image: Image, name: str, severity: int, parameters: str, words: str) -> None:
    with pytest.raises(CaosError, match=words):
        corrupt(image, name, severity, np.random.default_rng(0), parameters=parameters)
