"""Animals that live with people; the small ones larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, place

from .beasts import ball, balls, beast, rod
from .model import model
from .parts import BLACK, DARK, WHITE
from .quadruped import ears, eyes, quadruped
from .skins import cells, fur, shade, spots

_PINK: Final = Material((0.80, 0.52, 0.52), roughness=0.6)


def rabbit(rng: np.random.Generator) -> Mesh:
    """A sitting rabbit with long ears and a bob tail, 1.2 m."""
    coat = fur(rng, (0.60, 0.50, 0.40), (0.88, 0.86, 0.83), (0.40, 0.33, 0.28))
    white = fur(rng, (0.94, 0.92, 0.90))
    parts = [
        rod([(-0.22, 0, 0.26, 0.25), (0, 0, 0.32, 0.26), (0.18, 0, 0.42, 0.19)], coat, 18),
        ball((0.34, 0, 0.64), (0.20, 0.165, 0.17), coat, fine=18),
        *balls((0.48, 0.05, 0.58), (0.07, 0.06, 0.055), white),
        ball((0.545, 0, 0.625), (0.022, 0.03, 0.018), _PINK),
        blob(rng, (0.11, 0.11, 0.11), white, lumps=0.15, pitch=6, at=(-0.48, 0, 0.24)),
        *balls((-0.12, 0.20, 0.22), (0.24, 0.11, 0.19), coat),
        *balls((0.0, 0.22, 0.05), (0.20, 0.07, 0.05), coat),
        *balls((0.40, 0.14, 0.70), (0.03, 0.025, 0.035)),
    ]
    for side in (1, -1):
        ear = merge(
            [ball((0, 0, 0.2), (0.035, 0.065, 0.24), coat), ball((0.022, 0, 0.2), (0.02, 0.04, 0.19), _PINK)]
        )
        parts.append(place(ear, (0.26, side * 0.07, 0.74), pitch=15, roll=-side * 12))
        parts.append(rod([(0.22, side * 0.10, 0.34, 0.075), (0.30, side * 0.10, 0.06, 0.055)], coat))
    return merge(parts)


_DACHSHUND = beast(
    body=[(-0.50, 0.48, 0.12, 0.13), (-0.2, 0.46, 0.135, 0.14), (0.2, 0.47, 0.14, 0.15),
        (0.46, 0.50, 0.14, 0.17)],
    neck=[(0.46, 0.38, 0.12, 0.15), (0.62, 0.52, 0.10, 0.11)],
    head=[(0.62, 0.56, 0.115, 0.115), (0.74, 0.55, 0.085, 0.08), (0.96, 0.49, 0.045, 0.045)],
    tail=[(-0.60, 0.40, 0.04), (-0.80, 0.44, 0.028), (-0.94, 0.52, 0.012)],
    fore=[(0.42, 0.28, 0.09), (0.42, 0.15, 0.06), (0.44, 0.04, 0.05)],
    hind=[(-0.46, 0.30, 0.11), (-0.44, 0.15, 0.06), (-0.46, 0.04, 0.05)],
    stance=0.11, hoof=(0.06, 0.05), stride=0.08,
)  # fmt: skip


def dachshund(rng: np.random.Generator) -> Mesh:
    """A long low dachshund, black or red, twice life size."""
    coat = fur(rng, (0.10, 0.08, 0.07), (0.48, 0.22, 0.10), roughness=0.5)
    tan = fur(rng, (0.66, 0.38, 0.18))
    return merge(
        [
            *quadruped(_DACHSHUND, coat, coat, tan),
            ball((0.93, 0, 0.475), (0.10, 0.055, 0.045), tan),
            ball((1.01, 0, 0.505), (0.028, 0.032, 0.026), BLACK),
            ball((0.60, 0, 0.36), (0.03, 0.09, 0.08), tan),
            *ears(0.62, 0.125, 0.50, (0.07, 0.02, 0.13), coat, out=6),
            *eyes(0.76, 0.07, 0.61, 0.018),
        ]
    )


_POODLE = beast(
    body=[(-0.26, 0.66, 0.075, 0.085), (0, 0.68, 0.095, 0.11), (0.22, 0.70, 0.10, 0.13)],
    neck=[(0.24, 0.62, 0.08, 0.10), (0.34, 0.80, 0.07, 0.075)],
    head=[(0.35, 0.90, 0.08, 0.085), (0.44, 0.885, 0.06, 0.055), (0.60, 0.845, 0.032, 0.032)],
    tail=[(-0.32, 0.62, 0.025), (-0.40, 0.80, 0.02)],
    fore=[(0.20, 0.5, 0.05), (0.20, 0.28, 0.03), (0.20, 0.03, 0.028)],
    hind=[(-0.24, 0.52, 0.07), (-0.19, 0.33, 0.04), (-0.29, 0.2, 0.028), (-0.25, 0.03, 0.028)],
    stance=0.085, hoof=(0.04, 0.045), stride=0.06,
)  # fmt: skip


def poodle(rng: np.random.Generator) -> Mesh:
    """A poodle clipped for a show: pompons on legs, tail and head."""
    colour = shade(rng, [(0.90, 0.87, 0.84), (0.12, 0.11, 0.12), (0.85, 0.62, 0.68), (0.66, 0.48, 0.34)])
    skin, curls = fur(rng, colour, coarse=0.04), fur(rng, colour, coarse=0.3)

    def pompon(x: float, y: float, z: float, radius: float) -> Mesh:
        return blob(rng, (radius,) * 3, curls, detail=2, lumps=0.16, pitch=7, at=(x, y, z))

    tufts = [
        pompon(-0.42, 0, 0.90, 0.085),
        pompon(0.33, 0, 1.03, 0.115),
        pompon(0.20, 0, 0.66, 0.19),
        pompon(0.06, 0, 0.62, 0.17),
    ]
    tufts += [
        pompon(x, s * 0.085, z, 0.07)
        for s in (1, -1)
        for x, z in ((0.20 + s * 0.03, 0.15), (-0.28 - s * 0.03, 0.15))
    ]
    tufts += [pompon(0.30, s * 0.10, z, 0.065) for s in (1, -1) for z in (0.90, 0.82)]
    tufts += [pompon(-0.24, s * 0.08, 0.60, 0.085) for s in (1, -1)]
    animal = merge(
        [
            *quadruped(_POODLE, skin, skin, skin),
            *tufts,
            ball((0.635, 0, 0.86), 0.02, BLACK),
            *eyes(0.47, 0.048, 0.925, 0.014),
        ]
    )
    return place(animal, scale=1.2)


_HOUND = beast(
    body=[(-0.34, 0.72, 0.10, 0.11), (-0.1, 0.70, 0.12, 0.14), (0.24, 0.72, 0.13, 0.18)],
    neck=[(0.24, 0.60, 0.10, 0.14), (0.40, 0.80, 0.08, 0.09)],
    head=[(0.40, 0.87, 0.10, 0.10), (0.52, 0.85, 0.08, 0.075), (0.68, 0.80, 0.055, 0.052)],
    tail=[(-0.43, 0.62, 0.03), (-0.60, 0.62, 0.022), (-0.76, 0.74, 0.01)],
    fore=[(0.22, 0.52, 0.075), (0.21, 0.28, 0.042), (0.23, 0.04, 0.036)],
    hind=[(-0.32, 0.56, 0.11), (-0.25, 0.36, 0.06), (-0.37, 0.21, 0.038), (-0.32, 0.04, 0.036)],
    stance=0.09, hoof=(0.05, 0.05), stride=0.2,
)  # fmt: skip


def dalmatian(rng: np.random.Generator) -> Mesh:
    """A black-spotted dalmatian with a red collar."""
    coat = spots(rng, (0.93, 0.92, 0.89), (0.07, 0.06, 0.06), 64, radius=0.26)
    red = Material((0.75, 0.10, 0.10), roughness=0.4)
    return merge(
        [
            *quadruped(_HOUND, coat, coat, WHITE, uv_scale=1.6),
            ball((0.725, 0, 0.825), 0.028, BLACK),
            *ears(0.40, 0.105, 0.86, (0.055, 0.022, 0.09), DARK, out=12),
            *eyes(0.54, 0.068, 0.90, 0.016),
            place(rod([(0, 0, -0.004, 0.102), (0, 0, 0.004, 0.102)], red, 16), (0.33, 0, 0.72), pitch=-38),
        ]
    )


def guinea_pig(rng: np.random.Generator) -> Mesh:
    """A round guinea pig of three colours, the size of a barrel."""
    brown, white, black = (
        fur(rng, (0.60, 0.33, 0.15)),
        fur(rng, (0.92, 0.90, 0.86)),
        fur(rng, (0.14, 0.11, 0.10)),
    )
    return merge(
        [
            rod([(-0.34, 0, 0.27, 0.23), (-0.2, 0, 0.29, 0.26)], black, 20),
            rod([(-0.16, 0, 0.295, 0.267), (0.06, 0, 0.30, 0.267)], white, 20),
            rod([(0.1, 0, 0.30, 0.265), (0.32, 0, 0.31, 0.21), (0.46, 0, 0.30, 0.14)], brown, 20),
            ball((0.53, 0, 0.28), (0.09, 0.085, 0.09), white),
            ball((0.615, 0, 0.31), (0.02, 0.03, 0.02), _PINK),
            *balls((0.40, 0.135, 0.40), (0.03, 0.025, 0.032)),
            *balls((0.22, 0.19, 0.46), (0.06, 0.045, 0.06), _PINK),
            *balls((0.30, 0.13, 0.04), (0.08, 0.045, 0.04), _PINK),
            *balls((-0.28, 0.16, 0.04), (0.10, 0.05, 0.04), _PINK),
        ]
    )


def tortoise(rng: np.random.Generator) -> Mesh:
    """A giant tortoise under a domed shell."""
    shell = cells(rng, (0.46, 0.34, 0.16), (0.14, 0.10, 0.06), 25, width=0.2, roughness=0.5)
    skin = cells(rng, (0.48, 0.46, 0.32), (0.34, 0.32, 0.22), 144, width=0.25)
    rim = Material((0.70, 0.58, 0.32), roughness=0.6)
    parts = [
        ball((0, 0, 0.28), (0.56, 0.44, 0.40), shell, fine=24),
        ball((0, 0, 0.24), (0.60, 0.48, 0.075), rim, fine=24),
        rod([(0.48, 0, 0.28, 0.10), (0.66, 0, 0.38, 0.085), (0.74, 0, 0.48, 0.09)], skin, 12),
        ball((0.80, 0, 0.50), (0.14, 0.10, 0.10), skin),
        *eyes(0.88, 0.075, 0.54, 0.018),
        rod([(-0.52, 0, 0.20, 0.05), (-0.68, 0, 0.14, 0.015)], skin),
    ]
    for x in (0.34, -0.36):
        parts += [
            rod([(x, side * 0.30, 0.22, 0.12), (x * 1.2, side * 0.42, 0.08, 0.10)], skin, 12)
            for side in (1, -1)
        ]
    return merge(parts)


MODELS: Final = (
    model(rabbit, "pet", "rabbit.n.01"),
    model(dachshund, "pet", "dachshund.n.01"),
    model(poodle, "pet", "poodle.n.01"),
    model(dalmatian, "pet", "dalmatian.n.02"),
    model(guinea_pig, "pet", "guinea_pig.n.02"),
    model(tortoise, "reptile", "tortoise.n.01"),
)
