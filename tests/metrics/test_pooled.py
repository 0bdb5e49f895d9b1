"""Streamed counts against the same pixels in one array, and against scikit-learn."""

from __future__ import annotations

import pickle
from itertools import permutations
from typing import get_args

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

from caos.errors import CaosError
from caos.metrics import ApproximatePooled, FPRConvention, PooledCounts, ood_metrics
from caos.metrics.ranks import aupr_trapezoid

CONVENTIONS = get_args(FPRConvention)

ANY_FLOATS = st.one_of(
    *(
        hnp.arrays(
            dtype,
            9,
            elements=st.floats(allow_nan=False, width=width)
            | st.sampled_from([-0.0, 0.0, 1.0, 1e-45, -1e-45, np.inf, -np.inf]),
        )
        for dtype, width in ((np.float32, 32), (np.float64, 64), (np.float16, 16))
    )
)


def stream(rng, images=6, size=200, dtype=np.float32):
    for index in range(images):
        mask = rng.random(size) < (0.1 if index % 3 else 0.0)
        yield (rng.standard_normal(size) + mask + index * 0.2).round(2).astype(dtype), mask


def filled(parts, **settings):
    counts = PooledCounts(**settings)
    for scores, mask in parts:
        counts.update(scores, mask)
    return counts


def joined(parts):
    return np.concatenate([scores for scores, _ in parts]), np.concatenate([mask for _, mask in parts])


def assert_exact(counts, scores, mask):
    """By every convention; FPR95 to the last bit, sums to rounding."""
    for fpr in CONVENTIONS:
        own, expected = counts.metrics(fpr), ood_metrics(scores, mask, fpr=fpr)
        assert own.fpr95 == expected.fpr95
        assert (own.auroc, own.aupr) == pytest.approx((expected.auroc, expected.aupr), abs=1e-12, rel=0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("share", [0.01, 0.5])
def test_equals_scikit_learn(dtype, share):
    rng = np.random.default_rng(0)
    parts = []
    for _ in range(4):
        mask = rng.random(60_000) < share
        parts.append(((rng.standard_normal(mask.size) + mask).astype(dtype), mask))
    scores, mask = joined(parts)
    counts = filled(parts)
    own = counts.metrics()
    assert own.auroc == pytest.approx(roc_auc_score(mask, scores), abs=1e-12)
    assert own.aupr == pytest.approx(average_precision_score(mask, scores), abs=1e-12)
    fpr, tpr, _ = roc_curve(mask, scores, drop_intermediate=False)
    assert own.fpr95 == fpr[np.argmax(tpr >= 0.95)]
    assert_exact(counts, scores, mask)
    assert counts.figures().aupr_trapezoid == pytest.approx(aupr_trapezoid(counts.ranks()), abs=1e-12)


@given(st.lists(ANY_FLOATS, min_size=1, max_size=6), st.integers(0, 2**9 - 2).map(lambda bits: bits | 1))
@settings(max_examples=100, deadline=None)
def test_equals_scikit_learn_for_any_floats(arrays, bits):
    mask = (bits >> np.arange(9)) % 2 == 1
    mask[-1] = False
    parts = [(array, mask) for array in arrays]
    scores, truth = joined([(array.astype(np.float64), mask) for array in arrays])
    counts = filled(parts)
    assert_exact(counts, scores, truth)
    # scikit-learn takes no infinities; ranks say as much
    ranks = np.unique(scores, return_inverse=True)[1]
    assert counts.metrics().auroc == pytest.approx(roc_auc_score(truth, ranks), abs=1e-12)
    assert counts.metrics().aupr == pytest.approx(average_precision_score(truth, ranks), abs=1e-12)


def test_constant_scores():
    for value in (0.0, -np.inf, np.float32(0.1), 0.1):
        own = filled([(np.full(100, value), np.arange(100) < 5)]).metrics()
        assert (own.auroc, own.aupr, own.fpr95) == (0.5, pytest.approx(0.05), 1.0)


def test_mixed_dtypes_keep_their_values():
    parts = [
        (np.array([0.1, 0.3], np.float32), np.array([False, True])),
        (np.array([0.1, 0.3], np.float64), np.array([True, False])),
        (np.array([0, 1], np.int8), np.array([False, True])),
        (np.array([0, 1], np.int64), np.array([False, True])),
        (np.array([1e300, -1e-300], np.float64), np.array([False, True])),
    ]
    whole = joined([(a.astype(np.float64), m) for a, m in parts])
    figures = set()
    for order in permutations(parts):
        counts = filled(order)
        assert_exact(counts, *whole)
        figures.add((counts.metrics(), tuple(counts.thresholds())))
    assert len(figures) == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_order_of_merging_does_not_matter(dtype):
    rng = np.random.default_rng(1)
    parts = [(s + (i % 2) * dtype(0.1), m) for i, (s, m) in enumerate(stream(rng, 4, 3000, dtype))]
    one, three = PooledCounts(), filled(parts[1:])
    before = three.figures()
    one.update(*parts[0])
    one.merge(three)
    assert three.figures() == before
    assert_exact(one, *joined(parts))
    found = []
    for order in permutations(range(4)):
        pools = [pickle.loads(pickle.dumps(filled([part]))) for part in parts]  # noqa: S301
        first = pools[order[0]]
        for other in order[1:]:
            first.merge(pools[other])
        found.append((first.figures(), first.curve()))
    assert found == [(one.figures(), one.curve())] * len(found)
    with pytest.raises(CaosError, match="cannot merge ApproximatePooled into PooledCounts"):
        one.merge(ApproximatePooled())


def test_merging_wide_into_narrow_and_back():
    rng = np.random.default_rng(2)
    parts = [*stream(rng, 3, 500), *stream(rng, 3, 500, np.float64)]
    for first, second in ((parts[:3], parts[3:]), (parts[3:], parts[:3])):
        left, right = filled(first), filled(second)
        before = right.figures()
        left.merge(right)
        assert_exact(left, *joined(parts))
        assert right.figures() == before
        left.update(*parts[0])
        assert_exact(left, *joined([*parts, parts[0]]))


def test_thresholds_are_where_ranks_counts():
    for dtype in (np.float32, np.float64):
        parts = list(stream(np.random.default_rng(3), dtype=dtype))
        scores, mask = joined(parts)
        counts = filled(parts)
        thresholds = counts.thresholds()
        assert thresholds.tolist() == np.unique(scores[mask])[::-1].tolist()
        ranks = counts.ranks()
        assert ranks.tp.tolist() == [int((scores[mask] >= threshold).sum()) for threshold in thresholds]
        assert ranks.fp.tolist() == [int((scores[~mask] >= threshold).sum()) for threshold in thresholds]
        assert ranks.fp_above.tolist() == [int((scores[~mask] > threshold).sum()) for threshold in thresholds]


@pytest.mark.parametrize("images", [2, 20])
def test_curve_lies_on_the_exact_one(images):
    parts = list(stream(np.random.default_rng(4), images, size=2000))
    scores, mask = joined(parts)
    curve = filled(parts).curve()
    fpr, tpr, _ = roc_curve(mask, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(mask, scores)
    assert len(curve.fpr) == len(curve.tpr) <= 200
    assert len(curve.recall) == len(curve.precision) <= 200
    assert set(zip(curve.fpr, curve.tpr, strict=True)) <= set(zip(fpr, tpr, strict=True))
    assert set(zip(curve.recall, curve.precision, strict=True)) <= set(zip(recall, precision, strict=True))
    assert (curve.fpr[0], curve.tpr[0], curve.fpr[-1], curve.tpr[-1]) == (0, 0, 1, 1)
    assert (np.diff(curve.fpr) >= 0).all()
    assert (np.diff(curve.tpr) >= 0).all()
    assert np.trapezoid(curve.tpr, curve.fpr) == pytest.approx(roc_auc_score(mask, scores), abs=1e-3)


def test_curve_of_constant_scores():
    curve = filled([(np.zeros(10), np.arange(10) < 2)]).curve()
    assert (curve.fpr, curve.tpr, curve.recall, curve.precision) == ([0, 1], [0, 1], [1], [0.2])


def test_bad_input():
    counts = PooledCounts()
    with pytest.raises(CaosError, match="NaN"):
        counts.update([float("nan")], [0])
    with pytest.raises(CaosError, match="do not fit float64"):
        counts.update(np.array([2**53 + 1]), [0])
    with pytest.raises(CaosError, match="must agree"):
        counts.update([0.5], [0, 1])
    counts.update([0.5], [False])
    for figure in (counts.metrics, counts.curve, counts.ranks, counts.thresholds):
        with pytest.raises(CaosError, match="no anomalous pixel"):
            figure()
    with pytest.raises(CaosError, match="memory 0 for pooled counts is too little; give 33554432"):
        PooledCounts(0)
    assert repr(counts) == "PooledCounts(anomalies=0, normals=1)"
    counts.update([0.5], [True])
    with pytest.raises(CaosError, match="unknown convention; known: first, legacy"):
        counts.metrics("last")
