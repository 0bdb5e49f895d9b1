"""Rain between the camera and the scene, and drops of it on the lens."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import moderngl
import numpy as np

from ..scene import View, Weather
from .buffers import Image
from .camera import NEAR, Camera, Floats
from .programs import set_uniforms
from .sky import Atmosphere
from .targets import Targets

DROPS: Final = 48
"""The most drops on a lens."""

_BOX: Final = (26.0, 26.0, 16.0)
_STREAKS: Final = 13000
_FALL: Final = 8.5
_WIND: Final = 7.0
_SHUTTER: Final = 1.0 / 30.0
_LONGEST: Final = 1.2
_STRENGTH: Final = 0.4
_WETTING: Final = 45.0
_DROP_LIFE: Final = 3.0


class Rain:
    """Draws rain; holds no picture's state."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._programs = programs
        self._passes = {name: context.vertex_array(programs[name], []) for name in ("rain", "drops")}

    def fall(self, targets: Targets, view: View, camera: Camera, air: Atmosphere, weather: Weather) -> None:
        """Draw streaks over `targets.radiance`, behind what is nearer; none without precipitation."""
        share = min(max(weather.precipitation / 100.0, 0.0), 1.0)
        if share == 0.0:
            return
        wind = _wind(weather)
        set_uniforms(
            self._programs["rain"],
            eye=tuple(camera.eye),
            axes=tuple(camera.axes.T.ravel()),
            lens=(*camera.scale, NEAR),
            size=(float(camera.width), float(camera.height)),
            fallen=tuple(np.mod(wind * view.time, _BOX)),
            streak=tuple(_streak(view, wind)),
            box=_BOX,
            light=tuple(0.9 * air.sky_light + 0.1 * air.haze),
            strength=_STRENGTH * (0.5 + 0.5 * share),
        )
        target = self._context.framebuffer([targets.radiance], targets.depth)
        target.depth_mask = False
        target.use()
        self._context.enable_only(moderngl.BLEND | moderngl.DEPTH_TEST)
        self._context.depth_func = ">"
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._passes["rain"].render(moderngl.TRIANGLE_STRIP, vertices=4, instances=round(_STREAKS * share))
        self._context.enable_only(moderngl.NOTHING)
        target.release()

    def wet_lens(self, source: Image, target: moderngl.Framebuffer, view: View, weather: Weather) -> None:
        """Draw the drops on the lens over `target`, a copy of `source`."""
        drops = lens_drops(view, weather)
        program = self._programs["drops"]
        source.texture.use(0)
        set_uniforms(
            program,
            picture=0,
            aspect=(1.0, view.width / view.height),
            drops=[*drops, *[(0.0, 0.0, 0.0, 0.0)] * (DROPS - len(drops))],
        )
        target.use()
        self._context.enable_only(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._passes["drops"].render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(drops))
        self._context.enable_only(moderngl.NOTHING)

    def release(self) -> None:
        """Free everything on the card."""
        for array in self._passes.values():
            array.release()


def lens_drops(view: View, weather: Weather) -> list[tuple[float, float, float, float]]:
    """Column and row (-1..1), radius (share of half the width) and shape (0..1) of the drops on a lens.

    None up to a precipitation of 45; each stays for three seconds, then another falls elsewhere.
    """
    share = (min(weather.precipitation, 100.0) - _WETTING) / (100.0 - _WETTING)
    if share <= 0.0 or not view.settings.enable_postprocess_effects:
        return []
    found = []
    for number in range(round(DROPS * (0.2 + 0.5 * share))):
        epoch = math.floor(view.time / _DROP_LIFE + number / DROPS)
        rng = np.random.default_rng([number, epoch & 0xFFFFFFFF])
        column, row = rng.uniform(-1.05, 1.05, 2)
        radius = 0.008 + 0.036 * rng.random() ** 3
        found.append((float(column), float(row), float(radius), float(rng.random())))
    return found


def _wind(weather: Weather) -> Floats:
    """Velocity of raindrops in the world, m/s; the wind blows along y, as in CARLA's default."""
    share = min(max(weather.wind_intensity / 100.0, 0.0), 1.0)
    return np.array([0.35 * _WIND * share, _WIND * share, -_FALL])


def _streak(view: View, wind: Floats) -> Floats:
    """The way of a drop past the camera while it leaves a trace on the picture, metres."""
    own = np.zeros(3)
    if view.previous is not None:
        own = np.array(view.pose.location) - np.array(view.previous.location)
        own = own * view.settings.shutter_speed
    way = (wind - own) * _SHUTTER
    return np.asarray(way * min(1.0, _LONGEST / max(float(np.linalg.norm(way)), 1e-6)))
