"""Streamed counts against the same pixels in one array."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import precision_recall_curve, roc_auc_score, roc_curve

from caos.errors import CaosError
from caos.metrics import PooledCounts, ood_metrics, pooled


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


@pytest.mark.parametrize("run", [1, 300, 1 << 22])
@pytest.mark.parametrize("fpr", ["first", "legacy"])
def test_equals_one_array(monkeypatch, run, fpr):
    monkeypatch.setattr(pooled, "_MIN_RUN", run)
    parts = list(stream(np.random.default_rng(0)))
    assert filled(parts).metrics(fpr) == ood_metrics(*joined(parts), fpr=fpr)
    assert filled(parts).mantissa_bits is None


@given(
    st.lists(
        hnp.arrays(
            np.float32, 8, elements=st.floats(allow_nan=False, width=32) | st.sampled_from([-0.0, 0.0, 1.0])
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=100, deadline=None)
def test_equals_one_array_for_any_floats(arrays):
    mask = np.arange(8) % 3 == 0
    parts = [(array, mask) for array in arrays]
    assert filled(parts).metrics() == ood_metrics(*joined(parts))


def test_mixed_dtypes_keep_their_values():
    parts = [
        (np.array([0.1, 0.3], np.float64), np.array([True, False])),
        (np.array([0.1, 0.3], np.float32), np.array([False, True])),
        (np.array([0, 1], np.int8), np.array([False, True])),
        (np.array([0, 1], np.int64), np.array([False, True])),
    ]
    assert filled(parts).metrics() == ood_metrics(*joined([(a.astype(np.float64), m) for a, m in parts]))


def test_merge_is_counting_together():
    parts = list(stream(np.random.default_rng(1)))
    left, right = filled(parts[:2]), filled(parts[2:])
    before = right.metrics()
    left.merge(right)
    assert left.metrics() == ood_metrics(*joined(parts))
    assert right.metrics() == before
    left.update(*parts[0])
    assert left.metrics() == ood_metrics(*joined([*parts, parts[0]]))
    assert right.metrics() == before


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_memory_is_bounded_and_the_rounding_told(dtype):
    rng = np.random.default_rng(2)
    parts = [(rng.standard_normal(4000).astype(dtype), rng.random(4000) < 0.3) for _ in range(5)]
    counts = filled(parts, max_distinct=1000)
    bits = counts.mantissa_bits
    assert bits is not None
    assert bits < 23
    assert max(counts._anomalies.values.size, counts._normals.values.size) <= 1000
    exact = ood_metrics(*joined(parts))
    assert counts.metrics().auroc == pytest.approx(exact.auroc, abs=2.0**-bits)
    assert counts.ranks().anomalies + counts.ranks().normals == 20_000


def test_rounding_keeps_order_sign_and_infinities():
    for dtype in (np.float32, np.float64):
        values = np.array([-np.inf, -3.7, -0.3, -0.0, 0.0, 0.3, 1.9999, 2.1, np.inf], dtype)
        rounded = pooled._rounded(values, 1)
        assert (np.diff(rounded) >= 0).all()
        assert rounded.tolist() == [-np.inf, -3.0, -0.25, -0.0, 0.0, 0.25, 1.5, 2.0, np.inf]
        assert pooled._rounded(values, None) is values


def test_merge_of_rounded_and_exact():
    rng = np.random.default_rng(3)
    parts = [(rng.standard_normal(3000).astype(np.float32), rng.random(3000) < 0.5) for _ in range(2)]
    coarse, fine = filled(parts[:1], max_distinct=200), filled(parts[1:])
    fine.merge(coarse)
    assert fine.mantissa_bits == coarse.mantissa_bits
    assert fine.metrics().auroc == pytest.approx(ood_metrics(*joined(parts)).auroc, abs=0.01)


def test_thresholds_are_where_ranks_counts():
    parts = list(stream(np.random.default_rng(3)))
    scores, mask = joined(parts)
    counts = filled(parts)
    thresholds = counts.thresholds()
    assert thresholds.tolist() == np.unique(scores[mask])[::-1].tolist()
    ranks = counts.ranks()
    assert ranks.tp.tolist() == [int((scores[mask] >= threshold).sum()) for threshold in thresholds]
    assert ranks.fp.tolist() == [int((scores[~mask] >= threshold).sum()) for threshold in thresholds]


def test_curve_lies_on_the_exact_one():
    parts = list(stream(np.random.default_rng(4), images=20, size=2000))
    scores, mask = joined(parts)
    curve = filled(parts).curve()
    fpr, tpr, _ = roc_curve(mask, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(mask, scores)
    assert len(curve.fpr) == len(curve.tpr) <= 200
    assert len(curve.recall) == len(curve.precision) <= 200
    assert set(zip(curve.fpr, curve.tpr, strict=True)) <= set(zip(fpr, tpr, strict=True))
    assert set(zip(curve.recall, curve.precision, strict=True)) <= set(zip(recall, precision, strict=True))
    assert (curve.fpr[0], curve.tpr[0], curve.fpr[-1], curve.tpr[-1]) == (0, 0, 1, 1)
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
    counts.update([0.5], [False])
    for figure in (counts.metrics, counts.curve):
        with pytest.raises(CaosError, match="no anomalous pixel"):
            figure()
    with pytest.raises(ValueError, match="max_distinct"):
        PooledCounts(0)
    assert repr(counts) == "PooledCounts(anomalies=0, normals=1)"
