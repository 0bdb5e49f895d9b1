"""Decoding one sample: a picture through Pillow, a film through OpenCV; always RGB uint8."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from caos.errors import CaosError

Pixels = npt.NDArray[np.uint8]


def read_picture(path: Path) -> Pixels:
    """Decode any picture that Pillow knows.

    ImageNet holds grey, CMYK and palette pictures and PNGs named .JPEG; all become RGB as torchvision's
    `ImageFolder` makes them, which the published figures were measured with. The EXIF orientation is ignored
    there, and so here.

    Returns:
        (H, W, 3) uint8, RGB.

    Raises:
        CaosError: missing, truncated, broken, or absurdly large.
    """
    try:
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB"))
    except FileNotFoundError:
        raise CaosError(f"{path}: no such picture") from None
    except UnidentifiedImageError as cause:
        raise CaosError(f"{path}: not a picture that Pillow can read") from cause
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as cause:
        raise CaosError(f"{path}: broken picture ({cause})") from cause


def read_film(path: Path) -> Pixels:
    """Decode all frames of a film, in order, as the published loader of ImageNet-P does.

    Returns:
        (T, H, W, 3) uint8, RGB.

    Raises:
        CaosError: missing, or no frame can be decoded.
    """
    if not path.is_file():
        raise CaosError(f"{path}: no such film")
    capture = cv2.VideoCapture(str(path))
    try:
        frames = []
        while True:
            found, frame = capture.read()
            if not found:
                break
            frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
    finally:
        capture.release()
    if not frames:
        raise CaosError(f"{path}: broken film: OpenCV decodes no frame")
    return np.stack(frames)
