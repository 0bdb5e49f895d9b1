"""Perturbation sequences, against torchvision and direct transcriptions."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from caos.classify.corruptions import PERTURBATIONS, SEQUENCES, perturb
from caos.classify.corruptions.arrays import dragged

from caos.errors import CaosError

Image = npt.NDArray[np.uint8]

COUNTS = {
    "imagenet-p": {"translate": 41},
    "tiny-imagenet-p": {},
    "cifar-p": {"motion_blur": 21, "translate": 16},
}


def made(image: Image, name: str, **options: object) -> Image:
    return perturb(image, name, np.random.default_rng(0), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("parameters", sorted(SEQUENCES))
@pytest.mark.parametrize("name", PERTURBATIONS)
def test_lengths_sizes_and_seeds(name: str, parameters: str, picture: Image) -> None:
    frames = made(picture, name, parameters=parameters)
    assert frames.shape == (COUNTS[parameters].get(name, 31), *picture.shape)
    assert frames.dtype == np.uint8
    cut = made(picture[:40, :40], name, parameters=parameters, crop=21)
    assert cut.shape == (len(frames), 21, 21, 3)
    np.testing.assert_array_equal(cut, made(picture[:40, :40], name, parameters=parameters, crop=21))
    assert len(np.unique(frames, axis=0)) >= len(frames) - 2  # lines of whole pixels can repeat


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rotate", lambda frame: {"angle": frame - 15.0}),
        ("scale", lambda frame: {"scale": (frame * 2.5 + 40) / 100}),
        ("translate", lambda frame: {"translate": [frame - 20, 0]}),
    ],
)
def test_moves_as_torchvision(name: str, change: object, picture: Image) -> None:
    functional = pytest.importorskip("torchvision.transforms.functional")
    frames = made(picture, name, crop=40)
    for number in (0, 7, 15, 23, 30):
        arguments = {"angle": 0.0, "scale": 1.0, "translate": [0, 0], "shear": [0.0]} | change(number)  # type: ignore[operator]
        whole = functional.affine(
            PIL.Image.fromarray(picture), interpolation=functional.InterpolationMode.BILINEAR, **arguments
        )
        exact = np.asarray(functional.center_crop(whole, 40)).astype(int)
        assert np.abs(frames[number] - exact).max() <= 1


def test_middle_frames_are_the_picture(picture: Image) -> None:
    for name, number in (("brightness", 15), ("rotate", 15), ("translate", 20)):
        np.testing.assert_array_equal(made(picture, name)[number], picture)
    np.testing.assert_array_equal(made(picture, "scale")[24], picture)


def test_tilt_has_the_published_matrix(picture: Image) -> None:
    height, width = picture.shape[:2]
    far = math.hypot(width, height)
    angle = math.radians(21 - 15)
    cos, sin = math.cos(angle), math.sin(angle)
    lay = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1], [0, 0, 1]])
    about_x = np.array([[1, 0, 0, 0], [0, cos, -sin, 0], [0, sin, cos, 0], [0, 0, 0, 1]])
    about_y = np.array([[cos, 0, -sin, 0], [0, 1, 0, 0], [sin, 0, cos, 0], [0, 0, 0, 1]])
    away = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, far], [0, 0, 0, 1]])
    lens = np.array([[far, 0, width / 2, 0], [0, far, height / 2, 0], [0, 0, 1, 0]])
    exact = cv2.warpPerspective(picture, lens @ away @ about_x @ about_y @ lay, (width, height))
    assert np.abs(made(picture, "tilt")[21].astype(int) - exact).max() <= 1


def test_noises_start_clean_and_have_their_strength() -> None:
    flat = np.full((64, 64, 3), 128, dtype=np.uint8)
    published = SEQUENCES["imagenet-p"]
    for number, (sigma, photons) in enumerate(zip(published.gaussian, published.photons, strict=True)):
        suffix = f"_{number + 1}" if number else ""
        for name, deviation in (
            (f"gaussian_noise{suffix}", 255 * sigma),
            (f"shot_noise{suffix}", 255 / photons * math.sqrt(photons * 128 / 255)),
        ):
            frames = made(flat, name)
            np.testing.assert_array_equal(frames[0], flat)
            noise = frames[1:].astype(float) - 127.5  # values are cut off: half a level lower on average
            assert noise.std() == pytest.approx(deviation, rel=0.02)
            assert abs(noise.mean()) < 0.3


def test_zoom_blur_is_a_running_mean(picture: Image) -> None:
    functional = pytest.importorskip("torchvision.transforms.functional")
    total = picture.astype(float)
    for number in range(1, 4):
        total += np.asarray(
            functional.affine(
                PIL.Image.fromarray(picture),
                angle=0.0,
                translate=[0, 0],
                scale=1 + 0.004 * number,
                shear=[0.0],
                interpolation=functional.InterpolationMode.BILINEAR,
            )
        )
    assert np.abs(made(picture, "zoom_blur")[3] - np.floor(total / 4 + 1e-3)).max() <= 1


def test_motion_blur_turns_to_level(picture: Image) -> None:
    frames = made(picture, "motion_blur")
    for number, angle in ((0, -120.0), (30, 0.0)):
        exact = dragged(picture.astype(np.float32), 10, 3.0, angle)
        assert np.abs(frames[number] - exact).max() <= 1.001


def test_what_is_refused(picture: Image) -> None:
    with pytest.raises(CaosError, match="did you mean 'rotate'"):
        made(picture, "rotat")
    with pytest.raises(CaosError, match="parameter set"):
        made(picture, "rotate", parameters="imagenet-c")
    with pytest.raises(CaosError, match="crop 49 does not fit into a picture of 64 x 48"):
        made(picture, "rotate", crop=49)
    with pytest.raises(CaosError, match="crop 0"):
        made(picture, "rotate", crop=0)
