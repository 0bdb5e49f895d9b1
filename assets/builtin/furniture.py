"""Things from indoors that have no business on a street."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, lathe, loft, place, torus, tube

from .model import model
from .parts import BLACK, CHROME, DARK, WHITE, choose, textured

_FABRICS = (
    (0.42, 0.10, 0.10),
    (0.20, 0.30, 0.24),
    (0.52, 0.44, 0.34),
    (0.22, 0.25, 0.34),
    (0.46, 0.30, 0.16),
)


def _settee(rng: np.random.Generator, seats: int) -> Mesh:
    """An upholstered seat for one or more, facing +x, one seat 0.62 m wide."""
    cloth = choose(rng, _FABRICS, roughness=0.95)
    lighter = Material((cloth.color[0] * 1.12, cloth.color[1] * 1.12, cloth.color[2] * 1.12), roughness=0.95)
    width = 0.62 * seats
    parts = [bevelled_box((0.80, width + 0.06, 0.24), cloth, bevel=0.04, at=(0.02, 0, 0.12))]
    back = bevelled_box((0.24, width + 0.10, 0.62), cloth, bevel=0.09, at=(0, 0, 0))
    parts.append(place(back, (-0.40, 0, 0.32), pitch=-10))
    for number in range(seats):
        y = (number - (seats - 1) / 2) * 0.62
        parts.append(bevelled_box((0.64, 0.60, 0.17), lighter, bevel=0.06, at=(0.08, y, 0.35)))
        pillow = bevelled_box((0.16, 0.56, 0.36), lighter, bevel=0.07)
        parts.append(place(pillow, (-0.235, y, 0.50), pitch=-12))
    for side in (-1, 1):
        y = side * (width / 2 + 0.12)
        parts.append(bevelled_box((0.86, 0.20, 0.44), cloth, bevel=0.03, at=(0.02, y, 0.12)))
        roll = tube([(-0.39, y, 0.57), (0.43, y, 0.57)], [(0.125, 0.10)] * 2, cloth, sides=16)
        parts.append(roll)
        parts.extend(cylinder(0.028, 0.13, DARK, top=0.036, segments=10, at=(x, y, 0)) for x in (-0.36, 0.38))
    return merge(parts)


def armchair(rng: np.random.Generator) -> Mesh:
    """A deep armchair with rolled arms."""
    return _settee(rng, 1)


def sofa(rng: np.random.Generator) -> Mesh:
    """A sofa for three."""
    return _settee(rng, 3)


# Part of the full length and width, and height in metres: up the outside, over the rim, down the inside.
_BATH_OUTSIDE = (
    (0.50, 0.16), (0.74, 0.17), (0.84, 0.28), (0.91, 0.48), (0.94, 0.60), (1.00, 0.61),
    (1.02, 0.635), (0.99, 0.66),
)  # fmt: skip
_BATH_INSIDE = (
    (0.99, 0.66), (0.93, 0.645), (0.88, 0.55), (0.80, 0.30), (0.66, 0.22), (0.30, 0.205),
    (0.0, 0.20),
)  # fmt: skip


def _bath_rings(levels: tuple[tuple[float, float], ...]) -> list[npt.NDArray[np.float64]]:
    """Ovals 1.6 m by 0.74 m, a little wider at the head."""
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    x, y = 0.80 * np.cos(angle) * (1 + 0.03 * np.cos(angle)), 0.37 * np.sin(angle)
    return [np.column_stack([part * x, part * y, np.full(32, z)]) for part, z in levels]


def bathtub(rng: np.random.Generator) -> Mesh:
    """A roll-top bath 1.65 m long on claw feet, with taps."""
    outside = choose(rng, [(0.90, 0.90, 0.88), (0.45, 0.56, 0.60), (0.14, 0.15, 0.17)], roughness=0.25)
    enamel = Material((0.93, 0.93, 0.92), roughness=0.15)
    parts = [
        loft(_bath_rings(_BATH_OUTSIDE), outside, caps=False, crease=50.0),
        loft(_bath_rings(_BATH_INSIDE), enamel, caps=False, crease=50.0),
    ]
    for x in (-0.45, 0.45):
        for side in (-1, 1):
            foot = [(x, side * 0.24, 0.24), (x * 1.10, side * 0.29, 0.12), (x * 1.14, side * 0.30, 0.035)]
            parts.append(tube(foot, [0.05, 0.03, 0.04], CHROME, sides=8, rounded=True))
    for y in (-0.10, 0.10):
        riser = [(-0.74, y, 0.64), (-0.74, y, 0.78), (-0.70, y, 0.82)]
        parts.append(tube(riser, 0.018, CHROME, sides=8, rounded=True))
        parts.append(torus(0.035, 0.01, CHROME, segments=12, sides=6, at=(-0.74, y, 0.84)))
    spout = [(-0.74, 0, 0.76), (-0.62, 0, 0.82), (-0.54, 0, 0.74)]
    parts.append(tube(spout, 0.02, CHROME, sides=8, up=(0, 1, 0)))
    parts.append(tube([(-0.74, -0.1, 0.76), (-0.74, 0.1, 0.76)], 0.018, CHROME, sides=8))
    return merge(parts)


def washing_machine(rng: np.random.Generator) -> Mesh:
    """A front loader, its door towards +x."""
    body = choose(rng, [(0.91, 0.91, 0.90), (0.60, 0.62, 0.64)], roughness=0.3)
    glass = Material((0.08, 0.10, 0.12), roughness=0.05)
    door = place(torus(0.19, 0.035, CHROME, segments=28, sides=10), (0.30, 0, 0.44), pitch=90)
    pane = ellipsoid((0.07, 0.17, 0.17), glass, segments=20, rings=10, at=(0.29, 0, 0.44))
    return merge(
        [
            bevelled_box((0.60, 0.60, 0.85), body, bevel=0.02),
            door,
            pane,
            bevelled_box(
                (0.02, 0.58, 0.13),
                Material((0.80, 0.81, 0.82), roughness=0.3),
                bevel=0.006,
                at=(0.30, 0, 0.70),
            ),
            bevelled_box((0.03, 0.17, 0.09), body, bevel=0.01, at=(0.30, -0.18, 0.72)),
            place(cylinder(0.035, 0.04, CHROME, top=0.03, segments=18), (0.31, 0.03, 0.765), pitch=-90),
            box((0.012, 0.13, 0.05), BLACK, at=(0.31, 0.18, 0.74)),
            box((0.02, 0.58, 0.02), DARK, at=(0.295, 0, 0.10)),
            bevelled_box((0.03, 0.05, 0.1), CHROME, bevel=0.01, at=(0.325, 0.19, 0.39)),
        ]
    )


def refrigerator(rng: np.random.Generator) -> Mesh:
    """A rounded fridge of the fifties with a chrome handle, 1.55 m."""
    paint = choose(
        rng, [(0.62, 0.78, 0.74), (0.90, 0.86, 0.74), (0.72, 0.14, 0.12), (0.90, 0.90, 0.88)], roughness=0.25
    )
    return merge(
        [
            bevelled_box((0.62, 0.66, 1.45), paint, bevel=0.09, at=(0, 0, 0.08)),
            bevelled_box((0.08, 0.60, 0.98), paint, bevel=0.035, at=(0.31, 0, 0.14)),
            bevelled_box((0.08, 0.60, 0.30), paint, bevel=0.035, at=(0.31, 0, 1.15)),
            tube(
                [(0.36, -0.24, 0.92), (0.41, -0.24, 0.88), (0.41, -0.24, 0.66), (0.36, -0.24, 0.62)],
                0.016,
                CHROME,
                sides=8,
                up=(0, 1, 0),
            ),
            tube(
                [(0.36, -0.24, 1.38), (0.41, -0.24, 1.35), (0.41, -0.24, 1.24), (0.36, -0.24, 1.21)],
                0.016,
                CHROME,
                sides=8,
                up=(0, 1, 0),
            ),
            box((0.01, 0.2, 0.035), CHROME, at=(0.355, 0.12, 1.30)),
            *[
                cylinder(0.03, 0.09, CHROME, segments=10, at=(x, y, 0))
                for x in (-0.22, 0.22)
                for y in (-0.24, 0.24)
            ],
        ]
    )


def teapot(rng: np.random.Generator) -> Mesh:
    """A giant china teapot, 0.9 m high."""
    china = choose(rng, [(0.90, 0.90, 0.88), (0.24, 0.36, 0.52), (0.40, 0.22, 0.14)], roughness=0.12)
    band = Material((0.75, 0.62, 0.30), roughness=0.25, metallic=0.6)
    body = [(0.20, 0.0), (0.24, 0.03), (0.40, 0.16), (0.47, 0.32), (0.44, 0.48), (0.32, 0.60), (0.24, 0.64)]
    spout = [(0.40, 0, 0.24), (0.60, 0, 0.32), (0.70, 0, 0.50), (0.82, 0, 0.64)]
    handle = [(-0.36, 0, 0.54), (-0.56, 0, 0.62), (-0.70, 0, 0.50), (-0.66, 0, 0.30), (-0.44, 0, 0.20)]
    return merge(
        [
            lathe(body, china, segments=36, crease=60.0),
            lathe([(0.475, 0.30), (0.48, 0.32), (0.475, 0.34)], band, segments=36, caps=False),
            lathe([(0.26, 0.635), (0.24, 0.68), (0.14, 0.74), (0.03, 0.77)], china, segments=32, crease=60.0),
            ellipsoid((0.06, 0.06, 0.055), band, segments=16, rings=10, at=(0, 0, 0.82)),
            tube(spout, [0.13, 0.08, 0.05, 0.042], china, sides=16, up=(0, 1, 0)),
            tube(handle, 0.042, china, sides=12, rounded=True, up=(0, 1, 0)),
        ]
    )


def toilet(rng: np.random.Generator) -> Mesh:
    """A lavatory bowl with seat and cistern, facing +x."""
    seat = textured(rng, "wood_planks", (0.8, 0.7, 0.6), roughness=0.4) if rng.random() < 0.5 else WHITE
    china = Material((0.92, 0.92, 0.91), roughness=0.12)
    bowl = [
        (0.13, 0.0),
        (0.12, 0.10),
        (0.14, 0.22),
        (0.20, 0.34),
        (0.215, 0.40),
        (0.17, 0.40),
        (0.14, 0.30),
        (0.02, 0.24),
    ]
    return merge(
        [
            place(
                lathe(bowl, china, segments=28, crease=50.0, caps=False), (0.12, 0, 0), scale=(1.25, 1.0, 1.0)
            ),
            place(
                lathe(
                    [(0.14, 0.40), (0.215, 0.40), (0.22, 0.42), (0.20, 0.435), (0.14, 0.43)],
                    seat,
                    segments=28,
                    caps=False,
                ),
                (0.12, 0, 0),
                scale=(1.25, 1.0, 1.0),
            ),
            bevelled_box((0.18, 0.40, 0.40), china, bevel=0.03, at=(-0.26, 0, 0.40)),
            bevelled_box((0.21, 0.43, 0.05), china, bevel=0.015, at=(-0.26, 0, 0.80)),
            bevelled_box((0.30, 0.24, 0.40), china, bevel=0.05, at=(-0.15, 0, 0.0)),
            place(
                lathe(
                    [(0.0, 0.0), (0.20, 0.0), (0.21, 0.012), (0.20, 0.024), (0.0, 0.024)],
                    seat,
                    segments=28,
                    caps=False,
                ),
                (-0.13, 0, 0.66),
                pitch=78,
                scale=(1.2, 1.0, 1.0),
            ),
            tube([(-0.16, -0.12, 0.74), (-0.13, -0.12, 0.74), (-0.13, -0.04, 0.73)], 0.012, CHROME, sides=8),
        ]
    )


MODELS: Final = (
    model(armchair, "chair", "armchair.n.01"),
    model(sofa, "sofa", "sofa.n.01"),
    model(bathtub, "sanitary", "bathtub.n.01"),
    model(toilet, "sanitary", "toilet.n.02"),
    model(washing_machine, "appliance", "washer.n.03"),
    model(refrigerator, "appliance", "refrigerator.n.01"),
    model(teapot, "crockery", "teapot.n.01"),
)
