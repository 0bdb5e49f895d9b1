"""How large a model is: its unit, against the size that its metadata states."""

from __future__ import annotations

from typing import Final

import numpy as np

from .jobs import Limits, UnusableError, Vector
from .surface import Doubles

_FACTORS: Final = {0.01: "centimetres", 0.001: "millimetres", 0.0254: "inches"}
_NEAR: Final = 0.05
"""Relative difference that passes as equal."""


def agreed_scale(extent: Doubles, dims: Vector | None, limits: Limits) -> tuple[float, tuple[str, ...]]:
    """What to multiply a model with so that it has its true size, and the checks that led there.

    Numbers in centimetres that are taken for metres are too large, never too small; so where file and
    metadata differ by a known factor, the smaller of the two is right, provided it is plausible.

    Args:
        extent: (3,) measured size in metres by the stated unit, in our axes.
        dims: size by the metadata, in our axes; None where nothing is said.
        limits: what is plausible.

    Raises:
        UnusableError: no reading of the numbers gives a plausible size.
    """
    scale, notes = (1.0, ()) if dims is None else _cross_checked(extent, np.array(dims), limits)
    longest = float(extent.max()) * scale
    if not limits.min_size <= longest <= limits.max_size:
        hint = "" if dims is None else " and aligned.dims does not explain it"
        raise UnusableError(
            f"implausible size: {longest:.4g} m is outside {limits.min_size:g} to {limits.max_size:g} m{hint}"
            "; wrong unit? (--unit, --min-size, --max-size)"
        )
    return scale, (*notes, "size plausible")


def _cross_checked(extent: Doubles, dims: Doubles, limits: Limits) -> tuple[float, tuple[str, ...]]:
    for turned in (False, True):
        ours, theirs = (np.sort(extent), np.sort(dims)) if turned else (extent, dims)
        note = ("note: aligned.dims has other axes",) if turned else ()
        if _near(ours, theirs):
            return 1.0, ("aligned.dims agrees", *note)
        for factor, name in _FACTORS.items():
            if _near(ours, theirs * factor):
                return _smaller(
                    float(extent.max()), factor, larger_is_dims=True, name=name, limits=limits, note=note
                )
            if _near(ours * factor, theirs):
                return _smaller(
                    float(extent.max()), factor, larger_is_dims=False, name=name, limits=limits, note=note
                )
    return 1.0, ("note: aligned.dims disagrees; the file's own unit is used",)


def _smaller(
    longest: float, factor: float, *, larger_is_dims: bool, name: str, limits: Limits, note: tuple[str, ...]
) -> tuple[float, tuple[str, ...]]:
    """Which of two sizes that differ by `factor` to believe."""
    keep, convert = 1.0, 1.0 / factor if larger_is_dims else factor
    smaller, larger = (keep, convert) if larger_is_dims else (convert, keep)
    small_is_plausible = limits.min_size <= longest * smaller <= limits.max_size
    large_is_plausible = limits.min_size <= longest * larger <= limits.max_size
    chosen = larger if large_is_plausible and not small_is_plausible else smaller
    if chosen == keep:
        return keep, ("aligned.dims agrees", f"note: aligned.dims read as {name}", *note)
    return chosen, (
        "aligned.dims agrees",
        f"note: unit corrected, times {chosen:g} ({name}), by aligned.dims",
        *note,
    )


def _near(a: Doubles, b: Doubles) -> bool:
    """Equal within 5 per cent of each side, and of the longest side where a side is thin."""
    tolerance = np.maximum(_NEAR * np.maximum(a, b), 0.01 * max(float(a.max()), float(b.max())))
    return bool((np.abs(a - b) <= tolerance).all())
