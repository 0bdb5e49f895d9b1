"""What a detector is: something that may look at training data first, and then scores every pixel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from torch import Tensor

from caos.labels import LabelSet

from ..segmenter import Outputs, Segmenter

DEFAULT_PASSES: Final = 10
"""Stochastic passes of MC dropout."""


class Detector(ABC):
    """Scores pixels: `score(outputs)` is (N, H, W) float32, LARGER = MORE ANOMALOUS.

    One forward pass of the network serves all detectors; each takes what it needs of `Outputs`.
    """

    @abstractmethod
    def score(self, outputs: Outputs) -> Tensor:
        """Anomaly scores (N, H, W) float32 at the resolution of the images.

        Raises:
            CaosError: the network shows no features, and the detector needs them.
        """


class FittedDetector(Detector):
    """A detector that learns figures from the training split, in one pass that all such detectors share.

    Its figures are its state: tensors that are saved in the run folder and loaded instead of a second pass.
    """

    def recipe(self) -> str:
        """Hyperparameters and seed that the figures depend on; figures of another recipe do not fit."""
        return type(self).__name__

    @abstractmethod
    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Take in one batch of the training split.

        Args:
            outputs: of the network in evaluation mode.
            labels: (N, H, W) uint8 in-memory labels; `ANOMALY` and `VOID` must be left out.
        """

    @abstractmethod
    def finish(self) -> None:
        """Turn what was observed into the figures.

        Raises:
            CaosError: too little was observed, say no pixel of any class.
        """

    @abstractmethod
    def state(self) -> dict[str, Tensor]:
        """The figures, after `finish`; loading them makes an equal detector."""

    @abstractmethod
    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take figures over.

        Raises:
            CaosError: a tensor is missing or of the wrong shape.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """What a detector is made for.

    Attributes:
        segmenter: the trained network.
        label_set: its classes.
        seed: of whatever the detector draws (dropout masks, samples of pixels).
        companions: kind of training ("autoencoder", "confidence", ...) -> run folder, for detectors with a
            network of their own.
        passes: stochastic passes of MC dropout, at least 2.
    """

    segmenter: Segmenter
    label_set: LabelSet
    seed: int = 0
    companions: Mapping[str, Path] = field(default_factory=dict)
    passes: int = DEFAULT_PASSES


DetectorFactory = Callable[[Setting], Detector]
"""Makes a detector; raises CaosError where the setting lacks what it needs (a class, a companion run)."""
