"""Scenery models: size, tags, budgets, determinism."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from caos.sim.server import models

from caos.meshes import Mesh


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


Sample = tuple[Callable[[], Mesh], set[int], int, tuple[float, float, float]]


def family(make: Callable[[str], Mesh], kinds: tuple[str, ...], *rest: object) -> dict[str, Sample]:
    return {f"{make.__name__} {kind}": (partial(make, kind), *rest) for kind in kinds}  # type: ignore[dict-item]


def a_tree(species: str) -> Mesh:
    return models.tree(rng(), species=species, height=9.0)


def a_fence(kind: str) -> Mesh:
    return models.fence(6.0, kind)


def a_wall(kind: str) -> Mesh:
    return models.wall(6.0, 1.5, kind)


# name -> maker, tags, triangles at most, rough size (x, y, z)
SCENERY: dict[str, Sample] = {
    **family(a_tree, models.TREE_SPECIES, {9}, 4200, (6, 6, 9.3)),
    **family(a_fence, models.FENCE_KINDS, {5}, 1200, (6, 0.2, 1.5)),
    **family(a_wall, models.WALL_KINDS, {4}, 300, (6.1, 0.6, 1.7)),
    **family(models.traffic_sign, models.SIGN_KINDS, {6, 8}, 300, (0.1, 0.8, 2.85)),
    "bush": (lambda: models.bush(rng()), {9}, 1500, (1.3, 1.3, 1.1)),
    "hedge": (lambda: models.hedge(4.0), {9}, 1500, (4.1, 0.9, 1.4)),
    "lamp": (lambda: models.street_lamp(7.0), {6}, 500, (2.3, 0.35, 7.0)),
    "light": (models.traffic_light, {6, 7}, 600, (0.6, 0.55, 3.5)),
    "bench": (models.bench, {20}, 600, (0.6, 1.7, 0.95)),
    "bin": (models.litter_bin, {20}, 700, (0.5, 0.5, 1.0)),
    "hydrant": (models.hydrant, {20}, 800, (0.4, 0.5, 0.8)),
    "mailbox": (models.mailbox, {20}, 400, (0.55, 0.6, 1.2)),
    "bus stop": (models.bus_stop, {20}, 500, (1.7, 4.3, 3.0)),
    "planter": (lambda: models.planter(rng()), {20}, 1000, (1.1, 1.1, 0.95)),
    "parked car": (lambda: models.parked_car(rng()), {14}, 8200, (4.6, 2.1, 1.5)),
}  # fmt: skip


def check_mesh(mesh: Mesh) -> None:
    for part in (mesh.positions, mesh.normals, mesh.uvs):
        assert np.isfinite(part).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)
    assert mesh.faces.min() >= 0
    assert mesh.faces.max() < len(mesh.positions)
    assert mesh.face_material.max() < len(mesh.materials)
    for material in mesh.materials:
        assert all(0.0 <= part <= 1.0 for part in material.color)


@pytest.mark.parametrize("name", SCENERY)
def test_scenery(name: str) -> None:
    make, tags, budget, size = SCENERY[name]
    mesh = make()
    check_mesh(mesh)
    assert set(mesh.face_tag) == tags
    assert len(mesh.faces) <= budget
    low, high = mesh.bounds
    assert abs(low[2]) < 0.02, "stands on the ground"
    extent = high - low
    np.testing.assert_allclose(extent, size, rtol=0.65, atol=0.15)
    again = make()
    assert np.array_equal(again.positions, mesh.positions)
    assert again.materials == mesh.materials, "textures are shared, colours drawn again alike"


def test_long_things_have_the_length_asked_for() -> None:
    for mesh in (models.fence(7.0, "picket"), models.wall(7.0, 2.0, "brick"), models.hedge(7.0)):
        low, high = mesh.bounds
        assert high[0] - low[0] == pytest.approx(7.0, abs=0.35)
        assert low[0] + high[0] == pytest.approx(0.0, abs=0.2)


def test_fences_can_be_looked_through() -> None:
    """Most of a railing is air."""
    mesh = models.fence(4.0, "metal")
    corners = mesh.positions[mesh.faces].astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2
    assert np.clip(-cross[:, 1], 0, None).sum() < 0.45 * 4.0 * 1.3


def test_front_faces_ahead() -> None:
    """The street front of a building is where the door is: more triangles lie at its +x side."""
    mesh = models.building(rng(), style="shop", width=12, depth=10, storeys=3)
    middle = mesh.positions[mesh.faces].mean(axis=1)
    low_floor = middle[:, 2] < 4
    assert (middle[low_floor, 0] > 4.9).sum() > (middle[low_floor, 0] < -4.9).sum()


@pytest.mark.parametrize(
    "call",
    [
        lambda: models.building(rng(), style="igloo", width=9, depth=9, storeys=1),
        lambda: models.tree(rng(), species="cactus", height=5),
        lambda: models.fence(3, "glass"),
        lambda: models.wall(3, 1, "paper"),
        lambda: models.traffic_sign("go"),
    ],
)
def test_unknown_kinds_list_the_known(call: Callable[[], Mesh]) -> None:
    with pytest.raises(ValueError, match="known:"):
        call()


def test_a_texture_is_painted_once() -> None:
    assert models.texture("brick") is models.texture("brick")
    assert models.texture("brick", 1) is not models.texture("brick")
