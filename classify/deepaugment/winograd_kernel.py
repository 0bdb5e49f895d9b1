"""Winograd's F(4x4, 3x3) on one picture, compiled by Numba: one thread, always the same bits.

A few dozen tiles at a time are transformed, multiplied and transformed back while they lie in a core's cache;
bias, leaky ReLU and a residual are applied before the result is written. All goes by vectors of channels
(`lanes`). The product keeps twelve sums in registers and comes near the most that a core can do; for BLAS the
matrices are too small.

Pictures are flat arrays, channels last; wave 6 i + j of a tile is row i, column j of its transform. Numba
compiles on the first call, for some seconds, and keeps the result in `__pycache__` or in the folder of
`NUMBA_CACHE_DIR`.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .lanes import LANES, Lanes, cached_jit, jit, larger, load, spread, store

TILE: Final = 4
PATCH: Final = TILE + 2
STRIP: Final = 2 * LANES
"""Output channels of one product."""

_ROWS: Final = 6
"""Tiles of one product."""

_TILES: Final = 8 * _ROWS
"""Tiles at a time."""

_WAVES: Final = PATCH * PATCH

Flat: TypeAlias = NDArray[np.float32]
Four: TypeAlias = tuple[Lanes, Lanes, Lanes, Lanes]
Six: TypeAlias = tuple[Lanes, Lanes, Lanes, Lanes, Lanes, Lanes]


class Size(NamedTuple):
    """Of a picture and a convolution; `padded`: `outputs` in whole strips."""

    height: int
    width: int
    inputs: int
    outputs: int
    padded: int


class Layer(NamedTuple):
    """Flat arrays.

    Attributes:
        picture: (height, width, inputs).
        spectrum: (36, padded / STRIP, inputs, STRIP).
        bias: (outputs,).
        residual: (height, width, outputs), or empty.
        result: (height, width, outputs).
    """

    picture: Flat
    spectrum: Flat
    bias: Flat
    residual: Flat
    result: Flat


class Scratch(NamedTuple):
    """Flat arrays.

    Attributes:
        waves: (36, _TILES, inputs), transformed tiles.
        products: (36, _TILES, padded), what becomes of them.
        patch: (6, 6, inputs), a patch that reaches over the border.
        half: (6, 6, LANES), transformed in one direction.
    """

    waves: Flat
    products: Flat
    patch: Flat
    half: Flat


@jit
def _six(array: Flat, at: int, step: int) -> Six:
    return (
        load(array, at), load(array, at + step), load(array, at + 2 * step),
        load(array, at + 3 * step), load(array, at + 4 * step), load(array, at + 5 * step),
    )  # fmt: skip


@jit
def _put(array: Flat, at: int, step: int, values: Six) -> None:
    a, b, c, d, e, f = values
    store(array, at, a)
    store(array, at + step, b)
    store(array, at + 2 * step, c)
    store(array, at + 3 * step, d)
    store(array, at + 4 * step, e)
    store(array, at + 5 * step, f)


@jit
def _put_four(array: Flat, at: int, step: int, values: Four) -> None:
    a, b, c, d = values
    store(array, at, a)
    store(array, at + step, b)
    store(array, at + 2 * step, c)
    store(array, at + 3 * step, d)


@jit
def _into(values: Six) -> Six:
    """B^T of the paper."""
    a, b, c, d, e, f = values
    two, four, five = spread(np.float32(2)), spread(np.float32(4)), spread(np.float32(5))
    even, odd, far, near = e - four * c, d - four * b, e - c, two * (d - b)
    return four * a - five * c + e, even + odd, even - odd, far + near, far - near, four * b - five * d + f


@jit
def _out_of(values: Six) -> Four:
    """A^T of the paper."""
    a, b, c, d, e, f = values
    two, four, eight = spread(np.float32(2)), spread(np.float32(4)), spread(np.float32(8))
    near, slope, far, steep = b + c, b - c, d + e, d - e
    return a + near + far, slope + two * steep, near + four * far, slope + eight * steep + f


@jit
def _transform(source: Flat, start: int, line: int, tile: int, size: Size, scratch: Scratch) -> None:
    """The waves of the patch at `start`, whose rows are `line` apart."""
    plane, half = _TILES * size.inputs, scratch.half
    for channel in range(0, size.inputs, LANES):
        for j in range(PATCH):
            values = _into(_six(source, start + j * size.inputs + channel, line))
            _put(half, j * LANES, PATCH * LANES, values)
        for i in range(PATCH):
            values = _into(_six(half, PATCH * i * LANES, LANES))
            _put(scratch.waves, PATCH * i * plane + tile * size.inputs + channel, plane, values)


@jit
def _gather(picture: Flat, top: int, left: int, size: Size, patch: Flat) -> None:
    """A patch that reaches over the border, with zeros outside."""
    patch[:] = np.float32(0)
    for i in range(max(0, -top), min(PATCH, size.height - top)):
        for j in range(max(0, -left), min(PATCH, size.width - left)):
            at, to = ((top + i) * size.width + left + j) * size.inputs, (PATCH * i + j) * size.inputs
            for channel in range(0, size.inputs, LANES):
                store(patch, to + channel, load(picture, at + channel))


@jit
def _read(picture: Flat, first: int, tiles: int, size: Size, scratch: Scratch) -> None:
    """Transform `tiles` tiles from number `first` on."""
    wide = -(-size.width // TILE)
    for tile in range(tiles):
        top, left = (first + tile) // wide * TILE - 1, (first + tile) % wide * TILE - 1
        inside = top >= 0 and left >= 0 and top + PATCH <= size.height and left + PATCH <= size.width
        if inside:
            start = (top * size.width + left) * size.inputs
            _transform(picture, start, size.width * size.inputs, tile, size, scratch)
        else:
            _gather(picture, top, left, size, scratch.patch)
            _transform(scratch.patch, 0, PATCH * size.inputs, tile, size, scratch)


@jit
def _strip(waves: Flat, at: int, spectrum: Flat, start: int, products: Flat, to: int, size: Size) -> None:
    """Six tiles times one strip of a wave's matrix: twelve sums in registers."""
    n, zero = size.inputs, spread(np.float32(0))
    a = b = c = d = e = f = u = v = w = x = y = z = zero
    for row in range(n):
        left, right = load(spectrum, start + row * STRIP), load(spectrum, start + row * STRIP + LANES)
        value = spread(waves[at + row])
        a, u = a + value * left, u + value * right
        value = spread(waves[at + row + n])
        b, v = b + value * left, v + value * right
        value = spread(waves[at + row + 2 * n])
        c, w = c + value * left, w + value * right
        value = spread(waves[at + row + 3 * n])
        d, x = d + value * left, x + value * right
        value = spread(waves[at + row + 4 * n])
        e, y = e + value * left, y + value * right
        value = spread(waves[at + row + 5 * n])
        f, z = f + value * left, z + value * right
    _put(products, to, size.padded, (a, b, c, d, e, f))
    _put(products, to + LANES, size.padded, (u, v, w, x, y, z))


@jit
def _multiply(spectrum: Flat, tiles: int, size: Size, scratch: Scratch) -> None:
    """Each wave of all tiles times its matrix."""
    for wave in range(_WAVES):
        for output in range(0, size.padded, STRIP):
            start = (wave * size.padded + output) * size.inputs
            for tile in range(0, tiles, _ROWS):
                row = wave * _TILES + tile
                to = row * size.padded + output
                _strip(scratch.waves, row * size.inputs, spectrum, start, scratch.products, to, size)


@jit
def _write(layer: Layer, slope: Lanes, top: int, left: int, tile: int, size: Size, scratch: Scratch) -> None:
    """Transform a tile back, finish it and write it at `top`, `left`."""
    plane, half = _TILES * size.padded, scratch.half
    for channel in range(0, size.outputs, LANES):
        bias = load(layer.bias, channel)
        for j in range(PATCH):
            values = _six(scratch.products, j * plane + tile * size.padded + channel, PATCH * plane)
            _put_four(half, j * LANES, PATCH * LANES, _out_of(values))
        for i in range(min(TILE, size.height - top)):
            _put_four(half, PATCH * i * LANES, LANES, _out_of(_six(half, PATCH * i * LANES, LANES)))
            for j in range(min(TILE, size.width - left)):
                value = load(half, (PATCH * i + j) * LANES) + bias
                value = larger(value, slope * value)
                to = ((top + i) * size.width + left + j) * size.outputs + channel
                if len(layer.residual):
                    value = value + load(layer.residual, to)
                store(layer.result, to, value)


@cached_jit
def convolve(layer: Layer, size: Size, slope: float) -> None:
    """Convolve with zero padding 1, add the bias, apply a leaky ReLU, add the residual.

    Args:
        layer: its `result` is written.
        size: `inputs` and `outputs` are multiples of `LANES`.
        slope: of negative values, 0 to 1.
    """
    scratch = Scratch(
        np.zeros(_WAVES * _TILES * size.inputs, np.float32),
        np.empty(_WAVES * _TILES * size.padded, np.float32),
        np.empty(_WAVES * size.inputs, np.float32),
        np.empty(_WAVES * LANES, np.float32),
    )
    wide = -(-size.width // TILE)
    count = -(-size.height // TILE) * wide
    for first in range(0, count, _TILES):
        tiles = min(_TILES, count - first)
        _read(layer.picture, first, tiles, size, scratch)
        _multiply(layer.spectrum, tiles, size, scratch)
        for tile in range(tiles):
            top, left = (first + tile) // wide * TILE, (first + tile) % wide * TILE
            _write(layer, spread(np.float32(slope)), top, left, tile, size, scratch)
