"""Between the sRGB values of pictures and the linear light that is computed with."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def linear(srgb: npt.ArrayLike) -> npt.NDArray[Any]:
    """Linear light of sRGB values, both in [0, 1], of any shape (IEC 61966-2-1)."""
    value = np.asarray(srgb)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
