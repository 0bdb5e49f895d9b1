"""What makes a motorcycle a sports machine, a cruiser or a scooter: tank, seat, fairing, engine, pipes."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import bevelled_box, box, ellipsoid, lathe, place, tube

from .finish import SEAL, headlamp
from .materials import CHROME

MOTOR = Material((0.24, 0.24, 0.25), roughness=0.45, metallic=0.6)
_SEAT = Material((0.035, 0.035, 0.037), roughness=0.65)
_FINS = Material((0.34, 0.34, 0.35), roughness=0.4, metallic=0.7)
_ACROSS = (0.0, 1.0, 0.0)
Stations = list[tuple[float, float, float, float]]  # x, z, half width, half height


def _shell(stations: Stations, material: Material, tag: int, fine: int) -> Mesh:
    """A smooth lengthwise body."""
    path = [(x, 0.0, z) for x, z, _, _ in stations]
    size = [(wide, high) for _, _, wide, high in stations]
    return tube(path, size, material, sides=(5, 7, 16)[fine], rounded=fine == 2, up=(0.0, 0.0, 1.0), tag=tag)


def _guard(
    x: float, radius: float, start: float, stop: float, wide: float, paint: Material, tag: int, fine: int
) -> Mesh:
    count = (4, 5, 7)[fine]
    turn = np.linspace(start, stop, count)
    path = np.column_stack([x - radius * np.cos(turn), 0 * turn, 0.31 + radius * np.sin(turn)])
    return tube(path, np.tile([wide, 0.010], (count, 1)), paint, sides=(4, 4, 8)[fine], up=_ACROSS, tag=tag)


def _engine(tag: int, fine: int) -> list[Mesh]:
    parts = [bevelled_box((0.46, 0.26, 0.30), MOTOR, bevel=0.05, at=(0.04, 0.0, 0.27), tag=tag)]
    if fine == 2:
        parts += [box((0.20, 0.29, 0.012), _FINS, at=(0.08, 0.0, 0.42 + 0.03 * k), tag=tag) for k in range(6)]
        cover = lathe([(0.10, -0.165), (0.10, 0.165)], _FINS, segments=14, tag=tag)
        parts.append(place(cover, (-0.02, 0.0, 0.36), roll=90))
    return parts


def sports(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """Fairing with screen, tank, raised tail, an upswept silencer."""
    parts = [
        _shell(
            [
                (-0.06, 0.80, 0.09, 0.07),
                (0.08, 0.90, 0.15, 0.11),
                (0.28, 0.90, 0.13, 0.10),
                (0.36, 0.86, 0.08, 0.06),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.88, 0.93, 0.03, 0.02), (-0.66, 0.90, 0.09, 0.05), (-0.44, 0.82, 0.11, 0.07)],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.52, 0.86, 0.10, 0.04), (-0.30, 0.80, 0.12, 0.05), (-0.08, 0.80, 0.09, 0.05)],
            _SEAT,
            tag,
            fine,
        ),
        _shell(
            [
                (0.02, 0.50, 0.17, 0.19),
                (0.25, 0.58, 0.20, 0.24),
                (0.46, 0.74, 0.19, 0.20),
                (0.66, 0.84, 0.10, 0.09),
            ],
            paint,
            tag,
            fine,
        ),
    ]
    parts += _engine(tag, fine)
    if fine:
        parts.append(
            _shell(
                [(0.34, 1.04, 0.10, 0.03), (0.48, 1.00, 0.12, 0.07), (0.60, 0.92, 0.07, 0.03)], SEAL, tag, 1
            )
        )
        parts += [
            ellipsoid(
                (0.05, 0.055, 0.032),
                headlamp(),
                segments=(6, 6, 10)[fine],
                rings=(4, 4, 6)[fine],
                at=(0.675, side * 0.07, 0.83),
                tag=tag,
            )
            for side in (-1, 1)
        ]
        parts.append(_guard(0.70, 0.335, 1.0, 2.2, 0.065, paint, tag, fine))
        parts.append(
            tube(
                [(-0.05, 0.15, 0.36), (-0.35, 0.18, 0.42), (-0.80, 0.19, 0.58)],
                [0.03, 0.05, 0.055],
                CHROME,
                sides=(4, 5, 10)[fine],
                up=_ACROSS,
                tag=tag,
            )
        )
    return parts


def cruiser(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """A drop-shaped tank, a low broad seat, wide mudguards, long pipes, a round lamp."""
    parts = [
        _shell(
            [
                (-0.14, 0.74, 0.07, 0.06),
                (0.05, 0.84, 0.14, 0.11),
                (0.26, 0.88, 0.12, 0.09),
                (0.36, 0.88, 0.06, 0.05),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.66, 0.72, 0.11, 0.04), (-0.46, 0.68, 0.15, 0.05), (-0.18, 0.69, 0.13, 0.06)],
            _SEAT,
            tag,
            fine,
        ),
        _guard(-0.70, 0.36, -0.1, 2.1, 0.09, paint, tag, fine),
    ]
    parts += _engine(tag, fine)
    if fine:
        parts.append(_guard(0.76, 0.35, 0.8, 2.4, 0.075, paint, tag, fine))
        parts += [
            tube(
                [(0.06, 0.16, z), (-0.2, 0.19, z - 0.05), (-0.86, 0.20, z - 0.04)],
                [0.025, 0.04, 0.045],
                CHROME,
                sides=(4, 5, 9)[fine],
                up=_ACROSS,
                tag=tag,
            )
            for z in (0.38, 0.28)
        ]
        shell = ellipsoid(
            (0.09, 0.095, 0.095),
            CHROME,
            segments=(6, 7, 12)[fine],
            rings=(4, 5, 8)[fine],
            at=(0.50, 0.0, 0.92),
            tag=tag,
        )
        lens = ellipsoid(
            (0.03, 0.08, 0.08),
            headlamp(),
            segments=(6, 7, 12)[fine],
            rings=(4, 4, 6)[fine],
            at=(0.57, 0.0, 0.92),
            tag=tag,
        )
        parts += [shell, lens]
    return parts


def scooter(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """Leg shield, foot board, rounded tail, seat, a lamp in the handlebars' cover."""
    shield = [(0.30, 0.0, 0.28), (0.41, 0.0, 0.55), (0.42, 0.0, 0.90)]
    parts = [
        tube(
            shield,
            [(0.20, 0.02), (0.23, 0.03), (0.13, 0.05)],
            paint,
            sides=(6, 8, 14)[fine],
            up=(1.0, 0.0, 0.0),
            tag=tag,
        ),
        bevelled_box((0.62, 0.34, 0.07), paint, bevel=0.02, at=(0.08, 0.0, 0.24), tag=tag),
        _shell(
            [
                (-0.84, 0.52, 0.08, 0.10),
                (-0.66, 0.52, 0.19, 0.19),
                (-0.40, 0.50, 0.21, 0.22),
                (-0.20, 0.44, 0.12, 0.18),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.70, 0.77, 0.11, 0.05), (-0.45, 0.75, 0.14, 0.06), (-0.14, 0.76, 0.11, 0.05)],
            _SEAT,
            tag,
            fine,
        ),
    ]
    if fine:
        parts.append(
            ellipsoid(
                (0.22, 0.085, 0.09),
                paint,
                segments=(6, 7, 12)[fine],
                rings=(4, 5, 8)[fine],
                at=(0.62, 0.0, 0.45),
                tag=tag,
            )
        )
        parts.append(
            ellipsoid(
                (0.10, 0.12, 0.09),
                paint,
                segments=(6, 7, 12)[fine],
                rings=(4, 5, 8)[fine],
                at=(0.42, 0.0, 0.98),
                tag=tag,
            )
        )
        parts.append(
            ellipsoid(
                (0.03, 0.07, 0.07),
                headlamp(),
                segments=(6, 7, 12)[fine],
                rings=(4, 4, 6)[fine],
                at=(0.51, 0.0, 0.98),
                tag=tag,
            )
        )
    return parts
