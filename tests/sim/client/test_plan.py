"""Frames follow from (seed, split, number) alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.plan import Purpose, limited, plan  # noqa: E402
from caos.sim.scenario import Scenario, TimeOfDay, WeatherKind, load_scenario  # noqa: E402
from caos.sim.weather import PRESETS, check_presets, draw_weather, to_carla, to_dict  # noqa: E402

from caos.config import validate  # noqa: E402
from caos.errors import CaosError  # noqa: E402

FULL = load_scenario(Path(__file__).parents[3] / "scenarios" / "streethazards.toml")


def with_frames(train: int, validation: int, test: int) -> Scenario:
    data = FULL.model_dump()
    for name, frames in (("train", train), ("validation", validation), ("test", test)):
        data["splits"][name]["frames"] = frames
    return validate(data, Scenario, source="test")


def test_full_plan_counts_and_towns() -> None:
    frames = plan(FULL)
    assert len(frames) == 5125 + 1031 + 1500
    assert len({frame.seed for frame in frames}) == len(frames)
    assert len({(frame.split, frame.town, frame.number) for frame in frames}) == len(frames)
    towns = [frame.town for frame in frames]
    changes = sum(a != b for a, b in pairwise(towns))
    assert changes == 5  # each town is loaded once
    counts = {town: towns.count(town) for town in set(towns)}
    assert counts["Town01"] == 1709
    assert counts["Town06"] == 750


def test_a_frame_does_not_depend_on_the_others() -> None:
    few = {(f.split, f.number): f for f in plan(with_frames(7, 3, 4))}
    many = {(f.split, f.number): f for f in plan(with_frames(50, 9, 20))}
    assert all(many[key] == frame for key, frame in few.items())
    cut = plan(with_frames(50, 9, 20), limit=11)
    assert len(cut) == 11
    assert all(many[f.split, f.number] == f for f in cut)


def test_same_seed_same_frames_other_seed_others() -> None:
    scenario = with_frames(5, 2, 2)
    assert plan(scenario) == plan(scenario)
    assert plan(scenario, seed=scenario.seed) == plan(scenario)
    assert not {f.seed for f in plan(scenario)} & {f.seed for f in plan(scenario, seed=1)}


def test_streams_are_independent() -> None:
    frame = plan(with_frames(1, 0, 0))[0]
    draws = [frame.stream(p, a).random() for p in Purpose for a in range(3)]
    assert len(set(draws)) == len(draws)
    assert frame.stream(Purpose.VIEW, 1).random() == frame.stream(Purpose.VIEW, 1).random()


@pytest.mark.parametrize(
    ("counts", "limit", "expected"),
    [
        ([240, 40, 60], None, [240, 40, 60]),
        ([240, 40, 60], 1000, [240, 40, 60]),
        ([240, 40, 60], 34, [24, 4, 6]),
        ([240, 40, 60], 3, [1, 1, 1]),
        ([240, 40, 60], 1, [1, 0, 0]),
        ([5, 0, 5], 3, [2, 0, 1]),
        ([1000, 1, 1], 10, [8, 1, 1]),
    ],
)
def test_limit_is_shared_in_proportion(counts: list[int], limit: int | None, expected: list[int]) -> None:
    assert limited(counts, limit) == expected


def test_weather_stays_in_its_ranges_and_covers_the_sweep() -> None:
    frames = plan(FULL, limit=600)
    assert {frame.time_of_day for frame in frames} == {"day", "morning", "evening", "dusk"}
    for frame in frames:
        low, high = next(t.altitude for t in FULL.times if t.name == frame.time_of_day)
        assert low <= frame.weather["sun_altitude_angle"] <= high
        assert 0 <= frame.weather["cloudiness"] <= 100
    assert len({frame.weather["cloudiness"] for frame in frames}) > 300


def test_weather_reaches_carla_unchanged() -> None:
    kind = WeatherKind(preset="HardRainNoon", wetness=(10, 20))
    values = draw_weather(kind, TimeOfDay(name="x", altitude=(5, 6)), np.random.default_rng(0))
    assert values["precipitation"] == carla.WeatherParameters.HardRainNoon.precipitation
    assert to_dict(to_carla(values)) == pytest.approx(values)
    assert draw_weather(WeatherKind(), None, np.random.default_rng(0))["sun_altitude_angle"] == 45.0


def test_unknown_preset_is_told() -> None:
    scenario = validate({**FULL.model_dump(), "weather": [{"preset": "ClearNon"}]}, Scenario, source="x")
    with pytest.raises(CaosError, match=r"weather\[0\].preset = 'ClearNon'.*did you mean 'ClearNoon'"):
        check_presets(scenario, "x.toml")
    assert "ClearNoon" in PRESETS
    assert "Default" not in PRESETS
