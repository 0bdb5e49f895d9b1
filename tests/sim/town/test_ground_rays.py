"""Rays straight down on the ground meet the right surface at the right height (Embree, through open3d)."""

from __future__ import annotations

from pathlib import Path

import carla
import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server.scene import Town
from caos.sim.server.town import town_from_opendrive

from caos.meshes import merge

o3d = pytest.importorskip("open3d")

MAPS = Path(__file__).parents[4] / "shared" / "maps"
ROAD, SIDEWALK, LINE = 1, 2, 24
GROUND = ("Road_", "Terrain_", "Hills_")
PAINT = 0.007
FLOOR = 0.0041  # of a junction, below its streets


class Below:
    """What lies below points of a town: its ground, without what stands or grows on it."""

    def __init__(self, town: Town) -> None:
        mesh = merge([item.mesh for item in town.scenery if item.name.startswith(GROUND)])
        self.tags = mesh.face_tag
        self.scene = o3d.t.geometry.RaycastingScene()
        self.scene.add_triangles(
            o3d.core.Tensor(mesh.positions), o3d.core.Tensor(mesh.faces.astype(np.uint32))
        )

    def __call__(
        self, points: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float64]]:
        """Tags and heights under points (n, 3), looking down from 1 m above them."""
        rays = np.zeros((len(points), 6), dtype=np.float32)
        rays[:, :3], rays[:, 5] = points + np.array([0.0, 0.0, 1.0]), -1.0
        hit = self.scene.cast_rays(o3d.core.Tensor(rays))
        distance = hit["t_hit"].numpy()
        assert np.isfinite(distance).all(), "a hole in the ground"
        return self.tags[hit["primitive_ids"].numpy()], points[:, 2] + 1.0 - distance


def across_lanes(carla_map: carla.Map, spacing: float) -> npt.NDArray[np.float64]:
    """(n, 3) points all over the driving lanes, 5 cm inside their borders."""
    rows = []
    for waypoint in carla_map.generate_waypoints(spacing):
        at, right = waypoint.transform.location, waypoint.transform.get_right_vector()
        half = 0.5 * waypoint.lane_width - 0.05
        rows += [
            (at.x + half * part * right.x, at.y + half * part * right.y, at.z)
            for part in (-1, -0.5, 0, 0.5, 1)
        ]
    return np.array(rows)


def sidewalks(carla_map: carla.Map, spacing: float) -> npt.NDArray[np.float64]:
    rows = []
    for waypoint in carla_map.generate_waypoints(spacing):
        side = waypoint
        while side is not None and side.lane_type != carla.LaneType.Sidewalk:
            side = side.get_right_lane()
        if side is not None and side.lane_width > 0.5:
            at = side.transform.location
            rows.append((at.x, at.y, at.z))
    return np.array(rows)


def test_driving_lanes_are_road(town: Town, carla_map: carla.Map) -> None:
    points = across_lanes(carla_map, 1.7)
    tags, heights = Below(town)(points)
    assert np.isin(tags, (ROAD, LINE)).all()
    assert 0.005 < (tags == LINE).mean() < 0.2
    above = heights - points[:, 2]
    assert above.max() < PAINT
    assert above.min() > -FLOOR


def test_sidewalks_are_sidewalk_and_raised(town: Town, carla_map: carla.Map) -> None:
    points = sidewalks(carla_map, 2.3)
    tags, heights = Below(town)(points)
    good = (tags == SIDEWALK) & (np.abs(heights - points[:, 2] - 0.15) < 1e-3)
    assert good.mean() > 0.998  # a ray may slip between two roads that meet


def test_no_holes_and_no_hills_near_the_town(town: Town) -> None:
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(-1500.0, 1500.0, (20_000, 2)), np.full(20_000, 150.0)])
    tags, heights = Below(town)(points)
    assert set(np.unique(tags)) <= {ROAD, SIDEWALK, LINE, 10, 25}
    assert heights.min() > -0.5
    spawns = np.array([pose.location[:2] for pose in town.spawn_points])
    low, high = spawns.min(axis=0) - 300.0, spawns.max(axis=0) + 300.0
    near = ((points[:, :2] > low) & (points[:, :2] < high)).all(axis=1)
    assert heights[near].max() < 0.151
    assert 2.0 < heights[~near].max() < 100.0


def test_crosswalks_of_the_map_are_painted(town: Town, carla_map: carla.Map) -> None:
    """CARLA closes each outline with its first corner; half of what it encloses is stripes."""
    corners = np.array([(at.x, at.y, at.z) for at in carla_map.get_crosswalks()]).reshape(-1, 5, 3)
    if not len(corners):
        assert town.name == "Town06"
        return
    a, b, _, d, _ = corners.transpose(1, 0, 2)
    u, v = (axis.ravel() for axis in np.meshgrid(np.linspace(0.05, 0.95, 9), np.linspace(0.04, 0.96, 41)))
    points = a[:, None] + u[:, None] * (b - a)[:, None] + v[:, None] * (d - a)[:, None]
    tags, _ = Below(town)(points.reshape(-1, 3))
    assert 0.25 < (tags == LINE).mean() < 0.6
    painted = (tags.reshape(len(corners), -1) == LINE).mean(axis=1)
    assert painted.min() > 0.15


def test_marks_lie_on_roads(town: Town, carla_map: carla.Map) -> None:
    """Every painted face is over a lane; crosswalks reach over medians and round corners."""
    meshes = [item.mesh for item in town.scenery if item.name.startswith("Road")]
    marks = np.concatenate(
        [mesh.positions[mesh.faces[mesh.face_tag == LINE]].mean(axis=1) for mesh in meshes]
    )
    for x, y, _ in marks[:: max(len(marks) // 300, 1)].tolist():
        waypoint = carla_map.get_waypoint(carla.Location(x, y, 0.0), lane_type=carla.LaneType.Any)
        away = waypoint.transform.location.distance(carla.Location(x, y, 0.0))
        assert away < max(0.5 * waypoint.lane_width, 1.7) + 0.7


def test_junctions_have_one_surface(town: Town, carla_map: carla.Map) -> None:
    """No two level road faces lie at one height inside a junction: they would flicker."""
    inside = [waypoint for waypoint in carla_map.generate_waypoints(4.0) if waypoint.is_junction]
    points = np.array([(w.transform.location.x, w.transform.location.y) for w in inside])
    meshes = [item.mesh for item in town.scenery if item.name.startswith("Road")]
    mesh = merge(meshes)
    scene = o3d.t.geometry.RaycastingScene()
    scene.add_triangles(o3d.core.Tensor(mesh.positions), o3d.core.Tensor(mesh.faces.astype(np.uint32)))
    rays = np.column_stack(
        [points + 0.013, np.full(len(points), 0.08), np.tile((0.0, 0.0, -1.0), (len(points), 1))]
    )
    hits = scene.list_intersections(o3d.core.Tensor(rays.astype(np.float32)))
    ray, depth = hits["ray_ids"].numpy(), hits["t_hit"].numpy()
    order = np.lexsort((depth, ray))
    same = np.diff(ray[order]) == 0
    close = same & (np.diff(depth[order]) < 3e-4)
    assert close.sum() < 0.08 * len(points)  # seams between quads, and rims of streets that meet askew


def test_broken_line_is_cut_into_the_road() -> None:
    """Two dashes per five cells of 1.5 m: 0.4 of the centre line is painted, at the height of the road."""
    text = STRAIGHT.format(mark="broken")
    below = Below(town_from_opendrive("Straight", text))
    x = np.linspace(0.01, 74.99, 3000)
    tags, heights = below(np.column_stack([x, np.zeros_like(x), np.zeros_like(x)]))
    assert (tags == LINE).mean() == pytest.approx(0.4, abs=0.01)
    assert (tags[(x % 7.5) < 2.9] == LINE).all()
    assert np.abs(heights).max() < 1e-6
    beside, _ = below(np.column_stack([x, np.full_like(x, 0.2), np.zeros_like(x)]))
    assert (beside == ROAD).all()


STRAIGHT = """<OpenDRIVE><header revMajor="1" revMinor="4"/>
<road name="r" length="75" id="1" junction="-1"><link/>
<planView><geometry s="0" x="0" y="0" hdg="0" length="75"><line/></geometry></planView>
<elevationProfile/><lanes><laneSection s="0">
<left><lane id="1" type="driving" level="false"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></left>
<center><lane id="0" type="none" level="false">
<roadMark sOffset="0" type="{mark}" color="white" width="0.15"/></lane></center>
<right><lane id="-1" type="driving" level="false">
<width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right>
</laneSection></lanes></road></OpenDRIVE>"""


REAL = [
    "Town01",
    "Town02",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("Town04", "Town06", "Town07", "Town10HD")),
]


@pytest.mark.parametrize("name", REAL)
def test_real_maps(name: str) -> None:
    """CARLA's own towns: lanes are road at the height of the lane, hills and bridges included."""
    path = MAPS / f"{name}.xodr"
    if not path.exists():
        pytest.skip(f"no {path}")
    text = path.read_text()
    town = town_from_opendrive(name, text)
    carla_map = carla.Map(name, text)
    points = across_lanes(carla_map, 5.0)
    tags, heights = Below(town)(points)
    assert np.isin(tags, (ROAD, LINE)).mean() > 0.97
    assert (np.abs(heights - points[:, 2]) < 0.05).mean() > 0.97
    assert len(town.spawn_points) > 60
    assert sum(item.tag == 3 for item in town.scenery) > 50
