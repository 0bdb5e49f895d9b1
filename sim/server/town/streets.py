"""What a street plan is made of: cross-sections, streets, and their arms at junctions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .curves import Point


@dataclass(frozen=True, slots=True)
class Profile:
    """The cross-section of a street; both halves are alike but for parking.

    Attributes:
        lanes: driving lanes per direction.
        lane_width, sidewalk: metres.
        parking: width of the parking lane on the (left, right) half; 0 for none.
        strip: width of the grass between road and sidewalk; 0 for none.
        centre, centre_color, edge: marks on the centre line and between road and kerb.
        speed: limit, km/h.
        median: width of the raised strip between the directions; 0 for none.
        crossing: streets longer than this have a crosswalk half way, metres; 0 for none.
    """

    lanes: int = 1
    lane_width: float = 3.5
    parking: tuple[float, float] = (0.0, 0.0)
    strip: float = 0.0
    sidewalk: float = 2.5
    centre: str = "broken"
    centre_color: str = "white"
    edge: str = "none"
    speed: float = 50.0
    median: float = 0.0
    crossing: float = 0.0

    def half(self, side: int) -> list[tuple[str, float, str]]:
        """(kind, width, outer mark) of the lanes from the centre outwards; side 0 is left, 1 is right."""
        inner = [("median", 0.5 * self.median, "none")] if self.median > 0 else []
        inner += [("driving", self.lane_width, "broken")] * (self.lanes - 1)
        rest = [("driving", self.lane_width, self.edge), ("parking", self.parking[side], "none")]
        outer = [("border", self.strip, "none"), ("sidewalk", self.sidewalk, "none")]
        return inner + [lane for lane in rest + outer if lane[1] > 0]

    def middle(self, lane: int) -> float:
        """Metres from the centre line to the inner edge of the driving lane `lane` (1 is innermost)."""
        return 0.5 * self.median + (lane - 1) * self.lane_width

    def number(self, lane: int) -> int:
        """How many lanes out from the centre the driving lane `lane` is: its OpenDRIVE id without sign."""
        return lane + (self.median > 0)

    def carriageway(self, side: int) -> float:
        """Metres from the centre line to the kerb."""
        return 0.5 * self.median + self.lanes * self.lane_width + self.parking[side]

    def reach(self, side: int) -> float:
        """Width of everything on one side of the centre line."""
        return self.carriageway(side) + self.strip + self.sidewalk


@dataclass(frozen=True, slots=True)
class Street:
    """A street through nodes: the first and last are junctions, those between bends of `radius` metres."""

    nodes: tuple[str, ...]
    profile: Profile
    radius: float = 25.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A town on paper.

    Attributes:
        nodes: name -> place, OpenDRIVE frame, metres.
        control: junction node -> "lights", "stop" or "yield"; others have none.
        corner: least radius of the outer edge of a sidewalk round a corner, metres.
        crosswalks: whether junctions with lights have them.
    """

    name: str
    nodes: Mapping[str, Point]
    streets: Sequence[Street]
    control: Mapping[str, str]
    corner: float = 3.0
    crosswalks: bool = True
    latitude: float = 48.0
    longitude: float = 11.0


@dataclass(frozen=True, slots=True)
class Arm:
    """One end of a street at a junction. `heading` leads away from the junction."""

    street: int
    at_end: bool
    heading: float
    profile: Profile

    def side(self, incoming: bool) -> int:
        """Which half (0 left, 1 right of the road) carries arriving or leaving traffic."""
        return int(incoming == self.at_end)

    def lane(self, number: int, incoming: bool) -> int:
        """OpenDRIVE id of the lane `number` (1 is innermost) of arriving or leaving traffic."""
        return self.place(self.profile.number(number), incoming)

    def place(self, number: int, incoming: bool) -> int:
        """OpenDRIVE id of the lane that is `number` lanes out from the centre, whatever its kind."""
        return -number if self.side(incoming) else number
