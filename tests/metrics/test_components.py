"""Component metrics against sets of pixels on tiny maps, the paper's cases by hand, and bad input."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import precision_recall_curve

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID
from caos.metrics import PROTOCOLS, PooledCounts, matching
from caos.metrics.components import ComponentCounts
from caos.metrics.thresholds import best_f1_threshold, recall_threshold
from caos.metrics.tracks import ANOMALY_TRACK, OBSTACLE_TRACK, ComponentSettings

LEVELS = [Fraction(level, 100) for level in range(25, 80, 5)]
TINY = st.tuples(st.integers(1, 7), st.integers(1, 7))


def pieces(pixels):
    """Components of a set of pixels, neighbours across corners included."""
    left, found = set(pixels), []
    while left:
        piece, edge = set(), {left.pop()}
        while edge:
            row, column = edge.pop()
            piece.add((row, column))
            near = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & left
            left -= near
            edge |= near
        found.append(piece)
    return found


def where(mask):
    return set(zip(*(axis.tolist() for axis in np.nonzero(mask)), strict=True))


def by_sets(label, predicted, min_anomaly, min_prediction, void=(VOID,)):
    """sIoU of every object and PPV of every predicted component, as fractions, from the definitions."""
    objects = pieces(where(label == ANOMALY))
    ignored = where(np.isin(label, void))
    predictions = [p for p in pieces(where(predicted) - ignored) if len(p) >= min_prediction]
    small = set().union(*(k for k in objects if len(k) < min_anomaly))
    objects = [k for k in objects if len(k) >= min_anomaly]
    predictions = [rest for p in predictions if (rest := p - small)]
    truth = set().union(*objects)
    siou = []
    for k in objects:
        touching = set().union(*(p for p in predictions if p & k))
        adjustment = touching & (truth - k)
        siou.append(Fraction(len(k & touching), len((k | touching) - adjustment)))
    return siou, [Fraction(len(p & truth), len(p)) for p in predictions]


def f1_star(siou, ppv):
    values = []
    for level in LEVELS:
        tp = sum(share >= level for share in siou)
        fn, fp = len(siou) - tp, sum(share < level for share in ppv)
        values.append(Fraction(2 * tp, 2 * tp + fn + fp))
    return float(sum(values) / len(values))


def mean(shares):
    return float(sum(shares) / len(shares)) if shares else math.nan


@st.composite
def images(draw):
    shape = draw(TINY)
    label = draw(hnp.arrays(np.uint8, shape, elements=st.sampled_from([0, 3, ANOMALY, ANOMALY, VOID])))
    return label, draw(hnp.arrays(np.bool_, shape))


@settings(deadline=None)
@given(st.lists(images(), min_size=1, max_size=3), st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_equals_sets_of_pixels(seen, min_anomaly, min_prediction, ignore_three):
    kept = np.arange(256) != VOID
    kept[3] = not ignore_three
    counts = ComponentCounts(
        ["a"], {"a": 0.5}, ComponentSettings("tiny", min_prediction, min_anomaly, 49), kept=kept
    )
    siou, ppv = [], []
    for label, predicted in seen:
        counts.update({"a": predicted.astype(np.float32)}, label)
        void = (3, VOID) if ignore_three else (VOID,)
        own = by_sets(label, predicted, min_anomaly, min_prediction, void)
        siou += own[0]
        ppv += own[1]
    found = counts.compute()["a"]
    assert found.siou == pytest.approx(mean(siou), abs=1e-12, nan_ok=True)
    assert found.ppv == pytest.approx(mean(ppv), abs=1e-12, nan_ok=True)
    expected = f1_star(siou, ppv) if siou or ppv else math.nan
    assert found.f1 == pytest.approx(expected, abs=1e-12, nan_ok=True)


def one(label, predicted, min_anomaly=1, min_prediction=1):
    counts = ComponentCounts(["a"], {"a": 1}, ComponentSettings("toy", min_prediction, min_anomaly, 1))
    counts.update({"a": np.array(predicted, dtype=float)}, np.array(label, dtype=np.uint8))
    return counts.compute()["a"]


A, V = ANOMALY, VOID


def test_one_prediction_over_two_objects_is_held_against_neither():
    # three of the prediction's seven pixels lie on the road; each object of two is covered whole
    found = one([[A, A, 0, 0, 0, A, A]], [[1, 1, 1, 1, 1, 1, 1]])
    assert found.siou == pytest.approx(2 / (2 + 3))
    assert found.ppv == pytest.approx(4 / 7)


def test_two_predictions_in_one_object_count_together():
    found = one([[A, A, A, A, A]], [[1, 1, 0, 1, 1]])
    assert (found.siou, found.ppv) == (pytest.approx(4 / 5), 1.0)
    assert found.f1 == 1.0


def test_corners_connect():
    label = [[A, 0], [0, A]]
    counts = ComponentCounts(["a"], {"a": 1}, ComponentSettings("toy", 1, 2, 4))
    counts.update({"a": np.eye(2)}, np.array(label, dtype=np.uint8))
    assert counts.per_image()["a"].objects.tolist() == [1]
    assert counts.compute()["a"].siou == 1.0


def test_void_cuts_a_prediction_in_two():
    found = one([[A, V, 0, 0]], [[1, 1, 1, 1]])
    assert (found.siou, found.ppv) == (1.0, 0.5)  # one piece on the object, one false alarm beside it


def test_small_objects_and_predictions_on_them_do_not_count():
    label = [[A, A, 0, 0, A, 0]]
    found = one(label, [[1, 1, 0, 0, 1, 0]], min_anomaly=2)
    assert (found.siou, found.ppv, found.f1) == (1.0, 1.0, 1.0)
    found = one(label, [[1, 1, 0, 0, 1, 1]], min_anomaly=2)
    assert found.ppv == 0.5  # what sticks out of the small object is a false alarm


def test_small_predictions_are_dropped():
    found = one([[A, A, A, 0, 0]], [[1, 1, 0, 0, 1]], min_prediction=2)
    assert (found.siou, found.ppv) == (pytest.approx(2 / 3), 1.0)


def test_sizes_are_taken_before_small_objects_are_left_out():
    # the prediction has three pixels, one of them on an object too small to count
    found = one([[A, 0, 0, 0, A, A]], [[1, 1, 1, 0, 1, 1]], min_anomaly=2, min_prediction=3)
    assert (found.siou, found.ppv) == (0.0, 0.0)


def test_a_share_that_equals_a_level_counts_as_a_hit():
    # sIoU 3/5 exactly: a hit at 0.25 .. 0.60, eight of eleven levels; PPV 1
    found = one([[A, A, A, A, A]], [[1, 1, 1, 0, 0]])
    assert found.f1 == pytest.approx(8 / 11)


def test_nothing_to_find_and_nothing_found():
    found = one([[0, 0]], [[0, 0]])
    assert math.isnan(found.siou)
    assert math.isnan(found.ppv)
    assert math.isnan(found.f1)
    found = one([[0, 0]], [[1, 0]])
    assert math.isnan(found.siou)
    assert (found.ppv, found.f1) == (0.0, 0.0)
    found = one([[A, 0]], [[0, 0]])
    assert (found.siou, found.f1) == (0.0, 0.0)
    assert math.isnan(found.ppv)


def test_tracks_are_the_published_ones():
    assert (ANOMALY_TRACK.min_prediction, ANOMALY_TRACK.min_anomaly) == (500, 100)
    assert (OBSTACLE_TRACK.min_prediction, OBSTACLE_TRACK.min_anomaly) == (50, 10)
    assert ANOMALY_TRACK.for_image(360, 640) == ANOMALY_TRACK


def test_scaled_filters_are_the_same_share_of_any_image():
    scaled = ANOMALY_TRACK.scaled()
    assert scaled.name == "anomaly track, filters scaled to the image"
    for height, width, bounds in ((720, 1280, (500, 100)), (360, 640, (125, 25)), (9, 16, (1, 1))):
        own = scaled.for_image(height, width)
        assert (own.min_prediction, own.min_anomaly) == bounds
    label = np.zeros((72, 128), dtype=np.uint8)
    label[:2, :5] = ANOMALY  # 10 pixels: too few on the track itself, enough for a hundredth of an image
    predicted = {"a": (label == ANOMALY).astype(float)}
    found = []
    for track in (ANOMALY_TRACK, scaled):
        counts = ComponentCounts(["a"], {"a": 1}, track)
        counts.update(predicted, label)
        found.append(counts.per_image()["a"])
    assert [(each.objects.tolist(), each.predictions.tolist()) for each in found] == [([0], [0]), ([1], [1])]
    assert PROTOCOLS["smiyc-anomaly-scaled"].components == scaled


def blobs(seed, number=5):
    rng = np.random.default_rng(seed)
    for _ in range(number):
        label = np.where(rng.random((30, 40)) < 0.55, ANOMALY, 1).astype(np.uint8)
        label[rng.random((30, 40)) < 0.1] = VOID
        scores = {name: rng.standard_normal((30, 40)).astype(np.float32) for name in ("a", "b")}
        yield {name: one + (label == ANOMALY) for name, one in scores.items()}, label


def counted(seen):
    counts = ComponentCounts(["a", "b"], {"a": 0.8, "b": 1.2}, ComponentSettings("toy", 4, 3, 1200))
    for scores, label in seen:
        counts.update(scores, label)
    return counts


def test_merging_is_counting_together_in_any_order():
    seen = list(blobs(0))
    together, first, second = counted(seen), counted(seen[:2]), counted(seen[2:])
    second.merge(first)
    assert second.compute() == together.compute()
    assert together.per_image()["a"].objects.size == 5


def test_per_image_sums_give_the_figures_of_a_resample():
    seen = list(blobs(1))
    each = counted(seen).per_image()["b"]
    times = np.array([[2, 0, 1, 0, 2], [1, 1, 1, 1, 1]])
    found = each.figures(times)
    for row, picks in enumerate(([0, 0, 2, 4, 4], range(5))):
        expected = counted([seen[index] for index in picks]).compute()["b"]
        for figure in ("siou", "ppv", "f1"):
            assert found[figure][row] == pytest.approx(getattr(expected, figure), abs=1e-12)


def test_large_components_are_numbered_from_one():
    ids, sizes = matching.large_components(np.array([[1, 0, 1, 1, 0, 1, 1, 1]], dtype=bool), 2)
    assert sorted(sizes.tolist()) == [2, 3]
    assert np.bincount(ids.ravel()).tolist() == [3, *sizes.tolist()]


def pooled(scores, mask):
    counts = PooledCounts()
    for part in np.array_split(np.arange(scores.size), 3):
        counts.update(scores[part], mask[part])
    return counts


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.booleans()), min_size=2, max_size=40).filter(
        lambda pixels: len({mask for _, mask in pixels}) == 2
    )
)
def test_thresholds_are_the_best_of_all(pixels):
    scores = np.array([score / 8 for score, _ in pixels], dtype=np.float32)
    mask = np.array([mask for _, mask in pixels])
    precision, recall, cuts = precision_recall_curve(mask, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
    best = best_f1_threshold(pooled(scores, mask))
    at = scores >= best
    own = 2 * (at & mask).sum() / (at.sum() + mask.sum())
    assert own == pytest.approx(f1[:-1].max(), abs=1e-12)
    assert best == pytest.approx(max(cuts[np.isclose(f1[:-1], own, rtol=0, atol=1e-12)]))
    reached = recall_threshold(pooled(scores, mask))
    assert (scores[mask] >= reached).mean() >= 0.95
    assert (scores[mask] > reached).mean() < 0.95


def test_bad_input():
    with pytest.raises(CaosError, match="at least one score"):
        ComponentCounts([], {}, ANOMALY_TRACK)
    with pytest.raises(CaosError, match="'a' has no threshold"):
        ComponentCounts(["a"], {"b": 1.0}, ANOMALY_TRACK)
    with pytest.raises(CaosError, match="'a' has no threshold"):
        ComponentCounts(["a"], {"a": math.nan}, ANOMALY_TRACK)
    with pytest.raises(CaosError, match="min_anomaly 0 must be 1 or more"):
        ComponentSettings("bad", 1, 0, 1)
    with pytest.raises(CaosError, match="image size 0x5"):
        ANOMALY_TRACK.for_image(5, 0)
    counts = ComponentCounts(["a"], {"a": 0.5}, ANOMALY_TRACK)
    with pytest.raises(CaosError, match="no image was added"):
        counts.compute()
    label = np.zeros((2, 3), dtype=np.uint8)
    with pytest.raises(CaosError, match="scores b given, but a expected"):
        counts.update({"b": np.zeros((2, 3))}, label)
    with pytest.raises(CaosError, match=r"shape \(3, 2\) but label has \(2, 3\)"):
        counts.update({"a": np.zeros((3, 2))}, label)
    with pytest.raises(CaosError, match="NaN"):
        counts.update({"a": np.full((2, 3), np.nan)}, label)
    with pytest.raises(CaosError, match="uint8"):
        counts.update({"a": np.zeros((2, 3))}, label.astype(np.int64))
    other = ComponentCounts(["a"], {"a": 0.6}, ANOMALY_TRACK)
    with pytest.raises(CaosError, match="cannot merge"):
        counts.merge(other)
    for level in (0, 1.5):
        with pytest.raises(CaosError, match="must lie above 0"):
            recall_threshold(pooled(np.arange(2.0), np.array([False, True])), level)
