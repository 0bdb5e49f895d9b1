"""The three nets of DeepAugment behind one face: draw a network, pass pictures through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeVar

import numpy as np
import torch
from torch import Tensor

from caos.lookup import look_up

from ..noise2net import Architecture, draw_architecture, draw_weights, noise2net
from ..noise2net.network import EPSILON
from . import cae_weights, edsr_weights
from .cae_pass import CaePass, CodePlan, prepare_cae
from .edsr import SCALE
from .edsr_pass import EdsrPass, SignalPlan, prepare_edsr
from .pictures import Pixels, resize, to_pixels, to_tensor
from .terms import WeightDistortion, Weights
from .weights import default_weights, load_network

Network = TypeVar("Network")
Names: TypeAlias = tuple[str, ...]

PUBLISHED_SIZE: Final = 512
"""Shorter side of the published results."""

_MULTIPLE: Final = 4
_EDSR_DRAWS: Final = 3
_MEAN: Final = (0.485, 0.456, 0.406)
_DEVIATION: Final = (0.229, 0.224, 0.225)


class Distorter(Protocol[Network]):
    """A net with its settings."""

    def draw_network(self, rng: np.random.Generator) -> tuple[Network, Names]:
        """A distorted network, and the names of what was done to its weights."""

    def distort(self, network: Network, pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, Names]:
        """A picture passed through, (H, W, 3) uint8, and the names of what was done to the signal."""


@dataclass(frozen=True, slots=True)
class EdsrDistorter:
    """EDSR: a picture is made four times smaller than the result, and enlarged by the distorted network.

    Attributes:
        clean: the network as it was trained.
        size: shorter side of the result, a multiple of 4.
        published: exactly as in the authors' code.
    """

    clean: EdsrPass
    size: int = PUBLISHED_SIZE
    published: bool = False

    def draw_weights(self, rng: np.random.Generator) -> tuple[dict[str, Tensor], Names]:
        """Tensors changed by three weight distortions of seventeen, with replacement, one after the other."""
        known = tuple(edsr_weights.WEIGHTS)
        names = tuple(known[index] for index in rng.integers(len(known), size=_EDSR_DRAWS))
        return apply_in_turn(self.clean.weights, names, edsr_weights.WEIGHTS, rng, self.published), names

    def draw_network(self, rng: np.random.Generator) -> tuple[EdsrPass, Names]:
        """The network with such weights."""
        changed, names = self.draw_weights(rng)
        return self.clean.distorted(changed), names

    def distort(self, network: EdsrPass, pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, Names]:
        """One distortion before the body and one within, or none."""
        plan = SignalPlan.draw(rng, published=self.published)
        small = to_tensor(resize(pixels, self.size // SCALE))
        return to_pixels(network.run(small, plan)), plan.names


@dataclass(frozen=True, slots=True)
class CaeDistorter:
    """CAE: a picture is encoded, its code distorted and decoded by the distorted network.

    Attributes:
        clean: the network as it was trained.
        size: shorter side of the result, a multiple of 4; the longer one is rounded down to a multiple of 4.
        published: exactly as in the authors' code.
    """

    clean: CaePass
    size: int = PUBLISHED_SIZE
    published: bool = False

    def draw_weights(self, rng: np.random.Generator) -> tuple[dict[str, Tensor], Names]:
        """Tensors changed by one weight distortion of eight."""
        names = (cae_weights.DRAWN[rng.integers(len(cae_weights.DRAWN))],)
        return apply_in_turn(self.clean.weights, names, cae_weights.WEIGHTS, rng, self.published), names

    def draw_network(self, rng: np.random.Generator) -> tuple[CaePass, Names]:
        """The network with such weights."""
        changed, names = self.draw_weights(rng)
        return self.clean.distorted(changed), names

    def distort(self, network: CaePass, pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, Names]:
        """One signal distortion of nine."""
        plan = CodePlan.draw(rng, published=self.published)
        image = to_tensor(resize(pixels, self.size, _MULTIPLE)) / 255.0
        return to_pixels(255.0 * network.run(image, plan)), plan.names


@dataclass(frozen=True, slots=True)
class Noise2NetDistorter:
    """Noise2Net on files: kernel sizes and dilations per network, weights and strength per picture.

    Attributes:
        size: shorter side of the result.
    """

    size: int = PUBLISHED_SIZE

    def draw_network(self, rng: np.random.Generator) -> tuple[Architecture, Names]:
        """Kernel sizes and dilations; their names: "3x3/2", one per branch."""
        architecture = draw_architecture(rng)
        return architecture, tuple(f"{k}x{k}/{d}" for block in architecture for k, d in block)

    def distort(
        self, network: Architecture, pixels: Pixels, rng: np.random.Generator
    ) -> tuple[Pixels, Names]:
        """New weights and strength for each picture."""
        mean, deviation = (torch.tensor(values).view(1, 3, 1, 1) for values in (_MEAN, _DEVIATION))
        image = (to_tensor(resize(pixels, self.size)) / 255.0 - mean) / deviation
        numbers = torch.Generator().manual_seed(int(rng.integers(2**62)))
        epsilon = float(rng.uniform(*EPSILON))
        with torch.inference_mode():
            distorted = noise2net(image, network, draw_weights(network, 1, numbers), epsilon)
        return to_pixels(255.0 * (distorted * deviation + mean)), (f"epsilon={epsilon:.3f}",)


NETS: Final[Mapping[str, str]] = {
    "edsr": "super-resolution network, distorted (Lim et al. 2017)",
    "cae": "compressive autoencoder, distorted (Theis et al. 2017)",
    "noise2net": "random network, another one per image",
}


def open_distorter(net: str, weights: Path | None, size: int, *, published: bool) -> Distorter[object]:
    """Build a distorter by name.

    Args:
        net: one of `NETS`.
        weights: file; by default the weights that come along. Noise2Net takes none.
        size: shorter side of the results, a multiple of 4.
        published: exactly as in the authors' code, where that seems to differ from what was meant.

    Raises:
        CaosError: unknown net, or weights that do not fit.
    """
    look_up("net", net, NETS)
    if net == "noise2net":
        return Noise2NetDistorter(size)  # type: ignore[return-value]
    state: dict[str, Tensor] = load_network(net, weights or default_weights(net)).state_dict()
    if net == "edsr":
        return EdsrDistorter(prepare_edsr(state), size, published)  # type: ignore[return-value]
    return CaeDistorter(prepare_cae(state), size, published)  # type: ignore[return-value]


def apply_in_turn(
    weights: Weights,
    names: Names,
    registry: Mapping[str, WeightDistortion],
    rng: np.random.Generator,
    published: bool,
) -> dict[str, Tensor]:
    """Apply distortions by name, one after the other; returns the tensors that changed."""
    changed: dict[str, Tensor] = {}
    for name in names:
        changed.update(registry[name]({**weights, **changed}, rng, published))
    return changed
