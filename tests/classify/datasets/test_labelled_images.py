from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from caos.classify.datasets import ImageList
from caos.classify.datasets.loading import LabelledImages, to_tensor
from caos.classify.datasets.pictures import read_film, read_picture
from PIL import Image
from torch.utils.data import DataLoader

from caos.errors import CaosError
from caos.training import Draw

Pixels = npt.NDArray[np.uint8]


@pytest.fixture
def images(tmp_path: Path, draw_picture: Callable[..., None]) -> ImageList:
    draw_picture(tmp_path / "a.png", (10, 20, 30))
    draw_picture(tmp_path / "b.png", (40, 50, 60))
    labels = np.array([4, 2], dtype=np.int64)
    return ImageList("shift", "test", tmp_path, tuple("vwxyz"), ("a.png", "b.png"), labels)


def test_items_are_rgb_and_labelled(images: ImageList) -> None:
    data = LabelledImages(images)
    picture, label = data[1]
    assert len(data) == 2
    assert isinstance(picture, torch.Tensor)
    assert picture.dtype == torch.uint8
    assert picture.shape == (3, 6, 8)
    assert picture[:, 0, 0].tolist() == [40, 50, 60]
    assert label == 2
    pictures, labels = next(iter(DataLoader(data, batch_size=2)))
    assert pictures.shape == (2, 3, 6, 8)
    assert labels.tolist() == [4, 2]


def test_several_labels_are_floats_for_a_binary_loss(images: ImageList) -> None:
    rows = np.array([[0, 1, 0, 0, 1], [0, 0, 0, 0, 0]], dtype=np.uint8)
    _, label = LabelledImages(replace(images, labels=rows))[0]
    assert isinstance(label, torch.Tensor)
    assert label.dtype == torch.float32
    assert label.tolist() == [0, 1, 0, 0, 1]


def test_only_draws_are_augmented_and_always_alike(images: ImageList) -> None:
    def noise(picture: Pixels, rng: np.random.Generator) -> Pixels:
        return rng.integers(0, 256, size=picture.shape, dtype=np.uint8)

    data = LabelledImages(images, augmentation=noise, seed=3)
    assert torch.equal(data[0][0], LabelledImages(images)[0][0])
    drawn = data[Draw(epoch=1, index=0)][0]
    assert torch.equal(drawn, data[Draw(epoch=1, index=0)][0])
    assert not torch.equal(drawn, data[Draw(epoch=2, index=0)][0])
    assert not torch.equal(drawn, LabelledImages(images, augmentation=noise, seed=4)[Draw(1, 0)][0])
    expected = noise(read_picture(images.root / "a.png"), np.random.default_rng([3, 1, 0]))
    assert torch.equal(drawn, to_tensor(expected))


def test_transform_makes_the_tensor(images: ImageList) -> None:
    data = LabelledImages(images, lambda picture: torch.from_numpy(picture.mean(axis=(0, 1))))
    assert data[0][0].tolist() == [10.0, 20.0, 30.0]


def test_films_are_stacked_frames(tmp_path: Path, draw_film: Callable[[Path, int], None]) -> None:
    draw_film(tmp_path / "a.mp4", 5)
    films = ImageList("imagenet-p", "tilt", tmp_path, ("x",), ("a.mp4",), np.zeros(1, np.int64), videos=True)
    film, label = LabelledImages(films)[0]
    assert film.shape == (5, 3, 32, 32)
    assert label == 0
    red = film[:, 0].float().mean(dim=(1, 2))
    np.testing.assert_allclose(red, np.linspace(20, 230, 5), atol=12)  # lossy
    assert film[:, 1:].float().mean() < 15


def test_an_empty_list_is_refused(images: ImageList) -> None:
    with pytest.raises(CaosError, match="shift test: has no sample"):
        LabelledImages(replace(images, files=(), labels=np.zeros(0, dtype=np.int64)))


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "RGBA", "1", "LA"])
def test_pictures_of_every_mode_become_rgb(mode: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new("RGB", (5, 4), (255, 255, 255)).convert(mode).save(path)
    picture = read_picture(path)
    assert picture.shape == (4, 5, 3)
    assert picture.dtype == np.uint8
    assert picture.min() >= 250


def test_a_picture_may_have_another_formats_suffix(tmp_path: Path) -> None:
    """One of ImageNet's .JPEG files is a PNG."""
    Image.new("RGB", (5, 4), (1, 2, 3)).save(tmp_path / "a.JPEG", format="PNG")
    assert read_picture(tmp_path / "a.JPEG")[0, 0].tolist() == [1, 2, 3]


def test_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"a.png: no such picture"):
        read_picture(tmp_path / "a.png")
    (tmp_path / "a.png").write_bytes(b"text")
    with pytest.raises(CaosError, match=r"a.png: not a picture"):
        read_picture(tmp_path / "a.png")
    with pytest.raises(CaosError, match="no such film"):
        read_film(tmp_path / "a.mp4")
    with pytest.raises(CaosError, match=r"a.png: broken film"):
        read_film(tmp_path / "a.png")
