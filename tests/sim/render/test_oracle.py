"""Ids and depth against an independent ray cast (Embree through open3d) of the same scenes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather

o3d = pytest.importorskip("open3d")

SKY_TAG = 11


def ray_cast(instances: list[Instance], view: View) -> Picture:
    """What a pinhole camera sees, one ray through each pixel's centre."""
    scene = o3d.t.geometry.RaycastingScene()
    for instance in instances:
        points = (
            instance.mesh.positions.astype(np.float64) @ instance.matrix[:3, :3].T + instance.matrix[:3, 3]
        )
        scene.add_triangles(
            o3d.core.Tensor(points.astype(np.float32)), o3d.core.Tensor(instance.mesh.faces.astype(np.uint32))
        )
    matrix = view.pose.matrix()
    focal = view.width / (2.0 * np.tan(np.radians(view.fov) / 2.0))
    rows, columns = np.mgrid[: view.height, : view.width] + 0.5
    local = np.stack(
        [np.ones_like(rows), (columns - view.width / 2) / focal, (view.height / 2 - rows) / focal], axis=-1
    )
    directions = local @ matrix[:3, :3].T
    origins = np.broadcast_to(matrix[:3, 3], directions.shape)
    rays = np.concatenate([origins, directions], axis=-1).astype(np.float32)
    answer = scene.cast_rays(o3d.core.Tensor(rays))
    depth, geometry = answer["t_hit"].numpy(), answer["geometry_ids"].numpy().astype(np.int64)
    face = answer["primitive_ids"].numpy().astype(np.int64)
    tag = np.full(depth.shape, SKY_TAG, dtype=np.uint8)
    instance_id = np.zeros(depth.shape, dtype=np.uint16)
    for number, instance in enumerate(instances):
        seen = geometry == number
        tag[seen] = instance.mesh.face_tag[face[seen]]
        instance_id[seen] = instance.instance_id
    return Picture(None, tag, instance_id, np.where(np.isfinite(depth), depth, 1000.0).astype(np.float32))


def assert_agrees(ours: Picture, oracle: Picture) -> None:
    same_tag, same_instance = ours.tag == oracle.tag, ours.instance == oracle.instance
    # Where two surfaces lie in one place, as pieces of road do at a junction, either may be the one seen.
    same_instance |= same_tag & (np.abs(ours.depth - oracle.depth) < 1e-4 * oracle.depth)
    assert same_tag.mean() >= 0.999
    assert same_instance.mean() >= 0.999
    near = same_instance & (oracle.depth < 1000.0)
    gap = np.abs(ours.depth - oracle.depth)[near]
    assert np.mean(gap <= np.maximum(0.01 * oracle.depth[near], 0.01)) >= 0.999
    assert np.median(gap / oracle.depth[near]) < 1e-3


@pytest.mark.parametrize(
    ("location", "rotation", "fov"),
    [
        ((0.0, 0.0, 1.5), (0.0, 0.0, 0.0), 90.0),
        ((30.0, -20.0, 12.0), (-35.0, 70.0, 10.0), 60.0),
        ((90.0, 5.0, 2.0), (5.0, -170.0, -20.0), 110.0),
        ((45.0, 0.0, 40.0), (-90.0, 0.0, 0.0), 70.0),
    ],
)
def test_agrees_with_the_ray_cast_of_a_made_scene(
    renderer: Any, street_scene: list[Instance], make_view: Any, location: Any, rotation: Any, fov: float
) -> None:
    view = make_view(640, 360, fov, location=location, rotation=rotation)
    renderer.set_static(street_scene[:60])
    picture = renderer.render(view, street_scene[60:], Weather())
    assert_agrees(picture, ray_cast(street_scene, view))


def test_agrees_with_the_ray_cast_of_a_town(renderer: Any) -> None:
    town_module = pytest.importorskip("caos.sim.server.town")
    town = town_module.build_town("Town02")
    scene = [Instance(item.mesh, item.pose.matrix(), number + 1) for number, item in enumerate(town.scenery)]
    renderer.set_static(scene)
    for spawn in town.spawn_points[:: max(len(town.spawn_points) // 3, 1)][:3]:
        x, y, z = spawn.location
        view = View(Pose((x, y, z + 1.2), spawn.rotation), 640, 360, 90.0)
        assert_agrees(renderer.render(view, [], Weather(), rgb=False), ray_cast(scene, view))
