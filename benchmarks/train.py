"""Training and evaluation images per second, and the share of the device's peak that they reach.

FLOPs of a step are counted by `torch.utils.flop_counter` (forward, or forward and backward); the peak is what
a large matrix product reaches here, in the same precision. Images are random and lie in memory: reading them
is not timed. Run with `python -m benchmarks train --model pspnet_resnet101 --size 720 1280 --batch 8`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import torch
from caos.segment.models import build_model
from caos.segment.task import SegmentationTask
from rich.console import Console
from rich.table import Table
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from caos.training import Precision, TrainingConfig, autocast, resolve_precision
from caos.training.schedule import make_optimizer

from .options import MOST_SEED, whole

CLASSES = 13


def seconds(call: Callable[[], object], rounds: int, device: torch.device) -> float:
    """Median wall time of `call`, after one untimed call."""
    times = []
    for _ in range(rounds + 1):
        _wait(device)
        start = time.perf_counter()
        call()
        _wait(device)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def count_flops(call: Callable[[], object]) -> int:
    """Floating-point operations of one call; a multiplication and an addition are two."""
    with FlopCounterMode(display=False) as counter:
        call()
    return int(counter.get_total_flops())


def peak_flops(device: torch.device, precision: Precision, side: int, rounds: int) -> float:
    """Operations per second of a product of two square matrices of `side`."""
    name = resolve_precision(precision)
    dtype = {"bf16-mixed": torch.bfloat16, "16-mixed": torch.float16}.get(name, torch.float32)
    left, right = (torch.rand(side, side, device=device).to(dtype) for _ in range(2))
    return 2 * side**3 / seconds(lambda: left @ right, rounds, device)


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    options = _options(argv)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    height, width = options.size
    generator = torch.Generator().manual_seed(options.seed)
    images = torch.randn(options.batch, 3, height, width, generator=generator)
    images = images.to(device, memory_format=torch.channels_last)
    labels = torch.randint(CLASSES, (options.batch, height, width), generator=generator).to(device)
    network = build_model(options.model, CLASSES, seed=options.seed)
    network.to(device).to(memory_format=torch.channels_last)
    peak = peak_flops(device, options.precision, 8192 if device.type == "cuda" else 1024, options.rounds)
    table = Table(
        title=f"{options.model}, {options.batch} x {height}x{width}, {options.precision}, {_name(device)}"
    )
    for column in ("", "images/s", "GFLOP an image", "TFLOP/s", "share of peak"):
        table.add_column(column, justify="right" if column else "left")
    steps = {
        "training": _training_step(network, (images, labels), options.precision),
        "evaluation": _evaluation_step(network, images, options.precision),
    }
    for name, step in steps.items():
        network.train(name == "training")
        flops, taken = count_flops(step), seconds(step, options.rounds, device)
        table.add_row(
            name, f"{options.batch / taken:.3g}", f"{flops / options.batch / 1e9:.4g}",
            f"{flops / taken / 1e12:.3g}", f"{flops / taken / peak:.1%}",
        )  # fmt: skip
    console = Console()
    console.print(table)
    console.print(f"peak: {peak / 1e12:.3g} TFLOP/s in a matrix product; median of {options.rounds} rounds")
    if device.type == "cuda":
        console.print(f"memory: at most {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB")


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks train", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--model", default="pspnet_resnet18", help="as for caos segment train")
    parser.add_argument(
        "--size", type=whole(32, 8192), nargs=2, default=(270, 480), metavar=("HEIGHT", "WIDTH")
    )
    parser.add_argument("--batch", type=whole(2, 1024), default=2, help="images per step (default 2)")
    parser.add_argument("--precision", choices=("auto", "32", "bf16", "16-mixed"), default="auto")
    parser.add_argument("--rounds", type=whole(1, 1000), default=5, help="timed rounds (default 5)")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    return parser.parse_args(argv)


def _training_step(
    network: torch.nn.Module, batch: tuple[Tensor, Tensor], precision: Precision
) -> Callable[[], object]:
    task = SegmentationTask(network, CLASSES)
    optimizer, _ = make_optimizer(network, TrainingConfig(learning_rate=1e-4), steps=10**6)
    device = batch[0].device
    # float16 needs its losses scaled, which belongs to the step
    scaler = torch.amp.GradScaler(device.type, enabled=precision == "16-mixed" and device.type == "cuda")

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        with autocast(precision, device):
            loss = task.loss(batch)
        scaler.scale(loss).backward()  # type: ignore[no-untyped-call]  # of torch
        scaler.step(optimizer)
        scaler.update()

    return step


def _evaluation_step(network: torch.nn.Module, images: Tensor, precision: Precision) -> Callable[[], object]:
    def step() -> None:
        with torch.inference_mode(), autocast(precision, images.device):
            network(images)[0].argmax(dim=1)

    return step


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _name(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"CPU, {torch.get_num_threads()} threads"
