"""Files beside the frames: read back as they were, checked by `verify`, kept through interruptions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pyarrow.parquet as pq
import pytest
from PIL import Image

from caos.errors import CaosError
from caos.frames import (
    CameraModel,
    ExtraData,
    FrameWriter,
    InstanceRow,
    ObjectBoxes,
    OrientedBox,
    extra_files,
    read_boxes,
    read_camera,
    read_depth,
    read_instances,
    read_manifest,
    verify,
)
from caos.frames.extras import encode_camera, encode_depth, encode_png16, encode_rows
from caos.frames.images import encode_png
from caos.labels import STREETHAZARDS

KEY = ("test", "t5", 0)


def extras_of(shape: tuple[int, int], anomalous: np.ndarray) -> list[ExtraData]:
    ids = np.where(anomalous, 2, 1).astype(np.uint16)
    count = int(anomalous.sum())
    rows = [
        InstanceRow(id=1, kind="scenery", class_name="road", model="", pixels=ids.size - count),
        InstanceRow(id=2, kind="anomaly", class_name="anomaly", model="chair-1", pixels=count),
    ]
    plain = np.ones(shape, np.uint8)
    return [
        ExtraData("instances", ".png", encode_png16(ids)),
        ExtraData("instances", ".json", encode_rows("instances", rows)),
        ExtraData("depth", ".png", encode_depth(np.full(shape, 12.345))),
        ExtraData("twin", ".png", encode_png(np.zeros((*shape, 3), np.uint8))),
        ExtraData("twin_annotations", ".png", encode_png(plain)),
    ]


@pytest.fixture
def rich(small: ModuleType, tmp_path: Path) -> Path:
    """A data set of one frame with extras."""
    record, image, label = small.make_frame(*KEY)
    writer = FrameWriter(tmp_path / "rich", STREETHAZARDS)
    writer.write(record, image, label, extras_of(label.shape, label == 254))
    writer.finish()
    return tmp_path / "rich"


def test_depth_is_centimetres_in_a_plain_png(tmp_path: Path) -> None:
    metres = np.array([[0.0, 0.014, 12.345], [655.34, 655.36, 1000.0]])
    (tmp_path / "d.png").write_bytes(encode_depth(metres))
    with Image.open(tmp_path / "d.png") as picture:  # another reader
        steps = np.asarray(picture).astype(int)
    np.testing.assert_array_equal(steps, [[0, 1, 1234], [65534, 65535, 65535]])
    back = read_depth(tmp_path / "d.png")
    assert np.isinf(back[1, 1:]).all()
    np.testing.assert_allclose(back[0], metres[0], atol=0.005001)


def test_camera_and_boxes_come_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    camera = CameraModel(96, 64, rng.random((3, 3)), rng.random((4, 4)))
    (tmp_path / "c.json").write_bytes(encode_camera(camera))
    back = read_camera(tmp_path / "c.json")
    np.testing.assert_array_equal(back.intrinsics, camera.intrinsics)
    np.testing.assert_array_equal(back.camera_to_world, camera.camera_to_world)
    box = OrientedBox(
        center=(1.0, 2.0, 3.0),
        half=(0.5, 1.0, 2.0),
        rotation=((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    )
    rows = (
        ObjectBoxes(id=1, kind="vehicle", model="a", visible=(0, 1, 2, 3), projected=(0.0, 1.0, 2.5, 3.0),
                    world=box, camera=box),
    )  # fmt: skip
    (tmp_path / "b.json").write_bytes(encode_rows("boxes", rows))
    assert read_boxes(tmp_path / "b.json") == rows


@pytest.mark.parametrize("content", [b"", b"{}", b"no json", b'{"boxes": [{}]}', b'{"camera": {}}'])
def test_broken_files_are_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "1.json"
    file.write_bytes(content)
    readers: tuple[Callable[[Path], object], ...] = (read_boxes, read_camera, read_depth, read_instances)
    for read in readers:
        with pytest.raises(CaosError, match=r"1\.json"):
            read(file)


def test_extras_are_listed_and_verify(rich: Path) -> None:
    assert verify(rich).problems == []
    (record,) = read_manifest(rich)
    (depth,) = extra_files(rich, record, "depth")
    assert depth == rich / "test/depth/test/t5/0.png"
    assert FrameWriter(rich, STREETHAZARDS).is_done(*KEY)


def test_verify_names_missing_altered_and_stray_files(rich: Path) -> None:
    (rich / "test/depth/test/t5/0.png").unlink()
    table = rich / "test/instances/test/t5/0.json"
    table.write_text(table.read_text() + "\n")
    (rich / "test/twin/test/t5/7.png").write_bytes(b"")
    told = "\n".join(verify(rich).problems)
    assert "test/depth/test/t5/0.png: no such file" in told
    assert "test/instances/test/t5/0.json: not the file" in told
    assert "test/twin/test/t5/7.png: not in manifest.parquet" in told
    assert not FrameWriter(rich, STREETHAZARDS).is_done(*KEY)


def test_an_anomaly_in_a_twin_or_in_training_is_told(small: ModuleType, tmp_path: Path) -> None:
    record, image, label = small.make_frame("train", "t1", 0)
    marked = np.zeros(label.shape, bool)
    marked[:2] = True
    extras = extras_of(label.shape, marked)
    hazard = np.where(marked, 14, 1).astype(np.uint8)
    sequence = ExtraData("sequence_annotations", "/0.png", encode_png(hazard))
    writer = FrameWriter(tmp_path, STREETHAZARDS)
    writer.write(record, image, label, [*extras, sequence])
    twin = replace(extras[-1], data=sequence.data)
    record, image, label = small.make_frame(*KEY)
    writer.write(record, image, label, [twin])
    writer.finish()
    told = "\n".join(verify(tmp_path).problems)
    assert "train/twin/training/t1/0.png: a twin in the train split" in told
    assert "anomaly chair-1 in the train split" in told
    assert "train/sequence_annotations/training/t1/0/0.png: 192 anomaly pixels in the train split" in told
    assert "test/twin_annotations/test/t5/0.png: 192 anomaly pixels in a twin" in told


def test_manifests_from_before_extras_are_read(dataset: Path) -> None:
    table = pq.read_table(dataset / "manifest.parquet", partitioning=None)
    pq.write_table(table.drop_columns(["extras"]), dataset / "manifest.parquet")
    assert all(record.extras == () for record in read_manifest(dataset))
    assert verify(dataset).problems == []


def test_journal_entries_from_before_extras_are_read(small: ModuleType, tmp_path: Path) -> None:
    FrameWriter(tmp_path, STREETHAZARDS).write(*small.make_frame(*KEY))
    (entry,) = (tmp_path / ".journal").rglob("*.json")
    row = json.loads(entry.read_text())
    del row["extras"]
    entry.write_text(json.dumps(row))
    assert FrameWriter(tmp_path, STREETHAZARDS).is_done(*KEY)
