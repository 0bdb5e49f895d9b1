"""Exact figures against scikit-learn, brute force, and a transcription of the published FPR95."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from caos.errors import CaosError
from caos.metrics import OODMetrics, exact, ood_metrics

TOLERANCE = 1e-12


def ordinal(scores: np.ndarray) -> np.ndarray:
    """Dense ranks: same order and ties as the scores, and finite, as scikit-learn wants."""
    return np.unique(scores, return_inverse=True)[1].reshape(scores.shape).astype(np.float64)


def oracle(scores: np.ndarray, mask: np.ndarray) -> OODMetrics:
    ranks, truth = ordinal(scores.ravel()), mask.ravel()
    fpr, tpr, _ = roc_curve(truth, ranks, drop_intermediate=False)
    return OODMetrics(
        roc_auc_score(truth, ranks), average_precision_score(truth, ranks), fpr[np.argmax(tpr >= 0.95)]
    )


def legacy_fpr95(scores: np.ndarray, mask: np.ndarray) -> float:
    """Thresholds are the distinct scores; from the first of full recall up, the first with nearest recall."""
    best = (np.inf, 0.0)
    positives, negatives = mask.sum(), (~mask).sum()
    full = False
    rows = []
    for threshold in np.unique(scores)[::-1]:
        called = scores >= threshold
        rows.append(((called & mask).sum() / positives, (called & ~mask).sum() / negatives))
        full = rows[-1][0] == 1
        if full:
            break
    for recall, fpr in reversed(rows):
        if abs(recall - 0.95) < best[0]:
            best = (abs(recall - 0.95), fpr)
    return best[1]


def assert_matches(scores: np.ndarray, mask: np.ndarray) -> None:
    found, wanted = ood_metrics(scores, mask), oracle(scores, mask)
    for name in ("auroc", "aupr", "fpr95"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name), abs=TOLERANCE, rel=0), name
    legacy = ood_metrics(scores, mask, fpr="legacy")
    assert legacy.fpr95 == pytest.approx(legacy_fpr95(scores.ravel(), mask.ravel()), abs=TOLERANCE, rel=0)
    assert (legacy.auroc, legacy.aupr) == (found.auroc, found.aupr)


@st.composite
def maps(draw, elements, dtype):
    scores = draw(hnp.arrays(dtype, st.integers(2, 60), elements=elements))
    mask = draw(hnp.arrays(np.bool_, scores.shape))
    mask[0], mask[-1] = True, False
    return scores, mask


FLOATS = [np.float16, np.float32, np.float64]
anything = st.one_of(
    *(
        maps(hnp.from_dtype(np.dtype(d), allow_nan=False, allow_infinity=True, allow_subnormal=True), d)
        for d in FLOATS
    )
)
tied = st.one_of(*(maps(st.sampled_from([-0.0, 0.0, 0.5, 1.0, -np.inf, np.inf]), d) for d in FLOATS))
whole = st.one_of(
    *(maps(hnp.from_dtype(np.dtype(d)), d) for d in (np.int8, np.uint8, np.int32, np.int64, np.bool_))
)


@given(st.one_of(anything, tied, whole))
@settings(max_examples=300, deadline=None)
@example((np.array([0.0, -0.0], np.float32), np.array([True, False])))
@example((np.array([2**53 + 1, 2**53], np.int64), np.array([True, False])))
@example((np.array([1e-45, 0.0], np.float32), np.array([True, False])))
def test_equals_scikit_learn_on_small_inputs(case):
    assert_matches(*case)


@given(st.one_of(anything, tied), st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_binning_counts_as_sorting_does(case, seed):
    """The fast path is for large maps; here it runs on small, nasty ones."""
    scores, mask = case
    scores = exact._exact_float(scores)
    found = np.unique(scores[mask])
    scale = exact._bin_scale(found, 1 << 20)
    if scale is None:
        return
    bins = exact._bin_of(np.sort(scores), found[0], scale)
    assert (np.diff(bins) >= 0).all()
    assert bins.min() >= 0
    assert bins.max() <= exact._BINS + 2
    below, at_most = exact._counts_around_binned(found, scores, scale)
    assert np.array_equal(below, [(scores < value).sum() for value in found])
    assert np.array_equal(at_most, [(scores <= value).sum() for value in found])


def test_brute_force_over_every_tiny_case():
    for size in (2, 3, 4):
        for scores in itertools.product((0.0, 1.0, 2.0), repeat=size):
            for mask in itertools.product((False, True), repeat=size):
                if any(mask) and not all(mask):
                    values, truth = np.array(scores), np.array(mask)
                    pairs = values[truth][:, None] - values[~truth]
                    wins = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
                    assert ood_metrics(values, truth).auroc == pytest.approx(wins, abs=TOLERANCE)


def distributions(rng, pixels):
    mask = rng.random(pixels) < 0.01
    normal = rng.standard_normal(pixels) + mask
    logits = rng.standard_normal((pixels, 6)) * 4
    softmax = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    heavy = rng.standard_cauchy(pixels)
    infinite = np.where(rng.random(pixels) < 0.1, np.inf, normal)
    yield from (
        (name, scores.astype(dtype), mask)
        for name, scores in {
            "normal": normal,
            "softmax": -softmax.max(1),
            "background": softmax[:, 0],
            "heavy-tailed": heavy,
            "rounded": normal.round(1),
            "wide": np.sign(normal) * np.exp(normal * 12),
            "constant": np.ones(pixels),
            "infinite": infinite,
            "negative infinite": -infinite,
            "huge": np.sign(normal) * 3e38,
            "tiny": normal * 1e-40,
            "far off": normal * 1e-3 + 1e4,
        }.items()
        for dtype in (np.float32, np.float64)
    )


def test_equals_scikit_learn_on_large_maps():
    for name, scores, mask in distributions(np.random.default_rng(0), 1 << 17):
        found, wanted = ood_metrics(scores, mask), oracle(scores, mask)
        for field in ("auroc", "aupr", "fpr95"):
            assert getattr(found, field) == pytest.approx(getattr(wanted, field), abs=TOLERANCE, rel=0), (
                name,
                field,
            )


def test_infinities_take_the_fast_path_among_normals():
    rng = np.random.default_rng(1)
    scores = rng.standard_normal(1 << 17).astype(np.float32)
    mask = rng.random(scores.size) < 0.02
    scores[~mask & (rng.random(scores.size) < 0.1)] = np.inf
    scores[~mask & (rng.random(scores.size) < 0.1)] = -np.inf
    assert exact._bin_scale(np.unique(scores[mask]), scores.size) is not None
    found, wanted = ood_metrics(scores, mask), oracle(scores, mask)
    assert found.auroc == pytest.approx(wanted.auroc, abs=TOLERANCE)
    assert found.aupr == pytest.approx(wanted.aupr, abs=TOLERANCE)
    assert found.fpr95 == pytest.approx(wanted.fpr95, abs=TOLERANCE)


def test_legacy_toy_of_twenty_anomalies():
    """At 20 anomalies recall 0.95 is met exactly, and the published code then takes the worst threshold."""
    anomalies = np.arange(1, 21)
    normals = np.repeat([2.5, 1.5, 0.5], [23, 12, 55])
    scores, mask = np.concatenate([anomalies, normals]), np.arange(110) < 20
    assert ood_metrics(scores, mask).fpr95 == 23 / 90
    assert ood_metrics(scores, mask, fpr="legacy").fpr95 == 35 / 90 == legacy_fpr95(scores, mask)


def test_constant_scores_are_chance():
    mask = np.arange(100) < 5
    assert ood_metrics(np.zeros(100), mask) == OODMetrics(auroc=0.5, aupr=0.05, fpr95=1.0)


def test_perfect_and_worst():
    mask = np.array([False, False, True])
    assert ood_metrics([0, 1, 2], mask) == OODMetrics(1.0, 1.0, 0.0)
    assert ood_metrics([2, 1, 0], mask) == OODMetrics(0.0, pytest.approx(1 / 3), 1.0)


def test_only_the_order_matters():
    rng = np.random.default_rng(5)
    mask = rng.random(4000) < 0.1
    scores = rng.standard_normal(4000) + mask
    assert ood_metrics(scores, mask) == ood_metrics(np.exp(scores), mask) == ood_metrics(scores * 1e300, mask)


def test_shapes_tensors_masks_and_views():
    rng = np.random.default_rng(6)
    scores = rng.standard_normal((12, 10)).astype(np.float32)
    mask = rng.random((12, 10)) < 0.2
    expected = ood_metrics(scores.ravel(), mask.ravel())
    for given_scores, given_mask in (
        (scores, mask),
        (torch.from_numpy(scores), torch.from_numpy(mask)),
        (scores.T, mask.T),
        (scores[None], mask[None].astype(np.uint8)),
        (scores.tolist(), mask.astype(float).tolist()),
        (scores.astype(">f4"), mask),
    ):
        assert ood_metrics(given_scores, given_mask) == expected


def test_inputs_are_left_alone():
    scores = np.random.default_rng(7).standard_normal(1 << 17)
    scores.flags.writeable = False
    mask = scores > 2
    mask.flags.writeable = False
    ood_metrics(scores, mask)


@pytest.mark.parametrize(
    ("scores", "mask", "message"),
    [
        ([0.0, float("nan"), float("nan")], [0, 1, 0], "2 of 3 scores are NaN"),
        ([0.0, 1.0], [0, 1, 0], r"shape \(2,\) but is_anomaly has \(3,\)"),
        (np.zeros((2, 3)), np.zeros((3, 2)), r"shape \(2, 3\) but is_anomaly has \(3, 2\)"),
        ([0.0, 1.0], [0, 0], "no anomalous pixel"),
        ([0.0, 1.0], [1, 1], "no normal pixel"),
        ([], [], "no anomalous pixel"),
        ([0.0, 1.0], [0, 254], "is_anomaly holds 254"),
        ([0.0, 1.0], [0, float("nan")], "is_anomaly holds nan"),
        (["a", "b"], [0, 1], "scores: dtype"),
        ([1j, 0], [0, 1], "scores: dtype complex128"),
        ([[0.0], [1.0, 2.0]], [0, 1], "scores: not readable"),
        (torch.zeros(2, dtype=torch.bfloat16), [0, 1], "scores: not readable"),
    ],
)
def test_bad_input_is_named(scores, mask, message):
    with pytest.raises(CaosError, match=message) as caught:
        ood_metrics(scores, mask)
    assert "\n" not in str(caught.value)


def test_unknown_convention():
    with pytest.raises(CaosError, match="known: first, legacy"):
        ood_metrics([0, 1], [0, 1], fpr="nearest")  # type: ignore[arg-type]
