"""Dataset wrappers and contact sheets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from caos.classify.corruptions import corrupt, generator_for, perturb
from caos.classify.corruptions.dataset import Corrupted, Perturbed
from caos.classify.corruptions.sheet import corruption_sheet, perturbation_sheet
from caos.classify.sheets import write_sheet

from caos.errors import CaosError

Image = npt.NDArray[np.uint8]


def test_corrupted_pictures_depend_on_their_number_alone(picture: Image) -> None:
    dataset = [(picture, "a"), (picture, "b"), (PIL.Image.fromarray(picture), "c")]
    made = Corrupted(dataset, "gaussian_noise", 2, seed=4)
    assert len(made) == 3
    assert [label for _, label in made] == ["a", "b", "c"]  # ends by IndexError
    exact = corrupt(picture, "gaussian_noise", 2, generator_for(4, 2, "gaussian_noise", 2))
    for index in (2, -1):
        np.testing.assert_array_equal(made[index][0], exact)
    assert (made[0][0] != made[1][0]).any()
    assert (Corrupted(dataset, "gaussian_noise", 2, seed=5)[0][0] != made[0][0]).any()


def test_grey_pillow_pictures_become_colour(picture: Image) -> None:
    grey = PIL.Image.fromarray(picture[..., 0])
    image, _ = Corrupted([(grey, 0)], "contrast", 1)[0]
    assert image.shape == picture.shape


def test_perturbed_pictures(picture: Image) -> None:
    made = Perturbed([(picture, 7), (picture, 8)], "gaussian_noise", seed=1, parameters="cifar-p", crop=32)
    frames, label = made[-1]
    assert label == 8
    rng = generator_for(1, 1, "gaussian_noise")
    exact = perturb(picture, "gaussian_noise", rng, parameters="cifar-p", crop=32)
    np.testing.assert_array_equal(frames, exact)


def test_sheets_show_all(picture: Image, tmp_path: Path) -> None:
    sheet = corruption_sheet(picture, ["contrast", "fog"], parameters="cifar-c")
    assert sheet.shape[0] == 20 + 2 * 112
    assert np.array_equal(sheet, corruption_sheet(picture, ["contrast", "fog"], parameters="cifar-c"))
    clean, weak, strong = (sheet[20:132, sheet.shape[1] - n * 112 :][:, :112] for n in (6, 5, 1))
    assert clean.std() > weak.std() > strong.std() > 0  # contrast falls from left to right
    for suffix in ("png", "jpg"):
        write_sheet(tmp_path / f"sheet.{suffix}", sheet)
        with PIL.Image.open(tmp_path / f"sheet.{suffix}") as read:
            assert read.size == (sheet.shape[1], sheet.shape[0])
    with pytest.raises(CaosError, match=r"sheet\.gif: a sheet is written as"):
        write_sheet(tmp_path / "sheet.gif", sheet)
    assert len(list(tmp_path.iterdir())) == 2
    assert perturbation_sheet(picture, ["rotate"], parameters="cifar-p").shape[0] == 20 + 112
