"""From radiance to the picture that a camera hands out: exposure, scattered light, film, edges, grain."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import moderngl
import numpy as np
import numpy.typing as npt

from ..optics import CameraSettings
from ..scene import View, Weather
from .bloom import WIDENING, scattered, spread_light
from .blur import focus_uniforms, needs_focus, smear_uniforms
from .buffers import BufferCache, Buffers
from .camera import NEAR, Camera
from .exposure import exposure
from .finish import Finish
from .flare import Flare, flare, flare_uniforms
from .lens import LensMaps
from .rain import Rain
from .screen import Screen
from .sky import Atmosphere
from .targets import Targets
from .tone import HIGHEST, LOWEST, STEPS, film_matrices, film_table

_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
_VIGNETTE: Final = 0.4
_GRAIN: Final = 0.011
_PASSES: Final = ("gather", "bloom_down", "bloom_up", "glow", "focus", "smear", "expose", "resolve", "lens")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What parts of the picture, 4 x 4 pixels each, look like.

    Attributes:
        luminances: (H, W) mean radiance.
        nearest: (H, W) largest reversed depth.
        sky: (H, W) share of sky.
    """

    luminances: npt.NDArray[np.float32]
    nearest: npt.NDArray[np.float32]
    sky: npt.NDArray[np.float32]


class Film:
    """Develops pictures; what it needs on the card is kept for the sizes used last.

    Attributes:
        lenses: the maps of distorting lenses.
    """

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._screen = Screen(context, programs, _PASSES)
        self._buffers = BufferCache(context)
        self._rain = Rain(context, programs)
        self.lenses = LensMaps(context)
        self._finish = Finish(context, self._screen, self._rain, self.lenses)
        self._curve = context.texture((STEPS, 1), 1, dtype="f4")
        self._curve.filter = (moderngl.NEAREST, moderngl.NEAREST)

    def develop(
        self, targets: Targets, view: View, camera: Camera, air: Atmosphere, weather: Weather
    ) -> None:
        """Fill `targets.picture` from `targets.lit`."""
        settings = view.settings
        buffers = self._buffers.get((view.width, view.height))
        self._rain.fall(targets, view, camera, air, weather)
        measured = self._measure(targets, buffers)
        scale = exposure(measured.luminances.ravel(), settings)
        found = None
        if settings.enable_postprocess_effects:
            found = flare(camera, air.sun_direction, measured.sky, measured.luminances, scale)
        kept = self._scatter(buffers, camera, settings, found, scale)
        light = self._blur(targets, buffers, view, camera, measured)
        self._expose(light, targets, buffers, view, scale=scale, kept=kept)
        self._resolve(self._finish.start(targets.picture, buffers, view, weather), targets, buffers, view)
        self._finish.finish(targets.picture, buffers, view, weather)

    def release(self) -> None:
        """Free everything on the card."""
        self._screen.release()
        self._buffers.release()
        self._rain.release()
        self.lenses.release()
        self._curve.release()

    def _measure(self, targets: Targets, buffers: Buffers) -> Measured:
        inputs = {"radiances": targets.radiance, "depths": targets.depth, "identities": targets.identity}
        self._screen.draw("gather", buffers.gathering, inputs)
        light, facts = (_read(image.texture) for image in (buffers.levels[0], buffers.facts))
        luminances = light[..., :3].astype(np.float32) @ _LUMINANCE
        return Measured(luminances, facts[..., 0], facts[..., 1])

    def _scatter(
        self, buffers: Buffers, camera: Camera, settings: CameraSettings, found: Flare | None, scale: float
    ) -> float:
        """Fill `buffers.glow`; returns the share of light that stays where it is."""
        effects = settings.enable_postprocess_effects
        strength = scattered(settings.bloom_intensity) if effects else 0.0
        ghosts = flare_uniforms(found, camera, settings.lens_flare_intensity if effects else 0.0, scale)
        if strength == 0.0 and ghosts["ghosts"] == 0:
            buffers.glow.target.clear()
            return 1.0
        if strength > 0.0:
            spread_light(self._context, self._screen, buffers)
        first = buffers.levels[0]
        spread = strength > 0.0 and len(buffers.levels) > 1
        inputs = {"source": first.texture, "coarser": (buffers.levels[1] if spread else first).texture}
        self._screen.draw("glow", buffers.glow.target, inputs, share=WIDENING, strength=strength, **ghosts)
        return 1.0 - strength

    def _blur(
        self, targets: Targets, buffers: Buffers, view: View, camera: Camera, measured: Measured
    ) -> moderngl.Texture:
        """Radiance with what is out of focus or moves too fast blurred."""
        light = targets.radiance
        if not view.settings.enable_postprocess_effects:
            return light
        nearest = NEAR / max(float(measured.nearest.max()), 1e-9)
        if needs_focus(camera, view.settings, nearest):
            image = buffers.whole("focused")
            inputs = {"radiances": light, "depths": targets.depth, "facts": buffers.facts.texture}
            self._screen.draw("focus", image.target, inputs, **focus_uniforms(camera, view.settings))
            light = image.texture
        smear = smear_uniforms(camera, view)
        if smear is not None:
            image = buffers.whole("smeared")
            self._screen.draw("smear", image.target, {"radiances": light, "depths": targets.depth}, **smear)
            light = image.texture
        return light

    def _expose(
        self,
        light: moderngl.Texture,
        targets: Targets,
        buffers: Buffers,
        view: View,
        *,
        scale: float,
        kept: float,
    ) -> None:
        """Fill `buffers.film` and `buffers.keys` from `light`."""
        inputs = {
            "identities": targets.identity,
            "texels": targets.texel,
            "radiances": light,
            "glows": buffers.glow.texture,
            "curve": self._curve,
        }
        self._curve.write(film_table(view.settings).tobytes())
        self._screen.draw(
            "expose",
            buffers.exposed,
            inputs,
            film_in=tuple((scale * film_matrices(view.settings)[0]).T.ravel()),
            curve_places=(LOWEST, (STEPS - 1) / (HIGHEST - LOWEST), float(STEPS - 1)),
            kept=kept,
            vignette=_vignette(view),
        )

    def _resolve(self, target: moderngl.Framebuffer, targets: Targets, buffers: Buffers, view: View) -> None:
        effects = view.settings.enable_postprocess_effects
        self._screen.draw(
            "resolve",
            target,
            {"keys": buffers.keys, "samples": targets.sample_key, "films": buffers.film},
            film_out=tuple(film_matrices(view.settings)[1].T.ravel()),
            gamma_change=2.2 / view.settings.gamma if effects else 1.0,
            grain=_GRAIN if effects else 0.0,
            grain_seed=_grain_seed(view),
        )


def _vignette(view: View) -> tuple[float, float]:
    """Tangent of the angle to the axis at the right and at the upper edge, as Unreal has it."""
    corner = math.hypot(view.width, view.height) / math.sqrt(2.0)
    dim = _VIGNETTE / corner if view.settings.enable_postprocess_effects else 0.0
    return dim * view.width, dim * view.height


def _grain_seed(view: View) -> int:
    """The grain changes with the place, not with time: what stands still looks the same again."""
    return zlib.crc32(struct.pack("6d", *view.pose.location, *view.pose.rotation))


def _read(texture: moderngl.Texture) -> npt.NDArray[np.float32]:
    """(H, W, channels) float32 of a texture of floats."""
    width, height = texture.size
    kind = np.float16 if texture.dtype == "f2" else np.float32
    flat = np.frombuffer(texture.read(alignment=1), dtype=kind)
    return flat.reshape(height, width, texture.components).astype(np.float32)
