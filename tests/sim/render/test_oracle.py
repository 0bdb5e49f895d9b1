"""Ids and depth against an independent ray cast (Embree through open3d) of the same scenes."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server.render.levels import drawn
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather
from PIL import Image
from scipy.ndimage import map_coordinates

from caos.meshes import Level, Material, Mesh, Texture, merge

Floats = npt.NDArray[np.float64]
o3d = pytest.importorskip("open3d")

SKY_TAG = 11


def ray_cast(instances: list[Instance], view: View) -> Picture:
    """What a pinhole camera sees, one ray through each pixel's centre, on through the holes of textures."""
    scene = o3d.t.geometry.RaycastingScene()
    for instance in instances:
        points = world_points(instance).astype(np.float32)
        scene.add_triangles(o3d.core.Tensor(points), o3d.core.Tensor(instance.mesh.faces.astype(np.uint32)))
    rows, columns = np.mgrid[: view.height, : view.width] + 0.5
    eye, directions = np.array(view.pose.location), pixel_rays(view, rows, columns)
    shape = rows.shape
    depth = np.full(shape, np.inf)
    tag = np.full(shape, SKY_TAG, dtype=np.uint8)
    instance_id = np.zeros(shape, dtype=np.uint16)
    left, start = np.ones(shape, dtype=np.bool_), np.zeros(shape)
    while left.any():
        origins = eye + directions[left] * start[left, None]
        rays = np.concatenate([origins, directions[left]], axis=-1).astype(np.float32)
        answer = scene.cast_rays(o3d.core.Tensor(rays))
        depth[left] = start[left] + answer["t_hit"].numpy()
        geometry = np.full(shape, -1)
        geometry[left] = answer["geometry_ids"].numpy().astype(np.int64)
        face = np.zeros(shape, dtype=np.int64)
        face[left] = answer["primitive_ids"].numpy().astype(np.int64)
        left &= np.isfinite(depth)
        for number in np.unique(geometry[left]):
            seen, instance = left & (geometry == number), instances[number]
            tag[seen] = instance.mesh.face_tag[face[seen]]
            instance_id[seen] = instance.instance_id
            left[seen] = in_a_hole(instance, face[seen], view, rows[seen], columns[seen])
        start = np.where(left, depth * (1.0 + 1e-5), start)
        tag[left], instance_id[left] = SKY_TAG, 0
    return Picture(None, tag, instance_id, np.where(np.isfinite(depth), depth, 1000.0).astype(np.float32))


def world_points(instance: Instance) -> Floats:
    return instance.mesh.positions.astype(np.float64) @ instance.matrix[:3, :3].T + instance.matrix[:3, 3]


def pixel_rays(view: View, rows: Floats, columns: Floats) -> Floats:
    """(..., 3) directions through places of the picture, 1 along the view axis."""
    focal = view.width / (2.0 * np.tan(np.radians(view.fov) / 2.0))
    local = np.stack(
        [np.ones_like(rows), (columns - view.width / 2) / focal, (view.height / 2 - rows) / focal], axis=-1
    )
    return np.asarray(local @ view.pose.matrix()[:3, :3].T)


def in_a_hole(instance: Instance, face: Any, view: View, rows: Floats, columns: Floats) -> Any:
    """The rule at the head of render/textures.py, for pixels that meet the given faces of an instance."""
    mesh, eye = instance.mesh, np.array(view.pose.location)
    corners = world_points(instance)[mesh.faces[face]]
    uvs = mesh.uvs.astype(np.float64)[mesh.faces[face]]

    def uv_at(down: float, right: float) -> Floats:
        direction = pixel_rays(view, rows + down, columns + right)
        edge1, edge2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        system = np.stack([edge1, edge2, -direction], axis=-1)
        part = np.linalg.solve(system, (eye - corners[:, 0])[..., None])[..., 0]
        weights = np.stack([1.0 - part[:, 0] - part[:, 1], part[:, 0], part[:, 1]], axis=-1)
        return np.asarray(np.einsum("nc,ncd->nd", weights, uvs))

    holes = np.zeros(len(face), dtype=np.bool_)
    for number, material in enumerate(mesh.materials):
        some = mesh.face_material[face] == number
        if material.cutoff > 0.0 and some.any():
            assert material.texture is not None
            uv = uv_at(0.0, 0.0)
            right, down = uv_at(0.0, 0.5) - uv_at(0.0, -0.5), uv_at(0.5, 0.0) - uv_at(-0.5, 0.0)
            area = np.abs(right[:, 0] * down[:, 1] - right[:, 1] * down[:, 0])
            level = np.clip(np.rint(np.log2(512.0 * np.sqrt(area))), 0, 6).astype(int)
            holes |= some & below_threshold(material.texture, material.cutoff, uv, level)
    return holes


@lru_cache(maxsize=64)
def stored_levels(texture: Texture, cutoff: float) -> list[Floats]:
    plane = Image.fromarray(texture.pixels[..., 3])
    filter_ = Image.Resampling.BOX if max(plane.size) > 512 else Image.Resampling.BILINEAR
    coverage = np.array(plane.resize((512, 512), filter_), dtype=np.float64) / 255
    share = np.mean(coverage >= cutoff)
    stored = []
    for number in range(7):
        last = round(share * coverage.size)
        falling = [2.0, *np.sort(coverage.ravel())[::-1], -1.0]
        least = cutoff if number == 0 else (falling[last] + falling[last + 1]) / 2
        stored.append(np.clip(0.5 + (1 if number == 0 else 4) * (coverage - least), 0, 1))
        coverage = coverage.reshape(len(coverage) // 2, 2, -1, 2).mean(axis=(1, 3))
    return stored


def below_threshold(texture: Texture, cutoff: float, uv: Floats, level: Any) -> Any:
    below = np.zeros(len(uv), dtype=np.bool_)
    for number, stored in enumerate(stored_levels(texture, cutoff)):
        here = level == number
        place = uv[here] * len(stored) - 0.5  # a texel's centre lies half a texel from its border
        value = map_coordinates(stored, [place[:, 1], place[:, 0]], order=1, mode="grid-wrap")
        below[here] = value < 0.5
    return below


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
        picture = renderer.render(view, [], Weather(), rgb=False)
        assert_agrees(picture, ray_cast(drawn(scene, view), view))


def leaves(rng: np.random.Generator) -> Texture:
    """Discs on nothing, with soft borders."""
    rows, columns = np.mgrid[:256, :256]
    coverage = np.zeros((256, 256))
    for row, column in rng.uniform(20, 236, (40, 2)):
        coverage = np.maximum(coverage, np.clip(12.0 - np.hypot(rows - row, columns - column), 0.0, 1.0))
    color = np.full((256, 256, 3), (60, 120, 40))
    return Texture("leaves", np.dstack([color, coverage * 255]).astype(np.uint8))


def tree(rng: np.random.Generator, cards: int, material: Material) -> Mesh:
    """Cards a metre or two wide, turned every way about a crown."""
    square = np.array([(-1.0, 0.0, -1.0), (1.0, 0.0, -1.0), (1.0, 0.0, 1.0), (-1.0, 0.0, 1.0)])
    made = []
    for _ in range(cards):
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0] * rng.uniform(0.4, 0.9)
        positions = (square @ turn + rng.normal(size=3) * 0.9 + (0.0, 0.0, 3.5)).astype(np.float32)
        normals = np.tile(turn[1] / np.linalg.norm(turn[1]), (4, 1)).astype(np.float32)
        uvs = (square[:, [0, 2]] * rng.uniform(0.5, 1.0)).astype(np.float32)
        faces = np.array([(0, 1, 2), (0, 2, 3)], dtype=np.int32)
        first, tag = np.zeros(2, np.int32), np.full(2, 9, np.uint8)
        made.append(Mesh(positions, normals, uvs, faces, (material,), first, tag))
    return merge(made)


@pytest.fixture(scope="module")
def grove() -> list[Instance]:
    rng = np.random.default_rng(8)
    card = Material((1.0, 1.0, 1.0), texture=leaves(rng), cutoff=0.4, translucency=0.5)
    full, simple = tree(rng, 60, card), tree(rng, 8, card)
    nothing = replace(simple, faces=simple.faces[:0], face_material=simple.face_material[:0])
    nothing = replace(nothing, face_tag=simple.face_tag[:0])
    levels = (Level(15.0, tree(rng, 20, card)), Level(30.0, simple), Level(55.0, nothing))
    found = []
    for number in range(40):
        mesh = full if number % 4 == 0 else replace(full, levels=levels)
        matrix = Pose((*rng.uniform((2, -30), (70, 30)), 0.0), (0.0, rng.uniform(0, 360), 0.0)).matrix()
        found.append(Instance(mesh, matrix, 300 + number))
    return found


@pytest.mark.parametrize(
    ("location", "rotation", "fov", "size"),
    [
        ((0.0, 0.0, 1.5), (5.0, 0.0, 0.0), 90.0, (640, 360)),
        ((35.0, -40.0, 14.0), (-25.0, 80.0, 15.0), 40.0, (401, 333)),
    ],
)
def test_agrees_with_the_ray_cast_of_leaves_and_levels(
    renderer: Any,
    grove: list[Instance],
    street_scene: list[Instance],
    location: Any,
    rotation: Any,
    fov: float,
    size: Any,
) -> None:
    view = View(Pose(location, rotation), *size, fov)
    scene = [street_scene[0], *street_scene[-10:], *grove]
    renderer.set_static(scene)
    picture = renderer.render(view, [], Weather())
    assert np.isin(picture.instance, [instance.instance_id for instance in grove]).mean() > 0.05
    assert_agrees(picture, ray_cast(drawn(scene, view), view))
    alone = renderer.render(view, [], Weather(), rgb=False)
    for field in ("tag", "instance", "depth"):
        assert np.array_equal(getattr(picture, field), getattr(alone, field)), field
