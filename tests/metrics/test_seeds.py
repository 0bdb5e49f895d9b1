"""Over training seeds: Student's t where trainings differ, the images' interval where they agree."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from caos.errors import CaosError
from caos.metrics import intervals
from caos.metrics.intervals import paired, resample_means
from caos.metrics.seeds import across_seeds, compare_across_seeds

IMAGES = 60


def training(shift, noise=0.01, images=IMAGES, seed=3):
    """A run in which "good" beats "msp" by about `shift`; the images' own part is that of `seed`."""
    rng = np.random.default_rng(seed)
    base = 0.3 + rng.random(images) * 0.3
    rows = {"msp": base, "good": base + shift + rng.normal(0, noise, images)}
    return resample_means(
        {name: {"auroc": row, "fpr95": 1 - row} for name, row in rows.items()}, np.random.default_rng(1)
    )


def test_without_spread_over_images_it_is_the_t_interval():
    shifts = [0.05, 0.08, 0.02]
    runs = [training(shift, noise=0) for shift in shifts]
    test = compare_across_seeds(runs, "auroc", [("good", "msp")])[0]
    theirs = stats.ttest_1samp(shifts, 0)
    bounds = theirs.confidence_interval(0.95)
    assert test.difference.others == pytest.approx((bounds.low, bounds.high), abs=1e-9)
    assert test.p_others == pytest.approx(theirs.pvalue, rel=1e-3)
    assert test.difference.deviation == pytest.approx(np.std(shifts, ddof=1))
    assert test.difference.per_seed == pytest.approx(shifts)
    assert (test.better_these, test.better) == ("good", None)


def test_without_spread_over_trainings_it_is_the_interval_of_the_images():
    rng = np.random.default_rng(5)
    first, second = rng.random(IMAGES), rng.random(IMAGES) - 0.1
    single = paired(first, second, np.random.default_rng(1))
    one = resample_means({"a": {"auroc": first}, "b": {"auroc": second}}, np.random.default_rng(1))
    test = compare_across_seeds([one] * 3, "auroc", [("a", "b")])[0]
    assert test.difference.these == pytest.approx((single.low, single.high))
    assert test.difference.others == pytest.approx((single.low, single.high))
    assert test.p_these == single.p_value
    assert test.p_others == pytest.approx(single.p_value, rel=0.1, abs=2e-4)


def test_both_distances_add_up_in_squares():
    runs = [training(shift, noise=0.03) for shift in (0.05, 0.09, 0.01)]
    found = compare_across_seeds(runs, "auroc", [("good", "msp")])[0].difference
    reach = stats.t.ppf(0.975, 2) * np.std(found.per_seed, ddof=1) / math.sqrt(3)
    assert found.mean - found.others[0] == pytest.approx(math.hypot(found.mean - found.these[0], reach))
    assert found.others[1] - found.mean == pytest.approx(math.hypot(found.these[1] - found.mean, reach))


@pytest.mark.parametrize("shifts", [(0.30, 0.31), (0.05, 0.052, 0.048), (0.02, 0.03, 0.01, 0.02)])
def test_direction_does_not_depend_on_the_order_of_the_pair(shifts):
    runs = [training(shift) for shift in shifts]
    pairs = [("good", "msp"), ("msp", "good")]
    for figure, sign in (("auroc", 1), ("fpr95", -1)):
        there, back = compare_across_seeds(runs, figure, pairs)
        assert there.better == back.better == "good"
        assert sign * there.difference.mean > 0 > sign * back.difference.mean
        assert there.p_others == pytest.approx(back.p_others, rel=0.05)


def test_p_value_and_interval_agree():
    for number, spread in enumerate(np.linspace(0.005, 0.04, 12)):
        rng = np.random.default_rng(number)
        runs = [training(0.03 + rng.normal(0, spread), noise=0.02) for _ in range(3)]
        test = compare_across_seeds(runs, "auroc", [("good", "msp")])[0]
        low, high = test.difference.others
        assert abs(test.p_others - 0.05) < 0.003 or (test.p_others < 0.05) != (low <= 0 <= high)
        assert test.p_these <= test.p_others * 1.001


def test_new_trainings_are_covered(monkeypatch):
    """The trainings differ by much more than the images' chance: resampling images alone misses the truth."""
    monkeypatch.setattr(intervals, "RESAMPLES", 500)
    held, missed = 0, 0
    for repeat in range(60):
        rng = np.random.default_rng(repeat)
        runs = [training(rng.normal(0.1, 0.05)) for _ in range(3)]
        found = compare_across_seeds(runs, "auroc", [("good", "msp")])[0].difference
        held += found.others[0] <= 0.1 <= found.others[1]
        missed += not found.these[0] <= 0.1 <= found.these[1]
    assert held >= 52
    assert missed >= 40


def test_a_verdict_on_these_trainings_needs_all_of_them():
    runs = [training(shift) for shift in (0.10, 0.05, -0.02)]
    test = compare_across_seeds(runs, "auroc", [("good", "msp")])[0]
    assert test.p_these < 0.05
    assert (test.better_these, test.better) == (None, None)


def test_correction_counts_the_pairs():
    runs = [training(shift, noise=0.02) for shift in (0.004, 0.010, 0.007)]
    alone = compare_across_seeds(runs, "auroc", [("good", "msp")])[0]
    many = compare_across_seeds(runs, "auroc", [("good", "msp")] * 4)
    assert many[0].p_others == pytest.approx(min(1, 4 * alone.p_others))
    assert many[0].p_these == pytest.approx(min(1, 4 * alone.p_these))


def test_equal_scores_differ_by_nothing():
    runs = [training(0.1) for _ in range(3)]
    test = compare_across_seeds(runs, "auroc", [("msp", "msp")])[0]
    assert (test.difference.mean, test.p_these, test.p_others) == (0, 1, 1)
    assert test.better is test.better_these is None


def test_a_figure_keeps_to_its_range():
    runs = [training(shift) for shift in (0.1, 0.4, 0.35)]
    found = across_seeds(runs, "auroc", "good")
    assert found.others[1] == 1.0
    assert 0 <= found.others[0] < found.these[0] < found.mean < found.these[1] < 1
    assert found.mean == pytest.approx(np.mean(found.per_seed))


def test_bad_input():
    runs = [training(0.1), training(0.1, images=61)]
    for group in (runs, runs[:1], []):
        with pytest.raises(CaosError, match="two or more runs, resampled over the same images"):
            across_seeds(group, "auroc", "good")
    few = resample_means({"a": {"auroc": [0.1, 0.2]}}, np.random.default_rng(0))
    with pytest.raises(CaosError, match="2 images are too few to compare over seeds; 5 are needed"):
        across_seeds([few, few], "auroc", "a")
