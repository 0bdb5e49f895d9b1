"""Pictures on disk as the published scripts read and write them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import cv2
import numpy as np
import PIL.Image

from caos.errors import CaosError
from caos.frames import atomic_path, atomic_write_bytes

from .arrays import Image
from .corrupt import LEAST_SIDE, check_image
from .perturbations import Frames

_JPEG: Final = (".jpg", ".jpeg")
_LOSSLESS: Final = (".png", ".bmp", ".pgm", ".ppm", ".tif", ".tiff", ".webp")
_QUALITY: Final = 85  # as published
_LARGEST_SIDE: Final = 4096  # beyond it a picture does not fit into memory


@dataclass(frozen=True, slots=True)
class Framing:
    """What happens to a picture before it is corrupted.

    Attributes:
        resize: length of the shorter side afterwards, pixels (published: 256); None leaves it.
        crop: side of the central square that is kept (published: 224); None keeps all.

    Raises:
        CaosError: a crop larger than the resized picture, or smaller than 16.
    """

    resize: int | None = None
    crop: int | None = None

    def __post_init__(self) -> None:
        for name, value in (("resize", self.resize), ("crop", self.crop)):
            if value is not None and value < LEAST_SIDE:
                raise CaosError(f"--{name} {value}: at least {LEAST_SIDE} pixels are needed")
            if value is not None and value > _LARGEST_SIDE:
                raise CaosError(f"--{name} {value}: at most {_LARGEST_SIDE} pixels are possible")
        if self.resize is not None and self.crop is not None and self.crop > self.resize:
            raise CaosError(f"--crop {self.crop} does not fit into --resize {self.resize}; make it smaller")


def pictures_in(source: Path, output: Callable[[PurePosixPath], Path]) -> tuple[PurePosixPath, ...]:
    """Relative paths of all pictures in `source` and below, sorted; hidden files are left out.

    Raises:
        CaosError: no such folder, no pictures, or two with the same `output`.
    """
    if not source.is_dir():
        raise CaosError(f"{source}: no such folder; give one of pictures, such as class/file")
    known = (*_JPEG, *_LOSSLESS)
    found = (path.relative_to(source) for path in source.rglob("*") if path.suffix.lower() in known)
    paths = sorted(
        PurePosixPath(path) for path in found if not any(part.startswith(".") for part in path.parts)
    )
    if not paths:
        raise CaosError(f"{source}: no pictures ({', '.join(known)}); give the folder above the classes")
    owners: dict[Path, PurePosixPath] = {}
    for path in paths:
        other = owners.setdefault(output(path), path)
        if other != path:
            raise CaosError(f"{source / path}: would be written to the same file as {other}; rename one")
    return tuple(paths)


def output_name(relative: PurePosixPath) -> PurePosixPath:
    """JPEG and PNG files keep their name; others become PNG."""
    if relative.suffix.lower() in (*_JPEG, ".png"):
        return relative
    return relative.with_suffix(".png")


def film_name(relative: PurePosixPath) -> PurePosixPath:
    """ImageNet-P's: the picture's, with another suffix."""
    return relative.with_suffix(".mp4")


def read_picture(path: Path, framing: Framing) -> Image:
    """A picture as (H, W, 3) uint8 RGB, whatever its colours; the EXIF orientation is ignored, as published.

    Raises:
        CaosError: it cannot be read, or is smaller than the crop or than 16 x 16.
    """
    try:
        with PIL.Image.open(path) as opened:
            picture = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError) as cause:
        raise CaosError(f"{path}: not a readable picture ({cause})") from cause
    width, height = picture.size
    if framing.resize is not None:
        short = min(width, height)
        width, height = (max(framing.resize * side // short, framing.resize) for side in (width, height))
        picture = picture.resize((width, height), PIL.Image.Resampling.BILINEAR)
    if framing.crop is not None:
        if framing.crop > min(width, height):
            raise CaosError(f"{path}: {width} x {height} pixels are less than the crop of {framing.crop}")
        left, top = (round((side - framing.crop) / 2) for side in (width, height))
        picture = picture.crop((left, top, left + framing.crop, top + framing.crop))
    image = np.array(picture, dtype=np.uint8)
    try:
        check_image(image)
    except CaosError as error:
        raise CaosError(f"{path}: {error}") from error
    return image


def write_picture(target: Path, image: Image) -> None:
    """Write atomically: JPEG of quality 85, as published, or PNG, by the name of `target`."""
    with atomic_path(target) as partial:
        if target.suffix.lower() in _JPEG:
            PIL.Image.fromarray(image).save(partial, "JPEG", quality=_QUALITY, optimize=True)
        else:
            PIL.Image.fromarray(image).save(partial, "PNG", compress_level=1)


def write_film(target: Path, frames: Frames) -> None:
    """Write (T, H, W, 3) uint8 atomically as MP4, one frame a second, each frame a PNG: nothing is lost.

    Raises:
        CaosError: this build of OpenCV cannot.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "film.mp4"  # OpenCV chooses the container by the name
        size = frames.shape[2], frames.shape[1]
        with _without_stderr():  # it tells that MP4 has another name for PNG, and takes that
            writer = cv2.VideoWriter(str(file), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"png "), 1.0, size)
        if not writer.isOpened():
            raise CaosError(f"{target}: this OpenCV cannot write films; install opencv-python-headless>=5")
        for frame in frames:
            writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        writer.release()
        atomic_write_bytes(target, file.read_bytes())


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Drop what compiled code prints to stderr."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
