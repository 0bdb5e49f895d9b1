from __future__ import annotations

import csv
import signal

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import Dataset

from caos.config import validate
from caos.errors import CaosError
from caos.training import Draw, EpochSampler, TrainingConfig, fit, make_loader, read_log
from caos.training.schedule import make_optimizer, rate_factor

CONFIG = TrainingConfig(epochs=4, batch_size=4, learning_rate=0.05, precision="32", seed=3)


class Noise(Dataset):
    """Sixteen points around two centres; training keys shift them by an amount drawn from (epoch, index)."""

    def __len__(self):
        return 16

    def __getitem__(self, key):
        index = key.index if isinstance(key, Draw) else key
        centre = np.full((3, 4, 4), 1.0 if index % 2 else -1.0, dtype=np.float32)
        noise = np.random.default_rng([index, key.epoch if isinstance(key, Draw) else 99])
        return torch.from_numpy(centre + 0.1 * noise.normal(size=centre.shape).astype(np.float32)), index % 2


class ToyTask:
    """Dropout and batch norm are in, since both hold state that resuming must restore."""

    score_name = "val_accuracy"

    def __init__(self, die_at=None):
        torch.manual_seed(0)
        self.network = nn.Sequential(
            nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(0.3), nn.Flatten(), nn.Linear(32, 2)
        )
        self.steps = 0
        self.die_at = die_at
        self.hits = []

    def loss(self, batch):
        self.steps += 1
        if self.steps == self.die_at:
            raise Killed
        images, labels = batch
        return nn.functional.cross_entropy(self.network(images), labels)

    def start_validation(self):
        self.hits = []

    def validate(self, batch):
        self.hits += (self.network(batch[0]).argmax(1) == batch[1]).tolist()

    def score(self):
        return {"val_accuracy": float(np.mean(self.hits))}


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours handles it, so what is on disk is what a kill would leave."""


def run(folder, config=CONFIG, *, task=None, resume=False):
    task = task or ToyTask()
    loaders = (make_loader(Noise(), config, training=training) for training in (True, False))
    report = fit(task, *loaders, config, folder, resume=resume, progress=False)
    return task, report


def state(folder):
    checkpoint = torch.load(folder / "last.ckpt", weights_only=True)
    return {"weights": checkpoint["state_dict"], "momentum": checkpoint["optimizer_states"][0]["state"]}


def assert_same(left, right):
    if isinstance(left, torch.Tensor):
        assert torch.equal(left, right)
    elif isinstance(left, dict):
        assert left.keys() == right.keys()
        for key in left:
            assert_same(left[key], right[key])
    else:
        assert left == right


def test_it_learns_and_logs_every_epoch(tmp_path):
    _, report = run(tmp_path)
    losses = [row["train_loss"] for row in report.history]
    assert len(losses) == 4
    assert losses[-1] < losses[0]
    assert report.best_score == 1.0
    with (tmp_path / "log.csv").open() as file:
        assert [float(row["train_loss"]) for row in csv.DictReader(file)] == losses
    assert read_log(tmp_path)["train_loss"] == losses
    assert read_log(tmp_path / "none") == {}


@pytest.mark.parametrize("die_at", [6, 8, 9, 15])
def test_killed_and_resumed_ends_with_the_same_bits(tmp_path, die_at):
    """Four steps per epoch: in the middle, at the last and at the first step of an epoch."""
    run(tmp_path / "whole")
    with pytest.raises(Killed):
        run(tmp_path / "killed", task=ToyTask(die_at=die_at))
    task, report = run(tmp_path / "killed", resume=True)
    assert task.steps == 16 - (die_at - 1) // 4 * 4
    assert len(report.history) == 4
    assert_same(state(tmp_path / "whole"), state(tmp_path / "killed"))
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("whole", "killed")]
    assert weights[0] == weights[1]


def test_adam_resumes_with_the_same_bits(tmp_path):
    config = CONFIG.model_copy(update={"optimizer": "adam", "decay": "cosine", "learning_rate": 1e-3})
    run(tmp_path / "whole", config)
    with pytest.raises(Killed):
        run(tmp_path / "killed", config, task=ToyTask(die_at=9))
    run(tmp_path / "killed", config, resume=True)
    assert_same(state(tmp_path / "whole"), state(tmp_path / "killed"))


def test_same_seed_same_bits_other_seed_other_bits(tmp_path):
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        run(tmp_path / name, CONFIG.model_copy(update={"seed": seed, "epochs": 1}))
    assert_same(state(tmp_path / "a"), state(tmp_path / "b"))
    with pytest.raises(AssertionError):
        assert_same(state(tmp_path / "a"), state(tmp_path / "c"))


def test_global_generators_are_left_alone(tmp_path):
    task = ToyTask()
    before = torch.get_rng_state(), np.random.get_state()[1].copy()  # noqa: NPY002  # it is what is tested
    run(tmp_path, CONFIG.model_copy(update={"epochs": 1}), task=task)
    assert torch.equal(before[0], torch.get_rng_state())
    assert (before[1] == np.random.get_state()[1]).all()  # noqa: NPY002


def test_best_weights_are_those_of_the_best_epoch(tmp_path):
    class Peak(ToyTask):
        """Its score peaks in the second epoch."""

        epoch = -1

        def start_validation(self):
            super().start_validation()
            self.epoch += 1

        def score(self):
            if self.epoch == 1:
                self.kept = {name: value.clone() for name, value in self.network.state_dict().items()}
            return {"val_accuracy": [0.2, 0.9, 0.4, 0.9][self.epoch]}

    from safetensors.torch import load_file

    task, report = run(tmp_path, task=Peak())
    assert (report.best_epoch, report.best_score) == (1, 0.9)
    assert_same(task.kept, load_file(tmp_path / "model.safetensors"))


def test_a_finished_run_is_not_trained_again_but_can_grow(tmp_path):
    run(tmp_path, CONFIG.model_copy(update={"epochs": 2}))
    task, report = run(tmp_path, CONFIG.model_copy(update={"epochs": 2}), resume=True)
    assert (task.steps, len(report.history)) == (0, 2)
    task, report = run(tmp_path, CONFIG.model_copy(update={"epochs": 3}), resume=True)
    assert (task.steps, len(report.history)) == (4, 3)


def test_resume_without_a_checkpoint_starts(tmp_path):
    _, report = run(tmp_path / "new", CONFIG.model_copy(update={"epochs": 1}), resume=True)
    assert len(report.history) == 1


def test_a_run_is_not_overwritten(tmp_path):
    (tmp_path / "last.ckpt").write_bytes(b"a training")
    with pytest.raises(CaosError, match="holds a training already; add --resume"):
        run(tmp_path)
    with pytest.raises(CaosError, match=r"last.ckpt: not a checkpoint of this program"):
        run(tmp_path, resume=True)


def test_nothing_but_the_run_files_is_left(tmp_path):
    run(tmp_path, CONFIG.model_copy(update={"epochs": 1}))
    assert {path.name for path in tmp_path.iterdir()} - {"tensorboard"} == {
        "last.ckpt",
        "log.csv",
        "model.safetensors",
    }


def test_a_loss_that_explodes_is_told(tmp_path):
    class Exploding(ToyTask):
        def loss(self, batch):
            return super().loss(batch) * float("nan")

    with pytest.raises(
        CaosError, match=r"the loss became nan in epoch 1, step 1: lower training.learning_rate"
    ):
        run(tmp_path, task=Exploding())
    assert not (tmp_path / "last.ckpt").exists()


def test_ctrl_c_is_a_keyboard_interrupt_and_works_again(tmp_path):
    class Interrupted(ToyTask):
        def loss(self, batch):
            raise KeyboardInterrupt

    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, task=Interrupted())
    assert signal.getsignal(signal.SIGINT) is handler


def test_accumulation_halves_the_steps_of_the_schedule(tmp_path):
    config = CONFIG.model_copy(update={"epochs": 2, "accumulate": 3})
    _, report = run(tmp_path, config)
    # Four batches an epoch, three to a step: two steps an epoch, four in all.
    expected = [0.05 * (1 - step / 4) ** 0.9 for step in (2, 4)]
    assert [row["learning_rate"] for row in report.history] == pytest.approx(expected)


def test_poly_decay():
    assert rate_factor(0, 10, CONFIG) == 1.0
    assert rate_factor(5, 10, CONFIG) == pytest.approx(0.5**0.9)
    assert rate_factor(10, 10, CONFIG) == 0.0
    assert rate_factor(11, 10, CONFIG) == 0.0
    assert rate_factor(0, 10, CONFIG.model_copy(update={"warmup_steps": 4})) == 0.25
    constant = CONFIG.model_copy(update={"poly_power": 0.0})
    assert [rate_factor(step, 10, constant) for step in (0, 5, 10)] == [1.0, 1.0, 1.0]


def test_cosine_decay_is_torchs():
    config = CONFIG.model_copy(update={"decay": "cosine"})
    weight = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    theirs = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=12)
    for step in range(12):
        assert rate_factor(step, 12, config) == pytest.approx(theirs.get_last_lr()[0])
        optimizer.step()
        theirs.step()
    assert rate_factor(14, 12, config) == pytest.approx(0.0)


def test_steps_are_a_tenth_after_each_third():
    config = CONFIG.model_copy(update={"decay": "steps"})
    factors = [rate_factor(step, 90, config) for step in (0, 29, 30, 59, 60, 89, 90)]
    assert factors == pytest.approx([1, 1, 0.1, 0.1, 0.01, 0.01, 0.01])
    assert [rate_factor(step, 2, config) for step in (0, 1)] == pytest.approx([1, 0.1])


def test_optimisers():
    network = nn.Linear(3, 2)
    adam, _ = make_optimizer(network, CONFIG.model_copy(update={"optimizer": "adam"}), steps=10)
    assert isinstance(adam, torch.optim.Adam)
    sgd, _ = make_optimizer(network, CONFIG.model_copy(update={"nesterov": True}), steps=10)
    assert [group["nesterov"] for group in sgd.param_groups] == [True, True]
    assert [group["momentum"] for group in sgd.param_groups] == [CONFIG.momentum] * 2
    with pytest.raises(CaosError, match="set momentum above 0"):
        validate({"nesterov": True, "momentum": 0.0}, TrainingConfig, source="test")


def test_norms_and_biases_do_not_decay():
    network = nn.Sequential(nn.Conv2d(3, 4, 1), nn.BatchNorm2d(4))
    optimizer, _ = make_optimizer(network, CONFIG, steps=10)
    decayed, free = optimizer.param_groups
    assert [tuple(p.shape) for p in decayed["params"]] == [(4, 3, 1, 1)]
    assert decayed["weight_decay"] == 1e-4
    assert [tuple(p.shape) for p in free["params"]] == [(4,), (4,), (4,)]
    assert free["weight_decay"] == 0


def test_sampler_draws_every_index_once_in_an_order_of_seed_and_epoch():
    def order(seed, epoch):
        sampler = EpochSampler(20, seed)
        sampler.set_epoch(epoch)
        return list(sampler)

    assert sorted(draw.index for draw in order(0, 0)) == list(range(20))
    assert {draw.epoch for draw in order(0, 5)} == {5}
    assert order(0, 1) == order(0, 1)
    indices = [[draw.index for draw in order(*key)] for key in ((0, 0), (0, 1), (1, 0))]
    assert indices[0] != indices[1] != indices[2] != indices[0]


def test_workers_do_not_change_the_batches():
    batches = [
        list(make_loader(Noise(), CONFIG.model_copy(update={"workers": workers}), training=True))
        for workers in (0, 2)
    ]
    for alone, shared in zip(*batches, strict=True):
        assert torch.equal(alone[0], shared[0])
        assert torch.equal(alone[1], shared[1])


def test_small_and_odd_data_sets_make_batches():
    def sizes(batch_size, training):
        loader = make_loader(Noise(), CONFIG.model_copy(update={"batch_size": batch_size}), training=training)
        return [len(labels) for _, labels in loader]

    assert sizes(5, training=True) == [5, 5, 5]
    assert sizes(5, training=False) == [5, 5, 5, 1]
    assert sizes(64, training=True) == [16]
