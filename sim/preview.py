"""What a scenario will render, told before anything is rendered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError

from .anomalies import select_entries
from .plan import FramePlan, plan
from .scenario import Scenario
from .weather import check_presets

_NAMED = 6


def preview(scenario: Scenario, entries: Sequence[CatalogueEntry], catalogue: Path) -> list[str]:
    """Lines for people: frames by split and town, weather and times of day, anomalies.

    Args:
        scenario: from `load_scenario`.
        entries: of the catalogue.
        catalogue: its folder, for messages.

    Raises:
        CaosError: a preset or a model that there is not.
    """
    check_presets(scenario, scenario.name)
    models = select_entries(entries, scenario.anomalies, catalogue)
    frames = plan(scenario)
    if not frames:
        raise CaosError(f"{scenario.name}: no split has frames")
    camera, rules = scenario.camera, scenario.anomalies
    traffic = scenario.traffic
    people = f"{_range(traffic.vehicles)} vehicles, {_range(traffic.walkers)} walkers"
    lines = [
        f"{scenario.name}: {len(frames)} frames of {camera.width}x{camera.height}, seed {scenario.seed}",
        *(f"  {name:<11}{_towns(frames, name)}" for name, _ in scenario.splits.items()),
        f"  weather    {_shares(_weather(frame) for frame in frames)}",
        f"  times      {_shares(frame.time_of_day for frame in frames)}",
        f"  traffic    {people} within {traffic.radius:g} m",
    ]
    if scenario.splits.test.frames:
        categories = len({model.category for model in models})
        away = f"{rules.distance[0]:g} to {rules.distance[1]:g} m away"
        aside = f"{rules.bearing[0]:g} to {rules.bearing[1]:g} degrees aside"
        lines += [
            f"  anomalies  {_range(rules.per_frame)} a frame: {len(models)} models, {categories} categories",
            f"  places     {_places(scenario)}; {away}, {aside}",
        ]
    return lines


def _towns(frames: Iterable[FramePlan], split: str) -> str:
    towns = Counter(frame.town for frame in frames if frame.split == split)
    listed = ", ".join(f"{town} {count}" for town, count in sorted(towns.items()))
    return f"{towns.total()} frames" + (f": {listed}" if listed else "")


def _weather(frame: FramePlan) -> str:
    """A word for the weather of a frame: what of it is seen best."""
    values = frame.weather
    for name, key, least in (
        ("rain", "precipitation", 10.0), ("fog", "fog_density", 10.0), ("wet", "wetness", 20.0),
        ("cloudy", "cloudiness", 40.0),
    ):  # fmt: skip
        if values[key] >= least:
            return name
    return "clear"


def _shares(names: Iterable[str]) -> str:
    counts = Counter(names)
    return ", ".join(f"{name} {count / counts.total():.0%}" for name, count in counts.most_common(_NAMED))


def _places(scenario: Scenario) -> str:
    weights = scenario.anomalies.placements
    return ", ".join(f"{kind} {weight / sum(weights.values()):.0%}" for kind, weight in weights.items())


def _range(limits: tuple[int, int]) -> str:
    return str(limits[0]) if limits[0] == limits[1] else f"{limits[0]} to {limits[1]}"
