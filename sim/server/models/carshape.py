"""The measures of a passenger car."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .body import Body, Knots


@dataclass(frozen=True, slots=True)
class CarShape:
    """A car in side view; parts are of the length, measured from the rear bumper.

    Attributes:
        length, width, height: metres.
        nose, hood, belt, trunk: heights of the upper edge at the grille, windscreen foot, side windows'
            foot and tail (or rear window's foot).
        screen, roof_front, roof_rear, tail: parts of the length: windscreen foot, roof's ends, foot of the
            rear window.
        wheel: radius of the tyres.
        front_axle, rear_axle: parts of the length.
        clearance: height of the sills.
        tumble, edge, plan, bow: see `Body`.
        doors: 2 or 4.
        rim: see `caos.sim.server.models.wheels.RIMS`.
        lamps: "wide", "slim" or "round".
        tall: tail lamps stand upright beside the rear window's foot.
        rails, spare, clad: roof rails; a wheel on the tail; black wheel arches and sills.
        bed: an open load floor behind the cabin, covered.
        duty: "police" or "taxi": what is on the doors and the roof, or "".
        drop: how much lower the roof is at its rear end than at its middle.
    """

    length: float
    width: float
    height: float
    nose: float = 0.70
    hood: float = 0.96
    belt: float = 0.92
    trunk: float = 1.02
    screen: float = 0.705
    roof_front: float = 0.535
    roof_rear: float = 0.27
    tail: float = 0.105
    wheel: float = 0.335
    front_axle: float = 0.81
    rear_axle: float = 0.205
    clearance: float = 0.17
    tumble: float = 0.40
    edge: float = 0.14
    plan: float = 0.85
    bow: float = 0.20
    doors: int = 4
    rim: str = "five"
    lamps: str = "wide"
    tall: bool = False
    rails: bool = False
    spare: bool = False
    clad: bool = False
    bed: bool = False
    duty: str = ""
    drop: float = 0.05

    def at(self, part: float) -> float:
        """The x of a part of the length."""
        return (part - 0.5) * self.length

    @property
    def boot(self) -> bool:
        """Whether a deck follows the rear window."""
        return self.tail > 0.07

    def body(self) -> Body:
        """The painted outside."""
        arch = self.wheel + (0.055 if self.clad else 0.045)
        axles = (self.at(self.rear_axle), self.at(self.front_axle))
        return Body(
            self.length, self.width, self._scaled(self._top()), self._scaled(self._belt()), self.clearance,
            axles, self.wheel, arch, self.plan, self.bow, self.tumble, self.edge,
        )  # fmt: skip

    def _scaled(self, knots: Knots) -> Knots:
        return tuple((self.at(part), z) for part, z in knots)

    def _bonnet(self, part: float) -> float:
        along = max(part - self.screen, 0.0) / (0.965 - self.screen)
        return self.hood + (self.nose - self.hood) * math.pow(along, 1.7)

    def _top(self) -> Knots:
        height, trunk = self.height, self.trunk
        rear_roof = height - self.drop
        knots = [(0.0, trunk - 0.46), (0.004, trunk - 0.30), (0.012, trunk - 0.10)]
        knots += [(0.035, trunk - 0.012), (self.tail, trunk)] if self.boot else [(self.tail, trunk)]
        knots += [_between((self.tail, trunk), (self.roof_rear, rear_roof), t) for t in (0.15, 0.5, 0.86)]
        knots += [(self.roof_rear + 0.02, rear_roof), ((self.roof_rear + 2 * self.roof_front) / 3, height)]
        knots += [(self.roof_front - 0.03, height - 0.025)]
        foot, head = (self.screen, self.hood), (self.roof_front, height - 0.04)
        knots += [_between(head, foot, t) for t in (0.1, 0.5, 0.9)]
        knots += [(self.screen + 0.02, self._bonnet(self.screen + 0.02))]
        knots += [(0.86, self._bonnet(0.86)), (0.93, self._bonnet(0.93)), (0.966, self.nose - 0.01)]
        return (*knots, (0.988, self.nose - 0.08), (0.997, self.nose - 0.20), (1.0, self.nose - 0.32))

    def _belt(self) -> Knots:
        knots = [(0.0, self.trunk - 0.50), (0.015, self.trunk - 0.16), (0.05, self.trunk - 0.06)]
        knots += [(self.tail + 0.07, self.trunk - 0.055), (0.45, self.belt)]
        knots += [(self.screen - 0.03, self.hood - 0.06), (0.86, self._bonnet(0.86) - 0.075)]
        return (*knots, (0.95, self.nose - 0.085), (1.0, self.nose - 0.36))


def _between(a: tuple[float, float], b: tuple[float, float], t: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
