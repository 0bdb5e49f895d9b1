"""Weather and the sun: from a scenario's ranges to the 14 numbers of `carla.WeatherParameters`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

import carla
import numpy as np

from caos.errors import CaosError
from caos.frames import WEATHER_NAMES

from .scenario import Scenario, TimeOfDay, WeatherKind

PRESETS: Final = tuple(
    name for name in sorted(vars(carla.WeatherParameters)) if name[0].isupper() and name != "Default"
)
"""Names of the presets of `carla.WeatherParameters`, without "Default", which means "as the map was made"."""

_DRAWN: Final = (
    "cloudiness", "precipitation", "precipitation_deposits", "wetness", "fog_density", "wind_intensity",
    "fog_distance",
)  # fmt: skip


def check_presets(scenario: Scenario, source: str) -> None:
    """Refuse names that CARLA does not know.

    Raises:
        CaosError: an unknown preset; the message names the nearest.
    """
    for index, kind in enumerate(scenario.weather):
        if kind.preset not in PRESETS:
            nearest = difflib.get_close_matches(kind.preset, PRESETS, n=1, cutoff=0.0)[0]
            raise CaosError(
                f"{source}: weather[{index}].preset = {kind.preset!r}: no such preset; "
                f"did you mean {nearest!r}? known: {', '.join(PRESETS)}"
            )


def draw_weather(kind: WeatherKind, time: TimeOfDay | None, rng: np.random.Generator) -> dict[str, float]:
    """The 14 parameters of one frame.

    Args:
        kind: the preset and the ranges that replace some of its values.
        time: where the sun is drawn from; None keeps the preset's.
        rng: source of the draws; every range takes one, stated or not, so that stating one leaves the others.

    Raises:
        CaosError: an unknown preset.
    """
    if kind.preset not in PRESETS:
        raise CaosError(f"unknown weather preset {kind.preset!r}; known: {', '.join(PRESETS)}")
    values = to_dict(getattr(carla.WeatherParameters, kind.preset))
    shares = rng.random(len(_DRAWN) + 2)
    for name, share in zip(_DRAWN, shares, strict=False):
        limits = getattr(kind, name)
        if limits is not None:
            values[name] = _between(limits, share)
    if time is not None:
        values["sun_altitude_angle"] = _between(time.altitude, shares[-2])
        values["sun_azimuth_angle"] = _between(time.azimuth, shares[-1])
    return values


def to_dict(weather: carla.WeatherParameters) -> dict[str, float]:
    """The parameters by name, in wire order."""
    return {name: float(getattr(weather, name)) for name in WEATHER_NAMES}


def to_carla(values: Mapping[str, float]) -> carla.WeatherParameters:
    """The way back."""
    weather = carla.WeatherParameters()
    for name in WEATHER_NAMES:
        setattr(weather, name, values[name])
    return weather


def _between(limits: tuple[float, float], share: float) -> float:
    """Four decimals: what is written in the manifest is then exactly what was asked of the server."""
    return round(float(limits[0] + share * (limits[1] - limits[0])), 4)
