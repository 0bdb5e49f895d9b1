"""What every detector that learns from the train split has in common."""

from __future__ import annotations

import pytest
import torch
from caos.segment.detectors import FittedDetector, Setting, make_detector
from caos.segment.detectors.moments import Moments
from caos.segment.detectors.sampling import VectorSample
from caos.segment.segmenter import Outputs

from caos.errors import CaosError
from caos.labels import STREETHAZARDS

FITTED = (
    "sml", "sml_plain", "kl_matching", "typicality", "react", "vim", "mahalanobis", "relative_mahalanobis",
    "knn", "knn+guided",
)  # fmt: skip
ON_FEATURES = ("react", "vim", "mahalanobis", "relative_mahalanobis", "knn", "ash", "ash_b", "ash_p")


@pytest.fixture
def make(segmenter):
    def run(name, seed=0):
        return make_detector(name, Setting(segmenter, STREETHAZARDS, seed))

    return run


@pytest.mark.parametrize("name", FITTED)
def test_figures_make_an_equal_detector(make, training, outputs, fit, name):
    first, second = fit(make(name), training), make(name)
    assert isinstance(first, FittedDetector)
    assert first.recipe() == second.recipe()
    second.load(first.state())
    scores = first.score(outputs)
    assert scores.shape == (2, 24, 32)
    assert scores.dtype == torch.float32
    assert torch.equal(second.score(outputs), scores)


@pytest.mark.parametrize("name", FITTED)
def test_figures_do_not_depend_on_the_batch(make, training, fit, name):
    states = [fit(make(name), training, batch).state() for batch in (1, 4, 6)]
    for state in states[1:]:
        assert state.keys() == states[0].keys()
        assert all(torch.equal(state[key], states[0][key]) for key in state)


@pytest.mark.parametrize("name", FITTED)
def test_void_and_anomalies_are_left_out(make, training, fit, name):
    outputs, labels = training
    unknown = (labels >= 4)[:, None]
    logits = outputs.logits.masked_fill(unknown, torch.nan)
    features = outputs.features.masked_fill(unknown[..., ::4, ::4], torch.nan)
    spoilt = fit(make(name), (Outputs(outputs.images, logits, features), labels)).state()
    clean = fit(make(name), training).state()
    assert all(torch.equal(spoilt[key], clean[key]) for key in clean)


@pytest.mark.parametrize("name", FITTED)
def test_a_split_without_labels_is_one_clear_line(make, training, fit, name):
    outputs, labels = training
    with pytest.raises(CaosError, match=r"^detector '[a-z_]+': the train split has [^\n]+$"):
        fit(make(name), (outputs, torch.full_like(labels, 255)))


@pytest.mark.parametrize("name", ON_FEATURES)
def test_a_network_without_features_is_one_clear_line(make, training, name):
    outputs, labels = training
    bare = Outputs(outputs.images, outputs.logits)
    detector = make(name)
    act = (lambda: detector.observe(bare, labels)) if name in FITTED else (lambda: detector.score(bare))
    with pytest.raises(CaosError, match="works on features, which this network does not show"):
        act()


@pytest.mark.parametrize("name", FITTED)
def test_broken_figures_are_refused(make, training, fit, name):
    state = fit(make(name), training).state()
    for key, tensor in state.items():
        with pytest.raises(CaosError, match=f"'{key}' is missing; fit it again"):
            make(name).load({other: each for other, each in state.items() if other != key})
        with pytest.raises(CaosError, match="has shape"):
            make(name).load({**state, key: tensor[None]})


@pytest.mark.parametrize("name", FITTED)
def test_scoring_before_fitting_is_a_programming_error(make, outputs, name):
    with pytest.raises(RuntimeError, match="not fitted"):
        make(name).score(outputs)


def test_samples_follow_the_seed(make, training, fit):
    banks = [fit(make("knn", seed), training).state()["bank"] for seed in (0, 0, 1)]
    assert torch.equal(banks[0], banks[1])
    assert not torch.equal(banks[0], banks[2])
    assert make("knn", 0).recipe() != make("knn", 1).recipe()


def test_a_sample_is_uniform_and_does_not_depend_on_the_pieces():
    stream = torch.arange(400.0)[:, None]
    wanted = stream[:, 0] % 4 != 0
    counts = torch.zeros(400)
    for seed in range(200):
        whole, pieces = VectorSample(60, seed), VectorSample(60, seed)
        whole.add(stream, wanted)
        for part in (slice(0, 7), slice(7, 300), slice(300, 400)):
            pieces.add(stream[part], wanted[part])
        assert torch.equal(whole.result(), pieces.result())
        counts[whole.result()[:, 0].long()] += 1
    assert not counts[~wanted].any()
    # 200 draws with chance 60 / 300: mean 40, deviation 5.7
    assert 15 < counts[wanted].min() < counts[wanted].max() < 65
    assert abs(counts[:200].sum() - counts[200:].sum()) < 600


def test_a_small_stream_is_kept_whole():
    sample = VectorSample(10, 0)
    assert len(sample) == 0
    sample.add(torch.arange(4.0)[:, None], torch.tensor([True, True, False, True]))
    assert sorted(sample.result()[:, 0].tolist()) == [0.0, 1.0, 3.0]


def test_moments_are_those_of_torch(training):
    outputs, labels = training
    rows = outputs.features.movedim(1, -1).reshape(-1, 12)
    small = labels[:, ::4, ::4].flatten().long()
    moments = Moments(4, 12, torch.device("cpu"))
    for part in range(0, len(rows), 17):
        moments.add(rows[part : part + 17], small[part : part + 17])
    kept, index = rows[small < 4].double(), small[small < 4]
    means = torch.stack([kept[index == k].mean(dim=0) for k in range(4)])
    torch.testing.assert_close(moments.class_means(), means)
    torch.testing.assert_close(moments.covariance(), torch.cov(kept.T, correction=0))
    torch.testing.assert_close(moments.within_covariance(), torch.cov((kept - means[index]).T, correction=0))
    origin = torch.arange(12.0, dtype=torch.float64)
    torch.testing.assert_close(moments.second_moment(origin), (kept - origin).T @ (kept - origin) / len(kept))
