"""Wild birds; the small ones larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, extrude, place

from .beasts import ball, balls, rod
from .fowl import Bird, Plumage, bird, level
from .model import model
from .parts import BLACK, WHITE
from .skins import drawn, fur, layered, projected, scales

_ORANGE: Final = Material((0.90, 0.48, 0.10), roughness=0.5)
_YELLOW: Final = Material((0.92, 0.70, 0.12), roughness=0.5)
_PINK: Final = Material((0.88, 0.62, 0.56), roughness=0.6)

_OSTRICH: Final = Bird(
    body=((-0.42, 1.22, 0.22), (-0.1, 1.22, 0.34), (0.2, 1.20, 0.28)),
    neck=((0.34, 1.24, 0.12), (0.52, 1.50, 0.055), (0.52, 1.85, 0.045), (0.56, 2.15, 0.05)),
    head=(0.60, 2.20, 0.085),
    bill=((0.64, 2.18, 0.05), (0.80, 2.15, 0.022)),
    wing=(-0.12, 1.20, 0.42, 0.24, 12),
    tail=((-0.55, 1.28, 0.18), (-0.78, 1.36, 0.14)),
    legs=((-0.04, 1.05, 0.13), (0.10, 0.72, 0.07), (-0.04, 0.40, 0.035), (0.0, 0.04, 0.035)),
    apart=0.15,
    toe=0.20,
)


def ostrich(rng: np.random.Generator) -> Mesh:
    """An ostrich, black with white plumes."""
    black, white = fur(rng, (0.09, 0.08, 0.08), coarse=0.25), fur(rng, (0.90, 0.88, 0.84), coarse=0.15)
    look = Plumage(black, _PINK, black, white, _ORANGE, _PINK)
    plumes = [
        blob(rng, (0.20, 0.08, 0.14), white, lumps=0.2, pitch=6, at=(-0.42, s * 0.30, 1.12)) for s in (1, -1)
    ]
    ruff = blob(rng, (0.24, 0.26, 0.24), black, lumps=0.15, pitch=6, at=(0.18, 0, 1.2))
    return merge([*bird(_OSTRICH, look), *plumes, ruff])


_FLAMINGO: Final = Bird(
    body=((-0.30, 1.02, 0.10), (-0.05, 1.08, 0.20), (0.18, 1.12, 0.14)),
    neck=(
        (0.24, 1.14, 0.075),
        (0.42, 1.08, 0.05),
        (0.50, 1.24, 0.045),
        (0.34, 1.48, 0.042),
        (0.34, 1.68, 0.042),
        (0.46, 1.78, 0.045),
    ),
    head=(0.50, 1.76, 0.075),
    bill=((0.55, 1.74, 0.05), (0.66, 1.68, 0.045), (0.68, 1.60, 0.03)),
    wing=(-0.10, 1.08, 0.32, 0.15, 14),
    tail=((-0.38, 0.96, 0.09), (-0.50, 0.90, 0.05)),
    legs=((-0.02, 0.95, 0.04), (-0.06, 0.52, 0.022), (0.0, 0.03, 0.018)),
    apart=0.08,
    toe=0.13,
    webbed=True,
)


def flamingo(rng: np.random.Generator) -> Mesh:
    """A pink flamingo."""
    pink = fur(rng, (0.93, 0.50, 0.52), (0.95, 0.62, 0.60), coarse=0.06)
    rose = fur(rng, (0.88, 0.30, 0.34), coarse=0.08)
    leg = Material((0.88, 0.45, 0.48), roughness=0.6)
    tip = rod([(0.675, 0, 1.63, 0.04), (0.665, 0, 1.575, 0.022)], BLACK)
    return merge([*bird(_FLAMINGO, Plumage(pink, pink, rose, BLACK, WHITE, leg)), tip])


def penguin(rng: np.random.Generator) -> Mesh:
    """An emperor penguin, 1.3 m."""
    noise = float(rng.uniform(0.9, 1.1))
    black, cream, gold = (0.08 * noise, 0.08 * noise, 0.10 * noise), (0.93, 0.92, 0.88), (0.95, 0.72, 0.20)
    coat = drawn(
        lambda x, z: layered(
            black, ((x - 0.52 - 0.10 * np.sin(z * 3.1)) * 40, cream), ((x - 0.5) * 20 * (z > 0.80), gold)
        ),
        "penguin",
    )
    trunk = level([(-0.04, 0.24, 0.22), (0, 0.55, 0.27), (0, 0.85, 0.22), (0.02, 1.02, 0.15)], coat, 28)
    parts = [
        projected(trunk, coat),
        ball((0.04, 0, 1.15), (0.16, 0.135, 0.14), BLACK, fine=18),
        *balls((0.05, 0.115, 1.10), (0.06, 0.035, 0.05), _YELLOW),
        rod([(0.16, 0, 1.16, 0.045), (0.26, 0, 1.15, 0.03), (0.34, 0, 1.12, 0.012)], BLACK),
        *balls((0.145, 0.085, 1.20), 0.018, WHITE),
        rod([(-0.22, 0, 0.16, 0.08), (-0.34, 0, 0.05, 0.03)], BLACK),
    ]
    for side in (1, -1):
        parts.append(
            place(
                ball((0, 0, -0.25), (0.085, 0.028, 0.28), BLACK), (-0.02, side * 0.235, 0.92), roll=side * 18
            )
        )
        parts.append(ball((0.12, side * 0.12, 0.035), (0.15, 0.09, 0.035), _ORANGE))
    return merge(parts)


_PEACOCK: Final = Bird(
    body=((-0.22, 0.52, 0.10), (0, 0.55, 0.15), (0.16, 0.60, 0.12)),
    neck=((0.20, 0.66, 0.09), (0.28, 0.85, 0.055), (0.30, 1.02, 0.05)),
    head=(0.32, 1.07, 0.065),
    bill=((0.37, 1.065, 0.03), (0.44, 1.05, 0.012)),
    wing=(-0.06, 0.55, 0.26, 0.11, 8),
    tail=((-0.28, 0.50, 0.10), (-0.42, 0.48, 0.08)),
    legs=((0, 0.44, 0.05), (0.03, 0.24, 0.022), (0, 0.02, 0.018)),
    apart=0.07,
    toe=0.10,
)


def _eyespots(x: npt.NDArray[np.float32], z: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A green fan with rows of eyes; the picture spans 2.1 m by 1.2 m."""
    y, up = (x - 0.5) * 2.13, z * 1.215 - 0.15
    picture = layered((0.10, 0.40, 0.22), (np.sin(np.arctan2(up, y) * 40) * 0.5, (0.28, 0.46, 0.12)))
    for reach, count in ((0.92, 15), (0.70, 12), (0.48, 8), (0.28, 5)):
        for turn in np.radians(np.linspace(4, 176, count)):
            away = np.hypot(y - reach * np.cos(turn), up - reach * np.sin(turn))
            for size, ink in (
                (0.078, (0.66, 0.50, 0.12)),
                (0.055, (0.05, 0.55, 0.62)),
                (0.032, (0.03, 0.03, 0.28)),
            ):
                part = np.clip((size - away) * 60 + 0.5, 0, 1)[..., None]
                picture = picture * (1 - part) + np.array(ink, dtype=np.float32) * part
    return picture


def peacock(rng: np.random.Generator) -> Mesh:
    """A peacock with its tail spread."""
    blue = scales(rng, (0.05, 0.16, 0.55), (0.03, 0.30, 0.50), 16)
    brown = scales(rng, (0.60, 0.48, 0.32), (0.35, 0.25, 0.16), 16)
    parts = bird(_PEACOCK, Plumage(blue, blue, brown, brown, _PINK, Material((0.45, 0.38, 0.32))))
    rim = np.radians(np.linspace(-8, 188, 60))
    ring = 1.02 + 0.05 * np.cos(np.arange(60) * np.pi)
    outline = np.vstack([np.column_stack([ring * np.cos(rim), ring * np.sin(rim)]), [(0, -0.12)]])
    fan = extrude(outline, 0.04, BLACK, plane="yz", at=(-0.30, 0, 0.58))
    parts.append(projected(fan, drawn(_eyespots, "peacock's train"), (1, 2)))
    parts += [
        rod([(0.31, y * 0.2, 1.12, 0.006), (0.28, y, 1.24, 0.006), (0.28, y, 1.26, 0.02)], blue, 6)
        for y in (-0.04, 0, 0.04)
    ]
    return merge(parts)


def owl(rng: np.random.Generator) -> Mesh:
    """A great owl with ear tufts on a branch stump, 1.1 m."""
    brown = scales(rng, (0.52, 0.38, 0.24), (0.28, 0.18, 0.10), 14, roughness=0.9)
    pale = scales(rng, (0.84, 0.74, 0.56), (0.50, 0.36, 0.22), 16, roughness=0.9)
    amber = Material((0.95, 0.60, 0.08), roughness=0.2)
    parts = [
        level([(-0.06, 0.26, 0.20), (0, 0.5, 0.27), (0.0, 0.72, 0.24)], brown, 22),
        ball((0.09, 0, 0.46), (0.21, 0.21, 0.30), pale, fine=20),
        ball((0.02, 0, 0.92), (0.24, 0.27, 0.20), brown, fine=20),
        rod([(0.27, 0, 0.90, 0.035), (0.31, 0, 0.84, 0.012)], BLACK),
        rod([(-0.2, 0, 0.24, 0.12), (-0.3, 0, 0.04, 0.09)], brown),
        *balls((0.19, 0.11, 0.94), (0.06, 0.105, 0.105), pale, fine=16),
        *balls((0.235, 0.105, 0.95), (0.03, 0.06, 0.06), amber, fine=14),
        *balls((0.255, 0.105, 0.95), (0.02, 0.032, 0.032)),
        *balls((-0.02, 0.25, 0.52), (0.17, 0.06, 0.32), brown),
    ]
    for side in (1, -1):
        parts.append(rod([(0.06, side * 0.15, 1.04, 0.06), (0.04, side * 0.21, 1.22, 0.012)], brown))
        parts += [
            ball((0.18, side * (0.11 + 0.045 * k), 0.04), (0.07, 0.022, 0.04), _YELLOW) for k in (-1, 0, 1)
        ]
    return merge(parts)


MODELS: Final = (
    model(ostrich, "bird", "ostrich.n.02"),
    model(flamingo, "bird", "flamingo.n.01"),
    model(penguin, "bird", "penguin.n.01"),
    model(peacock, "bird", "peacock.n.02"),
    model(owl, "bird", "owl.n.01"),
)
