"""One picture of every distortion: `caos classify sheet deepaugment`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from caos.errors import CaosError
from caos.frames import atomic_write_bytes
from caos.lookup import look_up

from . import cae_signals, cae_weights, edsr_signals, edsr_weights
from .cae_pass import CodePlan
from .distorters import (
    NETS,
    CaeDistorter,
    Distorter,
    EdsrDistorter,
    Noise2NetDistorter,
    apply_in_turn,
    open_distorter,
)
from .draws import generator
from .edsr import SCALE
from .edsr_pass import SignalPlan
from .pictures import Pixels, encode, read_picture, resize, to_pixels, to_tensor

_COLUMNS: Final = 6
_CAPTION: Final = 16
_DRAWN: Final = 5
"""Cells at the end that show whole draws."""


def write_sheet(picture: Path, out: Path, net: str, weights: Path | None, *, seed: int, size: int) -> int:
    """Write a contact sheet: the picture, the clean pass, each distortion alone, and a few whole draws.

    Args:
        picture: what to distort; a square is cut from its middle.
        out: JPEG or PNG file.
        net: "edsr", "cae" or "noise2net".
        weights: file; by default the weights that come along.
        seed: of the draws.
        size: side of a cell, a multiple of 4.

    Returns:
        How many cells there are.

    Raises:
        CaosError: a picture that cannot be read, another ending of `out`, or a size that is no multiple of 4.
    """
    look_up("format", out.suffix.lower(), dict.fromkeys((".jpg", ".jpeg", ".png")))
    look_up("net", net, NETS)
    if size % SCALE:
        raise CaosError(f"--size {size}: must be a multiple of {SCALE}")
    square = _square(read_picture(picture), size)
    distorter = open_distorter(net, weights, size, published=False)
    cells = [("picture", square), *_cells(distorter, square, seed)]
    atomic_write_bytes(out, encode(_grid(cells, size), out.suffix))
    return len(cells)


def _cells(distorter: Distorter[object], square: Pixels, seed: int) -> Iterator[tuple[str, Pixels]]:
    if isinstance(distorter, EdsrDistorter):
        yield from _edsr_cells(distorter, square, seed)
    elif isinstance(distorter, CaeDistorter):
        yield from _cae_cells(distorter, square, seed)
    count = 2 * _COLUMNS - 1 if isinstance(distorter, Noise2NetDistorter) else _DRAWN
    for index in range(count):
        rng = generator(seed, "sheet", str(index))
        network, _ = distorter.draw_network(rng)
        yield f"draw {index + 1}", distorter.distort(network, square, rng)[0]


def _edsr_cells(distorter: EdsrDistorter, square: Pixels, seed: int) -> Iterator[tuple[str, Pixels]]:
    small = to_tensor(resize(square, distorter.size // SCALE))
    yield "no distortion", to_pixels(distorter.clean.run(small))
    for name in edsr_weights.WEIGHTS:
        rng = generator(seed, "sheet", name)
        changed = apply_in_turn(distorter.clean.weights, (name,), edsr_weights.WEIGHTS, rng, False)
        yield name, to_pixels(distorter.clean.distorted(changed).run(small))
    plans = [SignalPlan(before=name, seed=seed) for name in edsr_signals.BEFORE]
    plans += [SignalPlan(within=name, seed=seed) for name in (*edsr_signals.WITHIN, edsr_signals.SKIP)]
    for plan in plans:
        yield "signal: " + plan.names[0], to_pixels(distorter.clean.run(small, plan))


def _cae_cells(distorter: CaeDistorter, square: Pixels, seed: int) -> Iterator[tuple[str, Pixels]]:
    image = to_tensor(square) / 255.0
    yield "no distortion", to_pixels(255.0 * distorter.clean.run(image))
    for name in cae_weights.WEIGHTS:
        rng = generator(seed, "sheet", name)
        changed = apply_in_turn(distorter.clean.weights, (name,), cae_weights.WEIGHTS, rng, False)
        yield name, to_pixels(255.0 * distorter.clean.distorted(changed).run(image))
    for name in cae_signals.NAMES:
        yield "signal: " + name, to_pixels(255.0 * distorter.clean.run(image, CodePlan(name, seed)))


def _square(pixels: Pixels, size: int) -> Pixels:
    side = min(pixels.shape[:2])
    top, left = ((length - side) // 2 for length in pixels.shape[:2])
    return resize(pixels[top : top + side, left : left + side], size)


def _grid(cells: list[tuple[str, Pixels]], size: int) -> Pixels:
    rows = -(-len(cells) // _COLUMNS)
    sheet = np.full((rows * (size + _CAPTION), _COLUMNS * size, 3), 255, np.uint8)
    for index, (name, pixels) in enumerate(cells):
        top, left = (index // _COLUMNS) * (size + _CAPTION), (index % _COLUMNS) * size
        sheet[top + _CAPTION : top + _CAPTION + size, left : left + size] = pixels
        place = (left + 3, top + _CAPTION - 4)
        cv2.putText(sheet, name, place, cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return sheet
