from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from caos.segment.bdd import BddSplit, convert_bdd, split_bdd
from caos.segment.datasets import StreetScenes
from PIL import Image

from caos.errors import CaosError
from caos.frames import read_label_set, verify
from caos.labels import ANOMALY, VOID

REAL = Path(__file__).parents[2].parent / "shared" / "bdd_labels"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real label maps are not here")


@pytest.fixture
def source(tmp_path):
    """Five train and three val maps of 20x10: b has a train (16), f a motorcycle, c a bicycle, d, h void."""
    rng = np.random.default_rng(0)
    marks = {
        "train": {"a": None, "b": 16, "c": 18, "d": 255, "e": None},
        "val": {"f": 17, "g": None, "h": 255},
    }
    for split, names in marks.items():
        for kind in ("images", "labels"):
            (tmp_path / kind / split).mkdir(parents=True)
        for name, mark in names.items():
            ids = rng.integers(0, 16, (10, 20)).astype(np.uint8)
            if mark is not None:
                ids[4, 7] = mark
            Image.fromarray(ids).save(tmp_path / "labels" / split / f"{name}_train_id.png")
            pixels = rng.integers(0, 256, (10, 20, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "images" / split / f"{name}.jpg")
    return tmp_path


def convert(source, **options):
    return convert_bdd(source / "images", source / "labels", source / "out", **options)


def listed(root, odgt):
    return [Path(record["fpath_img"]).stem for record in json.loads((root / odgt).read_text())]


def snapshot(root):
    return {
        str(p.relative_to(root)): (p.read_bytes(), p.is_symlink()) for p in root.rglob("*") if p.is_file()
    }


def test_images_with_an_anomaly_go_to_test(source):
    assert convert(source) == BddSplit(train=3, validation=2, test=3)
    assert split_bdd(source / "labels") == BddSplit(train=3, validation=2, test=3)
    out = source / "out"
    assert listed(out, "train/train.odgt") == ["a", "d", "e"]
    assert listed(out, "train/validation.odgt") == ["g", "h"]
    assert listed(out, "test/test.odgt") == ["b", "c", "f"]


def test_other_anomalies_other_split(source):
    assert convert(source, anomalies=("train", "motorcycle")) == BddSplit(train=4, validation=2, test=2)
    label_set = read_label_set(source / "out")
    assert "bicycle" in label_set.classes
    assert label_set.anomaly_ids == (17, 18)


def test_annotations_hold_train_id_plus_one_and_read_back(source):
    convert(source)
    dataset = StreetScenes(source / "out", "test")
    for index, name in enumerate("bcf"):
        split = "val" if name == "f" else "train"
        ids = np.asarray(Image.open(source / "labels" / split / f"{name}_train_id.png"))
        stored = np.asarray(Image.open(source / f"out/test/annotations/test/bdd/{name}.png"))
        assert (stored == np.where(ids == 255, 0, ids.astype(int) + 1)).all()
        image, label = dataset.read(index)
        expected = np.where(ids == 255, VOID, np.where(ids >= 16, ANOMALY, ids))
        assert (label == expected).all()
        assert image.shape == (10, 20, 3)
    void = StreetScenes(source / "out", "validation").read(1)[1]
    assert (void == VOID).sum() == 1


def test_links_by_default_copies_on_demand(source):
    convert(source)
    image = source / "out/train/images/training/bdd/a.jpg"
    assert image.is_symlink()
    assert image.read_bytes() == (source / "images/train/a.jpg").read_bytes()
    shutil.rmtree(source / "out")
    convert(source, copy=True)
    assert not image.is_symlink()
    assert image.read_bytes() == (source / "images/train/a.jpg").read_bytes()


def test_hard_links_where_symbolic_ones_fail(source, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(os, "symlink", refuse)
    convert(source)
    image = source / "out/train/images/training/bdd/a.jpg"
    assert not image.is_symlink()
    assert image.samefile(source / "images/train/a.jpg")
    shutil.rmtree(source / "out")
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(CaosError, match="takes no links; add --copy"):
        convert(source)
    assert not (source / "out").exists()


def test_repeating_changes_nothing_and_says_the_same(source):
    first = convert(source)
    before = snapshot(source / "out")
    assert convert(source) == first
    assert snapshot(source / "out") == before
    with pytest.raises(CaosError, match="holds something else than this conversion"):
        convert(source, anomalies=("train",))
    (source / "out/test/annotations/test/bdd/b.png").unlink()
    with pytest.raises(CaosError, match=r"b\.png: missing from this conversion"):
        convert(source)


def test_a_folder_in_use_is_left_alone(source):
    (source / "out").mkdir()
    convert(source)  # an empty folder is fine
    shutil.rmtree(source / "out")
    (source / "out").mkdir()
    (source / "out/thesis.tex").write_text("years of work")
    with pytest.raises(CaosError, match="holds something else"):
        convert(source)
    assert [p.name for p in (source / "out").iterdir()] == ["thesis.tex"]


def break_image(source):
    (source / "images/train/c.jpg").unlink()
    return r"c\.jpg: no such image for .*c_train_id\.png"


def break_size(source):
    Image.fromarray(np.zeros((5, 20), np.uint8)).save(source / "labels/train/c_train_id.png")
    return r"c_train_id\.png: 20x5 pixels, its image c\.jpg 20x10"


def break_ids(source):
    Image.fromarray(np.full((10, 20), 20, np.uint8)).save(source / "labels/train/c_train_id.png")
    return r"c_train_id\.png: id 20 is no BDD100K train id"


def break_png(source):
    file = source / "labels/train/c_train_id.png"
    file.write_bytes(file.read_bytes()[:60])
    return r"c_train_id\.png: truncated"


def break_jpeg(source):
    (source / "images/train/c.jpg").write_bytes(b"no picture")
    return r"c\.jpg: not a readable picture"


def break_all(source):
    shutil.rmtree(source / "labels")
    (source / "labels").mkdir()
    return r"labels: no label maps .* in this folder"


def break_names(source):
    shutil.copy(source / "labels/train/c_train_id.png", source / "labels/val")
    return "'c' occurs in train and in val"


@pytest.mark.parametrize(
    "damage", [break_image, break_size, break_ids, break_png, break_jpeg, break_all, break_names]
)
def test_bad_input_is_told_in_one_line_and_leaves_nothing(source, damage):
    told = damage(source)
    with pytest.raises(CaosError, match=told) as caught:
        convert(source)
    assert "\n" not in str(caught.value)
    assert {path.name for path in source.iterdir()} == {"images", "labels"}


def test_unknown_anomaly(source):
    with pytest.raises(CaosError, match="unknown BDD100K class 'trian'; known: road"):
        convert(source, anomalies=("trian",))


def test_the_verifier_accepts_it(source):
    convert(source)
    report = verify(source / "out")
    assert report.ok, report.problems


def test_progress_counts_every_image(source):
    seen = []
    convert(source, progress=lambda done, total, _: seen.append((done, total)))
    assert seen == [(done, 8) for done in range(1, 9)]


def test_what_a_killed_conversion_left_is_cleared(source):
    (source / ".out.partial/train").mkdir(parents=True)
    convert(source)
    assert {path.name for path in source.iterdir()} == {"images", "labels", "out"}


@needs_real
@pytest.mark.parametrize(
    ("anomalies", "key"),
    [(("train", "motorcycle", "bicycle"), "any_of_three"), (("train", "motorcycle"), "train_or_motorcycle")],
)
def test_real_label_maps_split_as_counted(anomalies, key):
    expected = json.loads((REAL / "expected.json").read_text())
    test = {split: expected[split][key] for split in ("train", "val")}
    assert split_bdd(REAL / "labels", anomalies) == BddSplit(
        train=expected["train"]["images"] - test["train"],
        validation=expected["val"]["images"] - test["val"],
        test=sum(test.values()),
    )


@needs_real
def test_real_label_maps_convert(tmp_path):
    expected = json.loads((REAL / "expected.json").read_text())
    Image.new("RGB", (1280, 720)).save(tmp_path / "black.jpg")
    for split in ("train", "val"):
        (tmp_path / "images" / split).mkdir(parents=True)
        for label in (REAL / "labels" / split).iterdir():
            name = label.name.removesuffix("_train_id.png")
            (tmp_path / "images" / split / f"{name}.jpg").symlink_to(tmp_path / "black.jpg")
    split = convert_bdd(tmp_path / "images", REAL / "labels", tmp_path / "out")
    assert split.test == sum(expected[name]["any_of_three"] for name in ("train", "val"))
    assert split.train + split.validation + split.test == 250
    label = StreetScenes(tmp_path / "out", "test").read(0)[1]
    assert label.shape == (720, 1280)
    assert (label == ANOMALY).any()
