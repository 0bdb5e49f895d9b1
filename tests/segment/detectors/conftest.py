"""A network of two matrices, and batches of its outputs with labels."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from caos.segment.segmenter import Outputs, Segmenter
from torch import nn

from caos.labels import ANOMALY, VOID

CLASSES, WIDTH, STRIDE = 4, 12, 4


class TwoMatrices(nn.Module):
    """Means of 4x4 pixels through a matrix and a ReLU; a second matrix classifies."""

    def __init__(self, seed=37):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.first = nn.Parameter(torch.randn(WIDTH, 3, generator=generator))
        self.shift = nn.Parameter(0.3 * torch.randn(WIDTH, generator=generator))
        self.second = nn.Parameter(2 * torch.randn(CLASSES, WIDTH, generator=generator))
        self.bias = nn.Parameter(torch.randn(CLASSES, generator=generator))

    def features(self, images):
        mixed = torch.einsum("dc,nchw->ndhw", self.first, F.avg_pool2d(images, STRIDE))
        return F.relu(mixed + self.shift[:, None, None])

    def classify(self, features, size):
        logits = torch.einsum("kd,ndhw->nkhw", self.second, features) + self.bias[:, None, None]
        return F.interpolate(logits, size, mode="bilinear", align_corners=False)

    def forward(self, images):
        return self.classify(self.features(images), images.shape[-2:])


@pytest.fixture(autouse=True)
def _one_thread():
    """Layers as small as these lose time to threads that wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def segmenter():
    return Segmenter(TwoMatrices(), precision="32")


@pytest.fixture
def training(segmenter):
    """Outputs and labels of six images, of which some pixels are void or anomalous."""
    generator = torch.Generator().manual_seed(1)
    images = torch.randn(6, 3, 24, 32, generator=generator)
    labels = torch.randint(0, CLASSES, (6, 24 // STRIDE, 32 // STRIDE), generator=generator)
    labels[1, 2:4, :3] = VOID
    labels[4, :, 5:] = ANOMALY
    labels = labels.repeat_interleave(STRIDE, 1).repeat_interleave(STRIDE, 2)
    return segmenter(images), labels.to(torch.uint8)


@pytest.fixture
def outputs(segmenter):
    """Outputs of two other images."""
    return segmenter(torch.randn(2, 3, 24, 32, generator=torch.Generator().manual_seed(2)))


@pytest.fixture
def fit():
    """Let a detector see (outputs, labels) in batches of some size, and finish it."""

    def run(detector, training, batch=4):
        outputs, labels = training
        for first in range(0, len(labels), batch):
            part = slice(first, first + batch)
            detector.observe(
                Outputs(outputs.images[part], outputs.logits[part], outputs.features[part]), labels[part]
            )
        detector.finish()
        return detector

    return run


@pytest.fixture
def known():
    """(P, D) float64 features and (P,) labels of labelled positions; labels are constant in 4x4 squares."""

    def rows(training):
        outputs, labels = training
        features = outputs.features.movedim(1, -1).reshape(-1, WIDTH).double().numpy()
        small = labels[:, ::STRIDE, ::STRIDE].flatten().numpy()
        return features[small < CLASSES], small[small < CLASSES]

    return rows


@pytest.fixture
def resize():
    """(N, h, w) float64 array -> (N, 24, 32), bilinearly, in float64."""

    def run(scores):
        return F.interpolate(
            torch.as_tensor(scores)[:, None], (24, 32), mode="bilinear", align_corners=False
        )[:, 0].numpy()

    return run
