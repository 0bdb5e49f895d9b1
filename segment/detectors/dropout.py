"""MC dropout: how much the predictions of K thinned networks differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, Literal

import numpy as np
import torch
from torch import Tensor, nn

from caos.errors import CaosError

from ..segmenter import FeatureNetwork, Outputs, Segmenter
from .base import Detector, DetectorFactory, Setting

Measure = Literal["variance", "mutual_information"]
Placement = Literal["all", "classifier"]

DROPOUT: Final[Mapping[str, Measure]] = {
    "dropout": "variance",
    "dropout_mutual_information": "mutual_information",
}
"""Name of a detector -> what it measures."""

_BY_CHANNEL: Final = (nn.Dropout1d, nn.Dropout2d, nn.Dropout3d)
_KINDS: Final = (nn.Dropout, *_BY_CHANNEL)


class DropoutDetector(Detector):
    """Disagreement of K stochastic passes.

    variance (the thesis's): mean over the classes of Var_k[p_k], in [0, 0.25], p_k the softmax of pass k.
    mutual_information: H(mean_k p_k) - mean_k H(p_k), nats (Houlsby et al. 2011; Gal 2016).

    The masks of pass k are a function of (seed, k, layer) alone: the same K thinned networks judge every
    image, whatever the batch, and torch's global generator is neither read nor moved. Batch norm and all
    else stay in evaluation. Where dropout acts in the classifier only, the rest of the network runs once.

    Sources: Hendrycks et al., ICML 2022, section 4.4 ("variance over the set of predictions"), after Gal and
    Ghahramani, ICML 2016, and Kendall, Badrinarayanan and Cipolla, BMVC 2017 (mean variance of the classes).

    Args:
        segmenter: the network; only `nn.Dropout` and its 1d, 2d and 3d forms of p > 0 are known.
        seed: of the masks.
        passes: K, at least 2; the thesis does not tell its own.
        measure: what is measured.
        placement: "all" drops wherever the network has dropout; "classifier" only before the classifier.

    Raises:
        CaosError: fewer than two passes, no dropout, or "classifier" for a network without that half.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        *,
        seed: int = 0,
        passes: int = 10,
        measure: Measure = "variance",
        placement: Placement = "all",
    ) -> None:
        if passes < 2:
            raise CaosError(f"detector 'dropout': {passes} passes; a variance needs 2 or more")
        self._segmenter = segmenter
        self._seed = seed
        self._passes = passes
        self._measure: Measure = measure
        self._layers = _dropouts(segmenter.network)
        if not self._layers:
            raise CaosError(
                f"detector 'dropout': {type(segmenter.network).__name__} has no dropout layer with p > 0; "
                "train a network that has one, or leave this detector out"
            )
        if placement == "classifier" and not isinstance(segmenter.network, FeatureNetwork):
            raise CaosError(
                f"detector 'dropout': {type(segmenter.network).__name__} has no classify(features, size); "
                'use placement "all"'
            )
        self._classifier_only: bool | None = True if placement == "classifier" else None

    @torch.inference_mode()
    def score(self, outputs: Outputs) -> Tensor:
        """Run the K passes; (N, H, W) float32."""
        predict = self._predict(outputs)
        total = _Spread(self._measure)
        for number in range(self._passes):
            with _thinned(self._layers, partial(self._mask, number)):
                total.add(torch.softmax(predict(), dim=1))
        return total.result()

    def _predict(self, outputs: Outputs) -> Callable[[], Tensor]:
        """What makes the logits of one pass: the classifier on features that are there, or the whole."""
        features = outputs.features
        if features is not None and self._only_in_classifier(outputs.images[:1]):
            return lambda: self._segmenter.classify(features, outputs.size)
        return lambda: self._segmenter(outputs.images).logits

    def _only_in_classifier(self, image: Tensor) -> bool:
        """Whether no dropout layer runs on the way to the features; tried once."""
        network = self._segmenter.network
        if self._classifier_only is None and isinstance(network, FeatureNetwork):
            ran: list[int] = []

            def note(layer: int, output: Tensor) -> Tensor:
                ran.append(layer)
                return output

            with _thinned(self._layers, note):
                network.features(image)
            self._classifier_only = not ran
        return bool(self._classifier_only)

    def _mask(self, number: int, layer: int, output: Tensor) -> Tensor:
        """`output` (N, ...) of dropout layer `layer` with the mask of pass `number`, the same for all N."""
        dropout = self._layers[layer]
        kept = output.shape[1:2] if isinstance(dropout, _BY_CHANNEL) else output.shape[1:]
        words = np.random.SeedSequence([self._seed, number, layer]).generate_state(1, np.uint64)
        generator = torch.Generator().manual_seed(int(words[0]))
        mask = (torch.rand(kept, generator=generator) >= dropout.p).to(output) / (1 - dropout.p)
        thinned: Tensor = output * mask.reshape(*kept, *[1] * (output.ndim - 1 - len(kept)))
        return thinned


class _Spread:
    """Running moments of probabilities, so that memory does not grow with K (Welford 1962)."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._count = 0
        self._mean = torch.empty(0)
        self._total = torch.empty(0)

    def add(self, p: Tensor) -> None:
        """Take in (N, C, H, W) probabilities; `p` is overwritten."""
        self._count += 1
        if self._count == 1:
            self._mean = p.clone()
            self._total = torch.zeros_like(p[:, 0])
        if self._measure == "mutual_information":
            self._total += entropy(p)
        delta = p.sub_(self._mean)
        self._mean.add_(delta, alpha=1 / self._count)
        if self._measure == "variance":
            # p - new mean = (1 - 1 / count) * delta
            self._total.add_(delta.square_().sum(dim=1), alpha=1 - 1 / self._count)

    def result(self) -> Tensor:
        """The measure, (N, H, W)."""
        if self._measure == "variance":
            variance: Tensor = self._total / (self._count * self._mean.shape[1])
            return variance
        return entropy(self._mean) - self._total / self._count


def entropy(p: Tensor) -> Tensor:
    """Shannon entropy in nats over dimension 1; 0 log 0 = 0."""
    total: Tensor = torch.special.entr(p).sum(dim=1)
    return total


def _dropouts(network: nn.Module) -> list[Any]:
    return [module for module in network.modules() if isinstance(module, _KINDS) and 0 < module.p < 1]


@contextmanager
def _thinned(layers: Sequence[nn.Module], change: Callable[[int, Tensor], Tensor]) -> Iterator[None]:
    """Within the block `change(layer, output)` takes the place of each dropout layer's output."""

    def hook(layer: int, _module: nn.Module, _inputs: object, output: Tensor) -> Tensor:
        return change(layer, output)

    handles = [layer.register_forward_hook(partial(hook, number)) for number, layer in enumerate(layers)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def factories() -> dict[str, DetectorFactory]:
    """MC dropout by its two measures."""
    return {name: partial(_make, measure) for name, measure in DROPOUT.items()}


def _make(measure: Measure, setting: Setting) -> Detector:
    return DropoutDetector(setting.segmenter, seed=setting.seed, passes=setting.passes, measure=measure)
