"""The CRF against sums over all pairs of pixels in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.segment.detectors.mean_field import GaussianCRF, gaussian_sum, mean_field
from scipy.special import softmax


def kernel_between_all(height, width, sigma):
    """(HW, HW) Gaussian of the distances between all pixels, cut off after 4 deviations along each axis."""
    rows, columns = (axis.ravel() for axis in np.mgrid[:height, :width])
    down, across = rows[:, None] - rows, columns[:, None] - columns
    near = (abs(down) <= np.ceil(4 * sigma)) & (abs(across) <= np.ceil(4 * sigma))
    return near * np.exp(-(down**2 + across**2) / (2 * sigma**2))


def mean_field_by_hand(logits, sigma, weight, iterations):
    """(C, H, W) float64 logits -> marginals; one matrix for all pairs."""
    classes, height, width = logits.shape
    unary = np.log(np.maximum(softmax(logits.reshape(classes, -1), axis=0), 1e-5))
    kernel = kernel_between_all(height, width, sigma)
    scale = 1 / np.sqrt(kernel.sum(axis=1))
    kernel = scale[:, None] * kernel * scale
    marginals = softmax(unary, axis=0)
    for _ in range(iterations):
        marginals = softmax(unary + weight * marginals @ kernel, axis=0)
    return marginals.reshape(logits.shape)


def test_the_sum_is_over_all_pixels():
    maps = np.random.default_rng(0).normal(size=(2, 3, 15, 19))
    expected = maps.reshape(2, 3, -1) @ kernel_between_all(15, 19, 1.5)
    sums = gaussian_sum(torch.tensor(maps).float(), 1.5)
    np.testing.assert_allclose(sums.numpy(), expected.reshape(maps.shape), atol=1e-4)


@pytest.mark.parametrize(("sigma", "weight", "iterations"), [(3.0, 3.0, 20), (1.2, 5.0, 3), (2.0, 0.0, 2)])
def test_marginals_are_those_of_all_pairs(sigma, weight, iterations):
    logits = 3 * np.random.default_rng(1).normal(size=(2, 5, 16, 13))
    posteriors = torch.softmax(torch.tensor(logits).float(), dim=1)
    marginals = mean_field(posteriors, sigma=sigma, weight=weight, iterations=iterations)
    expected = [mean_field_by_hand(one, sigma, weight, iterations) for one in logits]
    np.testing.assert_allclose(marginals.numpy(), np.stack(expected), atol=1e-4)


def test_the_score_is_the_negated_maximum(outputs):
    expected = [mean_field_by_hand(one, 3.0, 3.0, 10).max(axis=0) for one in outputs.logits.double().numpy()]
    scores = GaussianCRF().score(outputs)
    assert scores.dtype == torch.float32
    np.testing.assert_allclose(scores.numpy(), -np.stack(expected), atol=1e-4)
