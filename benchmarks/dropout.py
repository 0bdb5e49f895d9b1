"""MC dropout with K passes: ours against K whole forward passes.

Ours runs the network once and dropout and classifier K times, which gives the same scores since our PSPNets
drop channels before the classifier only. The peer hides the two halves and runs the whole network K times,
with the same masks, running variance and softmax. Both include the one deterministic pass that an evaluation
makes anyway. Before the clock starts, the two scores must agree.

Run with `python -m benchmarks dropout`; about a minute on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial

import torch
from caos.segment.detectors.dropout import DropoutDetector
from caos.segment.models import build_model
from caos.segment.segmenter import Segmenter
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

from .options import MOST_SEED, whole
from .timing import Comparison, compare, spread

CLASSES = 13


class WithoutHalves(nn.Module):
    """A network that shows nothing but its logits."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        """Logits (N, C, H, W)."""
        logits: Tensor = self.network(images)[0]
        return logits


def compare_passes(model: str, images: Tensor, passes: int, rounds: int, seed: int) -> Comparison:
    """Time both, one deterministic pass and K stochastic ones each.

    Raises:
        AssertionError: they do not agree.
    """
    network = build_model(model, CLASSES, seed=seed).to(memory_format=torch.channels_last)
    contestants = [Segmenter(network, precision="32"), Segmenter(WithoutHalves(network), precision="32")]
    detectors = [DropoutDetector(segmenter, seed=seed, passes=passes) for segmenter in contestants]
    fast, slow = (
        partial(_score, segmenter, detector, images)
        for segmenter, detector in zip(contestants, detectors, strict=True)
    )
    torch.testing.assert_close(fast(), slow(), rtol=1e-3, atol=1e-7)
    return compare(fast, slow, rounds)


def _score(segmenter: Segmenter, detector: DropoutDetector, images: Tensor) -> Tensor:
    return detector.score(segmenter(images))


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks dropout", description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pspnet_resnet18", help="pspnet_resnet18 or pspnet_resnet101")
    parser.add_argument("--rounds", type=whole(1, 100), default=3, help="timed rounds per row (default 3)")
    parser.add_argument("--height", type=whole(32, 4096), default=270)
    parser.add_argument("--width", type=whole(32, 4096), default=480)
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    generator = torch.Generator().manual_seed(options.seed)
    images = torch.randn(1, 3, options.height, options.width, generator=generator)
    table = Table(title=f"{options.model}, one {options.width}x{options.height} image, float32")
    for column in ("K", "ours, ms", "K whole passes, ms", "times faster"):
        table.add_column(column, justify="right")
    for passes in (5, 10, 20):
        times = compare_passes(options.model, images, passes, options.rounds, options.seed)
        table.add_row(str(passes), spread(times.ours), spread(times.peer), f"{times.ratio:.1f}")
    console = Console()
    console.print(table)
    console.print("ms: min / median / max; times faster: median over rounds of peer / ours, timed in turns")
