"""Things to keep things in: chests, drums, cans, jars, baskets, crates."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .edibles import turned
from .joinery import bent, rod, rounded, spread
from .model import model
from .parts import BLACK, DARK, STEEL, choose
from .prints import label, wicker, wood
from .surfaces import panel

GOLD: Final = Material((0.80, 0.60, 0.22), roughness=0.3, metallic=0.8)
IRON: Final = Material((0.20, 0.20, 0.21), roughness=0.55, metallic=0.6)


def treasure_chest(rng: np.random.Generator) -> Mesh:
    """An open chest with iron bands, heaped with gold."""
    planks = wood(rng, (0.46, 0.26, 0.12), across=True, roughness=0.7)
    parts = [box((0.70, 1.10, 0.06), planks)]
    parts += [box((0.05, 1.10, 0.50), planks, at=(x, 0, 0)) for x in (-0.33, 0.33)]
    parts += [box((0.70, 0.05, 0.50), planks, at=(0, y, 0)) for y in (-0.53, 0.53)]
    turn = np.linspace(0, math.pi, 13)
    arch = np.column_stack([0.35 + 0.355 * np.cos(turn), 0.30 * np.sin(turn)])
    lid = [extrude(arch, 1.10, planks, plane="xz", crease=30.0)]
    for y in (-0.46, 0.0, 0.46):
        lid.append(extrude((arch - (0.35, 0)) * 1.04 + (0.35, 0), 0.09, IRON, plane="xz", at=(0, y, 0)))
        parts += [box((0.014, 0.09, 0.50), IRON, at=(x, y, 0)) for x in (-0.36, 0.36)]
    parts.append(place(merge(lid), (-0.34, 0, 0.52), pitch=62))
    parts.append(bevelled_box((0.04, 0.16, 0.16), GOLD, bevel=0.012, at=(0.375, 0, 0.30)))
    parts += [box((0.72, 0.06, 0.05), IRON, at=(0, y, 0.0)) for y in (-0.53, 0.53)]
    parts.append(ellipsoid((0.30, 0.50, 0.16), GOLD, segments=18, rings=8, at=(0, 0, 0.42)))
    jewels = [GOLD, Material((0.70, 0.06, 0.12), roughness=0.1), Material((0.10, 0.45, 0.30), roughness=0.1)]
    for number in range(46):
        x, y = rng.uniform(-0.24, 0.24), rng.uniform(-0.44, 0.44)
        z = 0.42 + 0.15 * math.sqrt(max(0.0, 1 - (x / 0.30) ** 2 - (y / 0.50) ** 2))
        coin = cylinder(0.045, 0.014, jewels[number % 8 // 6 * (1 + number % 2)], segments=10)
        parts.append(place(coin, (x, y, z), pitch=float(rng.normal(0, 30)), roll=float(rng.normal(0, 30))))
    return merge(parts)


def _drum(paint: Material) -> Mesh:
    ribs = [(0.285, 0.0), (0.295, 0.02), (0.28, 0.04)]
    for z in (0.29, 0.59):
        ribs += [(0.28, z - 0.03), (0.297, z), (0.28, z + 0.03)]
    ribs += [(0.28, 0.84), (0.295, 0.86), (0.295, 0.88), (0.275, 0.88), (0.272, 0.86)]
    caps = [cylinder(r, 0.03, STEEL, segments=12, at=(x, 0, 0.85)) for x, r in ((0.18, 0.04), (-0.2, 0.02))]
    return merge([lathe(ribs, paint, segments=28, crease=25.0), *caps])


def oil_drums(rng: np.random.Generator) -> Mesh:
    """Two steel drums and a third on top of them."""
    colours = [(0.12, 0.28, 0.50), (0.62, 0.14, 0.10), (0.80, 0.60, 0.12), (0.18, 0.36, 0.22)]
    drums = [_drum(choose(rng, colours, roughness=0.45)) for _ in range(3)]
    sign = panel(label("OIL", (0.92, 0.90, 0.84), (0.1, 0.1, 0.1), height=96, width=160), 0.28, 0.18)
    return merge(
        [
            place(drums[0], (0, -0.31, 0)),
            place(sign, (0.283, -0.31, 0.44)),
            place(drums[1], (0.0, 0.31, 0), yaw=100),
            place(drums[2], (0.03, 0.04, 0.88), yaw=40),
        ]
    )


def jerry_can(rng: np.random.Generator) -> Mesh:
    """A pressed steel fuel can with three handles and a pressed cross on its sides."""
    paint = choose(rng, [(0.26, 0.30, 0.18), (0.62, 0.12, 0.10), (0.16, 0.26, 0.40)], roughness=0.5)
    body = rounded(0.72, 0.86, 0.09) + np.array((0, 0.43))
    parts = [extrude(body, 0.34, paint, plane="yz", bevel=0.05, crease=50.0)]
    for x in (-0.165, 0.165):
        for one, two in (((-0.24, 0.16), (0.24, 0.70)), ((0.24, 0.16), (-0.24, 0.70))):
            parts.append(tube([(x, *one), (x, *two)], (0.028, 0.028), paint, sides=8, rounded=True))
        frame = rounded(0.58, 0.68, 0.06) + np.array((0, 0.43))
        ring = np.column_stack([np.full(len(frame), x), frame])
        parts.append(tube([*ring, ring[0]], 0.018, paint, sides=6, up=(1, 0, 0)))
    parts += [
        bent([(x, -0.30, 0.84), (x, -0.26, 0.95), (x, 0.02, 0.95), (x, 0.06, 0.84)], 0.018, paint)
        for x in (-0.10, 0.0, 0.10)
    ]
    spout = lathe([(0.075, 0), (0.075, 0.10), (0.095, 0.10), (0.095, 0.15), (0.07, 0.16)], BLACK, segments=18)
    parts.append(place(spout, (0, 0.24, 0.82), roll=20))
    return merge(parts)


def gas_cylinders(rng: np.random.Generator) -> Mesh:
    """Two welded propane bottles with collars and valves."""
    colours = [(0.72, 0.14, 0.10), (0.20, 0.34, 0.56), (0.80, 0.46, 0.10), (0.55, 0.57, 0.58)]
    brass = Material((0.72, 0.58, 0.28), roughness=0.3, metallic=0.8)
    parts = []
    for y, tall in ((-0.27, 0.78), (0.27, 0.58)):
        paint = choose(rng, colours, roughness=0.35)
        outline = [
            (0.16, 0.10),
            (0.235, 0.15),
            (0.25, 0.22),
            (0.25, tall - 0.1),
            (0.21, tall),
            (0.05, tall + 0.06),
        ]
        collar = [(0.135, tall), (0.145, tall + 0.17), (0.13, tall + 0.17), (0.12, tall)]
        parts += [
            place(turned(outline, paint, segments=24), (0, y, 0)),
            lathe([(0.19, 0.0), (0.185, 0.16)], paint, segments=24, at=(0, y, 0)),
            torus(0.25, 0.008, paint, sides=6, at=(0, y, 0.4)),
            lathe(collar, paint, segments=24, at=(0, y, 0), caps=False),
            cylinder(0.035, 0.14, brass, segments=10, at=(0, y, tall + 0.05)),
            cylinder(0.06, 0.03, BLACK, segments=12, at=(0, y, tall + 0.19)),
            rod((0, y, tall + 0.12), (0.16, y, tall + 0.12), 0.018, brass),
        ]
    return merge(parts)


def wicker_basket(rng: np.random.Generator) -> Mesh:
    """A round market basket with a hoop handle, full of apples."""
    weave = wicker(rng, (0.70, 0.50, 0.28))
    wall = [(0.30, 0.0), (0.36, 0.10), (0.42, 0.30), (0.44, 0.42), (0.40, 0.42), (0.37, 0.28)]
    parts = [lathe(wall, weave, segments=28, caps=True, crease=60.0)]
    parts += [
        torus(r, t, weave, sides=8, at=(0, 0, z)) for r, t, z in ((0.42, 0.035, 0.42), (0.32, 0.03, 0.03))
    ]
    turn = np.linspace(0, math.pi, 17)
    hoop = np.column_stack([np.zeros(17), 0.42 * np.cos(turn), 0.42 + 0.50 * np.sin(turn)])
    parts.append(tube(hoop, 0.03, weave, sides=8))
    for number in range(12):
        fruit = choose(rng, [(0.66, 0.10, 0.08), (0.46, 0.58, 0.16), (0.80, 0.62, 0.18)], roughness=0.3)
        reach, angle = (0.26, number * 2 * math.pi / 9) if number < 9 else (0.11, number * 2.1)
        at = (reach * math.cos(angle), reach * math.sin(angle), 0.40 if number < 9 else 0.47)
        parts.append(ellipsoid((0.105, 0.105, 0.1), fruit, segments=12, rings=8, at=at))
    return merge(parts)


def amphora(rng: np.random.Generator) -> Mesh:
    """A Greek two-handled jar with dark painted bands."""
    clay = choose(rng, [(0.70, 0.38, 0.20), (0.76, 0.52, 0.32), (0.58, 0.30, 0.18)], roughness=0.6)
    black = Material((0.07, 0.05, 0.05), roughness=0.35)
    line = [(0.17, 0.0), (0.18, 0.05), (0.11, 0.10), (0.28, 0.36), (0.36, 0.62), (0.31, 0.84), (0.14, 0.98)]
    line += [(0.115, 1.10), (0.13, 1.22), (0.19, 1.28), (0.15, 1.28), (0.10, 1.2)]
    parts = [turned(line, clay, segments=32, steps=40)]
    bands = [
        [(0.322, 0.48), (0.365, 0.58)],
        [(0.374, 0.60), (0.371, 0.65)],
        [(0.22, 0.93), (0.335, 0.79)][::-1],
    ]
    parts += [lathe(rim, black, segments=32, caps=False) for rim in bands]
    parts.append(lathe([(0.19, 0.0), (0.19, 0.05)], black, segments=24))
    for side in (-1, 1):
        path = [
            (0, side * 0.12, 1.18),
            (0, side * 0.26, 1.20),
            (0, side * 0.32, 1.06),
            (0, side * 0.28, 0.84),
        ]
        parts.append(bent(path, 0.03, black))
    for number in range(12):
        angle = number * math.pi / 6
        at = (0.125 * math.cos(angle), 0.125 * math.sin(angle), 1.06)
        parts.append(ellipsoid((0.018, 0.018, 0.06), black, segments=6, rings=5, at=at))
    return merge(parts)


def milk_churn(rng: np.random.Generator) -> Mesh:
    """A dairy churn with a mushroom lid, in metal or painted."""
    paint = choose(rng, [(0.66, 0.67, 0.68), (0.28, 0.42, 0.56), (0.80, 0.78, 0.70)], roughness=0.3)
    metal = Material(paint.color, roughness=0.3, metallic=0.4)
    line = [(0.26, 0.0), (0.27, 0.03), (0.27, 0.58), (0.25, 0.66), (0.16, 0.80), (0.155, 0.92), (0.20, 0.97)]
    parts = [lathe(line, metal, segments=28, crease=35.0)]
    parts += [torus(0.27, 0.014, STEEL, sides=6, at=(0, 0, z)) for z in (0.02, 0.20, 0.56)]
    parts.append(turned([(0.13, 0.94), (0.21, 0.98), (0.20, 1.02), (0.07, 1.06), (0.02, 1.06)], STEEL))
    parts.append(bent([(0, -0.08, 1.05), (0, -0.07, 1.12), (0, 0.07, 1.12), (0, 0.08, 1.05)], 0.016, DARK))
    for side in (-1, 1):
        path = [
            (0, side * 0.17, 0.84),
            (0, side * 0.29, 0.86),
            (0, side * 0.32, 0.72),
            (0, side * 0.255, 0.62),
        ]
        parts.append(bent(path, 0.02, DARK))
    return merge(parts)


def wooden_crate(rng: np.random.Generator) -> Mesh:
    """A slatted packing case with a diagonal brace on every side."""
    planks = wood(rng, (0.66, 0.48, 0.28), across=True, roughness=0.8)
    frame = wood(rng, (0.56, 0.38, 0.20), roughness=0.8)
    side = [box((0.03, 0.92, 0.155), planks, at=(0.44, 0, z)) for z in np.linspace(0.03, 0.79, 5).tolist()]
    side += [box((0.05, 0.11, 0.98), frame, at=(0.475, y, 0)) for y in (-0.43, 0.43)]
    side += [box((0.05, 0.76, 0.11), frame, at=(0.475, 0, z)) for z in (0.0, 0.87)]
    brace = box((0.04, 1.02, 0.11), frame, at=(0, 0, -0.055))
    side.append(place(brace, (0.475, 0, 0.49), roll=45))
    whole = merge(side)
    parts = [place(whole, yaw=90.0 * turn) for turn in range(4)]
    parts.append(box((0.86, 0.86, 0.9), DARK, at=(0, 0, 0.03)))
    parts += [box((0.17, 0.94, 0.03), planks, at=(x, 0, 0.95)) for x in spread(5, 0.76)]
    stencil = label("FRAGILE", (0.60, 0.42, 0.24), (0.55, 0.08, 0.06), height=48, width=160)
    parts.append(panel(stencil, 0.44, 0.13, (0.502, 0, 0.925)))
    return merge(parts)


MODELS: Final = (
    model(treasure_chest, "container", "treasure_chest.n.01"),
    model(oil_drums, "container", "drum.n.04"),
    model(jerry_can, "container", "can.n.01"),
    model(gas_cylinders, "container", "tank.n.02"),
    model(wicker_basket, "basket", "basket.n.01"),
    model(amphora, "vase", "amphora.n.01"),
    model(milk_churn, "container", "milk_can.n.01"),
    model(wooden_crate, "crate", "crate.n.01"),
)
