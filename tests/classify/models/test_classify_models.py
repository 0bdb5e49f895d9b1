"""Networks by name, against torchvision's and published sizes; weights from files, good and bad."""

from __future__ import annotations

from functools import lru_cache

import pytest
import torch
from caos.classify.models import MODELS, build_model, small_resnet
from safetensors.torch import save_file
from torchvision import models as torchvision

from caos.errors import CaosError


def outline(network):
    return {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}


@lru_cache  # some take a second to make, and several tests look at each
def on_meta(name):
    with torch.device("meta"):
        return build_model(name, 1000, seed=0)


def count(network):
    return sum(parameter.numel() for parameter in network.parameters())


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("resnet50", torchvision.resnet50),
        ("resnext50_32x4d", torchvision.resnext50_32x4d),
        ("resnext101_32x8d_wsl", torchvision.resnext101_32x8d),
    ],
)
def test_torchvisions_state_dicts_fit(name, theirs):
    """Thus also the weights that DeepAugment's and the WSL models' authors published for these networks."""
    with torch.device("meta"):
        assert outline(on_meta(name)) == outline(theirs())


@pytest.mark.parametrize(
    ("name", "millions"),
    [
        ("resnext101_32x16d_wsl", 194),
        ("resnext101_32x32d_wsl", 468),
        ("resnext101_32x48d_wsl", 829),
        ("se_resnet50", 28.1),
        ("se_resnet152", 66.8),
        ("cbam_resnet50", 28.1),
        ("dpn68", 12.6),
        ("dpn98", 61.6),
        ("res2net50_v1b", 25.7),
        ("vit_base", 86.6),
    ],
)
def test_networks_have_the_published_number_of_weights(name, millions):
    assert count(on_meta(name)) / 1e6 == pytest.approx(millions, rel=0.006)


@pytest.mark.parametrize("name", MODELS)
def test_every_name_makes_a_network_with_the_wanted_head(name):
    assert on_meta(name).get_classifier().weight.shape[0] == 1000


def test_v1b_of_152_layers_continues_timms_series():
    """The same blocks as timm's 101, more of them in stages 2 and 3 (8 and 36)."""
    smaller, larger = outline(on_meta("res2net101_v1b")), outline(on_meta("res2net152_v1b"))
    assert {name: larger[name] for name in smaller} == smaller
    blocks = {name.rsplit(".conv1", 1)[0] for name in larger if name.endswith("conv1.weight")}
    assert sum(block.startswith("layer2.") for block in blocks) == 8
    assert sum(block.startswith("layer3.") for block in blocks) == 36


def test_the_thesiss_vision_transformer():
    network = on_meta("vit_thesis")
    assert len(network.blocks) == 6
    assert network.embed_dim == 1024
    assert network.blocks[0].attn.num_heads == 8


@pytest.mark.parametrize("name", [name for name, network in MODELS.items() if network.small])
@pytest.mark.parametrize("side", [64, 96])
def test_small_networks_classify_small_images(name, side):
    network = build_model(name, 12, seed=0).eval()
    images = torch.randn(2, 3, side, side, generator=torch.Generator().manual_seed(0))
    logits = network(images)
    assert logits.shape == (2, 12)
    assert (logits[0] != logits[1]).any()
    assert (network.forward_features(images).shape[-1]) == side // 16


def test_small_networks_have_the_documented_sizes():
    assert count(small_resnet(12)) == pytest.approx(0.70e6, rel=0.02)
    assert count(small_resnet(12, width=32)) == pytest.approx(2.8e6, rel=0.02)
    assert count(small_resnet(12, attention="se")) > count(small_resnet(12))


def test_weights_depend_on_the_seed_alone_and_the_global_generator_is_left_alone():
    before = torch.random.get_rng_state()
    one, same, other = (build_model("resnet_small", 5, seed=seed).state_dict() for seed in (1, 1, 2))
    assert torch.equal(torch.random.get_rng_state(), before)
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["conv1.weight"], other["conv1.weight"])


@pytest.fixture
def published(tmp_path):
    """A checkpoint as training scripts leave it: DataParallel's names, and more than the state dict."""
    state = {
        f"module.{name}": tensor
        for name, tensor in build_model("resnet_small", 5, seed=9).state_dict().items()
    }
    torch.save({"epoch": 3, "arch": "resnet_small", "state_dict": state}, tmp_path / "checkpoint.pth.tar")
    return tmp_path / "checkpoint.pth.tar"


def test_a_training_scripts_checkpoint_loads(published):
    loaded, original = (
        build_model("resnet_small", 5, seed=0, weights=published),
        build_model("resnet_small", 5, seed=9),
    )
    for name, tensor in original.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], tensor)


def test_safetensors_and_a_new_head(tmp_path):
    original = build_model("resnet_small", 5, seed=9).state_dict()
    save_file({name: tensor.clone() for name, tensor in original.items()}, tmp_path / "w.safetensors")
    loaded = build_model(
        "resnet_small", 12, seed=0, weights=tmp_path / "w.safetensors", new_head=True
    ).state_dict()
    fresh = build_model("resnet_small", 12, seed=0).state_dict()
    for name, tensor in loaded.items():
        assert torch.equal(tensor, (fresh if name.startswith("fc.") else original)[name]), name


def test_batch_norms_of_old_files_may_lack_their_counters(tmp_path):
    state = build_model("resnet_small", 5, seed=9).state_dict()
    torch.save({k: v for k, v in state.items() if "num_batches" not in k}, tmp_path / "old.pth")
    build_model("resnet_small", 5, seed=0, weights=tmp_path / "old.pth")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda state: state.pop("layer1.0.conv1.weight"),
            r"1 missing \(layer1.0.conv1.weight\), 0 unexpected",
        ),
        (lambda state: state.update(extra=torch.ones(1)), r"0 missing, 1 unexpected \(extra\)"),
        (
            lambda state: state.update({"fc.bias": torch.ones(9)}),
            "fc.bias is 9, this network's 5; set new_head",
        ),
        (lambda state: state.update({"bn1.bias": torch.ones(9)}), "bn1.bias is 9, this network's 16; give"),
        (lambda state: state.clear(), "holds no dictionary of tensors"),
    ],
)
def test_weights_of_another_network_are_refused_in_one_line(tmp_path, change, message):
    state = dict(build_model("resnet_small", 5, seed=9).state_dict())
    change(state)
    torch.save(state, tmp_path / "other.pth")
    with pytest.raises(CaosError, match=message) as error:
        build_model("resnet_small", 5, seed=0, weights=tmp_path / "other.pth")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such weights"), (b"text", "not readable as weights"), (b"", "not readable")],
)
def test_files_that_hold_no_weights(tmp_path, content, message):
    for name in ("w.pth", "w.safetensors"):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(CaosError, match=message):
            build_model("resnet_small", 5, seed=0, weights=tmp_path / name)


def test_names_of_timm_and_bad_names():
    assert count(build_model("timm/resnet18", 3, seed=0)) == pytest.approx(11.18e6, rel=0.01)
    with pytest.raises(CaosError, match=r"unknown model .resnet_smal. .did you mean .resnet_small"):
        build_model("resnet_smal", 3, seed=0)
    with pytest.raises(CaosError, match="unknown timm model 'resnet9999'"):
        build_model("timm/resnet9999", 3, seed=0)


def test_a_vision_transformer_takes_the_size_of_images():
    with torch.device("meta"):
        network = build_model("vit_small", 3, seed=0, image_size=64)
    assert network.patch_embed.grid_size == (4, 4)
