"""The losses of the methods against their formulas, written out pixel by pixel in float64."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from caos.segment.config import ConfidenceConfig, ExposureConfig
from caos.segment.models.autoencoder import SpatialAutoencoder, reconstruction_error
from caos.segment.models.confidence import with_confidence
from caos.segment.tasks import AutoencoderTask, ConfidenceTask, EnergyTask, EntropyTask
from caos.segment.tasks.confidence import hint_loss, steer
from torch import nn

CLASSES = 3
WEIGHTS = np.array([1.0, 2.0, 0.5])


class Fixed(nn.Module):
    """Gives the same logits for any images."""

    def __init__(self, logits, auxiliary=None):
        super().__init__()
        self.logits = nn.Parameter(logits)
        self.auxiliary = auxiliary

    def forward(self, images):
        return self.logits, self.auxiliary


@pytest.fixture
def generator():
    return torch.Generator().manual_seed(4)


@pytest.fixture
def labels(generator):
    label = torch.randint(0, CLASSES, (4, 5, 6), generator=generator, dtype=torch.uint8)
    label[0, :2, :3] = 254
    label[1, 3] = 255
    label[2, 1, 1] = 254
    return label


def batch(labels):
    return torch.zeros(len(labels), 3, *labels.shape[1:]), labels


def softmax(values):
    exponents = [math.exp(value - max(values)) for value in values]
    return [value / sum(exponents) for value in exponents]


def pixels(logits, labels):
    """(image, logits as a list, label) of every pixel."""
    for index in np.ndindex(*labels.shape):
        image, row, column = index
        yield index, logits[image, :, row, column].double().tolist(), int(labels[index])


def confidence_written_out(output, labels, hinted, budget_weight):
    """mean of -log p'_y by class weight, plus lambda times the plain mean of -log c."""
    told, weight, asked, count = 0.0, 0.0, 0.0, 0
    for index, values, label in pixels(output, labels):
        if label >= CLASSES:
            continue
        p, c = softmax(values[:-1]), 1 / (1 + math.exp(-values[-1]))
        q = c * p[label] + (1 - c) if hinted[index[0]] else p[label]
        told += WEIGHTS[label] * -math.log(q)
        weight += WEIGHTS[label]
        asked += -math.log(c)
        count += 1
    return told / weight + budget_weight * asked / count, asked / count


def test_confidence_loss_hints_and_lambda(labels, generator):
    output = 2 * torch.randn(4, CLASSES + 1, 5, 6, generator=generator)
    network = with_confidence(Fixed(output), 0.1)
    task = ConfidenceTask(network, CLASSES, WEIGHTS, ConfidenceConfig(), seed=3)
    weight, seen = 0.1, []
    for step in range(4):
        assert int(network.steps) == step
        hinted = task._hinted(labels).flatten().tolist()
        seen.append(tuple(hinted))
        loss = task.loss(batch(labels))
        wanted, asked = confidence_written_out(output, labels, hinted, weight)
        assert float(loss.detach()) == pytest.approx(wanted, rel=1e-5)
        weight = weight / 0.99 if asked > 0.3 else weight / 1.01
        assert float(network.budget_weight) == pytest.approx(weight, rel=1e-5)
    assert len(set(seen)) > 1
    loss.backward()
    assert network.network.logits.grad[0, :, :2, :3].abs().sum() == 0  # anomalies teach nothing
    assert network.network.logits.grad[0, :, 3].abs().min() > 0


@pytest.mark.parametrize(("asked", "factor"), [(0.31, 1 / 0.99), (0.29, 1 / 1.01)])
def test_lambda_is_steered_to_the_budget(asked, factor):
    weight = torch.tensor(0.5)
    steer(weight, torch.tensor(asked), 0.3)
    assert float(weight) == pytest.approx(0.5 * factor)


@pytest.mark.parametrize(("per", "share"), [("image", 0.5), ("pixel", 0.5), ("image", 0.0), ("pixel", 1.0)])
def test_hints_go_to_their_share(per, share):
    config = ConfidenceConfig(hint_share=share, hints_per=per)
    network = with_confidence(Fixed(torch.zeros(1, CLASSES + 1, 1, 1)))
    task = ConfidenceTask(network, CLASSES, None, config, seed=0)
    target = torch.zeros(400, 5, 5, dtype=torch.long)
    hinted = task._hinted(target)
    assert hinted.shape == ((400, 1, 1) if per == "image" else (400, 5, 5))
    assert abs(hinted.float().mean() - share) < 0.06


def test_hint_loss_survives_certainty():
    logits, target = torch.tensor([200.0, -200.0]).reshape(1, 2, 1, 1), torch.ones(1, 1, 1, dtype=torch.long)
    hinted = torch.ones(1, 1, 1, dtype=torch.bool)
    sure, unsure = (
        hint_loss(logits, torch.full((1, 1, 1), value), target, hinted).item() for value in (50.0, -50.0)
    )
    assert sure == pytest.approx(50.0)  # p = 0: log(1 - c) is all that is left
    assert unsure == pytest.approx(0.0, abs=1e-6)


def test_the_thesis_s_product_never_asks_for_doubt(labels, generator):
    output = torch.randn(4, CLASSES + 1, 5, 6, generator=generator)
    network = with_confidence(Fixed(output))
    task = ConfidenceTask(network, CLASSES, None, ConfidenceConfig(loss="product"), seed=0)
    loss = task.loss(batch(labels))
    terms = [
        -math.log(softmax(values[:-1])[label] / (1 + math.exp(-values[-1])))
        for _, values, label in pixels(output, labels)
        if label < CLASSES
    ]
    assert float(loss.detach()) == pytest.approx(np.mean(terms), rel=1e-5)
    loss.backward()
    assert (network.network.logits.grad[:, -1] <= 0).all()  # descent only ever raises c
    assert float(network.budget_weight) == pytest.approx(0.1)


def test_entropy_maximisation(labels, generator):
    logits = 2 * torch.randn(4, CLASSES, 5, 6, generator=generator)
    inner, outer, weights, inside, outside = 0.0, 0.0, 0.0, 0, 0
    for _, values, label in pixels(logits, labels):
        p = softmax(values)
        if label < CLASSES:
            inner += WEIGHTS[label] * -math.log(p[label])
            weights += WEIGHTS[label]
            inside += 1
        elif label == 254:
            outer += -sum(math.log(q) for q in p) / CLASSES
            outside += 1
    wanted = (0.2 * inner / weights * inside + 0.8 * outer) / (inside + outside)
    task = EntropyTask(Fixed(logits), CLASSES, WEIGHTS, ExposureConfig(uniform_weight=0.8))
    assert float(task.loss(batch(labels))) == pytest.approx(wanted, rel=1e-5)


def test_energy_margins(labels, generator):
    logits = 3 * torch.randn(4, CLASSES, 5, 6, generator=generator)
    config = ExposureConfig(energy_weight=0.3, energy_in=-4.0, energy_out=-1.0)
    told, weights, inner, outer = 0.0, 0.0, [], []
    for _, values, label in pixels(logits, labels):
        energy = -math.log(sum(math.exp(value) for value in values))
        if label < CLASSES:
            told += WEIGHTS[label] * -math.log(softmax(values)[label])
            weights += WEIGHTS[label]
            inner.append(max(0.0, energy + 4) ** 2)
        elif label == 254:
            outer.append(max(0.0, -1 - energy) ** 2)
    wanted = told / weights + 0.3 * (np.mean(inner) + np.mean(outer))
    task = EnergyTask(Fixed(logits), CLASSES, WEIGHTS, config)
    assert float(task.loss(batch(labels))) == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("task", [EntropyTask, EnergyTask])
def test_exposure_without_negatives_or_classes_is_finite_and_deep_supervision_counts(task, generator):
    logits, auxiliary = torch.randn(2, 2, CLASSES, 4, 4, generator=generator)
    for fill in (1, 254, 255):
        labels = torch.full((2, 4, 4), fill, dtype=torch.uint8)
        alone = task(Fixed(logits), CLASSES, None, ExposureConfig()).loss(batch(labels))
        both = task(Fixed(logits, auxiliary), CLASSES, None, ExposureConfig()).loss(batch(labels))
        assert torch.isfinite(alone)
        if fill == 1:
            reference = nn.functional.cross_entropy(auxiliary, labels.long())
            torch.testing.assert_close(both - alone, 0.4 * reference)
        else:
            assert both == alone


def test_validation_of_exposure_is_the_auroc_of_its_score_and_the_miou():
    from sklearn.metrics import roc_auc_score

    torch.manual_seed(0)
    logits = torch.randn(2, CLASSES, 4, 4)
    labels = torch.randint(0, CLASSES, (2, 4, 4), dtype=torch.uint8)
    labels[0, 0] = 254
    labels[0, 1] = 255
    task = EnergyTask(Fixed(logits), CLASSES, None, ExposureConfig())
    task.start_validation()
    with torch.no_grad():
        task.validate(batch(labels))
    known = labels[0] != 255
    wanted = roc_auc_score((labels[0][known] == 254).numpy(), -torch.logsumexp(logits, 1)[0][known].numpy())
    told = task.score()
    assert told["val_auroc"] == pytest.approx(wanted)
    right = (logits.argmax(1) == labels)[labels < CLASSES].float().mean()
    assert told["val_pixel_accuracy"] == pytest.approx(float(right))
    task.reduce(lambda counts: 2 * counts)
    assert task.score() == told


def test_autoencoder_error_and_shapes(generator):
    network = SpatialAutoencoder(width=4, latent=2).eval()
    images = torch.randn(2, 3, 37, 50, generator=generator)
    codes = []
    network.code.register_forward_hook(lambda _module, _inputs, output: codes.append(output.shape))
    with torch.no_grad():
        rebuilt = network(images)
    assert rebuilt.shape == images.shape
    assert codes == [(2, 2, 2, 3)]  # a sixteenth of the size: the code keeps its place
    assert any(isinstance(module, nn.BatchNorm2d) for module in network.modules())
    error = reconstruction_error(images, rebuilt)
    wanted = np.abs(images.double().numpy() - rebuilt.double().numpy()).mean(axis=1)
    np.testing.assert_allclose(error.numpy(), wanted, rtol=1e-5, atol=1e-6)
    task = AutoencoderTask(network)
    task.start_validation()
    with torch.no_grad():
        assert float(task.loss((images, None))) == pytest.approx(wanted.mean(), rel=1e-5)
        task.validate((images, None))
    assert task.score() == {"val_minus_error": pytest.approx(-wanted.mean(), rel=1e-5)}
