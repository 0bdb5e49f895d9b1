"""Birds of ponds and coasts."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place

from .beasts import ball, balls, rod
from .fowl import Bird, Plumage, bird, level
from .model import model
from .parts import BLACK, WHITE
from .skins import fur, scales

_ORANGE: Final = Material((0.92, 0.50, 0.10), roughness=0.5)

_SWAN: Final = Bird(
    body=((-0.42, 0.36, 0.14), (-0.1, 0.34, 0.27), (0.24, 0.32, 0.22)),
    neck=((0.38, 0.36, 0.13), (0.54, 0.52, 0.08), (0.50, 0.76, 0.06), (0.38, 0.98, 0.055),
        (0.40, 1.16, 0.06), (0.52, 1.22, 0.065)),
    head=(0.55, 1.20, 0.085),
    bill=((0.60, 1.18, 0.05), (0.72, 1.12, 0.035), (0.80, 1.08, 0.03)),
    wing=(-0.14, 0.44, 0.46, 0.20, -14),
    tail=((-0.52, 0.44, 0.12), (-0.72, 0.54, 0.06)),
    legs=((0, 0.14, 0.05), (0.02, 0.03, 0.03)),
    apart=0.12,
    toe=0.14,
    webbed=True,
)  # fmt: skip


def swan(rng: np.random.Generator) -> Mesh:
    """A white swan with a curved neck."""
    white = fur(rng, (0.95, 0.94, 0.92), coarse=0.03)
    wings = scales(rng, (0.95, 0.94, 0.92), (0.82, 0.82, 0.82), 12)
    knob = ball((0.635, 0, 1.215), (0.035, 0.03, 0.035), BLACK)
    mask = balls((0.61, 0.055, 1.19), (0.05, 0.025, 0.03), BLACK)
    return merge([*bird(_SWAN, Plumage(white, white, wings, white, _ORANGE, BLACK)), knob, *mask])


_DUCK: Final = Bird(
    body=((-0.30, 0.36, 0.13), (-0.05, 0.36, 0.22), (0.20, 0.38, 0.18)),
    neck=((0.30, 0.48, 0.12), (0.36, 0.64, 0.095), (0.38, 0.76, 0.11)),
    head=(0.40, 0.80, 0.13),
    bill=((0.50, 0.78, 0.06), (0.66, 0.755, 0.05), (0.72, 0.755, 0.04)),
    wing=(-0.10, 0.42, 0.32, 0.14, -10),
    tail=((-0.38, 0.40, 0.10), (-0.54, 0.48, 0.05)),
    legs=((0.0, 0.20, 0.045), (0.02, 0.03, 0.03)),
    apart=0.11,
    toe=0.15,
    webbed=True,
)


def duck(rng: np.random.Generator) -> Mesh:
    """A mallard drake, twice life size."""
    grey = scales(rng, (0.72, 0.70, 0.67), (0.55, 0.53, 0.50), 18)
    green = Material((0.03, 0.30, 0.16), roughness=0.3)
    brown = scales(rng, (0.50, 0.44, 0.38), (0.34, 0.28, 0.23), 14)
    bill = Material((0.85, 0.72, 0.18), roughness=0.5)
    chest = ball((0.25, 0, 0.38), (0.175, 0.19, 0.185), fur(rng, (0.36, 0.19, 0.12)))
    ring = level([(0.335, 0.585, 0.108), (0.34, 0.60, 0.106)], WHITE, 16)
    blue = balls((-0.18, 0.225, 0.40), (0.09, 0.03, 0.05), Material((0.12, 0.22, 0.62), roughness=0.3))
    curl = rod([(-0.46, 0, 0.50, 0.03), (-0.46, 0, 0.60, 0.025), (-0.40, 0, 0.62, 0.015)], BLACK)
    return merge([*bird(_DUCK, Plumage(grey, green, brown, WHITE, bill, _ORANGE)), chest, ring, *blue, curl])


_GOOSE: Final = Bird(
    body=((-0.36, 0.56, 0.15), (-0.05, 0.56, 0.25), (0.22, 0.58, 0.21)),
    neck=((0.32, 0.68, 0.15), (0.42, 0.90, 0.09), (0.44, 1.15, 0.075), (0.46, 1.32, 0.085)),
    head=(0.50, 1.36, 0.105),
    bill=((0.57, 1.34, 0.065), (0.70, 1.31, 0.04), (0.75, 1.30, 0.03)),
    wing=(-0.12, 0.62, 0.36, 0.16, -4),
    tail=((-0.46, 0.58, 0.12), (-0.62, 0.60, 0.07)),
    legs=((0.0, 0.36, 0.06), (0.02, 0.03, 0.035)),
    apart=0.13,
    toe=0.18,
    webbed=True,
)


def goose(rng: np.random.Generator) -> Mesh:
    """A grey goose, neck stretched."""
    grey = scales(rng, (0.55, 0.50, 0.45), (0.74, 0.70, 0.64), 14)
    neck = fur(rng, (0.50, 0.45, 0.40), (0.42, 0.37, 0.33))
    return merge(bird(_GOOSE, Plumage(grey, neck, grey, WHITE, _ORANGE, _ORANGE)))


_PELICAN: Final = Bird(
    body=((-0.34, 0.52, 0.14), (-0.05, 0.54, 0.24), (0.18, 0.56, 0.20)),
    neck=((0.24, 0.64, 0.14), (0.36, 0.72, 0.085), (0.30, 0.94, 0.07), (0.22, 1.12, 0.065),
        (0.30, 1.24, 0.075)),
    head=(0.36, 1.24, 0.10),
    bill=((0.44, 1.22, 0.05), (0.70, 1.08, 0.04), (0.96, 0.93, 0.025)),
    wing=(-0.10, 0.58, 0.38, 0.17, 6),
    tail=((-0.42, 0.50, 0.11), (-0.55, 0.48, 0.07)),
    legs=((0.0, 0.34, 0.05), (0.02, 0.03, 0.032)),
    apart=0.12,
    toe=0.16,
    webbed=True,
)  # fmt: skip


def pelican(rng: np.random.Generator) -> Mesh:
    """A pelican with a filled pouch."""
    white = fur(rng, (0.93, 0.91, 0.88), coarse=0.04)
    wing = scales(rng, (0.90, 0.88, 0.84), (0.30, 0.28, 0.28), 12)
    pouch = place(
        ball((0, 0, 0), (0.28, 0.085, 0.14), Material((0.92, 0.62, 0.20), roughness=0.5)),
        (0.63, 0, 1.03),
        pitch=-30,
    )
    bill = Material((0.80, 0.66, 0.42), roughness=0.5)
    tuft = rod([(0.30, 0, 1.32, 0.05), (0.18, 0, 1.34, 0.015)], white)
    return merge([*bird(_PELICAN, Plumage(white, white, wing, white, bill, _ORANGE)), pouch, tuft])


MODELS: Final = (
    model(swan, "waterfowl", "swan.n.01"),
    model(duck, "waterfowl", "mallard.n.01"),
    model(goose, "waterfowl", "goose.n.01"),
    model(pelican, "waterfowl", "pelican.n.01"),
)
