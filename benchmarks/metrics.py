"""AUROC, AUPR and FPR95 of one 720x1280 score map: ours against the thesis code's method and torchmetrics.

The thesis code's method, written anew from its formulas: gather the anomalies and then the normals into one
array, take scikit-learn's `roc_auc_score` and `average_precision_score`, then sort once more for the FPR95 at
the recall nearest 0.95. Before the clock starts, ours must give the same three figures to 1e-12.

Run with `python -m benchmarks metrics`; about half a minute on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from sklearn.metrics import average_precision_score, roc_auc_score

from caos.metrics import OODMetrics, ood_metrics

from .options import MOST_SEED, whole
from .timing import Comparison, compare, spread

Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

SHAPE: Final = (720, 1280)
CLASSES: Final = 13


def thesis_method(scores: Scores, is_anomaly: Mask) -> OODMetrics:
    """The three figures by the thesis code's method."""
    values = np.concatenate([scores[is_anomaly], scores[~is_anomaly]])
    truth = np.zeros(values.size, dtype=np.int32)
    truth[: np.count_nonzero(is_anomaly)] = 1
    return OODMetrics(
        float(roc_auc_score(truth, values)),
        float(average_precision_score(truth, values)),
        _fpr_at_nearest_recall(truth == 1, values),
    )


def _fpr_at_nearest_recall(truth: Mask, values: Scores) -> float:
    """FPR at the threshold with recall nearest 0.95, looking upwards from the first of full recall."""
    falling = np.argsort(values, kind="stable")[::-1]
    values, truth = values[falling], truth[falling]
    ends = np.append(np.flatnonzero(np.diff(values)), truth.size - 1)
    hits = np.cumsum(truth, dtype=np.float64)[ends]
    false_alarms = 1 + ends - hits
    recall = hits / hits[-1]
    first_full = int(np.searchsorted(hits, hits[-1]))
    nearest = np.argmin(np.abs(recall[first_full::-1] - 0.95))
    return float(false_alarms[first_full::-1][nearest] / np.count_nonzero(~truth))


def torchmetrics_method(scores: Scores, is_anomaly: Mask) -> Callable[[], object]:
    """The same figures by torchmetrics' exact (unbinned) functions; scores must lie in [0, 1] there."""
    torch, functional = import_module("torch"), import_module("torchmetrics.functional.classification")
    tensor, truth = torch.from_numpy(scores.ravel()), torch.from_numpy(is_anomaly.ravel()).int()

    def figures() -> tuple[Any, Any, Any]:
        return (
            functional.binary_auroc(tensor, truth),
            functional.binary_average_precision(tensor, truth),
            functional.binary_roc(tensor, truth),
        )

    return figures


def score_maps(rng: np.random.Generator, share: float) -> Mapping[str, tuple[Scores, Mask]]:
    """Score maps as networks give them, on random pixels: all that matters is how values spread and tie."""
    mask = rng.random(SHAPE) < share
    gaussian = (rng.standard_normal(SHAPE) + 1.5 * mask).astype(np.float32)
    logits = 3 * rng.standard_normal((*SHAPE, CLASSES)).astype(np.float32)
    logits[..., 0] += np.where(mask, 2, 8)
    top = logits.max(axis=-1)
    certainty = 1 / np.exp(logits - top[..., None]).sum(axis=-1)
    halved = (top.view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
    return {
        "Gaussian": (gaussian, mask),
        "MSP": (-certainty, mask),
        "MaxLogit": (-top, mask),
        "MaxLogit in bf16 (ties)": (-halved, mask),
    }


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks metrics", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=whole(1, 1000), default=7, help="timed rounds per row (default 7)")
    parser.add_argument("--share", type=float, default=0.01, help="share of anomalous pixels (default 0.01)")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    maps = score_maps(np.random.default_rng(options.seed), options.share)
    table = Table(
        title=f"One {SHAPE[0]}x{SHAPE[1]} float32 map, {options.share:.1%} anomalies, {options.rounds} rounds"
    )
    for column in ("scores", "peer", "ours, ms", "peer, ms", "times faster"):
        table.add_column(column, justify="left" if column in ("scores", "peer") else "right")
    for name, (scores, mask) in maps.items():
        _check_agreement(scores, mask)
        _add_row(table, name, "thesis code", _against_thesis(scores, mask, options.rounds))
    if find_spec("torchmetrics"):
        scores, mask = maps["MSP"]
        peer = torchmetrics_method(1 + scores, mask)
        _add_row(table, "MSP", "torchmetrics", compare(lambda: ood_metrics(scores, mask), peer, 3))
    console = Console()
    console.print(table)
    console.print("ms: min / median / max; times faster: median over rounds of peer / ours, timed in turns")


def _against_thesis(scores: Scores, mask: Mask, rounds: int) -> Comparison:
    return compare(
        lambda: ood_metrics(scores, mask, fpr="legacy"), lambda: thesis_method(scores, mask), rounds
    )


def _check_agreement(scores: Scores, mask: Mask) -> None:
    ours, peer = ood_metrics(scores, mask, fpr="legacy"), thesis_method(scores, mask)
    np.testing.assert_allclose(
        (ours.auroc, ours.aupr, ours.fpr95), (peer.auroc, peer.aupr, peer.fpr95), rtol=0, atol=1e-12
    )


def _add_row(table: Table, scores: str, peer: str, times: Comparison) -> None:
    table.add_row(scores, peer, spread(times.ours), spread(times.peer), f"{times.ratio:.1f}")
