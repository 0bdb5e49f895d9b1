"""HuggingFace's networks by name, against transformers itself."""

from __future__ import annotations

import sys

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from caos.segment.models import build_model
from caos.segment.segmenter import FeatureNetwork, Segmenter

from caos.errors import CaosError

SIZE = (45, 70)


@pytest.fixture(scope="module")
def transformers():
    return pytest.importorskip("transformers")


@pytest.fixture(scope="module")
def segformer(transformers, tmp_path_factory):
    """A folder with a tiny SegFormer for five classes."""
    folder = tmp_path_factory.mktemp("segformer")
    config = transformers.SegformerConfig(
        depths=[1, 1, 1, 1], hidden_sizes=[8, 8, 10, 16], decoder_hidden_size=12, num_labels=5
    )
    transformers.SegformerForSemanticSegmentation(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def mask2former(transformers, tmp_path_factory):
    """A folder with a tiny Mask2Former for five classes."""
    folder = tmp_path_factory.mktemp("mask2former")
    backbone = transformers.SwinConfig(
        depths=[1, 1, 1, 1], embed_dim=8, num_heads=[1, 1, 2, 2], window_size=4, drop_path_rate=0.0,
        out_features=["stage1", "stage2", "stage3", "stage4"],
    )  # fmt: skip
    config = transformers.Mask2FormerConfig(
        backbone_config=backbone, num_queries=6, hidden_dim=32, feature_size=32, mask_feature_size=32,
        encoder_feedforward_dim=16, dim_feedforward=16, num_attention_heads=2, encoder_layers=1,
        decoder_layers=2, num_labels=5,
    )  # fmt: skip
    transformers.Mask2FormerForUniversalSegmentation(config).save_pretrained(folder)
    return folder


def test_segformer_gives_the_logits_of_transformers(transformers, segformer):
    network = build_model(f"hf/{segformer}", 5, seed=0, weights=segformer).eval()
    theirs = transformers.SegformerForSemanticSegmentation.from_pretrained(segformer).eval()
    images = torch.rand(2, 3, *SIZE)
    with torch.inference_mode():
        expected = F.interpolate(theirs(images).logits, SIZE, mode="bilinear", align_corners=False)
        outputs = Segmenter(network, precision="32")(images)
        torch.testing.assert_close(network(images)[0], expected)
    assert isinstance(network, FeatureNetwork)
    assert outputs.features.shape == (2, 12, 12, 18)
    torch.testing.assert_close(outputs.logits, expected)


def test_mask2former_scores_as_its_formula_says(transformers, mask2former):
    network = build_model(f"hf:{mask2former}", 5, seed=0, weights=mask2former).eval()
    theirs = transformers.Mask2FormerForUniversalSegmentation.from_pretrained(mask2former).eval()
    images = torch.rand(1, 3, *SIZE)
    with torch.inference_mode():
        logits, auxiliary = network(images)
        raw = theirs(pixel_values=F.pad(images, (0, 26, 0, 19)))
    queries, masks = raw.class_queries_logits[0].double(), raw.masks_queries_logits.double()
    masks = F.interpolate(masks, (64, 96), mode="bilinear", align_corners=False)[0, :, : SIZE[0], : SIZE[1]]
    scores = torch.zeros(5, *SIZE, dtype=torch.float64)
    for query, mask in zip(queries, masks, strict=True):
        for index in range(5):
            scores[index] += (query.exp() / query.exp().sum())[index] / (1 + torch.exp(-mask))
    assert auxiliary is None
    assert logits.shape == (1, 5, *SIZE)
    torch.testing.assert_close(logits[0].double().exp(), scores, rtol=1e-4, atol=1e-6)
    assert not isinstance(network, FeatureNetwork)


@pytest.mark.parametrize("kind", ["segformer", "mask2former"])
def test_they_train(kind, request):
    network = build_model(f"hf/{request.getfixturevalue(kind)}", 5, seed=0)
    images, labels = torch.rand(2, 3, 32, 32), torch.randint(5, (2, 32, 32))
    loss = F.cross_entropy(network(images)[0], labels)
    loss.backward()
    assert torch.isfinite(loss)
    assert all(torch.isfinite(p.grad).all() for p in network.parameters() if p.grad is not None)


def test_weights_for_other_classes_keep_the_backbone(segformer):
    donor = build_model(f"hf/{segformer}", 5, seed=0, weights=segformer).state_dict()
    network = build_model(f"hf/{segformer}", 3, seed=0, weights=segformer).state_dict()
    assert network["classifier.weight"].shape[0] == 3
    assert torch.equal(
        network["model.decode_head.linear_fuse.weight"], donor["model.decode_head.linear_fuse.weight"]
    )


def test_known_architectures_need_no_download(transformers):
    network = build_model("hf/nvidia/segformer-b0-finetuned-ade-512-512", 13, seed=0)
    same = build_model("hf/segformer-b0", 13, seed=0)
    assert sum(p.numel() for p in network.parameters()) == sum(p.numel() for p in same.parameters())
    assert 3.6e6 < sum(p.numel() for p in network.parameters()) < 3.9e6  # 3.8 M in table 6 of the paper
    first, second = network.state_dict(), same.state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_mistakes(transformers, segformer, mask2former, tmp_path):
    with pytest.raises(CaosError, match=r"no model known by name \(did you mean 'hf/segformer-b0'\?\)"):
        build_model("hf/segfromer-b0", 3, seed=0)
    with pytest.raises(CaosError, match=r"no model\.safetensors"):
        build_model(f"hf/{segformer}", 3, seed=0, weights=tmp_path)
    with pytest.raises(CaosError, match="a folder of weights is for models called hf/"):
        build_model("pspnet_resnet18", 3, seed=0, weights=segformer)
    with pytest.raises(CaosError, match="weights of another network"):
        build_model("hf/segformer-b0", 3, seed=0, weights=segformer)
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(CaosError, match=r"config\.json: not readable as a model"):
        build_model(f"hf/{tmp_path}", 3, seed=0)
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(CaosError, match=r"type 'bert'; known: segformer, mask2former"):
        build_model(f"hf/{tmp_path}", 3, seed=0)


def test_without_transformers(monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(CaosError, match=r"pip install 'caos-suite\[hf\]'"):
        build_model("hf/segformer-b0", 3, seed=0)
