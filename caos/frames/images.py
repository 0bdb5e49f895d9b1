"""Reading and writing pictures and label maps through OpenCV, with one clear line for every broken file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .atomic import atomic_write_bytes

Pixels = npt.NDArray[np.uint8]

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_END: Final = b"IEND\xaeB`\x82"
_JPEG_START: Final = b"\xff\xd8\xff"
_GREY: Final = 0
_PNG_KINDS: Final = {0: "grey", 2: "RGB", 3: "palette", 4: "grey + alpha", 6: "RGBA"}


def read_image(path: Path) -> Pixels:
    """Read a colour picture (PNG, JPEG or whatever OpenCV knows); an alpha channel is dropped.

    The EXIF orientation is ignored, so that the picture stays aligned with its label map.

    Returns:
        (H, W, 3) uint8, RGB.

    Raises:
        CaosError: missing, truncated or broken, 16-bit, or without three colour channels.
    """
    return decode_image(read_file(path), path)


def read_label(path: Path) -> Pixels:
    """Read a label map.

    Returns:
        (H, W) uint8, ids as on disk; `LabelSet.decode_table()[...]` gives the ids used in memory.

    Raises:
        CaosError: missing, truncated or broken, or not an 8-bit single-channel PNG.
    """
    return decode_label(read_file(path), path)


def write_png(path: Path, array: Pixels) -> None:
    """Write (H, W) ids or (H, W, 3) RGB, uint8, atomically; the same array gives the same bytes."""
    atomic_write_bytes(path, encode_png(array))


def read_file(path: Path) -> bytes:
    """The bytes of `path`.

    Raises:
        CaosError: missing, a folder, or unreadable.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        kind = "a link to a file that does not exist" if path.is_symlink() else "no such file"
        raise CaosError(f"{path}: {kind}; restore it or render it again") from None
    except OSError as cause:
        raise CaosError(f"{path}: cannot be read: {cause.strerror}") from cause


def decode_image(data: bytes, path: Path) -> Pixels:
    """`read_image` of bytes already in memory; `path` is for the message."""
    pixels = _decode(data, path)
    if pixels.dtype != np.uint8:
        bits = 8 * pixels.dtype.itemsize
        raise CaosError(f"{path}: {bits} bits per channel; write it as an 8-bit RGB picture")
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise CaosError(f"{path}: a single-channel picture where RGB is expected; is this a label file?")
    code = cv2.COLOR_BGRA2RGB if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(pixels, code), dtype=np.uint8)


def decode_label(data: bytes, path: Path) -> Pixels:
    """`read_label` of bytes already in memory; `path` is for the message."""
    if not data.startswith(_PNG_START):
        raise CaosError(f"{path}: not a PNG; label maps are 8-bit single-channel PNG files")
    if len(data) > 25:
        depth, kind = data[24], data[25]
        if (depth, kind) != (8, _GREY):
            found = f"{depth}-bit {_PNG_KINDS.get(kind, 'unknown')}"
            raise CaosError(f"{path}: a {found} PNG; label maps are 8-bit single-channel PNG files")
    return np.asarray(_decode(data, path), dtype=np.uint8)


def encode_png(array: Pixels) -> bytes:
    """PNG bytes of (H, W) or (H, W, 3) RGB uint8, OpenCV's default settings (a fast, good trade-off).

    Raises:
        ValueError: another dtype or shape.
    """
    if array.dtype != np.uint8 or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 3)):
        raise ValueError(f"expected (H, W) or (H, W, 3) uint8, got {array.shape} {array.dtype}")
    ordered = cv2.cvtColor(array, cv2.COLOR_RGB2BGR) if array.ndim == 3 else np.ascontiguousarray(array)
    done, data = cv2.imencode(".png", ordered)
    if not done:
        raise ValueError(f"OpenCV could not encode an array of shape {array.shape}")
    return bytes(data)


def _decode(data: bytes, path: Path) -> npt.NDArray[np.generic]:
    # OpenCV fills up truncated files in some versions and prints to stderr in all: look at the ends first.
    if not data:
        raise CaosError(f"{path}: empty file; restore it or render it again")
    if _is_truncated(data):
        raise CaosError(f"{path}: truncated after {len(data)} bytes; restore it or render it again")
    try:
        pixels = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as cause:
        raise CaosError(f"{path}: not a readable picture: {cause.err}") from cause
    if pixels is None:
        raise CaosError(f"{path}: not a readable picture; restore it or render it again")
    return np.asarray(pixels)


def _is_truncated(data: bytes) -> bool:
    """Whether a PNG or JPEG lacks its end mark; other formats are left to the decoder."""
    if data.startswith(_PNG_START):
        return _PNG_END not in data[-64:]
    if data.startswith(_JPEG_START):
        # Entropy-coded data never holds a bare marker: a whole file has its end mark after the last scan.
        return data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda")
    return False
