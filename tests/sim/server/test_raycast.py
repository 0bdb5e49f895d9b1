"""Rays against an independent caster (Embree through open3d) and against boxes worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from caos.sim.server.raycast import RayCaster, TriangleGrid, touched_boxes, world_bounds
from caos.sim.server.scene import Instance, Pose, SceneryItem
from caos.sim.server.scenery import Scenery

from caos.meshes import Material, Mesh


def soup(rng: np.random.Generator, triangles: int, spread: float) -> Mesh:
    corners = rng.uniform(-spread, spread, (triangles, 1, 3)) + rng.uniform(-4, 4, (triangles, 3, 3))
    return Mesh(
        positions=corners.reshape(-1, 3).astype(np.float32),
        normals=np.tile(np.array([0, 0, 1], np.float32), (3 * triangles, 1)),
        uvs=np.zeros((3 * triangles, 2), np.float32),
        faces=np.arange(3 * triangles, dtype=np.int32).reshape(-1, 3),
        materials=(Material((1, 1, 1)),),
        face_material=np.zeros(triangles, np.int32),
        face_tag=rng.integers(0, 29, triangles).astype(np.uint8),
    )


def test_hits_agree_with_embree():
    o3d = pytest.importorskip("open3d")
    rng = np.random.default_rng(3)
    mesh = soup(rng, 400, 50.0)
    grid = TriangleGrid(mesh)
    scene = o3d.t.geometry.RaycastingScene()
    scene.add_triangles(o3d.core.Tensor(mesh.positions), o3d.core.Tensor(mesh.faces.astype(np.uint32)))
    starts, ends = rng.uniform(-60, 60, (2, 300, 3)).astype(np.float32)
    rays = np.concatenate([starts, ends - starts], axis=1)
    nearest = scene.cast_rays(o3d.core.Tensor(rays))
    distances, faces = nearest["t_hit"].numpy(), nearest["primitive_ids"].numpy()
    counts = scene.count_intersections(o3d.core.Tensor(rays)).numpy()  # along the whole ray, not the segment
    for start, end, distance, face, most in zip(starts, ends, distances, faces, counts, strict=True):
        hits = grid.hits(start.astype(float), (end - start).astype(float))
        assert len(hits) <= most
        if distance <= 1.0:
            assert hits[0].distance == pytest.approx(distance, abs=1e-4)
            assert hits[0].tag == mesh.face_tag[face]
        else:
            assert not hits


def test_upright_rays_agree_with_embree():
    o3d = pytest.importorskip("open3d")
    rng = np.random.default_rng(4)
    mesh = soup(rng, 400, 30.0)
    grid = TriangleGrid(mesh)
    scene = o3d.t.geometry.RaycastingScene()
    scene.add_triangles(o3d.core.Tensor(mesh.positions), o3d.core.Tensor(mesh.faces.astype(np.uint32)))
    starts = rng.uniform(-30, 30, (200, 3)).astype(np.float32)
    down = np.tile(np.array([0, 0, -100], np.float32), (200, 1))
    distances = scene.cast_rays(o3d.core.Tensor(np.concatenate([starts, down], axis=1)))["t_hit"].numpy()
    for start, distance in zip(starts, distances, strict=True):
        hits = grid.hits(start.astype(float), np.array([0.0, 0.0, -100.0]))
        assert (hits[0].distance if hits else np.inf) == pytest.approx(distance, abs=1e-4)


def test_a_scene_of_placed_meshes_agrees_with_embree():
    o3d = pytest.importorskip("open3d")
    rng = np.random.default_rng(5)
    meshes = [soup(rng, 60, 10.0) for _ in range(3)]
    poses = [
        Pose(tuple(rng.uniform(-60, 60, 3)), tuple(rng.uniform(-180, 180, 3) * (0.4, 1, 1)))
        for _ in range(12)
    ]
    items = [SceneryItem(f"Thing_{k}", meshes[k % 3], pose, tag=1) for k, pose in enumerate(poses)]
    scenery = Scenery(items, RayCaster())
    scene = o3d.t.geometry.RaycastingScene()
    for item in items:
        matrix = item.pose.matrix()
        positions = item.mesh.positions @ matrix[:3, :3].T + matrix[:3, 3]
        scene.add_triangles(
            o3d.core.Tensor(positions.astype(np.float32)), o3d.core.Tensor(item.mesh.faces.astype(np.uint32))
        )
    starts, ends = rng.uniform(-70, 70, (2, 300, 3)).astype(np.float32)
    rays = o3d.core.Tensor(np.concatenate([starts, ends - starts], axis=1))
    for start, end, distance in zip(starts, ends, scene.cast_rays(rays)["t_hit"].numpy(), strict=True):
        hits = scenery.cast(tuple(start.astype(float)), tuple((end - start).astype(float)))
        nearest = min((hit.distance for hit in hits), default=np.inf)
        assert nearest == pytest.approx(distance if distance <= 1.0 else np.inf, abs=1e-4)


def test_bounds_hold_all_vertices_tightly_enough():
    rng = np.random.default_rng(6)
    instance = Instance(soup(rng, 20, 5.0), Pose((3.0, 4.0, 5.0), (0.0, 90.0, 0.0)).matrix(), 1)
    (low,), (high,) = world_bounds([instance])
    positions = instance.mesh.positions @ instance.matrix[:3, :3].T + instance.matrix[:3, 3]
    assert low == pytest.approx(positions.min(axis=0), abs=1e-5)
    assert high == pytest.approx(positions.max(axis=0), abs=1e-5)


@pytest.mark.parametrize(
    ("origin", "direction", "touched"),
    [
        ((-1.0, 0.5, 0.5), (3.0, 0.0, 0.0), True),
        ((-1.0, 0.5, 0.5), (0.9, 0.0, 0.0), False),
        ((2.0, 0.5, 0.5), (3.0, 0.0, 0.0), False),
        ((0.5, 0.5, 0.5), (0.1, 0.0, 0.0), True),
        ((-1.0, 1.5, 0.5), (3.0, 0.0, 0.0), False),
        ((-1.0, -1.0, -1.0), (2.0, 2.0, 2.0), True),
    ],
)
def test_segments_and_boxes(origin, direction, touched):
    low, high = np.zeros((1, 3)), np.ones((1, 3))
    assert touched_boxes(low, high, np.array(origin), np.array(direction)).tolist() == [touched]


def test_shared_edges_neither_leak_nor_count_twice(small):
    block = small.block((2.0, 2.0, 2.0), 3)
    grid = TriangleGrid(block)
    hits = grid.hits(np.array([-5.0, 0.0, 1.0]), np.array([10.0, 0.0, 0.0]))  # along the faces' diagonals
    assert [hit.distance for hit in hits] == pytest.approx([0.4, 0.6])


def test_nothing_to_hit():
    assert Scenery([], RayCaster()).cast((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)) == []


def test_ground_is_what_is_not_solid(small):
    scenery = Scenery(small.small_town("Town01").scenery, RayCaster())
    assert scenery.ground_height(20.0, 3.0, 5.0) == pytest.approx(0.0, abs=1e-6)
    assert scenery.ground_height(20.0, 15.0, 50.0) is None  # a roof is no ground
    assert scenery.ground_height(20.0, 3.0, -5.0) is None
    scenery.show([0], False)
    assert scenery.ground_height(20.0, 3.0, 5.0) is None
