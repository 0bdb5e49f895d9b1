"""The training loss of one batch under a schedule of augmentations."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from .adversarial import Criterion, fast_adversarial
from .consistency import jensen_shannon
from .mixing import permutation
from .moments import moments_exchanged
from .schedule import Schedule


def step_generator(seed: int, epoch: int, first: int) -> np.random.Generator:
    """The generator of the batch that begins with image `first`; no image's generator has its stream."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(epoch, first)))


def training_loss(
    schedule: Schedule,
    network: nn.Module,
    views: Tensor,
    targets: Tensor,
    criterion: Criterion,
    rng: np.random.Generator,
) -> Tensor:
    """The loss of a batch: mixed, made adversarial, with exchanged moments or with the consistency loss.

    Mixup, CutMix and Noise2Net come first, in the schedule's order, then the adversarial step, then moment
    exchange. With AugMix's consistency loss it is L(clean) + 12 JS(clean, augmented, augmented) instead, all
    views in one pass, as published; JS is over softmaxes, so multi-label tasks set `augmix.consistency = 0`.

    Args:
        schedule: what to do.
        network: (N, 3, H, W) -> logits (N, C).
        views: (N, `schedule.view_count`, 3, H, W) float, ImageNet-normalised.
        targets: (N, C) float, probabilities or multi-label 0/1.
        criterion: the plain loss.
        rng: see `step_generator`.

    Returns:
        Scalar with gradient.

    Raises:
        CaosError: moment exchange after a layer that the network does not have.
    """
    settings = schedule.settings
    if settings.consistent:
        logits = network(views.transpose(0, 1).flatten(0, 1)).chunk(schedule.view_count)
        return criterion(logits[0], targets) + settings.augmix.consistency * jensen_shannon(logits)
    images = views[:, 0]
    for augment in schedule.batch:
        images, targets = augment(images, targets, rng)
    if "adversarial" in settings.schedule:
        images = fast_adversarial(network, images, targets, criterion, rng, settings.adversarial)
    moments = settings.moment_exchange
    if "moment_exchange" not in settings.schedule or rng.random() >= moments.share:
        return criterion(network(images), targets)
    order = permutation(len(images), images.device, rng)
    with moments_exchanged(network, moments.layer, order):
        logits = network(images)
    own, other = criterion(logits, targets), criterion(logits, targets[order])
    return torch.lerp(other, own, moments.weight)
