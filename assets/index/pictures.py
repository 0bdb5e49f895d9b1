"""Pictures of foreign files, bounded before they are unpacked."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np

from caos.extras import require
from caos.meshes import Texture

MOST_PIXELS: Final = 64 * 2**20
"""A picture that claims more is not unpacked: a few kilobytes can hold gigapixels."""


def open_image(data: bytes) -> Any:
    """A Pillow image of a file's bytes, not unpacked yet.

    Raises:
        OSError: no picture that Pillow knows.
    """
    return require("PIL.Image", extra="assets").open(io.BytesIO(data))


def load_texture(image: Any, name: str, side: int, notes: list[str]) -> Texture | None:
    """An opened Pillow image as a texture no larger than `side`, or None with the reason added to `notes`."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        notes.append(f"a texture of {width} x {height} pixels is refused: more than 64 megapixels")
        return None
    try:
        if max(width, height) > 2 * side:
            image.draft("RGB", (side, side))
        plain = image.convert("RGB")
    except (OSError, ValueError, SyntaxError) as cause:
        notes.append(f"a texture cannot be read ({' '.join(str(cause).split())[:80]})")
        return None
    if max(plain.size) > side:
        plain.thumbnail((side, side))
    return Texture(name, np.ascontiguousarray(np.asarray(plain, dtype=np.uint8)))


def lift_pillows_limit() -> None:
    """Let Pillow open pictures of any stated size: `load_texture` looks at it before unpacking."""
    image: Any = require("PIL.Image", extra="assets")
    image.MAX_IMAGE_PIXELS = None


def rgb(color: Any) -> tuple[float, float, float]:
    """A colour as plain numbers in [0, 1]; what is no number is black."""
    red, green, blue = np.nan_to_num(np.clip(np.asarray(color, dtype=np.float64), 0.0, 1.0)).tolist()
    return red, green, blue
