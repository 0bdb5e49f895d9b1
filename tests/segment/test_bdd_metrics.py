"""BDD-Anomaly's real label maps under scores whose expected figures are computed from their distributions.

Every pixel draws its score from one of two discrete distributions, one for normal and one for anomalous
pixels. Expected figures come from the probabilities and the numbers of pixels alone, by SciPy.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from caos.frames import read_label
from caos.labels import bdd_anomaly
from caos.metrics import PixelEvaluator

LABELS = Path(__file__).parents[2].parent / "shared" / "bdd_labels" / "labels"
pytestmark = pytest.mark.skipif(not LABELS.is_dir(), reason="BDD100K's label maps are not at hand")

THREE, TWO = ("train", "motorcycle", "bicycle"), ("train", "motorcycle")
VALUES = np.array([-7.5e5, -3.0, -0.5, 0.0, 1e-3, 2.0, 40.0, 1e7], dtype=np.float32)
NORMAL = np.array([60, 56, 44, 36, 28, 18, 10, 4])
ANOMALOUS = np.array([6, 18, 24, 32, 40, 48, 48, 40])
"""Chances of the values in 1/256: a uniform byte picks one."""


def draw(label, byte):
    """Scores (H, W) float32 of a label map from uniform bytes of the same shape."""
    table = np.stack([np.repeat(VALUES, chances) for chances in (NORMAL, ANOMALOUS)])
    return table[(label == 254).astype(np.uint8), byte]


def uniform_bytes(shape, rng):
    return np.frombuffer(rng.bytes(int(np.prod(shape))), dtype=np.uint8).reshape(shape)


def at_least(chances):
    return np.cumsum(chances[::-1])[::-1] / 256


def expected_auroc():
    """P(anomaly above normal) + P(equal) / 2, from all pairs of values."""
    pairs = np.outer(ANOMALOUS, NORMAL) / 256**2
    return np.tril(pairs, -1).sum() + np.trace(pairs) / 2


def expected_precision_recall_area(anomalies, normals):
    """Expected average precision of a map with so many pixels of each kind.

    At a value of chance p, TP ~ Binomial(anomalies, A) anomalies and FP ~ Binomial(normals, B) normals lie at
    or above it, and of the TP a share p / A has just this value. The sum over TP is exact; FP, in the
    thousands, enters by its mean and variance.
    """
    total = 0.0
    for chance, hit, alarm in zip(ANOMALOUS / 256, at_least(ANOMALOUS), at_least(NORMAL), strict=True):
        middle, spread = anomalies * hit, 10 * np.sqrt(anomalies * hit * (1 - hit)) + 10
        found = np.arange(max(1, int(middle - spread)), min(anomalies, int(middle + spread)) + 1)
        mean = found + normals * alarm
        precision = found / mean * (1 + normals * alarm * (1 - alarm) / mean**2)
        total += chance / hit * stats.binom.pmf(found, anomalies, hit) @ (found * precision) / anomalies
    return total


@pytest.fixture(scope="module")
def evaluated():
    """Variant -> figures of both protocols, those per image, and pixels per image (anomalous, normal)."""
    rng = np.random.default_rng(3)
    sets = {anomalies: bdd_anomaly(anomalies) for anomalies in (THREE, TWO)}
    evaluators = {
        anomalies: PixelEvaluator(("hendrycks", "pooled"), ("drawn",), label_set=label_set)
        for anomalies, label_set in sets.items()
    }
    own, pixels = {THREE: [], TWO: []}, {THREE: [], TWO: []}
    for file in sorted(LABELS.rglob("*_train_id.png")):
        ids = read_label(file) + np.uint8(1)
        byte = uniform_bytes(ids.shape, rng)
        for anomalies, label_set in sets.items():
            label = label_set.decode_table()[ids]
            figures = evaluators[anomalies].update({"drawn": draw(label, byte)}, label)["drawn"]
            counts = int((label == 254).sum()), int((label < 254).sum())
            pixels[anomalies].append(counts)
            if figures is not None:
                own[anomalies].append((figures.auroc, figures.aupr, *counts))
    return {
        anomalies: (evaluators[anomalies].compute(), np.array(own[anomalies]), np.array(pixels[anomalies]))
        for anomalies in sets
    }


@pytest.mark.parametrize(("anomalies", "test_images"), [(THREE, 72), (TWO, 32)])
def test_figures_are_the_expected_ones_within_sampling_error(evaluated, anomalies, test_images):
    protocols, own, pixels = evaluated[anomalies]
    hendrycks, pooled = protocols["hendrycks"], protocols["pooled"].methods["drawn"]
    assert (hendrycks.images, hendrycks.skipped_images) == (test_images, 250 - test_images)
    areas = np.array([expected_precision_recall_area(int(a), int(n)) for _, _, a, n in own])
    for column, expected, name in ((0, expected_auroc(), "auroc"), (1, areas, "aupr")):
        off = own[:, column] - expected
        assert abs(off.mean()) < 4 * off.std() / np.sqrt(len(off)), name
        assert getattr(hendrycks.methods["drawn"], name) == pytest.approx(own[:, column].mean(), abs=1e-12)
    found, normal = (int(count) for count in pixels.sum(axis=0))
    # of the Mann-Whitney statistic over independent draws: at most 1 / (4 * anomalies) each
    assert pooled.auroc == pytest.approx(expected_auroc(), abs=4 * np.sqrt(0.25 / found + 0.25 / normal))
    area = expected_precision_recall_area(found, normal)
    assert pooled.aupr == pytest.approx(area, rel=8 / np.sqrt(found * at_least(ANOMALOUS)[-1]))
    # 95 % of the anomalies have the second value or more with 97.7 %, the third with 90.6 %
    assert pooled.fpr95 == pytest.approx(at_least(NORMAL)[1], abs=4 * np.sqrt(0.25 / normal))


def test_the_expected_area_is_that_of_small_maps():
    """Against plain simulation with scikit-learn where the numbers are small enough."""
    from sklearn.metrics import average_precision_score

    rng = np.random.default_rng(0)
    label = np.repeat(np.array([254, 0], dtype=np.uint8), [30, 3000])
    areas = [
        average_precision_score(label == 254, draw(label, uniform_bytes(label.shape, rng)))
        for _ in range(100)
    ]
    assert np.mean(areas) == pytest.approx(
        expected_precision_recall_area(30, 3000), abs=4 * np.std(areas) / np.sqrt(100)
    )
