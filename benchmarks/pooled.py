"""AUROC, AUPR and FPR95 over the pixels of many 720x1280 maps: ours against concatenating and scikit-learn.

First, on as many maps as scikit-learn can take: times in turns, after the figures have agreed to 1e-12. Then
the whole data set, each contestant in a process of its own: time, and the most main memory it took. Last, the
approximate figures with the error they tell.

Run with `python -m benchmarks pooled`; some four minutes on two cores, and 3 GB for scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from caos.metrics import ApproximatePooled, OODMetrics, Pool, PooledCounts

from .metrics import SHAPE, score_maps
from .options import MOST_SEED, whole
from .timing import compare, spread

Maps = list[tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]]

SHARE: Final = 0.01
MEGA: Final = SHAPE[0] * SHAPE[1] / 1e6
POOLS: Final[dict[str, Callable[[], Pool]]] = {"exact": PooledCounts, "approximate": ApproximatePooled}


def scikit_learn(maps: Maps) -> OODMetrics:
    """The three figures of the concatenated pixels, each by scikit-learn."""
    scores = np.concatenate([scores.ravel() for scores, _ in maps])
    truth = np.concatenate([mask.ravel() for _, mask in maps])
    fpr, tpr, _ = roc_curve(truth, scores)
    return OODMetrics(
        float(roc_auc_score(truth, scores)),
        float(average_precision_score(truth, scores)),
        float(fpr[np.argmax(tpr >= 0.95)]),
    )


def pooled(maps: Maps, make: Callable[[], Pool] = PooledCounts) -> Pool:
    """A pool of all maps, and its figures once computed."""
    pool = make()
    for scores, mask in maps:
        pool.update(scores, mask)
    pool.figures()
    return pool


def gaussian_maps(number: int, seed: int) -> Iterator[tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]]:
    """Maps of nearly all different values, one at a time."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        mask = rng.random(SHAPE, dtype=np.float32) < SHARE
        scores = rng.standard_normal(SHAPE, dtype=np.float32)
        scores[mask] += 1.5
        yield scores, mask


def measure(contestant: str, number: int, seed: int) -> dict[str, Any]:
    """Seconds of this process for one contestant, making the maps left out, and its peak memory in MB."""
    wall = cpu = 0.0
    pool = POOLS.get(contestant, PooledCounts)()
    held: Maps = []
    for scores, mask in gaussian_maps(number, seed):
        started, used = time.perf_counter(), time.process_time()
        if contestant in POOLS:
            pool.update(scores, mask)
        else:
            held.append((scores, mask))
        wall, cpu = wall + time.perf_counter() - started, cpu + time.process_time() - used
    started, used = time.perf_counter(), time.process_time()
    figures = pool.metrics() if contestant in POOLS else scikit_learn(held)
    wall, cpu = wall + time.perf_counter() - started, cpu + time.process_time() - used
    return {"wall": wall, "cpu": cpu, "peak": _peak_memory(), "auroc": figures.auroc, "aupr": figures.aupr}


def _peak_memory() -> float:
    """Most main memory that this process took, MB; `getrusage` would count what the parent had as well."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main(argv: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pooled", description=__doc__.splitlines()[0])
    parser.add_argument("--maps", type=whole(1, 10_000), default=200, help="of the data set (default 200)")
    parser.add_argument("--fitting", type=whole(1, 1000), default=20, help="for scikit-learn (default 20)")
    parser.add_argument("--rounds", type=whole(1, 100), default=1, help="timed rounds per row (default 1)")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    parser.add_argument("--measure", choices=[*POOLS, "scikit-learn"], help="only one contestant, as JSON")
    options = parser.parse_args(argv)
    if options.measure:
        print(json.dumps(measure(options.measure, options.maps, options.seed)))
        return
    console = Console()
    console.print(_ratios(options.fitting, options.rounds, options.seed))
    console.print("seconds: min / median / max; times faster: median over rounds of scikit-learn / exact")
    console.print(_whole_set(options.maps, options.fitting, options.seed))


def _ratios(number: int, rounds: int, seed: int) -> Table:
    table = Table(title=f"{number} maps of {SHAPE[0]}x{SHAPE[1]}, {SHARE:.0%} anomalies")
    for column in ("scores", "exact, s", "scikit-learn, s", "times faster", "approximate, s", "told error"):
        table.add_column(column, justify="left" if column == "scores" else "right")
    rng = np.random.default_rng(seed)
    drawn = [score_maps(rng, SHARE) for _ in range(number)]
    for name in drawn[0]:
        maps = [each[name] for each in drawn]
        _check_agreement(maps)
        times = compare(partial(pooled, maps), partial(scikit_learn, maps), rounds)
        quick = compare(partial(pooled, maps, ApproximatePooled), int, rounds).ours
        table.add_row(
            name,
            spread(tuple(each / 1e3 for each in times.ours)),
            spread(tuple(each / 1e3 for each in times.peer)),
            f"{times.ratio:.1f}",
            spread(tuple(each / 1e3 for each in quick)),
            _told_error(maps),
        )
    return table


def _check_agreement(maps: Maps) -> None:
    ours, peer = pooled(maps).metrics(), scikit_learn(maps)
    np.testing.assert_allclose(
        (ours.auroc, ours.aupr, ours.fpr95), (peer.auroc, peer.aupr, peer.fpr95), rtol=0, atol=1e-12
    )


def _told_error(maps: Maps) -> str:
    """The largest error that the approximate figures tell, once it is seen to hold the exact ones."""
    pool, exact = pooled(maps, ApproximatePooled), pooled(maps).metrics()
    assert isinstance(pool, ApproximatePooled)
    bounds = pool.bounds()
    intervals = bounds.auroc, bounds.aupr, bounds.fpr95["first"]
    for interval, figure in zip(intervals, (exact.auroc, exact.aupr, exact.fpr95), strict=True):
        assert interval.low <= figure <= interval.high
    return " / ".join(f"{interval.error:.1g}" for interval in intervals)


def _whole_set(maps: int, fitting: int, seed: int) -> Table:
    table = Table(title="Gaussian maps, each contestant in a process of its own")
    for column in ("figures", "maps", "Mpixel", "seconds", "Mpixel/s per core", "peak memory, MB"):
        table.add_column(column, justify="left" if column == "figures" else "right")
    for contestant, number in (("exact", maps), ("approximate", maps), ("scikit-learn", fitting)):
        found = _in_own_process(contestant, number, seed)
        table.add_row(
            contestant,
            str(number),
            f"{number * MEGA:.1f}",
            f"{found['wall']:.2f}",
            f"{number * MEGA / found['cpu']:.1f}",
            f"{found['peak']:.0f}",
        )
    return table


def _in_own_process(contestant: str, maps: int, seed: int) -> dict[str, Any]:
    options = ["--measure", contestant, "--maps", str(maps), "--seed", str(seed)]
    command = [sys.executable, "-m", "benchmarks", "pooled", *options]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found
