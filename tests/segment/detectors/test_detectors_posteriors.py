"""Standardised max logits, KL matching and typicality against their formulas in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.segment.detectors.posteriors import KLMatching, Typicality
from caos.segment.detectors.spatial import class_borders, dilated_smoothing, grow, suppress_borders
from caos.segment.detectors.standardised import StandardisedMaxLogits
from caos.segment.segmenter import Outputs
from scipy.ndimage import correlate1d, distance_transform_cdt
from scipy.special import rel_entr, softmax


def pixels(outputs, labels=None):
    """(P, C) float64 logits, of the labelled pixels if labels are given."""
    rows = outputs.logits.movedim(1, -1).reshape(-1, outputs.logits.shape[1]).double().numpy()
    return rows if labels is None else rows[labels.flatten().numpy() < rows.shape[1]]


def whole(values, outputs):
    return values.reshape(outputs.logits[:, 0].shape)


def test_plain_sml_is_standardised_by_predicted_class(training, outputs, fit):
    seen = pixels(*training)
    top, guess = seen.max(axis=1), seen.argmax(axis=1)
    mean = np.array([top[guess == k].mean() for k in range(4)])
    deviation = np.array([top[guess == k].std() for k in range(4)])
    asked = pixels(outputs)
    predicted = asked.argmax(axis=1)
    expected = -(asked.max(axis=1) - mean[predicted]) / deviation[predicted]
    scores = fit(StandardisedMaxLogits(plain=True, min_pixels=1), training).score(outputs)
    np.testing.assert_allclose(scores.numpy(), whole(expected, outputs), rtol=1e-4, atol=1e-5)


def test_sml_borrows_the_figures_of_all_for_a_rare_class(training, fit):
    seen = pixels(*training)
    top, counts = seen.max(axis=1), np.bincount(seen.argmax(axis=1), minlength=4)
    rare = int(counts.argmin())
    few = int(np.sort(counts)[0]) + 1
    figures = fit(StandardisedMaxLogits(min_pixels=few), training).state()["figures"].numpy()
    np.testing.assert_allclose(figures[:, rare], [top.mean(), top.std()], rtol=1e-5)
    common = int(counts.argmax())
    assert not np.allclose(figures[:, common], figures[:, rare])


def test_sml_is_plain_sml_and_the_two_steps(training, outputs, fit):
    plain = fit(StandardisedMaxLogits(plain=True), training).score(outputs)
    expected = dilated_smoothing(suppress_borders(plain, outputs.logits.argmax(dim=1)))
    torch.testing.assert_close(fit(StandardisedMaxLogits(), training).score(outputs), expected)


def borders_by_hand(prediction):
    padded = np.pad(prediction, 1, mode="edge")
    height, width = prediction.shape
    return np.array(
        [[len(np.unique(padded[y : y + 3, x : x + 3])) > 1 for x in range(width)] for y in range(height)]
    )


def suppressed_by_hand(scores, prediction, width):
    """One pixel after another, distances by SciPy."""
    border = borders_by_hand(prediction)
    away = distance_transform_cdt(~border, metric="taxicab") if border.any() else np.full(border.shape, 99)
    scores = scores.astype(np.float64)
    for reach in range(width - 1, -1, -1):
        inside = away <= reach
        padded, padded_inside = np.pad(scores, 1, mode="edge"), np.pad(inside, 1, mode="edge")
        result = scores.copy()
        for y, x in np.argwhere(inside):
            free = ~padded_inside[y : y + 3, x : x + 3]
            if free.any():
                result[y, x] = padded[y : y + 3, x : x + 3][free].mean()
        scores = result
    return scores


@pytest.mark.parametrize("width", [1, 4])
def test_borders_are_filled_from_outside(width):
    rng = np.random.default_rng(width)
    prediction = np.zeros((2, 17, 23), dtype=np.int64)
    prediction[0, 6:, 9:] = 2
    prediction[0, 12:15, 3:6] = 1  # narrower than the border: nothing of it is left
    scores = rng.normal(size=prediction.shape)
    filled = suppress_borders(torch.tensor(scores).float(), torch.tensor(prediction), width=width)
    expected = [suppressed_by_hand(*pair, width) for pair in zip(scores, prediction, strict=True)]
    np.testing.assert_allclose(filled.numpy(), np.stack(expected), atol=1e-5)
    np.testing.assert_array_equal(filled[1].numpy(), scores[1].astype(np.float32))


def test_borders_and_growing():
    prediction = torch.tensor([[[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 3]]])
    borders = class_borders(prediction)
    np.testing.assert_array_equal(borders[0].numpy(), borders_by_hand(prediction[0].numpy()))
    assert grow(borders).sum() == borders.sum() + 4


@pytest.mark.parametrize(("size", "dilation", "sigma"), [(7, 6, 1.0), (3, 1, 0.5)])
def test_smoothing_is_a_dilated_gaussian(size, dilation, sigma):
    scores = np.random.default_rng(0).normal(size=(31, 44))
    taps = np.exp(-0.5 * ((np.arange(size) - size // 2) / sigma) ** 2)
    kernel = np.zeros((size - 1) * dilation + 1)
    kernel[::dilation] = taps / taps.sum()
    expected = correlate1d(
        correlate1d(scores, kernel, axis=0, mode="nearest"), kernel, axis=1, mode="nearest"
    )
    smooth = dilated_smoothing(torch.tensor(scores[None]).float(), size=size, dilation=dilation, sigma=sigma)
    np.testing.assert_allclose(smooth[0].numpy(), expected, atol=1e-5)


def test_kl_matching_takes_the_nearest_mean_posterior(training, outputs, fit):
    seen = softmax(pixels(*training), axis=1)
    means = np.stack([seen[seen.argmax(axis=1) == k].mean(axis=0) for k in range(4)])
    asked = softmax(pixels(outputs), axis=1)
    expected = np.min([rel_entr(asked, mean).sum(axis=1) for mean in means], axis=0)
    scores = fit(KLMatching(), training).score(outputs)
    np.testing.assert_allclose(scores.numpy(), whole(expected, outputs), rtol=1e-4, atol=1e-6)


def test_kl_matching_leaves_out_classes_that_are_never_predicted(training, outputs, fit):
    seen, labels = training
    logits = seen.logits.clone()
    logits[:, 1] = -50.0
    detector = fit(KLMatching(), (Outputs(seen.images, logits, seen.features), labels))
    assert not detector.state()["means"][1].any()
    assert detector.score(outputs).isfinite().all()


@pytest.mark.parametrize("literal", [True, False])
def test_typicality_is_the_distance_to_the_matrix_row(training, outputs, fit, literal):
    seen = softmax(pixels(*training), axis=1)
    rows = []
    for k in range(4):
        total = seen[seen[:, k] >= 0.5].sum(axis=0)
        rows.append(total / total.sum() if total.any() else np.full(4, 0.25))
    asked = softmax(pixels(outputs), axis=1)
    expected = np.zeros(len(asked))
    for index, posterior in enumerate(asked):
        for k in range(4):
            if posterior[k] > 0.5:
                expected[index] += np.linalg.norm(posterior - rows[k])
        if not literal and posterior.max() <= 0.5:
            expected[index] = np.linalg.norm(posterior - rows[posterior.argmax()])
    assert (asked.max(axis=1) <= 0.5).any()
    scores = fit(Typicality(literal=literal), training).score(outputs)
    np.testing.assert_allclose(scores.numpy(), whole(expected, outputs), atol=1e-5)


def test_typicality_is_uniform_for_a_class_that_nothing_exceeds(training, fit):
    seen, labels = training
    logits = torch.zeros_like(seen.logits)
    logits[:, 0] = 3.0
    detector = fit(Typicality(), (Outputs(seen.images, logits, seen.features), labels))
    matrix = detector.state()["means"]
    assert matrix[0, 0] > 0.8
    torch.testing.assert_close(matrix[1:], torch.full((3, 4), 0.25))


@pytest.mark.parametrize("threshold", [0.3, 1.0])
def test_typicality_refuses_a_threshold_that_several_classes_may_exceed(threshold):
    with pytest.raises(ValueError, match="must be in"):
        Typicality(threshold=threshold)
