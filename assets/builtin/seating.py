"""Chairs, stools and other seats."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, cushion, legs, rod, smooth, spread, wheel
from .model import model
from .parts import BLACK, CHROME, RUBBER, STEEL, choose
from .prints import buttoned, cloth, dotted, striped, tartan, wood

_GOLD: Final = Material((0.80, 0.62, 0.25), roughness=0.3, metallic=0.8)


def _spindle_back(timber: Material, half: float, low: float, high: float, count: int) -> list[Mesh]:
    """A back leaning away at x = -half: two posts, a top rail and thin spindles."""
    lean = -half - 0.10
    parts = [rod((-half, side * 0.21, low), (lean, side * 0.23, high), 0.018, timber) for side in (-1, 1)]
    parts.append(
        place(bevelled_box((0.03, 0.52, 0.10), timber, bevel=0.01), (lean, 0, high - 0.05), pitch=-10)
    )
    parts += [
        rod((-half, y, low), (lean, y * 1.08, high), 0.009, timber, sides=6) for y in spread(count, 0.32)
    ]
    return parts


def rocking_chair(rng: np.random.Generator) -> Mesh:
    """A wooden rocking chair with spindles and a cushion."""
    timber = wood(rng, (0.50 + rng.uniform(-0.1, 0.1), 0.30, 0.17))
    cover = tartan((0.70, 0.18, 0.16), (0.42, 0.08, 0.08), (0.92, 0.86, 0.70))
    parts = [bevelled_box((0.48, 0.52, 0.04), timber, bevel=0.015, at=(0, 0, 0.42))]
    parts.append(cushion((0.44, 0.46, 0.09), cover, at=(0.01, 0, 0.455)))
    parts += legs(0.18, 0.19, 0.38, timber, radius=0.02, splay=0.05, at=(0, 0, 0.05))
    parts += _spindle_back(timber, 0.20, 0.44, 1.12, 7)
    turn = np.radians(np.linspace(-34, 30, 17))
    for side in (-1, 1):
        runner = [(0.86 * math.sin(a), side * 0.24, 0.88 - 0.86 * math.cos(a)) for a in turn.tolist()]
        parts.append(tube(runner, [(0.018, 0.024)] * 17, timber, sides=8))
        parts.append(rod((0.19, side * 0.24, 0.44), (0.21, side * 0.26, 0.66), 0.015, timber))
        arm = [(-0.24, side * 0.24, 0.68), (0.0, side * 0.27, 0.68), (0.28, side * 0.27, 0.66)]
        parts.append(tube(smooth(arm), (0.016), timber, sides=8, rounded=True))
    return merge(parts)


def office_chair(rng: np.random.Generator) -> Mesh:
    """A swivel chair on five castors."""
    cover = cloth(rng, ((0.10, 0.14, 0.22), (0.08, 0.30, 0.28), (0.45, 0.10, 0.12))[int(rng.integers(3))])
    parts = [cylinder(0.03, 0.34, CHROME, at=(0, 0, 0.12)), cylinder(0.05, 0.08, BLACK, at=(0, 0, 0.08))]
    for arm in range(5):
        turn = 2 * math.pi * arm / 5
        x, y = 0.30 * math.cos(turn), 0.30 * math.sin(turn)
        parts.append(tube([(0, 0, 0.13), (x, y, 0.085)], [0.032, 0.02], BLACK, sides=8))
        parts += [wheel(0.03, 0.02, RUBBER, STEEL, (x, y + side * 0.016, 0.03)) for side in (-1, 1)]
        parts.append(rod((x, y, 0.03), (x, y, 0.085), 0.01, STEEL))
    parts.append(cushion((0.50, 0.52, 0.12), cover, at=(0.02, 0, 0.44), puff=0.5))
    parts.append(box((0.26, 0.26, 0.04), BLACK, at=(0, 0, 0.42)))
    parts.append(place(cushion((0.60, 0.48, 0.11), cover, puff=0.5), (-0.25, 0, 0.86), pitch=96))
    parts.append(bent([(-0.05, 0, 0.44), (-0.28, 0, 0.46), (-0.35, 0, 0.75)], 0.024, BLACK))
    for side in (-1, 1):
        rest = [(0.0, side * 0.22, 0.45), (0.0, side * 0.31, 0.48), (0.0, side * 0.31, 0.67)]
        parts.append(bent(rest, 0.014, BLACK))
        parts.append(bevelled_box((0.28, 0.07, 0.035), BLACK, bevel=0.014, at=(0.0, side * 0.31, 0.66)))
    return merge(parts)


def deck_chair(rng: np.random.Generator) -> Mesh:
    """A folding chair for the beach, striped canvas slung between two frames."""
    timber = wood(rng, (0.62, 0.42, 0.22))
    bright = ((0.14, 0.36, 0.66), (0.80, 0.20, 0.16), (0.10, 0.50, 0.36))[int(rng.integers(3))]
    canvas = striped([bright, (0.94, 0.92, 0.86)], 14)
    parts = []
    for y in (-0.28, 0.28):
        parts.append(rod((0.55, y, 0.02), (-0.62, y, 0.98), 0.022, timber, sides=6))
        parts.append(rod((-0.50, y * 0.88, 0.02), (0.55, y * 0.88, 0.44), 0.022, timber, sides=6))
        parts.append(rod((-0.42, y, 0.80), (-0.62, y, 0.30), 0.014, timber, sides=6))
    for x, z in ((0.55, 0.03), (-0.62, 0.98), (-0.50, 0.03), (0.55, 0.44), (-0.62, 0.30)):
        parts.append(rod((x, -0.30, z), (x, 0.30, z), 0.02, timber, sides=8))
    sling = smooth([(0.56, 0, 0.46), (0.30, 0, 0.30), (0.02, 0, 0.27), (-0.28, 0, 0.52), (-0.63, 0, 1.0)], 6)
    parts.append(tube(sling, [(0.24, 0.008)] * len(sling), canvas, sides=8, up=(0, 0, 1)))
    return merge(parts)


def wing_chair(rng: np.random.Generator) -> Mesh:
    """A tall upholstered chair with wings, flowered."""
    ground = ((0.25, 0.34, 0.30), (0.72, 0.66, 0.52), (0.36, 0.14, 0.18))[int(rng.integers(3))]
    cover = dotted(rng, ground, [(0.80, 0.42, 0.44), (0.86, 0.78, 0.62)], count=64, flowers=True)
    timber = wood(rng, (0.30, 0.17, 0.10))
    wing = [
        (-0.30, 0.0),
        (0.22, 0.0),
        (0.26, 0.30),
        (0.10, 0.36),
        (-0.04, 0.46),
        (-0.04, 0.78),
        (-0.16, 0.86),
    ]
    wing += [(-0.40, 0.88)]
    parts = [bevelled_box((0.62, 0.56, 0.16), cover, bevel=0.03, at=(0, 0, 0.22))]
    parts.append(cushion((0.58, 0.52, 0.18), cover, at=(0.04, 0, 0.36), puff=0.4, square=0.2))
    parts.append(place(bevelled_box((0.16, 0.62, 0.86), cover, bevel=0.06), (-0.28, 0, 0.30), pitch=-8))
    parts += [
        extrude(wing, 0.11, cover, plane="xz", bevel=0.04, at=(0, side * 0.33, 0.24)) for side in (-1, 1)
    ]
    parts += [
        tube([(-0.18, s * 0.33, 0.58), (0.27, s * 0.33, 0.55)], 0.08, cover, sides=12, rounded=True)
        for s in (-1, 1)
    ]
    parts += legs(0.24, 0.26, 0.24, timber, radius=0.035, foot=0.02, splay=0.03)
    return merge(parts)


def folding_chair(rng: np.random.Generator) -> Mesh:
    """A folding chair of steel tube with a padded seat."""
    frame = choose(rng, [(0.72, 0.73, 0.75), (0.14, 0.15, 0.18)], roughness=0.3)
    pad = choose(rng, [(0.62, 0.12, 0.12), (0.12, 0.30, 0.52), (0.80, 0.62, 0.16)], roughness=0.5)
    parts = [bevelled_box((0.40, 0.40, 0.035), pad, bevel=0.015, at=(0.02, 0, 0.44))]
    parts.append(place(bevelled_box((0.025, 0.40, 0.20), pad, bevel=0.01), (-0.205, 0, 0.66), pitch=-8))
    hoop = [(0.26, -0.23, 0.01), (-0.14, -0.22, 0.55), (-0.25, -0.20, 0.86), (-0.26, 0, 0.90)]
    hoop += [(-0.25, 0.20, 0.86), (-0.14, 0.22, 0.55), (0.26, 0.23, 0.01)]
    parts.append(bent(hoop, 0.014, frame))
    back = [(-0.28, -0.19, 0.01), (0.18, -0.19, 0.45), (0.18, 0.19, 0.45), (-0.28, 0.19, 0.01)]
    parts.append(tube(back, 0.013, frame, sides=8))
    parts += [rod((x, -0.2, z), (x, 0.2, z), 0.009, frame) for x, z in ((0.19, 0.11), (-0.19, 0.10))]
    return merge(parts)


def ladder_back_chair(rng: np.random.Generator) -> Mesh:
    """A dining chair with four slats and a rush seat."""
    timber = wood(rng, (0.40, 0.24, 0.13))
    rush = striped([(0.74, 0.62, 0.38), (0.62, 0.50, 0.28)], 40, across=True)
    parts = [bevelled_box((0.42, 0.44, 0.05), rush, bevel=0.02, at=(0, 0, 0.44))]
    parts += [cylinder(0.02, 0.47, timber, top=0.024, segments=10, at=(0.19, y, 0)) for y in (-0.20, 0.20)]
    parts += [
        tube(
            [(-0.19, y, 0), (-0.19, y, 0.5), (-0.27, y, 1.12)],
            [0.022, 0.022, 0.017],
            timber,
            sides=10,
            rounded=True,
        )
        for y in (-0.20, 0.20)
    ]
    for level in range(4):
        z = 0.58 + 0.145 * level
        slat = extrude(
            [(-0.19, 0), (0.19, 0), (0.19, 0.06), (0.08, 0.09), (-0.08, 0.09), (-0.19, 0.06)],
            0.018,
            timber,
            plane="yz",
        )
        parts.append(place(slat, (-0.19 - (z - 0.5) * 0.13, 0, z), pitch=-7))
    for z in (0.14, 0.28):
        parts += [rod((-0.19, y, z), (0.19, y, z), 0.011, timber) for y in (-0.20, 0.20)]
        parts.append(rod((0.19, -0.2, z + 0.05), (0.19, 0.2, z + 0.05), 0.011, timber))
    return merge(parts)


def throne(rng: np.random.Generator) -> Mesh:
    """A gilded throne with a pointed back and red velvet."""
    velvet = choose(rng, [(0.52, 0.05, 0.10), (0.20, 0.10, 0.42), (0.06, 0.22, 0.42)], roughness=0.9)
    padded = buttoned(velvet.color)
    outline = [(-0.36, 0), (0.36, 0), (0.36, 1.25), (0.26, 1.36), (0.12, 1.42), (0, 1.62), (-0.12, 1.42)]
    outline += [(-0.26, 1.36), (-0.36, 1.25)]
    parts = [extrude(outline, 0.10, _GOLD, plane="yz", bevel=0.02, at=(-0.30, 0, 0.25))]
    parts.append(extrude(np.array(outline) * (0.78, 0.74), 0.06, padded, plane="yz", at=(-0.25, 0, 0.58)))
    parts.append(bevelled_box((0.66, 0.74, 0.20), _GOLD, bevel=0.02, at=(0, 0, 0.28)))
    parts.append(cushion((0.56, 0.60, 0.14), velvet, at=(0.04, 0, 0.46), puff=0.5))
    parts += legs(0.28, 0.31, 0.30, _GOLD, radius=0.05, foot=0.03)
    parts += [ellipsoid((0.055, 0.055, 0.055), _GOLD, at=(-0.30, side * 0.36, 1.53)) for side in (-1, 1)]
    parts.append(torus(0.07, 0.022, _GOLD, at=(-0.30, 0, 1.92)))
    parts.append(
        ellipsoid((0.05, 0.05, 0.07), Material((0.75, 0.04, 0.10), roughness=0.1), at=(-0.30, 0, 1.92))
    )
    for side in (-1, 1):
        parts.append(rod((0.26, side * 0.34, 0.48), (0.26, side * 0.34, 0.74), 0.03, _GOLD))
        parts.append(
            bent(
                [(-0.28, side * 0.34, 0.80), (0.1, side * 0.34, 0.76), (0.34, side * 0.34, 0.76)],
                0.045,
                _GOLD,
            )
        )
        parts.append(ellipsoid((0.07, 0.06, 0.06), _GOLD, at=(0.34, side * 0.34, 0.75)))
    return merge(parts)


def barber_chair(rng: np.random.Generator) -> Mesh:
    """A barber's chair on a round base, with a foot rest."""
    hide = choose(rng, [(0.56, 0.08, 0.08), (0.10, 0.20, 0.36), (0.80, 0.74, 0.62)], roughness=0.4)
    base = [(0.34, 0), (0.34, 0.02), (0.20, 0.06), (0.08, 0.10), (0.075, 0.38), (0.16, 0.40)]
    parts = [lathe(base, CHROME, segments=28)]
    parts.append(cushion((0.52, 0.54, 0.16), hide, at=(0.02, 0, 0.42), square=0.25, puff=0.4))
    parts.append(place(cushion((0.58, 0.52, 0.14), hide, square=0.25, puff=0.4), (-0.22, 0, 0.84), pitch=100))
    parts.append(place(cushion((0.20, 0.28, 0.12), hide, puff=0.5), (-0.30, 0, 1.24), pitch=100))
    parts.append(rod((-0.33, 0, 1.0), (-0.36, 0, 1.2), 0.02, CHROME))
    for side in (-1, 1):
        arm = [
            (-0.24, side * 0.32, 0.78),
            (0.24, side * 0.32, 0.76),
            (0.28, side * 0.32, 0.62),
            (0.2, side * 0.3, 0.46),
        ]
        parts.append(bent(arm, 0.022, CHROME))
        parts.append(bevelled_box((0.40, 0.09, 0.06), hide, bevel=0.02, at=(0.0, side * 0.32, 0.77)))
        parts.append(rod((0.22, side * 0.16, 0.46), (0.58, side * 0.16, 0.18), 0.018, CHROME))
    parts.append(place(bevelled_box((0.20, 0.40, 0.03), CHROME, bevel=0.01), (0.60, 0, 0.17), pitch=24))
    parts.append(place(bevelled_box((0.30, 0.36, 0.05), hide, bevel=0.02), (0.40, 0, 0.28), pitch=-38))
    parts.append(rod((0.05, 0.1, 0.38), (0.10, 0.44, 0.52), 0.012, CHROME))
    return merge(parts)


MODELS: Final = (
    model(rocking_chair, "chair", "rocking_chair.n.01"),
    model(office_chair, "chair", "swivel_chair.n.01"),
    model(deck_chair, "chair", "deck_chair.n.01"),
    model(wing_chair, "chair", "wing_chair.n.01"),
    model(folding_chair, "chair", "folding_chair.n.01"),
    model(ladder_back_chair, "chair", "straight_chair.n.01"),
    model(throne, "chair", "throne.n.01"),
    model(barber_chair, "chair", "barber_chair.n.01"),
)
