"""Style transfer as an augmentation (Geirhos et al., ICLR 2019): textures of paintings on training images."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from caos.config import ConfigModel
from caos.errors import CaosError
from caos.frames.images import read_image
from caos.training.checkpoints import read_tensors

from .adain import AdaIN
from .geometry import Image

SUFFIXES: Final = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".webp"})
LEAST_SIDE: Final = 9
"""Below this the deepest features are one pixel wide, which cannot be reflected."""

_WAY_OUT: Final = (
    "style transfer needs vgg_normalised.pth and decoder.pth (releases of naoto0804/pytorch-AdaIN on GitHub) "
    "and a folder of paintings; put them there, or leave style_transfer out"
)


class StyleSettings(ConfigModel):
    """Settings; nothing is ever fetched.

    Attributes:
        encoder: file of the encoder's weights, `vgg_normalised.pth`; safetensors as well.
        decoder: file of the decoder's weights, `decoder.pth`.
        styles: folder of style images, searched with its sub-folders.
        style_size: pixels of a style image's shorter side when it is read.
        alpha: strength; 1 is Stylized-ImageNet's.
        share: share of images that are restyled.
    """

    encoder: Path = Path("weights/vgg_normalised.pth")
    decoder: Path = Path("weights/decoder.pth")
    styles: Path = Path("data/styles")
    style_size: int = Field(default=256, ge=LEAST_SIDE, le=4096)
    alpha: float = Field(default=1.0, ge=0, le=1)
    share: float = Field(default=0.5, gt=0, le=1)


class StyleTransfer:
    """Restyle an image after a style image drawn uniformly.

    Attributes:
        settings: what it was made from.
        network: in evaluation mode, in float32; move it to another device to restyle there.
        files: the style images, sorted by name.

    Raises:
        CaosError: weights or style images are missing, or are of another kind.
    """

    def __init__(self, settings: StyleSettings | None = None) -> None:
        self.settings = settings or StyleSettings()
        self.network = load_adain(self.settings.encoder, self.settings.decoder)
        self.files = style_files(self.settings.styles)

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """Augment (H, W, 3) uint8 of at least 9 pixels per side."""
        if rng.random() >= self.settings.share:
            return image
        file = self.files[rng.integers(len(self.files))]
        style = _resized(read_image(file), self.settings.style_size)
        if min(*image.shape[:2], *style.shape[:2]) < LEAST_SIDE:
            raise CaosError(
                f"style_transfer: images need sides of {LEAST_SIDE} pixels at least; enlarge them"
            )
        device = next(self.network.parameters()).device
        with torch.inference_mode():
            content, painting = (_as_tensor(each).to(device) for each in (image, style))
            restyled = self.network(content, painting, self.settings.alpha)[0].permute(1, 2, 0)
        return np.asarray(np.rint(restyled.cpu().numpy() * 255.0), dtype=np.uint8)


def load_adain(encoder: Path, decoder: Path) -> AdaIN:
    """The network with weights of local files, in evaluation mode.

    The published encoder file goes on after relu4_1; those layers are left out.

    Raises:
        CaosError: a file is missing, unreadable, or holds weights of another network.
    """
    for file in (encoder, decoder):
        if not file.is_file():
            raise CaosError(f"{file}: no such file: {_WAY_OUT}")
    network = AdaIN()
    _load(network.encoder, read_tensors(encoder), encoder, further=True)
    _load(network.decoder, read_tensors(decoder), decoder, further=False)
    return network.eval().requires_grad_(requires_grad=False)


def style_files(folder: Path) -> tuple[Path, ...]:
    """All pictures in `folder` and below, sorted.

    Raises:
        CaosError: there are none.
    """
    found = tuple(sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES))
    if not found:
        raise CaosError(f"{folder}: no style images ({', '.join(sorted(SUFFIXES))}): {_WAY_OUT}")
    return found


def _load(part: nn.Sequential, tensors: Mapping[str, Tensor], file: Path, *, further: bool) -> None:
    expected = part.state_dict()
    unfit = [name for name in expected if name not in tensors or tensors[name].shape != expected[name].shape]
    unfit += [] if further else [name for name in tensors if name not in expected]
    if unfit:
        raise CaosError(f"{file}: weights of another network: {unfit[0]!r} does not fit; {_WAY_OUT}")
    part.load_state_dict({name: tensors[name] for name in expected})


def _resized(image: Image, shorter: int) -> Image:
    height, width = image.shape[:2]
    factor = shorter / min(height, width)
    size = (max(shorter, round(width * factor)), max(shorter, round(height * factor)))
    return np.asarray(
        cv2.resize(image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    )


def _as_tensor(image: Image) -> Tensor:
    pixels = torch.from_numpy(np.ascontiguousarray(image)).permute(2, 0, 1)
    return pixels[None].float() / 255.0
