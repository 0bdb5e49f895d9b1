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
from .programs import set_uniforms
from .shadows import Cascade, ShadowMap
from .sky import Atmosphere
from .skytextures import SkyTextures
from .targets import Targets

_NOISE_SIDE = 512
_SOAKING_TAGS = {CARLA_TAG_NAMES.index(name) for name in ("Vegetation", "Terrain", "Pedestrians")}
_PLAIN = (
    "sunward", "disc_direction", "disc", "stars", "haze", "extinction", "fog_start", "falloff", "glow",
    "cloud_lit", "cloud_dark", "cover", "closed", "wind", "light_direction", "light", "sky_light",
    "ground_light", "wetness", "puddles",
)  # fmt: skip


class ScreenPasses:
    """Lighting of a picture from what the geometry pass saw."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._programs = programs
        self._corners = context.buffer(np.array([-1, -1, 3, -1, -1, 3], dtype="f4").tobytes())
        self._passes = {
            name: context.vertex_array(programs[name], [(self._corners, "2f", "corner")])
            for name in ("occlusion", "occlusion_blur", "lighting")
        }
        self._noise = context.texture(
            (_NOISE_SIDE, _NOISE_SIDE), 1, fractal_noise(_NOISE_SIDE).astype("f2").tobytes(), dtype="f2"
        )
        self._noise.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._sky = SkyTextures(context)

    def occlude(self, targets: Targets, camera: Camera) -> None:
        """Fill `targets.blurred`: how open to the sky everything is."""
        program = self._programs["occlusion"]
        set_uniforms(program, axes=tuple(camera.axes.ravel()), lens=(*camera.scale, NEAR))
        _bind(program, {"normals": targets.normal, "depths": targets.depth})
        targets.occluded.use()
        self._passes["occlusion"].render()
        _bind(self._programs["occlusion_blur"], {"occlusion": targets.occlusion})
        targets.blurred.use()
        self._passes["occlusion_blur"].render()

    def light(
        self,
        targets: Targets,
        camera: Camera,
        air: Atmosphere,
        parts: Sequence[Cascade],
        shadows: ShadowMap,
        surfaces: moderngl.Buffer,
    ) -> None:
        """Fill `targets.lit`; no `parts` means no shadows."""
        program = self._programs["lighting"]
        set_uniforms(program, **{name: _uniform(getattr(air, name)) for name in _PLAIN})
        set_uniforms(
            program,
            eye=tuple(camera.eye),
            axes=tuple(camera.axes.ravel()),
            lens=(*camera.scale, NEAR),
            shadow_strength=1.0 if parts else 0.0,
            harmonics=[tuple(row) for row in air.harmonics.tolist()],
        )
        if parts:
            set_uniforms(
                program,
                cascade=[tuple(part.matrix.T.ravel()) for part in parts],
                cascade_texel=tuple(part.texel for part in parts),
            )
        inputs = {
            "identities": targets.identity,
            "texels": targets.texel,
            "normals": targets.normal,
            "depths": targets.depth,
            "occlusion": targets.occlusion_blurred,
            "shadows": shadows.texture,
            "noise": self._noise,
            **self._sky.of(air),
        }
        _bind(program, inputs)
        surfaces.bind_to_storage_buffer(0)
        targets.lit.use()
        self._passes["lighting"].render()

    def release(self) -> None:
        """Free everything on the card."""
        for array in self._passes.values():
            array.release()
        self._corners.release()
        self._noise.release()
        self._sky.release()


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


def _bind(program: moderngl.Program, inputs: Mapping[str, moderngl.Texture | moderngl.Texture3D]) -> None:
    for unit, (name, texture) in enumerate(inputs.items()):
        texture.use(unit)
        set_uniforms(program, **{name: unit})


def _uniform(value: float | npt.NDArray[np.float64]) -> float | tuple[float, ...]:
    return tuple(value.tolist()) if isinstance(value, np.ndarray) else value
