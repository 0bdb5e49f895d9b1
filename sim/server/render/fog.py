"""Fog and haze: from CARLA's parameters to extinction per metre."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..scene import Weather
from .clouds import unit

_THICKEST = 0.045
_STEP = math.log(2.0) / 10.0
_HIGHEST = 300.0
_MOST = 1000.0


@dataclass(frozen=True, slots=True)
class Fog:
    """What dims things far away.

    Attributes:
        haze: extinction of clear air per metre, the same at all heights.
        extinction: of fog, per metre at the ground.
        start: metres without fog.
        falloff: of fog, per metre of height.
    """

    haze: float
    extinction: float
    start: float
    falloff: float

    def through(self, down: float) -> float:
        """Share of the light of a sun, `down` the sine of its altitude, that reaches the ground unscattered.

        Most of what fog scatters goes on nearly as before and counts as unscattered.
        """
        height = 1.0 / max(self.falloff, 1.0 / _HIGHEST)
        return math.exp(-0.4 * self.extinction * height / max(down, 0.15))


def fog(weather: Weather) -> Fog:
    """Fog after `fog_density`, `fog_distance` and `fog_falloff`, thickened by rain and dust, over haze.

    Fall-off counts as in the Unreal Engine: at 1 fog halves every ten metres, at 0 it fills all heights. A
    town's haze is far thicker than `mie_scattering_scale` says, but grows with it.
    """
    density = _THICKEST * unit(weather.fog_density) ** 2
    return Fog(
        haze=0.0003 + 0.0006 * float(np.clip(weather.mie_scattering_scale / 0.03, 0.0, 20.0)),
        extinction=density + 0.0022 * unit(weather.precipitation) + 0.02 * unit(weather.dust_storm),
        start=float(np.clip(weather.fog_distance, 0.0, _MOST)),
        falloff=_STEP * float(np.clip(weather.fog_falloff, 0.0, _MOST)),
    )
