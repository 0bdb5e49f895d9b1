"""SGD with poly decay."""

from __future__ import annotations

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import LambdaLR

from .config import TrainingConfig


def poly_factor(step: int, steps: int, power: float, warmup: int) -> float:
    """Factor of the learning rate: a linear rise over `warmup` steps, times `(1 - step / steps) ** power`."""
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    return float(rise * max(0.0, 1.0 - step / steps) ** power)


def sgd_with_poly_decay(network: nn.Module, config: TrainingConfig, steps: int) -> tuple[SGD, LambdaLR]:
    """The optimiser of `network` and its per-step schedule over `steps` steps.

    Norms and biases (tensors of one dimension) are not decayed, as in the public code of the thesis.
    """
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer = SGD(groups, lr=config.learning_rate, momentum=config.momentum)
    schedule = LambdaLR(
        optimizer, lambda step: poly_factor(step, steps, config.poly_power, config.warmup_steps)
    )
    return optimizer, schedule
