from __future__ import annotations

import json

import pytest
import torch
from caos.segment.task import SegmentationTask
from caos.segment.train import train

from caos.errors import CaosError

QUICK = """
model = "tiny"
[training]
precision = "32"
epochs = 2
batch_size = 4
learning_rate = 0.05
[data]
crop = [32, 48]
scale = [0.8, 1.25]
"""


@pytest.fixture
def quick(tmp_path):
    file = tmp_path / "quick.toml"
    file.write_text(QUICK)
    return file


def bits(run):
    return (run / "model.safetensors").read_bytes()


def test_it_overfits_a_few_images(scenes, tmp_path, quick):
    quick.write_text(QUICK.replace("epochs = 2", "epochs = 12").split("[data]")[0])
    run = train(scenes, tmp_path / "run", config=quick, progress=False)
    from caos.training import read_log

    log = read_log(run)
    assert log["train_loss"][-1] < 0.4 * log["train_loss"][0]
    assert max(log["val_miou"]) > 0.5


def test_killed_and_resumed_equals_uninterrupted_and_seed_decides(scenes, tmp_path, quick, monkeypatch):
    whole = train(scenes, tmp_path / "whole", config=quick, progress=False)
    steps = iter(range(100))
    loss = SegmentationTask.loss

    def dying_loss(self, batch):
        if next(steps) == 3:  # two steps an epoch: in the middle of the second
            raise Killed
        return loss(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(SegmentationTask, "loss", dying_loss)
        with pytest.raises(Killed):
            train(scenes, tmp_path / "killed", config=quick, progress=False)
    killed = train(scenes, tmp_path / "killed", config=quick, resume=True, progress=False)
    assert bits(whole) == bits(killed)
    other = train(scenes, tmp_path / "other", config=quick, seed=1, epochs=1, progress=False)
    assert bits(whole) != bits(other)
    with pytest.raises(CaosError, match="another model: 'tiny', not 'pspnet_resnet101'"):
        train(scenes, killed, config=quick, model="pspnet_resnet101", resume=True)
    with pytest.raises(CaosError, match="holds a training already; add --resume"):
        train(scenes, killed, config=quick)


class Killed(BaseException):
    """Stands for SIGKILL."""


def test_run_json_says_what_was_trained(scenes, tmp_path, quick):
    run = train(scenes, tmp_path / "run", config=quick, epochs=1, seed=7, progress=False)
    told = json.loads((run / "run.json").read_text())
    assert told["model"] == "tiny"
    assert told["dataset"] == "streethazards"
    assert (told["training"]["epochs"], told["training"]["seed"]) == (1, 7)
    assert told["options"]["crop"] == [32, 48]
    assert len(told["classes"]) == 13


def test_loss_ignores_anomaly_and_void():
    logits = torch.randn(1, 3, 2, 2, requires_grad=True)

    class Fixed(torch.nn.Module):
        def forward(self, images):
            return logits, None

    task = SegmentationTask(Fixed(), 3)
    label = torch.tensor([[[0, 2], [254, 255]]], dtype=torch.uint8)
    loss = task.loss((torch.zeros(1, 3, 2, 2), label))
    log_p = torch.log_softmax(logits, 1)
    assert torch.isclose(loss, -(log_p[0, 0, 0, 0] + log_p[0, 2, 0, 1]) / 2)
    loss.backward()
    assert (logits.grad[..., 1, :] == 0).all()
    empty = task.loss((torch.zeros(1, 3, 2, 2), torch.full((1, 2, 2), 255, dtype=torch.uint8)))
    assert empty == 0


def test_auxiliary_loss_weighs_four_tenths_and_class_weights_are_those_of_torch():
    import numpy as np

    logits, auxiliary = torch.randn(2, 2, 3, 4, 5).unbind()
    label = torch.randint(0, 3, (2, 4, 5), dtype=torch.uint8)

    class Fixed(torch.nn.Module):
        def forward(self, images):
            return logits, auxiliary

    weights = np.array([1.0, 2.0, 0.5])
    reference = torch.nn.CrossEntropyLoss(torch.tensor(weights).float())
    loss = SegmentationTask(Fixed(), 3, weights).loss((torch.zeros(2, 3, 4, 5), label))
    assert torch.isclose(loss, reference(logits, label.long()) + 0.4 * reference(auxiliary, label.long()))


def test_median_frequency_weights(scenes):
    import numpy as np
    from caos.segment.config import DataConfig
    from caos.segment.datasets import StreetScenes
    from caos.segment.task import median_frequency_weights
    from caos.segment.train import _class_weights

    weights = median_frequency_weights(np.array([0.5, 0.1, 0.4, 0.0]))
    np.testing.assert_allclose(weights, [0.8, 4.0, 1.0, 1.0])
    dataset = StreetScenes(scenes, "train")
    none, median, root = (
        _class_weights(dataset, DataConfig(class_weights=name)) for name in ("none", "median", "sqrt")
    )
    assert none is None
    np.testing.assert_allclose(root**2, median)


def test_configuration_mistakes(scenes, tmp_path, quick):
    def told(text):
        quick.write_text(text)
        with pytest.raises(CaosError) as caught:
            train(scenes, tmp_path / "run", config=quick)
        assert not (tmp_path / "run").exists()
        return str(caught.value)

    assert "training.epoch" in told("[training]\nepoch = 3")
    assert "scale needs crop" in told("[data]\nscale = [0.5, 2.0]")
    assert "unknown model" in told('model = "psp"')
    assert "batches of at least two images" in told("[training]\nbatch_size = 1")


def test_shipped_configurations_are_valid():
    from importlib import resources

    from caos.segment.config import SegmentConfig

    from caos.config import load_toml

    folder = resources.files("caos.segment") / "configs"
    full = load_toml(folder / "full.toml", SegmentConfig)
    assert (full.model, full.training.epochs) == ("pspnet_resnet101", 20)
    assert (full.training.learning_rate, full.training.weight_decay) == (2e-2, 1e-4)
    assert load_toml(folder / "quick.toml", SegmentConfig).model == "pspnet_resnet18"
