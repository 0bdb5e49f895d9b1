"""One renderer for all tests of this folder (what was drawn before must not matter), and small scenes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from caos.sim.server.scene import Instance, Pose, View

from caos.meshes import Material, Mesh, Texture

pytest.importorskip("moderngl")

ROAD, SIDEWALK, BUILDING, POLE, CAR = 1, 2, 3, 6, 14


def box(
    size: tuple[float, float, float],
    material: Material | None = None,
    tag: int = BUILDING,
    at: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Mesh:
    """A box of `size`, standing on its origin, moved to `at`; winding is deliberately mixed."""
    corners, normals, uvs, faces = [], [], [], []
    for axis in range(3):
        for side in (-1.0, 1.0):
            first = len(corners) * 4
            normal = np.zeros(3)
            normal[axis] = side
            a, b = (np.eye(3)[other] for other in range(3) if other != axis)
            corners.append([normal + s * a + t * b for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
            normals.append([normal] * 4)
            uvs.append([(0, 0), (1, 0), (1, 1), (0, 1)])
            faces += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    positions = (np.concatenate(corners) * 0.5 + [0, 0, 0.5]) * np.array(size) + np.array(at)
    return Mesh(
        positions=positions.astype(np.float32),
        normals=np.concatenate(normals).astype(np.float32),
        uvs=np.concatenate(uvs).astype(np.float32),
        faces=np.array(faces, dtype=np.int32),
        materials=(material or Material((0.7, 0.7, 0.7)),),
        face_material=np.zeros(12, dtype=np.int32),
        face_tag=np.full(12, tag, dtype=np.uint8),
    )


def moved(x: float, y: float, z: float, yaw: float = 0.0, scale: float = 1.0) -> Any:
    matrix = Pose((x, y, z), (0.0, yaw, 0.0)).matrix()
    matrix[:3, :3] *= scale
    return matrix


def view(width: int = 160, height: int = 90, fov: float = 90.0, **pose: Any) -> View:
    return View(
        Pose(pose.get("location", (0.0, 0.0, 1.5)), pose.get("rotation", (0.0, 0.0, 0.0))), width, height, fov
    )


def checker() -> Texture:
    squares = (np.indices((64, 64)) // 8).sum(axis=0) % 2
    return Texture("checker", np.repeat((squares * 200 + 40)[..., None], 3, axis=2).astype(np.uint8))


def street(rng: np.random.Generator) -> list[Instance]:
    """Ground, a hundred boxes of a few meshes in all sizes and turns, and thin poles."""
    ground = box((400.0, 400.0, 1.0), Material((0.4, 0.4, 0.4), texture=checker()), tag=ROAD, at=(0, 0, -1.0))
    meshes = [box((1.0, 1.0, 1.0), Material(tuple(rng.random(3))), tag=3 + n) for n in range(5)]
    pole = box((0.12, 0.12, 6.0), Material((0.5, 0.5, 0.5), 0.3, 1.0), tag=POLE)
    found = [Instance(ground, np.eye(4), 1)]
    for number in range(100):
        x, y = rng.uniform(4, 90), rng.uniform(-40, 40)
        matrix = moved(x, y, -0.01, rng.uniform(0, 360))
        matrix[:3, :3] = matrix[:3, :3] * rng.uniform(0.3, 6.0, 3)
        found.append(Instance(meshes[number % 5], matrix, 2 + number))
    found += [Instance(pole, moved(8 + 3 * n, -3.0, 0.0), 200 + n) for n in range(20)]
    return found


@pytest.fixture(scope="session")
def renderer() -> Iterator[Any]:
    from caos.sim.server.render import Renderer

    with Renderer() as opened:
        yield opened


@pytest.fixture
def make_box() -> Callable[..., Mesh]:
    return box


@pytest.fixture
def place() -> Callable[..., Any]:
    return moved


@pytest.fixture
def make_view() -> Callable[..., View]:
    return view


@pytest.fixture
def street_scene() -> list[Instance]:
    return street(np.random.default_rng(5))
