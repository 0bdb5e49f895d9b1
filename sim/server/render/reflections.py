"""What wet ground mirrors of the picture itself: screen-space reflections after the lighting pass.

The lighting pass has already added what the sky's tables say about the mirrored direction. Here the mirrored
ray is followed through the depths of the picture (McGuire and Mara 2014), and where it meets something, the
difference to the tables is added: houses, cars and lamps stand in puddles, and in streaks on wet asphalt.
"""

from __future__ import annotations

from collections.abc import Mapping

import moderngl

from ..scene import View, Weather
from .screen import Screen
from .sky import Atmosphere
from .targets import Targets


class Reflections:
    """Adds reflections to `targets.radiance`; holds no picture's state."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._screen = Screen(context, programs, ("reflection", "reflection_add"))

    def add(
        self,
        targets: Targets,
        air: Atmosphere,
        sky: Mapping[str, moderngl.Texture | moderngl.Texture3D],
        uniforms: Mapping[str, object],
    ) -> None:
        """Add what is mirrored; nothing where the ground is dry.

        Args:
            targets: `gloss` as the lighting pass of this picture left it.
            air: the weather.
            sky: the sky's tables.
            uniforms: of camera and sky.
        """
        if not mirrors(air):
            return
        inputs = {"depths": targets.depth, "glosses": targets.gloss}
        self._screen.draw(
            "reflection", targets.mirrored, {**inputs, **sky, "films": targets.radiance}, **uniforms
        )
        target = targets.film
        self._context.enable_only(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE
        self._screen.draw("reflection_add", target, {**inputs, "mirrors": targets.mirror}, **uniforms)
        self._context.enable_only(moderngl.NOTHING)

    def release(self) -> None:
        """Free everything on the card."""
        self._screen.release()


def mirrors(air: Atmosphere) -> bool:
    """Whether anything is smooth enough to be followed."""
    return air.wetness > 0.0 or air.puddles > 0.0


def ripples(view: View, weather: Weather) -> tuple[float, float]:
    """How far rain tilts the water of puddles (tangent), and the seconds that it has fallen, modulo 1000."""
    return 0.12 * min(max(weather.precipitation / 100.0, 0.0), 1.0), view.time % 1000.0
