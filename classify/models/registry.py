"""Networks by the names of the thesis's tables, made by timm; and small ones for CPUs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import timm
import torch
from timm.models.res2net import Bottle2neck
from timm.models.resnet import Bottleneck, ResNet
from torch import nn

from caos.errors import CaosError
from caos.lookup import look_up

from .small import small_resnet
from .weights import load_file

TIMM: Final = "timm/"
"""Before any other name that timm knows."""


@dataclass(frozen=True, slots=True)
class Network:
    """How a network is made.

    Attributes:
        tables: where the thesis has it, and what stands in for it.
        timm: timm's name, or None where `parts` say how timm's ResNet is put together.
        options: further arguments of `timm.create_model`.
        parts: arguments of timm's `ResNet`, or of `small_resnet`.
        small: for images of 32 to 128 pixels.
    """

    tables: str
    timm: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    small: bool = False


_CBAM: Final = {"block_args": {"attn_layer": "cbam"}}
_V1B: Final = {"stem_type": "deep", "stem_width": 32, "avg_down": True, "base_width": 26}
_WSL: Final = "weights resnext101_32x{}d_wsl of Facebook's WSL-Images, architecture ResNeXt-101 32x{}d"

MODELS: Final[Mapping[str, Network]] = MappingProxyType(
    {
        "resnet50": Network("ResNet-50, every table", "resnet50"),
        "resnet101": Network("ResNet-101, figure 3.8", "resnet101"),
        "resnet152": Network("ResNet-152, larger model", "resnet152"),
        "resnext50_32x4d": Network("ResNeXt-50 32x4d", "resnext50_32x4d"),
        "resnext101_32x4d": Network("ResNeXt-101 32x4d", "resnext101_32x4d"),
        "resnext101_32x8d": Network("ResNeXt-101 32x8d, larger model", "resnext101_32x8d"),
        "resnext101_32x8d_wsl": Network(_WSL.format(8, 8), "resnext101_32x8d"),
        "resnext101_32x16d_wsl": Network(_WSL.format(16, 16), "resnext101_32x16d"),
        "resnext101_32x32d_wsl": Network(_WSL.format(32, 32), "resnext101_32x32d"),
        "resnext101_32x48d_wsl": Network(
            _WSL.format(48, 48) + "; timm has no such name, its ResNet has the parts",
            parts={"block": Bottleneck, "layers": (3, 4, 23, 3), "cardinality": 32, "base_width": 48},
        ),
        "se_resnet50": Network("ResNet-50 + SE: timm's seresnet50", "seresnet50"),
        "se_resnet101": Network("ResNet-101 + SE: timm's seresnet101", "seresnet101"),
        "se_resnet152": Network("ResNet-152 + SE: timm's seresnet152", "seresnet152"),
        "se_resnext50_32x4d": Network("ResNeXt-50 32x4d + SE: timm's seresnext50_32x4d", "seresnext50_32x4d"),
        "se_resnext101_32x4d": Network("ResNeXt-101 32x4d + SE", "seresnext101_32x4d"),
        "cbam_resnet50": Network(
            "ResNet-50 + CBAM: timm has the module but no such name; after the third convolution of "
            "each block, as in the paper; published weights have other keys",
            "resnet50",
            _CBAM,
        ),
        "cbam_resnet152": Network("ResNet-152 + CBAM, as cbam_resnet50", "resnet152", _CBAM),
        "res2net50_v1b": Network("Res2Net-50 v1b: timm calls v1b res2net50d", "res2net50d"),
        "res2net101_v1b": Network("Res2Net-101 v1b: timm calls v1b res2net101d", "res2net101d"),
        "res2net152_v1b": Network(
            "Res2Net-152 v1b: timm stops at 101; its blocks in the depths 3, 8, 36, 3",
            parts={"block": Bottle2neck, "layers": (3, 8, 36, 3), "block_args": {"scale": 4}, **_V1B},
        ),
        "dpn68": Network("DPN-68, figure A.6a", "dpn68"),
        "dpn98": Network("DPN-98, larger model, figure A.6a", "dpn98"),
        "vit_small": Network("ViT-S/16", "vit_small_patch16_224"),
        "vit_base": Network("ViT-B/16", "vit_base_patch16_224"),
        "vit_thesis": Network(
            "the ViT of chapter 7: width 1024, 6 layers, 8 heads; 16-pixel patches are our reading, and its "
            "extra layer of 2048 before the head is left out",
            "vit_base_patch16_224",
            {"embed_dim": 1024, "depth": 6, "num_heads": 8},
        ),
        "resnet_small": Network("for CPUs: ResNet-18's depth, 16 to 128 channels", small=True),
        "resnet_small_wide": Network("twice as wide: the larger model", parts={"width": 32}, small=True),
        "resnet_small_se": Network("resnet_small + SE", parts={"attention": "se"}, small=True),
        "resnet_small_cbam": Network("resnet_small + CBAM", parts={"attention": "cbam"}, small=True),
    }
)
"""Name -> network."""


def build_model(
    name: str,
    num_classes: int,
    *,
    seed: int,
    weights: Path | None = None,
    new_head: bool = False,
    image_size: int | None = None,
) -> nn.Module:
    """Make a network; initial weights depend on `seed` alone.

    Args:
        name: key of `MODELS`, or "timm/NAME" for anything else that timm has.
        num_classes: logits.
        seed: of the random initialisation; torch's global generator is forked for it and restored.
        weights: local file to start from (safetensors, or torch's format without code): this network's state
            dict, also in a checkpoint's "state_dict" and with DataParallel's "module." in front.
        new_head: leave the classifier as initialised, for weights of other classes.
        image_size: side of the images, for Vision Transformers, whose positions depend on it; None is 224.

    Returns:
        (N, 3, H, W) ImageNet-normalised -> logits (N, num_classes).

    Raises:
        CaosError: an unknown name, a size that the network cannot take, or weights that do not fit.
    """
    if name.startswith(TIMM):
        network = Network(name, _timm_name(name.removeprefix(TIMM)))
    else:
        network = look_up("model", name, MODELS)
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        made = _make(name, network, num_classes, image_size)
    if weights is not None:
        load_file(made, weights, new_head=new_head)
    return made


def _make(name: str, network: Network, num_classes: int, image_size: int | None) -> nn.Module:
    if network.small:
        return small_resnet(num_classes, **network.parts)
    if network.timm is None:
        return ResNet(num_classes=num_classes, **network.parts)
    options = dict(network.options)
    if image_size is not None and network.timm.startswith("vit_"):
        options["img_size"] = image_size
    try:
        return timm.create_model(network.timm, pretrained=False, num_classes=num_classes, **options)
    except (AssertionError, RuntimeError, TypeError, ValueError) as cause:
        first = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise CaosError(
            f"model {name!r} with image_size {image_size}: timm cannot make it ({first})"
        ) from cause


def _timm_name(name: str) -> str:
    if not timm.is_model(name):
        look_up("timm model", name, dict.fromkeys(_near(name)))
    return name


def _near(name: str) -> list[str]:
    """A few of timm's thousand names, for the message."""
    return timm.list_models(f"*{name.split('_')[0][:6]}*")[:20] or ["resnet50"]
