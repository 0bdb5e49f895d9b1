"""Noise2Net: image by image as grouped, against a transcription with PyTorch's layers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.classify.noise2net import augment, draw_architecture, draw_weights, noise2net, noise2net_grouped
from torch import nn
from torch.nn import functional

ARCHITECTURE = (((3, 1), (1, 2), (3, 3)), ((3, 2), (3, 3), (1, 1)), ((1, 1),) * 3, ((3, 3),) * 3)


def _layers(image, architecture, weights, index, epsilon):
    """One image through ordinary layers, in float64."""
    x = image.double()[None]

    def normed(values):
        return nn.BatchNorm2d(values.shape[1]).double()(values)

    for layout, block in zip(architecture, weights, strict=True):
        wide = functional.relu(normed(functional.conv2d(x, block.expand[index].double()[..., None, None])))
        parts, outputs = wide.split(16, 1), []
        for branch, (size, dilation) in enumerate(layout):
            conv = nn.Conv2d(16, 16, size, padding=(size - 1) // 2 * dilation, dilation=dilation).double()
            conv.weight.data = block.branches[branch][index].double()
            conv.bias.data = block.biases[branch][index].double()
            inputs = parts[branch] + (outputs[-1] if outputs else 0)
            outputs.append(functional.relu(normed(conv(inputs))))
        joined = torch.cat([*outputs, parts[3]], 1)
        x = x + epsilon * normed(functional.conv2d(joined, block.project[index].double()[..., None, None]))
    return x[0]


@torch.no_grad()
def test_both_ways_are_the_transcription():
    rng = torch.Generator().manual_seed(0)
    images = torch.randn(3, 3, 13, 17, generator=rng)
    weights = draw_weights(ARCHITECTURE, 3, rng)
    wanted = torch.stack([_layers(image, ARCHITECTURE, weights, i, 0.5) for i, image in enumerate(images)])
    for way in (noise2net, noise2net_grouped):
        torch.testing.assert_close(
            way(images, ARCHITECTURE, weights, 0.5).double(), wanted, rtol=0, atol=2e-3
        )


def test_weights_start_as_pytorchs_layers_do():
    weights = draw_weights(ARCHITECTURE, 400, torch.Generator().manual_seed(1))
    for found, layer in (
        (weights[0].expand, nn.Conv2d(3, 64, 1)),
        (weights[0].branches[0], nn.Conv2d(16, 16, 3)),
        (weights[0].branches[1], nn.Conv2d(16, 16, 1)),
        (weights[0].project, nn.Conv2d(64, 3, 1)),
    ):
        most = float(found.abs().max())
        assert float(layer.weight.detach().abs().max()) <= most * 1.01
        assert float(found.std()) == pytest.approx(most / np.sqrt(3), rel=0.02)
        assert most == pytest.approx(1 / np.sqrt(layer.weight[0].numel()), rel=0.01)


def test_architectures_are_drawn_uniformly():
    drawn = [
        pair
        for seed in range(500)
        for block in draw_architecture(np.random.default_rng(seed))
        for pair in block
    ]
    assert len(drawn) == 500 * 12
    for pair in [(k, d) for k in (1, 3) for d in (1, 2, 3)]:
        assert drawn.count(pair) == pytest.approx(1000, abs=120)  # four standard deviations


def test_half_a_batch_is_augmented_each_image_otherwise():
    image = torch.randn(1, 3, 9, 9, generator=torch.Generator().manual_seed(0))
    batch = image.expand(5, 3, 9, 9)
    result = augment(batch, ARCHITECTURE, torch.Generator().manual_seed(1))
    assert torch.equal(result[2:], batch[2:])
    assert float((result[0] - image[0]).abs().mean()) > 0.1
    assert float((result[0] - result[1]).abs().mean()) > 0.1
    again = augment(batch, ARCHITECTURE, torch.Generator().manual_seed(1))
    assert torch.equal(result, again)
    assert torch.equal(augment(batch[:1], ARCHITECTURE, torch.Generator()), batch[:1])


def test_no_images_stay_none():
    weights = draw_weights(ARCHITECTURE, 0, torch.Generator())
    assert noise2net(torch.zeros(0, 3, 8, 8), ARCHITECTURE, weights, 0.5).shape == (0, 3, 8, 8)


def test_mixed_precision_leaves_the_pictures_alone():
    batch = torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    architecture = draw_architecture(np.random.default_rng(0))
    plain = augment(batch, architecture, torch.Generator().manual_seed(1))
    with torch.autocast("cpu", torch.bfloat16):
        mixed = augment(batch, architecture, torch.Generator().manual_seed(1))
    assert torch.equal(mixed, plain)
