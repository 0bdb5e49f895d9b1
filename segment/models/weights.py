"""Weights to start from: a local file, or ImageNet's through the caches of smp and timm."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

import segmentation_models_pytorch as smp
import timm
from huggingface_hub import try_to_load_from_cache
from torch import Tensor, nn

from caos.errors import CaosError
from caos.training.checkpoints import read_tensors

IMAGENET: Final = Path("imagenet")
"""What stands for "fetch the encoder's ImageNet weights" instead of a file."""

_FILE: Final = "model.safetensors"

_PREFIXES: Final = ("", "encoder.", "encoder.model.")
"""Of a whole network, of its encoder alone, of a timm model."""


def take_over(network: nn.Module, tensors: Mapping[str, Tensor], source: str) -> None:
    """Copy the tensors that fit. The classifier of another class count stays as initialised.

    Args:
        network: with its backbone in `encoder` where it has one; without, at least half of it must fit.
        tensors: by the names of the network, of its encoder, or of the timm model in it.
        source: where they come from, for the message.

    Raises:
        CaosError: weights of another network.
    """
    expected = network.state_dict()
    found = {_name_in(expected, name): tensor for name, tensor in tensors.items()}
    fitting = {
        name: tensor
        for name, tensor in found.items()
        if name in expected and tensor.shape == expected[name].shape
    }
    needed = [name for name in expected if name.startswith("encoder.")]
    missing = [name for name in needed if name not in fitting]
    if missing or 2 * len(fitting) < (0 if needed else len(expected)):
        missing = missing or [name for name in expected if name not in fitting]
        raise CaosError(
            f"{source}: weights of another network: {len(missing)} of {len(needed or expected)} "
            f"{'encoder ' if needed else ''}tensors are missing or of another shape, {missing[0]!r} first; "
            "give weights of this model or its encoder"
        )
    network.load_state_dict(fitting, strict=False)


def load_file(network: nn.Module, file: Path) -> None:
    """Start from a local file: safetensors, or torch's format without code.

    Raises:
        CaosError: unreadable, or weights of another network.
    """
    take_over(network, read_tensors(file), str(file))


def load_imagenet(network: nn.Module) -> None:
    """Start from the encoder's ImageNet weights: smp's or timm's file, from their cache or the network.

    Raises:
        CaosError: the network has no such encoder, or the file can be had from neither; the message names it,
            its address and where to put it.
    """
    encoder = getattr(network, "encoder_name", None)
    if not isinstance(encoder, str):
        raise CaosError(
            f'weights = "imagenet": there are none for {type(network).__name__} by name; '
            "give a local file or folder of weights"
        )
    repository, revision = _published(encoder)
    address = f"https://huggingface.co/{repository}/resolve/{revision}/{_FILE}"
    try:
        if not isinstance(try_to_load_from_cache(repository, _FILE, revision=revision), str):
            # smp and timm try for a minute, and tell every try
            urlopen(Request(address, method="HEAD"), timeout=10).close()
        tensors = smp.encoders.get_encoder(encoder, weights="imagenet").state_dict()
    except Exception as cause:  # whatever the hub, its HTTP library and the readers raise without a network
        raise CaosError(
            f'weights = "imagenet": {encoder} is not in the cache and cannot be fetched '
            f"({type(cause).__name__}); fetch {address} on another machine, put it anywhere here, say "
            f'weights/{encoder}.safetensors, and set weights = "weights/{encoder}.safetensors"'
        ) from cause
    take_over(network, tensors, address)


def _published(encoder: str) -> tuple[str, str]:
    """HuggingFace repository and revision of an encoder's ImageNet weights.

    Raises:
        CaosError: there are none.
    """
    if encoder.startswith("tu-"):
        config = timm.get_pretrained_cfg(encoder.removeprefix("tu-"))
        place = (config.hf_hub_id, "main") if config is not None and config.hf_hub_id else None
    else:
        entry = smp.encoders.encoders[encoder]["pretrained_settings"].get("imagenet")
        place = (entry["repo_id"], entry["revision"]) if entry else None
    if place is None:
        raise CaosError(
            f'weights = "imagenet": none are published for {encoder}; give a local file of weights'
        )
    return place


def _name_in(expected: Mapping[str, Tensor], name: str) -> str:
    """What the network calls the tensor `name`; timm has "stages.0." or "stages_0."."""
    flattened = re.sub(r"^(\w+)\.(\d+)\.", r"\1_\2.", name)
    candidates = [prefix + each for each in (name, flattened) for prefix in _PREFIXES]
    return next((candidate for candidate in candidates if candidate in expected), name)
