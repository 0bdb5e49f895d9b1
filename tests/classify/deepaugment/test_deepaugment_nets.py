"""EDSR and CAE: the documented tensors and vectors, and the fast passes beside the plain ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.classify.deepaugment.cae import CAE, LAYERS, binarise, pass_colours
from caos.classify.deepaugment.cae_pass import CodePlan, prepare_cae
from caos.classify.deepaugment.edsr import EDSR
from caos.classify.deepaugment.edsr_pass import SignalPlan, prepare_edsr
from caos.classify.deepaugment.terms import uniform
from caos.classify.deepaugment.winograd import conv3x3, prepare
from torch.nn import functional


@pytest.mark.parametrize(("net", "network"), [("edsr", EDSR), ("cae", CAE)])
def test_tensors_are_those_of_the_published_files(reference, net, network):
    state = network().state_dict()
    assert {name: list(tensor.shape) for name, tensor in state.items()} == reference[net]["tensors"]


def test_layers_are_numbered_in_the_order_of_the_published_file(reference):
    names = [name for name in reference["cae"]["tensors"] if name.endswith(".weight")]
    assert [f"{layer}.weight" for layer in LAYERS] == names


def test_published_counts():
    assert sum(tensor.numel() for tensor in EDSR().state_dict().values()) == pytest.approx(1.52e6, rel=0.01)
    state = CAE().state_dict()
    assert len(state) == 42
    assert sum(tensor.numel() for tensor in state.values()) == pytest.approx(2.24e6, rel=0.01)


def _matches(found, wanted, error=1e-5):
    assert list(found.shape) == wanted["shape"]
    flat = found.double().flatten()
    scale = max(abs(value) for value in wanted["first"] + wanted["last"])
    np.testing.assert_allclose(flat[:6], wanted["first"], atol=error * scale + 1e-5)
    np.testing.assert_allclose(flat[-6:], wanted["last"], atol=error * scale + 1e-5)
    if "mean" in wanted:
        np.testing.assert_allclose(float(flat.mean()), wanted["mean"], atol=error * scale)


@torch.no_grad()
def test_check_vectors(reference, fill):
    for vector in reference["vectors"]:
        seed = vector["seed"]
        image = torch.from_numpy(np.random.default_rng(seed).random((1, 3, 32, 48)).astype(np.float32))
        edsr, cae = fill(EDSR(), seed), fill(CAE(), seed)
        _matches(edsr(255 * image), vector["edsr_output"])
        _matches(prepare_edsr(edsr.state_dict()).run(255 * image), vector["edsr_output"], error=5e-5)
        fast = prepare_cae(cae.state_dict())
        for network in (cae, fast):
            code = network.encode(image)
            _matches(code, vector["cae_code_before_binarisation"])
            _matches(network.decode((code >= 0).float()), vector["cae_output_sign_binarised"])


@torch.no_grad()
@pytest.mark.parametrize("size", [(9, 14), (5, 5), (4, 9), (1, 3)])
def test_fast_edsr_is_the_plain_one(small_edsr, size):
    image = 255 * torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    plain = small_edsr(image)
    fast = prepare_edsr(small_edsr.state_dict()).run(image)
    torch.testing.assert_close(fast, plain, rtol=1e-4, atol=2e-5 * float(plain.abs().max()))


@torch.no_grad()
@pytest.mark.parametrize("size", [(12, 12), (20, 36), (32, 16)])
def test_fast_cae_is_the_plain_one(small_cae, size):
    image = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    numbers = uniform(np.random.default_rng([7, 1]), small_cae.encode(image))
    plain = small_cae(image, numbers)
    fast = prepare_cae(small_cae.state_dict()).run(image, CodePlan(seed=7))
    torch.testing.assert_close(fast, plain, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("size", [(1, 1), (4, 4), (5, 9), (16, 300)])
def test_winograd_is_a_convolution(size):
    rng = torch.Generator().manual_seed(0)
    features = torch.randn(1, 6, *size, generator=rng)
    weight, bias = torch.randn(7, 6, 3, 3, generator=rng), torch.randn(7, generator=rng)
    exact = functional.conv2d(features.double(), weight.double(), bias.double(), padding=1)
    torch.testing.assert_close(conv3x3(features, prepare(weight, bias)).double(), exact, rtol=0, atol=2e-4)


def test_bits_are_one_with_the_codes_probability():
    code = torch.tensor([-1.5, -1.0, -0.5, 0.0, 0.8, 1.0, 1.2])
    numbers = torch.rand(200_000, 1, generator=torch.Generator().manual_seed(0))
    shares = binarise(code.expand(200_000, 7), numbers.expand(200_000, 7)).mean(0)
    torch.testing.assert_close(shares, ((1 + code) / 2).clamp(0, 1), rtol=0, atol=0.005)


@torch.no_grad()
def test_a_training_starts_with_a_code_that_tells_the_colours():
    def likeness(start):
        torch.manual_seed(0)
        network = CAE(32)
        start(network)
        smooth = functional.interpolate(torch.rand(2, 3, 6, 6), (48, 48), mode="bilinear")
        with torch.no_grad():
            code = network.encode(smooth)[:, :3]
        return np.corrcoef(code.flatten(), functional.avg_pool2d(smooth, 4).flatten())[0, 1]

    assert likeness(pass_colours) > 0.8
    assert abs(likeness(lambda network: None)) < 0.5


def test_signals_of_edsr_come_where_the_paper_has_them(small_edsr):
    image = 255 * torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(2))
    net, fast = small_edsr, prepare_edsr(small_edsr.state_dict())

    def enlarged(body):
        features = net.head(net.sub_mean(image))
        return net.add_mean(net.tail(body(features) + features))

    wanted = enlarged(lambda features: net.body[5:](-net.body[:5](features)))
    torch.testing.assert_close(fast.run(image, SignalPlan(within="negate")), wanted, rtol=1e-4, atol=0.02)
    plan = SignalPlan(within="skip_blocks", seed=5)
    kept = [block for index, block in enumerate(net.body) if index not in plan.skipped(16)]
    wanted = enlarged(torch.nn.Sequential(*kept))
    torch.testing.assert_close(fast.run(image, plan), wanted, rtol=1e-4, atol=0.02)
    published = SignalPlan(within="skip_blocks", seed=5, published=True)
    torch.testing.assert_close(fast.run(image, published), enlarged(kept[-1]), rtol=1e-4, atol=0.02)
