"""Traffic lights take turns within their group: green, yellow, red, then the next one."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from caos.meshes import Lamps

from .actors import Actor, Signal


class Light(enum.IntEnum):
    """`carla.TrafficLightState`."""

    RED = 0
    YELLOW = 1
    GREEN = 2
    OFF = 3
    UNKNOWN = 4


LENSES: Final[Mapping[int, Lamps]] = {
    Light.RED: Lamps.SIGNAL_RED,
    Light.YELLOW: Lamps.SIGNAL_YELLOW,
    Light.GREEN: Lamps.SIGNAL_GREEN,
}
"""What shines in each state; nothing in those not named."""


def switches(actors: Iterable[Actor]) -> dict[int, Lamps]:
    """What shines of the scenery that shows the traffic lights, by instance id."""
    shown = (actor.role for actor in actors if isinstance(actor.role, Signal) and actor.role.scenery)
    return {role.scenery: LENSES.get(role.color, Lamps.NONE) for role in shown}


def lights(actors: Iterable[Actor]) -> dict[int, list[Actor]]:
    """Traffic lights by group, in order of their ids."""
    found = [actor for actor in actors if actor.type_id == "traffic.traffic_light"]
    found.sort(key=lambda actor: (_signal(actor).group, actor.id))
    return {group: list(members) for group, members in groupby(found, lambda actor: _signal(actor).group)}


def reset(group: list[Actor]) -> None:
    """The first light of a group is green, the others wait."""
    for place, actor in enumerate(group):
        signal = _signal(actor)
        signal.color, signal.elapsed = (Light.RED if place else Light.GREEN), 0.0


def step(actors: Iterable[Actor], delta: float) -> None:
    """Let `delta` seconds pass for every group that is not frozen."""
    for group in lights(actors).values():
        if not any(_signal(actor).frozen for actor in group):
            _step_group([_signal(actor) for actor in group], delta)


def _step_group(group: list[Signal], delta: float) -> None:
    for signal in group:
        signal.elapsed += delta
    active = next(
        (place for place, signal in enumerate(group) if signal.color in (Light.GREEN, Light.YELLOW)), None
    )
    if active is None:
        # all red: the light after the one that turned red last goes next
        last = min(range(len(group)), key=lambda place: group[place].elapsed)
        if group[last].elapsed >= group[last].red:
            _change(group[(last + 1) % len(group)], Light.GREEN)
        return
    signal = group[active]
    if signal.color == Light.GREEN and signal.elapsed >= signal.green:
        _change(signal, Light.YELLOW)
    elif signal.color == Light.YELLOW and signal.elapsed >= signal.yellow:
        _change(signal, Light.RED)


def _change(signal: Signal, color: Light) -> None:
    signal.color, signal.elapsed = color, 0.0


def _signal(actor: Actor) -> Signal:
    if not isinstance(actor.role, Signal):
        raise TypeError(f"actor {actor.id} ({actor.type_id}) is no signal")
    return actor.role
