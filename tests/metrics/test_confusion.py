"""Summed confusion against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, confusion_matrix, jaccard_score

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID
from caos.metrics import Confusion


@given(st.integers(1, 13), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_equals_scikit_learn(classes, seed):
    rng = np.random.default_rng(seed)
    labels = rng.choice([*range(classes), ANOMALY, VOID], size=(3, 6, 5)).astype(np.uint8)
    labels[0, 0, 0] = 0
    predictions = rng.integers(0, classes, labels.shape)
    confusion = Confusion(classes)
    for prediction, label in zip(predictions, labels, strict=True):
        confusion.update(prediction, label)
    kept = labels < classes
    truth, guess = labels[kept], predictions[kept]
    assert np.array_equal(confusion.matrix, confusion_matrix(truth, guess, labels=range(classes)))
    present = np.union1d(truth, guess)
    expected = np.full(classes, np.nan)
    expected[present] = jaccard_score(truth, guess, labels=present, average=None)
    np.testing.assert_allclose(confusion.iou(), expected)
    assert confusion.miou() == pytest.approx(jaccard_score(truth, guess, average="macro"))
    assert confusion.pixel_accuracy() == pytest.approx(accuracy_score(truth, guess))


def test_merge():
    one, two, both = Confusion(3), Confusion(3), Confusion(3)
    rng = np.random.default_rng(0)
    for part in (one, two):
        prediction, label = rng.integers(0, 3, (2, 8, 8)).astype(np.uint8)
        part.update(prediction, label)
        both.update(prediction, label)
    one.merge(two)
    assert np.array_equal(one.matrix, both.matrix)
    with pytest.raises(CaosError, match="the classes differ"):
        one.merge(Confusion(4))


def test_bad_input():
    confusion = Confusion(2)
    zero = np.zeros((2, 2), np.uint8)
    with pytest.raises(CaosError, match=r"shape \(2, 3\) but label has \(2, 2\)"):
        confusion.update(np.zeros((2, 3), np.uint8), zero)
    with pytest.raises(CaosError, match="label holds class index 5, but there are 2 classes"):
        confusion.update(zero, zero + np.uint8(5))
    with pytest.raises(CaosError, match="prediction holds class index -1"):
        confusion.update(zero.astype(int) - 1, zero)
    with pytest.raises(CaosError, match="no labelled pixel"):
        confusion.miou()
    confusion.update(zero + np.uint8(99), zero + np.uint8(VOID))
    with pytest.raises(CaosError, match="no labelled pixel"):
        confusion.pixel_accuracy()
    with pytest.raises(ValueError, match="num_classes"):
        Confusion(0)
