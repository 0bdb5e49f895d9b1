"""Top-k, corruption and flip figures against loops that transcribe their formulas, and bad input."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import top_k_accuracy_score

from caos.errors import CaosError
from caos.metrics.classification import (
    PERTURBATIONS,
    accuracy_by_severity,
    baseline_of,
    corruption_figures,
    error_by_group,
    flip_rate,
    flips,
    iid_ood_gap,
    label_ranks,
    normalised_mean,
    normalised_outcomes,
    top5_distance,
    top5_distances,
    top_k_correct,
    top_k_error,
)


def tables(images, classes):
    row = st.lists(st.integers(-3, 3), min_size=classes, max_size=classes)
    return st.lists(row, min_size=images, max_size=images)


@given(tables(4, 7), st.lists(st.integers(0, 6), min_size=4, max_size=4), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_top_k_by_sorting(scores, labels, k):
    best = [sorted(range(7), key=lambda c, row=row: (-row[c], c))[:k] for row in scores]
    expected = [label in row for label, row in zip(labels, best, strict=True)]
    assert top_k_correct(np.array(scores, float), labels, k).tolist() == expected
    assert top_k_error(np.array(scores, float), labels, k) == pytest.approx(1 - sum(expected) / 4)


def test_top_1_is_argmax_and_top_k_scikit_learns():
    rng = np.random.default_rng(0)
    scores, labels = rng.normal(size=(200, 10)), rng.integers(10, size=200)
    assert np.array_equal(top_k_correct(scores, labels), scores.argmax(axis=1) == labels)
    for k in (1, 3, 5):
        expected = top_k_accuracy_score(labels, scores, k=k, labels=range(10))
        assert 1 - top_k_error(scores, labels, k) == pytest.approx(expected)


def test_a_constant_classifier_predicts_class_0():
    assert label_ranks(np.zeros((3, 4)), [0, 1, 3]).tolist() == [0, 1, 3]


@pytest.mark.parametrize(
    ("scores", "labels", "told"),
    [
        ([1.0, 2.0], [0], "expected"),
        ([[1.0, 2.0]], [0, 1], r"\(1,\)"),
        ([[1.0, 2.0]], [0.0], "integer"),
        ([[1.0, np.nan]], [0], "image 0 are not finite"),
        ([[1.0, 2.0], [1.0, 2.0]], [0, 2], "label 2 of image 1"),
        ([[1.0, 2.0]], [-1], "label -1"),
        (np.zeros((0, 3)), np.zeros(0, int), "expected"),
    ],
)
def test_bad_scores(scores, labels, told):
    with pytest.raises(CaosError, match=told):
        top_k_error(scores, labels)


def test_bad_k():
    with pytest.raises(CaosError, match="k must be 1 to 2"):
        top_k_error([[1.0, 2.0]], [0], k=5)


def test_groups_and_gap():
    errors = error_by_group([True, False, True, True], ["fr", "us", "fr", "us"])
    assert errors == {"fr": 0.0, "us": 0.5}
    assert error_by_group([True, False], [2018, 2017]) == {2017: 1.0, 2018: 0.0}
    assert iid_ood_gap(0.079, 0.639) == pytest.approx(0.56)
    with pytest.raises(CaosError, match="groups"):
        error_by_group([True], ["a", "b"])
    with pytest.raises(CaosError, match="severities"):
        accuracy_by_severity({"fog": [0.1, 0.2], "snow": [0.1]}, 0.0)


fractions = st.floats(0.05, 1.0)
three = st.lists(fractions, min_size=3, max_size=3)


@given(st.lists(st.tuples(three, three), min_size=1, max_size=4), fractions)
@settings(max_examples=60, deadline=None)
def test_mce_by_its_formula(rows, clean):
    names = [f"c{index}" for index in range(len(rows))]
    own = {name: row[0] for name, row in zip(names, rows, strict=True)}
    base = {name: row[1] for name, row in zip(names, rows, strict=True)}
    figures = corruption_figures(own, clean, baseline_of("base", base, 0.01))
    ce = [sum(own[n]) / sum(base[n]) for n in names]
    rce = [sum(e - clean for e in own[n]) / sum(e - 0.01 for e in base[n]) for n in names]
    assert figures.mce == pytest.approx(sum(ce) / len(ce))
    assert figures.relative_mce == pytest.approx(sum(rce) / len(rce), rel=1e-9, abs=1e-9)
    assert figures.unnormalised_mce == pytest.approx(sum(sum(own[n]) / 3 for n in names) / len(names))


def test_bad_corruption_errors():
    base = baseline_of("mine", {"fog": 0.5, "snow": 0.5}, 0.5)
    with pytest.raises(CaosError, match="no errors for snow"):
        corruption_figures({"fog": 0.5}, 0.1, base)
    with pytest.raises(CaosError, match="has no errors for rain"):
        corruption_figures({"fog": 0.5, "snow": 0.5, "rain": 0.5}, 0.1, base)
    with pytest.raises(CaosError, match="fog: errors must lie in"):
        corruption_figures({"fog": 50.0, "snow": 0.5}, 0.1, base)
    with pytest.raises(CaosError, match="nothing to divide by"):
        corruption_figures({"fog": 0.5, "snow": 0.5}, 0.1, base)
    assert corruption_figures({"fog": 0.5, "snow": 0.5}, None, base).relative_mce is None
    with pytest.raises(CaosError, match="no corruption given"):
        baseline_of("empty", {}, None)


def published_top5(reference, frame):
    """The double sum over ranks of the ICLR paper, section 4.2: sigma(i) = rank of the class ranked i."""
    order = sorted(range(len(reference)), key=lambda c: -reference[c])
    later = sorted(range(len(frame)), key=lambda c: -frame[c])
    distance = 0
    for i in range(1, 6):
        sigma = later.index(order[i - 1]) + 1
        for j in range(min(i, sigma) + 1, max(i, sigma) + 1):
            distance += 1 <= j - 1 <= 5
    return distance


@given(
    st.lists(st.lists(st.permutations(range(8)), min_size=2, max_size=5), min_size=1, max_size=3).filter(
        lambda sequences: len({len(one) for one in sequences}) == 1
    )
)
@settings(max_examples=60, deadline=None)
def test_flips_and_top5_by_loops(sequences):
    scores = np.array(sequences, dtype=np.float32)
    for order in ("sequence", "noise"):
        changed, moved = [], []
        for frames in sequences:
            pairs = list(pairwise(frames)) if order == "sequence" else [(frames[0], f) for f in frames[1:]]
            top = [(a.index(7), b.index(7)) for a, b in pairs]
            changed.append(sum(a != b for a, b in top) / len(pairs))
            moved.append(sum(published_top5(a, b) for a, b in pairs) / len(pairs))
        assert flips(scores.argmax(axis=2), order).tolist() == pytest.approx(changed)
        assert flip_rate(scores.argmax(axis=2), order) == pytest.approx(sum(changed) / len(changed))
        assert top5_distances(scores, order).tolist() == pytest.approx(moved)
        assert top5_distance(scores, order) == pytest.approx(sum(moved) / len(moved))


def test_strides_compare_every_chain():
    frames = [[0, 1, 0, 1, 0, 2]]
    # chains 0,2,4 and 1,3,5 of the published code's "difficulty 2": flips 0, 0 and 0, 1
    assert flip_rate(frames, "sequence", stride=2) == pytest.approx(1 / 4)
    assert flip_rate(frames, "sequence") == 1
    assert flip_rate(frames, "noise") == pytest.approx(3 / 5)


def test_top5_extremes():
    same = np.tile(np.arange(10.0), (2, 3, 1))
    assert top5_distance(same, "sequence") == 0
    turned = np.stack([np.arange(10.0), np.arange(10.0)[::-1]])[None]
    assert top5_distance(turned, "sequence") == 5 + 4 + 3 + 2 + 1


def test_mean_flip_rate():
    rates = dict.fromkeys(PERTURBATIONS, 0.1)
    assert normalised_mean(rates, dict.fromkeys(PERTURBATIONS, 0.2)) == pytest.approx(0.5)
    assert normalised_mean({"snow": 0.1, "tilt": 0.3}, {"snow": 0.2, "tilt": 0.1}) == pytest.approx(1.75)
    assert sum(order == "noise" for order in PERTURBATIONS.values()) == 2
    by_image = {"snow": np.array([0.1, 0.3]), "tilt": np.array([0.0, 0.5])}
    base = {"snow": 0.2, "tilt": 0.1}
    values = normalised_outcomes(by_image, base)
    assert values.tolist() == pytest.approx([0.25, 3.25])
    assert values.mean() == pytest.approx(normalised_mean({"snow": 0.2, "tilt": 0.25}, base))
    with pytest.raises(CaosError, match="same images"):
        normalised_outcomes({"snow": [0.1], "tilt": [0.1, 0.2]}, base)
    with pytest.raises(CaosError, match="tilt"):
        normalised_mean({"snow": 0.1}, {"snow": 0.1, "tilt": 0.1})
    with pytest.raises(CaosError, match="never changes under snow"):
        normalised_mean({"snow": 0.1}, {"snow": 0.0})


@pytest.mark.parametrize(
    ("frames", "order", "stride", "told"),
    [
        ([[1]], "sequence", 1, "frames >= 2"),
        ([1, 2], "sequence", 1, "frames >= 2"),
        ([[1, 2]], "video", 1, "unknown; known: sequence, noise"),
        ([[1, 2, 3]], "noise", 2, "stride 2"),
        ([[1, 2, 3]], "sequence", 3, "stride 3"),
    ],
)
def test_bad_frames(frames, order, stride, told):
    with pytest.raises(CaosError, match=told):
        flip_rate(frames, order, stride=stride)


def test_bad_frame_scores():
    with pytest.raises(CaosError, match="4 classes"):
        top5_distance(np.zeros((1, 2, 4)), "sequence")
    with pytest.raises(CaosError, match="not finite"):
        top5_distance(np.full((1, 2, 6), np.inf), "sequence")
