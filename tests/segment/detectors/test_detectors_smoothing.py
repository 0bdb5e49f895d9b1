"""The guided filter against a loop over windows, and the names `NAME+guided`."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.segment.datasets import normalise
from caos.segment.detectors import FittedDetector, Setting, make_detector
from caos.segment.detectors.smoothing import guided_filter, luminance

from caos.errors import CaosError
from caos.labels import STREETHAZARDS


def guided_by_hand(scores, grey, radius, epsilon):
    height, width = scores.shape

    def window(values, y, x):
        return values[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1]

    slope, offset = np.zeros_like(scores), np.zeros_like(scores)
    for y, x in np.ndindex(height, width):
        s, g = window(scores, y, x), window(grey, y, x)
        slope[y, x] = np.cov(g.ravel(), s.ravel(), bias=True)[0, 1] / (g.var() + epsilon)
        offset[y, x] = s.mean() - slope[y, x] * g.mean()
    result = np.zeros_like(scores)
    for y, x in np.ndindex(height, width):
        result[y, x] = window(slope, y, x).mean() * grey[y, x] + window(offset, y, x).mean()
    return result


@pytest.mark.parametrize(("radius", "epsilon"), [(1, 0.01), (3, 0.2)])
def test_guided_filter_is_a_regression_in_every_window(radius, epsilon):
    rng = np.random.default_rng(radius)
    scores, grey = 5 * rng.normal(size=(2, 13, 17)) - 20, rng.random((2, 13, 17))
    smooth = guided_filter(
        torch.tensor(scores).float(), torch.tensor(grey).float(), radius=radius, epsilon=epsilon
    )
    expected = [guided_by_hand(*pair, radius, epsilon) for pair in zip(scores, grey, strict=True)]
    np.testing.assert_allclose(smooth.numpy(), np.stack(expected), atol=2e-4)


def test_guided_filter_keeps_shared_edges_and_drops_noise():
    grey = torch.zeros(1, 40, 40)
    grey[..., 20:] = 1.0
    noise = 0.3 * torch.randn(1, 40, 40, generator=torch.Generator().manual_seed(0))
    smooth = guided_filter(10 * grey + noise, grey, epsilon=1e-4)
    torch.testing.assert_close(smooth, 10 * grey, atol=0.25, rtol=0)
    assert smooth[..., :20].std() < 0.3 * noise.std()


def test_luminance_is_that_of_the_image():
    image = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    expected = image @ np.array([0.299, 0.587, 0.114]) / 255
    np.testing.assert_allclose(luminance(normalise(image)[None])[0].numpy(), expected, atol=1e-6)


def test_a_name_with_plus_smooths_the_scores(segmenter, outputs):
    setting = Setting(segmenter, STREETHAZARDS)
    plain, smooth = make_detector("max_logit", setting), make_detector("max_logit+guided", setting)
    expected = guided_filter(plain.score(outputs), luminance(outputs.images))
    assert torch.equal(smooth.score(outputs), expected)
    assert not isinstance(smooth, FittedDetector)
    assert isinstance(make_detector("knn+guided", setting), FittedDetector)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("max_logit+crf", "unknown smoothing 'crf'; known: guided"),
        ("max_logits+guided", "unknown score 'max_logits' .did you mean 'max_logit'"),
        ("max_logit+", "unknown smoothing ''"),
    ],
)
def test_unknown_names_are_one_line(segmenter, name, complaint):
    with pytest.raises(CaosError, match=complaint):
        make_detector(name, Setting(segmenter, STREETHAZARDS))
