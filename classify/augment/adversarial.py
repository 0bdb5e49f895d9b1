"""Fast adversarial training: one signed gradient step from a random start (Wong et al., ICLR 2020)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from pydantic import Field
from torch import Tensor, nn

from caos.config import ConfigModel

Criterion = Callable[[Tensor, Tensor], Tensor]
"""Takes logits (N, C) and targets (N, C) float, gives the scalar loss; `torch.nn.functional.cross_entropy` or
`binary_cross_entropy_with_logits`."""


class AdversarialSettings(ConfigModel):
    """Settings; the defaults are the thesis's perturbation and the paper's step.

    Attributes:
        epsilon: largest change of a value, in grey levels of 255.
        step: size of the step, as a multiple of `epsilon`.
    """

    epsilon: float = Field(default=4.0, gt=0, le=255)
    step: float = Field(default=1.25, gt=0, le=10)


def fast_adversarial(
    network: nn.Module,
    images: Tensor,
    targets: Tensor,
    criterion: Criterion,
    rng: np.random.Generator,
    settings: AdversarialSettings | None = None,
    *,
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406),
    std: tuple[float, float, float] = (0.229, 0.224, 0.225),
) -> Tensor:
    """Adversarial versions of `images`, to train on in their place.

    d ~ U(-eps, eps), cut so that x + d is an image; d <- clip(d + step eps sign(grad_d L(f(x + d), y)), -eps,
    eps), cut again; all in the units of unnormalised values. The network's mode is left as it is: in training
    mode its batch norms see the first pass too, as in the published code. Its gradients are not touched.

    Args:
        network: (N, 3, H, W) -> logits (N, C).
        images: (N, 3, H, W) float, normalised by `mean` and `std`.
        targets: what `criterion` takes.
        criterion: the loss to raise.
        rng: draws the start.
        settings: size of perturbation and step.
        mean: of the normalisation; (0, 0, 0) for images in [0, 1].
        std: of the normalisation; (1, 1, 1) for images in [0, 1].

    Returns:
        (N, 3, H, W), normalised, without gradient.
    """
    settings = settings or AdversarialSettings()
    offset, scale = (images.new_tensor(each).view(1, 3, 1, 1) for each in (mean, std))
    epsilon = settings.epsilon / 255.0 / scale
    lowest, highest = -offset / scale - images, (1.0 - offset) / scale - images
    start = torch.from_numpy(rng.uniform(-1.0, 1.0, size=images.shape)).to(images)
    delta = (start * epsilon).clamp(lowest, highest).requires_grad_()
    with torch.enable_grad():
        loss = criterion(network(images + delta), targets)
        (gradient,) = torch.autograd.grad(loss, delta)
    moved = delta.detach() + settings.step * epsilon * gradient.sign()
    return images + moved.clamp(-epsilon, epsilon).clamp(lowest, highest)
