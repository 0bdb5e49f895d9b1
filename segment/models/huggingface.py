"""SegFormer and Mask2Former of HuggingFace: `hf/segformer-b0`, `hf/nvidia/segformer-b2-...`, `hf/FOLDER`.

Networks are made from their configuration, without a download; the extra `hf` brings `transformers`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from caos.errors import CaosError
from caos.extras import require

from .classifying import classify_at, pad_to_multiple

PREFIXES: Final = ("hf/", "hf:")

_SEGFORMER: Final[Mapping[str, tuple[tuple[int, ...], tuple[int, ...], int]]] = {
    "segformer-b0": ((2, 2, 2, 2), (32, 64, 160, 256), 256),
    "segformer-b1": ((2, 2, 2, 2), (64, 128, 320, 512), 256),
    "segformer-b2": ((3, 4, 6, 3), (64, 128, 320, 512), 768),
    "segformer-b3": ((3, 4, 18, 3), (64, 128, 320, 512), 768),
    "segformer-b4": ((3, 8, 27, 3), (64, 128, 320, 512), 768),
    "segformer-b5": ((3, 6, 40, 3), (64, 128, 320, 512), 768),
}
"""Name -> depths, widths, width of the decoder (Xie et al., NeurIPS 2021, table 6)."""

_MASK2FORMER: Final[Mapping[str, tuple[tuple[int, ...], int, tuple[int, ...], int]]] = {
    "mask2former-swin-tiny": ((2, 2, 6, 2), 96, (3, 6, 12, 24), 7),
    "mask2former-swin-small": ((2, 2, 18, 2), 96, (3, 6, 12, 24), 7),
    "mask2former-swin-base": ((2, 2, 18, 2), 128, (4, 8, 16, 32), 12),
    "mask2former-swin-large": ((2, 2, 18, 2), 192, (6, 12, 24, 48), 12),
}
"""Name -> depths, width, heads and window of its Swin backbone (Cheng et al., CVPR 2022)."""

_DROPOUT: Final = 0.1
_LEAST_SCORE: Final = 1e-6
_STRIDE: Final = 32


class SegFormer(nn.Module):
    """HuggingFace's SegFormer, cut before its classifier (Xie et al., NeurIPS 2021).

    Args:
        model: a `SegformerForSemanticSegmentation`; its dropout and classifier move here.
    """

    backbone = "segformer."

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.classifier = model.decode_head.classifier
        self.dropout = nn.Dropout2d(_DROPOUT)
        model.decode_head.classifier = nn.Identity()
        model.decode_head.dropout = nn.Identity()
        self.model = model

    def forward(self, images: Tensor) -> tuple[Tensor, None]:
        """Logits (N, C, H, W) float32 of ImageNet-normalised images (N, 3, H, W) of any size."""
        height, width = images.shape[-2:]
        return self.classify(self.features(images), (height, width)), None

    def features(self, images: Tensor) -> Tensor:
        """Input of the classifier before its dropout: (N, D, H / 4, W / 4), rounded up."""
        features: Tensor = self.model(pixel_values=images).logits
        return features

    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, C, H, W) float32 at `size`; drops channels only in training."""
        return classify_at(self.classifier, self.dropout(features), size)


class Mask2Former(nn.Module):
    r"""HuggingFace's Mask2Former as a network with one logit per pixel and class (Cheng et al., CVPR 2022).

    Its standard post-processing gives pixel x the class scores :math:`S_c(x) = \sum_q p_q(c) m_q(x)`, with
    the softmax p of query q (without "no object") and the sigmoid m of its mask at the size of the image.
    The logits are :math:`\log S_c`: their argmax is that of S, their softmax is S divided by its sum, and
    -max_logit ranks pixels as the maximum of S does. Training minimises the cross-entropy of that softmax;
    the paper's matching of queries to segments is not done.

    Which queries there are depends on the image, so the classifier is no function of features: this network
    shows none.

    Args:
        model: a `Mask2FormerForUniversalSegmentation`.
    """

    backbone = "model.pixel_level_module.encoder."

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> tuple[Tensor, None]:
        """Logits (N, C, H, W) float32 of ImageNet-normalised images (N, 3, H, W) of any size."""
        height, width = images.shape[-2:]
        padded = pad_to_multiple(images, _STRIDE)
        output = self.model(pixel_values=padded)
        with torch.autocast(images.device.type, enabled=False):
            masks = F.interpolate(
                output.masks_queries_logits.float(), padded.shape[-2:], mode="bilinear", align_corners=False
            )[..., :height, :width].sigmoid()
            classes = output.class_queries_logits.float().softmax(dim=-1)[..., :-1]
            scores = torch.einsum("bqc,bqhw->bchw", classes, masks)
            return scores.clamp(min=_LEAST_SCORE).log(), None


def hf_network(name: str) -> Callable[[int], nn.Module]:
    """The maker of the network called `name`, without "hf/" in front.

    A folder with a `config.json` counts first; else the name of a model or of somebody's fine-tuned one, of
    which only the architecture is taken ("nvidia/segformer-b0-finetuned-ade-512-512" is "segformer-b0").

    Raises:
        CaosError: `transformers` is missing, or the name is unknown; the message names the nearest.
    """
    transformers = require("transformers", extra="hf")
    folder = Path(name).expanduser()
    if (folder / "config.json").is_file():
        return lambda num_classes: _wrap(transformers, _config_of(transformers, folder, num_classes))
    base = name.rpartition("/")[2].lower().replace("mit-b", "segformer-b")
    short = next((known for known in (*_SEGFORMER, *_MASK2FORMER) if base.startswith(known)), None)
    if short is None:
        known = (*_SEGFORMER, *_MASK2FORMER)
        nearest = difflib.get_close_matches(base, known, n=1)
        hint = f" (did you mean 'hf/{nearest[0]}'?)" if nearest else ""
        raise CaosError(
            f"model 'hf/{name}': no folder with a config.json, and no model known by name{hint}; "
            f"known: {', '.join(known)}"
        )
    return lambda num_classes: _wrap(transformers, _known_config(transformers, short, num_classes))


def load_folder(network: nn.Module, folder: Path) -> None:
    """Start from a HuggingFace folder (`config.json`, `model.safetensors`): its backbone, and what else fits.

    Raises:
        CaosError: the network is none of HuggingFace's, or the folder has no weights of its backbone.
    """
    if not isinstance(network, (SegFormer, Mask2Former)):
        raise CaosError(f"{folder}: a folder of weights is for models called hf/...; give a file of weights")
    if not (folder / "model.safetensors").is_file():
        raise CaosError(
            f"{folder}: no model.safetensors; a HuggingFace folder of weights has it beside config.json"
        )
    build, config = type(network.model), network.model.config
    try:
        model, info = build.from_pretrained(
            folder, config=config, local_files_only=True, ignore_mismatched_sizes=True, use_safetensors=True,
            output_loading_info=True,
        )  # fmt: skip
    except Exception as cause:  # whatever transformers raises on files that are none of its own
        raise CaosError(f"{folder}: not readable as weights ({_one_line(cause)}); copy it again") from cause
    lacking = [*info["missing_keys"], *(name for name, *_ in info["mismatched_keys"])]
    lacking = sorted(name for name in lacking if name.startswith(type(network).backbone))
    if lacking:
        raise CaosError(
            f"{folder}: weights of another network: {lacking[0]!r} differs; choose the model of the folder"
        )
    network.load_state_dict(type(network)(model).state_dict())


def _wrap(transformers: ModuleType, config: Any) -> SegFormer | Mask2Former:
    if config.model_type == "segformer":
        return SegFormer(transformers.SegformerForSemanticSegmentation(config))
    if config.model_type == "mask2former":
        return Mask2Former(transformers.Mask2FormerForUniversalSegmentation(config))
    raise CaosError(f"config.json: a model of type {config.model_type!r}; known: segformer, mask2former")


def _config_of(transformers: ModuleType, folder: Path, num_classes: int) -> Any:
    try:
        return transformers.AutoConfig.from_pretrained(folder, local_files_only=True, num_labels=num_classes)
    except Exception as cause:  # whatever transformers raises on files that are none of its own
        raise CaosError(f"{folder / 'config.json'}: not readable as a model ({_one_line(cause)})") from cause


def _known_config(transformers: ModuleType, short: str, num_classes: int) -> Any:
    if short in _SEGFORMER:
        depths, widths, decoder = _SEGFORMER[short]
        return transformers.SegformerConfig(
            depths=depths, hidden_sizes=widths, decoder_hidden_size=decoder, num_labels=num_classes
        )
    depths, width, heads, window = _MASK2FORMER[short]
    backbone = transformers.SwinConfig(
        depths=depths,
        embed_dim=width,
        num_heads=heads,
        window_size=window,
        drop_path_rate=0.3,
        out_features=["stage1", "stage2", "stage3", "stage4"],
    )
    return transformers.Mask2FormerConfig(
        backbone_config=backbone, num_queries=200 if short.endswith("large") else 100, num_labels=num_classes
    )


def _one_line(cause: Exception) -> str:
    return (str(cause).splitlines() or [type(cause).__name__])[0][:120]
