"""Component metrics of SegmentMeIfYouCan: is each anomalous object found, and is each alarm an anomaly?

A pixel is predicted anomalous when its score is at least a threshold. Ground truth and prediction are cut
into 8-connected components. With k an object of the ground truth and K^ all predicted components that touch
it:

* sIoU(k) = |k and K^| / |(k or K^) minus A(k)|, where A(k) are the predicted pixels on other objects: one
  prediction that covers two objects is not held against either.
* PPV(k^) = |k^ and ground truth| / |k^|, of a predicted component k^.
* F1(t) = 2 TP / (2 TP + FN + FP): TP counts the objects with sIoU >= t, FN the others, FP the predicted
  components with PPV < t. F1* is its mean over t = 0.25, 0.30, ..., 0.75.

Source: Chan et al., "SegmentMeIfYouCan: A Benchmark for Anomaly Segmentation", NeurIPS 2021 Datasets and
Benchmarks, section 3.2; where the paper leaves a choice, its public code decides: docs/protocols.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import VOID, LabelMap

from .component_figures import ComponentFigures, ImageComponents, component_figures, image_components
from .exact import checked_map
from .matching import Mask, Matches, match, true_components
from .tracks import ComponentSettings


class ComponentCounts:
    """Streams score maps and label maps into component figures.

    Args:
        score_names: the scores that every `update` will bring.
        thresholds: score name -> the score from which a pixel counts as anomalous. The benchmark takes
            `best_f1_threshold`.
        settings: which components count.
        kept: (256,) bool, which labels count; the others are void. Default: all but `VOID`. A protocol's
            `kept(label_set)` gives it.

    Raises:
        CaosError: no score, or one whose threshold is missing or NaN.

    >>> counts = ComponentCounts(["msp"], {"msp": 0.5}, ComponentSettings("toy", 1, 1, image_pixels=5))
    >>> label = np.array([[254, 254, 0, 0, 255]], dtype=np.uint8)
    >>> counts.update({"msp": np.array([[0.9, 0.9, 0.9, 0.1, 0.1]])}, label)
    >>> counts.compute()["msp"]
    ComponentFigures(siou=0.6666666666666666, ppv=0.6666666666666666, f1=0.8181818181818182, threshold=0.5)
    """

    def __init__(
        self,
        score_names: Sequence[str],
        thresholds: Mapping[str, float],
        settings: ComponentSettings,
        *,
        kept: Mask | None = None,
    ) -> None:
        if not score_names:
            raise CaosError("component figures need at least one score")
        self._thresholds = {name: _threshold(name, thresholds) for name in score_names}
        self._settings = settings
        self._kept = np.arange(256) != VOID if kept is None else np.array(kept, dtype=np.bool_)
        self._images: dict[str, list[Matches]] = {name: [] for name in self._thresholds}

    def __repr__(self) -> str:
        images = len(next(iter(self._images.values())))
        return f"ComponentCounts({self._settings.name}, images={images})"

    def update(self, scores: Mapping[str, npt.ArrayLike], label: LabelMap) -> None:
        """Add one image. Nothing is counted when an error is raised.

        Args:
            scores: score name -> (H, W) scores, larger = more anomalous; exactly the constructor's names.
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.

        Raises:
            CaosError: another set of scores, shapes that differ, NaN, or no map of labels.
        """
        if set(scores) != set(self._thresholds):
            raise CaosError(
                f"scores {', '.join(sorted(scores))} given, but {', '.join(self._thresholds)} expected"
            )
        label = np.asarray(label)
        if label.ndim != 2 or not label.size or label.dtype != np.uint8:
            raise CaosError(f"label has shape {label.shape} and dtype {label.dtype}; it must be (H, W) uint8")
        settings = self._settings.for_image(*label.shape)
        truth = true_components(label, self._kept, settings.min_anomaly)
        found = {}
        for name, threshold in self._thresholds.items():
            values = checked_map(name, scores[name], label.shape)
            found[name] = match(truth, values >= threshold, settings.min_prediction)
        for name, matches in found.items():
            self._images[name].append(matches)

    def merge(self, other: ComponentCounts) -> None:
        """Add the images that `other` has seen, say in another process.

        Raises:
            CaosError: it was made for other scores, thresholds, settings or labels.
        """
        same = (self._thresholds, self._settings) == (other._thresholds, other._settings)
        if not same or not np.array_equal(self._kept, other._kept):
            raise CaosError(
                "cannot merge component counts of different scores, thresholds, settings or labels"
            )
        for name, images in self._images.items():
            images.extend(other._images[name])

    def per_image(self) -> dict[str, ImageComponents]:
        """Score name -> what each image adds, in the order of the updates."""
        return {name: image_components(images) for name, images in self._images.items()}

    def compute(self) -> dict[str, ComponentFigures]:
        """Score name -> figures over the images so far; the same for any order of the images.

        Raises:
            CaosError: no image was added.
        """
        figures = {}
        for name, images in self._images.items():
            if not images:
                raise CaosError("no image was added; component figures need at least one")
            figures[name] = component_figures(images, self._thresholds[name])
        return figures


def _threshold(name: str, thresholds: Mapping[str, float]) -> float:
    if name not in thresholds or math.isnan(thresholds[name]):
        raise CaosError(
            f"score {name!r} has no threshold; give one, say best_f1_threshold of its pooled counts"
        )
    return float(thresholds[name])
