"""What lies beside a frame agrees with its pixels, with its boxes and with the client's own geometry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.connect import connect  # noqa: E402
from caos.sim.extras.objects import camera_model, pose_matrix, transform_pose  # noqa: E402
from caos.sim.plan import plan  # noqa: E402
from caos.sim.scenario import Scenario, with_extras  # noqa: E402
from caos.sim.shots import Shot, write_shot  # noqa: E402
from caos.sim.stage import Stage, open_stage, stepped_by_hand  # noqa: E402

from caos.catalogue import read_catalogue  # noqa: E402
from caos.errors import CaosError  # noqa: E402
from caos.frames import (  # noqa: E402
    FrameRecord,
    FrameWriter,
    OrientedBox,
    extra_files,
    read_boxes,
    read_camera,
    read_depth,
    read_image,
    read_instances,
    read_label,
)
from caos.labels import STREETHAZARDS  # noqa: E402


@pytest.fixture(scope="module")
def rich_stage(scenario: Scenario, catalogue: Path) -> Iterator[Stage]:
    with (
        connect(catalogue=catalogue) as session,
        stepped_by_hand(session),
        open_stage(
            session, with_extras(scenario, ["all"]), "Town05", seed=1, catalogue=catalogue,
            entries=read_catalogue(catalogue),
        ) as opened,
    ):  # fmt: skip
        yield opened


@pytest.fixture(scope="module")
def shots(rich_stage: Stage, scenario: Scenario) -> list[Shot]:
    return [rich_stage.shoot(frame) for frame in plan(scenario) if frame.split == "test"]


@pytest.fixture(scope="module")
def written(shots: list[Shot], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[FrameRecord]]:
    root = tmp_path_factory.mktemp("rich")
    writer = FrameWriter(root, STREETHAZARDS)
    return root, [write_shot(writer, shot) for shot in shots]


Written = tuple[Path, list[FrameRecord]]


def test_boxes_are_those_of_the_instances(written: Written) -> None:
    root, records = written
    kinds: set[str] = set()
    for record in records:
        ids, rows = read_instances(extra_files(root, record, "instances")[1])
        boxes = read_boxes(extra_files(root, record, "boxes")[0])
        assert [row.id for row in rows if row.kind != "scenery"] == [box.id for box in boxes]
        for box in boxes:
            inside = [(x, y) for y in range(ids.shape[0]) for x in range(ids.shape[1]) if ids[y, x] == box.id]
            left, top = (min(point[axis] for point in inside) for axis in (0, 1))
            right, bottom = (max(point[axis] for point in inside) + 1 for axis in (0, 1))
            assert box.visible == (left, top, right, bottom)
            assert box.projected[0] - 1 <= left
            assert right <= box.projected[2] + 1
            assert box.projected[1] - 1 <= top
            assert bottom <= box.projected[3] + 1
            kinds.add(box.kind)
    assert kinds == {"anomaly", "vehicle", "walker"}


def test_depth_lies_in_the_boxes(written: Written) -> None:
    root, records = written
    for record in records:
        ids, _ = read_instances(extra_files(root, record, "instances")[1])
        depth = read_depth(extra_files(root, record, "depth")[0])
        camera = read_camera(extra_files(root, record, "camera")[0])
        for box in read_boxes(extra_files(root, record, "boxes")[0]):
            rows, columns = np.nonzero(ids == box.id)
            homogeneous = np.stack([columns + 0.5, rows + 0.5, np.ones(len(rows))])
            right, down, ahead = np.linalg.inv(camera.intrinsics) @ homogeneous * depth[rows, columns]
            local = np.stack([ahead, right, -down, np.ones(len(rows))])
            world = (camera.camera_to_world @ local)[:3].T
            for points, solid in ((world, box.world), (local[:3].T, box.camera)):
                assert (outside(points, solid) < 0.1).mean() > 0.9, box


def outside(points: np.ndarray, solid: OrientedBox) -> np.ndarray:
    """Metres by which points lie outside a box, negative inside."""
    own = (points - np.array(solid.center)) @ np.array(solid.rotation)
    return (np.abs(own) - np.array(solid.half)).max(axis=1)


def test_anomalies_are_the_labels_and_the_twin_lacks_them(written: Written) -> None:
    root, records = written
    for record in records:
        ids, rows = read_instances(extra_files(root, record, "instances")[1])
        label = read_label(root / record.annotation)
        own = [row.id for row in rows if row.kind == "anomaly"]
        np.testing.assert_array_equal(label == 14, np.isin(ids, own))
        assert [row.model for row in rows if row.kind == "anomaly"] == [record.anomalies[0].model_id]
        twin = read_label(extra_files(root, record, "twin_annotations")[0])
        np.testing.assert_array_equal(twin[label != 14], label[label != 14])
        assert not (twin == 14).any()
        image, without = (
            read_image(file).astype(int)
            for file in (root / record.image, extra_files(root, record, "twin")[0])
        )
        change = np.abs(image - without).max(axis=2)
        assert change[label == 14].mean() > 5 * change[label != 14].mean()


def test_the_middle_of_the_sequence_is_the_frame(written: Written) -> None:
    root, records = written
    for record in records:
        pictures = [file for file in extra_files(root, record, "sequence") if file.suffix == ".png"]
        labels = extra_files(root, record, "sequence_annotations")
        assert [file.name for file in pictures] == [f"{i}.png" for i in range(5)]
        assert pictures[2].read_bytes() == (root / record.image).read_bytes()
        assert labels[2].read_bytes() == (root / record.annotation).read_bytes()
        assert len({file.read_bytes() for file in pictures}) == 5


def test_extras_follow_from_the_plan_alone(rich_stage: Stage, scenario: Scenario, shots: list[Shot]) -> None:
    frames = [frame for frame in plan(scenario) if frame.split == "test"]
    for frame, shot in reversed(list(zip(frames, shots, strict=True))):
        assert rich_stage.shoot(frame).extras == shot.extras


def test_extras_leave_the_frame_as_it_is(rich_stage: Stage, scenario: Scenario, shots: list[Shot]) -> None:
    plain = replace(rich_stage, scenario=scenario)
    frame = next(frame for frame in plan(scenario) if frame.split == "test")
    shot = plain.shoot(frame)
    np.testing.assert_array_equal(shot.image, shots[0].image)
    np.testing.assert_array_equal(shot.label, shots[0].label)
    assert shot.extras == ()


def test_matrices_are_the_clients() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, y, z, pitch, yaw, roll = rng.uniform(-180, 180, 6)
        transform = carla.Transform(carla.Location(x, y, z), carla.Rotation(pitch, yaw, roll))
        expected = np.array(transform.get_matrix())
        np.testing.assert_allclose(pose_matrix(transform_pose(transform)), expected, atol=1e-4)


def test_intrinsics_keep_the_field_of_view() -> None:
    camera = camera_model(1280, 720, 70.0, (0.0,) * 6)
    edge = np.array([np.tan(np.radians(35.0)), 0.0, 1.0])
    np.testing.assert_allclose(camera.intrinsics @ edge, [1280.0, 360.0, 1.0])


def test_an_unknown_extra_is_refused(scenario: Scenario) -> None:
    with pytest.raises(CaosError, match="--extras depht: unknown; known: instances, depth"):
        with_extras(scenario, ["depht"])
