"""Detectors on features against scikit-learn and NumPy in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.segment.detectors.classifier import linear_classifier
from caos.segment.detectors.mahalanobis import Mahalanobis, whitening
from caos.segment.detectors.neighbours import NearestNeighbours
from caos.segment.detectors.shaping import ASH, ReAct, ash_b, ash_p, ash_s
from caos.segment.detectors.vim import ViM
from caos.segment.segmenter import Segmenter
from scipy.special import logsumexp
from sklearn.covariance import EmpiricalCovariance
from sklearn.neighbors import NearestNeighbors
from torch import nn

from caos.errors import CaosError

EVERYTHING = 10**6


def rows_of(outputs):
    return outputs.features.movedim(1, -1).double().numpy()


def matrices(segmenter):
    network = segmenter.network
    return network.second.detach().double().numpy(), network.bias.detach().double().numpy()


def energy_of(features, segmenter, resize):
    """Energy (N, H, W) of (N, h, w, D) features; logits are resized first, as the network does."""
    weight, bias = matrices(segmenter)
    logits = features @ weight.T + bias
    whole = np.stack([resize(logits[..., k]) for k in range(logits.shape[-1])])
    return -logsumexp(whole, axis=0)


@pytest.mark.parametrize("relative", [False, True])
def test_mahalanobis_is_that_of_scikit_learn(training, outputs, fit, known, resize, relative):
    features, labels = known(training)
    means = np.stack([features[labels == k].mean(axis=0) for k in range(4)])
    within = EmpiricalCovariance(assume_centered=True).fit(features - means[labels])
    rows = rows_of(outputs)
    flat = rows.reshape(-1, rows.shape[-1])
    expected = np.min([within.mahalanobis(flat - mean) for mean in means], axis=0)
    if relative:
        expected = expected - EmpiricalCovariance().fit(features).mahalanobis(flat)
    scores = fit(Mahalanobis(relative=relative), training).score(outputs)
    np.testing.assert_allclose(scores.numpy(), resize(expected.reshape(rows.shape[:3])), rtol=2e-4, atol=1e-3)


def test_mahalanobis_leaves_out_classes_without_pixels(training, outputs, fit):
    outputs_, labels = training
    few = torch.where(labels == 2, torch.tensor(255, dtype=torch.uint8), labels)
    detector = fit(Mahalanobis(), (outputs_, few))
    assert detector.state()["centres"].shape[0] == 3
    assert detector.score(outputs).isfinite().all()


def test_whitening_is_a_root_of_the_pseudo_inverse():
    basis = np.random.default_rng(0).normal(size=(6, 3))
    covariance = basis @ basis.T
    root = whitening(torch.from_numpy(covariance)).numpy()
    assert root.shape == (6, 3)
    np.testing.assert_allclose(root @ root.T, np.linalg.pinv(covariance, rcond=1e-10), atol=1e-8)


@pytest.mark.parametrize("k", [1, 7])
def test_knn_is_that_of_scikit_learn(training, outputs, fit, known, resize, k):
    features, _ = known(training)
    bank = features / np.linalg.norm(features, axis=1, keepdims=True)
    rows = rows_of(outputs)
    flat = rows.reshape(-1, rows.shape[-1])
    flat = flat / np.linalg.norm(flat, axis=1, keepdims=True)
    distances, _ = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(bank).kneighbors(flat)
    scores = fit(NearestNeighbours(k=k, bank=EVERYTHING), training).score(outputs)
    np.testing.assert_allclose(scores.numpy(), resize(distances[:, -1].reshape(rows.shape[:3])), atol=2e-6)


def test_knn_in_many_tiles_is_the_same(training, outputs, fit, monkeypatch):
    detector = fit(NearestNeighbours(), training)
    whole = detector.score(outputs)
    monkeypatch.setattr("caos.segment.detectors.neighbours.TILE", 7)
    torch.testing.assert_close(detector.score(outputs), whole, atol=1e-6, rtol=0)


def test_knn_wants_k_neighbours(training, fit):
    with pytest.raises(CaosError, match="fewer than k = 500"):
        fit(NearestNeighbours(k=500, bank=1000), training)
    detector = fit(NearestNeighbours(k=3, bank=5), training)
    with pytest.raises(CaosError, match="5 vectors for k = 9"):
        NearestNeighbours(k=9).load(detector.state())


@pytest.mark.parametrize("principal", [None, 3])
def test_vim_is_that_of_its_paper(segmenter, training, outputs, fit, known, resize, principal):
    features, _ = known(training)
    weight, bias = matrices(segmenter)
    origin = -np.linalg.pinv(weight) @ bias
    covariance = EmpiricalCovariance(assume_centered=True).fit(features - origin).covariance_
    values, vectors = np.linalg.eig(covariance)
    residual = vectors[:, np.argsort(-values)[principal or 6 :]].real
    lengths = np.linalg.norm((features - origin) @ residual, axis=1)
    alpha = (features @ weight.T + bias).max(axis=1).mean() / lengths.mean()
    rows = rows_of(outputs)
    virtual = alpha * np.linalg.norm((rows - origin) @ residual, axis=-1)
    expected = virtual - logsumexp(rows @ weight.T + bias, axis=-1)
    detector = fit(ViM(segmenter, principal=principal, samples=EVERYTHING), training)
    np.testing.assert_allclose(detector.score(outputs).numpy(), resize(expected), rtol=1e-4, atol=1e-4)


def test_vim_wants_room_for_a_residual(segmenter, training, fit):
    with pytest.raises(CaosError, match=r"principal space of 12 .* give 0 to 11"):
        fit(ViM(segmenter, principal=12), training)


def test_the_classifier_is_found_by_asking(segmenter):
    weight, bias = linear_classifier(segmenter, 12, "vim")
    torch.testing.assert_close(weight, segmenter.network.second.detach(), atol=1e-5, rtol=0)
    torch.testing.assert_close(bias, segmenter.network.bias.detach(), atol=1e-6, rtol=0)


@pytest.mark.parametrize(
    "layer", [nn.Sequential(nn.ReLU(), nn.Conv2d(3, 2, 1), nn.Tanh()), nn.Conv2d(3, 2, 3, padding=1)]
)
def test_another_classifier_is_refused(layer):
    class Odd(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = layer

        def features(self, images):
            return images

        def classify(self, features, size):
            return self.layer(features)

    with pytest.raises(
        CaosError, match="'vim' needs a last classifier that is linear at each position; that of Odd"
    ):
        linear_classifier(Segmenter(Odd()), 3, "vim")


@pytest.mark.parametrize("percentile", [90.0, 35.5])
def test_react_clips_at_the_percentile(segmenter, training, outputs, fit, known, resize, percentile):
    limit = np.percentile(known(training)[0], percentile)
    expected = energy_of(np.minimum(rows_of(outputs), limit), segmenter, resize)
    detector = fit(ReAct(segmenter, percentile=percentile, samples=EVERYTHING), training)
    np.testing.assert_allclose(detector.score(outputs).numpy(), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(("shape", "percentile"), [(ash_s, 90.0), (ash_b, 65.0), (ash_p, 60.0), (ash_s, 0.0)])
def test_ash_prunes_each_position(segmenter, outputs, resize, shape, percentile):
    rows = rows_of(outputs)
    pruned = np.zeros_like(rows)
    for index in np.ndindex(rows.shape[:3]):
        row = rows[index]
        kept = np.argsort(-row)[: 12 - round(12 * percentile / 100)]
        if not row.any():
            continue
        kept = kept[row[kept] > 0]
        if shape is ash_b:
            pruned[index][kept] = row.sum() / len(kept)
        else:
            pruned[index][kept] = row[kept]
        if shape is ash_s:
            pruned[index] *= np.exp(row.sum() / row[kept].sum())
    expected = energy_of(pruned, segmenter, resize)
    scores = ASH(segmenter, shape=shape, percentile=percentile).score(outputs)
    np.testing.assert_allclose(scores.numpy(), expected, rtol=1e-4, atol=1e-4)


def test_ash_keeps_a_position_of_zeros():
    nothing = torch.zeros(1, 5, 2, 2)
    for shape in (ash_s, ash_b, ash_p):
        assert torch.equal(shape(nothing, 60.0), nothing)
