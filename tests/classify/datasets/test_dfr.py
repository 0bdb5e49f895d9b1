from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caos.classify.datasets import DfrOptions, convert_dfr, list_splits, read_images
from caos.classify.datasets.dfr import CONVENTIONS, Setting, shifted_settings, split_names
from caos.classify.datasets.dfr_convert import PUBLISHED, compare_with_published
from caos.classify.datasets.manifest import ManifestHead, read_head, write_manifest

from caos.errors import CaosError

Garment = dict[str, Any]
NewGarment = Callable[..., Garment]
ATTRIBUTE_ORDER = ("scale", "occlusion", "viewpoint", "zoom_in")


def test_thesis_sets() -> None:
    """Section 6.4: medium scale, medium occlusion, side/back, no zoom-in; eight sets alter one attribute."""
    assert CONVENTIONS["thesis"] == Setting(scale=2, occlusion=2, viewpoint=3, zoom_in=1)
    assert shifted_settings("thesis") == {
        "occlusion-slight": (2, 1, 3, 1),
        "occlusion-heavy": (2, 3, 3, 1),
        "scale-small": (1, 2, 3, 1),
        "scale-large": (3, 2, 3, 1),
        "viewpoint-frontal": (2, 2, 2, 1),
        "viewpoint-not-worn": (2, 2, 1, 1),
        "zoom-medium": (2, 2, 3, 2),
        "zoom-large": (2, 2, 3, 3),
    }
    assert split_names("thesis")[:2] == ("train", "iid")


def test_released_sets() -> None:
    """The arguments of the released eval.sh: scales 2, occlusion 2, viewpoint 2, zoom 1, one altered."""
    arguments = [(1, 2, 2, 1), (3, 2, 2, 1), (2, 1, 2, 1), (2, 3, 2, 1)]
    arguments += [(2, 2, 1, 1), (2, 2, 3, 1), (2, 2, 2, 2), (2, 2, 2, 3)]
    assert sorted(shifted_settings("released").values()) == sorted(arguments)
    assert set(PUBLISHED) == {"train", *shifted_settings("released")}


def test_each_rule_on_one_picture_each(deepfashion2: Any, new_garment: NewGarment, tmp_path: Path) -> None:
    deepfashion2.add("train", 1, new_garment(1))
    deepfashion2.add("validation", 1, new_garment(2))
    changes = [{"occlusion": 1}, {"occlusion": 3}, {"scale": 1}, {"scale": 3}]
    changes += [{"viewpoint": 2}, {"viewpoint": 1}, {"zoom_in": 2}, {"zoom_in": 3}]
    for number, change in enumerate(changes, 2):
        deepfashion2.add("train", number, new_garment(number, **change))
        deepfashion2.add("validation", number, new_garment(number, **change))
    deepfashion2.add("train", 90, new_garment(1, scale=1, occlusion=1))  # two altered: of no set
    counts = convert_dfr(deepfashion2.root, tmp_path / "dfr")
    assert counts == {"train": 1, "iid": 1, **dict.fromkeys(shifted_settings("thesis"), 2)}
    assert list_splits("dfr", tmp_path / "dfr") == split_names("thesis")
    assert read_images("dfr", tmp_path / "dfr", "train").files == ("train/image/000001.jpg",)
    assert read_images("dfr", tmp_path / "dfr", "iid").files == ("validation/image/000001.jpg",)
    for number, name in enumerate(shifted_settings("thesis"), 2):
        images = read_images("dfr", tmp_path / "dfr", name)
        file = f"image/{number:06d}.jpg"
        assert images.files == (f"train/{file}", f"validation/{file}")
        assert images.multi_label
        assert images.labels.tolist() == [[int(label == number - 1) for label in range(13)]] * 2
        assert all(path.is_file() for path in images.paths())


def test_validation_alone_is_tested_in_the_broad_partition(
    deepfashion2: Any, new_garment: NewGarment, tmp_path: Path
) -> None:
    deepfashion2.add("train", 1, new_garment(1))
    deepfashion2.add("train", 2, new_garment(2, scale=1))
    deepfashion2.add("train", 3, new_garment(3, scale=1, zoom_in=3))
    deepfashion2.add("validation", 4, new_garment(4, scale=1))
    deepfashion2.add("validation", 5, new_garment(5))
    convert_dfr(deepfashion2.root, tmp_path / "dfr", DfrOptions(partition="broad"))
    files = {
        name: read_images("dfr", tmp_path / "dfr", name).files for name in ("train", "iid", "scale-small")
    }
    assert files == {
        "train": ("train/image/000001.jpg", "train/image/000003.jpg"),
        "iid": ("validation/image/000005.jpg",),
        "scale-small": ("validation/image/000004.jpg",),
    }


def test_labels_are_of_the_garments_that_belong(
    deepfashion2: Any, new_garment: NewGarment, tmp_path: Path
) -> None:
    garments = new_garment(1), new_garment(5), new_garment(9, zoom_in=2), new_garment(13, scale=3, zoom_in=2)
    deepfashion2.add("train", 1, *garments)
    deepfashion2.add("train", 2, new_garment(1), new_garment(1))
    deepfashion2.add("validation", 1, new_garment(2))
    convert_dfr(deepfashion2.root, tmp_path / "any")
    train = read_images("dfr", tmp_path / "any", "train")
    assert [np.flatnonzero(row).tolist() for row in train.labels] == [[0, 4], [0]]
    zoomed = read_images("dfr", tmp_path / "any", "zoom-medium")
    assert np.flatnonzero(zoomed.labels[0]).tolist() == [8]
    assert read_head(tmp_path / "any").settings["also_in_train"]["zoom-medium"] == 1
    counts = convert_dfr(deepfashion2.root, tmp_path / "all", DfrOptions(items="all"))
    assert (counts["train"], counts["zoom-medium"]) == (1, 0)


def _by_hand(root: Path, convention: str, partition: str, rule: str) -> dict[str, dict[str, list[int]]]:
    """The sets, picture by picture from the files; nothing of the product but the settings."""
    usual = tuple(CONVENTIONS[convention])
    shifts = {name: tuple(setting) for name, setting in shifted_settings(convention).items()}
    sets: dict[str, dict[str, list[int]]] = {name: {} for name in split_names(convention)}
    for path in sorted(root.glob("*/annos/*.json")):
        source = path.parts[-3]
        garments = [item for key, item in json.loads(path.read_text()).items() if key.startswith("item")]
        for name, chosen in sets.items():
            matching = []
            for item in garments:
                setting = tuple(item[attribute] for attribute in ATTRIBUTE_ORDER)
                if name == "train" and partition == "broad":
                    fits = setting not in shifts.values()
                else:
                    fits = setting == (usual if name in ("train", "iid") else shifts[name])
                allowed = {"train": ("train",), "iid": ("validation",)}.get(
                    name, ("train", "validation") if partition == "fixed" else ("validation",)
                )
                if fits and source in allowed:
                    matching.append(item["category_id"] - 1)
            if matching and (rule == "any" or len(matching) == len(garments)):
                chosen[f"{source}/image/{path.stem}.jpg"] = sorted(set(matching))
    return sets


def test_all_variants_equal_a_loop_over_the_files(
    deepfashion2: Any, new_garment: NewGarment, tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    for number in range(120):
        source = "train" if number % 3 else "validation"
        garments = []
        for _ in range(rng.integers(1, 4)):
            values = dict(zip(ATTRIBUTE_ORDER, (2, 2, int(rng.integers(2, 4)), 1), strict=True))
            if rng.random() < 0.6:
                values[str(rng.choice(ATTRIBUTE_ORDER))] = int(rng.integers(1, 4))
            garments.append(new_garment(int(rng.integers(1, 14)), **values))
        deepfashion2.add(source, number, *garments, picture=False)
        (deepfashion2.root / source / "image" / f"{number:06d}.jpg").touch()
    out = tmp_path / "dfr"
    for convention in ("thesis", "released"):
        for partition in ("fixed", "broad"):
            for rule in ("any", "all"):
                counts = convert_dfr(deepfashion2.root, out, DfrOptions(convention, partition, rule))
                expected = _by_hand(deepfashion2.root, convention, partition, rule)
                assert counts == {name: len(chosen) for name, chosen in expected.items()}
                for name, chosen in expected.items():
                    images = read_images("dfr", out, name)
                    labels = [np.flatnonzero(row).tolist() for row in images.labels]
                    assert dict(zip(images.files, labels, strict=True)) == chosen
    assert sum(counts.values()) > 20


def test_broken_garments_stop_it_or_are_left_out(
    deepfashion2: Any, new_garment: NewGarment, tmp_path: Path
) -> None:
    deepfashion2.add("train", 1, new_garment(1), new_garment(2, zoom_in=4))
    deepfashion2.add("train", 2, new_garment(3), picture=False)
    deepfashion2.add("validation", 1, new_garment(2))
    with pytest.raises(CaosError, match=r"000001.json: item2: zoom_in is 4; .*\(2 in all"):
        convert_dfr(deepfashion2.root, tmp_path / "dfr")
    assert not (tmp_path / "dfr" / "manifest.parquet").exists()
    counts = convert_dfr(deepfashion2.root, tmp_path / "dfr", DfrOptions(skip_broken=True))
    assert (counts["train"], counts["iid"]) == (1, 1)
    assert read_head(tmp_path / "dfr").settings["left_out"] == 2


def test_parts_are_read_once_and_again_when_changed(
    deepfashion2: Any, new_garment: NewGarment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caos.classify.datasets import dfr_index

    monkeypatch.setattr(dfr_index, "_PER_PART", 2)
    for number in range(5):
        deepfashion2.add("train", number, new_garment(1))
    deepfashion2.add("validation", 1, new_garment(2))
    out = tmp_path / "dfr"
    convert_dfr(deepfashion2.root, out)
    parts = sorted((out / "items").iterdir())
    assert len(parts) == 4
    first = {part: part.stat().st_mtime_ns for part in parts}
    manifest = (out / "manifest.parquet").read_bytes()
    parts[1].write_bytes(b"half")  # as a crash of the disk might leave it
    deepfashion2.add("train", 4, new_garment(1, scale=3))
    (out / "items" / ".train-00009.parquet.0123abcd.partial").touch()
    assert convert_dfr(deepfashion2.root, out)["scale-large"] == 1
    after = {part: part.stat().st_mtime_ns for part in parts}
    assert [after[part] == first[part] for part in parts] == [True, False, False, True]
    assert sorted((out / "items").iterdir()) == parts
    deepfashion2.add("train", 4, new_garment(1))
    convert_dfr(deepfashion2.root, out)
    assert (out / "manifest.parquet").read_bytes() == manifest


@pytest.mark.parametrize("how", ["link", "copy"])
def test_pictures_may_go_along(how: str, deepfashion2: Any, new_garment: NewGarment, tmp_path: Path) -> None:
    deepfashion2.add("train", 1, new_garment(1))
    deepfashion2.add("validation", 1, new_garment(2))
    out = tmp_path / "dfr"
    convert_dfr(deepfashion2.root, out, DfrOptions(pictures=how))
    (path,) = read_images("dfr", out, "train").paths()
    original = deepfashion2.root / "train" / "image" / "000001.jpg"
    assert path == (out / "images" / "train" / "image" / "000001.jpg").resolve()
    assert path.read_bytes() == original.read_bytes()
    assert path.samefile(original) == (how == "link")
    convert_dfr(deepfashion2.root, out, DfrOptions(pictures=how))


def test_nothing_fits(deepfashion2: Any, new_garment: NewGarment, tmp_path: Path) -> None:
    deepfashion2.add("train", 1, new_garment(1, scale=1, zoom_in=3))
    deepfashion2.add("validation", 1, new_garment(1, scale=1, zoom_in=3))
    with pytest.raises(CaosError, match="no garment fits"):
        convert_dfr(deepfashion2.root, tmp_path / "dfr")


def test_unknown_options() -> None:
    with pytest.raises(CaosError, match=r"unknown convention 'relased' \(did you mean 'released'"):
        DfrOptions(convention="relased")
    with pytest.raises(CaosError, match="unknown partition"):
        DfrOptions(partition="table 6.2")
    with pytest.raises(CaosError, match="unknown item rule"):
        DfrOptions(items="some")
    with pytest.raises(CaosError, match="unknown place of pictures"):
        DfrOptions(pictures="move")


def _manifest_with(folder: Path, counts: dict[str, int], convention: str, annotations: int) -> None:
    settings = {
        "convention": convention,
        "partition": "fixed",
        "items": "any",
        "left_out": 0,
        "also_in_train": {},
        "annotations": {"train": annotations, "validation": 0},
    }
    splits = split_names(convention)
    head = ManifestHead("dfr", ("top",), True, folder, splits, settings)
    names = [name for name, count in counts.items() for _ in range(count)]
    write_manifest(folder, head, {"split": names, "image": names, "labels": [[0]] * len(names)})


def test_counts_beside_table_a8(tmp_path: Path) -> None:
    """48,000 to train on and eight numbers, all in whole batches of 40."""
    assert [number % 40 for number in PUBLISHED.values()] == [0] * 9
    near = {name: number - 39 for name, number in PUBLISHED.items()} | {"iid": 5000}
    _manifest_with(tmp_path, near, "released", 200_000)
    assert compare_with_published(tmp_path) == ([], [])
    _manifest_with(tmp_path, near | {"zoom-large": 10_600}, "released", 200_000)
    assert compare_with_published(tmp_path) == (["zoom-large: 10,600 pictures, table A.8 says 10,640"], [])
    _manifest_with(tmp_path, {"train": 7}, "released", 9)
    problems, notes = compare_with_published(tmp_path)
    assert problems == []
    assert "too few" in notes[0]


def test_the_thesis_viewpoints_differ_from_table_a8_by_notes_only(tmp_path: Path) -> None:
    _manifest_with(tmp_path, {"train": 60_000}, "thesis", 200_000)
    problems, notes = compare_with_published(tmp_path)
    assert problems == []
    assert (
        notes[0] == "train: 60,000 pictures, table A.8 says 48,000 (of the released code's viewpoints: "
        "--convention released)"
    )
