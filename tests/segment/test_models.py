from __future__ import annotations

import pytest
import torch
from caos.segment.models import MODELS, build_model
from safetensors.torch import save_file
from torchvision.models import resnet18

from caos.errors import CaosError


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("size", [(67, 121), (64, 96)])
def test_logits_have_the_size_of_the_image(name, size):
    network = build_model(name, 5, seed=0).eval()
    with torch.inference_mode():
        logits, auxiliary = network(torch.rand(1, 3, *size))
    assert logits.shape == (1, 5, *size)
    assert logits.dtype == torch.float32
    assert auxiliary is None


def test_resnet101_is_dilated_to_stride_8_and_supervised_deeply():
    network = build_model("pspnet_resnet101", 13, seed=0)
    with torch.inference_mode():
        features = network.encoder(torch.rand(1, 3, 128, 192))
        logits, auxiliary = network(torch.rand(2, 3, 64, 64))
    assert [tuple(f.shape[1:]) for f in features[-3:]] == [(512, 16, 24), (1024, 16, 24), (2048, 16, 24)]
    assert network.encoder.layer4[-1].conv2.dilation == (4, 4)
    assert network.pyramid.bins == (1, 2, 3, 6)
    assert logits.shape == auxiliary.shape == (2, 13, 64, 64)
    # 42.5 M in the encoder, 1.0 M in the pyramid, 11.8 M in the 3x3 convolution, 2.4 M in the deep head
    parameters = sum(p.numel() for p in network.parameters())
    assert sum(p.numel() for p in network.encoder.parameters()) == 42_500_160
    assert 57e6 < parameters < 59e6


def test_resnet18_is_light():
    network = build_model("pspnet_resnet18", 13, seed=0)
    assert sum(p.numel() for p in network.parameters()) < 4e6
    assert not hasattr(network.encoder, "layer4")


def test_logits_are_finer_than_bfloat16():
    """The classifier runs in float32 under autocast: rounded logits would tie."""
    network = build_model("pspnet_resnet18", 3, seed=0).eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        logits = network(torch.rand(1, 3, 64, 64))[0]
    assert logits.dtype == torch.float32
    assert logits.unique().numel() > 0.9 * logits.numel()


def test_the_pyramid_keeps_the_features_and_appends_averages():
    network = build_model("pspnet_resnet18", 3, seed=0).eval()
    channels = network.encoder.out_channels[-1]
    features = torch.rand(1, channels, 9, 11)
    with torch.inference_mode():
        out = network.pyramid(features)
    assert torch.equal(out[:, :channels], features)
    coarsest = out[:, channels : channels + network.pyramid.branches[0][0].out_channels]
    assert torch.allclose(coarsest, coarsest[..., :1, :1].expand_as(coarsest))


def test_initial_weights_depend_on_the_seed_alone():
    before = torch.get_rng_state()
    first, same, other = (build_model("pspnet_resnet18", 3, seed=seed).state_dict() for seed in (1, 1, 2))
    assert torch.equal(before, torch.get_rng_state())
    assert all(torch.equal(first[name], same[name]) for name in first)
    assert not torch.equal(first["classifier.weight"], other["classifier.weight"])


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_torchvision_weights_fill_the_encoder(tmp_path, suffix):
    donor = resnet18(weights=None).state_dict()
    file = tmp_path / f"resnet18{suffix}"
    save_file(donor, file) if suffix == ".safetensors" else torch.save(donor, file)
    network = build_model("pspnet_resnet18", 3, seed=0, weights=file)
    weights = network.encoder.state_dict()
    assert len(weights) > 80
    assert all(torch.equal(donor[name], weights[name]) for name in weights)


def test_weights_of_other_classes_leave_the_classifier(tmp_path):
    donor = build_model("pspnet_resnet18", 19, seed=5).state_dict()
    save_file(donor, tmp_path / "w.safetensors")
    network = build_model("pspnet_resnet18", 3, seed=0, weights=tmp_path / "w.safetensors").state_dict()
    assert torch.equal(network["fuse.0.weight"], donor["fuse.0.weight"])
    assert network["classifier.weight"].shape[0] == 3


def test_wrong_names_and_weights(tmp_path):
    with pytest.raises(CaosError, match=r"unknown model 'pspnet_resnet11' .*pspnet_resnet101"):
        build_model("pspnet_resnet11", 3, seed=0)
    save_file({"conv1.weight": torch.zeros(3)}, tmp_path / "w.safetensors")
    with pytest.raises(CaosError, match=r"weights of another network: .* encoder tensors are missing"):
        build_model("pspnet_resnet18", 3, seed=0, weights=tmp_path / "w.safetensors")
