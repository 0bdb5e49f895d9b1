"""Workshop and garden machines and giant hand tools."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, lathe, loft, place, torus, tube

from .joinery import bent, rod, rounded, spread, wheel
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, choose, textured
from .prints import label, slotted, wood
from .surfaces import panel

_PAINTS: Final = [(0.80, 0.50, 0.08), (0.16, 0.34, 0.58), (0.66, 0.12, 0.10), (0.18, 0.42, 0.24)]
_IRON: Final = Material((0.17, 0.17, 0.18), roughness=0.5, metallic=0.6)


def anvil(rng: np.random.Generator) -> Mesh:
    """A blacksmith's anvil on a tree stump, a hammer lying on it."""
    stump = cylinder(0.36, 0.55, textured(rng, "bark"), top=0.33, segments=18)
    parts = [stump, cylinder(0.325, 0.012, wood(rng, (0.66, 0.48, 0.28)), segments=18, at=(0, 0, 0.545))]

    def level(z: float, length: float, width: float) -> npt.NDArray[np.float64]:
        flat = rounded(length, width, 0.03, 3)
        return np.column_stack([flat, np.full(len(flat), z)])

    waist = [
        (0.0, 0.50, 0.36),
        (0.06, 0.50, 0.36),
        (0.14, 0.26, 0.20),
        (0.24, 0.26, 0.18),
        (0.32, 0.56, 0.20),
    ]
    body = loft(np.array([level(*row) for row in [*waist, (0.42, 0.56, 0.20)]]), _IRON, crease=35.0)
    horn = tube(
        [(0.26, 0, 0.36), (0.42, 0, 0.365), (0.56, 0, 0.385), (0.66, 0, 0.41)],
        [(0.10, 0.06), (0.085, 0.055), (0.05, 0.035), (0.008, 0.008)],
        _IRON,
        sides=14,
    )
    face = box((0.46, 0.18, 0.008), STEEL, at=(-0.05, 0, 0.42))
    heel = bevelled_box((0.16, 0.18, 0.08), _IRON, bevel=0.015, at=(-0.34, 0, 0.34))
    head = place(
        bevelled_box((0.09, 0.09, 0.24), STEEL, bevel=0.02, at=(0, 0, -0.12)), (-0.04, 0, 0.48), roll=90
    )
    shaft = rod((-0.30, 0.14, 0.485), (0.02, -0.02, 0.48), 0.018, wood(rng))
    parts += [place(merge([body, horn, face, heel, head, shaft]), (0, 0, 0.555))]
    return merge(parts)


def concrete_mixer(rng: np.random.Generator) -> Mesh:
    """A drum mixer on two wheels, its mouth tilted up."""
    paint = choose(rng, _PAINTS, roughness=0.5)
    drum = [(0.20, -0.36), (0.34, -0.34), (0.42, -0.12), (0.42, 0.08), (0.26, 0.44), (0.25, 0.50)]
    drum += [(0.22, 0.50), (0.22, 0.42), (0.34, 0.06)]
    dark = Material((0.30, 0.29, 0.28), roughness=0.9)
    mixer = [
        lathe(drum, paint, segments=28, crease=25.0, caps=False),
        cylinder(0.35, 0.02, dark, at=(0, 0, 0.1)),
    ]
    mixer.append(cylinder(0.2, 0.03, paint, at=(0, 0, -0.37)))
    teeth = torus(0.43, 0.03, _IRON, segments=28, sides=6, at=(0, 0, -0.03))
    parts = [place(merge([*mixer, teeth]), (0.05, 0, 1.05), pitch=-40)]
    for side in (-1, 1):
        arm = [(0.05, side * 0.5, 1.05), (-0.1, side * 0.5, 0.8), (0.32, side * 0.34, 0.02)]
        parts.append(tube(arm, 0.03, paint, sides=8))
        parts.append(rod((-0.1, side * 0.5, 0.8), (-0.5, side * 0.36, 0.22), 0.03, paint))
        parts.append(wheel(0.22, 0.10, RUBBER, paint, (-0.5, side * 0.43, 0.22)))
        parts.append(rod((0.05, side * 0.5, 1.05), (0.05, side * 0.38, 1.05), 0.03, STEEL))
    parts += [rod((-0.5, -0.42, 0.22), (-0.5, 0.42, 0.22), 0.025, STEEL)]
    parts += [rod((0.32, -0.34, 0.03), (0.32, 0.34, 0.03), 0.03, paint)]
    motor = merge(
        [
            bevelled_box((0.30, 0.16, 0.34), paint, bevel=0.03),
            box((0.2, 0.01, 0.2), DARK, at=(0, -0.085, 0.07)),
        ]
    )
    parts.append(place(motor, (-0.02, -0.58, 0.76)))
    turn = np.linspace(0, 2 * math.pi, 25)
    hand = np.column_stack([0.24 * np.cos(turn), np.full(25, 0.60), 1.05 + 0.24 * np.sin(turn)])
    parts += [tube(hand, 0.02, BLACK, sides=7, up=(0, 1, 0))]
    parts += [rod((-0.23, 0.60, 1.05), (0.33, 0.60, 1.05), 0.014, BLACK)]
    return merge([*parts, rod((0.05, 0.48, 1.05), (0.05, 0.60, 1.05), 0.03, BLACK)])


def generator(rng: np.random.Generator) -> Mesh:
    """A portable generator in a tube frame: tank, engine, sockets."""
    paint = choose(rng, _PAINTS, roughness=0.35)
    parts = []
    for side in (-1, 1):
        y = side * 0.36
        loop = [
            (-0.46, y, 0.05),
            (-0.46, y, 0.66),
            (-0.38, y, 0.74),
            (0.38, y, 0.74),
            (0.46, y, 0.66),
            (0.46, y, 0.05),
        ]
        parts += [tube([*loop, loop[0]], 0.026, BLACK, sides=8, up=(0, 1, 0))]
        parts += [cylinder(0.05, 0.05, RUBBER, segments=10, at=(x, y * 0.9, 0)) for x in (-0.4, 0.4)]
    parts += [rod((x, -0.36, z), (x, 0.36, z), 0.022, BLACK) for x in (-0.46, 0.46) for z in (0.08, 0.64)]
    parts.append(bevelled_box((0.74, 0.58, 0.20), paint, bevel=0.05, at=(0, 0, 0.54)))
    parts.append(cylinder(0.07, 0.05, BLACK, segments=14, at=(0.1, 0, 0.73)))
    parts.append(bevelled_box((0.40, 0.50, 0.34), _IRON, bevel=0.03, at=(0.16, 0, 0.12)))
    parts.append(place(cylinder(0.20, 0.36, STEEL, segments=20), (-0.04, 0.05, 0.28), pitch=90))
    parts.append(panel(slotted((0.30, 0.30, 0.31), (0.06, 0.06, 0.06), 9), 0.30, 0.26, (0.366, 0.08, 0.30)))
    parts.append(bevelled_box((0.05, 0.16, 0.30), BLACK, bevel=0.01, at=(0.38, -0.2, 0.16)))
    parts += [
        place(cylinder(0.045, 0.03, paint, segments=14), (0.405, -0.2, z), pitch=-90) for z in (0.24, 0.37)
    ]
    parts.append(place(cylinder(0.08, 0.26, CHROME, segments=16), (-0.30, -0.24, 0.30), roll=-0, pitch=0))
    parts.append(panel(label("5 kW", paint.color, (0.95, 0.95, 0.95)), 0.34, 0.09, (0.373, 0, 0.64)))
    return merge(parts)


def sewing_machine(rng: np.random.Generator) -> Mesh:
    """An old sewing machine, black or coloured with gold lines, larger than life."""
    paint = choose(
        rng, [(0.05, 0.05, 0.06), (0.10, 0.20, 0.18), (0.36, 0.08, 0.08)], roughness=0.15, spread=0.01
    )
    gold = Material((0.80, 0.62, 0.26), roughness=0.3, metallic=0.6)
    base = wood(rng, (0.46, 0.26, 0.13), across=True)
    parts = [bevelled_box((0.46, 1.10, 0.10), base, bevel=0.02)]
    parts.append(bevelled_box((0.36, 0.98, 0.05), paint, bevel=0.015, at=(0, 0, 0.10)))
    arm = [(0, 0.34, 0.14), (0, 0.34, 0.42), (0, 0.30, 0.60), (0, 0.12, 0.66), (0, -0.36, 0.64)]
    parts.append(bent(arm, 0.085, paint, sides=12))
    parts.append(bevelled_box((0.18, 0.15, 0.34), paint, bevel=0.03, at=(0, -0.36, 0.40)))
    parts += [
        rod((0, -0.36, 0.42), (0, -0.36, 0.28), 0.025, CHROME),
        rod((0, -0.36, 0.30), (0, -0.36, 0.16), 0.008, CHROME),
    ]
    parts += [
        box((0.09, 0.05, 0.014), CHROME, at=(0.02, -0.36, 0.18)),
        box((0.2, 0.2, 0.01), CHROME, at=(0, -0.36, 0.148)),
    ]
    hub = [(0.15, 0.0), (0.17, 0.02), (0.17, 0.05), (0.15, 0.07), (0.06, 0.05)]
    parts.append(place(lathe(hub, CHROME, segments=24), (0, 0.42, 0.46), roll=90))
    parts.append(rod((0, 0.3, 0.46), (0, 0.46, 0.46), 0.05, paint))
    thread = choose(rng, [(0.80, 0.12, 0.16), (0.14, 0.34, 0.66), (0.92, 0.88, 0.80)])
    parts += [
        cylinder(0.045, 0.13, thread, segments=14, at=(0, 0.14, 0.75)),
        rod((0, 0.14, 0.7), (0, 0.14, 0.92), 0.01, CHROME),
    ]
    parts += [torus(0.086, 0.006, gold, sides=5, at=(0, 0.34, z)) for z in (0.22, 0.36)]
    parts += [place(torus(0.088, 0.006, gold, sides=5), (0, y, 0.66), roll=90) for y in (-0.18, 0.02)]
    parts.append(panel(label("VICTORIA", paint.color, gold.color), 0.40, 0.09, (0.087, -0.08, 0.655)))
    return place(merge(parts), scale=1.15)


def gears(rng: np.random.Generator) -> Mesh:
    """Three meshed cog wheels on a plate."""
    metals = [
        Material((0.72, 0.54, 0.24), roughness=0.35, metallic=0.7),
        STEEL,
        Material((0.62, 0.34, 0.22), roughness=0.4, metallic=0.6),
    ]
    start = int(rng.integers(3))
    parts = [
        bevelled_box((0.16, 1.9, 0.10), _IRON, bevel=0.03),
        box((0.06, 1.2, 1.3), DARK, at=(-0.03, 0.1, 0.05)),
    ]
    for number, (teeth, y, z, turn) in enumerate(
        ((18, -0.25, 0.68, 0.0), (11, 0.525, 0.68, 0.5), (9, 0.20, 1.30, 0.1))
    ):
        radius = 0.027 * teeth
        step = 2 * math.pi / teeth
        angle = (np.arange(teeth)[:, None] + np.array([-0.26, -0.14, 0.14, 0.26]) + turn) * step
        reach = np.tile([radius - 0.035, radius + 0.04, radius + 0.04, radius - 0.035], (teeth, 1))
        flat = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=-1).reshape(-1, 2)
        metal = metals[(number + start) % 3]
        cog = [
            extrude(flat, 0.14, metal, plane="yz", bevel=0.01),
            place(cylinder(0.10, 0.22, DARK), (-0.1, 0, 0), pitch=-90),
        ]
        cog.append(place(torus(radius * 0.68, 0.03, metal, sides=8), (0.07, 0, 0), pitch=90))
        parts.append(place(merge(cog), (0.08, y, z)))
    return merge(parts)


def kettle_grill(rng: np.random.Generator) -> Mesh:
    """A round barbecue on three legs, lid up, sausages on the grid."""
    paint = choose(rng, [(0.08, 0.08, 0.09), (0.60, 0.10, 0.08), (0.14, 0.30, 0.26)], roughness=0.15)
    bend = np.linspace(-math.pi / 2 * 0.96, 0, 9)
    shell = np.column_stack([0.42 * np.cos(bend), 0.34 * np.sin(bend)])
    parts = [
        lathe(shell, paint, segments=28, at=(0, 0, 0.90), caps=False),
        torus(0.42, 0.014, CHROME, segments=28, sides=6, at=(0, 0, 0.90)),
    ]
    parts.append(
        cylinder(0.39, 0.02, Material((0.16, 0.09, 0.07), roughness=1.0), segments=24, at=(0, 0, 0.82))
    )
    for y in spread(11, 0.72):
        half = math.sqrt(0.41**2 - y**2)
        parts.append(rod((-half, y, 0.89), (half, y, 0.89), 0.009, STEEL, sides=5))
    meat = Material((0.46, 0.20, 0.10), roughness=0.35)
    for k in range(4):
        path = [
            (-0.18 + 0.02 * k, 0.13 * k - 0.22, 0.93),
            (0.0, 0.13 * k - 0.19, 0.935),
            (0.16, 0.13 * k - 0.22, 0.93),
        ]
        parts.append(bent(path, 0.036, meat, steps=3))
    lid = lathe(np.column_stack([shell[::-1, 0], -shell[::-1, 1]]), paint, segments=28, caps=False)
    knob = merge(
        [
            rod((-0.09, 0, 0.40), (0.09, 0, 0.40), 0.02, wood(rng)),
            rod((0, 0, 0.33), (0, 0, 0.40), 0.014, CHROME),
        ]
    )
    parts.append(
        place(
            merge([lid, knob, torus(0.42, 0.012, CHROME, segments=28, sides=6)]), (-0.29, 0, 1.32), pitch=72
        )
    )
    for turn in (60, 180, 300):
        x, y = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        parts.append(rod((0.22 * x, 0.22 * y, 0.68), (0.42 * x, 0.42 * y, 0.02), 0.018, STEEL))
    parts += [wheel(0.10, 0.05, RUBBER, STEEL, (0.21, y, 0.10)) for y in (-0.40, 0.40)]
    parts += [cylinder(0.24, 0.02, STEEL, segments=20, at=(0, 0, 0.30))]
    parts.append(
        bent(
            [(0.40, -0.14, 0.82), (0.52, -0.12, 0.84), (0.52, 0.12, 0.84), (0.40, 0.14, 0.82)],
            0.02,
            wood(rng),
        )
    )
    return merge(parts)


MODELS: Final = (
    model(anvil, "tool", "anvil.n.01"),
    model(concrete_mixer, "machine", "concrete_mixer.n.01"),
    model(generator, "machine", "generator.n.02"),
    model(sewing_machine, "machine", "sewing_machine.n.01"),
    model(gears, "machine", "gear.n.01"),
    model(kettle_grill, "grill", "barbecue.n.03"),
)
