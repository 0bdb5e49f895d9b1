"""Poultry, parrots and birds of prey, larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, cylinder, extrude, loft, place, tube

from .beasts import ball, balls, rod
from .fowl import Bird, Plumage, bird, crest, level
from .model import model
from .parts import BLACK, IVORY
from .skins import fur, scales, stripes

_RED: Final = Material((0.80, 0.10, 0.08), roughness=0.6)
_YELLOW: Final = Material((0.92, 0.70, 0.15), roughness=0.5)
_GREY: Final = Material((0.35, 0.34, 0.34), roughness=0.6)

_ROOSTER: Final = Bird(
    body=((-0.20, 0.50, 0.12), (0, 0.48, 0.18), (0.16, 0.54, 0.15)),
    neck=((0.20, 0.64, 0.14), (0.26, 0.78, 0.10), (0.27, 0.92, 0.075)),
    head=(0.29, 0.97, 0.085),
    bill=((0.36, 0.96, 0.035), (0.44, 0.93, 0.012)),
    wing=(-0.04, 0.52, 0.21, 0.11, -6),
    tail=((-0.28, 0.58, 0.08), (-0.34, 0.66, 0.05)),
    legs=((0.02, 0.34, 0.06), (0.02, 0.2, 0.028), (0.02, 0.025, 0.024)),
    apart=0.085,
    toe=0.12,
)


def rooster(rng: np.random.Generator) -> Mesh:
    """A crowing cock with sickle feathers, 1.2 m."""
    rust = scales(rng, (0.55, 0.20, 0.08), (0.30, 0.10, 0.05), 14)
    gold = scales(rng, (0.86, 0.52, 0.12), (0.62, 0.30, 0.06), 16)
    sheen = Material((0.04, 0.16, 0.14), roughness=0.3)
    parts = bird(_ROOSTER, Plumage(rust, gold, rust, sheen, _YELLOW, _YELLOW))
    parts += crest(0.30, 1.08, 0.075, _RED, count=5)
    parts += [
        *balls((0.34, 0.035, 0.85), (0.03, 0.02, 0.07), _RED),
        *balls((0.30, 0.078, 0.95), (0.035, 0.012, 0.035), _RED),
    ]
    for k, side in enumerate((-0.10, -0.05, 0.0, 0.05, 0.10)):
        high = 1.05 - 0.03 * k
        plume = [
            (-0.26, side * 0.4, 0.56),
            (-0.40, side, high),
            (-0.56, side * 1.4, high - 0.05),
            (-0.68, side * 1.8, high - 0.32),
        ]
        parts.append(
            tube(
                plume,
                [(0.03, 0.05), (0.03, 0.06), (0.025, 0.05), (0.008, 0.015)],
                sheen,
                sides=8,
                rounded=True,
            )
        )
    return merge(parts)


_TURKEY: Final = Bird(
    body=((-0.26, 0.52, 0.18), (0, 0.54, 0.29), (0.18, 0.56, 0.24)),
    neck=((0.30, 0.66, 0.12), (0.40, 0.86, 0.065), (0.40, 1.0, 0.06)),
    head=(0.42, 1.05, 0.085),
    bill=((0.49, 1.04, 0.035), (0.57, 1.01, 0.012)),
    wing=(-0.02, 0.50, 0.28, 0.19, 12),
    tail=((-0.34, 0.50, 0.12), (-0.38, 0.50, 0.10)),
    legs=((0.02, 0.32, 0.08), (0.02, 0.03, 0.03)),
    apart=0.12,
    toe=0.15,
)


def turkey(rng: np.random.Generator) -> Mesh:
    """A gobbler with its tail fanned."""
    bronze = scales(rng, (0.26, 0.17, 0.11), (0.10, 0.07, 0.06), 10, roughness=0.5)
    bars = stripes(rng, (0.42, 0.26, 0.14), (0.88, 0.80, 0.66), 6, share=0.35, wild=0.15)
    skin = Material((0.45, 0.62, 0.78), roughness=0.6)
    parts = bird(_TURKEY, Plumage(bronze, skin, bars, bronze, _YELLOW, Material((0.75, 0.45, 0.38))))
    parts.append(rod([(0.50, 0, 1.08, 0.025), (0.57, 0, 1.0, 0.03), (0.56, 0, 0.88, 0.025)], _RED))
    parts += [
        ball((0.45 + 0.01 * k, 0.02 * (-1) ** k, 0.94 - 0.06 * k), 0.045, _RED, fine=8) for k in range(4)
    ]
    for turn in np.radians(np.linspace(-10, 190, 17)):
        ahead = np.array((-0.25, np.cos(turn), np.sin(turn)))
        root = np.array((-0.28, 0, 0.55))
        line = [root + ahead * reach for reach in (0.1, 0.4, 0.62)]
        parts.append(
            tube(
                line,
                [(0.03, 0.02), (0.08, 0.02), (0.075, 0.015)],
                bars,
                sides=8,
                rounded=True,
                up=(1, 0, 0),
                uv_scale=2,
            )
        )
    return merge(parts)


def _perch(rng: np.random.Generator, top: float) -> list[Mesh]:
    """A sawn log upright."""
    return [
        cylinder(0.20, top, fur(rng, (0.38, 0.29, 0.21), coarse=0.3), top=0.17, segments=18, uv_scale=1.0),
        cylinder(0.172, 0.01, IVORY, segments=18, at=(0, 0, top)),
    ]


_PARROT: Final = Bird(
    body=((-0.14, 0.62, 0.10), (-0.02, 0.76, 0.17), (0.04, 0.92, 0.16)),
    neck=((0.05, 1.0, 0.14), (0.06, 1.08, 0.13)),
    head=(0.08, 1.13, 0.14),
    bill=((0.19, 1.17, 0.07), (0.27, 1.11, 0.05), (0.27, 1.03, 0.015)),
    wing=(-0.08, 0.76, 0.34, 0.11, 64),
    tail=((-0.20, 0.54, 0.10), (-0.34, 0.26, 0.08), (-0.44, 0.02, 0.04)),
    legs=((0.0, 0.60, 0.05), (0.02, 0.47, 0.03)),
    apart=0.07,
    toe=0.10,
)


def parrot(rng: np.random.Generator) -> Mesh:
    """A macaw on a log, scarlet or blue and gold."""
    scarlet, blue, gold = (0.82, 0.10, 0.07), (0.06, 0.28, 0.72), (0.95, 0.70, 0.10)
    main, wing = (scarlet, blue) if rng.random() < 0.5 else (gold, blue)
    body = scales(rng, main, (main[0] * 0.75, main[1] * 0.75, main[2] * 0.75), 16)
    wings = scales(rng, wing, (0.04, 0.16, 0.42), 10)
    macaw = bird(_PARROT, Plumage(body, body, wings, scales(rng, wing, main, 6), BLACK, _GREY))
    cheeks = balls((0.12, 0.10, 1.12), (0.07, 0.045, 0.075), IVORY)
    return merge([*_perch(rng, 0.44), *macaw, *cheeks, *balls((0.15, 0.135, 1.15), 0.02)])


_TOUCAN: Final = Bird(
    body=((-0.14, 0.60, 0.10), (-0.02, 0.72, 0.17), (0.04, 0.86, 0.15)),
    neck=((0.06, 0.92, 0.14), (0.07, 1.0, 0.12)),
    head=(0.09, 1.06, 0.13),
    bill=((0.20, 1.07, 0.085), (0.40, 1.06, 0.08), (0.58, 0.98, 0.045), (0.62, 0.92, 0.02)),
    wing=(-0.08, 0.70, 0.28, 0.10, 58),
    tail=((-0.20, 0.52, 0.08), (-0.32, 0.34, 0.07)),
    legs=((0.0, 0.58, 0.05), (0.02, 0.47, 0.03)),
    apart=0.07,
    toe=0.10,
)


def toucan(rng: np.random.Generator) -> Mesh:
    """A toco toucan on a log."""
    black, orange = fur(rng, (0.05, 0.05, 0.06)), Material((0.95, 0.50, 0.06), roughness=0.3)
    bib = ball((0.12, 0, 0.94), (0.10, 0.115, 0.13), fur(rng, (0.94, 0.92, 0.86), coarse=0.03))
    rings = balls((0.135, 0.10, 1.09), (0.045, 0.035, 0.05), orange)
    tip = rod([(0.56, 0, 0.99, 0.055), (0.635, 0, 0.905, 0.022)], BLACK)
    bird_parts = bird(_TOUCAN, Plumage(black, black, black, black, orange, Material((0.35, 0.45, 0.60))))
    return merge([*_perch(rng, 0.44), *bird_parts, bib, *rings, *balls((0.15, 0.128, 1.10), 0.02), tip])


def eagle(rng: np.random.Generator) -> Mesh:
    """A bald eagle landing, wings spread 2.3 m."""
    brown = scales(rng, (0.26, 0.17, 0.11), (0.14, 0.09, 0.06), 12)
    white = fur(rng, (0.94, 0.92, 0.88), coarse=0.04)
    parts = [
        level([(-0.20, 0.42, 0.12), (0, 0.56, 0.18), (0.10, 0.78, 0.15)], brown, 20),
        level([(0.12, 0.88, 0.11), (0.18, 1.0, 0.10)], white, 16),
        ball((0.22, 0, 1.05), 0.105, white),
        rod([(0.30, 0, 1.05, 0.05), (0.38, 0, 1.02, 0.035), (0.39, 0, 0.95, 0.012)], _YELLOW),
        *balls((0.28, 0.08, 1.08), 0.018),
        tube(
            [(-0.26, 0, 0.36), (-0.46, 0, 0.20), (-0.56, 0, 0.12)],
            [(0.09, 0.03), (0.17, 0.03), (0.20, 0.02)],
            white,
            sides=12,
            rounded=True,
        ),
    ]
    vane = [
        (0.16, 0),
        (0.26, 0.35),
        (0.20, 0.75),
        (0.22, 1.08),
        (0.14, 1.10),
        (0.12, 0.98),
        (0.05, 1.10),
        (-0.01, 0.98),
        (-0.08, 1.04),
    ]
    vane += [
        (-0.12, 0.90),
        (-0.20, 0.92),
        (-0.20, 0.78),
        (-0.30, 0.74),
        (-0.24, 0.5),
        (-0.32, 0.44),
        (-0.22, 0),
    ]
    for side in (1, -1):
        wing = extrude([(x, side * y) for x, y in vane], 0.035, brown, bevel=0.01, uv_scale=2.0)
        parts.append(place(wing, (0.02, side * 0.10, 0.72), roll=-side * 24, pitch=12))
        parts.append(rod([(0.0, side * 0.10, 0.42, 0.10), (0.04, side * 0.12, 0.22, 0.06)], brown))
        parts.append(rod([(0.04, side * 0.12, 0.2, 0.03), (0.06, side * 0.12, 0.05, 0.03)], _YELLOW))
        for turn in (-35, 0, 35, 180):
            x, y = 0.13 * np.cos(np.radians(turn)), 0.13 * np.sin(np.radians(turn))
            parts.append(
                rod([(0.06, side * 0.12, 0.035, 0.03), (0.06 + x, side * 0.12 + y, 0.025, 0.012)], _YELLOW, 8)
            )
    return merge(parts)


def chick(rng: np.random.Generator) -> Mesh:
    """A fluffy chick hatching from half an egg."""
    down = fur(rng, (0.95, 0.80, 0.30), coarse=0.10)
    orange = Material((0.92, 0.50, 0.10), roughness=0.5)
    shell = Material((0.93, 0.88, 0.80), roughness=0.6)
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    rim = 0.42 + 0.06 * np.sign(np.sin(turn * 9))
    rings = [
        np.column_stack([r * np.cos(turn), r * np.sin(turn), np.full(48, z)])
        for r, z in ((0.12, 0.0), (0.30, 0.1), (0.38, 0.28))
    ]
    rings.append(np.column_stack([0.39 * np.cos(turn), 0.39 * np.sin(turn), rim]))
    return merge(
        [
            loft(np.array(rings)[::-1], shell, crease=60),
            blob(rng, (0.31, 0.31, 0.30), down, detail=3, lumps=0.05, pitch=9, at=(0, 0, 0.50)),
            blob(rng, (0.24, 0.24, 0.23), down, detail=3, lumps=0.05, pitch=9, at=(0.06, 0, 0.88)),
            rod([(0.28, 0, 0.86, 0.05), (0.38, 0, 0.84, 0.012)], orange),
            *balls((0.23, 0.13, 0.93), 0.032),
            *balls((0.0, 0.29, 0.56), (0.13, 0.05, 0.09), down),
        ]
    )


MODELS: Final = (
    model(rooster, "poultry", "cock.n.04"),
    model(turkey, "poultry", "turkey.n.01"),
    model(chick, "poultry", "chick.n.01"),
    model(parrot, "bird", "macaw.n.01"),
    model(toucan, "bird", "toucan.n.01"),
    model(eagle, "bird", "bald_eagle.n.01"),
)
