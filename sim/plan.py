"""From a scenario to a list of frames, each with everything that can be drawn without a simulator.

A frame's randomness comes from (scenario seed, split, number) alone: it does not change with the other
frames, their count, the order of rendering or a limit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np

from .scenario import SPLIT_NAMES, Scenario, Split, SplitName, TimeOfDay, WeatherKind
from .weather import draw_weather

T = TypeVar("T", WeatherKind, TimeOfDay)

OWN_TIME = "preset"
"""Name of the time of day when a scenario lists none: each weather preset keeps its own sun."""


class Purpose(IntEnum):
    """One independent random stream of a frame each: a change in one leaves the others as they are."""

    CONDITIONS = 0
    VIEW = 1
    TRAFFIC = 2
    ANOMALIES = 3
    MODELS = 4


@dataclass(frozen=True, slots=True)
class FramePlan:
    """One frame to be rendered.

    Attributes:
        split, town: where it belongs.
        number: 1, 2, ... within its split; the town changes with the number in turn.
        seed: this frame's own, 0 .. 2**63 - 1.
        weather: the 14 parameters of `carla.WeatherParameters`, the sun included.
        time_of_day: name from the scenario, or `OWN_TIME`.
    """

    split: SplitName
    town: str
    number: int
    seed: int
    weather: Mapping[str, float]
    time_of_day: str

    def stream(self, purpose: Purpose, attempt: int = 0) -> np.random.Generator:
        """The random stream for one purpose and attempt."""
        return _stream(self.seed, purpose, attempt)


def plan(scenario: Scenario, *, seed: int | None = None, limit: int | None = None) -> tuple[FramePlan, ...]:
    """The frames of a scenario, split by split, grouped by town so that each town is loaded once.

    Args:
        scenario: what to render.
        seed: in place of the scenario's.
        limit: at most so many frames in all: the first of each split, in proportion to the splits' sizes, at
            least one of each while the limit allows. None = all.

    Raises:
        CaosError: a weather preset that CARLA does not have.
    """
    chosen_seed = scenario.seed if seed is None else seed
    counts = limited([split.frames for _, split in scenario.splits.items()], limit)
    frames: list[FramePlan] = []
    for (name, split), count in zip(scenario.splits.items(), counts, strict=True):
        numbers = sorted(range(1, count + 1), key=lambda n: ((n - 1) % len(split.towns), n))
        frames += [_frame(scenario, name, split, number, chosen_seed) for number in numbers]
    return tuple(frames)


def limited(counts: Sequence[int], limit: int | None) -> list[int]:
    """Cut `counts` to at most `limit` in all, in proportion, at least one each while that fits.

    Returns:
        As many numbers; their sum is min(limit, sum(counts)).
    """
    total = sum(counts)
    if limit is None or limit >= total:
        return list(counts)
    kept = [0] * len(counts)
    for _ in range(limit):
        # The next frame goes to an empty split, else to the one that is farthest behind its share.
        behind = [
            (kept[i] == 0, count / total - kept[i] / limit, -i) if kept[i] < count else (False, -np.inf, -i)
            for i, count in enumerate(counts)
        ]
        kept[-max(behind)[2]] += 1
    return kept


def _frame(scenario: Scenario, name: SplitName, split: Split, number: int, scenario_seed: int) -> FramePlan:
    sequence = np.random.SeedSequence(scenario_seed, spawn_key=(SPLIT_NAMES.index(name), number))
    high, low = (int(word) for word in sequence.generate_state(2))
    seed = ((high << 32) | low) >> 1
    rng = _stream(seed, Purpose.CONDITIONS, 0)
    kind = weighted_choice(scenario.weather, rng)
    time = weighted_choice(scenario.times, rng) if scenario.times else None
    return FramePlan(
        split=name,
        town=split.towns[(number - 1) % len(split.towns)],
        number=number,
        seed=seed,
        weather=draw_weather(kind, time, rng),
        time_of_day=time.name if time else OWN_TIME,
    )


def weighted_choice(choices: Sequence[T], rng: np.random.Generator) -> T:
    """One of `choices`, by weight."""
    weights = np.array([choice.weight for choice in choices])
    return choices[int(rng.choice(len(choices), p=weights / weights.sum()))]


def _stream(seed: int, purpose: Purpose, attempt: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(purpose), attempt)))
