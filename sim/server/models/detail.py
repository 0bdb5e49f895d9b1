"""Levels of detail and lights that vehicles have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from caos.meshes import Lamps, Level, Light, Mesh

from .body import Body
from .finish import LOW, TAIL_ON

MIDDLE: Final = 18.0
FAR: Final = 60.0
_WHITE: Final = (1.0, 0.94, 0.82)
_RED: Final = (1.0, 0.06, 0.04)
_AMBER: Final = (1.0, 0.5, 0.08)


def levelled(
    near: Mesh,
    middle: Mesh,
    far: Mesh,
    lights: tuple[Light, ...] = (),
    distances: tuple[float, float] = (MIDDLE, FAR),
) -> Mesh:
    """The near version with its lights, and the others from their distances (metres) on."""  # fmt: skip
    levels = tuple(Level(at, mesh) for at, mesh in zip(distances, (middle, far), strict=True))
    return replace(near, levels=levels, lights=lights)


def road_lights(body: Body, head: float, tail: float) -> tuple[Light, ...]:
    """Two headlights, tail and brake light, and direction lights, at heights `head` and `tail` (metres)."""
    x, y = body.length / 2, 0.36 * body.width
    return (
        *(headlight((x - 0.05, side * y, head)) for side in (-1.0, 1.0)),
        Light((-x - 0.02, 0.0, tail), (-0.970, 0.0, -0.243), _RED, 0.03, 4.0, 100.0, TAIL_ON),
        Light((-x - 0.02, 0.0, tail), (-0.970, 0.0, -0.243), _RED, 0.09, 6.0, 100.0, Lamps.BRAKE),
        *(
            Light((end * (x - 0.1), side * (y + 0.2), head), (end * 0.8, side * 0.6, 0.0), _AMBER, 0.018,
            5.0, 120.0, lamp)
            for side, lamp in ((1.0, Lamps.RIGHT_BLINKER), (-1.0, Lamps.LEFT_BLINKER))
            for end in (1.0, -1.0)
        ),
    )  # fmt: skip


def headlight(at: tuple[float, float, float], intensity: float = 3.5) -> Light:
    """A beam ahead and slightly down."""
    return Light(at, (0.9976, 0.0, -0.0698), _WHITE, intensity, 45.0, 25.0, LOW)
