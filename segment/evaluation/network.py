"""Score maps that a network makes, again on every pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
import numpy.typing as npt
import torch

from ..datasets import StreetScenes
from ..detectors import Detector
from ..detectors.scoring import score_all
from ..segmenter import Outputs, Segmenter
from .source import ScoredFrame

BATCH: Final = 2
"""Images per forward pass. Which frames share one depends on their positions alone, never on what is asked
for: the last bits of logits may differ with the batch."""


@dataclass(frozen=True, slots=True)
class NetworkSource:
    """Scores of detectors on a network's outputs; a `ScoreSource`.

    Attributes:
        dataset: the split.
        segmenter: the network.
        detectors: score name -> detector, fitted where it needs that; may be none.
    """

    dataset: StreetScenes
    segmenter: Segmenter
    detectors: Mapping[str, Detector]

    @property
    def names(self) -> tuple[str, ...]:
        """The scores."""
        return tuple(self.detectors)

    def frames(
        self, names: Sequence[str] | None = None, indices: Sequence[int] | None = None
    ) -> Iterator[ScoredFrame]:
        """Predict; whole batches, of which only the frames asked for are given."""
        detectors = {name: self.detectors[name] for name in (self.names if names is None else names)}
        wanted = set(range(len(self.dataset)) if indices is None else indices)
        for batch in sorted({index // BATCH for index in wanted}):
            last = min((batch + 1) * BATCH, len(self.dataset))
            for frame in self._batch(detectors, range(batch * BATCH, last)):
                if frame.index in wanted:
                    yield frame

    def _batch(self, detectors: Mapping[str, Detector], indices: range) -> Iterator[ScoredFrame]:
        """Neighbours of one size share a forward pass."""
        items = [(index, *self.dataset[index]) for index in indices]
        for _, group in groupby(items, key=lambda item: item[1].shape):
            positions, images, labels = zip(*group, strict=True)
            outputs = self.segmenter(torch.stack(images))
            scores = {name: maps.cpu().numpy() for name, maps in score_all(detectors, outputs).items()}
            prediction, confidence = predicted(outputs)
            for row, (index, label) in enumerate(zip(positions, labels, strict=True)):
                maps = {name: values[row] for name, values in scores.items()}
                yield ScoredFrame(index, label.numpy(), maps, prediction[row], confidence[row])


@torch.inference_mode()
def predicted(outputs: Outputs) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """The predicted class indices (N, H, W) uint8 and their softmax probabilities (N, H, W) float32."""
    confidence, prediction = torch.softmax(outputs.logits, dim=1).max(dim=1)
    return prediction.to(torch.uint8).cpu().numpy(), confidence.cpu().numpy()
