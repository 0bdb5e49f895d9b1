"""Pictures in and out of the networks."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from caos.errors import CaosError

Pixels = npt.NDArray[np.uint8]

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
_QUALITY: Final = 95
_LONGEST: Final = 16
"""Most of longer / shorter side: what is longer is no photograph, and would fill the memory."""


def read_picture(path: Path) -> Pixels:
    """Read any picture as (H, W, 3) uint8 RGB; grey, palette and CMYK ones are converted, as the papers do.

    Raises:
        CaosError: missing, broken, or far longer than wide.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(path.read_bytes())) as opened:
                pixels = np.asarray(opened.convert("RGB"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise CaosError(f"{path}: too many pixels; make it smaller or leave it out") from cause
    except (OSError, SyntaxError, ValueError) as cause:
        raise CaosError(f"{path}: not a readable picture; restore it or leave it out") from cause
    height, width = pixels.shape[:2]
    if max(height, width) > _LONGEST * min(height, width):
        raise CaosError(f"{path}: {width}x{height} pixels, too long a strip; crop it or leave it out")
    return pixels


def resize(pixels: Pixels, shorter: int, multiple: int = 1) -> Pixels:
    """Resize, bilinear with antialiasing, so that the shorter side is `shorter` pixels.

    Args:
        pixels: (H, W, 3) uint8.
        shorter: at least `multiple`, divisible by it.
        multiple: the longer side is rounded down to a multiple of it.
    """
    height, width = pixels.shape[:2]
    scale = shorter / min(height, width)
    longer = int(max(height, width) * scale + 1e-6) // multiple * multiple
    size = (longer, shorter) if width >= height else (shorter, longer)
    if size == (width, height):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR))


def to_tensor(pixels: Pixels) -> Tensor:
    """(H, W, 3) uint8 -> (1, 3, H, W) float32 in 0..255, channels last."""
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None].float()


def to_pixels(image: Tensor) -> Pixels:
    """(1, 3, H, W) in 0..255 -> (H, W, 3) uint8, rounded and clamped; what is not a number becomes 0."""
    clean = torch.nan_to_num(image[0], nan=0.0, posinf=255.0, neginf=0.0)
    whole = clean.clamp(0.0, 255.0).round().to(torch.uint8)
    return np.ascontiguousarray(whole.permute(1, 2, 0).cpu().numpy())


def encode(pixels: Pixels, suffix: str) -> bytes:
    """Bytes of a picture file; the same pixels give the same bytes. JPEG with quality 95."""
    kind = suffix.lower()
    options = [cv2.IMWRITE_JPEG_QUALITY, _QUALITY] if kind in (".jpg", ".jpeg") else []
    done, data = cv2.imencode(kind, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise ValueError(f"OpenCV could not write {suffix}")
    return bytes(data)
