"""Predictions and their figures, intervals and paired tests."""

from __future__ import annotations

import doctest
from importlib import import_module

import numpy as np
import pytest

from caos.errors import CaosError
from caos.metrics.classification import (
    CORRUPTIONS,
    Predictions,
    accuracy_by_severity,
    aurra,
    baseline_of,
    bootstrap,
    classification_figures,
    compare_predictions,
    corruption_errors,
    corruption_figures,
    corruption_outcomes,
    figure_interval,
    frequency_weighted_map,
    gap_test,
    resample_figure,
)
from caos.metrics.intervals import resample_means


@pytest.fixture
def few_resamples(monkeypatch):
    """Of figures that are computed again on each: enough to see that they are drawn and put in order."""
    monkeypatch.setattr(bootstrap, "RESAMPLES", 100)


def predictions(seed=0, images=120, classes=7, signal=2.0, **changes):
    rng = np.random.default_rng(seed)
    labels = np.arange(images) % classes
    scores = rng.normal(size=(images, classes)).astype(np.float32)
    scores[np.arange(images), labels] += np.float32(signal)
    values = {
        "scores": scores,
        "labels": labels,
        "names": np.array([f"image-{index:03d}" for index in range(images)]),
        "kind": "logits",
        "groups": {},
    }
    return Predictions(**(values | changes))


def softmax(logits):
    powers = np.exp(logits.astype(np.float64))
    return powers / powers.sum(axis=1, keepdims=True)


def test_confidence_is_the_maximum_softmax_probability():
    logits = predictions()
    given = predictions(scores=softmax(logits.scores).astype(np.float32), kind="probabilities")
    assert logits.confidence() == pytest.approx(softmax(logits.scores).max(axis=1))
    assert given.confidence() == pytest.approx(logits.confidence(), abs=1e-6)
    huge = predictions(scores=logits.scores * np.float32(1e4))
    assert np.isfinite(huge.confidence()).all()


@pytest.mark.usefixtures("few_resamples")
def test_figures_of_single_labels():
    given = predictions()
    figures = classification_figures(given, np.random.default_rng(0))
    assert list(figures) == ["top1_error", "top5_error", "ece", "rms", "l2", "aurra"]
    wrong = given.scores.argmax(axis=1) != given.labels
    assert figures["top1_error"].value == pytest.approx(wrong.mean())
    assert figures["aurra"].value == pytest.approx(aurra(given.confidence(), ~wrong))
    for name in ("top1_error", "top5_error", "aurra"):
        low, high = figures[name].interval
        assert low < figures[name].value < high
    assert all(one.interval is None for one in classification_figures(given).values())
    assert list(classification_figures(predictions(images=12, classes=5))) == [
        "top1_error",
        "ece",
        "rms",
        "aurra",
    ]


@pytest.mark.usefixtures("few_resamples")
def test_the_interval_of_an_error_is_the_binomial_one():
    given = predictions(images=400, signal=1.5)
    error = classification_figures(given, np.random.default_rng(0))["top1_error"]
    spread = 1.96 * (error.value * (1 - error.value) / 400) ** 0.5
    assert error.interval == pytest.approx((error.value - spread, error.value + spread), abs=0.01)


@pytest.mark.usefixtures("few_resamples")
def test_figures_of_multiple_labels():
    rng = np.random.default_rng(3)
    truth = rng.uniform(size=(40, 3)) < 0.4
    scores = (truth + rng.normal(size=truth.shape)).astype(np.float32)
    given = predictions(images=40, scores=scores, labels=truth)
    figures = classification_figures(given, np.random.default_rng(0))
    assert list(figures) == ["map"]
    assert figures["map"].value == pytest.approx(frequency_weighted_map(scores, truth))
    assert figures["map"].interval[0] < figures["map"].value < figures["map"].interval[1]
    with pytest.raises(CaosError, match="multi-label"):
        given.correct()
    with pytest.raises(CaosError, match="multi-label"):
        given.confidence()


@pytest.mark.usefixtures("few_resamples")
def test_paired_tests_join_images_by_name():
    good, bad = predictions(signal=3.0), predictions(signal=0.5)
    order = np.random.default_rng(1).permutation(bad.images)
    shuffled = Predictions(bad.scores[order], bad.labels[order], bad.names[order], "logits")
    straight = compare_predictions(good, bad, np.random.default_rng(0))
    assert compare_predictions(good, shuffled, np.random.default_rng(0)) == straight
    assert straight["top1_error"].difference < 0
    assert straight["top1_error"].p_value < 0.001
    assert straight["aurra"].low > 0


def test_comparing_needs_the_same_test_set():
    first = predictions()
    rng = np.random.default_rng(0)
    with pytest.raises(CaosError, match="same images and classes"):
        compare_predictions(first, predictions(images=119), rng)
    renamed = np.where(first.names == "image-007", "image-999", first.names)
    with pytest.raises(CaosError, match="image-007"):
        compare_predictions(first, predictions(names=renamed), rng)
    with pytest.raises(CaosError, match="labels"):
        compare_predictions(first, predictions(labels=(first.labels + 1) % 7), rng)


def corrupted(images=30, severities=(1, 2, 3), kinds=("fog", "snow")):
    """One row per image, corruption and severity, and the clean ones, shuffled."""
    rows = [(f"i{n}", kind, s) for n in range(images) for kind in kinds for s in severities]
    rows += [(f"i{n}", "clean", 0) for n in range(images)]
    rng = np.random.default_rng(5)
    rows = [rows[index] for index in rng.permutation(len(rows))]
    labels = np.array([int(name[1:]) % 6 for name, _, _ in rows])
    scores = rng.normal(size=(len(rows), 6)).astype(np.float32)
    scores[np.arange(len(rows)), labels] += np.array([2 - 0.5 * s for _, _, s in rows], dtype=np.float32)
    groups = {"corruption": np.array([k for _, k, _ in rows]), "severity": np.array([s for _, _, s in rows])}
    return Predictions(scores, labels, np.array([n for n, _, _ in rows]), "logits", groups)


def test_corruption_errors_from_one_table():
    given = corrupted()
    errors, clean = corruption_errors(given)
    assert set(errors) == {"fog", "snow"}
    assert errors["fog"].shape == (30, 3)
    right = given.correct()
    for kind in ("fog", "snow"):
        for index, severity in enumerate((1, 2, 3)):
            chosen = (given.groups["corruption"] == kind) & (given.groups["severity"] == severity)
            assert errors[kind][:, index].mean() == pytest.approx(1 - right[chosen].mean())
    base = baseline_of("base", {"fog": [0.5] * 3, "snow": [0.9, 0.8, 0.7]}, 0.2)
    outcomes = corruption_outcomes(errors, clean, base)
    means = {name: values.mean(axis=0) for name, values in errors.items()}
    figures = corruption_figures(means, float(clean.mean()), base)
    assert outcomes["mce"].mean() == pytest.approx(figures.mce)
    assert outcomes["relative_mce"].mean() == pytest.approx(figures.relative_mce)
    assert outcomes["unnormalised_mce"].mean() == pytest.approx(figures.unnormalised_mce)
    assert outcomes["ce fog"].mean() == pytest.approx(figures.ce["fog"])
    curve = accuracy_by_severity(means, float(clean.mean()))
    found = [1 - outcomes[f"error at severity {number}"].mean() for number in (1, 2, 3)]
    assert found == pytest.approx(curve[1:])
    low, high = resample_means({"m": outcomes}, np.random.default_rng(0)).intervals()["m"]["mce"]
    assert low < figures.mce < high


def test_corruption_errors_need_every_image():
    given = corrupted()
    fewer = given.select(~((given.names == "i3") & (given.groups["severity"] == 2)))
    with pytest.raises(CaosError, match="every image at every severity"):
        corruption_errors(fewer)
    with pytest.raises(CaosError, match="no group 'corruption'"):
        corruption_errors(predictions())
    with pytest.raises(CaosError, match="only 'clean'"):
        corruption_errors(given.select(given.groups["corruption"] == "clean"))
    with pytest.raises(CaosError, match="no image"):
        given.select(given.groups["corruption"] == "rain")
    errors, _ = corruption_errors(given)
    with pytest.raises(CaosError, match="no errors for gaussian_noise"):
        corruption_outcomes(errors)
    ragged = {name: np.zeros((3 if name == "fog" else 4, 5)) for name in CORRUPTIONS}
    with pytest.raises(CaosError, match="same images"):
        corruption_outcomes(ragged)
    with pytest.raises(CaosError, match="several times"):
        classification_figures(given)


def test_gap_of_two_sets():
    rng = np.random.default_rng(0)
    iid, ood = rng.uniform(size=300) < 0.1, rng.uniform(size=200) < 0.4
    gap = gap_test(iid, ood, np.random.default_rng(1))
    assert gap.difference == pytest.approx(ood.mean() - iid.mean())
    spread = 1.96 * (iid.mean() * (1 - iid.mean()) / 300 + ood.mean() * (1 - ood.mean()) / 200) ** 0.5
    assert (gap.low, gap.high) == pytest.approx((gap.difference - spread, gap.difference + spread), abs=0.015)
    assert gap.p_value < 0.001
    with pytest.raises(CaosError, match="4 images are too few"):
        gap_test(iid, ood[:4], rng)


def test_resampling_a_mean_is_as_the_closed_formula():
    values = np.random.default_rng(0).normal(size=100)
    draws = resample_figure(lambda at: float(values[at].mean()), 100, np.random.default_rng(1))
    assert draws.std() == pytest.approx(values.std() / 10, rel=0.1)
    assert draws.mean() == pytest.approx(values.mean(), abs=0.02)
    low, high = figure_interval(lambda at: float(values[at].mean()), 100, np.random.default_rng(1))
    assert high - low == pytest.approx(2 * 1.98 * values.std(ddof=1) / 10, rel=0.1)
    with pytest.raises(CaosError, match="3 images"):
        resample_figure(lambda at: 0.0, 3, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "scores"}, "kind='scores'"),
        ({"scores": np.zeros((120, 7))}, "float64; they must be float32"),
        ({"labels": np.arange(120)}, "label 7 of image 7"),
        ({"labels": np.zeros(3, int)}, r"\(120,\)"),
        ({"scores": np.full((120, 7), np.nan, np.float32)}, "image 0 are not finite"),
        ({"kind": "probabilities"}, "sum to 1"),
        ({"names": np.array(["a"] * 120)}, "image a is there 120 times"),
        ({"names": np.arange(120)}, "expected strings"),
        ({"names": np.array(["a"])}, r"names: <U1 \(1,\)"),
        ({"groups": {"year": np.zeros(120)}}, "group 'year': float64"),
        ({"groups": {"year": np.zeros(3, int)}}, "group 'year'"),
        ({"labels": np.zeros((120, 6), bool)}, r"targets \(120, 6\)"),
        ({"labels": np.full((120, 7), 2)}, "0 and 1"),
    ],
)
def test_bad_predictions(changes, told):
    with pytest.raises(CaosError, match=told):
        predictions(**changes)


def test_the_same_name_in_different_groups_is_another_image():
    halves = np.array(["a"] * 60 + ["b"] * 60)
    names = np.array([f"i{index % 60}" for index in range(120)])
    assert predictions(names=names, groups={"half": halves}).images == 120


@pytest.mark.parametrize("module", ["errors", "flips", "calibration", "selective", "multilabel"])
def test_examples_in_docstrings(module):
    done = doctest.testmod(import_module(f"caos.metrics.classification.{module}"))
    assert done.attempted
    assert not done.failed
