"""Any network that returns logits as detectors see it: full-size logits, and features if it has some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from caos.errors import CaosError
from caos.training import Precision, autocast


@runtime_checkable
class FeatureNetwork(Protocol):
    """A network in two halves: what detectors on features need."""

    def features(self, images: Tensor) -> Tensor:
        """Input of the last classifier, (N, D, h, w), before any dropout."""
        ...

    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, C, H, W) at `size` of features (N, D, h, w); with dropout where that is switched on."""
        ...


@dataclass(frozen=True, slots=True)
class Outputs:
    """What one forward pass gives; every detector scores from it.

    Attributes:
        images: (N, 3, H, W) float32, ImageNet-normalised RGB.
        logits: (N, C, H, W) float32 at the resolution of the images.
        features: (N, D, h, w) float32, input of the last classifier; None where the network has no such half.
    """

    images: Tensor
    logits: Tensor
    features: Tensor | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the images."""
        height, width = self.images.shape[-2:]
        return height, width

    def needed_features(self, who: str) -> Tensor:
        """The features.

        Raises:
            CaosError: the network does not show them.
        """
        if self.features is None:
            raise CaosError(
                f"detector {who!r} works on features, which this network does not show: give it the methods "
                "features(images) and classify(features, size), or choose detectors on logits"
            )
        return self.features


class Segmenter:
    """A network in evaluation mode.

    `Segmenter(module)` is all it takes to evaluate a network from elsewhere: any module whose output is
    logits (N, C, h, w), a tuple or list that starts with them, a dictionary with "out" or "logits", or an
    object with `.logits`. Logits of another resolution are resized bilinearly, as torchvision and HuggingFace
    do.

    Args:
        network: the module; put into evaluation mode.
        precision: see `TrainingConfig.precision`; all after the network is float32.
    """

    def __init__(self, network: nn.Module, *, precision: Precision = "auto") -> None:
        self.network = network.eval()
        self.precision: Precision = precision

    @property
    def device(self) -> torch.device:
        """Where the weights are; the CPU for a network without any."""
        first = next(self.network.parameters(), None)
        return torch.device("cpu") if first is None else first.device

    @torch.inference_mode()
    def __call__(self, images: Tensor) -> Outputs:
        """One forward pass over `images` (N, 3, H, W) float32, normalised; the results stay on the device.

        Raises:
            CaosError: the network returns no logits.
        """
        images = images.to(self.device, memory_format=torch.channels_last)
        height, width = images.shape[-2:]
        if isinstance(self.network, FeatureNetwork):
            with autocast(self.precision, self.device):
                features = self.network.features(images)
            return Outputs(images, self.classify(features, (height, width)), features.float())
        with autocast(self.precision, self.device):
            logits = _logits(self.network(images)).float()
        if logits.shape[-2:] != (height, width):
            logits = F.interpolate(logits, (height, width), mode="bilinear", align_corners=False)
        return Outputs(images, logits)

    @torch.inference_mode()
    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, C, H, W) float32 of `features` (N, D, h, w).

        Raises:
            CaosError: the network has no separate classifier.
        """
        if not isinstance(self.network, FeatureNetwork):
            raise CaosError(
                f"{type(self.network).__name__} has no classify(features, size); "
                "choose detectors that work on logits"
            )
        with autocast(self.precision, self.device):
            return self.network.classify(features, size).float()


def _logits(output: Any) -> Tensor:
    """The logits in what a network returned."""
    if isinstance(output, (tuple, list)) and output:
        output = output[0]
    elif isinstance(output, dict):
        output = output.get("out", output.get("logits"))
    output = getattr(output, "logits", output)
    if not isinstance(output, Tensor) or output.ndim != 4:
        told = (
            f"a tensor of shape {tuple(output.shape)}"
            if isinstance(output, Tensor)
            else type(output).__name__
        )
        raise CaosError(
            f"the network returned {told}, not logits of shape (N, C, H, W); wrap it in a module that does"
        )
    return output
