"""Top-k errors of single-label classifiers, and how errors differ between groups of images.

A class outranks another when its score is larger, or equal with a lower index: as `argmax` decides ties, so
top-1 is the prediction, and a classifier that scores all classes alike is not right about everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def label_ranks(scores: npt.ArrayLike, labels: npt.ArrayLike) -> Ints:
    """How many classes outrank the true one.

    Args:
        scores: (N, C) logits or probabilities, finite.
        labels: (N,) integers in [0, C).

    Returns:
        (N,) int64; 0 where the prediction is right.

    Raises:
        CaosError: other shapes, values that are not finite, or labels outside [0, C).
    """
    table, truth = checked(scores, labels)
    own = np.take_along_axis(table, truth[:, None], axis=1)
    tied_before = (table == own) & (np.arange(table.shape[1]) < truth[:, None])
    ranks: Ints = np.count_nonzero((table > own) | tied_before, axis=1)
    return ranks


def top_k_correct(scores: npt.ArrayLike, labels: npt.ArrayLike, k: int = 1) -> Bools:
    """Whether the true class is among the k best.

    Args:
        scores: (N, C) logits or probabilities.
        labels: (N,) integers in [0, C).
        k: 1 to C.

    Returns:
        (N,) bool.

    Raises:
        CaosError: as `label_ranks`, or k outside [1, C].
    """
    ranks = label_ranks(scores, labels)
    classes = np.shape(scores)[1]
    if not 1 <= k <= classes:
        raise CaosError(f"top-{k} of {classes} classes: k must be 1 to {classes}")
    return np.asarray(ranks < k)


def top_k_error(scores: npt.ArrayLike, labels: npt.ArrayLike, k: int = 1) -> float:
    """Share of images, in [0, 1], whose true class is not among the k best; arguments as `top_k_correct`.

    >>> top_k_error([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2]], [1, 1]), top_k_error([[0.5, 0.3, 0.2]], [1], k=2)
    (0.5, 0.0)
    """
    return 1.0 - float(np.mean(top_k_correct(scores, labels, k)))


def iid_ood_gap(iid_error: float, ood_error: float) -> float:
    """Error out of distribution minus error in distribution, both in [0, 1]; larger = less robust.

    The gap of two tables holds only where both count the same classes: ImageNet-R's goes with ImageNet-200,
    the same 200 classes, not with ImageNet-1K (thesis, table 5.1).
    """
    return ood_error - iid_error


def error_by_group(correct: npt.ArrayLike, groups: npt.ArrayLike) -> dict[Any, float]:
    """Error, in [0, 1], of each group of images, groups in ascending order.

    Args:
        correct: (N,) bool.
        groups: (N,) what each image belongs to: a severity, a country, a rendition style.

    Raises:
        CaosError: no image, or shapes that differ.
    """
    right, belongs = np.asarray(correct), np.asarray(groups)
    if right.shape != belongs.shape or right.ndim != 1 or not right.size:
        raise CaosError(f"correct has shape {right.shape}, groups {belongs.shape}; both must be (N,), N >= 1")
    names, places = np.unique(belongs, return_inverse=True)
    rights = np.bincount(places, weights=right.astype(np.float64), minlength=names.size)
    shares = rights / np.bincount(places, minlength=names.size)
    return {name: 1.0 - share for name, share in zip(names.tolist(), shares.tolist(), strict=True)}


def accuracy_by_severity(
    severity_errors: Mapping[str, npt.ArrayLike], clean_error: float
) -> tuple[float, ...]:
    """Accuracy as a function of corruption severity (thesis, figure 5.4): all corruptions count alike.

    Args:
        severity_errors: corruption -> (S,) errors in [0, 1] at severities 1 to S.
        clean_error: error on the clean images, in [0, 1].

    Returns:
        Accuracies in [0, 1] at severities 0 (clean) to S.

    Raises:
        CaosError: no corruption, or corruptions of different numbers of severities.
    """
    rows = [np.asarray(errors, dtype=np.float64) for errors in severity_errors.values()]
    if not rows or len({row.shape for row in rows}) != 1 or rows[0].ndim != 1:
        raise CaosError("severity_errors: give every corruption the same number of severities, one at least")
    return (1.0 - clean_error, *(1.0 - np.mean(rows, axis=0)).tolist())


def checked(scores: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[npt.NDArray[Any], Ints]:
    """Scores and int64 labels whose shapes and values are right.

    Raises:
        CaosError: as `label_ranks`.
    """
    table, truth = np.asarray(scores), np.asarray(labels)
    if table.ndim != 2 or 0 in table.shape:
        raise CaosError(f"scores have shape {table.shape}; expected (N, C): one row per image")
    if truth.shape != table.shape[:1] or truth.dtype.kind not in "iu":
        raise CaosError(
            f"labels are {truth.dtype} {truth.shape}; expected one integer per image, ({table.shape[0]},)"
        )
    if not np.isfinite(table).all():
        row = int(np.flatnonzero(~np.isfinite(table).all(axis=1))[0])
        raise CaosError(f"scores of image {row} are not finite; an overflow in the network? score it again")
    wrong = (truth < 0) | (truth >= table.shape[1])
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise CaosError(f"label {truth[row]} of image {row} is outside 0..{table.shape[1] - 1}")
    return table, truth.astype(np.int64)
