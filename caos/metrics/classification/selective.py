"""Answering only when confident: the response-rate accuracy curve and AURRA (thesis, appendix A.3.2).

A classifier that may abstain answers the share p of images it is most confident about. The curve is its
accuracy on them over p; AURRA, the area under it, is the mean over p = 1/N, 2/N, ..., 1 (as in the published
code). Larger is better; a confidence that knows nothing gets the plain accuracy.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .calibration import checked_confidence
from .errors import Floats


def response_rate_curve(confidence: npt.ArrayLike, correct: npt.ArrayLike) -> Floats:
    """Accuracy on the k most confident images, for k = 1..N.

    Images of equal confidence come in no order: among them the curve is what a random order gives on
    average. The published code takes whatever order its sort leaves.

    Args:
        confidence: (N,) of the predicted class, in [0, 1].
        correct: (N,) bool.

    Returns:
        (N,) float64 accuracies at response rates 1/N, 2/N, ..., 1; the last one is the plain accuracy.

    Raises:
        CaosError: no image, shapes that differ, a confidence outside [0, 1], or `correct` not of bools.

    >>> response_rate_curve([0.9, 0.8, 0.7, 0.7], [True, False, True, False]).round(3).tolist()
    [1.0, 0.5, 0.5, 0.5]
    """
    sure, right = checked_confidence(confidence, correct)
    values, places = np.unique(-sure, return_inverse=True)
    counts = np.bincount(places, minlength=values.size)
    rights = np.bincount(places, weights=right, minlength=values.size)
    answered = np.arange(1, sure.size + 1)
    reached = np.concatenate([[0], np.cumsum(counts)])
    curve: Floats = np.interp(answered, reached, np.concatenate([[0.0], np.cumsum(rights)])) / answered
    return curve


def aurra(confidence: npt.ArrayLike, correct: npt.ArrayLike) -> float:
    """Area under the response-rate accuracy curve, in [0, 1]; arguments as `response_rate_curve`."""
    return float(response_rate_curve(confidence, correct).mean())
