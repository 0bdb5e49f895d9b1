from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from caos.classify.datasets import (
    DfrOptions,
    class_subset,
    convert_dfr,
    imagenet_wnids,
    verify_data,
)
from caos.classify.datasets.detect import detect

from caos.errors import CaosError

Draw = Callable[..., None]
TENCH = "n01440764"


def _class_folders(root: Path, wnids: tuple[str, ...], original: Path) -> None:
    for wnid in wnids:
        (root / wnid).mkdir(parents=True)
        (root / wnid / "a.png").hardlink_to(original)


@pytest.mark.parametrize("name", ["imagenet-r", "imagenet-a", "imagenet-o"])
def test_two_hundred_classes_are_told_by_their_folders(name: str, tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "a.png")
    _class_folders(tmp_path / "data", class_subset(name).wnids, tmp_path / "a.png")
    report = verify_data(tmp_path / "data", decode=True)
    assert report.name == name
    assert report.counts == {"test": 200}
    published = {"imagenet-r": "30,000", "imagenet-a": "7,500"}.get(name)
    expected = [f"test: 200 samples, {published} were published"] if published else []
    assert report.problems == expected
    assert report.ok == (name == "imagenet-o")


def test_lost_classes_empty_and_broken_files_are_named(tmp_path: Path, draw_picture: Draw) -> None:
    wnids = class_subset("imagenet-o").wnids
    draw_picture(tmp_path / "a.png")
    data = tmp_path / "data"
    _class_folders(data, wnids[:198], tmp_path / "a.png")
    (data / wnids[0] / "b.png").touch()
    draw_picture(tmp_path / "b.jpg", size=(64, 64))
    (data / wnids[1] / "c.jpg").write_bytes((tmp_path / "b.jpg").read_bytes()[:-40])
    (data / wnids[2] / "list.txt").write_text("x")
    report = verify_data(data, "imagenet-o")
    assert report.problems == [
        f"test: 2 of 200 classes have no sample: {wnids[198]}, {wnids[199]}",
        f"{data / wnids[0] / 'b.png'}: is empty",
    ]
    assert report.notes == [f"test: in class folders but not read: 1 ({wnids[2]}/list.txt)"]
    decoded = verify_data(data, "imagenet-o", decode=True)
    assert len(decoded.problems) == 3
    assert f"{data / wnids[1] / 'c.jpg'}: broken picture" in decoded.problems[2]


def test_every_corruption_is_checked(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "fog" / "3" / TENCH / "a.png")
    draw_picture(tmp_path / "noise" / "shot_noise" / "1" / "tench" / "a.png")
    report = verify_data(tmp_path)
    assert report.name == "imagenet-c"
    assert report.counts == {"fog/3": 1}
    assert "tench: not a class of imagenet-c" in report.problems[0]
    assert report.problems[1] == "fog/3: 1 samples, 50,000 were published"
    assert "999 of 1000 classes have no sample" in report.problems[2]


def test_films_have_their_number_of_frames(tmp_path: Path, draw_film: Callable[[Path, int], None]) -> None:
    draw_film(tmp_path / "tilt" / TENCH / "a.mp4", 31)
    draw_film(tmp_path / "tilt" / TENCH / "b.mp4", 30)
    (tmp_path / "tilt" / TENCH / "c.mp4").write_bytes(b"no film")
    report = verify_data(tmp_path, decode=True)
    assert report.name == "imagenet-p"
    folder = tmp_path / "tilt" / TENCH
    assert report.problems[2:] == [
        f"{folder / 'b.mp4'}: 30 frames, 31 are usual",
        f"{folder / 'c.mp4'}: broken film: OpenCV decodes no frame",
    ]


def test_imagenet_and_shift_folders_are_told_apart(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "imagenet" / "val" / TENCH / "a.png")
    draw_picture(tmp_path / "shift" / "val" / "cat" / "a.png")
    assert detect(tmp_path / "imagenet") == "imagenet"
    assert detect(tmp_path / "shift") == "shift"
    assert verify_data(tmp_path / "shift").ok
    draw_picture(tmp_path / "blurry" / TENCH / "a.png")
    draw_picture(tmp_path / "blurry" / imagenet_wnids()[1] / "a.png")
    with pytest.raises(CaosError, match=r"name the data set with --as .*real-blurry"):
        detect(tmp_path / "blurry")
    report = verify_data(tmp_path / "blurry", "real-blurry")
    assert report.problems == ["test: 2 samples, 1,000 were published"]
    assert "998 of 1000 classes have no sample" in report.notes[0]


def test_nothing_recognised(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such folder"):
        verify_data(tmp_path / "none")
    with pytest.raises(CaosError, match="no data set recognised"):
        verify_data(tmp_path)
    with pytest.raises(CaosError, match=r"unknown data set 'imagenet-rr' \(did you mean 'imagenet-r'"):
        verify_data(tmp_path, "imagenet-rr")
    (tmp_path / "manifest.parquet").write_bytes(b"x")
    with pytest.raises(CaosError, match="not a manifest"):
        verify_data(tmp_path)


def test_deepfashion2_itself(deepfashion2: Any, new_garment: Callable[..., Any]) -> None:
    deepfashion2.add("train", 1, new_garment(1))
    deepfashion2.add("validation", 1, new_garment(1))
    assert verify_data(deepfashion2.root).ok
    lost = deepfashion2.add("train", 2, new_garment(1), picture=False)
    wrong = deepfashion2.add("validation", 3, new_garment(1, scale=9))
    deepfashion2.add("validation", 4, new_garment(1)).unlink()
    report = verify_data(deepfashion2.root)
    assert report.name == "deepfashion2"
    assert report.counts == {"train": 2, "validation": 2}
    assert report.problems == [
        f"{lost}: has no picture in train/image",
        f"{wrong}: item1: scale is 9; must be a whole number from 1 to 3",
    ]
    assert report.notes == ["validation: pictures without an annotation: 1 (000004)"]


def test_converted_data_set(deepfashion2: Any, new_garment: Callable[..., Any], tmp_path: Path) -> None:
    deepfashion2.add("train", 1, new_garment(1), new_garment(2, scale=1))
    deepfashion2.add("validation", 1, new_garment(1))
    convert_dfr(deepfashion2.root, tmp_path / "dfr", DfrOptions())
    report = verify_data(tmp_path / "dfr")
    assert report.name == "dfr"
    assert report.ok
    assert report.counts["scale-small"] == 1
    assert any("convention thesis, partition fixed, items any" in note for note in report.notes)
    assert any("1 of scale-small" in note for note in report.notes)
    assert any("too few for table A.8" in note for note in report.notes)
    with pytest.raises(CaosError, match="its manifest is of dfr, not of svsf"):
        verify_data(tmp_path / "dfr", "svsf")
    (deepfashion2.root / "validation" / "image" / "000001.jpg").unlink()
    (problem,) = verify_data(tmp_path / "dfr").problems
    assert problem.endswith("000001.jpg: No such file or directory")
