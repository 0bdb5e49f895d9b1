from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.segment.detectors import Setting, make_detector
from caos.segment.detectors.dropout import DropoutDetector, _thinned
from caos.segment.models import build_model
from caos.segment.segmenter import Segmenter
from torch import nn

from caos.errors import CaosError
from caos.labels import STREETHAZARDS


class Counting(nn.Module):
    """A network of two halves with dropout in one or both, that counts its forward passes."""

    def __init__(self, *, early: bool = False) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 6, 3, stride=2, padding=1), nn.BatchNorm2d(6), nn.ReLU())
        self.early = nn.Dropout(0.5) if early else nn.Identity()
        self.late = nn.Dropout2d(0.4)
        self.head = nn.Conv2d(6, 4, 1)
        self.count = 0

    def features(self, images):
        self.count += 1
        return self.early(self.stem(images))

    def classify(self, features, size):
        logits = self.head(self.late(features))
        return nn.functional.interpolate(logits, size, mode="bilinear", align_corners=False)

    def forward(self, images):
        return self.classify(self.features(images), images.shape[-2:])


class Whole(nn.Module):
    """The same without halves to see."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, images):
        return self.inner(images)


@pytest.fixture
def images():
    return torch.randn(3, 3, 16, 24, generator=torch.Generator().manual_seed(1))


@pytest.fixture
def network():
    torch.manual_seed(0)
    return Counting()


def written_out(network, images, masks):
    """Mean over the classes of the variance over passes, all passes kept, in float64."""
    network = network.double().eval()
    with torch.no_grad():
        features = network.stem(images.double())
        logits = [network.head(features * mask.double()[:, None, None]) for mask in masks]
        size = images.shape[-2:]
        resized = [nn.functional.interpolate(x, size, mode="bilinear", align_corners=False) for x in logits]
    p = torch.stack([torch.softmax(x, 1) for x in resized]).numpy()
    network.float()
    return p.var(axis=0).mean(axis=1), p


def used_masks(detector, passes, channels):
    return [detector._mask(number, 0, torch.ones(1, channels, 1, 1))[0, :, 0, 0] for number in range(passes)]


def test_variance_and_mutual_information_are_their_formulas(network, images):
    segmenter = Segmenter(network, precision="32")
    detector = DropoutDetector(segmenter, seed=3, passes=7)
    masks = used_masks(detector, 7, 6)
    assert {round(float(value), 4) for mask in masks for value in mask} == {0.0, round(1 / 0.6, 4)}
    variance, p = written_out(network, images, masks)
    outputs = segmenter(images)
    np.testing.assert_allclose(detector.score(outputs).numpy(), variance, rtol=1e-4, atol=1e-8)
    mean = p.mean(axis=0)
    information = -(mean * np.log(mean)).sum(1) + (p * np.log(p)).sum(2).mean(0)
    other = DropoutDetector(segmenter, seed=3, passes=7, measure="mutual_information")
    np.testing.assert_allclose(other.score(outputs).numpy(), information, rtol=1e-3, atol=1e-6)


def test_a_dropout_layer_keeps_the_share_it_should(network):
    detector = DropoutDetector(Segmenter(network), passes=2)
    mask = detector._mask(0, 0, torch.ones(2, 20_000, 1, 1))
    assert abs((mask > 0).float().mean() - 0.6) < 0.02
    assert torch.equal(mask[0], mask[1])


def test_masks_depend_on_neither_the_batch_nor_the_global_generator(network, images):
    segmenter = Segmenter(network, precision="32")
    detector = DropoutDetector(segmenter, passes=4)
    state = torch.get_rng_state()
    together = detector.score(segmenter(images))
    assert torch.equal(state, torch.get_rng_state())
    torch.rand(5)
    alone = torch.cat([detector.score(segmenter(image[None])) for image in images])
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-7)
    other = DropoutDetector(segmenter, passes=4, seed=1).score(segmenter(images))
    assert not torch.allclose(together, other)


def test_the_encoder_runs_once_where_dropout_is_in_the_classifier(network, images):
    segmenter = Segmenter(network, precision="32")
    detector = DropoutDetector(segmenter, passes=5)
    outputs = segmenter(images)
    detector.score(outputs)  # looks once where the dropout is
    network.count = 0
    fast = detector.score(outputs)
    assert network.count == 0
    slow = DropoutDetector(Segmenter(Whole(network), precision="32"), passes=5)
    whole = slow.score(Segmenter(Whole(network), precision="32")(images))
    assert network.count == 6
    torch.testing.assert_close(fast, whole, rtol=1e-4, atol=1e-7)


def test_early_dropout_needs_whole_passes_unless_placed_in_the_classifier(images):
    torch.manual_seed(0)
    network = Counting(early=True)
    segmenter = Segmenter(network, precision="32")
    outputs = segmenter(images)
    network.count = 0
    everywhere = DropoutDetector(segmenter, passes=3).score(outputs)
    assert network.count == 1 + 3
    late = DropoutDetector(segmenter, passes=3, placement="classifier").score(outputs)
    assert network.count == 4
    assert not torch.allclose(everywhere, late)


def test_the_network_is_left_as_it_was(network, images):
    segmenter = Segmenter(network, precision="32")
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    outputs = segmenter(images)
    DropoutDetector(segmenter, passes=3).score(outputs)
    assert not network.training
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    assert torch.equal(segmenter(images).logits, outputs.logits)
    with pytest.raises(ZeroDivisionError), _thinned([network.late], lambda *_: 1 / 0):
        segmenter(images)
    assert torch.equal(segmenter(images).logits, outputs.logits)


def test_without_dropout_or_halves_one_line_tells(images):
    with pytest.raises(CaosError, match="Conv2d has no dropout layer"):
        DropoutDetector(Segmenter(nn.Conv2d(3, 4, 1)))
    with pytest.raises(CaosError, match="2 or more"):
        DropoutDetector(Segmenter(Counting()), passes=1)
    with pytest.raises(CaosError, match="no classify"):
        DropoutDetector(Segmenter(Whole(Counting())), placement="classifier")


@pytest.mark.parametrize("name", ["dropout", "dropout_mutual_information"])
def test_our_networks_have_it_by_name(name):
    network = build_model("tiny", 13, seed=0)
    setting = Setting(Segmenter(network), STREETHAZARDS, passes=3)
    outputs = setting.segmenter(torch.randn(2, 3, 32, 48))
    score = make_detector(name, setting).score(outputs)
    assert score.shape == (2, 32, 48)
    assert score.dtype == torch.float32
    assert score.max() > 0
