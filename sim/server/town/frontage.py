"""The sides of streets: where a sidewalk ends and the plots begin, as arrays to walk along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .roads import Road, Section
from .surfaces import RAISED_TYPES

Array = npt.NDArray[np.float64]

STEP: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Frontage:
    """One side of one street; its arrays have one row per `STEP` metres.

    Attributes:
        points: (n, 3) on the outermost edge of the street (the back of the sidewalk), CARLA's frame.
        outward: (n, 2) unit normals, away from the street.
        traffic: (n,) yaw of the nearer lanes' traffic, radians.
        kerb: (n,) metres from the outermost edge back to the kerb; 0 without a sidewalk.
        strip: (n,) width of the grass between kerb and sidewalk, metres.
    """

    points: Array
    outward: Array
    traffic: Array
    kerb: Array
    strip: Array

    @property
    def length(self) -> float:
        """Metres."""
        return STEP * (len(self.points) - 1)

    def place(self, along: float, inward: float) -> tuple[Array, float, float]:
        """A spot `along` metres from the start and `inward` (negative: outward) of the edge.

        Beyond the ends the edge goes straight on.

        Returns:
            (3,) point, yaw that faces the street, yaw of the traffic (radians).
        """
        row = min(max(round(along / STEP), 0), len(self.points) - 1)
        out = self.outward[row]
        point = self.points[row].copy()
        step = self.points[1] - self.points[0] if along < 0 else self.points[-1] - self.points[-2]
        point[:2] += (along / STEP - row) * step[:2] if not 0 <= along <= self.length else 0.0
        point[:2] -= inward * out
        return point, float(np.arctan2(-out[1], -out[0])), float(self.traffic[row])

    def at(self, values: Array, along: float) -> float:
        """`kerb` or `strip` at `along` metres."""
        return float(values[min(max(round(along / STEP), 0), len(values) - 1)])


def frontages(roads: Sequence[Road]) -> list[Frontage]:
    """Both sides of every section of the ordinary roads, left side first."""
    return [
        _frontage(road, section, side)
        for road in roads
        if not road.junction
        for section in road.sections
        if section.end - section.start >= 2 * STEP and section.lanes
        for side in (1, -1)
        if _has_side(section, side)
    ]


def _has_side(section: Section, side: int) -> bool:
    return any(lane.id * side > 0 for lane in section.lanes)


def _frontage(road: Road, section: Section, side: int) -> Frontage:
    count = int((section.end - section.start) / STEP) + 1
    s = section.start + STEP * np.arange(count, dtype=np.float64)
    t = section.boundaries(s)
    widths = t[:-1] - t[1:]
    own = [index for index, lane in enumerate(section.lanes) if lane.id * side > 0]
    kerb, strip = np.zeros(count), np.zeros(count)
    for index in own if side > 0 else reversed(own):  # from outside towards the road
        kind = section.lanes[index].kind
        if kind not in RAISED_TYPES:
            break
        kerb += widths[index]
        strip += widths[index] if kind != "sidewalk" else 0.0
    yaw = road.yaw(s)
    return Frontage(
        points=road.points(s, t[0 if side > 0 else -1]),
        outward=side * np.stack([np.sin(yaw), -np.cos(yaw)], axis=1),
        traffic=yaw + (np.pi if side > 0 else 0.0),
        kerb=kerb,
        strip=strip,
    )
