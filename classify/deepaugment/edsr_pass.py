"""EDSR's pass through distorted weights and signals, image by image, fast.

The result is that of `EDSR.forward` but for rounding, with less work:

- The upsampler and the last convolution have no activation between them. Away from the border they are one
  5x5 convolution to 48 channels, a tenth of the multiplications; along the border, where each layer sees
  zeros of its own, one ring of input pixels is computed layer by layer.
- The 3x3 convolutions of the body go through `winograd` on CPUs.
- Weight distortions touch the body alone, so that of a new network only the changed convolutions are
  prepared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from . import edsr_signals as signals
from .edsr import RANGE, RGB_MEAN, SCALE
from .edsr_weights import block_count
from .terms import Weights
from .winograd import Kernels, conv3x3, prepare

_REACH: Final = 2
"""Input pixels that an output pixel depends on in each direction, within the tail."""

_SIDE: Final = 2 * _REACH + 1
_SPLIT: Final = 5
"""Signal distortions within the body come after this many of the published sixteen blocks."""


@dataclass(frozen=True, slots=True)
class EdsrPass:
    """A network ready to run.

    Attributes:
        weights: all tensors by name.
        body: prepared convolutions of the body by name.
        tail: the folded tail, (48, features, 5, 5) and (48,).
        blocks: residual blocks.
    """

    weights: Weights
    body: Mapping[str, Kernels]
    tail: tuple[Tensor, Tensor]
    blocks: int

    def distorted(self, changed: Weights) -> EdsrPass:
        """The same network with other tensors in its body."""
        weights = {**self.weights, **changed}
        names = {name.rpartition(".")[0] for name in changed}
        body = {**self.body, **{name: _prepared(weights, name) for name in sorted(names)}}
        return EdsrPass(weights, body, self.tail, self.blocks)

    @torch.inference_mode()
    def run(self, image: Tensor, plan: SignalPlan | None = None) -> Tensor:
        """Pass one image through.

        Args:
            image: (1, 3, H, W) float32 in 0..255.
            plan: what happens to the signal; nothing by default.

        Returns:
            (1, 3, 4 H, 4 W) float32, not clamped.
        """
        plan = plan or SignalPlan()
        centred = (image - _mean(image)).contiguous(memory_format=torch.channels_last)
        head = functional.conv2d(
            centred, self.weights["head.0.weight"], self.weights["head.0.bias"], padding=1
        )
        features = plan.apply("before", head)
        return self._tail(self._body(features, plan) + features) + _mean(image)

    def _body(self, features: Tensor, plan: SignalPlan) -> Tensor:
        split = _SPLIT * self.blocks // 16
        skipped = plan.skipped(self.blocks)
        steps = [step for step in range(self.blocks + 1) if step not in skipped]
        if plan.published and skipped:  # each block starts from the input again: only the last one counts
            steps = steps[-1:]
        values = features
        for step in steps:
            if step == split:
                values = plan.apply("within", values)
            values = self._step(values, step)
        return values

    def _step(self, values: Tensor, step: int) -> Tensor:
        """Block `step`, or the convolution that ends the body."""
        if step == self.blocks:
            return conv3x3(values, self.body[f"body.{step}"])
        inner = conv3x3(values, self.body[f"body.{step}.body.0"], slope=0.0)
        return conv3x3(inner, self.body[f"body.{step}.body.2"], residual=values)

    def _tail(self, features: Tensor) -> Tensor:
        if min(features.shape[2:]) < _SIDE:
            return _layer_by_layer(self.weights, features)
        folded = functional.conv2d(features, *self.tail, padding=_REACH)
        result = functional.pixel_shuffle(folded, SCALE)
        for axis in (2, 3):
            for end in (False, True):
                ring = _ring(self.weights, features, axis, end=end)
                start = result.shape[axis] - SCALE if end else 0
                result.narrow(axis, start, SCALE).copy_(ring)
        return result


@dataclass(frozen=True, slots=True)
class SignalPlan:
    """What happens to the signal of one image.

    Attributes:
        before: name in `edsr_signals.BEFORE`, or "none".
        within: name in `edsr_signals.WITHIN`, "skip_blocks", or "none".
        seed: of the generators that the distortions get.
        published: exactly as in the authors' code.
    """

    before: str = signals.NONE
    within: str = signals.NONE
    seed: int = 0
    published: bool = False

    @staticmethod
    def draw(rng: np.random.Generator, *, published: bool) -> SignalPlan:
        """One of each kind, uniformly."""
        before = signals.BEFORE_NAMES[rng.integers(len(signals.BEFORE_NAMES))]
        within = signals.WITHIN_NAMES[rng.integers(len(signals.WITHIN_NAMES))]
        return SignalPlan(before, within, int(rng.integers(2**62)), published)

    @property
    def names(self) -> tuple[str, ...]:
        """What will be done, without "none"."""
        return tuple(name for name in (self.before, self.within) if name != signals.NONE)

    def apply(self, place: str, features: Tensor) -> Tensor:
        """The distortion of `place` ("before" or "within"), if one was drawn that acts on activations."""
        registry, name = (signals.BEFORE, self.before) if place == "before" else (signals.WITHIN, self.within)
        if name not in registry:
            return features
        rng = np.random.default_rng([self.seed, len(place)])
        distorted = registry[name](features, rng, self.published)
        return distorted.contiguous(memory_format=torch.channels_last)

    def skipped(self, blocks: int) -> frozenset[int]:
        """Blocks that are left out."""
        if self.within != signals.SKIP:
            return frozenset()
        return signals.blocks_skipped(blocks, np.random.default_rng([self.seed, 0]))


@torch.inference_mode()
def prepare_edsr(weights: Weights) -> EdsrPass:
    """Get a network ready: fold its tail, transform its kernels.

    Args:
        weights: those of `EDSR`, float32, on the device to run on.
    """
    names = [
        name.removesuffix(".weight") for name in weights if name.startswith("body.") and "weight" in name
    ]
    body = {name: _prepared(weights, name) for name in names}
    return EdsrPass(dict(weights), body, _fold(weights), block_count(weights))


def _prepared(weights: Weights, name: str) -> Kernels:
    return prepare(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _mean(like: Tensor) -> Tensor:
    return RANGE * torch.tensor(RGB_MEAN).to(like).view(1, 3, 1, 1)


def _conv(weights: Weights, name: str, features: Tensor) -> Tensor:
    return functional.conv2d(features, weights[f"{name}.weight"], weights[f"{name}.bias"], padding=1)


def _layer_by_layer(weights: Weights, features: Tensor) -> Tensor:
    """The tail as it is written."""
    doubled = functional.pixel_shuffle(_conv(weights, "tail.0.0", features), 2)
    return _conv(weights, "tail.1", functional.pixel_shuffle(_conv(weights, "tail.0.2", doubled), 2))


def _fold(weights: Weights) -> tuple[Tensor, Tensor]:
    """The tail away from the border as one 5x5 convolution to (colour, row, column) of each 4x4 block.

    Its kernels are the answers to an impulse in each channel, seen from the outputs: turned about.
    """
    features = weights["tail.1.weight"].shape[1]
    device = weights["tail.1.weight"].device
    double = {name: tensor.double() for name, tensor in weights.items() if name.startswith("tail.")}
    silence = torch.zeros(1, features, _SIDE, _SIDE, dtype=torch.float64, device=device)
    impulses = torch.zeros(features, features, _SIDE, _SIDE, dtype=torch.float64, device=device)
    impulses[:, :, _REACH, _REACH] = torch.eye(features)
    rest = functional.pixel_unshuffle(_layer_by_layer(double, silence), SCALE)
    answers = functional.pixel_unshuffle(_layer_by_layer(double, impulses), SCALE) - rest
    kernels = answers.transpose(0, 1).flip(2, 3).float().contiguous(memory_format=torch.channels_last)
    return kernels, rest[0, :, _REACH, _REACH].float()


def _ring(weights: Weights, features: Tensor, axis: int, *, end: bool) -> Tensor:
    """The tail's outputs of the first (or last) line of input pixels along `axis`: four lines."""

    def edge(values: Tensor, lines: int) -> Tensor:
        return values.narrow(axis, values.shape[axis] - lines if end else 0, lines)

    first = edge(_conv(weights, "tail.0.0", edge(features, 3)), 2)
    second = edge(_conv(weights, "tail.0.2", functional.pixel_shuffle(first, 2)), 3)
    return edge(_conv(weights, "tail.1", functional.pixel_shuffle(second, 2)), SCALE)
