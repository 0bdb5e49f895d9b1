"""Winograd's convolution beside the direct one in float64, and what it is used for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.classify.deepaugment import winograd
from caos.classify.deepaugment.cae import CAE
from caos.classify.deepaugment.cae_pass import CodePlan, prepare_cae
from caos.classify.deepaugment.edsr import EDSR
from caos.classify.deepaugment.edsr_pass import prepare_edsr
from caos.classify.deepaugment.terms import uniform
from caos.classify.deepaugment.winograd import conv3x3, prepare
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

LAST = torch.channels_last


@pytest.fixture
def without_numba(monkeypatch):
    monkeypatch.setattr(winograd, "_compiled", lambda: None)


def _case(seed, inputs, outputs, size):
    rng = torch.Generator().manual_seed(seed)
    weight = torch.randn(outputs, inputs, 3, 3, generator=rng) / (9 * inputs) ** 0.5
    features, residual = (torch.randn(1, channels, *size, generator=rng) for channels in (inputs, outputs))
    return features, weight, torch.randn(outputs, generator=rng), residual


def _exact(features, weight, bias, slope, residual):
    result = functional.conv2d(features.double(), weight.double(), bias.double(), padding=1)
    return functional.leaky_relu(result, slope) + residual.double()


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    inputs=st.sampled_from([16, 32, 48, 64]),
    outputs=st.sampled_from([16, 32, 48, 64]),
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    slope=st.sampled_from([0.0, 0.01, 1.0]),
    last=st.booleans(),
)
def test_any_size_is_the_direct_convolution(seed, inputs, outputs, size, slope, last):
    features, weight, bias, residual = _case(seed, inputs, outputs, size)
    exact = _exact(features, weight, bias, slope, residual)
    if last:
        features, residual = features.contiguous(memory_format=LAST), residual.contiguous(memory_format=LAST)
    kernels = prepare(weight, bias)
    assert kernels.spectrum is not None
    found = conv3x3(features, kernels, slope, residual)
    assert found.is_contiguous(memory_format=LAST)
    torch.testing.assert_close(found.double(), exact, rtol=0, atol=1e-4)
    plain = conv3x3(features, kernels, slope)
    torch.testing.assert_close(plain.double(), exact - residual.double(), rtol=0, atol=1e-4)


@pytest.mark.parametrize("channels", [(6, 7), (16, 7), (3, 16)])
def test_channels_that_fill_no_registers_go_the_direct_way(channels):
    features, weight, bias, residual = _case(0, *channels, (5, 9))
    kernels = prepare(weight, bias)
    assert kernels.spectrum is None
    exact = _exact(features, weight, bias, 0.01, residual)
    torch.testing.assert_close(conv3x3(features, kernels, 0.01, residual).double(), exact, rtol=0, atol=1e-5)


def test_the_same_bits_each_time_and_in_any_surroundings():
    """A tile's result must not depend on which others are computed along with it."""
    features, weight, bias, _ = _case(1, 32, 48, (44, 52))
    kernels = prepare(weight, bias)
    whole = conv3x3(features, kernels)
    assert torch.equal(whole, conv3x3(features, kernels))
    part = conv3x3(features[:, :, 8:24, 12:40], kernels)
    assert torch.equal(part[:, :, 4:-4, 4:-4], whole[:, :, 12:20, 16:36])


def test_inputs_are_left_alone():
    features, weight, bias, residual = _case(2, 16, 16, (9, 6))
    before = [tensor.clone() for tensor in (features, weight, bias, residual)]
    conv3x3(features, prepare(weight, bias), 0.0, residual)
    assert all(torch.equal(*pair) for pair in zip(before, (features, weight, bias, residual), strict=True))


def test_one_value_that_is_no_number_stays_within_its_tiles():
    features, weight, bias, _ = _case(3, 16, 16, (20, 20))
    features[0, 3, 10, 10] = float("nan")
    found = conv3x3(features, prepare(weight, bias))
    assert found[0, :, 9:12, 9:12].isnan().all()
    assert found[0, :, :7].isfinite().all()
    assert found[0, :, :, 13:].isfinite().all()


@torch.no_grad()
@pytest.mark.parametrize("size", [(9, 14), (13, 7), (4, 9), (32, 30)])
def test_edsr_of_many_channels_is_the_plain_one(fill, size):
    net = fill(EDSR(blocks=16, features=48), 4)
    image = 255 * torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    plain, fast = net(image), prepare_edsr(net.state_dict()).run(image)
    torch.testing.assert_close(fast, plain, rtol=1e-4, atol=2e-5 * float(plain.abs().max()))


@torch.no_grad()
@pytest.mark.parametrize("size", [(12, 12), (28, 44), (36, 20)])
def test_cae_of_many_channels_is_the_plain_one(fill, size):
    net = fill(CAE(width=64), 4)
    image = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    numbers = uniform(np.random.default_rng([7, 1]), net.encode(image))
    fast = prepare_cae(net.state_dict()).run(image, CodePlan(seed=7))
    torch.testing.assert_close(fast, net(image, numbers), rtol=1e-4, atol=2e-5)


@torch.no_grad()
def test_without_numba_the_result_is_the_same(fill, without_numba):
    net = fill(EDSR(blocks=16, features=16), 5)
    image = 255 * torch.rand(1, 3, 11, 8, generator=torch.Generator().manual_seed(1))
    fast = prepare_edsr(net.state_dict())
    assert all(kernels.spectrum is None for kernels in fast.body.values())
    torch.testing.assert_close(fast.run(image), net(image), rtol=1e-4, atol=0.01)
