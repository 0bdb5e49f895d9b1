"""Beds and what lies on them."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, shaded, tube
from caos.shapes.sweeps import grid_faces

from .joinery import cushion, legs, rod, smooth, spread
from .model import model
from .parts import BLACK, STEEL, WHITE, Colour, choose
from .prints import cloth, dotted, striped, tartan, wood

_INKS: Final[tuple[Colour, ...]] = (
    (0.20, 0.36, 0.62),
    (0.66, 0.22, 0.26),
    (0.28, 0.48, 0.36),
    (0.80, 0.62, 0.24),
)


def _ink(rng: np.random.Generator) -> Colour:
    return _INKS[int(rng.integers(len(_INKS)))]


def _bedding(rng: np.random.Generator, length: float, width: float, z: float) -> list[Mesh]:
    """Mattress, pillow at the head (-x) and a quilt turned back, on a base at height z."""
    quilt = dotted(rng, _ink(rng), [(0.94, 0.92, 0.86), _ink(rng)], count=36, flowers=True)
    sheet = striped([(0.93, 0.93, 0.92), (0.80, 0.86, 0.92)], 24)
    parts = [bevelled_box((length, width, 0.18), sheet, bevel=0.05, at=(0, 0, z))]
    parts.append(
        bevelled_box((length * 0.66, width + 0.06, 0.20), quilt, bevel=0.06, at=(length * 0.165, 0, z + 0.03))
    )
    parts.append(
        bevelled_box((length * 0.09, width + 0.05, 0.07), WHITE, bevel=0.03, at=(-length * 0.18, 0, z + 0.17))
    )
    parts.append(
        place(cushion((0.40, width * 0.8, 0.16), WHITE), (-length / 2 + 0.22, 0, z + 0.16), pitch=-6)
    )
    return parts


def single_bed(rng: np.random.Generator) -> Mesh:
    """A wooden bed, made up."""
    timber = wood(rng, (0.56, 0.36, 0.20), across=True)
    parts = [
        bevelled_box((1.96, 0.94, 0.16), timber, bevel=0.02, at=(0, 0, 0.20)),
        *_bedding(rng, 1.88, 0.88, 0.34),
    ]
    for x, tall in ((-0.99, 0.98), (0.99, 0.62)):
        arch = [
            (-0.46, 0.1),
            (0.46, 0.1),
            (0.46, tall - 0.14),
            (0.3, tall - 0.05),
            (0, tall),
            (-0.3, tall - 0.05),
            (-0.46, tall - 0.14),
        ]
        parts.append(extrude(arch, 0.05, timber, plane="yz", bevel=0.012, at=(x, 0, 0)))
        parts += [cylinder(0.045, tall - 0.06, timber, at=(x, y, 0)) for y in (-0.47, 0.47)]
        parts += [ellipsoid((0.055, 0.055, 0.055), timber, at=(x, y, tall - 0.03)) for y in (-0.47, 0.47)]
    return merge(parts)


def bunk_bed(rng: np.random.Generator) -> Mesh:
    """Two beds one above the other, with a ladder."""
    frame = choose(
        rng, [(0.75, 0.22, 0.18), (0.18, 0.38, 0.62), (0.90, 0.90, 0.88), (0.60, 0.42, 0.24)], roughness=0.4
    )
    parts = legs(0.98, 0.43, 1.62, frame, radius=0.035, square=True)
    for z in (0.28, 1.08):
        parts.append(box((1.96, 0.86, 0.08), frame, at=(0, 0, z)))
        parts += [place(mesh, (0, 0, 0)) for mesh in _bedding(rng, 1.84, 0.78, z + 0.07)]
        parts += [
            box((0.04, 0.86, 0.07), frame, at=(x, 0, z + up)) for x in (-0.98, 0.98) for up in (0.26, 0.40)
        ]
    parts += [box((1.96, 0.03, 0.06), frame, at=(0, -0.43, z)) for z in (1.38, 1.50)]
    parts += [box((1.35, 0.03, 0.06), frame, at=(-0.3, 0.43, z)) for z in (1.38, 1.50)]
    parts += [rod((0.50 + x, 0.62, 0), (0.50 + x, 0.46, 1.58), 0.02, frame) for x in (-0.17, 0.17)]
    parts += [
        rod((0.33, 0.62 - 0.1 * z, z), (0.67, 0.62 - 0.1 * z, z), 0.018, frame)
        for z in (0.25, 0.50, 0.75, 1.0)
    ]
    return merge(parts)


def four_poster(rng: np.random.Generator) -> Mesh:
    """A four-poster with a canopy and gathered curtains."""
    timber, ink = wood(rng, (0.28, 0.14, 0.08)), _ink(rng)
    drape = striped([ink, (ink[0] * 0.6, ink[1] * 0.6, ink[2] * 0.6)], 30)
    parts = [
        bevelled_box((2.0, 1.40, 0.20), timber, bevel=0.02, at=(0, 0, 0.22)),
        *_bedding(rng, 1.90, 1.30, 0.40),
    ]
    parts.append(
        extrude(
            [(-0.7, 0.2), (0.7, 0.2), (0.7, 1.0), (0, 1.25), (-0.7, 1.0)],
            0.06,
            timber,
            plane="yz",
            bevel=0.01,
            at=(-1.0, 0, 0),
        )
    )
    for x in (-1.0, 1.0):
        for y in (-0.70, 0.70):
            parts.append(
                tube(
                    [(x, y, 0), (x, y, 0.5), (x, y, 0.9), (x, y, 2.05)],
                    [0.05, 0.06, 0.035, 0.045],
                    timber,
                    sides=10,
                )
            )
            waist = [(x, y * 0.97, 0.30), (x, y * 0.97, 0.95), (x * 0.98, y * 0.94, 1.98)]
            parts.append(tube(waist, [(0.13, 0.09), (0.06, 0.05), (0.16, 0.10)], drape, sides=12))
    parts.append(bevelled_box((2.12, 1.52, 0.06), timber, bevel=0.02, at=(0, 0, 2.06)))
    parts += [box((2.04, 0.02, 0.22), drape, at=(0, y, 1.86)) for y in (-0.74, 0.74)]
    parts += [box((0.02, 1.48, 0.22), drape, at=(x, 0, 1.86)) for x in (-1.04, 1.04)]
    return merge(parts)


def hammock(rng: np.random.Generator) -> Mesh:
    """A striped hammock in a bowed wooden stand."""
    timber = wood(rng, (0.50, 0.30, 0.16))
    net = striped([_ink(rng), (0.92, 0.86, 0.66), _ink(rng), (0.86, 0.46, 0.18)], 20)
    along, across = np.linspace(-1, 1, 25)[:, None], np.linspace(-1, 1, 11)[None, :]
    half = 0.42 * (1 - np.abs(along) ** 3 * 0.82)
    sag = 0.42 + 0.44 * along**2 + 0.16 * across**2 * (1 - along**2)
    grid = np.stack(np.broadcast_arrays(1.02 * along + 0 * across, across * half, sag), axis=-1)
    uvs = np.stack(np.broadcast_arrays(across * 0.42 + 0 * along, along + 0 * across), axis=-1)
    parts = [shaded(grid.reshape(-1, 3), grid_faces(25, 11), net, crease=180.0, uvs=uvs.reshape(-1, 2))]
    for end in (-1, 1):
        parts += [
            rod((end * 1.02, y, 0.86), (end * 1.32, 0, 1.08), 0.006, WHITE, sides=5) for y in spread(5, 0.14)
        ]
        parts.append(box((0.08, 0.96, 0.07), timber, at=(end * 0.72, 0, 0)))
    bow = smooth(
        [
            (-1.36, 0, 1.14),
            (-1.20, 0, 0.66),
            (-0.72, 0, 0.16),
            (0, 0, 0.08),
            (0.72, 0, 0.16),
            (1.20, 0, 0.66),
            (1.36, 0, 1.14),
        ]
    )
    parts.append(tube(bow, [(0.05, 0.04)] * len(bow), timber, sides=8, up=(0, 1, 0)))
    parts.append(place(cushion((0.24, 0.46, 0.12), choose(rng, _INKS)), (-0.66, 0, 0.62), pitch=-30))
    return merge(parts)


def camp_bed(rng: np.random.Generator) -> Mesh:
    """A folding camp bed of canvas with a sleeping bag rolled at its foot."""
    canvas = cloth(rng, ((0.34, 0.38, 0.22), (0.52, 0.46, 0.32))[int(rng.integers(2))])
    roll = tartan((0.62, 0.18, 0.16), (0.20, 0.10, 0.12), (0.90, 0.82, 0.60), 8)
    parts = [bevelled_box((1.90, 0.66, 0.03), canvas, bevel=0.012, at=(0, 0, 0.42))]
    parts += [rod((-0.97, y, 0.43), (0.97, y, 0.43), 0.022, STEEL) for y in (-0.33, 0.33)]
    for x in (-0.72, 0.0, 0.72):
        parts += [
            rod((x, side * 0.33, 0.43), (x + 0.03 * side, -side * 0.34, 0.0), 0.014, STEEL)
            for side in (-1, 1)
        ]
    parts += [rod((-0.9, y, 0.02), (0.9, y, 0.02), 0.014, STEEL) for y in (-0.34, 0.34)]
    parts.append(cushion((0.30, 0.52, 0.12), canvas, at=(-0.78, 0, 0.44)))
    parts.append(tube([(0.76, -0.26, 0.56), (0.76, 0.26, 0.56)], 0.12, roll, sides=16))
    parts += [tube([(0.76, y, 0.56), (0.76, y + 0.03, 0.56)], 0.124, BLACK, sides=16) for y in (-0.15, 0.12)]
    return merge(parts)


def mattress(rng: np.random.Generator) -> Mesh:
    """A striped mattress that sags, one corner turned up on another."""
    ticking = striped([(0.90, 0.89, 0.84), _ink(rng), (0.90, 0.89, 0.84), (0.90, 0.89, 0.84)], 32)
    parts = [bevelled_box((1.90, 0.90, 0.20), ticking, bevel=0.05)]
    along = [(-0.95, 0, 0.30), (-0.30, 0, 0.29), (0.25, 0, 0.30), (0.62, 0, 0.40), (0.90, 0, 0.66)]
    path = smooth(along, 6)
    parts.append(
        place(tube(path, [(0.46, 0.10)] * len(path), ticking, sides=4, crease=30.0), yaw=7, scale=(1, 1.3, 1))
    )
    return merge(parts)


def pillow_stack(rng: np.random.Generator) -> Mesh:
    """Five plump pillows one on another."""
    parts, z = [], 0.0
    for level in range(5):
        covers = (
            cloth(rng, _ink(rng)),
            dotted(rng, _ink(rng), [(0.95, 0.94, 0.90)], count=49),
            striped([_ink(rng), (0.92, 0.90, 0.84)], 20),
        )
        pillow = cushion((0.62 - 0.03 * level, 0.80 - 0.04 * level, 0.24), covers[level % 3], puff=0.8)
        parts.append(
            place(pillow, (0, 0, z), yaw=float(rng.uniform(-25, 25)), roll=float(rng.uniform(-4, 4)))
        )
        z += 0.185
    return merge(parts)


def rolled_carpet(rng: np.random.Generator) -> Mesh:
    """A patterned carpet, half rolled up, fringed."""
    pile = dotted(rng, (0.50, 0.12, 0.12), [(0.16, 0.20, 0.36), (0.80, 0.66, 0.40)], count=100, flowers=True)
    turn = np.linspace(0, 5.5 * math.pi, 70)
    radius = 0.17 - 0.0055 * turn
    roll = np.column_stack([-0.30 - radius * np.sin(turn), 0.19 - radius * np.cos(turn)])
    path = np.concatenate([[(1.0, 0.02), (0.5, 0.02), (0.0, 0.02)], roll])
    grid = np.stack(
        [
            np.column_stack([path[:, 0], np.full(len(path), y), path[:, 1]])
            for y in np.linspace(-0.55, 0.55, 5)
        ],
        axis=1,
    )
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uvs = np.stack(np.broadcast_arrays(run[:, None], np.linspace(0, 1.1, 5)[None]), axis=-1)
    parts = [
        shaded(grid.reshape(-1, 3), grid_faces(len(path), 5), pile, crease=180.0, uvs=uvs.reshape(-1, 2))
    ]
    parts += [
        box((0.07, 0.012, 0.012), choose(rng, [(0.9, 0.86, 0.74)]), at=(1.03, y, 0.01))
        for y in spread(30, 1.06)
    ]
    parts += [
        box((1.3, 0.04, 0.012), choose(rng, [(0.16, 0.20, 0.36)]), at=(0.35, y, 0.018)) for y in (-0.53, 0.53)
    ]
    return merge(parts)


MODELS: Final = (
    model(single_bed, "bed", "bed.n.01"),
    model(bunk_bed, "bed", "bunk_bed.n.01"),
    model(four_poster, "bed", "four-poster.n.01"),
    model(hammock, "bed", "hammock.n.02"),
    model(camp_bed, "bed", "cot.n.03"),
    model(mattress, "bedding", "mattress.n.01"),
    model(pillow_stack, "bedding", "pillow.n.01"),
    model(rolled_carpet, "carpet", "rug.n.01"),
)
