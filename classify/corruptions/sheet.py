"""Contact sheets of the corruptions in all severities, and of the perturbation sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ..sheets import central_square, draw_sheet
from .arrays import Image
from .corrupt import SEVERITIES, corrupt, generator_for
from .parameters import BENCHMARKS
from .perturbations import perturb
from .sequences import SEQUENCES

_SHOWN: Final = 7


def corruption_sheet(
    image: Image,
    names: Sequence[str],
    *,
    parameters: str = "imagenet-c",
    seed: int = 0,
    frost: Sequence[Image] | None = None,
) -> Image:
    """One row per corruption: the clean picture, then severity 1 to 5.

    Args:
        image: (H, W, 3) uint8, RGB; its central square is used, at the size of the benchmark.
        names: of `CORRUPTIONS` and `HELD_OUT`.
        parameters: one of `BENCHMARKS`.
        seed: of everything random.
        frost: as of `corrupt`.

    Returns:
        (H, W, 3) uint8, RGB.
    """
    clean = central_square(image, BENCHMARKS[parameters].side)
    rows = {}
    for name in names:
        made = [
            corrupt(
                clean, name, severity, generator_for(seed, name, severity), parameters=parameters, frost=frost
            )
            for severity in SEVERITIES
        ]
        rows[name] = [clean, *made]
    return draw_sheet(rows, ["clean", *(f"severity {severity}" for severity in SEVERITIES)])


def perturbation_sheet(
    image: Image, names: Sequence[str], *, parameters: str = "imagenet-p", seed: int = 0
) -> Image:
    """One row per perturbation: seven frames from the first to the last; arguments as above."""
    published = SEQUENCES[parameters]
    context = central_square(image, published.context)
    rows = {}
    for name in names:
        frames = perturb(context, name, generator_for(seed, name), parameters=parameters, crop=published.side)
        rows[name] = [
            frames[number] for number in np.linspace(0, len(frames) - 1, _SHOWN).round().astype(int)
        ]
    return draw_sheet(rows, ["first", *("" for _ in range(_SHOWN - 2)), "last"])
