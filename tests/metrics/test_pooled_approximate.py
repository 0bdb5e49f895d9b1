"""The interval of every approximate figure holds the exact one."""

from __future__ import annotations

import pickle
from itertools import permutations
from typing import get_args

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.errors import CaosError
from caos.metrics import ApproximatePooled, FPRConvention, PooledCounts
from caos.metrics.pooled import approximate
from caos.metrics.pooled.bounds import Bounded, bounded_figures

CONVENTIONS = get_args(FPRConvention)


def filled(parts, **settings):
    pool = ApproximatePooled(**settings)
    for scores, mask in parts:
        pool.update(scores, mask)
    return pool


def exact(parts):
    pool = PooledCounts()
    for scores, mask in parts:
        pool.update(scores, mask)
    return pool.figures()


def assert_holds(bounds, figures):
    assert bounds.auroc.low <= figures.auroc <= bounds.auroc.high
    assert bounds.aupr.low <= figures.aupr <= bounds.aupr.high
    assert bounds.aupr_trapezoid.low <= figures.aupr_trapezoid <= bounds.aupr_trapezoid.high
    assert set(bounds.fpr95) == set(CONVENTIONS)
    for fpr in CONVENTIONS:
        assert bounds.fpr95[fpr].low <= figures.fpr95[fpr] <= bounds.fpr95[fpr].high


def softmax_scores(rng, pixels, sure=9.0):
    """MSP of 13 classes: most pixels are all but sure, so scores crowd at -1."""
    mask = rng.random(pixels) < 0.05
    logits = 3 * rng.standard_normal((pixels, 13))
    logits[:, 0] += np.where(mask, sure - 6, sure)
    certainty = 1 / np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)
    return (-certainty).astype(np.float32), mask


def gaussian(rng, pixels, dtype=np.float32):
    mask = rng.random(pixels) < 0.05
    return (10 + 3 * rng.standard_normal(pixels) + 4 * mask).astype(dtype), mask


@pytest.mark.parametrize("bits", [10, 13, 18, 20])
@pytest.mark.parametrize("anchors", [(0.0,), (-1.0,), (0.0, -1.0), (12.5,)])
def test_bounds_hold_the_exact_figures(bits, anchors):
    rng = np.random.default_rng(0)
    for parts in (
        [softmax_scores(rng, 3000) for _ in range(3)],
        [gaussian(rng, 3000), gaussian(rng, 2000, np.float16)],
        [gaussian(rng, 3000, np.float64)],
        [(np.full(100, -1.0), np.arange(100) < 7)],
    ):
        assert_holds(filled(parts, bits=bits, anchors=anchors).bounds(), exact(parts))


@given(
    hnp.arrays(
        np.float32,
        24,
        elements=st.floats(allow_nan=False, width=32)
        | st.sampled_from([-0.0, 0.0, -1e-45, 1e-45, -1.0, -0.99999994, np.inf, -np.inf])
        | st.integers(-8, 8).map(lambda step: 3 + step / 2**14),
    ),
    st.integers(1, 2**23 - 1),
    st.sampled_from([10, 14, 18]),
)
@settings(max_examples=100, deadline=None)
def test_bounds_hold_for_any_floats(scores, chosen, bits):
    mask = (chosen >> np.arange(24)) % 2 == 1
    assert_holds(filled([(scores, mask)], bits=bits).bounds(), exact([(scores, mask)]))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=8), st.randoms())
@settings(max_examples=100, deadline=None)
def test_bounds_hold_for_any_order_within_bins(bins, random):
    """Pixels of every bin in any order, ties included; few anomalies, so recall jumps over the level."""
    anomalies, normals = np.array([*bins, (1, 1)]).T
    scores, mask = [], []
    for number, counts in enumerate(zip(anomalies, normals, strict=True)):
        for is_anomaly, count in zip((True, False), counts, strict=True):
            scores += [-number + random.choice([0.1, 0.3, 0.5, random.random() / 2]) for _ in range(count)]
            mask += [is_anomaly] * count
    assert_holds(bounded_figures(anomalies, normals), exact([(np.array(scores), np.array(mask))]))


def test_the_worst_and_the_best_order_reach_the_bounds():
    anomalies, normals = np.array([0, 3, 0, 2]), np.array([4, 5, 1, 6])
    bounds = bounded_figures(anomalies, normals)
    found = []
    for better in (1, -1):
        scores, mask = [], []
        for number, (abnormal, normal) in enumerate(zip(anomalies, normals, strict=True)):
            scores += [-number + better * 0.1] * abnormal + [-number] * normal
            mask += [True] * abnormal + [False] * normal
        found.append(exact([(np.array(scores), np.array(mask))]))
    best, worst = found
    assert bounds.auroc.high == pytest.approx(best.auroc, abs=1e-11)
    assert bounds.auroc.low == pytest.approx(worst.auroc, abs=1e-11)
    assert bounds.aupr.high == pytest.approx(best.aupr, abs=1e-11)
    assert bounds.fpr95["first"] == Bounded(best.fpr95["first"], worst.fpr95["first"])


def test_crowded_scores_need_their_anchor():
    parts = [softmax_scores(np.random.default_rng(1), 50_000, sure=15)]
    assert (
        filled(parts).bounds().auroc.error < 1e-4 < 1e-2 < filled(parts, anchors=[0.0]).bounds().auroc.error
    )
    assert filled(parts).bounds().aupr.error < 0.005


def test_more_bits_say_more():
    parts = [gaussian(np.random.default_rng(2), 50_000)]
    errors = [filled(parts, bits=bits).bounds().auroc.error for bits in (10, 14, 18, 22)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 0.01
    assert errors[-1] < 1e-4


def test_values_lie_in_the_middle_and_are_printed_with_their_error():
    bounds = filled([gaussian(np.random.default_rng(3), 5000)], bits=12).bounds()
    figures = bounds.figures()
    assert figures.auroc == (bounds.auroc.low + bounds.auroc.high) / 2
    assert figures.fpr95["legacy"] == bounds.fpr95["legacy"].value
    assert str(bounds.auroc) == f"{figures.auroc:.4f} ± {bounds.auroc.error:.1e}"
    assert str(bounds).startswith(f"AUROC {bounds.auroc}, AUPR ")


@pytest.mark.parametrize("heap", [1, 1 << 19])
@pytest.mark.parametrize("make", [softmax_scores, gaussian])
def test_thresholds_are_exact_at_the_edges_of_bins(monkeypatch, heap, make):
    monkeypatch.setattr(approximate, "_HEAP_PIXELS", heap)
    parts = [make(np.random.default_rng(4), 4000) for _ in range(3)]
    scores, mask = (np.concatenate(column) for column in zip(*parts, strict=True))
    for anchors in ((0.0, -1.0), (0.0,), (-1.0,), (7.3,)):
        pool = filled(parts, bits=13, anchors=anchors)
        ranks, thresholds = pool.ranks(), pool.thresholds()
        assert (np.diff(thresholds) < 0).all()
        assert ranks.tp.tolist() == [int((scores[mask] >= t).sum()) for t in thresholds]
        assert ranks.fp.tolist() == [int((scores[~mask] >= t).sum()) for t in thresholds]
        curve = pool.curve()
        assert set(curve.tpr) <= {0.0, *(ranks.tp / ranks.anomalies).tolist()}
        assert (curve.fpr[-1], curve.tpr[-1]) == (1, 1)


def test_the_order_of_merging_does_not_matter():
    rng = np.random.default_rng(5)
    parts = [softmax_scores(rng, 1000) for _ in range(4)]
    whole = filled(parts, bits=12)
    for order in permutations(range(4)):
        pools = [pickle.loads(pickle.dumps(filled([part], bits=12))) for part in parts]  # noqa: S301
        first = pools[order[0]]
        for other in order[1:]:
            first.merge(pools[other])
        assert (first.bounds(), first.curve(), first.pixels) == (whole.bounds(), whole.curve(), whole.pixels)


def test_the_scores_may_change_once_counted():
    scores, mask = gaussian(np.random.default_rng(6), 1000)
    expected = filled([(scores.copy(), mask)]).bounds()
    pool = filled([(scores, mask)])
    scores[:] = 0
    assert pool.bounds() == expected


def test_state_goes_round(tmp_path):
    pool = filled([gaussian(np.random.default_rng(7), 1000)], bits=11, anchors=[2.0, 3.0])
    np.savez(tmp_path / "state.npz", **pool.state())
    loaded = ApproximatePooled()
    with np.load(tmp_path / "state.npz", allow_pickle=False) as file:
        loaded.load(dict(file))
    assert loaded.bounds() == pool.bounds()
    state = pool.state()
    with pytest.raises(CaosError, match="bits missing"):
        loaded.load({name: array for name, array in state.items() if name != "bits"})
    with pytest.raises(CaosError, match="counts are no int64 of shape"):
        loaded.load({**state, "bits": np.array(12)})


def test_bad_input():
    for bits in (9, 25):
        with pytest.raises(CaosError, match=f"bits {bits}: choose 10 to 24"):
            ApproximatePooled(bits)
    for anchors in ([], [np.inf], [1e300], [float("nan")]):
        with pytest.raises(CaosError, match="give at least one, all finite"):
            ApproximatePooled(anchors=anchors)
    pool = ApproximatePooled()
    with pytest.raises(CaosError, match="NaN"):
        pool.update([float("nan")], [0])
    pool.update([0.5], [False])
    for figure in (pool.metrics, pool.bounds, pool.curve, pool.ranks):
        with pytest.raises(CaosError, match="no anomalous pixel"):
            figure()
    assert repr(pool) == "ApproximatePooled(anomalies=0, normals=1)"
    for other, message in (
        (ApproximatePooled(12), "other bits or anchors"),
        (ApproximatePooled(anchors=[0.0]), "other bits or anchors"),
        (PooledCounts(), "cannot merge PooledCounts into ApproximatePooled"),
    ):
        with pytest.raises(CaosError, match=message):
            pool.merge(other)
