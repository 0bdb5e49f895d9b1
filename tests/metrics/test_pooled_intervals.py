"""Resampled pooled figures against scikit-learn on the concatenated pixels of the images drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from caos.errors import CaosError
from caos.metrics import PooledCounts, intervals
from caos.metrics.intervals import image_weights
from caos.metrics.pooled_intervals import FIGURES, PooledResampler, bin_edges

KINDS = ("normal", "probability", "tied", "wide", "infinite")


@pytest.fixture(autouse=True)
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(intervals, "RESAMPLES", 400)


def images(kind, number, pixels, seed=0):
    rng = np.random.default_rng(seed)
    for index in range(number):
        truth = np.zeros(pixels, dtype=bool)
        truth[: rng.integers(pixels // 50, pixels // 8)] = True
        scores = rng.standard_normal(pixels) + rng.normal(0, 0.4) + truth * rng.normal(1.2, 0.5)
        if kind == "probability":
            scores = -1 / (1 + np.exp(-4 * (3 - scores)))
        if kind == "tied":
            scores = np.round(scores, 1)
        if kind == "wide":
            scores = np.exp(8 * scores)
        if kind == "infinite":
            scores[scores > 2] = np.inf
        yield f"town/{index}", scores.astype(np.float32), truth


def collected(seen, order=None):
    counts = PooledCounts()
    for _, scores, truth in seen:
        counts.update(scores, truth)
    pool = PooledResampler({"a": bin_edges(counts)})
    for place in range(len(seen)) if order is None else order:
        name, scores, truth = seen[place]
        pool.update(name, {"a": scores}, truth)
    return pool, counts


def brute_force(scores, truth):
    fpr, tpr, _ = roc_curve(truth, scores, drop_intermediate=False)
    return [
        roc_auc_score(truth, scores),
        average_precision_score(truth, scores),
        fpr[np.argmax(tpr >= 0.95)],
    ]


def drawn(seen, weights):
    chosen = np.repeat(np.arange(len(seen)), weights.astype(int))
    return (np.concatenate([seen[place][part] for place in chosen]) for part in (1, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_few_thresholds_are_exact(kind):
    """Every resample, to rounding, for small data and for ties."""
    seen = sorted(images(kind, 12, 200 if kind != "tied" else 4000))
    pool, counts = collected(seen)
    found = pool.resample(np.random.default_rng(3))
    own = counts.metrics()
    assert [found.figures["a"][name] for name in FIGURES] == pytest.approx(
        [own.auroc, own.aupr, own.fpr95], abs=1e-12
    )
    weights = next(image_weights(12, np.random.default_rng(3)))
    finite = [(name, np.minimum(scores, 1e30), truth) for name, scores, truth in seen]
    for row in range(25):
        expected = brute_force(*drawn(finite, weights[row]))
        assert [found.draws["a"][name][row] for name in FIGURES] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_many_thresholds_are_near(kind):
    """Bins lose little, whatever the range of the scores: far less than resampling makes of it."""
    seen = sorted(images(kind, 20, 6000))
    pool, counts = collected(seen)
    own = counts.metrics()
    exact = {"a": {name: getattr(own, name) for name in FIGURES}}
    found = pool.resample(np.random.default_rng(3), exact=exact)
    assert found.figures == exact
    assert max(abs(error) for error in pool.bin_errors(exact)["a"].values()) < 0.003
    weights = next(image_weights(20, np.random.default_rng(3)))
    finite = [(name, np.minimum(scores, 1e30), truth) for name, scores, truth in seen]
    for row in range(8):
        scores, truth = drawn(finite, weights[row])
        for name, expected in zip(FIGURES, brute_force(scores, truth), strict=True):
            assert found.draws["a"][name][row] == pytest.approx(expected, abs=0.004)
            low, high = found.intervals()["a"][name]
            assert high - low > 0.02


def test_edges_fall_and_are_few():
    _, counts = collected(list(images("normal", 20, 6000)))
    edges = bin_edges(counts)
    assert (np.diff(edges) < 0).all()
    assert 500 < edges.size <= 2100


@given(st.permutations(range(6)), st.integers(0, 6))
@settings(max_examples=20, deadline=None)
def test_the_order_of_images_and_merges_does_not_matter(order, cut):
    seen = list(images("normal", 6, 100))
    whole, _ = collected(seen)
    edges, expected = {"a": whole._edges["a"]}, whole.resample(np.random.default_rng(0))
    left, right = PooledResampler(edges), PooledResampler(edges)
    for place in order:
        (left if place < cut else right).update(seen[place][0], {"a": seen[place][1]}, seen[place][2])
    left.merge(right)
    merged = left.resample(np.random.default_rng(0))
    assert merged.figures == expected.figures
    assert merged.fingerprint == expected.fingerprint
    for name in FIGURES:
        assert merged.draws["a"][name].tobytes() == expected.draws["a"][name].tobytes()


def test_pixels_that_do_not_count_change_nothing():
    seen = list(images("normal", 6, 300))
    pool, _ = collected(seen)
    masked = PooledResampler({"a": pool._edges["a"]})
    for name, scores, truth in seen:
        kept = np.arange(400) < 300
        masked.update(
            name,
            {"a": np.append(scores, np.full(100, 9.0)).reshape(20, 20)},
            np.append(truth, np.ones(100, bool)).reshape(20, 20),
            kept.reshape(20, 20),
        )
    masked.update("empty", {"a": np.zeros(4)}, np.zeros(4, bool), np.zeros(4, bool))
    first, second = (each.resample(np.random.default_rng(0)) for each in (pool, masked))
    assert first.images == second.images == 6
    assert first.intervals() == second.intervals()


def test_resamples_without_anomalies_are_left_out():
    """One image of six has all anomalies: a third of the resamples miss it."""
    rng = np.random.default_rng(0)
    pool = PooledResampler({"a": np.linspace(3, -3, 50)})
    for index in range(6):
        truth = np.zeros(50, bool)
        truth[:10] = index == 0
        pool.update(str(index), {"a": rng.standard_normal(50)}, truth)
    found = pool.resample(np.random.default_rng(0))
    missing = np.isnan(found.draws["a"]["auroc"])
    assert missing.mean() == pytest.approx((5 / 6) ** 6, abs=0.08)
    assert (np.isnan(found.draws["a"]["fpr95"]) == missing).all()
    assert np.isfinite(found.intervals()["a"]["auroc"]).all()


def test_paired_scores_share_their_images():
    """Scores that are the same but for a shift per image: differences vary less than either."""
    seen = list(images("normal", 30, 500))
    rng = np.random.default_rng(1)
    maps = [{"a": s, "b": s + rng.normal(0, 0.3, s.shape).astype(np.float32)} for _, s, _ in seen]
    counts = {name: PooledCounts() for name in ("a", "b")}
    for each, (_, _, truth) in zip(maps, seen, strict=True):
        for name in counts:
            counts[name].update(each[name], truth)
    pool = PooledResampler({name: bin_edges(each) for name, each in counts.items()})
    for each, (name, _, truth) in zip(maps, seen, strict=True):
        pool.update(name, each, truth)
    found = pool.resample(np.random.default_rng(0))
    test = found.paired("auroc", "a", "b")
    low, high = found.intervals()["a"]["auroc"]
    assert test.low > 0
    assert test.high - test.low < (high - low) / 4


def test_bad_input():
    pool, _ = collected(list(images("normal", 6, 50)))
    scores, truth = np.zeros(3), np.array([True, False, False])
    with pytest.raises(CaosError, match="image town/1 was given twice"):
        pool.update("town/1", {"a": scores}, truth)
    with pytest.raises(CaosError, match="image x: scores b, expected a"):
        pool.update("x", {"b": scores}, truth)
    with pytest.raises(CaosError, match="1 of 3 scores are NaN"):
        pool.update("x", {"a": [0.0, np.nan, 1.0]}, truth)
    with pytest.raises(CaosError, match="different bins"):
        pool.merge(PooledResampler({"a": np.array([1.0, 0.0])}))
    with pytest.raises(CaosError, match="image town/0 was given twice"):
        pool.merge(pool)
    with pytest.raises(CaosError, match="no image in the pool"):
        PooledResampler({"a": np.array([0.0])}).resample(np.random.default_rng(0))
    with pytest.raises(CaosError, match="no anomalous pixel"):
        bin_edges(PooledCounts())
