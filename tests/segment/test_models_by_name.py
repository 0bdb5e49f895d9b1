"""Networks of smp, and ImageNet weights, by name."""

from __future__ import annotations

from pathlib import Path
from urllib.error import URLError

import pytest
import segmentation_models_pytorch as smp
import timm
import torch
from caos.segment.models import build_model, weights
from caos.segment.models.smp_networks import ARCHITECTURES
from caos.segment.segmenter import FeatureNetwork, Segmenter
from safetensors.torch import save_file

from caos.errors import CaosError


@pytest.mark.parametrize(
    ("name", "stride"), [("unet/resnet18", 1), ("deeplabv3plus/resnet18", 4), ("fpn/tu-convnext_atto", 4)]
)
def test_networks_of_smp_show_features_and_take_any_size(name, stride):
    network = build_model(name, 5, seed=0).eval()
    assert isinstance(network, FeatureNetwork)
    images = torch.rand(1, 3, 70, 101)
    with torch.inference_mode():
        logits, auxiliary = network(images)
        outputs = Segmenter(network, precision="32")(images)
    assert auxiliary is None
    assert logits.shape == (1, 5, 70, 101)
    assert logits.dtype == torch.float32
    assert outputs.features.shape[-2:] == (-(-70 // stride), -(-101 // stride))
    torch.testing.assert_close(outputs.logits, logits)


def test_unet_is_the_unet_of_smp():
    """Where 32 divides the size nothing is padded, and U-Net's head does not resize."""
    ours = build_model("unet/resnet18", 5, seed=3).eval()
    theirs = smp.create_model("unet", "resnet18", encoder_weights=None, classes=5).eval()
    names = {name: name.replace("segmentation_head.0.", "classifier.") for name in theirs.state_dict()}
    theirs.load_state_dict({name: ours.state_dict()[mine] for name, mine in names.items()})
    images = torch.rand(1, 3, 64, 96)
    with torch.inference_mode():
        torch.testing.assert_close(ours(images)[0], theirs(images))


def test_padding_below_and_right_leaves_the_rest_where_it_was():
    network = build_model("deeplabv3plus/resnet18", 3, seed=0).eval()
    images = torch.zeros(1, 3, 96, 96)
    images[..., :65, :70] = torch.rand(1, 3, 65, 70)
    with torch.inference_mode():
        whole, cut = network(images)[0], network(images[..., :65, :70])[0]
    torch.testing.assert_close(cut, whole[..., :65, :70])


def test_dropout_sits_between_features_and_classifier():
    network = build_model("fpn/resnet18", 3, seed=0).eval()
    features = torch.rand(1, 128, 8, 8)
    still = network.classify(features, (32, 32))
    network.dropout.train()
    torch.manual_seed(0)
    assert not torch.equal(network.classify(features, (32, 32)), still)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("unett/resnet34", r"unknown architecture 'unett' \(did you mean 'unet'\?\); known: unet, unetplus"),
        ("unet/resnet33", r"unknown encoder 'resnet33' \(did you mean 'resnet34'\?\); known: the \d+ of smp"),
        ("unet/tu-convnext_ato", r"unknown encoder 'tu-convnext_ato' \(did you mean 'tu-convnext_atto'\?\)"),
        ("linknet/mit_b0", r"model 'linknet/mit_b0' cannot be built: .*; choose another pair"),
        ("unet", r"unknown model 'unet'.*unet/resnet34.*hf/segformer-b0"),
    ],
)
def test_wrong_names(name, told):
    with pytest.raises(CaosError, match=told):
        build_model(name, 3, seed=0)


def test_every_architecture_of_smp_is_known():
    assert {"unet", "unetplusplus", "fpn", "deeplabv3plus", "pan", "upernet", "segformer"} <= set(
        ARCHITECTURES
    )


def test_timm_weights_fill_the_encoder(tmp_path):
    donor = timm.create_model("convnext_atto", num_classes=7).state_dict()
    save_file({name: tensor.contiguous() for name, tensor in donor.items()}, tmp_path / "w.safetensors")
    network = build_model("fpn/tu-convnext_atto", 3, seed=0, weights=tmp_path / "w.safetensors")
    assert torch.equal(network.encoder.model.stem_0.weight, donor["stem.0.weight"])
    assert torch.equal(
        network.encoder.model.stages_2.blocks[1].conv_dw.weight, donor["stages.2.blocks.1.conv_dw.weight"]
    )


def offline(*_args, **_kwargs):
    raise URLError("Name or service not known")


@pytest.mark.parametrize("name", ["pspnet_resnet18", "unet/resnet18"])
def test_imagenet_weights_without_a_network(monkeypatch, name):
    monkeypatch.setattr(weights, "urlopen", offline)
    with pytest.raises(CaosError) as caught:
        build_model(name, 3, seed=0, weights=Path("imagenet"))
    told = str(caught.value)
    assert "\n" not in told
    assert "https://huggingface.co/smp-hub/resnet18.imagenet/resolve/" in told
    assert 'weights = "weights/resnet18.safetensors"' in told


def test_imagenet_weights_from_the_cache(monkeypatch):
    donor = smp.encoders.get_encoder("resnet18", weights=None)
    monkeypatch.setattr(weights, "try_to_load_from_cache", lambda *_args, **_kwargs: "a file")
    monkeypatch.setattr(weights, "urlopen", offline)
    monkeypatch.setattr(smp.encoders, "get_encoder", lambda *_args, **_kwargs: donor)
    network = build_model("unet/resnet18", 3, seed=0)
    weights.load_imagenet(network)
    assert torch.equal(network.encoder.layer4[1].conv2.weight, donor.layer4[1].conv2.weight)


def test_encoders_without_imagenet_weights():
    with pytest.raises(CaosError, match="none for Linear by name; give a local file or folder"):
        weights.load_imagenet(torch.nn.Linear(2, 2))
    network = build_model("unet/resnet18", 3, seed=0)
    network.encoder_name = "resnext101_32x16d"
    with pytest.raises(CaosError, match="none are published for resnext101_32x16d"):
        weights.load_imagenet(network)
