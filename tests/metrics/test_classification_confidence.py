"""Calibration errors, AURRA and mAP against loops, the published code's own steps, and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import auc, average_precision_score, precision_recall_curve

from caos.errors import CaosError
from caos.metrics.calibration import Calibration
from caos.metrics.classification import (
    aurra,
    average_precisions,
    expected_calibration_error,
    frequency_weighted_map,
    l2_calibration_error,
    response_rate_curve,
    rms_calibration_error,
    rms_calibration_error_published,
)

DISTINCT = st.lists(st.integers(0, 997), min_size=8, max_size=40, unique=True)
TIED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=40)


def answers(seed, images):
    rng = np.random.default_rng(seed)
    sure = rng.uniform(0.1, 1, images)
    return sure, rng.uniform(size=images) < sure**2


def plain_gap(pairs):
    return abs(sum(sure for sure, _ in pairs) - sum(right for _, right in pairs)) / len(pairs)


@given(DISTINCT, st.integers(0, 2**32 - 1), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_rms_by_a_loop(places, seed, size):
    sure = np.array(places) / 1000
    right = np.random.default_rng(seed).uniform(size=sure.size) < sure
    pairs = sorted(zip(sure.tolist(), right.tolist(), strict=True))
    number = max(1, len(pairs) // size)
    bins = [pairs[b * size : (b + 1) * size if b < number - 1 else len(pairs)] for b in range(number)]
    expected = sum(len(run) / len(pairs) * plain_gap(run) ** 2 for run in bins) ** 0.5
    assert rms_calibration_error(sure, right, size) == pytest.approx(expected, abs=1e-12)


@given(DISTINCT, st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_l2_by_a_loop(places, seed, bins):
    sure = np.array(places) / 1000
    right = np.random.default_rng(seed).uniform(size=sure.size) < sure
    pairs = sorted(zip(sure.tolist(), right.tolist(), strict=True))
    square = plain = 0.0
    for b in range(bins):
        run = pairs[len(pairs) * b // bins : len(pairs) * (b + 1) // bins]
        accuracy = sum(right for _, right in run) / len(run)
        plain += len(run) / len(pairs) * plain_gap(run) ** 2
        noise = accuracy * (1 - accuracy) / (len(run) - 1)
        square += len(run) / len(pairs) * (plain_gap(run) ** 2 - noise)
    assert l2_calibration_error(sure, right, bins) == pytest.approx(max(0, square) ** 0.5, abs=1e-9)
    assert l2_calibration_error(sure, right, bins, debiased=False) == pytest.approx(plain**0.5, abs=1e-12)


def test_the_correction_takes_off_what_chance_adds():
    rng = np.random.default_rng(1)
    sure = rng.uniform(0.2, 1, 3000)
    plain, debiased = [], []
    for _ in range(20):  # perfectly calibrated
        right = rng.uniform(size=sure.size) < sure
        plain.append(l2_calibration_error(sure, right, debiased=False))
        debiased.append(l2_calibration_error(sure, right))
    assert np.mean(debiased) < 0.7 * np.mean(plain)


def published_calib_err(confidence, correct, beta=100):
    """Step by step what calibration_tools.calib_err(p='2') does."""
    order = sorted(range(len(confidence)), key=lambda i: confidence[i])
    bins = [[i * beta, (i + 1) * beta] for i in range(len(order) // beta)]
    bins[-1] = [bins[-1][0], len(order)]
    total = 0.0
    for start, end in bins[:-1]:  # the fault: the last bin is left out
        run = [(confidence[i], correct[i]) for i in order[start:end]]
        total += len(run) / len(order) * plain_gap(run) ** 2
    return total**0.5


@pytest.mark.parametrize("images", [100, 199, 200, 457, 1000])
def test_the_published_error_and_its_faults(images):
    sure, right = answers(images, images)
    expected = published_calib_err(sure.tolist(), right.tolist())
    assert rms_calibration_error_published(sure, right) == pytest.approx(expected, abs=1e-12)
    if images < 200:
        assert expected == 0
        assert rms_calibration_error(sure, right) > 0
    else:
        assert rms_calibration_error(sure, right) > rms_calibration_error_published(sure, right)


def test_the_published_error_needs_a_bin():
    with pytest.raises(CaosError, match="needs 100"):
        rms_calibration_error_published(*answers(0, 99))


def test_ece_by_a_loop():
    sure, right = answers(3, 500)
    expected = 0.0
    for b in range(15):
        run = [(s, r) for s, r in zip(sure, right, strict=True) if b / 15 < s <= (b + 1) / 15]
        expected += len(run) / 500 * plain_gap(run) if run else 0
    assert expected_calibration_error(sure, right) == pytest.approx(expected, abs=1e-12)
    of_pixels = Calibration()
    of_pixels.update(sure, right)
    assert expected_calibration_error(sure, right) == pytest.approx(of_pixels.compute().ece, abs=1e-8)


@given(TIED, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(images, random):
    sure, right = np.array([s / 6 for s, _ in images]), np.array([r for _, r in images])
    order = list(range(len(images)))
    random.shuffle(order)
    for measure in (aurra, rms_calibration_error, lambda s, r: rms_calibration_error(s, r, 3)):
        value = measure(sure, right)
        assert measure(sure[order], right[order]) == pytest.approx(value, abs=1e-12)
        assert 0 <= value <= 1


def test_sure_and_right_is_perfect_and_sure_and_wrong_the_worst():
    ones, right = np.ones(250), np.ones(250, bool)
    for measure in (expected_calibration_error, rms_calibration_error, l2_calibration_error):
        assert measure(ones, right) == pytest.approx(0)
        assert measure(ones, ~right) == pytest.approx(1)
    assert aurra(ones, right) == 1
    assert aurra(ones, ~right) == 0


@given(TIED)
@settings(max_examples=40, deadline=None)
def test_aurra_is_the_mean_over_orders_of_ties(images):
    sure, right = [s / 6 for s, _ in images], [r for _, r in images]
    expected = []
    for k in range(1, len(images) + 1):
        total, left = 0.0, k
        for level in sorted(set(sure), reverse=True):
            group = [r for s, r in zip(sure, right, strict=True) if s == level]
            taken = min(left, len(group))
            total += taken * sum(group) / len(group)
            left -= taken
        expected.append(total / k)
    assert response_rate_curve(sure, right).tolist() == pytest.approx(expected)
    assert aurra(sure, right) == pytest.approx(sum(expected) / len(expected))


def test_aurra_as_published_without_ties():
    sure, right = answers(5, 300)
    ranked = right[np.argsort(sure)[::-1]]
    published = np.mean(np.cumsum(ranked) / np.arange(1, 301))
    assert aurra(sure, right) == pytest.approx(published, abs=1e-12)
    assert response_rate_curve(sure, right)[-1] == pytest.approx(right.mean())


@pytest.mark.parametrize("measure", [aurra, expected_calibration_error, rms_calibration_error])
@pytest.mark.parametrize(
    ("sure", "right", "told"),
    [
        ([], np.zeros(0, bool), "N >= 1"),
        ([0.5], [True, False], "both must be"),
        ([0.5], [1], "pass bools"),
        ([1.5], [True], "1.5"),
        ([float("nan")], [True], "nan"),
    ],
)
def test_bad_confidence(measure, sure, right, told):
    with pytest.raises(CaosError, match=told):
        measure(sure, right)


def test_bad_bins():
    with pytest.raises(CaosError, match="bin size 0"):
        rms_calibration_error([0.5], [True], 0)
    with pytest.raises(CaosError, match="15 bins of 20 images"):
        l2_calibration_error(*answers(0, 20))
    with pytest.raises(CaosError, match="bins 0"):
        expected_calibration_error([0.5], [True], 0)


def test_map_against_scikit_learn():
    rng = np.random.default_rng(7)
    scores = np.round(rng.normal(size=(60, 5)), 1)  # with ties
    truth = rng.uniform(size=(60, 5)) < [0.5, 0.3, 0.1, 0.05, 0.9]
    step = [average_precision_score(truth[:, c], scores[:, c]) for c in range(5)]
    assert average_precisions(scores, truth).tolist() == pytest.approx(step)
    assert frequency_weighted_map(scores, truth) == pytest.approx(
        average_precision_score(truth, scores, average="weighted")
    )
    lines = []
    for c in range(5):  # as validate.py of DeepFashion Remixed
        precision, recall, _ = precision_recall_curve(truth[:, c], scores[:, c])
        lines.append(auc(recall, precision))
    assert average_precisions(scores, truth, "trapezoid").tolist() == pytest.approx(lines)
    expected = np.dot(lines, truth.sum(axis=0)) / truth.sum()
    assert frequency_weighted_map(scores, truth, "trapezoid") == pytest.approx(expected)


def test_map_leaves_out_classes_without_positives():
    scores, truth = np.array([[0.9, 0.1, 0.5], [0.2, 0.3, 0.4]]), np.array([[1, 0, 1], [0, 0, 1]])
    found = average_precisions(scores, truth)
    assert found[0] == 1
    assert np.isnan(found[1])
    assert found[2] == 1  # every image holds it
    assert frequency_weighted_map(scores, truth) == 1
    with pytest.raises(CaosError, match="no positive"):
        frequency_weighted_map(scores, np.zeros_like(truth))
    with pytest.raises(CaosError, match="both must be"):
        frequency_weighted_map(scores, truth[:, :2])
    with pytest.raises(CaosError, match="bools, or 0 and 1"):
        frequency_weighted_map(scores, truth * 2)
    with pytest.raises(CaosError, match="unknown; known: step"):
        average_precisions(scores, truth, "linear")
    with pytest.raises(CaosError, match="image 1 are not finite"):
        average_precisions([[0.0], [np.nan]], [[1], [0]])
