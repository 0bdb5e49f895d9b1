"""Mixup, CutMix, Moment Exchange and the adversarial step against their formulas."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.classify.augment import (
    AdversarialSettings,
    CutMix,
    CutMixSettings,
    Mixup,
    MixupSettings,
    Noise2Net,
    exchange_moments,
    fast_adversarial,
    moments_exchanged,
)
from torch import nn
from torch.nn import functional

from caos.errors import CaosError

EYE = torch.eye(4)


def constant_images(height=12, width=20):
    """Image i is full of i, so that a value says where it is from."""
    return torch.arange(4.0).view(4, 1, 1, 1).expand(4, 3, height, width).contiguous()


def test_mixup_weighs_images_and_targets_alike():
    images = constant_images()
    for seed in range(40):
        mixed, targets = Mixup(MixupSettings(alpha=1.0))(images, EYE, np.random.default_rng(seed))
        rng = np.random.default_rng(seed)
        weight, order = rng.beta(1.0, 1.0), rng.permutation(4)
        for i in range(4):
            value = weight * i + (1 - weight) * order[i]
            np.testing.assert_allclose(mixed[i].numpy(), np.full((3, 12, 20), value), atol=1e-5)
            expected = np.zeros(4)
            expected[i] += weight
            expected[order[i]] += 1 - weight
            np.testing.assert_allclose(targets[i].numpy(), expected, atol=1e-6)


def test_cutmix_pastes_one_box_and_weighs_targets_by_area():
    images = constant_images()
    boxes = set()
    for seed in range(60):
        mixed, targets = CutMix()(images, EYE, np.random.default_rng(seed))
        foreign = mixed[:, 0] != torch.arange(4.0).view(4, 1, 1)
        union = foreign.any(dim=0)
        for i in range(4):
            share = foreign[i].float().mean().item()
            assert share in (0.0, union.float().mean().item())
            assert targets[i, i].item() == pytest.approx(1 - share, abs=1e-6)
            assert targets[i].sum().item() == pytest.approx(1.0, abs=1e-6)
        rows, columns = union.any(dim=1).nonzero(), union.any(dim=0).nonzero()
        if len(rows):
            assert union.sum() == (rows.max() - rows.min() + 1) * (columns.max() - columns.min() + 1)
            boxes.add((len(rows), len(columns)))
    assert len(boxes) > 10
    assert (images == constant_images()).all()


def test_cutmix_mixes_the_share_of_batches():
    cutmix = CutMix(CutMixSettings(share=0.5))
    same = [cutmix(constant_images(), EYE, np.random.default_rng(seed))[1].equal(EYE) for seed in range(200)]
    assert 0.4 < np.mean(same) < 0.75  # a box or a pairing may also be empty


def test_noise2net_augments_half_of_a_batch_and_the_generator_decides():
    images = torch.randn(4, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    one, same, other = (Noise2Net()(images, EYE, np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert torch.equal(one[2:], images[2:])
    changes = (one - images)[:2].abs().amax((1, 2, 3)), (one - other)[:2].abs().amax((1, 2, 3))
    assert all((change > 0.01).all() for change in changes)


def test_moment_exchange_equals_the_formula():
    rng = np.random.default_rng(0)
    h, order = rng.normal(1.0, 2.0, (3, 5, 2, 4)), np.array([2, 0, 1])
    mu, sigma = h.mean(axis=1, keepdims=True), np.sqrt(h.var(axis=1, ddof=1, keepdims=True) + 1e-5)
    expected = sigma[order] * (h - mu) / sigma + mu[order]
    got = exchange_moments(torch.from_numpy(h), torch.from_numpy(order))
    np.testing.assert_allclose(got.numpy(), expected, rtol=1e-4, atol=1e-5)
    assert got.dtype == torch.float64


def test_moments_are_exchanged_within_the_block_only():
    network = nn.Sequential(nn.Conv2d(3, 6, 1), nn.ReLU(), nn.Conv2d(6, 2, 1))
    images, order = (
        torch.randn(3, 3, 4, 4, generator=torch.Generator().manual_seed(0)),
        torch.tensor([1, 2, 0]),
    )
    plain = network(images)
    with moments_exchanged(network, "1", order):
        inside = network(images)
    expected = network[2](exchange_moments(network[:2](images), order))
    torch.testing.assert_close(inside, expected)
    torch.testing.assert_close(network(images), plain)
    with (
        pytest.raises(CaosError, match=r"moment_exchange\.layer = 'stem'"),
        moments_exchanged(network, "stem", order),
    ):
        pass


def small_network():
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 4)).double()


def test_the_adversarial_step_equals_the_formula():
    """Transcribed in the units of pixels, with the gradient taken there; ours works on normalised values."""
    network, mean, std = small_network(), (0.4, 0.5, 0.6), (0.2, 0.3, 0.25)
    m, s = (torch.tensor(each, dtype=torch.float64).view(1, 3, 1, 1) for each in (mean, std))
    x = torch.rand(4, 3, 8, 8, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    x[0, :, 0] = 0.0
    x[1, :, 0] = 1.0
    eps = 8 / 255
    d = torch.from_numpy(np.random.default_rng(2).uniform(-1, 1, size=x.shape)) * eps
    d = (torch.clamp(x + d, 0, 1) - x).requires_grad_()
    functional.cross_entropy(network((x + d - m) / s), EYE.double()).backward()
    d = torch.clamp(d.detach() + 1.25 * eps * d.grad.sign(), -eps, eps)
    expected = (torch.clamp(x + d, 0, 1) - m) / s
    network.zero_grad()
    got = fast_adversarial(
        network, (x - m) / s, EYE.double(), functional.cross_entropy, np.random.default_rng(2),
        AdversarialSettings(epsilon=8.0), mean=mean, std=std,
    )  # fmt: skip
    torch.testing.assert_close(got, expected)
    assert not got.requires_grad
    assert all(parameter.grad is None for parameter in network.parameters())


def test_the_adversarial_step_raises_the_loss_and_works_without_gradients_around():
    network = small_network()
    images = torch.randn(4, 3, 8, 8, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 0.5
    with torch.no_grad():
        moved = fast_adversarial(
            network, images, EYE.double(), functional.cross_entropy, np.random.default_rng(0)
        )
        before, after = (functional.cross_entropy(network(each), EYE.double()) for each in (images, moved))
    assert after > before
