"""Negatives for outlier exposure: rendered, cut out, or made of other training images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.frames.images import read_file
from caos.labels import ANOMALY, LabelMap

from .augment import Image
from .datasets import StreetScenes

Expose = Callable[[Image, LabelMap, np.random.Generator], tuple[Image, LabelMap]]
"""Takes a training image (H, W, 3) and its label map (H, W), both uint8; gives one with a negative in it."""

SHAPES: Final = "shapes"
HELD_OUT: Final = 10
"""Every tenth rendered frame of negatives is for validation."""

_PICTURES: Final = frozenset({".png", ".webp", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """Frames with negatives in place of the training image.

    Attributes:
        frames: the split that shows them.
        indices: which of them.
    """

    frames: StreetScenes
    indices: tuple[int, ...]

    def __call__(self, _image: Image, _label: LabelMap, rng: np.random.Generator) -> tuple[Image, LabelMap]:
        """A drawn frame."""
        return self.frames.read(self.indices[int(rng.integers(len(self.indices)))])


@dataclass(frozen=True, slots=True)
class Pasted:
    """Cut-outs with an alpha channel, pasted where they fall.

    Attributes:
        files: RGBA pictures.
        size: smallest and largest height, as shares of the image's.
    """

    files: tuple[Path, ...]
    size: tuple[float, float]

    def __call__(self, image: Image, label: LabelMap, rng: np.random.Generator) -> tuple[Image, LabelMap]:
        """Paste a drawn cut-out."""
        cutout = read_cutout(self.files[int(rng.integers(len(self.files)))])
        if rng.random() < 0.5:
            cutout = cutout[:, ::-1]
        return paste(image, label, cutout, self.size, rng)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Smooth blobs filled with a magnified, recoloured piece of another training image.

    Attributes:
        images: where the pieces come from.
        size: smallest and largest height, as shares of the image's.
    """

    images: StreetScenes
    size: tuple[float, float]

    def __call__(self, image: Image, label: LabelMap, rng: np.random.Generator) -> tuple[Image, LabelMap]:
        """Paste a new blob."""
        other, _ = self.images.read(int(rng.integers(len(self.images))))
        side = max(8, min(other.shape[:2]) // 4)
        top, left = (int(rng.integers(length - side + 1)) for length in other.shape[:2])
        piece = other[top : top + side, left : left + side][..., rng.permutation(3)]
        if rng.random() < 0.5:
            piece = 255 - piece
        alpha = blob(96, rng)
        texture = cv2.resize(np.ascontiguousarray(piece), (96, 96), interpolation=cv2.INTER_CUBIC)
        return paste(image, label, np.dstack([texture, alpha]), self.size, rng)


def rendered(root: Path) -> tuple[Rendered, Rendered]:
    """Negatives of a data set for training and for validation: every `HELD_OUT`th frame of its test split.

    Raises:
        CaosError: no data set, or fewer than two frames.
    """
    frames = StreetScenes(root, "test")
    count = len(frames)
    if count < 2:
        raise CaosError(f"{root}: {count} test frame; negatives need two or more, one of them to validate on")
    held_out = tuple(range(0, count, HELD_OUT))
    return Rendered(frames, tuple(sorted(set(range(count)) - set(held_out)))), Rendered(frames, held_out)


def cutouts(folder: Path, size: tuple[float, float]) -> Pasted:
    """All RGBA pictures of a folder, in the order of their names.

    Raises:
        CaosError: no folder, no pictures, or one that has no alpha channel or shows nothing.
    """
    if not folder.is_dir():
        raise CaosError(
            f"{folder}: no such folder; negatives are a rendered data set, a folder of cut-outs or {SHAPES!r}"
        )
    files = tuple(sorted(file for file in folder.rglob("*") if file.suffix.lower() in _PICTURES))
    if not files:
        raise CaosError(
            f"{folder}: neither a data set (no test/test.odgt) nor pictures with alpha (.png, .webp)"
        )
    for file in files:
        read_cutout(file)
    return Pasted(files, size)


def read_cutout(file: Path) -> npt.NDArray[np.uint8]:
    """An (H, W, 4) uint8 RGBA picture, cut to what shows.

    Raises:
        CaosError: unreadable, no alpha channel, or nothing opaque.
    """
    picture = cv2.imdecode(np.frombuffer(read_file(file), np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise CaosError(f"{file}: not a readable picture; remove it or save it again")
    if picture.ndim != 3 or picture.shape[2] != 4 or picture.dtype != np.uint8:
        raise CaosError(f"{file}: a cut-out needs 8-bit RGB with an alpha channel; cut its background away")
    rows, columns = (np.flatnonzero((picture[..., 3] >= 128).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        raise CaosError(f"{file}: wholly transparent; remove it")
    shown = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.ascontiguousarray(shown[..., [2, 1, 0, 3]])


def paste(
    image: Image,
    label: LabelMap,
    cutout: npt.NDArray[np.uint8],
    size: tuple[float, float],
    rng: np.random.Generator,
) -> tuple[Image, LabelMap]:
    """Blend a cut-out (h, w, 4) into copies of image and label, scaled by `size` and wholly inside.

    Pixels that are opaque by half or more become `ANOMALY`.
    """
    height, width = label.shape
    wanted = float(np.exp(rng.uniform(*np.log(size)))) * height
    factor = min(wanted / cutout.shape[0], height / cutout.shape[0], width / cutout.shape[1])
    layers = _premultiplied(cutout, factor)[:height, :width]
    top, left = (int(rng.integers(a - b + 1)) for a, b in zip(label.shape, layers.shape[:2], strict=True))
    window = np.s_[top : top + layers.shape[0], left : left + layers.shape[1]]
    image, label = image.copy(), label.copy()
    alpha = layers[..., 3:]
    image[window] = np.rint(layers[..., :3] + (1 - alpha) * image[window]).clip(0, 255).astype(np.uint8)
    label[window][alpha[..., 0] >= 0.5] = ANOMALY
    return image, label


def _premultiplied(cutout: npt.NDArray[np.uint8], factor: float) -> npt.NDArray[np.float32]:
    """Scaled, (h, w, 4) float32: colours times alpha, then alpha in [0, 1].

    Scaled otherwise, what is transparent would lend its colour, black as a rule, to the edges: a rim that
    gives the negative away.
    """
    alpha = cutout[..., 3:].astype(np.float32) / 255
    layers = np.dstack([cutout[..., :3] * alpha, alpha])
    size = tuple(max(1, round(side * factor)) for side in (cutout.shape[1], cutout.shape[0]))
    smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(layers, size, interpolation=smooth), dtype=np.float32)


def blob(side: int, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """A smooth closed outline about the centre as an alpha channel, (side, side) uint8."""
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 6):
        radius += rng.uniform(0, 0.5 / wave) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    radius *= 0.48 * side / radius.max()
    points = side / 2 + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    alpha = np.zeros((side, side), dtype=np.uint8)
    cv2.fillPoly(alpha, [np.rint(points).astype(np.int32)], 255, lineType=cv2.LINE_AA)
    return alpha
