"""How vertices and instances lie in their buffers, and what of them each program reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

INSTANCE: Final = np.dtype([("rows", "3,4f4"), ("identity", "u4")])
"""What the vertex shader needs of an instance: the upper three rows of its matrix, and its id."""

VERTEX_FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "geometry": ("3f 3f 2f 1u", "position", "normal", "uv", "surface"),
    "ids": ("3f 20x 1u", "position", "surface"),
    "samples": ("3f 3f 8x 1u", "position", "normal", "surface"),
    "shadow": ("3f 24x", "position"),
    "geometry_relief": ("3f 3f 2f 1u", "position", "normal", "uv", "surface"),
    "geometry_holes": ("3f 3f 2f 1u", "position", "normal", "uv", "surface"),
    "ids_holes": ("3f 12x 2f 1u", "position", "uv", "surface"),
    "samples_holes": ("3f 3f 2f 1u", "position", "normal", "uv", "surface"),
    "shadow_holes": ("3f 12x 2f 1u", "position", "uv", "surface"),
}
"""By program: moderngl's format of `geometry.VERTEX`, then the attributes."""

_PLACED: Final = ("4f 4f 4f 4x /i", "row_x", "row_y", "row_z")
_NAMED: Final = ("4f 4f 4f 1u /i", "row_x", "row_y", "row_z", "identity")


def instance_format(program: str) -> tuple[str, ...]:
    """The same for `INSTANCE`."""
    return _PLACED if program.startswith("shadow") else _NAMED
