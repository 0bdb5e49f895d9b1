"""Aircraft as big models on their wheels."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, ellipsoid, extrude, loft, place, tube

from .forms import GLASS, ring, rod_along, turned
from .joinery import rod
from .model import model
from .outlines import oval
from .parts import BLACK, RUBBER, STEEL, WHITE
from .prints import label
from .surfaces import panel

_INKS: Final = (
    (0.80, 0.12, 0.12),
    (0.10, 0.30, 0.62),
    (0.94, 0.68, 0.08),
    (0.12, 0.44, 0.30),
    (0.88, 0.40, 0.10),
)


def _paints(rng: np.random.Generator, *, roughness: float = 0.2) -> tuple[Material, Material]:
    one, two = rng.permutation(5)[:2].tolist()
    return Material(_INKS[one], roughness=roughness), Material(_INKS[two], roughness=roughness)


def _wing(
    root: float,
    tip: float,
    span: float,
    thick: float,
    paint: Material,
    *,
    sweep: float = 0.0,
    rise: float = 0.0,
) -> Mesh:
    """Half a wing from y = 0 to y = `span`; `root` and `tip` are chords, the leading edge near x = 0."""
    profile = oval(0.5, 0.5, 14) - (0.5, 0.0)
    profile[:, 1] *= (1 + 0.6 * (profile[:, 0] + 0.5)) * 2
    rings = []
    for part in (0.0, 0.5, 0.95, 1.0):
        chord = (root + (tip - root) * part) * (0.9 if part == 1.0 else 1.0)
        deep = thick * chord / root * (0.4 if part == 1.0 else 1.0)
        x, z = profile[:, 0] * chord - sweep * part, profile[:, 1] * deep / 2 + rise * part
        rings.append(np.column_stack([x, np.full(14, part * span), z]))
    return loft(np.array(rings)[:, ::-1], paint, crease=60)


def _both(half: Mesh) -> list[Mesh]:
    """A part and its mirror image."""
    return [half, place(half, scale=(1.0, -1.0, 1.0))]


def _wheel(x: float, y: float, radius: float) -> list[Mesh]:
    return [
        ring(radius * 0.72, radius * 0.28, RUBBER, (x, y, radius), axis="y", segments=18, sides=8),
        rod_along(radius * 0.6, radius * 0.3, STEEL, (x, y, radius), axis="y"),
    ]


def _fuselage(points: npt.ArrayLike, paint: Material) -> Mesh:
    """A body from rows of (x, z, half width, half height)."""
    rows = np.asarray(points, dtype=np.float64)
    return tube(
        np.column_stack([rows[:, 0], 0 * rows[:, 0], rows[:, 1]]), rows[:, 2:], paint, sides=18, crease=70
    )


def airliner(rng: np.random.Generator) -> Mesh:
    """A jet airliner as a model on its wheels, 2.8 m long."""
    one, two = _paints(rng)
    body = [
        (-1.40, 0.66, 0.015, 0.03),
        (-1.1, 0.62, 0.09, 0.10),
        (-0.7, 0.56, 0.16, 0.17),
        (0.9, 0.54, 0.175, 0.18),
        (1.15, 0.53, 0.155, 0.16),
        (1.32, 0.50, 0.10, 0.10),
        (1.40, 0.48, 0.03, 0.03),
    ]
    parts = [
        _fuselage(body, WHITE),
        *(
            place(piece, (0.32, 0, 0.47))
            for piece in _both(
                _wing(
                    0.62, 0.18, 1.30, 0.08, Material((0.74, 0.76, 0.78), roughness=0.3), sweep=0.55, rise=0.14
                )
            )
        ),
    ]
    parts += [
        place(piece, (-0.98, 0, 0.64))
        for piece in _both(_wing(0.34, 0.12, 0.52, 0.04, WHITE, sweep=0.22, rise=0.05))
    ]
    parts += [
        extrude(
            [(-0.86, 0.66), (-1.34, 0.68), (-1.46, 1.14), (-1.24, 1.14)], 0.045, one, plane="xz", bevel=0.012
        ),
        *(
            place(ellipsoid((0.05, 0.05, 0.05), two), (-1.26, s * 0.02, 0.94), scale=(1.6, 0.3, 1.6))
            for s in (-1, 1)
        ),
    ]
    for s in (-1, 1):
        parts += [
            box((0.035, 0.006, 0.045), Material((0.10, 0.14, 0.20), roughness=0.1), at=(x, s * 0.173, 0.575))
            for x in np.linspace(-0.66, 0.86, 20).tolist()
        ]
        parts += [
            box((1.72, 0.004, 0.03), one, at=(0.10, s * 0.1765, 0.51)),
            box((0.05, 0.006, 0.11), two, at=(0.98, s * 0.167, 0.53)),
        ]
        parts += [
            turned(
                [(0.05, -0.20), (0.09, 0.0), (0.095, 0.16), (0.08, 0.17), (0.075, 0.05)],
                one,
                (0.26, s * 0.46, 0.36),
                axis="x",
                segments=18,
            ),
            rod_along(0.075, 0.01, BLACK, (0.40, s * 0.46, 0.36)),
            box((0.16, 0.03, 0.10), WHITE, at=(0.18, s * 0.46, 0.43)),
        ]
        parts += [
            *_wheel(-0.12, s * 0.20, 0.09),
            *_wheel(-0.30, s * 0.20, 0.09),
            rod((-0.2, s * 0.2, 0.09), (-0.2, s * 0.2, 0.42), 0.02, STEEL),
        ]
    return merge(
        [
            *parts,
            *_wheel(1.02, 0, 0.07),
            rod((1.02, 0, 0.08), (1.02, 0, 0.4), 0.018, STEEL),
            place(box((0.10, 0.22, 0.06), BLACK), (1.22, 0, 0.565), pitch=-32),
        ]
    )


def glider(rng: np.random.Generator) -> Mesh:
    """A sailplane model with long wings resting on one tip, 2.9 m span."""
    one, two = _paints(rng)
    white = Material((0.94, 0.94, 0.93), roughness=0.12)
    body = [
        (-0.98, 0.30, 0.02, 0.035),
        (-0.3, 0.27, 0.045, 0.06),
        (0.1, 0.24, 0.11, 0.14),
        (0.42, 0.23, 0.12, 0.15),
        (0.66, 0.21, 0.08, 0.09),
        (0.78, 0.20, 0.02, 0.02),
    ]
    parts = [
        _fuselage(body, white),
        place(ellipsoid((0.27, 0.09, 0.12), GLASS, segments=18, rings=10), (0.38, 0, 0.33), pitch=-8),
    ]
    half = merge(
        [
            _wing(0.30, 0.13, 1.42, 0.05, white, sweep=0.05, rise=0.10),
            place(_wing(0.16, 0.131, 0.22, 0.05, one), (-0.035, 1.18, 0.082)),
        ]
    )
    parts += [place(piece, (0.22, 0, 0.34)) for piece in _both(half)]
    parts += [
        extrude(
            [(-0.80, 0.30), (-1.06, 0.28), (-1.10, 0.60), (-0.94, 0.62)],
            0.028,
            white,
            plane="xz",
            bevel=0.008,
        ),
        *(place(piece, (-0.90, 0, 0.61)) for piece in _both(_wing(0.17, 0.10, 0.34, 0.022, one))),
    ]
    parts += [
        *_wheel(0.12, 0, 0.08),
        *(box((0.75, 0.004, 0.045), one, at=(0.05, s * 0.112, 0.20)) for s in (-1, 1)),
        *(
            place(
                panel(label("D-77", white.color, two.color, tall=0.6), 0.30, 0.09),
                (-0.38, s * 0.052, 0.28),
                yaw=s * 90,
            )
            for s in (-1, 1)
        ),
    ]
    return place(merge(parts), roll=9)


MODELS: Final = (
    model(airliner, "aircraft", "airliner.n.01"),
    model(glider, "aircraft", "glider.n.01"),
)
