"""Our metallic-roughness materials as Mitsuba's principled ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from caos.colors import linear
from caos.meshes import Material, Texture

from .variant import mitsuba

_SMOOTHEST = 0.03


class Materials:
    """Makes every material once, and every texture once for its color."""

    def __init__(self) -> None:
        self._made: dict[Material, Any] = {}
        self._decoded: dict[Texture, npt.NDArray[np.float32]] = {}

    def of(self, material: Material) -> Any:
        """The BSDF of a material; its emission is not part of it."""
        if material not in self._made:
            self._made[material] = mitsuba().load_dict(self._described(material))
        return self._made[material]

    def _described(self, material: Material) -> dict[str, Any]:
        roughness = max(material.roughness, _SMOOTHEST)
        surface: dict[str, Any] = {
            "type": "principled",
            "base_color": self._color(material),
            "roughness": roughness,
            "metallic": material.metallic,
            "specular": 0.5,
        }
        if material.translucency > 0.0:
            surface = {
                "type": "principledthin",
                "base_color": self._color(material),
                "roughness": roughness,
                "diff_trans": 2.0 * material.translucency,
            }
        else:
            surface = {"type": "twosided", "surface": surface}
        if material.cutoff > 0.0 and material.texture is not None and material.texture.pixels.shape[2] == 4:
            there = material.texture.pixels[..., 3:] >= material.cutoff * 255.0
            return {"type": "mask", "opacity": _bitmap(there.astype(np.float32)), "surface": surface}
        return surface

    def _color(self, material: Material) -> dict[str, Any]:
        color = linear(np.array(material.color)).astype(np.float32)
        if material.texture is None:
            return {"type": "rgb", "value": color.tolist()}
        if material.texture not in self._decoded:
            pixels = material.texture.pixels[..., :3] / np.float32(255.0)
            self._decoded[material.texture] = linear(pixels).astype(np.float32)
        return _bitmap(self._decoded[material.texture] * color)


def _bitmap(pixels: npt.NDArray[np.float32]) -> dict[str, Any]:
    """A texture of linear values; row 0 is at v = 0, as ours."""
    return {"type": "bitmap", "bitmap": mitsuba().Bitmap(np.ascontiguousarray(pixels)), "raw": True}
