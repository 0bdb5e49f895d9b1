"""Scores as unsigned integers in the same order, so that their bits can be counted and sorted in parts.

The bits of a positive float rise with its value and those of a negative one fall: turning all bits of the
negatives over, and the sign of the others, gives integers in the order of the floats (as radix sorts of
floats do).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from ..exact import checked_pixels

Floats = npt.NDArray[np.floating[Any]]
Keys = npt.NDArray[np.unsignedinteger[Any]]


def checked_floats(scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """As `exact.checked_pixels`, and the scores are float32 or float64.

    Raises:
        CaosError: also when 64-bit integers or long doubles do not fit float64.
    """
    values, mask = checked_pixels(scores, is_anomaly)
    if values.dtype in (np.float32, np.float64):
        return values, mask
    converted = values.astype(np.float64)
    if (converted.astype(values.dtype) != values).any():
        raise CaosError(
            f"scores of dtype {values.dtype} do not fit float64; pooled counts hold no wider numbers"
        )
    return converted, mask


def to_float32(values: Floats) -> Floats:
    """Rounded to float32, which keeps the order: a larger value never becomes a smaller one."""
    with np.errstate(over="ignore"):
        return values.astype(np.float32, copy=False)


def keys_of(values: Floats) -> Keys:
    """(P,) keys: uint32 of float32, uint64 of float64; the same order and the same ties (0.0 and -0.0)."""
    size = 8 * values.itemsize
    canonical: Floats = values + values.dtype.type(0)  # -0.0 becomes 0.0
    bits = canonical.view(f"u{values.itemsize}")
    turned = canonical.view(f"i{values.itemsize}") >> (size - 1)  # all ones where negative
    keys: Keys = bits ^ (turned.view(bits.dtype) | bits.dtype.type(1 << (size - 1)))
    return keys


def values_of(keys: Keys) -> Floats:
    """(P,) the floats of which `keys_of` made these keys."""
    top = keys.dtype.type(1 << (8 * keys.itemsize - 1))
    bits = np.where(keys & top, keys ^ top, ~keys)
    values: Floats = bits.view(f"f{keys.itemsize}")
    return values
