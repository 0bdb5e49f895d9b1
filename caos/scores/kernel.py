"""All scores of logits in one pass over memory, compiled by Numba: float32 on a CPU, no gradients.

A block of pixels is read, scored and written while it lies in a core's cache. The loops that compute run over
all pixels of a block, so that every pixel meets the same vector instructions: its scores depend on its logits
alone, to the last bit, and not on its place, the threads, or which scores are asked for. The formulas are
those of `caos.scores.formulas`, as is what -inf and NaN do; exponentials and logarithms are polynomials, for
those of the C library take one number at a time.

Numba compiles on the first call, for some seconds, and keeps the result in `__pycache__` or in the folder of
`NUMBA_CACHE_DIR`. It looks at this file alone to tell whether that still holds, so the kernel is one file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 256
"""Pixels scored at a time; the two matrices of 13 classes take 26 KiB."""

Row = NDArray[np.float32]
Flags = NDArray[np.bool_]
_Function = TypeVar("_Function", bound=Callable[..., Any])

if numba.config.DISABLE_JIT:
    raise ImportError("NUMBA_DISABLE_JIT is set")

_0, _1, _2, _FAR = np.float32(0), np.float32(1), np.float32(2), np.float32(1e6)
_NAN, _INF, _LOWEST = np.float32(np.nan), np.float32(np.inf), np.finfo(np.float32).min
_LOG2_E = np.float32(1.4426950408889634)
_LN_2, _LN_2_REST = np.float32(0.693359375), np.float32(-2.12194440e-4)  # its first bits, for exact products
_ROUND, _ROUND_BITS = np.float32(1.5 * 2**23), np.int32(0x4B400000)  # a float32 this large has no fraction
_LEAST, _LEAST_NORMAL = np.float32(-104), np.float32(-87)  # whose exp is 0, or hardly above the least normal
_ROOT_HALF = np.int32(0x3F3504F3)  # the bits of sqrt(1/2)
_INT_1, _23, _127 = np.int32(1), np.int32(23), np.int32(127)


def _polynomial(*coefficients: float) -> tuple[np.float32, ...]:
    """Highest power first; of the least largest error (reweighted least squares on Chebyshev points)."""
    return tuple(np.float32(value) for value in coefficients)


# (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2: relative error of the exponential 3e-9
_EXP = _polynomial(0.0013814538, 0.0083687454, 0.041668389, 0.16666521, 0.49999994)
# (log(1 + f) - f) / f^2 for 1 + f from sqrt(1/2) to sqrt(2): relative error of the logarithm 3e-8
_LOG = _polynomial(0.089794442, -0.14426857, 0.14883702, -0.16551791, 0.19963476, -0.25002583, 0.33333933,
                   -0.49999982)  # fmt: skip
# (log(1 - p) + p) / p^2 for p from 0 to 1/2: error of the logarithm 4e-8
_LOG_REST = _polynomial(-1.4536356, 1.5808027, -1.1542999, 0.099241264, -0.29897887, -0.32933936, -0.50012261)


class Block(NamedTuple):
    """A block of pixels: rows are (BLOCK,), named as in `caos.scores.terms.Terms`.

    Attributes:
        logits: (C, BLOCK); once they are parted, `powers` in C - 1 rows.
        rivals: (C, BLOCK), the last row unused; once summed, their distances from the second largest.
        spoiled: NaN where a logit is NaN, else -0.0, which leaves what it is added to as it is.
        lost: the same, but NaN also where all logits are -inf.
        weighted: sum of powers times distances.
        inverse: 1 / total.
        share: probability of the second class.
    """

    logits: Row
    rivals: Row
    background: Row
    top: Row
    second: Row
    spoiled: Row
    lost: Row
    lead: Row
    power_sum: Row
    weighted: Row
    drop: Row
    odds: Row
    inverse: Row
    share: Row
    log_total: Row


def _jit(function: _Function, *, cache: bool = False) -> _Function:
    # "contract" allows fused multiply-add and nothing else: NaN, inf and the order of sums stay
    options = {"error_model": "numpy", "fastmath": {"contract"}, "nogil": True, "cache": cache}
    compiled: _Function = numba.njit(**options)(function)
    return compiled


def _cached(function: _Function) -> _Function:
    """`_jit` of what is called from Python."""
    try:
        return _jit(function, cache=True)
    except RuntimeError:  # there is no folder that can be written to
        return _jit(function)


@_jit
def _value(polynomial: tuple[np.float32, ...], x: np.float32) -> np.float32:
    value = polynomial[0]
    for index in range(1, len(polynomial)):
        value = value * x + polynomial[index]
    return value


@_jit
def _parts(x: np.float32) -> tuple[np.int32, np.float32]:
    """Of exp(x) = 2^n (1 + m) n and m."""
    rounded = np.float32(x * _LOG2_E + _ROUND)
    power = rounded - _ROUND
    r = (x - power * _LN_2) - power * _LN_2_REST
    return np.int32(rounded.view(np.int32) - _ROUND_BITS), r + r * r * _value(_EXP, r)


@_jit
def _power_of_2(n: np.int32) -> np.float32:
    return np.int32((n + _127) << _23).view(np.float32)


@_jit
def _exp(x: np.float32) -> np.float32:
    """exp(x) for x <= 0."""
    n, m = _parts(max(x, _LEAST))
    half = np.int32(n >> _INT_1)  # 2^n may be less than a normal number
    return (_1 + m) * _power_of_2(half) * _power_of_2(np.int32(n - half)) if x > _LEAST else _0


@_jit
def _expm1(x: np.float32) -> np.float32:
    """exp(x) - 1 for x <= 0."""
    n, m = _parts(max(x, _LEAST_NORMAL))
    scale = _power_of_2(n)
    return scale * m + (scale - _1)


@_jit
def _log(x: np.float32) -> np.float32:
    """log(x) for normal x > 0."""
    bits = np.float32(x).view(np.int32)  # Numba sees by the call that this is a NumPy number
    n = np.int32(np.int32(bits - _ROOT_HALF) >> _23)
    f = np.int32(bits - np.int32(n << _23)).view(np.float32) - _1
    power = np.float32(n)
    return power * _LN_2 + (f + (f * f * _value(_LOG, f) + power * _LN_2_REST))


@_jit
def _load(flat: Row, start: int, class_stride: int, pixel_stride: int, pixels: int, out: Row) -> None:
    """The logits of a block from memory, and zeros where the image is at its end."""
    for c in range(len(out)):
        row, place = out[c], start + c * class_stride
        if pixel_stride == 1 and pixels == BLOCK:
            source = flat[place : place + BLOCK]
            for i in range(BLOCK):
                row[i] = source[i]
        else:
            for i in range(pixels):
                row[i] = flat[place + i * pixel_stride]
            row[pixels:] = _0


@_jit
def _part(b: Block) -> None:
    """The largest logit, the second largest, and all but the largest."""
    first = b.logits[0]
    for i in range(BLOCK):
        b.top[i] = first[i]
        b.second[i] = -_INF
        b.spoiled[i] = -_0 if first[i] == first[i] else _NAN
    for c in range(1, len(b.logits)):
        row, rivals = b.logits[c], b.rivals[c - 1]
        for i in range(BLOCK):
            value, top = row[i], b.top[i]
            less = min(value, top)
            rivals[i] = less
            b.top[i] = max(value, top)
            b.second[i] = max(b.second[i], less)
            b.spoiled[i] = b.spoiled[i] if value == value else _NAN
    for i in range(BLOCK):
        b.lost[i] = b.spoiled[i] if b.top[i] > -_INF else _NAN


@_jit
def _sum(b: Block) -> None:
    """The sums over the rivals, whose distances and powers go into the matrices."""
    b.power_sum[:] = _0
    b.weighted[:] = _0
    b.drop[:] = _0
    for c in range(len(b.rivals) - 1):
        rivals, powers = b.rivals[c], b.logits[c]
        for i in range(BLOCK):
            distance = rivals[i] - max(b.second[i], _LOWEST)  # -inf minus -inf would be NaN
            b.drop[i] += distance
            distance = max(distance, -_FAR)  # times exp(-inf) = 0 must be 0
            power = _exp(distance)
            rivals[i] = distance
            powers[i] = power
            b.power_sum[i] += power
            b.weighted[i] += distance * power


@_jit
def _finish(b: Block) -> None:
    """What follows from the sums."""
    spread = np.float32(len(b.logits) - 1)
    for i in range(BLOCK):
        b.lead[i] = min(b.top[i] - b.second[i], _FAR)
        b.odds[i] = _exp(-b.lead[i])
        rest = b.power_sum[i] * b.odds[i]
        total = _1 + rest
        b.inverse[i] = _1 / total
        b.share[i] = b.odds[i] * b.inverse[i]
        # log(total), and what rounding took from 1 + rest: as precise as log1p
        b.log_total[i] = _log(total) + (rest - (total - _1)) * b.inverse[i]
        if spread > _0:
            b.drop[i] += spread * (b.second[i] - b.top[i])


@_jit
def _generalised_entropy(b: Block, gamma: np.float32, out: Row) -> None:
    out[:] = _0
    for c in range(len(b.rivals) - 1):
        distances, powers = b.rivals[c], b.logits[c]
        for i in range(BLOCK):
            p = powers[i] * b.share[i]
            out[i] += _exp(gamma * (distances[i] + (p * p * _value(_LOG_REST, p) - p)))
    for i in range(BLOCK):
        rivals = out[i] * _exp(-gamma * (b.lead[i] + b.log_total[i]))
        first = _exp(gamma * (_log(b.power_sum[i]) - b.lead[i] - _2 * b.log_total[i]))
        out[i] = rivals + (first if b.power_sum[i] > _0 else _0) + b.lost[i]


@_jit
def _shortfall(b: Block, temperature: np.float32, out: Row) -> None:
    """`odin_temperature`, from the sum of exp((rival - top) / T) - 1."""
    out[:] = _0
    inverse = _1 / temperature
    for c in range(len(b.rivals) - 1):
        distances = b.rivals[c]
        for i in range(BLOCK):
            out[i] += _expm1((distances[i] - b.lead[i]) * inverse)
    classes = np.float32(len(b.logits))
    for i in range(BLOCK):
        out[i] = out[i] / (classes * (classes + out[i])) + b.lost[i]


@_jit
def _of_softmax(b: Block, wanted: Flags, found: Row) -> None:
    msp, background, entropy, margin = found[0], found[2], found[4], found[5]
    if wanted[0]:
        for i in range(BLOCK):
            msp[i] = b.lost[i] - b.inverse[i]
    if wanted[2]:
        for i in range(BLOCK):
            background[i] = b.lost[i] + _exp(b.background[i] - b.top[i]) * b.inverse[i]
    if wanted[4]:
        for i in range(BLOCK):
            distance = b.lead[i] * b.power_sum[i] - b.weighted[i]
            entropy[i] = b.lost[i] + (b.log_total[i] + b.share[i] * distance)
    if wanted[5]:
        for i in range(BLOCK):
            margin[i] = b.lost[i] + _expm1(-b.lead[i]) * b.inverse[i]


@_jit
def _of_logits(b: Block, wanted: Flags, found: Row) -> None:
    max_logit, energy, logit_margin, logit_gap, kl_uniform = found[1], found[3], found[6], found[7], found[9]
    classes = np.float32(len(b.logits))
    log_classes = np.float32(np.log(classes))
    if wanted[1]:
        for i in range(BLOCK):
            max_logit[i] = b.spoiled[i] - b.top[i]
    if wanted[3]:
        for i in range(BLOCK):
            energy[i] = b.lost[i] - (b.top[i] + b.log_total[i])
    if wanted[6]:
        for i in range(BLOCK):
            logit_margin[i] = b.lost[i] + (b.second[i] - b.top[i])
    if wanted[7]:
        for i in range(BLOCK):
            gap = b.drop[i] / (classes - _1) if classes > _1 else b.second[i] - b.top[i]
            logit_gap[i] = b.lost[i] + gap
    if wanted[9]:
        for i in range(BLOCK):
            kl_uniform[i] = b.lost[i] + (b.drop[i] / classes - b.log_total[i] + log_classes)


@_jit
def _workspace(classes: int) -> Block:
    m = np.empty((2, classes, BLOCK), np.float32)
    r = np.empty((13, BLOCK), np.float32)
    return Block(
        m[0], m[1], r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12]
    )  # fmt: skip


@_cached
def score_blocks(
    flat: Row, shape: tuple[int, int], strides: tuple[int, int, int], first: int, last: int,
    wanted: Flags, settings: Row, scores: tuple[Row, ...],
) -> None:  # fmt: skip
    """Score the blocks `first` to `last` - 1 of images, counted through all images.

    Args:
        flat: the logits' memory.
        shape: classes, pixels of an image.
        strides: elements from one image, class and pixel of `flat` to the next.
        first: first block.
        last: one past the last; an image has ceil(pixels / BLOCK).
        wanted: (scores,) by the numbers of `caos.scores.compiled`.
        settings: (scores,): index of the background class, gamma, temperature.
        scores: (images, pixels) each, written where wanted.
    """
    classes, pixels = shape
    per_image = -(-pixels // BLOCK)
    b = _workspace(classes)
    found = np.empty((len(scores), BLOCK), np.float32)
    for block in range(first, last):
        image, start = block // per_image, block % per_image * BLOCK
        count = min(BLOCK, pixels - start)
        _load(flat, image * strides[0] + start * strides[2], strides[1], strides[2], count, b.logits)
        b.background[:] = b.logits[int(settings[2])]
        _part(b)
        _sum(b)
        _finish(b)
        # All at once: a call with a block has its price.
        _of_logits(b, wanted, found)
        _of_softmax(b, wanted, found)
        if wanted[8]:
            _generalised_entropy(b, settings[8], found[8])
        if wanted[10]:
            _shortfall(b, settings[10], found[10])
        for number in range(len(scores)):
            if wanted[number]:
                row, out = found[number], scores[number][image, start : start + count]
                for i in range(count):  # Numba vectorises this, but not indices that might be negative
                    out[i] = row[i]
