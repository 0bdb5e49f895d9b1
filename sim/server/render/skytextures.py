"""The sky's tables and the clouds on the graphics card."""

from __future__ import annotations

import moderngl
import numpy as np

from .noise import cloud_noise
from .panorama import Table
from .sky import Atmosphere

_CLOUD_SIDE = 512
_BRIGHTEST = 60000.0


class SkyTextures:
    """Uploads the tables of an atmosphere when it is another one than before."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._clouds = context.texture(
            (_CLOUD_SIDE, _CLOUD_SIDE), 2, cloud_noise(_CLOUD_SIDE).tobytes(), dtype="f1"
        )
        self._clouds.build_mipmaps()
        self._clouds.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._air: Atmosphere | None = None
        self._sky: moderngl.Texture | None = None
        self._environment: moderngl.Texture3D | None = None

    def of(self, air: Atmosphere) -> dict[str, moderngl.Texture | moderngl.Texture3D]:
        """The shaders' samplers by name, filled for `air`."""
        if self._air is not air or self._sky is None or self._environment is None:
            self._drop()
            rows, columns, _ = air.sky.shape
            self._sky = self._context.texture((columns, rows), 3, _half(air.sky), dtype="f2")
            self._sky.repeat_x = self._sky.repeat_y = False
            levels, rows, columns, _ = air.environment.shape
            shape = (columns, rows, levels)
            self._environment = self._context.texture3d(shape, 3, _half(air.environment), dtype="f2")
            self._environment.repeat_x = self._environment.repeat_y = self._environment.repeat_z = False
            for texture in (self._sky, self._environment):
                texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
            self._air = air
        return {"sky_table": self._sky, "surroundings": self._environment, "clouds": self._clouds}

    def _drop(self) -> None:
        for texture in (self._sky, self._environment):
            if texture is not None:
                texture.release()
        self._sky = self._environment = None

    def release(self) -> None:
        """Free everything on the card."""
        self._drop()
        self._clouds.release()


def _half(table: Table) -> bytes:
    return bytes(np.minimum(table, _BRIGHTEST).astype(np.float16).tobytes())
