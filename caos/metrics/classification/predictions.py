"""What a classifier said about a set of images: the one thing that evaluation needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .errors import Bools, Floats, checked, top_k_correct
from .multilabel import checked_multilabel

Kind = Literal["logits", "probabilities"]

_SUM_TOLERANCE = 1e-3  # float32 softmax over 1000 classes sums to 1 within some 1e-6; half precision to 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Scores and truth of N images over C classes, checked when made.

    Attributes:
        scores: (N, C) float32, finite. Single-label probabilities are in [0, 1] and sum to 1.
        labels: (N,) int64 true class of each image, or (N, C) bool: multi-label, which classes it holds.
        names: (N,) str, what identifies an image to join runs by; (name, groups) is unique.
        kind: "logits" (before softmax, or before the sigmoid of multi-label) or "probabilities".
        groups: name -> (N,) str, int or bool: properties to cut the set by, such as corruption, severity,
            country.

    Raises:
        CaosError: shapes or types that differ from these, or values outside their ranges.
    """

    scores: npt.NDArray[np.float32]
    labels: npt.NDArray[Any]
    names: npt.NDArray[np.str_]
    kind: Kind
    groups: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise CaosError(f"kind={self.kind!r}: unknown; known: {', '.join(get_args(Kind))}")
        if self.scores.dtype != np.float32:
            raise CaosError(f"scores are {self.scores.dtype}; they must be float32")
        if self.multilabel:
            checked_multilabel(self.scores, self.labels)
        else:
            checked(self.scores, self.labels)
        if self.kind == "probabilities":
            _check_probabilities(self.scores, add_up=not self.multilabel)
        _check_names(self.names, self.groups, len(self.scores))

    @property
    def multilabel(self) -> bool:
        """Whether an image may hold several classes."""
        return self.labels.ndim == 2

    @property
    def images(self) -> int:
        """N; images under several corruptions count each time."""
        return len(self.scores)

    def select(self, chosen: Bools) -> Predictions:
        """Those images where `chosen` (N,) is true.

        Raises:
            CaosError: none is.
        """
        if not chosen.any():
            raise CaosError("the selection holds no image; look at the names of the groups")
        groups = {name: values[chosen] for name, values in self.groups.items()}
        return Predictions(self.scores[chosen], self.labels[chosen], self.names[chosen], self.kind, groups)

    def correct(self, k: int = 1) -> Bools:
        """(N,) whether the true class is among the k best.

        Raises:
            CaosError: multi-label predictions, or k outside [1, C].
        """
        self._single("top-k errors")
        return top_k_correct(self.scores, self.labels, k)

    def confidence(self) -> Floats:
        """(N,) float64 probability of the predicted class: the maximum softmax probability.

        Raises:
            CaosError: multi-label predictions.
        """
        self._single("the confidence")
        if self.kind == "probabilities":
            top: Floats = self.scores.max(axis=1).astype(np.float64)
            return np.minimum(top, 1.0)
        logits = self.scores.astype(np.float64)
        return np.asarray(1.0 / np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1))

    def _single(self, what: str) -> None:
        if self.multilabel:
            raise CaosError(f"{what} of multi-label predictions: not defined; see the frequency-weighted mAP")


def _check_probabilities(scores: npt.NDArray[np.float32], *, add_up: bool) -> None:
    wrong = ((scores < 0) | (scores > 1 + _SUM_TOLERANCE)).any(axis=1)
    if add_up:
        wrong |= np.abs(scores.sum(axis=1, dtype=np.float64) - 1) > _SUM_TOLERANCE
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        total = " and sum to 1" if add_up else ""
        raise CaosError(f"probabilities of image {row} do not lie in [0, 1]{total}; are they kind='logits'?")


def _check_names(names: npt.NDArray[Any], groups: Mapping[str, npt.NDArray[Any]], images: int) -> None:
    columns = {"names": names, **{f"group {name!r}": values for name, values in groups.items()}}
    for what, column in columns.items():
        if column.shape != (images,) or column.dtype.kind not in ("U" if what == "names" else "Uiub"):
            expected = "strings" if what == "names" else "strings, integers or bools"
            raise CaosError(f"{what}: {column.dtype} {column.shape}; expected {expected}, ({images},)")
    _, places = np.unique(names, return_inverse=True)
    for values in groups.values():
        _, own = np.unique(values, return_inverse=True)
        _, places = np.unique(places * (own.max() + 1) + own, return_inverse=True)
    counts = np.bincount(places)
    if counts.max() > 1:
        name = names[int(np.flatnonzero(places == counts.argmax())[0])]
        raise CaosError(f"image {name} is there {counts.max()} times; names must differ within each group")
