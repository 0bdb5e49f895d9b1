"""All scores on logits of 13 classes at 720x1280, against one `torch.softmax` of the same logits.

Also each score alone against that softmax, all of them one after the other, and all at once of logits with
channels last. Before the clock starts, the kernel is compiled (or read where an earlier run left it; told in
seconds), the scores together must equal each alone to the last digit, and torch's formulas to 1e-6.

Run with `python -m benchmarks scores`; about a minute on two cores.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor

from caos.scores import FORMULAS, SCORES, logit_scores
from caos.scores.terms import Terms

from .options import MOST_SEED, whole
from .timing import compare, spread

SHAPE: Final = (1, 13, 720, 1280)
SPREAD: Final = 4.0
"""Standard deviation of the logits, about that of a trained network's."""


def main(argv: Sequence[str]) -> None:
    """Print one table for each number of threads."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scores", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=whole(1, 1000), default=9, help="timed rounds per row (default 9)")
    parser.add_argument("--threads", type=whole(1, 256), nargs="+", default=[1, 2], help="default: 1 2")
    parser.add_argument("--device", default="cpu", help="cpu (default) or cuda")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    logits = SPREAD * torch.randn(SHAPE, generator=torch.Generator().manual_seed(options.seed))
    logits = logits.to(options.device)
    start = time.perf_counter()
    logit_scores(logits, SCORES)
    Console().print(f"first call, with all that is loaded and compiled: {time.perf_counter() - start:.1f} s")
    _check_agreement(logits)
    for threads in options.threads:
        torch.set_num_threads(threads)
        Console().print(_table(logits, f"{threads} threads on {options.device}", options.rounds))
    Console().print("ms: min / median / max; ratio: median over rounds of ours / softmax, timed in turns")


def _table(logits: Tensor, title: str, rounds: int) -> Table:
    table = Table(title=f"{tuple(logits.shape)} float32 logits, {title}, {rounds} rounds")
    for column in ("scores", "ours, ms", "softmax, ms", "ratio"):
        table.add_column(column, justify="left" if column == "scores" else "right")
    for name, (call, peer) in _rows(logits).items():
        times = compare(_finished(call, logits.device), _finished(peer, logits.device), rounds)
        table.add_row(name, spread(times.ours), spread(times.peer), f"{1 / times.ratio:.2f}")
    return table


def _rows(logits: Tensor) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Row -> what is timed, and the softmax that it is compared with."""
    softmax = partial(torch.softmax, logits, 1)
    buffered = partial(torch.softmax, logits, 1, out=torch.empty_like(logits))
    turned = logits.contiguous(memory_format=torch.channels_last)
    together = partial(logit_scores, logits, SCORES)
    alone = {name: (partial(logit_scores, logits, [name]), softmax) for name in SCORES}
    return {
        f"all {len(SCORES)} at once": (together, softmax),
        "the same, softmax into memory at hand": (together, buffered),
        "all at once, channels last": (
            partial(logit_scores, turned, SCORES),
            partial(torch.softmax, turned, 1),
        ),
        "one after the other": (lambda: [function(logits) for function in SCORES.values()], softmax),
        **alone,
    }


def _finished(call: Callable[[], object], device: torch.device) -> Callable[[], object]:
    """`call`, and on a GPU all its work done."""
    if device.type == "cpu":
        return call

    def timed() -> None:
        call()
        torch.cuda.synchronize(device)

    return timed


def _check_agreement(logits: Tensor) -> None:
    together, terms = logit_scores(logits, SCORES), Terms.of(logits, 1)
    for name, function in SCORES.items():
        torch.testing.assert_close(together[name], function(logits), rtol=0, atol=0)
        torch.testing.assert_close(together[name], FORMULAS[name](terms), rtol=1e-6, atol=1e-6)
