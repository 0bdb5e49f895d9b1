"""Names of the networks, and how to make one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import torch
from torch import nn

from caos.errors import CaosError
from caos.lookup import look_up
from caos.training.checkpoints import read_tensors

from .pspnet import PSPNet


def pspnet_resnet101(num_classes: int) -> nn.Module:
    """The thesis's network: ResNet-101 dilated to stride 8, pyramid pooling, deep supervision on stage 3."""
    return PSPNet("resnet101", num_classes)


def pspnet_resnet18(num_classes: int) -> nn.Module:
    """For CPUs: ResNet-18 up to stage 3 of 4 (stride 16), a light pyramid, and stride 4 for small things.

    The fourth stage would double the cost of a step, which random weights and few minutes cannot repay.
    """
    return PSPNet(
        "resnet18",
        num_classes,
        stages=4,
        stride=16,
        width=128,
        skip=32,
        deep_supervision=False,
    )


MODELS: Final[Mapping[str, Callable[[int], nn.Module]]] = {
    "pspnet_resnet101": pspnet_resnet101,
    "pspnet_resnet18": pspnet_resnet18,
}
"""Name -> function that makes the network for a number of classes, randomly initialised."""


def build_model(name: str, num_classes: int, *, seed: int, weights: Path | None = None) -> nn.Module:
    """Make a network; initial weights depend on `seed` alone.

    torch's initialisers know only its global generator: it is forked, seeded and restored.

    Args:
        name: key of `MODELS`.
        num_classes: channels of the logits.
        seed: of the random initialisation.
        weights: local file (safetensors, or torch's format without code) of the whole network or of its
            encoder; tensors whose name and shape fit are taken, for the encoder also without the `encoder.`
            in front (torchvision's names).

    Raises:
        CaosError: an unknown name; a file that is unreadable or fits nowhere.
    """
    build = look_up("model", name, MODELS)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        network = build(num_classes)
    if weights is not None:
        _take_over(network, weights)
    return network


def _take_over(network: nn.Module, file: Path) -> None:
    """Copy the tensors of `file` that fit. The classifier of another class count stays as initialised."""
    expected = network.state_dict()
    found = {
        name if name in expected else f"encoder.{name}": tensor for name, tensor in read_tensors(file).items()
    }
    fitting = {
        name: tensor
        for name, tensor in found.items()
        if name in expected and tensor.shape == expected[name].shape
    }
    encoder = [name for name in expected if name.startswith("encoder.")]
    missing = [name for name in encoder if name not in fitting]
    if missing:
        raise CaosError(
            f"{file}: weights of another network: {len(missing)} of {len(encoder)} encoder tensors are "
            f"missing or of another shape, {missing[0]!r} first; give weights of this model or its encoder"
        )
    network.load_state_dict(fitting, strict=False)
