"""ImageNet-P: how often predictions flip along a perturbation sequence (Hendrycks and Dietterich, ICLR 2019).

Frames of a sequence are compared with the frame before. Frames of noise sequences are independent draws, no
course of time: they are compared with the first frame, the clean one. With frames 1..n of m sequences,

* flip rate FR = mean over sequences and frames j >= 2 of [top-1 of frame j differs from its reference's];
* top-5 distance T5D: the same mean of d = sum_{i=1..5} |i - min(r_i, 6)|, where r_i is the rank, in frame j,
  of the class ranked i in the reference (the paper's double sum over ranks, summed up);
* mFR and mT5D: mean over perturbations of FR and T5D divided by a baseline network's.

The paper divides by AlexNet's; those per-perturbation constants were not to be verified, so none are
shipped: give a baseline, or print the rates themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .errors import Floats

Order = Literal["sequence", "noise"]

PERTURBATIONS: Final[Mapping[str, Order]] = {
    "gaussian_noise": "noise",
    "shot_noise": "noise",
    "motion_blur": "sequence",
    "zoom_blur": "sequence",
    "brightness": "sequence",
    "snow": "sequence",
    "translate": "sequence",
    "rotate": "sequence",
    "tilt": "sequence",
    "scale": "sequence",
}
"""The 10 perturbations of ImageNet-P, and what their frames are compared with."""

TOP: Final = 5


def flips(predictions: npt.ArrayLike, order: Order, *, stride: int = 1) -> Floats:
    """Flip rate of every sequence.

    Args:
        predictions: (M, F) predicted classes of F >= 2 frames.
        order: "sequence" compares with the frame before, "noise" with the first.
        stride: compare frames so far apart ("difficulty" of the published code: 2 = twice the speed). Noise
            sequences are made harder on disk, so their stride stays 1.

    Returns:
        (M,) float64 in [0, 1].

    Raises:
        CaosError: another shape, order or stride.
    """
    frames = np.asarray(predictions)
    _check_frames(frames, 2, order, stride)
    reference, later = _pairs(frames, order, stride)
    rates: Floats = np.mean(reference != later, axis=1, dtype=np.float64)
    return rates


def flip_rate(predictions: npt.ArrayLike, order: Order, *, stride: int = 1) -> float:
    """Mean of `flips` over the sequences.

    >>> flip_rate([[1, 1, 2, 2]], "sequence"), flip_rate([[1, 1, 2, 2]], "noise")
    (0.3333333333333333, 0.6666666666666666)
    """
    return float(flips(predictions, order, stride=stride).mean())


def top5_distances(scores: npt.ArrayLike, order: Order, *, stride: int = 1) -> Floats:
    """Top-5 distance of every sequence: 0 = the five best classes keep their ranks, 15 = none of them stays.

    Args:
        scores: (M, F, C) logits or probabilities of F >= 2 frames and C >= 5 classes; on ties the lower class
            index comes first.
        order: as in `flips`.
        stride: as in `flips`.

    Returns:
        (M,) float64.

    Raises:
        CaosError: another shape, order or stride, or scores that are not finite.
    """
    table = np.asarray(scores)
    _check_frames(table, 3, order, stride)
    if table.shape[2] < TOP:
        raise CaosError(
            f"{table.shape[2]} classes; the top-5 distance needs {TOP} or more: use the flip rate"
        )
    if not np.isfinite(table).all():
        raise CaosError("scores are not finite; an overflow in the network? score the frames again")
    ranked = np.argsort(-table, axis=2, kind="stable")
    ranks = np.argsort(ranked, axis=2, kind="stable")  # 0-based rank of every class
    best, _ = _pairs(ranked[:, :, :TOP], order, stride)
    _, later = _pairs(ranks, order, stride)
    moved = np.minimum(np.take_along_axis(later, best, axis=2), TOP)
    distances: Floats = np.abs(moved - np.arange(TOP)).sum(axis=2).mean(axis=1, dtype=np.float64)
    return distances


def top5_distance(scores: npt.ArrayLike, order: Order, *, stride: int = 1) -> float:
    """Mean of `top5_distances` over the sequences."""
    return float(top5_distances(scores, order, stride=stride).mean())


def normalised_mean(rates: Mapping[str, float], baseline: Mapping[str, float]) -> float:
    """MFR from flip rates, mT5D from top-5 distances: mean over perturbations of rate / baseline's rate.

    Args:
        rates: perturbation -> rate of the network.
        baseline: perturbation -> rate of the baseline network, above 0, for the same perturbations.

    Returns:
        1 = flips as often as the baseline; smaller is better.

    Raises:
        CaosError: perturbations differ, or a baseline rate of 0.
    """
    _check_baseline(rates, baseline)
    return sum(rate / baseline[name] for name, rate in rates.items()) / len(rates)


def normalised_outcomes(rates: Mapping[str, npt.ArrayLike], baseline: Mapping[str, float]) -> Floats:
    """Per-sequence values whose mean is mFR or mT5D, for `caos.metrics.intervals.resample_means`.

    Args:
        rates: perturbation -> (M,) what `flips` or `top5_distances` gives, of the same M images.
        baseline: as in `normalised_mean`.

    Returns:
        (M,) float64.

    Raises:
        CaosError: as `normalised_mean`, or numbers of sequences that differ.
    """
    _check_baseline(rates, baseline)
    rows = [np.asarray(values, dtype=np.float64) / baseline[name] for name, values in rates.items()]
    if len({row.shape for row in rows}) != 1 or rows[0].ndim != 1:
        raise CaosError("rates: every perturbation needs one value per image, (M,), of the same images")
    outcomes: Floats = np.mean(rows, axis=0)
    return outcomes


def _check_baseline(rates: Mapping[str, object], baseline: Mapping[str, float]) -> None:
    odd = sorted(set(rates) ^ set(baseline))
    if odd or not rates:
        raise CaosError(
            f"rates and baseline differ in {', '.join(odd) or 'nothing: both are empty'}; "
            "give the same perturbations"
        )
    still = [name for name, rate in baseline.items() if rate <= 0]
    if still:
        raise CaosError(f"the baseline never changes under {', '.join(still)}: nothing to divide by")


def _pairs(frames: npt.NDArray[Any], order: Order, stride: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """(reference, later), both (M, F - stride, ...); every chain of a stride counts, as published."""
    later = frames[:, stride:]
    if order == "noise":
        return np.broadcast_to(frames[:, :1], later.shape), later
    return frames[:, :-stride], later


def _check_frames(frames: npt.NDArray[Any], dimensions: int, order: str, stride: int) -> None:
    if order not in get_args(Order):
        raise CaosError(f"order={order!r}: unknown; known: {', '.join(get_args(Order))}")
    if frames.ndim != dimensions or 0 in frames.shape or frames.shape[1] < 2:
        raise CaosError(
            f"frames have shape {frames.shape}; expected (sequences, frames >= 2"
            f"{', classes' if dimensions == 3 else ''})"
        )
    if not 1 <= stride < frames.shape[1] or (order == "noise" and stride != 1):
        raise CaosError(
            f"stride {stride} of {frames.shape[1]} frames of order {order!r}: give 1 for noise, "
            "else less than the number of frames"
        )
