"""The published readings of FPR95 and AUPR against the published recipes on scikit-learn's curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import auc, precision_recall_curve, roc_curve

from caos.metrics import ood_metrics
from caos.metrics.exact import checked_pixels, count_ranks
from caos.metrics.ranks import aupr_trapezoid, fpr_at_recall

PIXELS = st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=2, max_size=60).filter(
    lambda pixels: len({mask for _, mask in pixels}) == 2
)
LEVELS = st.sampled_from([0.25, 0.5, 0.95, 1.0])


def arrays(pixels):
    return np.array([score for score, _ in pixels], dtype=float), np.array([mask for _, mask in pixels])


def first_above(scores, mask, level):
    """DenseHybrid's loop over the ROC points."""
    rates, recalls, _ = roc_curve(mask, scores, drop_intermediate=False)
    return next((rate for recall, rate in zip(recalls, rates, strict=True) if recall > level), 0.0)


def between(scores, mask, level):
    """`fpr_at_95_tpr` of ood-metrics, whose first two branches never apply: a ROC curve goes from 0 to 1."""
    rates, recalls, _ = roc_curve(mask, scores)
    return np.interp(level, recalls, rates)


@settings(deadline=None)
@given(PIXELS, LEVELS)
def test_fpr_conventions(pixels, level):
    scores, mask = arrays(pixels)
    counts = count_ranks(*checked_pixels(scores, mask))
    strict = fpr_at_recall(counts, level, convention="strict")
    interpolated = fpr_at_recall(counts, level, convention="interpolated")
    assert strict == pytest.approx(first_above(scores, mask, level), abs=1e-12)
    assert interpolated == pytest.approx(between(scores, mask, level), abs=1e-12)


@settings(deadline=None)
@given(PIXELS)
def test_trapezoid_is_sklearns_auc(pixels):
    scores, mask = arrays(pixels)
    precision, recall, _ = precision_recall_curve(mask, scores)
    counts = count_ranks(*checked_pixels(scores, mask))
    assert aupr_trapezoid(counts) == pytest.approx(auc(recall, precision), abs=1e-12)


def test_trapezoid_flatters_a_constant_score():
    scores, mask = np.zeros(100), np.arange(100) < 5
    counts = count_ranks(*checked_pixels(scores, mask))
    assert aupr_trapezoid(counts) == pytest.approx(0.525)
    assert ood_metrics(scores, mask).aupr == pytest.approx(0.05)


def test_the_conventions_part_where_the_level_is_met_exactly():
    scores = np.concatenate([np.arange(1, 21), np.repeat([2.5, 1.5, 0.5], [23, 12, 55])])
    mask = np.arange(110) < 20
    found = {name: ood_metrics(scores, mask, fpr=name).fpr95 for name in ("first", "legacy", "strict")}
    assert found == {"first": 23 / 90, "legacy": 35 / 90, "strict": 35 / 90}
    assert ood_metrics(scores, mask, fpr="interpolated").fpr95 == 35 / 90
