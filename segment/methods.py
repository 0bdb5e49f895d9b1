"""What each method trains: its network, and the network of a run folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from caos.errors import CaosError
from caos.training import RunDescription, load_weights, read_description
from caos.training.checkpoints import WEIGHTS

from .companions import method_of
from .models import build_model
from .models.autoencoder import SpatialAutoencoder
from .models.confidence import with_confidence

AUTOENCODER = "autoencoder"
"""Method, and name of its model in `run.json`."""


def build_network(description: RunDescription, *, seed: int, weights: Path | None = None) -> nn.Module:
    """The network of a training, initialised from `seed` alone.

    Args:
        description: of the training.
        seed: of the initial weights.
        weights: local file to start a segmentation network from.

    Raises:
        CaosError: as `build_model`.
    """
    options, method = description.options, method_of(description)
    if method == AUTOENCODER:
        return _autoencoder(options, seed)
    classes = len(description.classes)
    if method != "confidence":
        return build_model(description.model, classes, seed=seed, weights=weights)
    # one channel more: the branch
    network = build_model(description.model, classes + 1, seed=seed, weights=weights)
    return with_confidence(network, float(options["confidence.weight"]))


def trained_network(run: Path, description: RunDescription | None = None) -> nn.Module:
    """The network of a run folder with its best weights, on the CPU in evaluation mode.

    Raises:
        CaosError: no run, no weights, or weights of another network.
    """
    network = build_network(description or read_description(run), seed=0)
    load_weights(run / WEIGHTS, network)
    return network.to(memory_format=torch.channels_last).eval()


def refuse_without_classes(run: Path, description: RunDescription) -> None:
    """See that a run is of a network that can be evaluated by itself.

    Raises:
        CaosError: it is an autoencoder, which predicts no classes.
    """
    if method_of(description) == AUTOENCODER:
        raise CaosError(
            f"{run}: an autoencoder predicts no classes; evaluate a segmentation run with  --run RUN "
            f"--companion {run} --scores autoencoder"
        )


def _autoencoder(options: Mapping[str, Any], seed: int) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return SpatialAutoencoder(int(options["autoencoder.width"]), int(options["autoencoder.latent"]))
