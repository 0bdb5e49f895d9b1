"""More of the ancient reptiles, in the air, in the sea and on two legs; and a mammoth."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, extrude, place

from .beasts import balls
from .creatures import horn, horns, legs, spikes, sweep
from .model import model
from .parts import BLACK, DARK, IVORY
from .quadruped import ears
from .skins import cells, fur, shade, spots, stripes

_AMBER: Final = Material((0.90, 0.62, 0.10), roughness=0.2)


def _eyes(x: float, y: float, z: float, radius: float) -> list[Mesh]:
    return [*balls((x, y, z), radius, _AMBER), *balls((x + radius * 0.4, y + radius * 0.5, z), radius * 0.65)]


def pterodactyl(rng: np.random.Generator) -> Mesh:
    """A pterosaur with spread wings and a crest."""
    skin = cells(rng, shade(rng, [(0.46, 0.36, 0.26), (0.36, 0.40, 0.42)]), (0.24, 0.18, 0.14), 144)
    web = Material(shade(rng, [(0.70, 0.48, 0.30), (0.56, 0.32, 0.26)]), roughness=0.7)
    crest = Material(shade(rng, [(0.80, 0.30, 0.12), (0.20, 0.44, 0.62)]), roughness=0.5)
    sail = [
        (0.28, 0.0),
        (0.42, 0.42),
        (0.30, 0.70),
        (-0.30, 1.32),
        (-0.18, 0.72),
        (-0.40, 0.30),
        (-0.36, 0.0),
    ]
    bone = [
        (0.26, 0.08, 0.02, 0.05),
        (0.43, 0.42, 0.02, 0.04),
        (0.31, 0.70, 0.02, 0.03),
        (-0.28, 1.30, 0.02, 0.008),
    ]
    parts = [
        sweep([(-0.40, 0.56, 0.05, 0.05), (-0.15, 0.62, 0.12, 0.12), (0.2, 0.72, 0.14, 0.15),
            (0.42, 0.88, 0.08, 0.09),
            (0.50, 1.06, 0.06, 0.07)], skin),
        sweep([(0.46, 1.10, 0.09, 0.09), (0.62, 1.08, 0.07, 0.07), (1.10, 0.98, 0.015, 0.02)], skin),
        sweep([(0.56, 1.01, 0.05, 0.03), (1.02, 0.93, 0.012, 0.012)], crest),
        extrude([(0.60, 1.12), (0.40, 1.18), (0.06, 1.42), (0.36, 1.06)], 0.035, crest, plane="xz"),
        *_eyes(0.55, 0.07, 1.13, 0.022),
        *legs([[(-0.30, 0.07, 0.56, 0.06), (-0.14, 0.12, 0.32, 0.04),
            (-0.24, 0.12, 0.04, 0.03)]], skin, DARK, 0.14),
    ]  # fmt: skip
    for side in (1, -1):
        arm = horn([(x, side * y, z, r) for x, y, z, r in bone], skin)
        wing = merge([extrude([(x, side * y) for x, y in sail], 0.02, web), arm])
        parts.append(place(wing, (0.0, side * 0.06, 0.72), roll=-side * 22))
    return merge(parts)


def plesiosaur(rng: np.random.Generator) -> Mesh:
    """A plesiosaur: four paddles and a swan's neck."""
    light = shade(rng, [(0.30, 0.44, 0.50), (0.36, 0.46, 0.36)])
    skin = spots(rng, light, (light[0] * 0.5, light[1] * 0.5, light[2] * 0.5), 64, radius=0.3)
    paddle = [(0.14, 0), (0.06, 0.40), (-0.12, 0.66), (-0.20, 0.58), (-0.14, 0.3), (-0.14, 0)]
    flippers = [place(extrude([(x, side * y) for x, y in paddle], 0.05, skin, bevel=0.015),
        (at, side * 0.22, 0.24),
        roll=side * 14) for at in (0.36, -0.42) for side in (1, -1)]  # fmt: skip
    return merge(
        [
            sweep([(-1.15, 0.22, 0.02, 0.03), (-0.8, 0.25, 0.09, 0.09), (-0.4, 0.30, 0.29, 0.22),
                (0.1, 0.34, 0.36, 0.28),
                (0.5, 0.40, 0.22, 0.20), (0.80, 0.66, 0.10, 0.10), (0.84, 1.10, 0.075, 0.075),
                (1.02, 1.42, 0.07, 0.065)], skin, sides=20),
            sweep([(0.96, 1.44, 0.08, 0.07), (1.10, 1.43, 0.09, 0.065), (1.34, 1.36, 0.045, 0.03)], skin),
            sweep([(1.02, 1.37, 0.07, 0.03), (1.32, 1.29, 0.035, 0.018)], DARK),
            *spikes([(x, 0.035, 1.365, 0.05) for x in (1.2, 1.26, 1.32)], (0.2, 0, -1), IVORY),
            *_eyes(1.13, 0.075, 1.47, 0.022),
            *flippers,
        ]
    )  # fmt: skip


def velociraptor(rng: np.random.Generator) -> Mesh:
    """A raptor, running, with a sickle on each foot."""
    light = shade(rng, [(0.52, 0.44, 0.26), (0.40, 0.44, 0.30), (0.50, 0.34, 0.24)])
    skin = stripes(rng, light, (0.18, 0.12, 0.09), 5, share=0.35)
    plume = Material(shade(rng, [(0.70, 0.16, 0.10), (0.12, 0.36, 0.52)]), roughness=0.8)
    thigh = [
        (-0.06, 0.11, 0.84, 0.15),
        (0.16, 0.14, 0.60, 0.10),
        (-0.12, 0.14, 0.30, 0.045),
        (0.0, 0.14, 0.05, 0.045),
    ]
    return merge(
        [
            sweep([(-1.30, 1.04, 0.012, 0.012), (-0.8, 0.94, 0.045, 0.05), (-0.36, 0.88, 0.10, 0.13),
                (0.0, 0.90, 0.15, 0.19), (0.30, 0.98, 0.12, 0.15), (0.46, 1.20, 0.075, 0.09),
                    (0.58, 1.36, 0.08, 0.08)],
                skin, sides=18),
            sweep([(0.52, 1.40, 0.09, 0.09), (0.68, 1.40, 0.08, 0.075), (0.96, 1.34, 0.04, 0.035)], skin),
            sweep([(0.56, 1.31, 0.07, 0.035), (0.90, 1.22, 0.03, 0.02)], skin),
            *spikes([(x, 0.045 - 0.03 * (x - 0.7), 1.335, 0.055) for x in (0.70, 0.77, 0.84, 0.91)],
                (0.1, 0, -1), IVORY),
            *_eyes(0.66, 0.07, 1.44, 0.024),
            *spikes([(0.50 - 0.03 * k, 0.02, 1.46 - 0.05 * k, 0.17) for k in range(4)],
                (-0.9, 0.25, 0.5), plume),
            *spikes([(-1.16, 0.01, 1.02, 0.22), (-1.24, 0.01, 1.03, 0.2)], (-0.9, 0.5, 0), plume),
            *horns([(0.32, 0.10, 0.96, 0.045), (0.38, 0.17, 0.80, 0.03), (0.54, 0.15, 0.78, 0.02)], skin),
            *spikes([(0.54, y, 0.78, 0.09) for y in (0.12, 0.15, 0.18)], (0.8, 0, -0.6), DARK),
            *legs([thigh], skin, DARK, 0.17, stride=0.36),
        ]
    )  # fmt: skip


def mammoth(rng: np.random.Generator) -> Mesh:
    """A woolly mammoth with sweeping tusks."""
    coat = fur(rng, (0.36, 0.22, 0.12), (0.28, 0.17, 0.10), coarse=0.28)
    lock = [blob(rng, (0.24, 0.12, 0.26), coat, lumps=0.16, pitch=6, at=(x, s * 0.30, 0.86))
        for s in (1, -1) for x in (-0.42, 0.08)]  # fmt: skip
    return merge(
        [
            sweep([(-0.90, 0.98, 0.22, 0.28), (-0.55, 1.10, 0.34, 0.38), (0, 1.26, 0.39, 0.45),
                (0.35, 1.34, 0.34, 0.43)],
                coat, sides=18),
            blob(rng, (0.33, 0.30, 0.40), coat, detail=2, lumps=0.06, at=(0.62, 0, 1.46)),
            blob(rng, (0.20, 0.22, 0.18), coat, detail=2, lumps=0.10, at=(0.58, 0, 1.80)),
            *lock,
            sweep([(0.80, 1.36, 0.14, 0.15), (1.0, 0.95, 0.10, 0.10), (1.02, 0.5, 0.07, 0.07),
                (1.18, 0.26, 0.05, 0.05),
                (1.32, 0.34, 0.045, 0.045)], coat),
            *horns([(0.80, 0.14, 1.16, 0.065), (1.0, 0.30, 0.62, 0.06), (1.40, 0.42, 0.55, 0.05),
                (1.56, 0.26, 1.0, 0.012)],
                IVORY, sides=10),
            *ears(0.56, 0.32, 1.44, (0.12, 0.035, 0.18), coat, out=20),
            *balls((0.88, 0.19, 1.50), 0.028, BLACK),
            horn([(-1.1, 0, 1.1, 0.05), (-1.2, 0, 0.8, 0.03), (-1.18, 0, 0.5, 0.05)], coat),
            *legs([[(0.36, 0.22, 1.0, 0.20), (0.36, 0.23, 0.5, 0.15), (0.38, 0.23, 0.08, 0.14)],
                [(-0.62, 0.2, 0.95, 0.22), (-0.56, 0.22, 0.5, 0.15),
                    (-0.62, 0.22, 0.08, 0.14)]], coat, IVORY, 0.16,
                stride=0.2),
        ]
    )  # fmt: skip


MODELS: Final = (
    model(pterodactyl, "dinosaur", "pterodactyl.n.01"),
    model(plesiosaur, "dinosaur", "plesiosaur.n.01"),
    model(velociraptor, "dinosaur", "velociraptor.n.01"),
    model(mammoth, "prehistoric animal", "woolly_mammoth.n.01"),
)
