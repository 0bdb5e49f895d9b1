"""AugMix of one image on one thread: ours against torchvision v2's, which draws from the same operations.

Severity 3, three chains of one to three operations, bilinear. torchvision gets a uint8 tensor, its faster way
in. The two draw alike but not the same, so every round augments the same images several times in turns.

Run with `python -m benchmarks augmix`; about half a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt
import torch
from caos.classify.augment import AugMix, AugMixSettings
from rich.console import Console
from rich.table import Table
from torchvision.transforms import v2

from .options import MOST_SEED, whole
from .timing import compare, spread


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks augmix", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=whole(1, 1000), default=21, help="timed rounds per row (default 21)")
    parser.add_argument("--images", type=whole(1, 1000), default=16, help="images per round (default 16)")
    parser.add_argument("--sides", type=whole(8, 4096), nargs="+", default=[224, 64], help="default: 224 64")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)  # torchvision knows no other generator
    table = Table(title="AugMix, severity 3, width 3, ms per image, one thread")
    for column in ("pixels", "operations", "ours, ms", "torchvision v2, ms", "times faster"):
        table.add_column(column, justify="right")
    for side in options.sides:
        images = _images(options.images, side, np.random.default_rng(options.seed))
        for all_ops in (False, True):
            times = compare(
                _ours(images, options.seed, all_ops=all_ops), _peer(images, all_ops=all_ops), options.rounds
            )
            ours, peer = (tuple(ms / len(images) for ms in each) for each in (times.ours, times.peer))
            operations = "13" if all_ops else "9"
            table.add_row(f"{side} x {side}", operations, spread(ours), spread(peer), f"{times.ratio:.1f}")
    console = Console()
    console.print(table)
    console.print("ms: min / median / max; times faster: median over rounds of peer / ours, timed in turns")


def _images(number: int, side: int, rng: np.random.Generator) -> list[npt.NDArray[np.uint8]]:
    """Smooth random colours: histograms and borders like those of photographs, at no size in particular."""
    coarse = rng.integers(0, 256, (number, 8, 8, 3), dtype=np.uint8)
    return [np.asarray(cv2.resize(each, (side, side), interpolation=cv2.INTER_CUBIC)) for each in coarse]


def _ours(images: Sequence[npt.NDArray[np.uint8]], seed: int, *, all_ops: bool) -> Callable[[], object]:
    augmix, rng = AugMix(AugMixSettings(all_ops=all_ops)), np.random.default_rng(seed)
    return lambda: [augmix(image, rng) for image in images]


def _peer(images: Sequence[npt.NDArray[np.uint8]], *, all_ops: bool) -> Callable[[], object]:
    tensors = [torch.from_numpy(image).permute(2, 0, 1).contiguous() for image in images]
    augmix = v2.AugMix(severity=3, mixture_width=3, chain_depth=-1, alpha=1.0, all_ops=all_ops)
    return lambda: [augmix(tensor) for tensor in tensors]
