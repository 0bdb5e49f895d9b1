"""Calibration errors against their formulas pixel by pixel, scikit-learn's bins, and few or many samples."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from caos.errors import CaosError
from caos.metrics import calibration as module
from caos.metrics.calibration import Calibration

# multiples of 1/64 fall into cells of their own and are sums of the unit, so the figures must be exact
PIXELS = st.lists(st.tuples(st.integers(0, 64), st.booleans()), min_size=1, max_size=50)


def arrays(pixels):
    return np.array([sure / 64 for sure, _ in pixels], dtype=np.float32), np.array([ok for _, ok in pixels])


def filled(confidence, correct, bins=15):
    calibration = Calibration(bins)
    calibration.update(confidence, correct)
    return calibration


def error(groups, power):
    """groups: lists of (confidence, correct, weight)."""
    total = sum(weight for group in groups for _, _, weight in group)
    value = 0.0
    for group in groups:
        weight = sum(w for _, _, w in group)
        if weight:
            gap = abs(sum(w * ok for _, ok, w in group) - sum(w * sure for sure, _, w in group)) / weight
            value += weight / total * gap**power
    return value ** (1 / power)


def equal_width(confidence, correct, bins):
    groups = [[] for _ in range(bins)]
    for sure, ok in zip(confidence.tolist(), correct.tolist(), strict=True):
        for index in range(bins):
            if sure <= (index + 1) / bins or index == bins - 1:
                groups[index].append((sure, ok, 1))
                break
    return groups


def equal_mass(confidence, correct, bins):
    """Sorted pixels in runs of n // bins or one more; equal confidences share their accuracy."""
    order = np.argsort(confidence, kind="stable")
    mean = {sure: correct[confidence == sure].mean() for sure in confidence}
    pixels = [(float(confidence[index]), float(mean[confidence[index]]), 1) for index in order]
    edges = [len(pixels) * index // bins for index in range(bins + 1)]
    return [pixels[low:high] for low, high in pairwise(edges)]


@settings(deadline=None)
@given(PIXELS, st.sampled_from([1, 2, 4, 8, 15]))
def test_equals_the_formulas(pixels, bins):
    confidence, correct = arrays(pixels)
    found = filled(confidence, correct, bins).compute()
    width, mass = equal_width(confidence, correct, bins), equal_mass(confidence, correct, bins)
    assert found.ece == pytest.approx(error(width, 1), abs=1e-12)
    assert found.rms_equal_width == pytest.approx(error(width, 2), abs=1e-12)
    assert found.ece_equal_mass == pytest.approx(error(mass, 1), abs=1e-12)
    assert found.rms == pytest.approx(error(mass, 2), abs=1e-12)
    for points in (found.bins, found.bins_equal_mass):
        assert sum(point.share for point in points) == pytest.approx(1)
        assert all(point.share > 0 and 0 <= point.accuracy <= 1 for point in points)


@pytest.mark.parametrize(("strategy", "field"), [("uniform", "bins"), ("quantile", "bins_equal_mass")])
def test_bins_are_sklearns(strategy, field):
    rng = np.random.default_rng(0)
    confidence = rng.beta(4, 1, size=15_000)
    correct = rng.random(15_000) < confidence**2
    points = getattr(filled(confidence, correct).compute(), field)
    accuracy, sure = calibration_curve(correct, confidence, n_bins=15, strategy=strategy)
    # quantile edges lie between pixels, and cells are 1.6e-5 wide: a pixel or two of a thousand may move
    tolerance = 1e-7 if strategy == "uniform" else 2e-3
    assert [point.accuracy for point in points] == pytest.approx(accuracy.tolist(), abs=tolerance)
    assert [point.confidence for point in points] == pytest.approx(sure.tolist(), abs=tolerance)


def test_the_most_confident_bin_counts():
    # 300 sure and wrong pixels on top; the published code would forget a hundred of them or more
    confidence = np.concatenate([np.full(1200, 0.5), np.full(300, 1.0)])
    correct = np.concatenate([np.arange(1200) % 2 == 0, np.zeros(300, dtype=bool)])
    found = filled(confidence, correct).compute()
    assert found.ece == pytest.approx(0.2)
    assert found.rms == pytest.approx(np.sqrt(0.2))


def test_a_single_pixel_is_enough():
    found = filled(np.array(0.75), np.array(False)).compute()
    assert (found.ece, found.rms) == (0.75, 0.75)
    assert [(point.confidence, point.accuracy, point.share) for point in found.bins] == [(0.75, 0.0, 1.0)]


def test_perfect_calibration_is_zero():
    confidence = np.repeat([0.25, 0.5, 1.0], [400, 400, 400])
    correct = np.concatenate([np.arange(400) % 4 == 0, np.arange(400) % 2 == 0, np.ones(400, dtype=bool)])
    found = filled(confidence, correct, bins=3).compute()
    assert (found.ece, found.rms, found.ece_equal_mass, found.rms_equal_width) == (0, 0, 0, 0)


def test_edges_belong_to_the_lower_bin():
    found = filled(np.array([0.0, 0.5, 0.75, 1.0]), np.array([True] * 4), bins=2).compute()
    assert [point.share for point in found.bins] == [0.5, 0.5]


def test_merging_in_any_order_gives_the_same_bytes(monkeypatch):
    rng = np.random.default_rng(1)
    maps = [(rng.random((20, 30)).astype(np.float32), rng.random((20, 30)) < 0.7) for _ in range(5)]
    whole = Calibration()
    for confidence, correct in maps:
        whole.update(confidence, correct)
    monkeypatch.setattr(module, "_CHUNK", 77)
    parts = [filled(*one) for one in reversed(maps)]
    for part in parts[1:]:
        parts[0].merge(part)
    assert parts[0].compute() == whole.compute()


def test_bad_input():
    calibration = Calibration()
    with pytest.raises(CaosError, match="no pixel was added"):
        calibration.compute()
    calibration.update(np.empty((0, 3)), np.empty((0, 3), dtype=bool))
    with pytest.raises(CaosError, match="no pixel was added"):
        calibration.compute()
    with pytest.raises(CaosError, match=r"shape \(2,\) but correct has \(3,\)"):
        calibration.update(np.zeros(2), np.zeros(3, dtype=bool))
    with pytest.raises(CaosError, match="pass bools"):
        calibration.update(np.zeros(2), np.zeros(2))
    with pytest.raises(CaosError, match="floating point"):
        calibration.update(np.zeros(2, dtype=int), np.zeros(2, dtype=bool))
    for wrong in (1.5, -0.1, np.nan):
        with pytest.raises(CaosError, match="must lie in"):
            calibration.update(np.array([0.5, wrong]), np.zeros(2, dtype=bool))
    with pytest.raises(CaosError, match="bins 0"):
        Calibration(0)
    with pytest.raises(CaosError, match="the bins differ"):
        calibration.merge(Calibration(10))
