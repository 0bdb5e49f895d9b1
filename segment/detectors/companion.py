"""Detectors with a network of their own: autoencoder, confidence branch, outlier exposure."""

from __future__ import annotations

from functools import partial
from typing import cast

import torch
from torch import Tensor, nn

from caos.errors import CaosError
from caos.scores import SCORES
from caos.training import autocast, read_description

from ..companions import companion, method_of, refuse_other_classes
from ..methods import trained_network
from ..models.autoencoder import reconstruction_error
from ..models.confidence import ConfidenceNetwork
from ..segmenter import Outputs, Segmenter
from .base import Detector, DetectorFactory, Setting


class AutoencoderDetector(Detector):
    """Mean over the channels of |image - rebuilt image|, in units of the normalised image.

    The thesis: "we run the image through the autoencoder and subtract the resulting image from the input. The
    absolute difference in magnitude serves as the anomaly score" (section 4.4.1, after Baur et al. 2019).

    Args:
        network: images (N, 3, H, W) -> the same rebuilt, in evaluation mode.
        segmenter: whose device and precision it takes.
    """

    def __init__(self, network: nn.Module, segmenter: Segmenter) -> None:
        self._network = network.to(segmenter.device).eval()
        self._precision = segmenter.precision

    @torch.inference_mode()
    def score(self, outputs: Outputs) -> Tensor:
        """Rebuild the images."""
        with autocast(self._precision, outputs.images.device):
            rebuilt = self._network(outputs.images)
        return reconstruction_error(outputs.images, rebuilt)


class ConfidenceDetector(Detector):
    """1 - c, the confidence that the branch lacks, in [0, 1].

    Computed as the sigmoid of minus the logit: 1 - c itself would round all great confidences to one value.
    Sources: DeVries and Taylor 2018; "Branch" of Hendrycks et al., ICML 2022, section 4.4.1.

    Args:
        network: with the branch, in evaluation mode.
        segmenter: whose device and precision it takes.
    """

    def __init__(self, network: ConfidenceNetwork, segmenter: Segmenter) -> None:
        self._network = network.to(segmenter.device).eval()
        self._precision = segmenter.precision

    @torch.inference_mode()
    def score(self, outputs: Outputs) -> Tensor:
        """Run the network with the branch."""
        with autocast(self._precision, outputs.images.device):
            confidence = self._network(outputs.images)[2]
        return torch.sigmoid(-confidence.float())


class ExposedDetector(Detector):
    """A score on the logits of a network that outlier exposure has fine-tuned.

    Args:
        segmenter: of that network.
        score: name in `caos.scores.SCORES`.
    """

    def __init__(self, segmenter: Segmenter, score: str) -> None:
        self._segmenter = segmenter
        self._score = SCORES[score]

    def score(self, outputs: Outputs) -> Tensor:
        """Run the fine-tuned network."""
        return self._score(self._segmenter(outputs.images).logits)


def factories() -> dict[str, DetectorFactory]:
    """The detectors by name; each names the companion run it lacks."""
    return {
        "autoencoder": autoencoder_detector,
        "confidence": confidence_detector,
        "oe_entropy": partial(_exposed, "entropy"),
        "oe_energy": partial(_exposed, "energy"),
    }


def autoencoder_detector(setting: Setting) -> Detector:
    """Of the companion trained with `--method autoencoder`.

    Raises:
        CaosError: there is none.
    """
    return AutoencoderDetector(_network(setting, "autoencoder", "autoencoder"), setting.segmenter)


def confidence_detector(setting: Setting) -> Detector:
    """Of the evaluated network, if it has the branch, else of the companion with `--method confidence`.

    Raises:
        CaosError: neither; or the companion knows other classes.
    """
    network = setting.segmenter.network
    if not isinstance(network, ConfidenceNetwork):
        network = _network(setting, "confidence", "confidence")
    return ConfidenceDetector(cast(ConfidenceNetwork, network), setting.segmenter)


def _exposed(method: str, setting: Setting) -> Detector:
    network = _network(setting, method, f"oe_{method}").to(setting.segmenter.device)
    return ExposedDetector(Segmenter(network, precision=setting.segmenter.precision), method)


def _network(setting: Setting, method: str, detector: str) -> nn.Module:
    """The network of the companion trained with `method`.

    Raises:
        CaosError: there is none, it was trained with another method, or on other classes than the data has.
    """
    run = companion(setting.companions, method, detector)
    description = read_description(run)
    if method_of(description) != method:
        raise CaosError(
            f"{run}: trained with --method {method_of(description)}; detector {detector!r} needs {method}"
        )
    refuse_other_classes(run, description, setting.label_set)
    return trained_network(run, description)
