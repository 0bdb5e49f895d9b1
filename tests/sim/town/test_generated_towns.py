"""The eight towns, judged by CARLA's own map library, by Embree rays and by brute force."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from collections import Counter, defaultdict

import carla
import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server.scene import SceneryItem, Town
from caos.sim.server.town import build_town, town_names

from caos.errors import CaosError

HALF_CAR = 1.2
CAR_HEIGHT = 1.8
TAG_GROUPS = {
    "roads": {1}, "sidewalks": {2}, "buildings": {3}, "walls": {4}, "fences": {5}, "poles": {6},
    "lights and signs": {7, 8}, "vegetation": {9}, "ground": {10, 25}, "cars": {14}, "props": {20},
    "road lines": {24},
}  # fmt: skip


def lane(waypoint: carla.Waypoint) -> tuple[int, int, int]:
    return waypoint.road_id, waypoint.section_id, waypoint.lane_id


def reached(edges: dict[object, set[object]], start: object) -> set[object]:
    seen, todo = {start}, [start]
    while todo:
        for following in edges[todo.pop()] - seen:
            seen.add(following)
            todo.append(following)
    return seen


def test_names_and_errors() -> None:
    assert town_names() == (*(f"Town0{number}" for number in range(1, 8)), "Town10HD")
    with pytest.raises(CaosError, match=r"Twon03.*Town0"):
        build_town("Twon03")


def test_every_lane_reaches_every_lane(carla_map: carla.Map) -> None:
    edges: defaultdict[object, set[object]] = defaultdict(set)
    back: defaultdict[object, set[object]] = defaultdict(set)
    for here, there in carla_map.get_topology():
        edges[lane(here)].add(lane(there))
        back[lane(there)].add(lane(here))
    lanes = {lane(waypoint) for waypoint in carla_map.generate_waypoints(5.0)}
    start = next(iter(sorted(lanes)))
    assert lanes <= reached(edges, start)
    assert lanes <= reached(back, start)


def test_no_lane_ends_and_junctions_offer_turns(carla_map: carla.Map) -> None:
    choices = Counter(len(waypoint.next(3.0)) for waypoint in carla_map.generate_waypoints(4.0))
    assert 0 not in choices
    assert sum(count for ways, count in choices.items() if ways > 1) > 10


def test_lanes_know_their_neighbours(carla_map: carla.Map) -> None:
    waypoints = [waypoint for waypoint in carla_map.generate_waypoints(10.0) if not waypoint.is_junction]
    for waypoint in waypoints:
        side = waypoint
        while side is not None and side.lane_type != carla.LaneType.Sidewalk:
            side = side.get_right_lane()
        assert side is not None, lane(waypoint)
        assert waypoint.get_left_lane() is not None


def test_landmarks_and_crosswalks(town: Town, carla_map: carla.Map) -> None:
    assert len(carla_map.get_all_landmarks()) == len(town.signals)
    assert {landmark.id for landmark in carla_map.get_all_landmarks()} == {
        head.opendrive_id for head in town.signals
    }
    if any(head.type_id == "traffic.traffic_light" for head in town.signals):
        assert carla_map.get_crosswalks()
    geo = carla_map.transform_to_geolocation(carla.Location(0.0, 0.0, 0.0))
    assert abs(geo.latitude) > 10.0


def test_signals_stand_right_of_the_lane_they_are_for(town: Town, carla_map: carla.Map) -> None:
    for head in town.signals:
        x, y, z = head.pose.location
        waypoint = carla_map.get_waypoint(carla.Location(x, y, z))
        yaw = math.radians(waypoint.transform.rotation.yaw)
        aside = (x - waypoint.transform.location.x) * -math.sin(yaw) + (
            y - waypoint.transform.location.y
        ) * math.cos(yaw)
        assert aside > 1.0
        assert abs((head.pose.rotation[1] - waypoint.transform.rotation.yaw) % 360.0 - 180.0) < 1.0


def test_spawn_points_lie_on_lanes(town: Town, carla_map: carla.Map) -> None:
    assert len(town.spawn_points) > 100
    for pose in town.spawn_points:
        x, y, z = pose.location
        waypoint = carla_map.get_waypoint(carla.Location(x, y, z))
        at = waypoint.transform
        assert waypoint.lane_type == carla.LaneType.Driving
        assert not waypoint.is_junction
        right = at.get_right_vector()
        away = np.array([x - at.location.x, y - at.location.y])
        assert abs(away @ (right.x, right.y)) < 0.01
        assert np.linalg.norm(away) < 0.2  # CARLA finds the station itself only roughly
        assert z - at.location.z == pytest.approx(0.5)
        assert abs((pose.rotation[1] - at.rotation.yaw + 180.0) % 360.0 - 180.0) < 1.0


def corridor(carla_map: carla.Map) -> npt.NDArray[np.float64]:
    """(n, 2) points across the driven width of every lane, junctions included, sorted by x."""
    rows = []
    for waypoint in carla_map.generate_waypoints(1.2):
        at, right = waypoint.transform.location, waypoint.transform.get_right_vector()
        rows += [(at.x + side * right.x, at.y + side * right.y) for side in (-HALF_CAR, 0.0, HALF_CAR)]
    points = np.array(rows)
    return points[np.argsort(points[:, 0])]


def low_box(item: SceneryItem) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Bounds, in the item's frame, of what a car could hit; crowns and arms of lamps are above that."""
    low = item.mesh.positions[item.mesh.positions[:, 2] < CAR_HEIGHT, :2].astype(np.float64)
    return (low.min(axis=0), low.max(axis=0)) if len(low) else None


def test_nothing_solid_stands_in_a_lane(town: Town, carla_map: carla.Map) -> None:
    points = corridor(carla_map)
    boxes = {item.mesh: low_box(item) for item in town.scenery if item.solid}
    for item in town.scenery:
        box = boxes.get(item.mesh) if item.solid else None
        if box is None:
            continue
        inverse = np.linalg.inv(item.pose.matrix())
        reach = 1.5 * np.abs(box).max()
        x, y, _ = item.pose.location
        near = points[slice(*np.searchsorted(points[:, 0], (x - reach, x + reach)))]
        near = near[np.abs(near[:, 1] - y) < reach]
        local = near @ inverse[:2, :2].T + inverse[:2, 3]
        assert not ((local > box[0]) & (local < box[1])).all(axis=1).any(), item.name


def test_buildings_do_not_overlap(town: Town) -> None:
    """Sampled: no point well inside one building lies well inside another."""
    buildings = [item for item in town.scenery if item.tag == 3]
    steps = np.stack(np.meshgrid(np.linspace(0.1, 0.9, 7), np.linspace(0.1, 0.9, 7)), axis=-1).reshape(-1, 2)
    boxes = []
    for item in buildings:
        low, high = (corner[:2].astype(np.float64) for corner in item.mesh.bounds)
        matrix = item.pose.matrix()
        boxes.append((low, high, matrix, (low + steps * (high - low)) @ matrix[:2, :2].T + matrix[:2, 3]))
    points = np.stack([inside for *_, inside in boxes])
    for number, (low, high, matrix, _) in enumerate(boxes):
        inverse = np.linalg.inv(matrix)
        local = points @ inverse[:2, :2].T + inverse[:2, 3]
        hit = ((local > low + 0.05) & (local < high - 0.05)).all(axis=2).any(axis=1)
        assert set(np.flatnonzero(hit)) == {number}


def test_all_classes_are_there(town: Town) -> None:
    faces: Counter[int] = Counter()
    for item in town.scenery:
        tags, counts = np.unique(item.mesh.face_tag, return_counts=True)
        faces.update(dict(zip(tags.tolist(), counts.tolist(), strict=True)))
    for name, tags in TAG_GROUPS.items():
        assert sum(faces[tag] for tag in tags) > 0, name


def test_size_and_names(town: Town) -> None:
    assert len({item.name for item in town.scenery}) == len(town.scenery) < 10_000
    meshes = {item.mesh for item in town.scenery}
    assert sum(len(mesh.faces) for mesh in meshes) < 1_500_000
    afar = {mesh: len(mesh.levels[-1].mesh.faces if mesh.levels else mesh.faces) for mesh in meshes}
    assert sum(afar[item.mesh] for item in town.scenery) < 5_000_000  # most of a town is far away


def test_meshes_are_sound(town: Town) -> None:
    for mesh in {item.mesh for item in town.scenery}:
        assert np.isfinite(mesh.positions).all()
        assert np.abs(np.linalg.norm(mesh.normals, axis=1) - 1.0).max() < 1e-3
        assert 0 <= mesh.faces.min() <= mesh.faces.max() < len(mesh.positions)
        assert mesh.face_material.max() < len(mesh.materials)
        assert len(mesh.face_tag) == len(mesh.face_material) == len(mesh.faces)


def digest(town: Town) -> str:
    state = hashlib.sha256(town.opendrive.encode())
    for item in town.scenery:
        state.update(repr((item.name, item.pose, item.tag, item.solid, item.layer)).encode())
        for array in (
            item.mesh.positions,
            item.mesh.normals,
            item.mesh.uvs,
            item.mesh.faces,
            item.mesh.face_tag,
        ):
            state.update(array.tobytes())
    state.update(repr((town.spawn_points, town.signals)).encode())
    return state.hexdigest()


def test_same_name_same_bytes_in_another_process(town: Town) -> None:
    if town.name != "Town06":
        pytest.skip("one town is enough")
    code = (
        "import importlib.util as u, sys; s = u.spec_from_file_location('t', sys.argv[1]);"
        "m = u.module_from_spec(s);"
        "s.loader.exec_module(m); print(m.digest(m.build_town(sys.argv[2])))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, __file__, town.name],
        env={**os.environ, "PYTHONHASHSEED": "77"}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert told.stdout.split()[-1] == digest(town)
