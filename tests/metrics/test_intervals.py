"""Intervals and paired tests: coverage on data of known truth, SciPy's bootstrap, Holm by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from caos.errors import CaosError
from caos.metrics import intervals
from caos.metrics.comparisons import compare, holm
from caos.metrics.intervals import (
    MIN_IMAGES,
    RESAMPLES,
    image_weights,
    mean_interval,
    paired,
    percentiles,
    resample_means,
    resample_sums,
    two_sided,
)

REPEATS = 300


@pytest.fixture
def fewer_resamples(monkeypatch):
    monkeypatch.setattr(intervals, "RESAMPLES", 1000)


@pytest.mark.parametrize(("images", "lowest"), [(6, 0.86), (30, 0.90), (150, 0.91)])
@pytest.mark.usefixtures("fewer_resamples")
def test_intervals_hold_the_truth_about_as_often_as_they_say(images, lowest):
    truth = 8 / 10
    held = 0
    for repeat in range(REPEATS):
        rng = np.random.default_rng([images, repeat])
        low, high = mean_interval(rng.beta(8, 2, images), rng)
        held += low <= truth <= high
    assert lowest <= held / REPEATS <= 0.99


@pytest.mark.usefixtures("fewer_resamples")
def test_equal_scores_are_seldom_told_apart_and_different_ones_often():
    found = {0.0: 0, 0.04: 0}
    for shift in found:
        for repeat in range(REPEATS):
            rng = np.random.default_rng([5, repeat])
            common = rng.random(40)
            first = common + rng.normal(shift, 0.05, 40)
            second = common + rng.normal(0, 0.05, 40)
            found[shift] += paired(first, second, rng).p_value <= 0.05
    assert found[0.0] / REPEATS < 0.09
    assert found[0.04] / REPEATS > 0.85


def test_large_samples_give_the_normal_interval():
    values = np.random.default_rng(1).gamma(2, 1, 2000)
    low, high = mean_interval(values, np.random.default_rng(2))
    error = values.std(ddof=1) / np.sqrt(values.size)
    assert (low, high) == pytest.approx(
        (values.mean() - 1.96 * error, values.mean() + 1.96 * error), abs=0.1 * error
    )


def test_scipy_resamples_to_the_same_percentiles():
    values = np.random.default_rng(3).random(400)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    ours = mean_interval(values, np.random.default_rng(0))
    assert ours == pytest.approx(tuple(theirs), abs=0.06 * (theirs.high - theirs.low))


def test_few_images_widen_like_a_t_interval():
    draws = np.random.default_rng(4).standard_normal(200_000)
    for images in (5, 10, 50):
        expected = stats.t.ppf(0.975, images - 1) * np.sqrt(images / (images - 1))
        low, high = percentiles(draws, images)
        assert (-low, high) == pytest.approx((expected, expected), rel=0.06)


@pytest.mark.parametrize("images", [5, 12, 60, 500])
def test_p_values_follow_student(images):
    draws = np.random.default_rng(5).standard_normal(100_000) + 1.7
    t = stats.norm.isf((draws <= 0).mean()) * np.sqrt((images - 1) / images)
    assert two_sided(draws, images) == pytest.approx(2 * stats.t.sf(t, images - 1), rel=0.01)


@given(st.integers(5, 400), st.floats(-4, 4))
@settings(max_examples=60, deadline=None)
def test_p_value_and_interval_agree(images, shift):
    draws = np.random.default_rng(images).standard_normal(10_000) + shift
    low, high = percentiles(draws, images)
    p_value = two_sided(draws, images)
    assert 0 < p_value <= 1
    if p_value < 0.045:
        assert not low <= 0 <= high
    if p_value > 0.055:
        assert low <= 0 <= high


def test_equal_values_differ_by_nothing():
    values = np.random.default_rng(6).random(20)
    test = paired(values, values, np.random.default_rng(0))
    assert (test.difference, test.low, test.high, test.p_value) == (0.0, 0.0, 0.0, 1.0)


def test_pairs_are_symmetric():
    rng = np.random.default_rng(7)
    first, second = rng.random(25), rng.random(25)
    one = paired(first, second, np.random.default_rng(0))
    other = paired(second, first, np.random.default_rng(0))
    assert (one.low, one.high, one.p_value) == pytest.approx((-other.high, -other.low, other.p_value))
    assert one.difference == -other.difference


def test_the_same_seed_gives_the_same_bytes():
    table = np.random.default_rng(8).random((30, 3))
    first, stamp = resample_sums(table, np.random.default_rng(9))
    again, same = resample_sums(table, np.random.default_rng(9))
    assert first.tobytes() == again.tobytes()
    assert stamp == same != resample_sums(table, np.random.default_rng(10))[1]
    assert first.shape == (RESAMPLES, 3)


def test_resamples_draw_as_many_images_as_there_are():
    weights = np.concatenate(list(image_weights(37, np.random.default_rng(0))))
    assert weights.shape == (RESAMPLES, 37)
    assert (weights.sum(axis=1) == 37).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(37), abs=0.06)
    assert weights.var() == pytest.approx(36 / 37, rel=0.02)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.2]) == pytest.approx([0.9, 0.4])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_holm_lies_between_nothing_and_bonferroni(p_values, random):
    corrected = holm(p_values)
    for given_value, value in zip(p_values, corrected, strict=True):
        assert given_value <= value <= min(1, given_value * len(p_values)) + 1e-12
    order = list(range(len(p_values)))
    random.shuffle(order)
    assert holm([p_values[place] for place in order]) == [corrected[place] for place in order]


def resampled(shift, seed=0, images=60):
    rng = np.random.default_rng(seed)
    base = rng.random(images) * 0.5
    rows = {
        "msp": base + rng.normal(0, 0.01, images),
        "good": base + shift + rng.normal(0, 0.01, images),
        "same": base + rng.normal(0, 0.01, images),
    }
    return resample_means(
        {name: {"auroc": row, "fpr95": 1 - row} for name, row in rows.items()}, np.random.default_rng(1)
    )


def test_compare_names_the_better_only_where_it_shows():
    tests = {(t.first, t.second): t for t in compare(resampled(0.05), "auroc")}
    assert tests["msp", "good"].better == tests["good", "same"].better == "good"
    assert tests["msp", "good"].interval[1] < 0
    assert tests["msp", "same"].better is None
    low, high = tests["msp", "same"].interval
    assert low <= 0 <= high
    lower = compare(resampled(0.05), "fpr95", [("good", "msp")])[0]
    assert (lower.better, lower.difference < 0) == ("good", True)


def test_correction_can_take_a_difference_back():
    rng = np.random.default_rng(12)
    rows = {f"s{number}": rng.random(30) for number in range(12)}
    found = resample_means({name: {"auroc": row} for name, row in rows.items()}, np.random.default_rng(0))
    tests = compare(found, "auroc")
    singles = [found.paired("auroc", test.first, test.second).p_value for test in tests]
    assert min(singles) < 0.05
    assert all(test.better is None for test in tests)
    assert all(test.p_value >= single for test, single in zip(tests, singles, strict=True))


def test_bad_input():
    rng = np.random.default_rng(0)
    with pytest.raises(CaosError, match="4 images are too few for an interval; at least 5"):
        mean_interval(np.ones(MIN_IMAGES - 1), rng)
    with pytest.raises(CaosError, match="no image to resample"):
        mean_interval([], rng)
    with pytest.raises(CaosError, match="a figure: expected one finite value per image"):
        paired([np.nan] * 6, [1.0] * 6, rng)
    with pytest.raises(CaosError, match="different numbers of images"):
        paired(np.ones(6), np.ones(7), rng)


def test_few_images_have_no_intervals():
    found = resample_means({"a": {"auroc": [0.1, 0.2]}}, np.random.default_rng(0))
    assert found.intervals() == {"a": {}}
    assert found.figures["a"]["auroc"] == pytest.approx(0.15)
