"""What happens to a developed picture on its way out: drops on the lens, distortion, color fringes."""

from __future__ import annotations

import moderngl

from ..scene import View, Weather
from .buffers import Buffers, Image
from .lens import LensMaps
from .rain import Rain, lens_drops
from .screen import Screen


class Finish:
    """The passes after the film; with CARLA's defaults and in dry weather there are none."""

    def __init__(self, context: moderngl.Context, screen: Screen, rain: Rain, lenses: LensMaps) -> None:
        self._context, self._screen, self._rain, self._lenses = context, screen, rain, lenses

    def start(
        self, picture: moderngl.Framebuffer, buffers: Buffers, view: View, weather: Weather
    ) -> moderngl.Framebuffer:
        """Where the film is to draw: `picture`, or a buffer when something comes after."""
        if self._bends(view) or lens_drops(view, weather):
            return buffers.whole("developed", "f1").target
        return picture

    def finish(self, picture: moderngl.Framebuffer, buffers: Buffers, view: View, weather: Weather) -> None:
        """Bring what `start` had drawn into `picture`."""
        bends, wet = self._bends(view), bool(lens_drops(view, weather))
        if not bends and not wet:
            return
        developed = buffers.whole("developed", "f1")
        if wet:
            target = buffers.whole("wet", "f1").target if bends else picture
            self._context.copy_framebuffer(target, developed.target)
            self._rain.wet_lens(developed, target, view, weather)
        if bends:
            self._bend(buffers.whole("wet", "f1") if wet else developed, picture, view)

    def _bends(self, view: View) -> bool:
        return not view.lens.is_pinhole or _fringe(view) > 0.0

    def _bend(self, source: Image, picture: moderngl.Framebuffer, view: View) -> None:
        distorted = not view.lens.is_pinhole
        places = self._lenses.get(view.lens, view.width, view.height)[1] if distorted else source.texture
        offset = view.settings.chromatic_aberration_offset
        self._screen.draw(
            "lens",
            picture,
            {"picture": source.texture, "places": places},
            distorted=distorted,
            fringe=(_fringe(view), offset),
        )


def _fringe(view: View) -> float:
    """How far red and blue part, as a share of the distance from the centre."""
    settings = view.settings
    effects = settings.enable_postprocess_effects and settings.chromatic_aberration_offset < 1.0
    return settings.chromatic_aberration_intensity / 100.0 if effects else 0.0
