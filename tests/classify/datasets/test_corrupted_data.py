from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from caos.classify import corruptions
from caos.classify.datasets import list_splits, read_images
from caos.classify.datasets.corrupted import CORRUPTIONS, PERTURBATIONS, expected_frames

from caos.errors import CaosError

Draw = Callable[..., None]
TENCH, LAST = "n01440764", "n15075141"


def test_names_of_the_benchmarks() -> None:
    """15 corruptions and 4 held out; ten perturbations (paper 004, footnotes 3 and 4)."""
    assert len(CORRUPTIONS) == len(set(CORRUPTIONS)) == 19
    assert set(CORRUPTIONS) == {*corruptions.CORRUPTIONS, *corruptions.HELD_OUT}
    assert set(PERTURBATIONS) <= set(corruptions.PERTURBATIONS)
    assert expected_frames("translate") == 41
    assert expected_frames("gaussian_noise_2") == 31


@pytest.mark.parametrize("group", ["", "weather", "extra"])
def test_corruptions_at_the_top_or_in_their_archives_folder(
    group: str, tmp_path: Path, draw_picture: Draw
) -> None:
    draw_picture(tmp_path / group / "fog" / "3" / LAST / "ILSVRC2012_val_00000002.JPEG")
    draw_picture(tmp_path / group / "fog" / "5" / TENCH / "ILSVRC2012_val_00000001.JPEG")
    draw_picture(tmp_path / "blur" / "defocus_blur" / "1" / TENCH / "a.JPEG")
    assert list_splits("imagenet-c", tmp_path) == ("defocus_blur/1", "fog/3", "fog/5")
    images = read_images("imagenet-c", tmp_path, "fog/3")
    assert images.labels.tolist() == [999]
    assert images.root == tmp_path / group / "fog" / "3"
    assert not images.videos


@pytest.mark.parametrize(
    ("split", "message"),
    [
        ("fog/6", "unknown split"),
        ("fog", "unknown split"),
        ("smoke/1", "unknown split"),
        ("snow/1", "unknown split"),
    ],
)
def test_corruptions_that_are_not_there(split: str, message: str, tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "fog" / "3" / TENCH / "a.JPEG")
    with pytest.raises(CaosError, match=message):
        read_images("imagenet-c", tmp_path, split)


def test_a_folder_that_is_no_class_is_named(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "fog" / "3" / "tench" / "a.JPEG")
    with pytest.raises(CaosError, match="tench: not a class of imagenet-c"):
        read_images("imagenet-c", tmp_path, "fog/3")


def test_perturbations_are_films(tmp_path: Path) -> None:
    for file in (f"tilt/{LAST}/b.mp4", f"noise/gaussian_noise_2/{TENCH}/a.mp4", f"tilt/{LAST}/cover.jpg"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(b"x")
    assert list_splits("imagenet-p", tmp_path) == ("gaussian_noise_2", "tilt")
    films = read_images("imagenet-p", tmp_path, "tilt")
    assert films.videos
    assert films.files == (f"{LAST}/b.mp4",)
    assert films.labels.tolist() == [999]


def test_folders_without_films(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "tilt" / TENCH / "a.jpg")
    with pytest.raises(CaosError, match=r"no films \(.mp4\)"):
        read_images("imagenet-p", tmp_path, "tilt")
    with pytest.raises(CaosError, match="holds nothing of ImageNet-C"):
        read_images("imagenet-c", tmp_path, "fog/1")
