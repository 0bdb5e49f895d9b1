"""All detectors of one evaluation at once."""

from __future__ import annotations

from functools import partial

import pytest
import torch
from caos.segment.detectors import Detector, Setting, make_detector
from caos.segment.detectors.on_logits import LogitDetector
from caos.segment.detectors.scoring import score_all
from caos.segment.segmenter import Outputs, Segmenter
from torch import nn

from caos.errors import CaosError
from caos.labels import STREETHAZARDS, bdd_anomaly
from caos.scores import SCORES, formulas, generalised_entropy


class Brightness(Detector):
    """A detector that takes no logits."""

    def score(self, outputs):
        return outputs.images.mean(1)


class NeedsFeatures(Detector):
    """A detector that takes what the network does not show."""

    def score(self, outputs):
        return outputs.needed_features("needy")[:, 0]


@pytest.fixture
def outputs():
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(2, 3, 7, 9, generator=generator)
    return Outputs(images, torch.randn(2, 13, 7, 9, generator=generator) * 4)


def setting(label_set=STREETHAZARDS):
    return Setting(Segmenter(nn.Conv2d(3, 13, 1)), label_set)


def test_every_score_on_logits_is_a_detector(outputs):
    detectors = {name: make_detector(name, setting()) for name in SCORES}
    found = score_all(detectors, outputs)
    assert list(found) == list(detectors)
    for name, detector in detectors.items():
        assert found[name].shape == (2, 7, 9)
        assert found[name].dtype == torch.float32
        torch.testing.assert_close(found[name], SCORES[name](outputs.logits))
        torch.testing.assert_close(found[name], detector.score(outputs))


def test_other_detectors_keep_their_place(outputs):
    detectors = {
        "entropy": make_detector("entropy", setting()),
        "brightness": Brightness(),
        "msp": make_detector("msp", setting()),
    }
    found = score_all(detectors, outputs)
    assert list(found) == ["entropy", "brightness", "msp"]
    torch.testing.assert_close(found["brightness"], outputs.images.mean(1))
    assert score_all({"brightness": Brightness()}, outputs).keys() == {"brightness"}
    assert score_all({}, outputs) == {}


def test_one_formula_with_two_settings(outputs):
    detectors = {
        f"gen-{gamma}": LogitDetector(partial(formulas.generalised_entropy, gamma=gamma))
        for gamma in (0.1, 0.5)
    }
    found = score_all(detectors, outputs)
    for gamma in (0.1, 0.5):
        torch.testing.assert_close(found[f"gen-{gamma}"], generalised_entropy(outputs.logits, gamma=gamma))


def test_background_needs_such_a_class():
    with pytest.raises(CaosError, match=r"'background': .* has no class 'background'; leave it out"):
        make_detector("background", setting(bdd_anomaly(["train"])))


def test_a_detector_that_lacks_features_says_so(outputs):
    with pytest.raises(CaosError, match="'needy' works on features"):
        score_all({"msp": make_detector("msp", setting()), "needy": NeedsFeatures()}, outputs)
