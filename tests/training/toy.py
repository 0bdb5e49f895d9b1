"""A toy to train, and a program that two processes run together: `python toy.py FOLDER`."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset

from caos.training import Draw, TrainingConfig, fit, make_loader

IMAGES = 18


class Noise(Dataset):
    """Points around two centres; training keys shift them by an amount drawn from (epoch, index)."""

    def __init__(self, length=IMAGES):
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, key):
        index, epoch = (key.index, key.epoch) if isinstance(key, Draw) else (key, 99)
        noise = np.random.default_rng([index, epoch]).normal(size=(3, 4, 4))
        return torch.from_numpy(((1 if index % 2 else -1) + noise).astype(np.float32)), index % 2


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours handles it, so what is on disk is what a kill would leave."""


class CountedTask:
    """No batch norm, which on CPUs no two processes share; dropout only where asked for."""

    score_name = "val_accuracy"

    def __init__(self, dropout=0.0, die_at=None):
        torch.manual_seed(0)
        self.network = nn.Sequential(
            nn.Conv2d(3, 8, 3),
            nn.GroupNorm(2, 8),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Flatten(),
            nn.Linear(32, 2),
        )
        self.die_at = die_at
        self.steps = 0
        self.counts = np.zeros(2, dtype=np.int64)

    def loss(self, batch):
        self.steps += 1
        if self.steps == self.die_at:
            raise Killed
        return nn.functional.cross_entropy(self.network(batch[0]), batch[1])

    def start_validation(self):
        self.counts = np.zeros(2, dtype=np.int64)

    def validate(self, batch):
        self.counts += (int((self.network(batch[0]).argmax(1) == batch[1]).sum()), len(batch[1]))

    def reduce(self, total):
        self.counts = total(self.counts)

    def score(self):
        return {"val_accuracy": self.counts[0] / self.counts[1], "val_images": float(self.counts[1])}


def config(devices, epochs=3):
    """Four images a step, on one device or two."""
    return TrainingConfig(
        epochs=epochs, batch_size=4 // devices, devices=devices, learning_rate=0.05, precision="32", seed=3
    )


def train(folder, settings, task):
    loaders = (make_loader(Noise(), settings, training=training) for training in (True, False))
    return fit(task, *loaders, settings, folder, resume=True, progress=True)


def main(folder):
    """Four trainings by the same two processes."""
    settings = config(devices=2)
    train(folder / "plain", settings, CountedTask())
    train(folder / "whole", settings, CountedTask(dropout=0.3))
    with suppress(Killed):
        train(folder / "killed", settings, CountedTask(dropout=0.3, die_at=6))
    train(folder / "killed", settings, CountedTask(dropout=0.3))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]))
