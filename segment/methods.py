"""What each method trains: its network, and the network of a run folder."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

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

_WIDEST: Final = 4096
"""Channels that `run.json` may ask for, as `AutoencoderConfig`: memory is taken before weights are read."""


def build_network(description: RunDescription, *, seed: int, weights: Path | None = None) -> nn.Module:
    """The network of a training, initialised from `seed` alone.

    Args:
        description: of the training.
        seed: of the initial weights.
        weights: local file to start a segmentation network from.

    Raises:
        CaosError: as `build_model`; an option that the method needs is missing or no such number.
    """
    options, method = description.options, method_of(description)
    if method == AUTOENCODER:
        width, latent = (_option(options, f"autoencoder.{name}", 1, _WIDEST) for name in ("width", "latent"))
        return _autoencoder(int(width), int(latent), seed)
    classes = len(description.classes)
    if method != "confidence":
        return build_model(description.model, classes, seed=seed, weights=weights)
    # one channel more: the branch
    network = build_model(description.model, classes + 1, seed=seed, weights=weights)
    return with_confidence(network, _option(options, "confidence.weight", 0, math.inf))


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


def _autoencoder(width: int, latent: int, seed: int) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return SpatialAutoencoder(width, latent)


def _option(options: Mapping[str, Any], name: str, low: float, high: float) -> float:
    """A number among the options of `run.json`, where people may have edited it."""
    value = options.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise CaosError(
            f"run.json: options.{name} = {value!r}, not a number from {low:g} to {high:g}; "
            "copy the run again, or train again into a new folder"
        )
    return value
