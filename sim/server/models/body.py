"""The body of a road vehicle as cross-sections: side, shoulder, leaning windows and roof, all one skin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Knots = Sequence[tuple[float, float]]

# Part of the half width by part of the height between sill and shoulder.
_FLANK: Final = ((0.0, 0.925), (0.10, 0.962), (0.35, 0.988), (0.62, 1.0), (0.84, 0.988), (1.0, 0.955))
_STEPS: Final = ((1, 2, 1, 1, 1), (1, 4, 1, 3, 2), (2, 7, 2, 4, 3))
"""By fineness: points on the floor, the flank, the window, the edge of the roof and half the roof."""
_STATIONS: Final = ((10, 0), (14, 4), (25, 8))
"""By fineness: cross-sections along the silhouette, and round each wheel arch."""


def smooth(knots: Knots, at: npt.ArrayLike) -> Array:
    """Monotone cubic through (x, y) knots by growing x, evaluated at `at`; constant outside.

    Source: Fritsch and Butland, "A method for constructing local monotone piecewise cubic interpolants",
    1984.
    """
    x, y, tangent = _fitted(tuple(knots))
    query = np.clip(np.asarray(at, dtype=np.float64), x[0], x[-1])
    cell = np.searchsorted(x[1:-1], query, side="right")
    h = x[cell + 1] - x[cell]
    t = (query - x[cell]) / h
    rise = (3 * t**2 - 2 * t**3) * (y[cell + 1] - y[cell])
    bend = h * (t * (1 - t) ** 2 * tangent[cell] - t**2 * (1 - t) * tangent[cell + 1])
    return np.asarray(y[cell] + rise + bend)


@lru_cache(maxsize=64)
def _fitted(knots: tuple[tuple[float, float], ...]) -> tuple[Array, Array, Array]:
    """Places, values and slopes of the knots; kept, since a body asks thousands of times."""
    x, y = np.asarray(knots, dtype=np.float64).T
    step = np.diff(x)
    slope = np.diff(y) / step
    ahead, back = slope[1:], slope[:-1]
    weight = (step[1:] + 2 * step[:-1]) / (3 * (step[1:] + step[:-1]))
    product = ahead * back
    mean = np.where(product > 0, product / np.where(product > 0, weight * ahead + (1 - weight) * back, 1), 0)
    return x, y, np.concatenate([slope[:1], mean, slope[-1:]])


@dataclass(frozen=True, slots=True)
class Body:
    """The outside of a vehicle without wheels; x ahead from the middle, metres.

    Attributes:
        length, width: of the painted body.
        top: (x, z) of the silhouette, rear to front.
        belt: (x, z) of the shoulder under the windows.
        clearance: height of the sills.
        axles: x of the wheels.
        wheel: radius of the tyres.
        arch: radius of the wheel arches; 0 for none.
        plan: part of the width that the bumpers have.
        bow: how far the corners of the ends stay behind their middle.
        tumble: how much the windows lean inwards, a tangent.
        edge: radius of the roof's edge.
        crown: how much the roof bulges, a part of its half width.
        tuck: how far the bumpers' lower edge rises above the sills.
    """

    length: float
    width: float
    top: Knots
    belt: Knots
    clearance: float
    axles: tuple[float, ...]
    wheel: float
    arch: float
    plan: float = 0.86
    bow: float = 0.20
    tumble: float = 0.36
    edge: float = 0.13
    crown: float = 0.06
    tuck: float = 0.08

    def half_at(self, x: npt.ArrayLike) -> Array:
        """Half of the greatest width at station x."""
        part = np.abs(np.asarray(x)) / (self.length / 2)
        return np.asarray(self.width / 2 * (1 - (1 - self.plan) * part**5))

    def bowed(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Where the point at lateral y of station x really lies along x."""
        part = np.asarray(x) / (self.length / 2)
        across = np.asarray(y) / (self.width / 2)
        return np.asarray(np.asarray(x) - self.bow * part * np.abs(part) ** 0.3 * across**2)

    def bottom_at(self, x: npt.ArrayLike) -> Array:
        """Height of the lower edge of the sides at x: sill, bumper or wheel arch."""
        at = np.asarray(x, dtype=np.float64)
        end = np.clip((np.abs(at) / (self.length / 2) - 0.82) / 0.18, 0, 1)
        edge = self.clearance + self.tuck * end**2
        for axle in self.axles:
            inside = self.arch**2 - (at - axle) ** 2
            edge = np.where(inside > 0, np.maximum(edge, self.wheel + np.sqrt(np.maximum(inside, 0))), edge)
        return np.asarray(edge)

    def corner(self, x: float) -> tuple[float, float, float]:
        """Half width of the shoulder at station x, then half width and height of the roof's edge."""
        high, belt = float(smooth(self.top, x)), self._belt(x)
        shoulder = _FLANK[-1][1] * float(self.half_at(x))
        rise = high - belt
        half = max(shoulder - self.tumble * rise, 0.35 * shoulder)
        return shoulder, half, high - min(self.crown * half, 0.6 * rise)

    def ring(self, x: float, fine: int = 2) -> Array:
        """(C, 3) the cross-section at station x, from the middle of the floor up +y and down again."""
        floor, flank, pane, bend, roof = _STEPS[fine]
        half, belt = float(self.half_at(x)), self._belt(x)
        low = min(float(self.bottom_at(self.bowed(x, half))), belt - 0.02)
        z = np.linspace(low, belt, flank)
        sides = half * smooth(_FLANK, (z - self.clearance) / max(belt - self.clearance, 0.1))
        ground = np.linspace(0.0, float(sides[0]), floor + 1)[:-1]
        outline = [np.column_stack([ground, np.full(floor, low)]), np.column_stack([sides, z])]
        outline.append(self._upper(x, belt, pane, bend, roof))
        right = np.concatenate(outline)
        points = np.column_stack([self.bowed(np.full(len(right), x), right[:, 0]), right])
        return np.concatenate([points, points[-2:0:-1] * (1, -1, 1)])

    def _belt(self, x: float) -> float:
        return min(float(smooth(self.belt, x)), float(smooth(self.top, x)) - 0.025)

    def _upper(self, x: float, belt: float, pane: int, bend: int, roof: int) -> Array:
        """(K, 2) y, z from over the shoulder to the middle of the roof."""
        shoulder, half, edge = self.corner(x)
        high = float(smooth(self.top, x))
        foot, tip, middle = np.array([shoulder, belt]), np.array([half, edge]), np.array([0.0, high])
        side, across = tip - foot, middle - tip
        reach = min(self.edge, 0.7 * float(np.linalg.norm(side)), 0.6 * half)
        start = tip - side / np.linalg.norm(side) * reach
        stop = tip + across / np.linalg.norm(across) * reach * 1.2
        wall = foot + (start - foot) * np.linspace(0, 1, pane + 1)[1:, None]
        t = np.linspace(0, 1, bend + 1)[1:, None]
        turn = (1 - t) ** 2 * start + 2 * t * (1 - t) * tip + t**2 * stop
        s = np.linspace(0, 1, roof + 1)[1:]
        drop = high - stop[1]
        back = np.column_stack([stop[0] * (1 - s), high - drop * (1 - s) ** 2])
        return np.concatenate([wall, turn, back])

    def stations(self, fine: int = 2) -> Array:
        """(R,) x of the cross-sections, rear to front: even along the silhouette, dense at wheel arches."""
        count, about = _STATIONS[fine]
        half = self.length / 2
        x = np.linspace(-half, half, 800)
        run = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), 0.8 * np.diff(smooth(self.top, x))))])
        found = [np.interp(np.linspace(0, run[-1], count), run, x)]
        for axle in self.axles if self.arch else ():
            ring = axle + (self.arch + 1e-3) * np.cos(np.linspace(0, np.pi, about))
            if fine == 2:
                ring = np.concatenate([ring, axle + (self.arch + 0.02) * np.array([-1.0, 1.0])])
            found.append(self._station_of(ring))
        merged = np.sort(np.clip(np.concatenate(found), -half, half))
        keep = np.concatenate([[True], np.diff(merged) > 0.006])
        keep[-1] = True
        return np.asarray(merged[keep])

    def _station_of(self, x: Array) -> Array:
        """Stations whose sides lie at x."""
        found = x
        for _ in range(6):
            found = x + (found - self.bowed(found, self.half_at(found)))
        return found
