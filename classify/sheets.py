"""Contact sheets: rows of small pictures under a header, each row named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.frames import atomic_path

Image = npt.NDArray[np.uint8]

_HEAD: Final = 20
_PAPER: Final = 32
_LETTER: Final = 0.4  # OpenCV's font scale: letters about 9 pixels high
_QUALITY: Final = 75
_KINDS: Final = (".jpg", ".jpeg", ".png")


def draw_sheet(rows: Mapping[str, Sequence[Image]], columns: Sequence[str], cell: int = 112) -> Image:
    """Draw one sheet.

    Args:
        rows: name -> its pictures, (H, W, 3) uint8 RGB of any size, one per column.
        columns: their names.
        cell: pixels along each side of a picture on the sheet.

    Returns:
        (H, W, 3) uint8, RGB.
    """
    margin = max(cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, _LETTER, 1)[0][0] for name in rows) + 12
    sheet = np.full((_HEAD + cell * len(rows), margin + cell * len(columns), 3), _PAPER, dtype=np.uint8)
    for number, name in enumerate(columns):
        _write(sheet, name, (margin + number * cell + 6, _HEAD - 6))
    for row, (name, pictures) in enumerate(rows.items()):
        top = _HEAD + row * cell
        _write(sheet, name, (6, top + cell // 2))
        for column, picture in enumerate(pictures):
            left = margin + column * cell
            sheet[top : top + cell, left : left + cell] = _fitted(picture, cell)
    return sheet


def write_sheet(out: Path, sheet: Image) -> None:
    """Write it as JPEG or PNG, by the suffix of `out`, atomically.

    Raises:
        CaosError: another suffix.
    """
    if out.suffix.lower() not in _KINDS:
        raise CaosError(f"{out}: a sheet is written as {', '.join(_KINDS)}")
    with atomic_path(out) as partial:
        suffix = out.suffix.lower()
        done, data = cv2.imencode(
            suffix, sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY] if suffix != ".png" else []
        )
        if not done:
            raise CaosError(f"{out}: OpenCV could not encode the sheet")
        partial.write_bytes(data.tobytes())


def central_square(image: Image, side: int) -> Image:
    """The largest square in the middle of (H, W, 3), resized to `side`."""
    height, width = image.shape[:2]
    short = min(height, width)
    top, left = (height - short) // 2, (width - short) // 2
    return _fitted(image[top : top + short, left : left + short], side)


def _fitted(picture: Image, side: int) -> Image:
    if picture.shape[:2] == (side, side):
        return picture
    kind = cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(picture, (side, side), interpolation=kind), dtype=np.uint8)


def _write(sheet: Image, text: str, place: tuple[int, int]) -> None:
    cv2.putText(sheet, text, place, cv2.FONT_HERSHEY_SIMPLEX, _LETTER, (230, 230, 230), 1, cv2.LINE_AA)
