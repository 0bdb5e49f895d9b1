"""Training on several devices: two processes with gloo on the CPU."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
import torch
from lightning.pytorch.utilities.rank_zero import rank_zero_only
from pydantic import ValidationError
from safetensors.torch import load_file
from torch import distributed

from caos.errors import CaosError
from caos.training import (
    EpochSampler,
    TrainingConfig,
    autocast,
    is_main_process,
    make_loader,
    read_log,
    resolve_precision,
)

_SPEC = spec_from_file_location("caos_tests_toy", Path(__file__).with_name("toy.py"))
toy = module_from_spec(_SPEC)
_SPEC.loader.exec_module(toy)
CountedTask, Noise, config, train = toy.CountedTask, toy.Noise, toy.config, toy.train


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """What two processes made, and what they said."""
    folder = tmp_path_factory.mktemp("together")
    program = Path(__file__).with_name("toy.py")
    done = subprocess.run(
        [sys.executable, program, folder], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder, done


def checkpoint(folder):
    state = torch.load(folder / "last.ckpt", weights_only=True)
    momenta = state["optimizer_states"][0]["state"].values()
    return [*state["state_dict"].values(), *(entry["momentum_buffer"] for entry in momenta)]


def test_two_processes_learn_what_one_does_with_twice_the_batch(together, tmp_path):
    folder, _ = together
    train(tmp_path / "one", config(devices=1), CountedTask())
    one, two = (read_log(root) for root in (tmp_path / "one", folder / "plain"))
    for name in ("train_loss", "learning_rate", "val_accuracy", "val_images"):
        assert two[name] == pytest.approx(one[name], rel=1e-5)
    assert two["val_images"] == [18.0] * 3
    for ours, theirs in zip(checkpoint(tmp_path / "one"), checkpoint(folder / "plain"), strict=True):
        torch.testing.assert_close(theirs, ours, rtol=1e-4, atol=1e-6)


def test_two_processes_resume_with_the_same_bits(together):
    folder, _ = together
    whole, killed = checkpoint(folder / "whole"), checkpoint(folder / "killed")
    assert all(torch.equal(*pair) for pair in zip(whole, killed, strict=True))
    logs = [read_log(folder / name)["train_loss"] for name in ("whole", "killed")]
    assert logs[0] == logs[1]
    assert logs[0] != read_log(folder / "plain")["train_loss"]


def test_only_the_first_process_writes_and_shows(together):
    folder, done = together
    for name in ("plain", "whole", "killed"):
        files = {path.name for path in (folder / name).iterdir()} - {"tensorboard"}
        assert files == {"last.ckpt", "log.csv", "model.safetensors"}
        assert load_file(folder / name / "model.safetensors")
    assert done.stderr.count("epoch 3/3") == 3


def test_the_parts_make_the_whole(monkeypatch):
    def orders(ranks):
        monkeypatch.setattr(distributed, "is_initialized", lambda: ranks > 1)
        monkeypatch.setattr(distributed, "get_world_size", lambda: ranks)
        parts = []
        for rank in range(ranks):
            monkeypatch.setattr(distributed, "get_rank", lambda rank=rank: rank)
            sampler = EpochSampler(18, seed=1)
            sampler.set_epoch(2)
            parts.append(list(sampler))
            assert len(parts[-1]) == len(sampler) == 18 // ranks
        return parts

    (whole,) = orders(1)
    for ranks in (2, 4):
        parts = orders(ranks)
        merged = [draw for step in zip(*parts, strict=True) for draw in step]
        assert merged == whole[: 18 // ranks * ranks]


def test_validation_reads_every_image_once(monkeypatch):
    monkeypatch.setattr(distributed, "is_initialized", lambda: True)
    monkeypatch.setattr(distributed, "get_world_size", lambda: 4)
    seen = []
    for rank in range(4):
        monkeypatch.setattr(distributed, "get_rank", lambda rank=rank: rank)
        seen += list(make_loader(Noise(), config(1), training=False).sampler)
    assert sorted(seen) == list(range(18))


def test_who_is_the_main_process(monkeypatch):
    assert is_main_process()
    monkeypatch.setattr(rank_zero_only, "rank", 1)
    assert not is_main_process()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"devices": 2, "batch_size": 10}, "are 20 images a step, the train split has 18"),
        ({"devices": 9, "batch_size": 2}, "the validation split has only 4 images"),
    ],
)
def test_too_few_images_for_the_devices(tmp_path, monkeypatch, changes, told):
    from caos.training import fit

    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    settings = TrainingConfig(precision="32", **changes)
    loaders = make_loader(Noise(), settings, training=True), make_loader(Noise(4), settings, training=False)
    with pytest.raises(CaosError, match=told):
        fit(CountedTask(), *loaders, settings, tmp_path / "run", progress=False)
    assert not (tmp_path / "run").exists()


def test_a_task_without_counts_trains_on_one_device(tmp_path):
    class Plain:
        score_name = "val_accuracy"
        network = CountedTask().network

        def loss(self, batch): ...
        def start_validation(self): ...
        def validate(self, batch): ...
        def score(self): ...

    with pytest.raises(CaosError, match=r"training.devices = 2: Plain trains on one device only"):
        train(tmp_path / "run", config(devices=2), Plain())


def test_settings_that_this_machine_cannot(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(CaosError, match=r"training.devices = 2: this machine has 1 GPU$"):
        train(tmp_path / "run", config(devices=2), CountedTask())
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    half = config(devices=1).model_copy(update={"precision": "16-mixed"})
    with pytest.raises(CaosError, match=r"16-mixed.* needs a GPU"):
        train(tmp_path / "run", half, CountedTask())
    assert not (tmp_path / "run").exists()
    with pytest.raises(ValidationError, match="precision"):
        TrainingConfig(precision="16")


def test_names_and_contexts_of_precisions():
    assert [resolve_precision(name) for name in ("16-mixed", "bf16", "32")] == [
        "16-mixed",
        "bf16-mixed",
        "32-true",
    ]
    cpu = torch.device("cpu")
    image = torch.ones(1, 3, 4, 4)
    layer = torch.nn.Conv2d(3, 2, 1)
    for name, dtype in (("16-mixed", torch.float32), ("bf16", torch.bfloat16), ("32", torch.float32)):
        with autocast(name, cpu):
            assert layer(image).dtype == dtype


def test_losses_in_bf16_train(tmp_path):
    settings = config(devices=1, epochs=1).model_copy(update={"precision": "bf16"})
    report = train(tmp_path / "run", settings, CountedTask())
    assert np.isfinite(report.history[0]["train_loss"])
