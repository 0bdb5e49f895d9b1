"""Signals, stop lines and crosswalks of generated streets, as OpenDRIVE objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .streets import Arm, Profile
from .writer import AreaSpec, SignalSpec

CROSSWALK_AT: Final = 2.6  # metres from the junction to the middle of a crosswalk
CROSSWALK_LENGTH: Final = 3.0
MID_CROSSWALK: Final = 2.8  # metres along the street of a crosswalk between junctions
CROSSED: Final = frozenset({"lights", "stop"})
"""Controls whose arms have crosswalks."""

STOP_LINE_AT: Final = 5.2
SIGNAL_AT: Final = 4.6
SPEED_SIGN_AT: Final = 14.0  # metres after the junction
SPEED_SIGN_STREET: Final = 40.0  # shorter streets have none


def control_signals(arm: Arm, length: float, control: str, ids: Iterator[int]) -> list[SignalSpec]:
    """The light or sign that an arm's arriving traffic meets."""
    kinds = {
        "lights": ("Signal_3Light", "1000001"),
        "stop": ("Sign_Stop", "206"),
        "yield": ("Sign_Yield", "205"),
    }
    if control not in kinds:
        return []
    name, kind = kinds[control]
    return [_roadside(arm.profile, arm.at_end, length, SIGNAL_AT, name, kind, -1.0, ids)]


def speed_signs(profile: Profile, length: float, ids: Iterator[int]) -> list[SignalSpec]:
    """One sign per direction, soon after the junction, on streets that are long enough."""
    if length < SPEED_SIGN_STREET:
        return []
    name = f"Speed_{profile.speed:.0f}"
    return [
        _roadside(profile, forward, length, length - SPEED_SIGN_AT, name, "274", profile.speed, ids)
        for forward in (True, False)
    ]


def mid_block(profile: Profile, length: float, ids: Iterator[int]) -> list[AreaSpec]:
    """The crosswalk half way along a street that is long enough for one."""
    if not 0 < profile.crossing < length:
        return []
    left, right = profile.carriageway(0), profile.carriageway(1)
    middle, width = 0.5 * (left - right), left + right
    return [AreaSpec(next(ids), "Crosswalk", "crosswalk", 0.5 * length, middle, MID_CROSSWALK, width)]


def paint(arm: Arm, length: float, control: str, crosswalks: bool, ids: Iterator[int]) -> list[AreaSpec]:
    """Stop line and crosswalk of an arm."""
    profile = arm.profile
    left, right = profile.carriageway(0), profile.carriageway(1)
    areas = []
    if control in ("lights", "stop"):
        half = profile.lanes * profile.lane_width
        middle = (-1 if arm.side(True) else 1) * (profile.middle(1) + 0.5 * half)
        areas.append(
            AreaSpec(
                next(ids), "StopLine", "roadMark", _before(arm, length, STOP_LINE_AT), middle, 0.4, half - 0.3
            )
        )
    if crosswalks and control in CROSSED:
        middle, width = 0.5 * (left - right), left + right
        areas.append(
            AreaSpec(
                next(ids),
                "Crosswalk",
                "crosswalk",
                _before(arm, length, CROSSWALK_AT),
                middle,
                CROSSWALK_LENGTH,
                width,
            )
        )
    return areas


def _roadside(
    profile: Profile,
    forward: bool,
    length: float,
    before_end: float,
    name: str,
    kind: str,
    value: float,
    ids: Iterator[int],
) -> SignalSpec:
    """A sign on the right of traffic that runs along the road (`forward`) or against it."""
    aside = profile.carriageway(int(forward)) + 0.6
    s, t = (length - before_end, -aside) if forward else (before_end, aside)
    inner, outer = profile.number(1), profile.number(profile.lanes)
    lanes = (-outer, -inner) if forward else (inner, outer)
    return SignalSpec(next(ids), name, kind, max(s, 0.0), t, "+" if forward else "-", lanes, value)


def _before(arm: Arm, length: float, distance: float) -> float:
    """Station `distance` metres from an arm's junction."""
    return length - distance if arm.at_end else distance
