"""From one table of predictions to the errors that corruption and flip figures are made of."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.errors import CaosError

from .errors import Bools, Floats
from .predictions import Predictions

CORRUPTION: Final = "corruption"
"""Group that says what was done to an image."""

SEVERITY: Final = "severity"
"""Group that says how much of it."""

CLEAN: Final = "clean"
"""The corruption that is none; its severity is not looked at."""


def corruption_errors(predictions: Predictions) -> tuple[dict[str, Floats], Floats | None]:
    """Per-image errors from predictions with the groups "corruption" and "severity".

    Returns:
        Corruption -> (N, S) float64 errors (0 or 1) of the images in the order of their names at severities
        1 to S, and (N,) errors of the same images with corruption "clean"; None without such.

    Raises:
        CaosError: a group is missing, or an image lacks a corruption or severity that another has.
    """
    for group in (CORRUPTION, SEVERITY):
        if group not in predictions.groups:
            raise CaosError(f"predictions have no group {group!r}; corruption errors need it for every image")
    kinds = predictions.groups[CORRUPTION]
    right = predictions.correct()
    corruptions = [name for name in dict.fromkeys(kinds.tolist()) if name != CLEAN]
    if not corruptions:
        raise CaosError("no corrupted image among the predictions; only 'clean' ones")
    images, severities = np.unique(predictions.names), np.unique(predictions.groups[SEVERITY][kinds != CLEAN])
    errors = {
        name: _cells(predictions, right, kinds == name, images.size * severities.size, name).reshape(
            images.size, severities.size
        )
        for name in corruptions
    }
    clean = kinds == CLEAN
    return errors, _cells(predictions, right, clean, images.size, CLEAN) if clean.any() else None


def _cells(predictions: Predictions, right: Bools, chosen: Bools, expected: int, name: str) -> Floats:
    """Errors of the chosen rows by image name, then severity; all images at all severities must be there."""
    rows = np.flatnonzero(chosen)
    names, severities = predictions.names[rows], predictions.groups[SEVERITY][rows]
    different = len(set(zip(names.tolist(), severities.tolist(), strict=True)))
    if not rows.size == different == expected:
        raise CaosError(
            f"{name}: {different} different images and severities of {rows.size} predictions, expected "
            f"{expected}: every image at every severity, once"
        )
    order = np.lexsort((severities, names))
    return 1.0 - right[rows[order]].astype(np.float64)
