"""Books, on shelves and in piles."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, place, tube

from .joinery import smooth
from .model import model
from .parts import BRASS, Colour, choose
from .prints import label, slotted, wood
from .surfaces import panel

_PAPER: Final = Material((0.94, 0.93, 0.89), roughness=0.9)
_INKS: Final[tuple[Colour, ...]] = (
    (0.62, 0.14, 0.14),
    (0.14, 0.28, 0.50),
    (0.16, 0.40, 0.26),
    (0.80, 0.60, 0.20),
    (0.36, 0.20, 0.40),
)
_SPINES: Final[tuple[Colour, ...]] = (
    (0.55, 0.12, 0.12),
    (0.14, 0.24, 0.44),
    (0.16, 0.36, 0.22),
    (0.70, 0.56, 0.28),
    (0.30, 0.18, 0.12),
    (0.82, 0.78, 0.66),
    (0.40, 0.20, 0.42),
)


def bookcase(rng: np.random.Generator) -> Mesh:
    """An open bookcase full of books of many colours and heights."""
    timber = wood(rng, (0.34, 0.19, 0.11))
    parts = [
        box((0.02, 0.96, 1.70), timber, at=(-0.14, 0, 0.04)),
        bevelled_box((0.34, 1.04, 0.05), timber, bevel=0.015, at=(0, 0, 1.72)),
    ]
    parts += [box((0.30, 0.035, 1.72), timber, at=(0, y, 0)) for y in (-0.48, 0.48)]
    inks = [choose(rng, [ink], roughness=0.6) for ink in _SPINES]
    for level in range(5):
        z = 0.06 + 0.34 * level
        parts.append(box((0.28, 0.94, 0.025), timber, at=(0, 0, z - 0.025)))
        y = -0.455
        while y < 0.30:
            thick, tall = float(rng.uniform(0.025, 0.06)), float(rng.uniform(0.20, 0.29))
            ink = inks[int(rng.integers(len(inks)))]
            parts.append(box((0.20, thick - 0.003, tall), ink, at=(0.02, y + thick / 2, z)))
            if thick > 0.04:
                parts.append(
                    box((0.004, thick - 0.01, 0.02), BRASS, at=(0.122, y + thick / 2, z + tall * 0.75))
                )
            y += thick
        leaning = box((0.20, 0.03, 0.25), inks[level], at=(0.02, 0, 0))
        parts.append(place(leaning, (0, y + 0.075, z), roll=-14))
    return merge(parts)


def book_stack(rng: np.random.Generator) -> Mesh:
    """Seven giant books piled up, the topmost open."""
    parts, z = [], 0.0
    for level in range(7):
        thick, long, deep = (
            float(rng.uniform(0.09, 0.16)),
            float(rng.uniform(0.62, 0.80)),
            float(rng.uniform(0.46, 0.58)),
        )
        cover = choose(rng, [_INKS[level % 5]], roughness=0.6)
        book = [
            box((deep - 0.03, long - 0.04, thick - 0.03), _PAPER, at=(-0.015, 0, 0.015)),
            *[
                bevelled_box((deep, long, 0.018), cover, bevel=0.005, at=(0, 0, h))
                for h in (0.0, thick - 0.018)
            ],
        ]
        book.append(
            tube(
                [(deep / 2 - 0.01, -long / 2, thick / 2), (deep / 2 - 0.01, long / 2, thick / 2)],
                [(0.035, thick / 2)] * 2,
                cover,
                sides=10,
            )
        )
        book.append(
            panel(
                label(
                    ("ATLAS", "POEMS", "TALES", "LOGIC")[level % 4],
                    cover.color,
                    (0.90, 0.76, 0.36),
                    height=32,
                    width=128,
                ),
                long * 0.5,
                thick * 0.5,
                (deep / 2 + 0.028, 0, thick / 2),
            )
        )
        parts.append(place(merge(book), (0, 0, z), yaw=float(rng.uniform(-16, 16))))
        z += thick
    lines = slotted((0.94, 0.92, 0.86), (0.62, 0.61, 0.60), 14)
    for side in (-1, 1):
        page = [(0.0, 0.0), (0.10, 0.07), (0.24, 0.06), (0.38, 0.01)]
        row = smooth([(0, side * y, h) for y, h in page], 3)
        parts.append(
            place(tube(row, [(0.012, 0.26)] * len(row), lines, sides=6, up=(1, 0, 0)), (0, 0, z + 0.015))
        )
    return merge(parts)


MODELS: Final = (
    model(bookcase, "bookcase", "bookcase.n.01"),
    model(book_stack, "book", "book.n.02"),
)
