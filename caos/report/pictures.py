"""Gallery pictures as data URIs, small enough together for one page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2

from caos.errors import CaosError
from caos.frames.images import Pixels, decode_image, encode_png, read_file

WIDTHS: Final = (480, 360, 240, 160, 120, 90)
"""Widths to try, widest first, until the pictures fit."""

_JPEG_QUALITY: Final = 82
_TYPES: Final = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_LOSSLESS: Final = 101
"""cv2's quality of WebP above which nothing is lost."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside the page; width and height in pixels."""

    uri: str
    width: int
    height: int


def embed(run_dir: Path, names: Sequence[str], *, budget: int) -> Mapping[str, Picture]:
    """The pictures called `names`, paths relative to the run folder, in `budget` characters if that can be.

    PNG stays PNG (label colours), WebP stays WebP (levels of scores), everything else becomes JPEG.

    Raises:
        CaosError: a missing or broken file, or a path that leads out of the run folder.
    """
    files = {name: _inside(run_dir, name) for name in dict.fromkeys(names)}
    loaded = {name: (file.suffix.lower(), read_file(file), file) for name, file in files.items()}
    for width in WIDTHS:
        pictures = {
            name: _picture(data, decode_image(data, file), suffix, width)
            for name, (suffix, data, file) in loaded.items()
        }
        if sum(len(picture.uri) for picture in pictures.values()) <= budget:
            break
    return pictures


def _inside(run_dir: Path, name: str) -> Path:
    file = run_dir / name
    if not file.resolve().is_relative_to(run_dir.resolve()):
        raise CaosError(f"{run_dir / 'result.json'}: gallery: {name!r} leads out of the run folder")
    return file


def _picture(data: bytes, pixels: Pixels, suffix: str, width: int) -> Picture:
    """The file as it is when it is narrow enough and of a kind that browsers show, else a smaller copy."""
    height_now, width_now = pixels.shape[:2]
    if width_now <= width and suffix in _TYPES:
        return Picture(_uri(data, _TYPES[suffix]), width_now, height_now)
    size = (min(width, width_now), max(1, round(height_now * min(width, width_now) / width_now)))
    if suffix == ".png":
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST_EXACT)
        return Picture(_uri(encode_png(small), "image/png"), *size)
    if suffix == ".webp":
        small = cv2.resize(pixels[..., 0], size, interpolation=cv2.INTER_NEAREST_EXACT)
        _, encoded = cv2.imencode(".webp", small, [cv2.IMWRITE_WEBP_QUALITY, _LOSSLESS])
        return Picture(_uri(bytes(encoded), "image/webp"), *size)
    return jpeg(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def jpeg(pixels: Pixels) -> Picture:
    """(H, W, 3) uint8 RGB as a picture of the page."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return Picture(_uri(bytes(encoded), "image/jpeg"), pixels.shape[1], pixels.shape[0])


def _uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
