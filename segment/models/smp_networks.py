"""Any architecture of smp on any of its encoders: `unet/resnet34`, `fpn/tu-convnext_tiny`, ..."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, Final

import segmentation_models_pytorch as smp
import timm
from torch import Tensor, nn

from caos.errors import CaosError

from .classifying import classify_at, pad_to_multiple

ARCHITECTURES: Final = tuple(name for name in smp.MODEL_ARCHITECTURES_MAPPING if name != "dpt")
"""DPT is left out: its vision transformers read one size of image only."""

_STRIDE: Final = 32
_DROPOUT: Final = 0.1
"""As in the PSPNets; the decoders of some architectures drop on their own as well."""


class SmpNetwork(nn.Module):
    """Encoder and decoder of smp; their output, dropped out by channel, feeds a classifier.

    smp's own networks refuse images that 32 does not divide. Here they are padded below and to the right, and
    what was padded is cut off again.

    Args:
        architecture: one of `ARCHITECTURES`.
        encoder: name of an smp encoder, or "tu-" and the name of a timm model.
        num_classes: channels of the logits.

    Raises:
        CaosError: the two do not go together.
    """

    def __init__(self, architecture: str, encoder: str, num_classes: int) -> None:
        super().__init__()
        model = _create(architecture, encoder, num_classes)
        self.encoder_name = encoder
        self.encoder, self.decoder = model.encoder, model.decoder
        self.dropout = nn.Dropout2d(_DROPOUT)
        self.classifier, upsampling = model.segmentation_head[0], model.segmentation_head[1]
        self._upsampling = int(getattr(upsampling, "scale_factor", 1))

    def forward(self, images: Tensor) -> tuple[Tensor, None]:
        """Logits (N, num_classes, H, W) float32 of ImageNet-normalised images (N, 3, H, W) of any size."""
        height, width = images.shape[-2:]
        return self.classify(self.features(images), (height, width)), None

    def features(self, images: Tensor) -> Tensor:
        """Input of the classifier before its dropout, (N, D, h, w), h = H / stride rounded up."""
        height, width = images.shape[-2:]
        decoded: Tensor = self.decoder(self.encoder(pad_to_multiple(images, _STRIDE)))
        return decoded[..., : -(-height // self._upsampling), : -(-width // self._upsampling)]

    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, num_classes, H, W) float32 at `size`; drops channels only in training."""
        height, width = (side * self._upsampling for side in features.shape[-2:])
        logits = classify_at(self.classifier, self.dropout(features), (height, width))
        return logits[..., : size[0], : size[1]]


def smp_network(name: str) -> Callable[[int], nn.Module]:
    """The maker of the network `ARCHITECTURE/ENCODER`.

    Raises:
        CaosError: one of the two is unknown; the message names the nearest.
    """
    architecture, _, encoder = name.partition("/")
    if architecture not in ARCHITECTURES:
        raise _unknown(name, "architecture", architecture, ARCHITECTURES, ", ".join(ARCHITECTURES))
    if encoder.startswith("tu-"):
        if not timm.is_model(encoder.removeprefix("tu-").partition(".")[0]):
            raise _unknown(
                name, "encoder", encoder, [f"tu-{model}" for model in timm.list_models()], "those of timm"
            )
    elif encoder not in smp.encoders.get_encoder_names():
        names = [known for known in smp.encoders.get_encoder_names() if not known.startswith("timm-")]
        raise _unknown(
            name, "encoder", encoder, names, f"the {len(names)} of smp, and tu-NAME for those of timm"
        )
    return partial(SmpNetwork, architecture, encoder)


def _unknown(name: str, kind: str, part: str, known: Collection[str], told: str) -> CaosError:
    nearest = difflib.get_close_matches(part, known, n=1)
    hint = f" (did you mean {nearest[0]!r}?)" if nearest else ""
    return CaosError(f"model {name!r}: unknown {kind} {part!r}{hint}; known: {told}")


def _create(architecture: str, encoder: str, num_classes: int) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of names like "timm-..."
            return smp.create_model(architecture, encoder, encoder_weights=None, classes=num_classes)
    except Exception as cause:  # whatever smp and timm raise of pairs that they cannot build
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise CaosError(
            f"model '{architecture}/{encoder}' cannot be built: {reason}; choose another pair"
        ) from cause
