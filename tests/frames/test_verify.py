from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from caos.errors import CaosError
from caos.frames import (
    OdgtEntry,
    print_report,
    read_label,
    read_manifest,
    read_odgt,
    verify,
    write_label_set,
    write_manifest,
    write_odgt,
    write_png,
)
from caos.labels import bdd_anomaly

IMAGE = "train/images/training/t1/2.png"
LABEL = "train/annotations/training/t1/2.png"
TEST_LABEL = "test/annotations/test/t5/2.png"


def _without_manifest(root: Path) -> None:
    (root / "manifest.parquet").unlink()


def _set_pixels(path: Path, value: int) -> None:
    label = read_label(path)
    label[0, :3] = value
    write_png(path, label)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _edit_list(
    root: Path, edit: Callable[[list[OdgtEntry]], list[OdgtEntry]], name: str = "train/train.odgt"
) -> None:
    write_odgt(root / name, edit(read_odgt(root / name)))


def _edit_manifest(root: Path, **changes: object) -> None:
    records = read_manifest(root)
    write_manifest(root, [dataclasses.replace(records[0], **changes), *records[1:]])  # type: ignore[arg-type]


def _empty_lists(root: Path) -> None:
    for name in ("train/train", "train/validation", "test/test"):
        write_odgt(root / f"{name}.odgt", [])


def _share_town(root: Path) -> None:
    for kind in ("images", "annotations"):
        shutil.move(root / f"test/{kind}/test/t5", root / f"test/{kind}/test/t1")
    text = (root / "test/test.odgt").read_text()
    (root / "test/test.odgt").write_text(text.replace("/t5/", "/t1/"))


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing image": (lambda root: (root / IMAGE).unlink(), f"{IMAGE}: no such file"),
    "missing label": (lambda root: (root / LABEL).unlink(), f"{LABEL}: no such file"),
    "truncated image": (lambda root: _truncate(root / IMAGE), f"{IMAGE}: truncated"),
    "truncated label": (lambda root: _truncate(root / LABEL), f"{LABEL}: truncated"),
    "16-bit label": (lambda root: Image.new("I;16", (96, 64)).save(root / LABEL), "16-bit grey"),
    "grey image": (lambda root: Image.new("L", (96, 64)).save(root / IMAGE), "single-channel"),
    "id out of range": (
        lambda root: _set_pixels(root / LABEL, 15),
        f"{LABEL}: 3 pixels with ids outside streethazards: 15",
    ),
    "id zero": (lambda root: _set_pixels(root / TEST_LABEL, 0), f"{TEST_LABEL}: 3 pixels with ids outside"),
    "anomaly in train": (
        lambda root: _set_pixels(root / LABEL, 14),
        f"{LABEL}: 3 anomaly pixels in the train split",
    ),
    "label of another size": (
        lambda root: write_png(root / LABEL, np.ones((32, 32), np.uint8)),
        f"{LABEL}: 32 x 32 pixels, but its image has 96 x 64",
    ),
    "size unlike the list": (
        lambda root: _edit_list(root, lambda old: [dataclasses.replace(old[0], width=95), *old[1:]]),
        "0.png: 96 x 64 pixels, but train/train.odgt says 95 x 64",
    ),
    "listed twice": (lambda root: _edit_list(root, lambda old: [*old, old[0]]), "0.png: listed 2 times"),
    "not listed": (
        lambda root: shutil.copy(root / LABEL, root / "test/annotations/test/t5/77.png"),
        "test/annotations/test/t5/77.png: not in any list",
    ),
    "same picture in test": (
        lambda root: shutil.copy(root / IMAGE, root / "test/images/test/t5/2.png"),
        f"{IMAGE}: the same picture as test/images/test/t5/2.png",
    ),
    "shared town": (_share_town, "town t1 is in train and test"),
    "empty lists": (_empty_lists, "the lists are empty"),
}

MANIFEST_FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "image changed": (
        lambda root: write_png(root / IMAGE, np.zeros((64, 96, 3), np.uint8)),
        f"{IMAGE}: not the file that manifest.parquet hashed",
    ),
    "label changed": (lambda root: _set_pixels(root / LABEL, 3), f"{LABEL}: not the file that"),
    "row missing": (
        lambda root: write_manifest(root, read_manifest(root)[1:]),
        "t1/0.png: no row in manifest.parquet",
    ),
    "entry missing": (
        lambda root: _edit_list(root, lambda old: old[1:]),
        "t1/0.png: in manifest.parquet, but in no list",
    ),
    "anomaly pixels": (
        lambda root: _set_pixels(root / TEST_LABEL, 14),
        "53 anomaly pixels, but manifest.parquet says 50",
    ),
    "other pair": (
        lambda root: _edit_manifest(root, annotation=LABEL),
        f"pairs train/images/training/t1/0.png with {LABEL}",
    ),
    "other size": (lambda root: _edit_manifest(root, width=5), "split or size differ"),
    "two rows": (
        lambda root: write_manifest(
            root, [*(rows := read_manifest(root)), dataclasses.replace(rows[0], number=99)]
        ),
        "t1/0.png: 2 rows in manifest.parquet",
    ),
}


def test_sound_data_set(small: ModuleType, dataset: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = verify(dataset, progress=lambda done, total: steps.append((done, total)))
    assert report.ok
    assert report.notes == []
    assert report.has_manifest
    assert report.without_anomaly == 0
    assert dict(report.counts) == {"train": 12, "validation": 4, "test": 8}
    assert report.towns == {"train": ("t1", "t2"), "validation": ("t4",), "test": ("t5",)}
    assert steps == [(n, 24) for n in range(1, 25)]
    labels = [small.make_frame(*key)[2] for key in small.KEYS if key[0] == "train"]
    expected = np.bincount(np.concatenate(labels).ravel(), minlength=13)
    assert list(report.histogram["train"].values()) == [*expected, 0, 0, 0]
    assert report.histogram["test"]["anomaly"] == 8 * 50


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_caught_without_a_manifest(dataset: Path, fault: str) -> None:
    plant, message = FAULTS[fault]
    _without_manifest(dataset)
    assert verify(dataset).ok
    plant(dataset)
    report = verify(dataset)
    assert not report.ok
    assert any(message in problem for problem in report.problems), report.problems


@pytest.mark.parametrize("fault", [*FAULTS, *MANIFEST_FAULTS])
def test_every_fault_is_caught_with_a_manifest(dataset: Path, fault: str) -> None:
    plant, message = FAULTS.get(fault) or MANIFEST_FAULTS[fault]
    plant(dataset)
    report = verify(dataset)
    assert any(message in problem for problem in report.problems), report.problems
    assert not any("\n" in problem or str(dataset) in problem for problem in report.problems)


def test_unfinished(small: ModuleType, dataset: Path, tmp_path: Path) -> None:
    small.write_dataset(tmp_path / "new", finish=False)
    with pytest.raises(CaosError, match=r"unfinished \(24 frames written\)"):
        verify(tmp_path / "new")
    shutil.copytree(tmp_path / "new/.journal", dataset / ".journal")
    assert "unfinished: 24 frames" in verify(dataset).problems[0]


def test_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such folder"):
        verify(tmp_path / "nowhere")
    with pytest.raises(CaosError, match="no data set here"):
        verify(tmp_path)


def test_photographs_with_links_and_void(tmp_path: Path) -> None:
    """The shape of a converted BDD-Anomaly: linked JPEGs, void pixels, one folder name in all splits."""
    label_set = bdd_anomaly(["train"])
    write_label_set(tmp_path, label_set)
    rng = np.random.default_rng(5)
    for split, folder, archive in (("train", "training", "train"), ("test", "test", "test")):
        Image.fromarray(rng.integers(0, 256, (8, 8, 3), dtype=np.uint8)).save(tmp_path / f"{split}-photo.jpg")
        image = tmp_path / archive / "images" / folder / "bdd" / "x.jpg"
        image.parent.mkdir(parents=True)
        image.symlink_to(tmp_path / f"{split}-photo.jpg")
        write_png(tmp_path / archive / "annotations" / folder / "bdd" / "x.png", np.eye(8, dtype=np.uint8))
        entry = OdgtEntry(f"images/{folder}/bdd/x.jpg", f"annotations/{folder}/bdd/x.png", 8, 8)
        write_odgt(tmp_path / archive / f"{split}.odgt", [entry])
    report = verify(tmp_path)
    assert report.ok, report.problems
    assert report.notes == ["no list train/validation.odgt"]
    assert report.histogram["train"]["void"] == 56
    assert report.without_anomaly == 1


def test_printed_report(dataset: Path) -> None:
    (dataset / IMAGE).unlink()
    text = _printed(dataset)
    assert "vegetation" in text
    assert "void" not in text
    assert f"problem: {IMAGE}: no such file" in text
    assert text.rstrip().endswith("1 problem.")
    for file in (dataset / "test/images").rglob("*.png"):
        file.unlink()
    for file in (dataset / "train/annotations").rglob("*.png"):
        file.unlink()
    assert "and 5 more problems" in _printed(dataset)


def test_printed_names_are_no_markup(dataset: Path) -> None:
    record = json.loads((dataset / "test/test.odgt").read_text())[:1]
    record[0]["fpath_img"] = "images/test/[bold]x/0.png"
    (dataset / "test/test.odgt").write_text(json.dumps(record))
    assert "[bold]x" in _printed(dataset)


def _printed(root: Path) -> str:
    out = io.StringIO()
    print_report(verify(root), Console(file=out, width=100))
    return out.getvalue()


def test_a_folder_whose_name_is_not_utf8(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"b\xff")
    write_manifest(root, [])
    assert read_manifest(root) == []
