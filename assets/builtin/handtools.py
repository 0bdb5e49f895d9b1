"""Tools, giant or true to life, and what stands in the garden shed."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, lathe, loft, place, torus, tube

from .joinery import bent, rod, rounded, wheel
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, choose
from .prints import slotted, wood
from .surfaces import panel

_PAINTS: Final = [(0.80, 0.14, 0.10), (0.14, 0.34, 0.60), (0.86, 0.50, 0.06), (0.16, 0.42, 0.22)]
_IRON: Final = Material((0.17, 0.17, 0.18), roughness=0.5, metallic=0.6)


def giant_hammer(rng: np.random.Generator) -> Mesh:
    """A claw hammer as tall as a child, standing on its head, the handle leaning back."""
    grip = choose(rng, _PAINTS, roughness=0.7)
    shaft = [(0, 0, 0.0), (0, 0, 0.35), (0, 0, 0.8), (0, 0, 1.15), (0, 0, 1.42)]
    parts = [tube(shaft[:3], [(0.045, 0.06), (0.05, 0.065), (0.05, 0.07)], wood(rng), sides=12, up=(1, 0, 0))]
    handle = [(0.052, 0.072), (0.06, 0.085), (0.065, 0.10)]
    parts.append(tube(shaft[2:], handle, grip, sides=12, up=(1, 0, 0), rounded=True))
    parts.append(bevelled_box((0.24, 0.20, 0.24), _IRON, bevel=0.03, at=(0, 0, -0.12)))
    face = [(0.09, 0.10), (0.085, 0.22), (0.13, 0.26), (0.13, 0.36), (0.11, 0.385)]
    parts.append(place(lathe(face, STEEL, segments=20), pitch=-90))
    for side in (-1, 1):
        claw = [
            (-0.08, side * 0.05, 0.0),
            (-0.26, side * 0.07, 0.03),
            (-0.42, side * 0.09, -0.05),
            (-0.52, side * 0.10, -0.18),
        ]
        parts.append(
            tube(claw, [(0.05, 0.09), (0.045, 0.06), (0.035, 0.035), (0.025, 0.012)], STEEL, sides=10)
        )
    return merge(parts)


def giant_spanner(rng: np.random.Generator) -> Mesh:
    """A huge open-ended spanner leaning on a hexagon nut."""
    metal = choose(rng, [(0.62, 0.64, 0.66), (0.52, 0.50, 0.48), (0.70, 0.20, 0.14)], roughness=0.3)
    metal = Material(metal.color, roughness=0.3, metallic=0.5)

    def jaw(x: float, side: int, turn: float) -> list[tuple[float, float]]:
        angle = np.linspace(math.radians(52), math.radians(308), 15)
        arc = np.column_stack([0.27 * np.cos(angle), 0.25 * np.sin(angle)])
        notch = [(0.17, -0.115), (-0.06, -0.115), (-0.12, 0.0), (-0.06, 0.115), (0.17, 0.115)]
        flat = np.concatenate([arc, notch])
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        flat = flat @ np.array([[c, s], [-s, c]])
        return [(x + side * a, side * b) for a, b in flat.tolist()]

    parts = [extrude(np.array(jaw(0.72, 1, 15)), 0.10, metal, plane="yz", bevel=0.015)]
    parts.append(extrude(np.array(jaw(-0.72, -1, 15)) * (1, 1), 0.10, metal, plane="yz", bevel=0.015))
    bar = rounded(1.10, 0.20, 0.04)
    parts.append(extrude(bar, 0.075, metal, plane="yz", bevel=0.015))
    parts.append(extrude(rounded(0.86, 0.10, 0.045), 0.085, _IRON, plane="yz"))
    tool = place(place(merge(parts), pitch=90), (0, 0, 0.31), roll=-15.4)
    hexagon = np.array(
        [(0.40 * math.cos(k * math.pi / 3), 0.40 * math.sin(k * math.pi / 3)) for k in range(6)]
    )
    nut = [
        extrude(hexagon, 0.34, STEEL, bevel=0.03, crease=20.0),
        cylinder(0.22, 0.012, DARK, at=(0, 0, 0.337)),
    ]
    nut.append(torus(0.225, 0.02, _IRON, at=(0, 0, 0.34)))
    return merge([tool, place(merge(nut), (0, 0.55, 0))])


def toolbox(rng: np.random.Generator) -> Mesh:
    """An open cantilever toolbox with trays full of tools."""
    paint = choose(rng, _PAINTS, roughness=0.35)
    parts = [box((0.40, 1.0, 0.03), paint)]
    parts += [box((0.02, 1.0, 0.26), paint, at=(x, 0, 0)) for x in (-0.19, 0.19)]
    parts += [box((0.40, 0.02, 0.26), paint, at=(0, y, 0)) for y in (-0.49, 0.49)]
    for side in (-1, 1):
        for x, z in ((0.24, 0.30), (0.46, 0.42)):
            tray = [box((0.22, 0.98, 0.015), paint), box((0.19, 0.94, 0.02), DARK, at=(0, 0, 0.016))]
            tray += [box((0.014, 0.98, 0.10), paint, at=(e, 0, 0)) for e in (-0.105, 0.105)]
            tray += [box((0.22, 0.014, 0.10), paint, at=(0, e, 0)) for e in (-0.485, 0.0, 0.485)]
            parts.append(place(merge(tray), (side * x, 0, z)))
            for k in range(3):
                grip = choose(rng, _PAINTS, roughness=0.4)
                y = -0.30 + 0.3 * k
                a, b, c = (
                    (side * x + d, y + e, z + 0.09) for d, e in ((-0.03, -0.12), (0.0, 0.02), (0.05, 0.16))
                )
                parts += [rod(a, b, 0.03, grip), rod(b, c, 0.012, STEEL)]
        for y in (-0.505, 0.505):
            parts.append(rod((side * 0.12, y, 0.12), (side * 0.48, y, 0.47), 0.012, STEEL, sides=6))
            parts.append(rod((side * 0.16, y, 0.22), (side * 0.26, y, 0.34), 0.012, STEEL, sides=6))
    handle = [(0, -0.40, 0.24), (0, -0.40, 0.62), (0, 0.40, 0.62), (0, 0.40, 0.24)]
    parts += [
        tube(handle, 0.018, CHROME, sides=8, up=(1, 0, 0)),
        rod((0, -0.2, 0.62), (0, 0.2, 0.62), 0.03, BLACK),
    ]
    parts.append(rod((0.05, -0.42, 0.2), (-0.06, 0.36, 0.26), 0.03, wood(rng)))
    parts.append(
        place(
            bevelled_box((0.07, 0.07, 0.26), _IRON, bevel=0.015, at=(0, 0, -0.13)),
            (-0.06, 0.36, 0.27),
            pitch=80,
        )
    )
    return merge(parts)


def chainsaw(rng: np.random.Generator) -> Mesh:
    """A chainsaw, twice as large as life, its bar towards +x."""
    paint = choose(rng, [(0.90, 0.42, 0.06), (0.78, 0.12, 0.10), (0.14, 0.36, 0.58)], roughness=0.35)
    pale = Material((0.86, 0.85, 0.82), roughness=0.4)
    body = np.array([(-0.40, 0.04), (0.16, 0.04), (0.22, 0.20), (0.14, 0.40), (-0.10, 0.46), (-0.40, 0.36)])
    parts = [extrude(body, 0.30, paint, plane="xz", bevel=0.04)]
    parts.append(extrude(body * (0.8, 0.75) + (-0.02, 0.03), 0.36, pale, plane="xz", bevel=0.03))
    rear = [
        (-0.34, 0, 0.34),
        (-0.60, 0, 0.36),
        (-0.78, 0, 0.26),
        (-0.76, 0, 0.10),
        (-0.56, 0, 0.05),
        (-0.34, 0, 0.07),
    ]
    parts.append(bent(rear, 0.042, BLACK))
    hoop = [
        (0.02, 0.18, 0.08),
        (0.0, 0.20, 0.40),
        (-0.06, 0.12, 0.60),
        (-0.06, -0.12, 0.60),
        (0.0, -0.20, 0.40),
        (0.02, -0.18, 0.16),
    ]
    parts.append(bent(hoop, 0.03, BLACK))
    parts.append(place(box((0.025, 0.30, 0.18), BLACK), (0.14, 0, 0.44), pitch=-10))
    blade = rounded(1.10, 0.19, 0.094, 7) + np.array((0.66, 0.17))
    parts.append(extrude(blade, 0.022, STEEL, plane="xz", at=(0, 0.10, 0)))
    rim = rounded(1.12, 0.21, 0.104, 7) + np.array((0.66, 0.17))
    loop = np.column_stack([rim[:, 0], np.full(len(rim), 0.10), rim[:, 1]])
    parts.append(tube([*loop, loop[0]], (np.full((len(loop) + 1, 2), 0.02)), DARK, sides=6, up=(0, 1, 0)))
    for k in range(19):
        x = 0.25 + 0.048 * k
        parts += [box((0.022, 0.03, 0.03), CHROME, at=(x, 0.10, z)) for z in (0.272, 0.035)]
    spikes = [(0.2, 0.26), (0.27, 0.24), (0.22, 0.2), (0.28, 0.17), (0.22, 0.14), (0.27, 0.10), (0.2, 0.08)]
    parts.append(extrude(np.array(spikes), 0.03, _IRON, plane="xz", at=(0, 0.04, 0)))
    parts.append(
        panel(slotted((0.15, 0.15, 0.16), (0.5, 0.5, 0.5), 8), 0.2, 0.2, (-0.16, -0.183, 0.2), yaw=-90)
    )
    parts.append(place(cylinder(0.05, 0.05, BLACK, segments=12), (-0.3, -0.14, 0.34), roll=-90))
    return merge(parts)


def lawn_mower(rng: np.random.Generator) -> Mesh:
    """A petrol mower with a grass box."""
    paint = choose(rng, _PAINTS, roughness=0.3)
    deck = [(0.46, 0.10), (0.47, 0.22), (0.40, 0.30), (0.22, 0.33)]
    parts = [place(lathe(deck, paint, segments=6, crease=50.0), yaw=30, scale=(1.05, 0.78, 1.0))]
    parts += [wheel(0.15, 0.09, RUBBER, paint, (x, y, 0.15)) for x in (-0.42, 0.42) for y in (-0.36, 0.36)]
    parts += [
        cylinder(0.17, 0.16, _IRON, segments=18, at=(0.06, 0, 0.32)),
        cylinder(0.19, 0.07, paint, segments=18, at=(0.06, 0, 0.48)),
    ]
    parts += [
        cylinder(0.15, 0.02, BLACK, segments=18, at=(0.06, 0, 0.55)),
        bevelled_box((0.16, 0.30, 0.14), BLACK, bevel=0.03, at=(0.26, 0, 0.33)),
    ]
    parts.append(place(cylinder(0.06, 0.14, STEEL, segments=12), (0.28, 0.17, 0.38), roll=90))
    low = np.column_stack([rounded(0.50, 0.56, 0.1), np.full(20, 0.14)])
    high = np.column_stack([rounded(0.62, 0.64, 0.1), np.full(20, 0.50)])
    cloth = Material((0.14, 0.16, 0.15), roughness=0.95)
    parts.append(place(loft(np.array([low, high]), cloth), (-0.72, 0, 0), pitch=0))
    parts.append(bevelled_box((0.64, 0.66, 0.05), paint, bevel=0.02, at=(-0.72, 0, 0.49)))
    for side in (-1, 1):
        parts.append(
            bent(
                [(-0.34, side * 0.34, 0.26), (-0.75, side * 0.36, 0.66), (-1.10, side * 0.34, 1.02)],
                0.02,
                BLACK,
            )
        )
    parts.append(
        bent(
            [(-1.10, -0.34, 1.02), (-1.22, -0.22, 1.06), (-1.22, 0.22, 1.06), (-1.10, 0.34, 1.02)],
            0.022,
            RUBBER,
        )
    )
    parts.append(rod((-0.80, -0.36, 0.71), (-0.80, 0.36, 0.71), 0.016, BLACK))
    return merge(parts)


MODELS: Final = (
    model(giant_hammer, "tool", "claw_hammer.n.01"),
    model(giant_spanner, "tool", "wrench.n.03"),
    model(toolbox, "tool", "toolbox.n.01"),
    model(chainsaw, "machine", "chain_saw.n.01"),
    model(lawn_mower, "garden machine", "lawn_mower.n.01"),
)
