"""Radios, screens, cameras, telephones."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, legs, rod, smooth, spread
from .model import model
from .parts import BLACK, BRASS, CHROME, DARK, STEEL, Colour, choose
from .prints import label, printed, sheet, slotted, wood, write
from .surfaces import disc, panel

_CANDY: Final[tuple[Colour, ...]] = (
    (0.80, 0.16, 0.14),
    (0.12, 0.46, 0.50),
    (0.92, 0.70, 0.20),
    (0.92, 0.88, 0.78),
)


def _knob(x: float, y: float, z: float, radius: float, material: Material) -> Mesh:
    """A turning knob on a face at x towards +x."""
    return place(
        cylinder(radius, radius * 0.9, material, top=radius * 0.85, segments=16), (x, y, z), pitch=-90
    )


def _cone(x: float, y: float, z: float, radius: float) -> list[Mesh]:
    """A loudspeaker's cone on a face at x towards +x."""
    bowl = lathe(
        [(radius * 0.3, -0.05), (radius * 0.86, 0.0), (radius, 0.012)], DARK, segments=24, caps=False
    )
    parts = [
        place(bowl, (x + 0.015, y, z), pitch=-90),
        place(torus(radius, 0.02, BLACK, sides=8), (x + 0.01, y, z), pitch=90),
    ]
    return [*parts, ellipsoid((0.03, radius * 0.34, radius * 0.34), STEEL, at=(x - 0.015, y, z))]


def radio(rng: np.random.Generator) -> Mesh:
    """A wooden valve radio with an arched top, twice its size."""
    timber, grille = (
        wood(rng, (0.46, 0.24, 0.11), roughness=0.25),
        slotted((0.72, 0.60, 0.40), (0.40, 0.30, 0.18), 20),
    )
    turn = np.linspace(0, math.pi, 19)
    arch = np.concatenate(
        [[(-0.38, 0.0), (0.38, 0.0)], np.column_stack([0.38 * np.cos(turn), 0.50 + 0.34 * np.sin(turn)])]
    )
    parts = [
        extrude(arch, 0.40, timber, plane="yz", bevel=0.02, at=(0, 0, 0.05)),
        bevelled_box((0.46, 0.84, 0.07), timber, bevel=0.02),
    ]
    mouth = np.concatenate(
        [[(-0.28, 0.42), (0.28, 0.42)], np.column_stack([0.28 * np.cos(turn), 0.52 + 0.24 * np.sin(turn)])]
    )
    parts.append(extrude(mouth, 0.02, grille, plane="yz", at=(0.20, 0, 0.05)))
    parts += [box((0.03, 0.035, 0.34 - 0.2 * abs(y)), timber, at=(0.20, y, 0.48)) for y in (-0.14, 0.0, 0.14)]
    scale = sheet((0.94, 0.84, 0.56), 64, 192)
    for index, text in enumerate(("88", "92", "96", "100", "104")):
        write(scale, text, (0.14 + 0.18 * index, 0.35), 0.22, (0.20, 0.12, 0.06))
    cv2.line(scale, (8, 44), (184, 44), (0.3, 0.16, 0.06), 2)
    cv2.line(scale, (76, 8), (76, 58), (0.8, 0.1, 0.06), 2)
    parts += [
        panel(printed("scale", scale), 0.42, 0.12, (0.207, 0, 0.36)),
        *[_knob(0.195, y, 0.18, 0.055, DARK) for y in (-0.22, 0, 0.22)],
    ]
    return merge([*parts, *[disc(BRASS, 0.03, (0.25, y, 0.18)) for y in (-0.22, 0, 0.22)]])


def gramophone(rng: np.random.Generator) -> Mesh:
    """A gramophone with a fluted brass horn."""
    timber = wood(rng, (0.38, 0.20, 0.10))
    petal = choose(rng, [(0.80, 0.62, 0.26), (0.60, 0.12, 0.12), (0.12, 0.30, 0.34)], roughness=0.25)
    parts = [
        bevelled_box((0.60, 0.60, 0.26), timber, bevel=0.03, at=(0, 0, 0.04)),
        bevelled_box((0.66, 0.66, 0.06), timber, bevel=0.02),
    ]
    record = [
        lathe([(0.25, 0.33), (0.25, 0.345)], BLACK, segments=36),
        cylinder(0.085, 0.004, choose(rng, [(0.76, 0.14, 0.12)]), at=(0, 0, 0.345)),
    ]
    parts += [
        *record,
        cylinder(0.012, 0.03, CHROME, at=(0, 0, 0.345)),
        cylinder(0.22, 0.03, STEEL, at=(0, 0, 0.30)),
    ]
    neck = [
        (0.16, -0.02, 0.38),
        (-0.10, -0.10, 0.44),
        (-0.30, -0.06, 0.46),
        (-0.38, 0, 0.64),
        (-0.28, 0, 0.88),
        (-0.12, 0, 1.02),
    ]
    parts.append(tube(smooth(neck, 4), np.linspace(0.02, 0.06, 21), BRASS, sides=12))
    profile = smooth(
        [(0.055, 0, 0.0), (0.08, 0, 0.20), (0.16, 0, 0.38), (0.30, 0, 0.48), (0.46, 0, 0.52)], 4
    )[:, [0, 2]]
    horn = lathe(profile, petal, segments=48, caps=False, crease=80)
    around = np.arctan2(horn.positions[:, 1], horn.positions[:, 0])
    flute = 1 - 0.10 * np.abs(np.sin(4 * around)) * (horn.positions[:, 2] / 0.52) ** 2
    fluted = horn.positions * np.column_stack([flute, flute, np.ones(len(flute))])
    opened = replace(horn, positions=fluted.astype(np.float32))
    parts.append(place(opened, (-0.14, 0, 1.0), pitch=-52))
    parts += [
        place(cylinder(0.045, 0.03, BRASS), (0.17, -0.02, 0.35)),
        rod((0.0, 0.30, 0.20), (0.0, 0.42, 0.20), 0.012, CHROME),
    ]
    return merge(
        [
            *parts,
            rod((0.0, 0.42, 0.20), (0.10, 0.42, 0.10), 0.012, CHROME),
            rod((0.10, 0.42, 0.10), (0.10, 0.50, 0.10), 0.02, timber),
        ]
    )


def television(rng: np.random.Generator) -> Mesh:
    """A set of the sixties on splayed legs, a test card on the screen."""
    timber = wood(rng, (0.50, 0.30, 0.15), across=True)
    card = sheet((0.5, 0.5, 0.5), 120, 160)
    bars = (
        (0.9, 0.9, 0.9),
        (0.9, 0.9, 0.1),
        (0.1, 0.9, 0.9),
        (0.1, 0.8, 0.1),
        (0.8, 0.1, 0.8),
        (0.8, 0.1, 0.1),
        (0.1, 0.1, 0.8),
        (0.05, 0.05, 0.05),
    )
    for index, ink in enumerate(bars):
        card[:84, index * 20 : index * 20 + 20] = ink
    card[84:100], card[100:] = (0.1, 0.1, 0.12), np.linspace(0, 1, 160)[None, :, None]
    parts = [
        bevelled_box((0.44, 0.96, 0.62), timber, bevel=0.03, at=(0, 0, 0.44)),
        bevelled_box((0.30, 0.60, 0.44), DARK, bevel=0.08, at=(-0.24, 0, 0.52)),
    ]
    parts += [
        bevelled_box((0.03, 0.68, 0.54), BLACK, bevel=0.012, at=(0.215, 0.12, 0.48)),
        panel(printed("card", card, roughness=0.1, emission=0.3), 0.60, 0.46, (0.233, 0.12, 0.75)),
    ]
    parts += [
        panel(slotted((0.66, 0.58, 0.44), (0.25, 0.2, 0.14), 16), 0.18, 0.20, (0.225, -0.35, 0.60)),
        *[_knob(0.215, -0.35, z, 0.05, STEEL) for z in (0.94, 0.80)],
    ]
    parts += legs(0.14, 0.36, 0.45, timber, radius=0.028, foot=0.016, splay=0.07)
    for side in (-1, 1):
        parts += [
            rod((-0.02, 0, 1.06), (-0.02, side * 0.30, 1.50), 0.007, CHROME),
            ellipsoid((0.016, 0.016, 0.016), CHROME, at=(-0.02, side * 0.30, 1.50)),
        ]
    return merge([*parts, lathe([(0.08, 1.05), (0.07, 1.08), (0.03, 1.10)], DARK, at=(-0.02, 0, 0))])


def loudspeaker(rng: np.random.Generator) -> Mesh:
    """Two tall loudspeakers, three cones each."""
    timber = (
        wood(rng, (0.40, 0.22, 0.12)) if rng.random() < 0.6 else Material((0.10, 0.10, 0.11), roughness=0.5)
    )
    one = [
        bevelled_box((0.40, 0.42, 1.10), timber, bevel=0.015, at=(0, 0, 0.05)),
        box((0.01, 0.38, 1.04), DARK, at=(0.20, 0, 0.08)),
        bevelled_box((0.36, 0.38, 0.05), BLACK, bevel=0.01),
    ]
    one += [*_cone(0.205, 0, 0.30, 0.16), *_cone(0.205, 0, 0.70, 0.12), *_cone(0.205, 0, 0.97, 0.06)]
    one += [
        disc(BLACK, 0.04, (0.208, 0.12, 0.50)),
        panel(
            label("HIFI", (0.70, 0.70, 0.68), (0.1, 0.1, 0.1), height=32, width=96),
            0.09,
            0.03,
            (0.208, -0.11, 0.52),
        ),
    ]
    return merge([place(merge(one), (0, -0.36, 0), yaw=8), place(merge(one), (0, 0.36, 0), yaw=-8)])


def boombox(rng: np.random.Generator) -> Mesh:
    """A ghetto blaster: two speakers, a cassette deck, a handle and an aerial."""
    body = choose(rng, [(0.72, 0.72, 0.73), (0.16, 0.16, 0.18), *_CANDY[:3]], roughness=0.35)
    parts = [
        bevelled_box((0.30, 1.20, 0.64), body, bevel=0.04),
        box((0.02, 1.10, 0.10), BLACK, at=(0.145, 0, 0.50)),
    ]
    for side in (-1, 1):
        parts += [*_cone(0.15, side * 0.38, 0.25, 0.17), disc(CHROME, 0.03, (0.168, side * 0.38, 0.51))]
        parts += [
            bent(
                [(0, side * 0.52, 0.60), (0, side * 0.50, 0.80), (0, side * 0.30, 0.82), (0, 0, 0.82)],
                0.025,
                BLACK,
            )
        ]
    parts += [
        bevelled_box((0.03, 0.34, 0.22), DARK, bevel=0.01, at=(0.15, 0, 0.22)),
        panel(slotted((0.80, 0.78, 0.70), (0.3, 0.3, 0.32), 4), 0.26, 0.12, (0.168, 0, 0.34)),
    ]
    parts += [
        bevelled_box((0.05, 0.05, 0.05), STEEL, bevel=0.01, at=(0.16, y, 0.10)) for y in spread(6, 0.30)
    ]
    tuner = label(
        "88  92  96  100  104", (0.10, 0.12, 0.10), (0.9, 0.9, 0.5), height=48, width=256, tall=0.32
    )
    parts += [
        panel(tuner, 0.62, 0.08, (0.158, 0.0, 0.55)),
        *[_knob(0.15, y, 0.55, 0.035, CHROME) for y in (-0.47, -0.38, 0.38, 0.47)],
    ]
    return merge([*parts, rod((-0.1, 0.5, 0.62), (-0.14, 0.85, 1.05), 0.008, CHROME)])


MODELS: Final = (
    model(radio, "electronics", "radio_receiver.n.01"),
    model(gramophone, "electronics", "gramophone.n.01"),
    model(television, "electronics", "television_receiver.n.01"),
    model(loudspeaker, "electronics", "loudspeaker.n.01"),
    model(boombox, "electronics", "tape_player.n.01"),
)
