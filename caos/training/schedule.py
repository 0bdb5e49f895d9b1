"""The optimiser and how its rate falls."""

from __future__ import annotations

import math

from torch import nn
from torch.optim import SGD, Adam, Optimizer
from torch.optim.lr_scheduler import LambdaLR

from .config import TrainingConfig


def rate_factor(step: int, steps: int, config: TrainingConfig) -> float:
    """Factor of the learning rate at `step` of `steps`: a linear rise over the warm-up, times the decay."""
    rise = min(1.0, (step + 1) / config.warmup_steps) if config.warmup_steps else 1.0
    done = min(1.0, step / steps)
    if config.decay == "cosine":
        return rise * (1.0 + math.cos(math.pi * done)) / 2.0
    if config.decay == "steps":
        return rise * 0.1 ** min(3 * step // steps, 2)
    return float(rise * (1.0 - done) ** config.poly_power)


def make_optimizer(network: nn.Module, config: TrainingConfig, steps: int) -> tuple[Optimizer, LambdaLR]:
    """The optimiser of `network` and its per-step schedule over `steps` steps.

    Norms and biases (tensors of one dimension) are not decayed, as in the public code of the thesis.
    """
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer: Optimizer
    if config.optimizer == "adam":
        optimizer = Adam(groups, lr=config.learning_rate)
    else:
        optimizer = SGD(groups, config.learning_rate, config.momentum, nesterov=config.nesterov)
    return optimizer, LambdaLR(optimizer, lambda step: rate_factor(step, steps, config))
