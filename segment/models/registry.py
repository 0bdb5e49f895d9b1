"""Names of the networks, and how to make one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import torch
from torch import nn

from caos.errors import CaosError
from caos.lookup import look_up

from . import huggingface
from .pspnet import PSPNet
from .smp_networks import smp_network
from .weights import IMAGENET, load_file, load_imagenet


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


def network_maker(name: str) -> Callable[[int], nn.Module]:
    """The function that makes the network called `name` for a number of classes.

    Args:
        name: key of `MODELS`; "ARCHITECTURE/ENCODER" of smp, such as "unet/resnet34" or
            "deeplabv3plus/tu-convnext_tiny"; or "hf/NAME" of HuggingFace, such as "hf/segformer-b0".

    Raises:
        CaosError: an unknown name; the message names the nearest.
    """
    for prefix in huggingface.PREFIXES:
        if name.startswith(prefix):
            return huggingface.hf_network(name.removeprefix(prefix))
    if "/" in name:
        return smp_network(name)
    try:
        return look_up("model", name, MODELS)
    except CaosError as error:
        raise CaosError(
            f"{error}, ARCHITECTURE/ENCODER of smp (unet/resnet34), hf/NAME of HuggingFace (hf/segformer-b0)"
        ) from None


def build_model(name: str, num_classes: int, *, seed: int, weights: Path | None = None) -> nn.Module:
    """Make a network; initial weights depend on `seed` alone.

    torch's initialisers know only its global generator: it is forked, seeded and restored.

    Args:
        name: see `network_maker`.
        num_classes: channels of the logits.
        seed: of the random initialisation.
        weights: local file (safetensors, or torch's format without code) of the whole network or of its
            encoder; tensors whose name and shape fit are taken, for the encoder also without the `encoder.`
            in front (torchvision's and timm's names). For HuggingFace's models also a folder of theirs.
            "imagenet" takes the encoder's ImageNet weights from the cache of smp or timm, or fetches them.

    Raises:
        CaosError: an unknown name; weights that are unreadable, fit nowhere or cannot be fetched.
    """
    build = network_maker(name)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        network = build(num_classes)
        if weights == IMAGENET:
            load_imagenet(network)
        elif weights is not None and weights.is_dir():
            huggingface.load_folder(network, weights)
        elif weights is not None:
            load_file(network, weights)
    return network
