"""Models of what flies: aeroplane, helicopter, balloon."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, shaded, tube
from caos.shapes.sweeps import grid_faces

from .edibles import turned
from .joinery import bent, mirrored, rod, wheel
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, WHITE, choose
from .prints import wicker
from .surfaces import panel

_BRIGHT: Final = [
    (0.78, 0.12, 0.10),
    (0.12, 0.32, 0.62),
    (0.90, 0.66, 0.10),
    (0.16, 0.44, 0.26),
    (0.86, 0.40, 0.08),
]
_GLASS: Final = Material((0.30, 0.44, 0.52), roughness=0.05)


def _wing(
    root: float, tip: float, length: float, thick: float, material: Material, sweep: float = 0.0
) -> Mesh:
    """A wing from the middle towards +y, its leading edge towards +x."""
    path = [(0, 0, 0), (-sweep * 0.92, length * 0.92, 0), (-sweep, length, 0)]
    widths = [(root / 2, thick / 2), (tip / 2, thick / 3), (tip / 4, thick / 6)]
    return tube(path, widths, material, sides=14, up=(0, 0, 1))


def _blades(count: int, length: float, width: float, material: Material) -> Mesh:
    """A propeller about the z axis."""
    blade = place(
        bevelled_box((length, width, 0.02), material, bevel=0.006, at=(length / 2, 0, -0.01)), roll=14
    )
    return merge([place(blade, yaw=360.0 * number / count) for number in range(count)])


def propeller_plane(rng: np.random.Generator) -> Mesh:
    """A biplane with a round engine, on two wheels and a tail skid."""
    paint = choose(rng, _BRIGHT, roughness=0.35)
    trim = choose(rng, [(0.93, 0.92, 0.88), (0.96, 0.80, 0.20)], roughness=0.4)
    line = [(0.82, 0, 0.0), (0.5, 0, 0.02), (0.0, 0, 0.03), (-0.7, 0, 0.06), (-1.25, 0, 0.12)]
    girth = [(0.20, 0.20), (0.22, 0.24), (0.22, 0.26), (0.13, 0.16), (0.03, 0.07)]
    parts = [tube(line, girth, paint, sides=18)]
    parts.append(place(cylinder(0.21, 0.16, DARK, top=0.19, segments=20), (0.80, 0, 0), pitch=-90))
    parts += [
        place(cylinder(0.045, 0.12, STEEL, segments=8, at=(0, 0, 0.12)), (0.90, 0, 0), roll=turn)
        for turn in range(0, 360, 60)
    ]
    parts.append(
        place(turned([(0.08, 0.0), (0.07, 0.08), (0.01, 0.16)], trim, segments=14), (0.96, 0, 0), pitch=-90)
    )
    prop = _blades(2, 0.46, 0.10, Material((0.42, 0.26, 0.14), roughness=0.3))
    parts.append(place(place(prop, pitch=-90), (1.01, 0, 0), roll=35))
    half = [
        place(_wing(0.44, 0.40, 1.32, 0.05, trim), (0.26, 0, -0.16)),
        place(_wing(0.46, 0.42, 1.40, 0.05, paint), (0.34, 0, 0.48)),
    ]
    half += [rod((x, 1.0, -0.15), (x + 0.08, 1.0, 0.48), 0.016, DARK, sides=6) for x in (0.12, 0.38)]
    half += [rod((x, 0.16, 0.2), (x + 0.06, 0.26, 0.48), 0.016, DARK, sides=6) for x in (0.16, 0.42)]
    half.append(place(_wing(0.30, 0.20, 0.52, 0.03, trim, 0.06), (-1.12, 0, 0.12)))
    half += [
        wheel(0.14, 0.07, RUBBER, trim, (0.46, 0.34, -0.46)),
        rod((0.36, 0.16, -0.16), (0.46, 0.32, -0.46), 0.02, DARK),
    ]
    parts += mirrored(half)
    parts.append(rod((0.46, -0.34, -0.46), (0.46, 0.34, -0.46), 0.018, DARK))
    fin = np.array([(-0.92, 0.12), (-1.02, 0.34), (-1.16, 0.48), (-1.30, 0.42), (-1.30, 0.02), (-1.1, 0.06)])
    parts.append(extrude(fin, 0.03, paint, plane="xz"))
    parts += [
        ellipsoid((0.16, 0.14, 0.05), BLACK, at=(-0.08, 0, 0.27)),
        place(box((0.012, 0.22, 0.13), _GLASS), (0.08, 0, 0.26), pitch=25),
    ]
    return merge([*parts, rod((-1.0, 0, 0.0), (-1.2, 0, -0.14), 0.02, DARK)])


def helicopter(rng: np.random.Generator) -> Mesh:
    """A bubble-nosed helicopter on skids."""
    paint = choose(rng, _BRIGHT, roughness=0.3)
    line = [(0.55, 0, 0.62), (0.2, 0, 0.66), (-0.2, 0, 0.68), (-0.45, 0, 0.72)]
    parts = [
        tube(line, [(0.26, 0.26), (0.34, 0.34), (0.30, 0.32), (0.12, 0.15)], paint, sides=18, rounded=True)
    ]
    parts.append(ellipsoid((0.34, 0.325, 0.30), _GLASS, segments=22, rings=14, at=(0.50, 0, 0.70)))
    parts.append(tube([(-0.4, 0, 0.76), (-1.3, 0, 0.86)], [0.11, 0.05], paint, sides=12))
    parts.append(bevelled_box((0.50, 0.30, 0.16), DARK, bevel=0.05, at=(-0.12, 0, 0.96)))
    parts += [
        rod((-0.05, 0, 1.05), (-0.05, 0, 1.30), 0.035, STEEL),
        cylinder(0.08, 0.06, DARK, at=(-0.05, 0, 1.24)),
    ]
    parts.append(place(_blades(4, 1.15, 0.10, BLACK), (-0.05, 0, 1.28), yaw=20))
    fin = np.array([(-1.14, 0.84), (-1.34, 1.18), (-1.46, 1.18), (-1.38, 0.86), (-1.44, 0.62), (-1.34, 0.62)])
    parts.append(extrude(fin, 0.035, paint, plane="xz"))
    parts.append(place(_blades(3, 0.24, 0.05, WHITE), (-1.34, 0.06, 0.92), roll=90))
    parts.append(box((0.16, 0.60, 0.025), paint, at=(-1.05, 0, 0.82)))
    half = [
        bent([(0.85, 0.40, 0.16), (0.72, 0.40, 0.05), (0.3, 0.40, 0.03), (-0.6, 0.40, 0.03)], 0.028, STEEL)
    ]
    half += [rod((x, 0.40, 0.04), (x, 0.20, 0.45), 0.022, STEEL) for x in (0.40, -0.28)]
    half.append(panel(_GLASS, 0.30, 0.26, (0.10, 0.345, 0.76), yaw=90))
    half.append(box((0.42, 0.02, 0.04), WHITE, at=(-0.05, 0.33, 0.52)))
    return merge([*parts, *mirrored(half)])


def hot_air_balloon(rng: np.random.Generator) -> Mesh:
    """A model of a striped balloon with its basket on the ground."""
    inks = [_BRIGHT[int(k)] for k in rng.permutation(len(_BRIGHT))[:2]]
    bend = np.linspace(-1.05, math.pi / 2, 17)
    radius = 0.92 * np.cos(bend) * np.where(bend < 0, 1 - 0.12 * bend**2, 1)
    line = np.column_stack([radius + 1e-3, 1.82 + 0.98 * np.sin(bend) + np.where(bend < 0, 0.08 * bend, 0)])
    parts = []
    turn = np.linspace(0, 2 * math.pi, 13)
    for number in range(12):
        steps = np.linspace(turn[number], turn[number + 1], 5)
        puff = 1 + 0.035 * np.sin(np.linspace(0, math.pi, 5))
        paint = Material(inks[number % 2] if number % 4 else (0.94, 0.92, 0.86), roughness=0.7)
        parts.append(_gore(line, steps, puff, paint))
    low = line[0]
    basket = wicker(rng)
    parts += [
        bevelled_box((0.36, 0.36, 0.30), basket, bevel=0.03),
        box((0.30, 0.30, 0.01), DARK, at=(0, 0, 0.296)),
    ]
    rim = [
        (0.18, 0.18, 0.30),
        (-0.18, 0.18, 0.30),
        (-0.18, -0.18, 0.30),
        (0.18, -0.18, 0.30),
        (0.18, 0.18, 0.30),
    ]
    parts += [
        tube(rim, 0.028, DARK, sides=7),
        cylinder(0.05, 0.10, CHROME, at=(0, 0, 0.56)),
        box((0.3, 0.03, 0.02), STEEL, at=(0, 0, 0.55)),
    ]
    for number in range(8):
        angle = math.pi * (2 * number + 1) / 8
        x, y = (round(math.copysign(0.17, part(angle)), 3) for part in (math.cos, math.sin))
        top = (float(low[0]) * math.cos(angle), float(low[0]) * math.sin(angle), float(low[1]))
        parts.append(rod((x, y, 0.30), top, 0.010, DARK, sides=5))
    return merge(parts)


def _gore(
    line: npt.NDArray[np.float64],
    steps: npt.NDArray[np.float64],
    puff: npt.NDArray[np.float64],
    paint: Material,
) -> Mesh:
    """One panel of an envelope between two meridians."""
    radius = line[:, :1] * puff
    grid = np.stack(
        [radius * np.cos(steps), radius * np.sin(steps), np.broadcast_to(line[:, 1:], radius.shape)], axis=-1
    )
    return shaded(grid.reshape(-1, 3), grid_faces(len(line), len(steps)), paint, crease=60.0)


MODELS: Final = (
    model(propeller_plane, "aircraft", "biplane.n.01"),
    model(helicopter, "aircraft", "helicopter.n.01"),
    model(hot_air_balloon, "aircraft", "hot-air_balloon.n.01"),
)
