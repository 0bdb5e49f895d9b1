"""open-mIoU against scikit-learn's Jaccard scores on relabelled pixels, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import jaccard_score

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, VOID
from caos.metrics import PROTOCOLS, Confusion, PooledCounts, recall_threshold
from caos.metrics.open_miou import OpenConfusion, fold_mean

CLASSES = 4


@st.composite
def images(draw):
    shape = (draw(st.integers(1, 5)), draw(st.integers(1, 5)))
    label = draw(hnp.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 2, 3, ANOMALY, VOID])))
    prediction = draw(hnp.arrays(np.int64, shape, elements=st.integers(0, CLASSES - 1)))
    scores = {
        name: draw(hnp.arrays(np.float32, shape, elements=st.sampled_from([0.0, 0.5, 1.0])))
        for name in ("a", "b")
    }
    return prediction, scores, label


def filled(seen, **options):
    confusion = OpenConfusion(CLASSES, {"a": 0.5, "b": 1.0}, **options)
    for prediction, scores, label in seen:
        confusion.update(prediction, scores, label)
    return confusion


def by_sklearn(seen, name, threshold, left_out=()):
    """IoU per class after the predictions at or above the threshold are renamed, over all pixels at once."""
    truth, guess = [], []
    for prediction, scores, label in seen:
        kept = ~np.isin(label, [VOID, *left_out])
        truth.append(np.where(label == ANOMALY, CLASSES, label)[kept])
        guess.append(np.where(scores[name] >= threshold, CLASSES, prediction)[kept])
    truth, guess = np.concatenate(truth), np.concatenate(guess)
    occurs = np.isin(np.arange(CLASSES + 1), [*truth, *guess])
    iou = jaccard_score(truth, guess, labels=list(range(CLASSES + 1)), average=None, zero_division=0)
    iou[~occurs] = np.nan
    iou[list(left_out)] = np.nan
    return iou


@settings(max_examples=60, deadline=None)
@given(st.lists(images(), min_size=1, max_size=3), st.sampled_from([(), (2,)]))
def test_equals_jaccard_of_renamed_pixels(seen, left_out):
    kept = np.arange(256) != VOID
    kept[list(left_out)] = False
    confusion = filled(seen, kept=kept)
    if not confusion.matrix("a")[:-1].any():
        with pytest.raises(CaosError, match="no pixel of a known class"):
            confusion.compute()
        return
    for name, threshold in (("a", 0.5), ("b", 1.0)):
        found = confusion.compute()[name]
        expected = by_sklearn(seen, name, threshold, left_out)
        assert np.allclose(found.iou, expected[:-1], rtol=0, atol=1e-12, equal_nan=True)
        assert found.open_miou == pytest.approx(np.nanmean(expected[:-1]), abs=1e-12)
        assert found.anomaly_iou == pytest.approx(expected[-1], abs=1e-12, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(images())
def test_a_detector_that_calls_nothing_leaves_the_confusion_of_known_pixels(image):
    prediction, scores, label = image
    if not (label < CLASSES).any():
        return
    confusion = OpenConfusion(CLASSES, {"a": np.inf, "b": 0.5})
    confusion.update(prediction, scores, label)
    closed = Confusion(CLASSES)
    closed.update(prediction, label)
    assert confusion.compute()["a"].miou == pytest.approx(closed.miou(), abs=1e-12)
    assert confusion.compute()["b"].miou == confusion.compute()["a"].miou
    assert (confusion.matrix("a")[:-1, :-1] == closed.matrix).all()


def test_a_perfect_detector_costs_nothing():
    label = np.array([[0, 0, 1, ANOMALY, ANOMALY, VOID]], dtype=np.uint8)
    confusion = OpenConfusion(2, {"a": 0.5})
    confusion.update(np.array([[0, 0, 1, 0, 1, 1]]), {"a": (label == ANOMALY).astype(float)}, label)
    found = confusion.compute()["a"]
    assert (found.open_miou, found.miou, found.anomaly_iou, found.threshold) == (1.0, 1.0, 1.0, 0.5)


def test_other_is_no_class_under_densehybrid():
    other = STREETHAZARDS.classes.index("other")
    label = np.array([[0, 0, other, 7]], dtype=np.uint8)
    kept = PROTOCOLS["densehybrid"].kept(STREETHAZARDS)
    confusion = OpenConfusion(13, {"a": 1.0}, kept=kept)
    confusion.update(np.array([[0, other, other, 7]]), {"a": np.zeros((1, 4))}, label)
    found = confusion.compute()["a"]
    assert np.isnan(found.iou[other])
    assert found.open_miou == pytest.approx((0.5 + 1.0) / 2)


def test_void_is_no_class_even_where_it_counts_as_normal():
    confusion = OpenConfusion(13, {"a": 1.0}, kept=PROTOCOLS["hendrycks-void"].kept(STREETHAZARDS))
    confusion.update(np.array([[0, 1]]), {"a": np.zeros((1, 2))}, np.array([[0, VOID]], dtype=np.uint8))
    assert confusion.compute()["a"].open_miou == 1.0


def town(seed, number, shift):
    rng = np.random.default_rng(seed)
    for _ in range(number):
        label = rng.choice([0, 1, 2, 3, ANOMALY], size=(12, 15)).astype(np.uint8)
        prediction = np.where(rng.random((12, 15)) < 0.8, np.minimum(label, 3), 0)
        yield prediction, {"a": rng.standard_normal((12, 15)) + 2 * (label == ANOMALY) + shift}, label


def test_each_town_is_cut_where_the_other_reaches_its_recall():
    towns = [list(town(0, 3, 0.0)), list(town(1, 5, 0.7))]
    folds = []
    for own, other in ((0, 1), (1, 0)):
        counts = PooledCounts()
        for _, scores, label in towns[other]:
            counts.update(scores["a"], label == ANOMALY)
        fold = OpenConfusion(CLASSES, {"a": recall_threshold(counts)})
        for prediction, scores, label in towns[own]:
            fold.update(prediction, scores, label)
        folds.append(fold)
    each = [fold.compute()["a"].open_miou for fold in folds]
    assert fold_mean(folds) == {"a": pytest.approx((3 * each[0] + 5 * each[1]) / 8, abs=1e-12)}
    assert each[0] != each[1]


def test_merging_is_counting_together():
    seen = [(p, {"a": s["a"], "b": -s["a"]}, t) for p, s, t in town(2, 4, 0.0)]
    whole, first, second = filled(seen), filled(seen[:1]), filled(seen[1:])
    second.merge(first)
    assert second.images == 4
    for name in ("a", "b"):
        assert (second.matrix(name) == whole.matrix(name)).all()


def test_bad_input():
    with pytest.raises(CaosError, match="at least one score"):
        OpenConfusion(2, {})
    with pytest.raises(CaosError, match="'a' has threshold NaN"):
        OpenConfusion(2, {"a": np.nan})
    confusion = OpenConfusion(2, {"a": 0.5})
    label, scores = np.array([[0, 1]], dtype=np.uint8), {"a": np.zeros((1, 2))}
    with pytest.raises(CaosError, match="no pixel of a known class"):
        confusion.compute()
    with pytest.raises(CaosError, match="prediction holds class index 2"):
        confusion.update(np.array([[0, 2]]), scores, label)
    with pytest.raises(CaosError, match="label holds class index 9"):
        confusion.update(np.array([[0, 1]]), scores, np.array([[0, 9]], dtype=np.uint8))
    with pytest.raises(CaosError, match="they must agree"):
        confusion.update(np.array([[0]]), scores, label)
    with pytest.raises(CaosError, match="'a' has shape"):
        confusion.update(np.array([[0, 1]]), {"a": np.zeros(2)}, label)
    with pytest.raises(CaosError, match="NaN"):
        confusion.update(np.array([[0, 1]]), {"a": np.full((1, 2), np.nan)}, label)
    with pytest.raises(CaosError, match="scores b given, but a expected"):
        confusion.update(np.array([[0, 1]]), {"b": np.zeros((1, 2))}, label)
    assert confusion.images == 0
    with pytest.raises(CaosError, match="cannot merge"):
        confusion.merge(OpenConfusion(2, {"a": 0.6}))
    with pytest.raises(CaosError, match="at least one fold"):
        fold_mean([])
