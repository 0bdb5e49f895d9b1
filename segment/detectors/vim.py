"""ViM: a virtual logit for what features have outside of the training features' subspace."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Outputs, Segmenter
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .classifier import linear_classifier
from .dense import figure, not_fitted, resized, training_vectors, vectors
from .moments import Moments
from .sampling import VectorSample


class ViM(FittedDetector):
    r"""Length of the residual as a virtual logit, beside the energy.

    :math:`\alpha \lVert R^\top (x - o) \rVert_2 - \log \sum_k \exp z_k`: x are the features of a position,
    z = W x + b its logits, :math:`o = -W^{+} b` the point where all logits are 0, R the directions of least
    second moment of x - o over training positions (all but the `principal` largest), and :math:`\alpha` the
    sum of max logits over the sum of residual lengths, from a sample of training positions. It ranks pixels
    as the softmax probability of the virtual logit does. Computed at the resolution of the features in
    float32 and resized bilinearly.

    Source: Wang et al., "ViM: out-of-distribution with virtual-logit matching", CVPR 2022. Its
    sizes of the principal space are 1000 for D >= 2048 and 512 for D >= 768; smaller features, of
    which it has none, get D / 2, as in OpenOOD.

    Args:
        segmenter: whose last classifier gives W and b; it must be linear at each position.
        seed: of the sample.
        principal: size of the principal space; None = as above.
        samples: positions in the sample.
    """

    def __init__(
        self, segmenter: Segmenter, *, seed: int = 0, principal: int | None = None, samples: int = 20_000
    ) -> None:
        self._segmenter = segmenter
        self._principal = principal
        self._recipe = f"ViM seed={seed} principal={principal} samples={samples}"
        self._sample = VectorSample(samples, seed)
        self._moments: Moments | None = None
        self._figures: dict[str, Tensor] = {}

    def recipe(self) -> str:
        """All of its arguments."""
        return self._recipe

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Add to the moments and to the sample."""
        classes = outputs.logits.shape[1]
        for features, label in training_vectors(outputs, labels, "vim"):
            if self._moments is None:
                # both complain before the long pass, not after it
                self._principal_size(features.shape[1])
                linear_classifier(self._segmenter, features.shape[1], "vim")
                self._moments = Moments(classes, features.shape[1], features.device)
            self._moments.add(features, label)
            self._sample.add(features, label < classes)

    def finish(self) -> None:
        """Origin, residual directions, alpha."""
        if self._moments is None or not self._moments.total:
            raise CaosError("detector 'vim': the train split has no labelled pixel of any class")
        sample = self._sample.result().double()
        width = sample.shape[1]
        weight, bias = (each.double().cpu() for each in linear_classifier(self._segmenter, width, "vim"))
        origin = -torch.linalg.pinv(weight) @ bias
        moment = self._moments.second_moment(origin.to(self._moments.counts.device)).cpu()
        _, directions = torch.linalg.eigh(moment)  # ascending
        residual = directions[:, : width - self._principal_size(width)]
        lengths = ((sample - origin) @ residual).norm(dim=1)
        tops = (sample @ weight.T + bias).amax(dim=1)
        self._figures = {
            "weight": weight.float(),
            "bias": bias.float(),
            "origin": origin.float(),
            "residual": residual.float(),
            "alpha": (tops.sum() / lengths.sum().clamp(min=1e-12)).float(),
        }
        self._moments = None

    def state(self) -> dict[str, Tensor]:
        """`weight` (C, D), `bias` (C,), `origin` (D,), `residual` (D, D - principal), `alpha` ()."""
        return dict(self._needed_figures())

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take them over."""
        weight = figure(state, "weight", -1, -1)
        classes, width = weight.shape
        self._figures = {
            "weight": weight,
            "bias": figure(state, "bias", classes),
            "origin": figure(state, "origin", width),
            "residual": figure(state, "residual", width, -1),
            "alpha": figure(state, "alpha"),
        }

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        features = outputs.needed_features("vim")
        figures = {name: each.to(features.device) for name, each in self._needed_figures().items()}
        rows = vectors(features)
        lengths = ((rows - figures["origin"]) @ figures["residual"]).norm(dim=1)
        logits = rows @ figures["weight"].T + figures["bias"]
        scores = figures["alpha"] * lengths - torch.logsumexp(logits, dim=1)
        count, _, height, width = features.shape
        return resized(scores.view(count, height, width), outputs.size)

    def _principal_size(self, width: int) -> int:
        usual = 1000 if width >= 2048 else 512 if width >= 768 else width // 2
        size = usual if self._principal is None else self._principal
        if not 0 <= size < width:
            raise CaosError(
                f"detector 'vim': a principal space of {size} directions leaves nothing of the features, "
                f"which have {width}; give 0 to {width - 1}"
            )
        return size

    def _needed_figures(self) -> dict[str, Tensor]:
        if not self._figures:
            raise not_fitted("vim")
        return self._figures


def factories() -> dict[str, DetectorFactory]:
    """ViM."""
    return {"vim": _vim}


def _vim(setting: Setting) -> Detector:
    return ViM(setting.segmenter, seed=setting.seed)
