from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from caos.errors import CaosError
from caos.frames import SPLITS, WEATHER_NAMES, FrameWriter, read_manifest, verify, write_label_set
from caos.frames.writer import journal_size
from caos.labels import ANOMALY, STREETHAZARDS, bdd_anomaly


def _tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_independent_reader_sees_streethazards(small: ModuleType, dataset: Path) -> None:
    """Reads with json and Pillow alone, as existing loaders do: id - 1, anomaly = 13."""
    seen = 0
    for name in ("train/train.odgt", "train/validation.odgt", "test/test.odgt"):
        for entry in json.loads((dataset / name).read_text()):
            folder = (dataset / name).parent
            assert entry["fpath_segm"] == entry["fpath_img"].replace("images", "annotations")
            split, town = Path(name).stem, entry["fpath_img"].split("/")[2]
            _, image, label = small.make_frame(split, town, int(Path(entry["fpath_img"]).stem))
            assert np.array_equal(np.asarray(Image.open(folder / entry["fpath_img"])), image)
            target = np.asarray(Image.open(folder / entry["fpath_segm"])).astype(int) - 1
            assert np.array_equal(target, np.where(label == ANOMALY, 13, label))
            assert (entry["width"], entry["height"]) == (small.WIDTH, small.HEIGHT)
            seen += 1
    assert seen == len(small.KEYS)


def test_manifest_gives_back_what_was_written(small: ModuleType, dataset: Path) -> None:
    records = {record.key: record for record in read_manifest(dataset)}
    assert list(records) == list(small.KEYS)
    for key in small.KEYS:
        got = records[key]
        assert len(got.image_sha256) == len(got.annotation_sha256) == 64
        bare = dataclasses.replace(got, image="", annotation="", image_sha256="", annotation_sha256="")
        assert bare == small.make_frame(*key)[0]


def test_manifest_reads_plainly_with_pyarrow(dataset: Path) -> None:
    table = pq.ParquetFile(dataset / "manifest.parquet").read()
    rows = table.filter([split == "test" for split in table["split"].to_pylist()]).to_pylist()
    assert rows[0]["anomalies"][0]["category"] == "chair"
    assert rows[0]["camera"]["yaw"] == 359.9
    assert tuple(rows[0]["weather"]) == WEATHER_NAMES
    assert table.column_names[:5] == ["split", "town", "number", "image", "annotation"]


def test_any_order_gives_the_same_bytes(small: ModuleType, dataset: Path, tmp_path: Path) -> None:
    small.write_dataset(tmp_path / "other", reverse=True)
    assert _tree(tmp_path / "other") == _tree(dataset)


def test_reopening_a_finished_data_set_changes_nothing(small: ModuleType, dataset: Path) -> None:
    before = _tree(dataset)
    writer = FrameWriter(dataset, STREETHAZARDS)
    assert len(writer) == len(small.KEYS)
    assert all(writer.is_done(*key) for key in small.KEYS)
    writer.finish()
    assert _tree(dataset) == before


def test_killed_writer_resumes_to_the_same_bytes(small: ModuleType, dataset: Path, tmp_path: Path) -> None:
    root = tmp_path / "killed"
    command = [sys.executable, str(small.__file__), str(root)]
    for frames in (1, 9, 17, len(small.KEYS)):
        _run_until(command, root, frames)
        for picture in root.rglob("[0-9]*.png"):
            Image.open(picture).load()  # nothing half-written under a final name
        reopened = FrameWriter(root, STREETHAZARDS)
        assert not list(root.rglob("*.partial"))
        assert len(reopened) >= frames
        assert sum(reopened.is_done(*key) for key in small.KEYS) == len(reopened)
    small.write_dataset(root)
    assert _tree(root) == _tree(dataset)
    assert verify(root).ok


def _run_until(command: list[str], root: Path, frames: int) -> None:
    """Let the command write until the journal holds `frames` entries (or it ends), then kill it."""
    child = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while child.poll() is None and journal_size(root) < frames:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    if child.poll() is None:
        os.kill(child.pid, signal.SIGKILL)
    child.wait()


@pytest.mark.parametrize("stop_at", ["manifest", "first list", "second list", "half the journal"])
def test_killed_while_finishing(
    small: ModuleType, dataset: Path, tmp_path: Path, stop_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "killed"
    writer = small.write_dataset(root, finish=False)
    calls = {
        "manifest": ("write_manifest", 1),
        "first list": ("write_odgt", 1),
        "second list": ("write_odgt", 2),
    }
    if stop_at == "half the journal":
        monkeypatch.setattr(
            "shutil.rmtree", lambda *args, **kwargs: (root / ".journal/train/t1/3.json").unlink()
        )
        writer.finish()
    else:
        name, count = calls[stop_at]
        _fail_at_call(monkeypatch, name, count)
        with pytest.raises(SystemExit):
            writer.finish()
    monkeypatch.undo()
    small.write_dataset(root)
    assert _tree(root) == _tree(dataset)


def _fail_at_call(monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> None:
    import caos.frames.writer as module

    original, left = getattr(module, name), [count]

    def failing(*args: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise SystemExit
        original(*args)

    monkeypatch.setattr(module, name, failing)


def test_damaged_frame_is_not_done(small: ModuleType, dataset: Path) -> None:
    (dataset / "train/images/training/t1/0.png").write_bytes(b"")
    (dataset / "train/annotations/training/t1/1.png").unlink()
    before = _tree(dataset)
    writer = FrameWriter(dataset, STREETHAZARDS)
    assert [key for key in small.KEYS if not writer.is_done(*key)] == [("train", "t1", 0), ("train", "t1", 1)]
    assert not writer.is_done("train", "t1", 99)
    assert _tree(dataset) == before


def test_a_frame_can_be_written_anew(small: ModuleType, dataset: Path) -> None:
    writer = FrameWriter(dataset, STREETHAZARDS)
    record, image, label = small.make_frame("train", "t1", 0, salt=1)
    written = writer.write(record, image, label)
    assert FrameWriter(dataset, STREETHAZARDS).record("train", "t1", 0) == written
    writer.finish()
    assert len(read_manifest(dataset)) == len(small.KEYS)
    assert verify(dataset).ok


def test_keep_lists_fewer_frames_and_leaves_the_files(small: ModuleType, dataset: Path) -> None:
    FrameWriter(dataset, STREETHAZARDS).finish(keep=small.KEYS[1:])
    assert [record.key for record in read_manifest(dataset)] == list(small.KEYS[1:])
    assert verify(dataset).problems == [
        "train/images/training/t1/0.png: not in any list",
        "train/annotations/training/t1/0.png: not in any list",
    ]
    with pytest.raises(ValueError, match="never written"):
        FrameWriter(dataset, STREETHAZARDS).finish(keep=[("train", "t1", 99)])


def test_arrays_must_fit(small: ModuleType, tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path / "data", STREETHAZARDS)
    record, image, label = small.make_frame("train", "t1", 0)
    with pytest.raises(ValueError, match="its image"):
        writer.write(record, image[1:], label)
    with pytest.raises(ValueError, match="uint8"):
        writer.write(record, image, label.astype(np.int64))
    with pytest.raises(ValueError, match="no ids"):
        writer.write(record, image, np.full_like(label, 200))
    with pytest.raises(ValueError, match="no ids"):  # nothing is void in StreetHazards
        writer.write(record, image, np.full_like(label, 255))
    with pytest.raises(CaosError, match="unknown split"):
        writer.write(dataclasses.replace(record, split="val"), image, label)
    weather = {name: value for name, value in record.weather.items() if name != "wetness"}
    with pytest.raises(ValueError, match="wetness"):
        writer.write(dataclasses.replace(record, weather=weather), image, label)
    with pytest.raises(ValueError, match="finite"):
        writer.write(dataclasses.replace(record, fov=float("nan")), image, label)
    assert not list((tmp_path / "data").rglob("*.*"))


def test_refuses_what_is_not_ours(small: ModuleType, dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"labels\.json: other labels"):
        FrameWriter(dataset, bdd_anomaly(["train"]))
    (dataset / "manifest.parquet").unlink()
    with pytest.raises(CaosError, match="another origin"):
        FrameWriter(dataset, STREETHAZARDS)
    (tmp_path / "file").touch()
    with pytest.raises(CaosError, match="not a folder"):
        FrameWriter(tmp_path / "file", STREETHAZARDS)


def test_broken_journal_and_manifest_are_named(small: ModuleType, tmp_path: Path) -> None:
    root = tmp_path / "data"
    small.write_dataset(root, finish=False)
    (root / ".journal/train/t1/0.json").write_text('{"split": "train"}')
    with pytest.raises(CaosError, match=r"0\.json: not a journal entry"):
        FrameWriter(root, STREETHAZARDS)
    (tmp_path / "manifest.parquet").write_bytes(b"PAR1")
    with pytest.raises(CaosError, match=r"manifest\.parquet: not a readable Parquet"):
        read_manifest(tmp_path)
    pq.write_table(
        pq.read_table(_finished(small, root) / "manifest.parquet").drop(["seed"]),
        tmp_path / "manifest.parquet",
    )
    with pytest.raises(CaosError, match=r"other columns.*seed: uint64"):
        read_manifest(tmp_path)


def _finished(small: ModuleType, root: Path) -> Path:
    (root / ".journal/train/t1/0.json").unlink()
    small.write_dataset(root)
    return root


def test_void_needs_a_label_set_that_has_it(small: ModuleType, tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path, bdd_anomaly(["train"]))
    record, image, label = small.make_frame("train", "t1", 0)
    label[0] = 255
    writer.write(record, image, label)
    writer.finish()
    ids = np.asarray(Image.open(tmp_path / "train/annotations/training/t1/0.png"))
    assert (ids[0] == 0).all()
    assert (ids[1:] > 0).all()
    assert not SPLITS["test"].odgt_path(tmp_path).exists()


def test_labels_of_an_empty_folder_do_not_matter(tmp_path: Path) -> None:
    write_label_set(tmp_path, STREETHAZARDS)
    assert len(FrameWriter(tmp_path, STREETHAZARDS)) == 0
