"""One score map as a file."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from tokenize import TokenError
from typing import Any, Final
from zipfile import BadZipFile

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.npyio import NpzFile

from caos.errors import CaosError
from caos.frames import atomic_path, read_label

from .source import ClassMap, FloatMap

Shape = tuple[int, int]

_BROKEN: Final = (
    ValueError, OSError, EOFError, BadZipFile, cv2.error,
    zlib.error, RuntimeError,  # of archives: damaged, encrypted, of an unknown kind
    MemoryError, OverflowError, SyntaxError, TokenError,  # of .npy headers: sizes beyond memory, or none
)  # fmt: skip
"""What the readers raise on files that are no score maps."""


def write_map(file: Path, scores: FloatMap) -> None:
    """Write (H, W) scores as `.npy`, atomically, in C order."""
    with atomic_path(file) as partial, partial.open("wb") as out:
        np.save(out, np.ascontiguousarray(scores), allow_pickle=False)


def read_map(file: Path, shape: Shape) -> FloatMap:
    """Read a score map: `.npy`, `.npz` with one array, or a 32-bit floating-point `.tif`.

    Args:
        file: float32 or float64 scores, (H, W) or (1, H, W).
        shape: (H, W) of the frame.

    Raises:
        CaosError: missing or unreadable, another shape or dtype, or NaN; the message names the file.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise CaosError(f"{file}: not one of the kinds {', '.join(READERS)}; save float32 maps as .npy")
    try:
        scores = np.asarray(reader(file))
    except FileNotFoundError:
        raise CaosError(f"{file}: no such score map; predict again to add it") from None
    except _BROKEN as cause:
        reason = (
            "Python objects, or no array" if "pickle" in str(cause) else " ".join(str(cause).split())[:120]
        )
        raise CaosError(f"{file}: not a readable score map ({reason}); save it again") from cause
    return _checked(file, scores, shape)


def read_classes(file: Path, shape: Shape, num_classes: int) -> ClassMap:
    """Read a map of predicted class indices, 8-bit single-channel PNG.

    Raises:
        CaosError: missing or broken, another shape, or an index outside the classes.
    """
    classes = read_label(file)
    if classes.shape != shape:
        raise CaosError(f"{file}: {_size(classes.shape)}, its frame {_size(shape)}; predict it again")
    if classes.max() >= num_classes:
        raise CaosError(
            f"{file}: class index {classes.max()}, but there are {num_classes} classes "
            f"(0..{num_classes - 1}); save class indices, not ids of the label files"
        )
    return classes


def _checked(file: Path, scores: npt.NDArray[Any], shape: Shape) -> FloatMap:
    if scores.dtype == np.float16:
        raise CaosError(
            f"{file}: float16 scores tie in their thousands and spoil FPR95; save the maps as float32"
        )
    if scores.dtype.kind != "f" or scores.dtype.itemsize not in (4, 8):
        raise CaosError(f"{file}: scores of dtype {scores.dtype}; save the maps as float32 (or float64)")
    if scores.shape == (1, *shape):
        scores = scores[0]
    if scores.shape != shape:
        raise CaosError(f"{file}: {_size(scores.shape)}, its frame {_size(shape)}; save maps at full size")
    native = np.ascontiguousarray(scores, dtype=scores.dtype.newbyteorder("="))
    if np.isnan(native.min()):  # min() hands a NaN on
        count = int(np.isnan(native).sum())
        raise CaosError(f"{file}: {count} of {native.size} scores are NaN; a score must be a number")
    return native


def _size(shape: tuple[int, ...]) -> str:
    """Shape (H, W) as width x height, others as they are."""
    return f"{shape[1]}x{shape[0]} pixels" if len(shape) == 2 else f"an array of shape {shape}"


def _read_npy(file: Path) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] | NpzFile = np.load(file, allow_pickle=False)
    if isinstance(array, NpzFile):
        array.close()
        raise ValueError("an archive of arrays; call it .npz")  # noqa: TRY004  (not our caller's type)
    return array


def _read_npz(file: Path) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] | NpzFile = np.load(file, allow_pickle=False)
    if not isinstance(found, NpzFile):
        raise ValueError("a bare array; call it .npy")  # noqa: TRY004
    with found as archive:
        if len(archive.files) != 1:
            raise ValueError(f"{len(archive.files)} arrays where one is expected")
        array: npt.NDArray[Any] = archive[archive.files[0]]
    return array


def _read_tif(file: Path) -> npt.NDArray[Any]:
    data = np.frombuffer(file.read_bytes(), dtype=np.uint8)
    if not data.size:
        raise ValueError("an empty file")
    log = cv2.utils.logging
    loud = log.getLogLevel()
    log.setLogLevel(log.LOG_LEVEL_SILENT)  # what is wrong is told in one line, by our caller
    try:
        pixels = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    finally:
        log.setLogLevel(loud)
    if pixels is None:
        raise ValueError("no TIFF that OpenCV knows")
    return np.asarray(pixels)


READERS: Final[Mapping[str, Callable[[Path], npt.NDArray[Any]]]] = {
    ".npy": _read_npy,
    ".npz": _read_npz,
    ".tif": _read_tif,
    ".tiff": _read_tif,
}
"""Suffix -> how to read a file of that kind."""
