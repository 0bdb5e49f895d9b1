from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from caos.classify.datasets import list_splits, read_images
from caos.classify.datasets.detect import detect

from caos.errors import CaosError

Draw = Callable[..., None]


def test_one_split_of_class_folders(tmp_path: Path, draw_picture: Draw) -> None:
    for file in ("dog/a.png", "cat/b.PNG", "cat/a.webp"):
        draw_picture(tmp_path / file)
    images = read_images("shift", tmp_path, "images")
    assert images.classes == ("cat", "dog")
    assert images.files == ("cat/a.webp", "cat/b.PNG", "dog/a.png")
    assert images.labels.tolist() == [0, 0, 1]


def test_labels_mean_the_same_in_every_split(tmp_path: Path, draw_picture: Draw) -> None:
    for file in ("train/cat/a.png", "train/dog/a.png", "night/dog/a.png", "night/ape/a.png"):
        draw_picture(tmp_path / file)
    (tmp_path / "docs").mkdir()
    assert list_splits("shift", tmp_path) == ("night", "train")
    night, train = read_images("shift", tmp_path, "night"), read_images("shift", tmp_path, "train")
    assert night.classes == train.classes == ("ape", "cat", "dog")
    assert night.labels.tolist() == [0, 2]
    assert train.labels.tolist() == [1, 2]


def test_splits_may_lie_deeper_as_corrupted_folders_do(tmp_path: Path, draw_picture: Draw) -> None:
    for file in ("fog/1/cat/a.png", "fog/2/cat/a.png", "snow/1/dog/a.png", "clean/dog/a.png"):
        draw_picture(tmp_path / file)
    assert list_splits("shift", tmp_path) == ("clean", "fog/1", "fog/2", "snow/1")
    images = read_images("shift", tmp_path, "snow/1")
    assert images.classes == ("cat", "dog")
    assert images.labels.tolist() == [1]
    assert detect(tmp_path) == "shift"


def test_classes_file_gives_the_order(tmp_path: Path, draw_picture: Draw) -> None:
    for file in ("train/cat/a.png", "train/dog/a.png"):
        draw_picture(tmp_path / file)
    (tmp_path / "classes.txt").write_text("dog\n\nemu\ncat\n")
    images = read_images("shift", tmp_path, "train")
    assert images.classes == ("dog", "emu", "cat")
    assert images.labels.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"dog\n", "cat: not a class"),
        (b"\n", "is empty"),
        (b"cat\ndog\ncat\n", "names 'cat' twice"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_broken_classes_file(content: bytes, message: str, tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "train" / "cat" / "a.png")
    (tmp_path / "classes.txt").write_bytes(content)
    with pytest.raises(CaosError, match=message):
        read_images("shift", tmp_path, "train")


def test_no_class_folders(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "a.png")
    with pytest.raises(CaosError, match="holds nothing of shift folder"):
        read_images("shift", tmp_path, "images")
    draw_picture(tmp_path / "train" / "cat" / "a.png")
    with pytest.raises(CaosError, match="unknown split of shift in"):
        read_images("shift", tmp_path, "night")
