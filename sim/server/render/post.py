"""The passes over the whole picture that light it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import moderngl
import numpy as np
import numpy.typing as npt

from caos.labels import CARLA_TAG_NAMES

from .camera import NEAR, Camera
from .geometry import Surface
from .noise import fractal_noise
from .reflections import Reflections, mirrors
from .screen import Screen
from .shadows import Cascade, ShadowMap
from .sky import Atmosphere
from .skytextures import SkyTextures
from .targets import Targets

_NOISE_SIDE = 512
_MOST_CASCADES = 4
_SOAKING_TAGS = {CARLA_TAG_NAMES.index(name) for name in ("Vegetation", "Terrain", "Pedestrians")}
_PLAIN = (
    "sunward", "disc_direction", "disc", "stars", "haze", "extinction", "fog_start", "falloff", "glow",
    "cloud_lit", "cloud_dark", "cover", "closed", "wind", "light_direction", "light", "sky_light",
    "ground_light", "wetness", "puddles",
)  # fmt: skip


class ScreenPasses:
    """Lighting of a picture from what the geometry pass saw."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._screen = Screen(context, programs, ("occlusion", "occlusion_blur", "lighting", "veil", "sky"))
        self._noise = context.texture(
            (_NOISE_SIDE, _NOISE_SIDE), 1, fractal_noise(_NOISE_SIDE).astype("f2").tobytes(), dtype="f2"
        )
        self._noise.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._sky = SkyTextures(context)
        self._reflections = Reflections(context, programs)

    def occlude(self, targets: Targets, camera: Camera) -> None:
        """Fill `targets.blurred`: how open to the sky everything is."""
        inputs = {"normals": targets.normal, "depths": targets.depth}
        self._screen.draw("occlusion", targets.occluded, inputs, **_lens(camera))
        self._screen.draw("occlusion_blur", targets.blurred, {"occlusion": targets.occlusion})

    def light(
        self,
        targets: Targets,
        camera: Camera,
        air: Atmosphere,
        ripples: tuple[float, float],
        parts: Sequence[Cascade],
        shadows: ShadowMap,
        surfaces: moderngl.Buffer,
        lamps: Mapping[str, object],
        traced: moderngl.Texture | None = None,
    ) -> None:
        """Fill `targets.lit`; no `parts` means no shadows.

        `ripples` are those of `reflections.ripples`, `lamps` the uniforms of `Power.bind`. With `traced` all
        light on surfaces is what that texture says; fog and sky are as without.
        """
        above = {"noise": self._noise, **self._sky.of(air)}
        inputs = {
            "identities": targets.identity,
            "texels": targets.texel,
            "normals": targets.normal,
            "depths": targets.depth,
            "occlusion": targets.occlusion_blurred,
            "shadows": shadows.texture,
            **above,
        }
        uniforms = {name: _uniform(getattr(air, name)) for name in _PLAIN} | _lens(camera)
        uniforms["harmonics"] = [tuple(row) for row in air.harmonics.tolist()]
        surfaces.bind_to_storage_buffer(0)
        targets.lit.depth_mask = targets.shaded.depth_mask = False
        target = targets.shaded if mirrors(air) else targets.lit
        self._context.enable_only(moderngl.DEPTH_TEST)
        self._context.depth_func = "<"  # the triangle lies at depth 0: where something stands before it
        if traced is None:
            self._screen.draw(
                "lighting",
                target,
                inputs,
                ripples=ripples,
                **uniforms,
                **lamps,
                **_cascade_uniforms(parts),
            )
        else:
            self._screen.draw(
                "veil", targets.lit, {**above, "depths": targets.depth, "traced": traced}, **uniforms
            )
        self._context.depth_func = "=="
        pixel = 2.0 / (camera.scale[0] * camera.width)
        self._screen.draw("sky", targets.lit, above, pixel=pixel, **uniforms)
        self._context.enable_only(moderngl.NOTHING)
        if traced is None:
            self._reflections.add(targets, air, above, uniforms)

    def release(self) -> None:
        """Free everything on the card."""
        self._screen.release()
        self._noise.release()
        self._sky.release()
        self._reflections.release()


def _lens(camera: Camera) -> dict[str, object]:
    return {
        "eye": tuple(camera.eye),
        "axes": tuple(camera.axes.ravel()),
        "lens": (*camera.scale, NEAR),
    }


def _cascade_uniforms(parts: Sequence[Cascade]) -> dict[str, object]:
    if not parts:
        return {"shadow_strength": 0.0, "cascades": 1}
    padded = [*parts, *[parts[-1]] * (_MOST_CASCADES - len(parts))]
    return {
        "shadow_strength": 1.0,
        "cascades": len(parts),
        "cascade": [tuple(part.matrix.T.ravel()) for part in padded],
        "cascade_texel": tuple(part.texel for part in padded),
    }


def surface_table(surfaces: Sequence[Surface]) -> bytes:
    """The shader's table: row 0 is the sky; color, roughness, metallic, emission, wet shine, translucency."""
    table = np.zeros((len(surfaces) + 1, 8), dtype=np.float32)
    for row, (material, tag) in zip(table[1:], surfaces, strict=True):
        color = np.clip(np.array(material.color), 0.0, 1.0)
        row[:3] = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
        row[3:5] = np.clip((material.roughness, material.metallic), 0.0, 1.0)
        row[5] = material.emission
        row[6] = 0.2 if tag in _SOAKING_TAGS else 1.0
        row[7] = np.clip(material.translucency, 0.0, 1.0)
    return table.tobytes()


def lamp_table(surfaces: Sequence[Surface]) -> bytes:
    """The `Lamps` bits that switch each surface's emission on; row 0 is the sky."""
    return np.array([0, *(int(material.lamp) for material, _ in surfaces)], dtype=np.uint32).tobytes()


def _uniform(value: float | npt.NDArray[np.float64]) -> float | tuple[float, ...]:
    return tuple(value.tolist()) if isinstance(value, np.ndarray) else value
