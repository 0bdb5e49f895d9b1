from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from caos.classify.datasets import SUBSETS, ImageList, class_subset, imagenet_wnids

from caos.errors import CaosError

FACTS = Path(__file__).parents[4] / "shared" / "reference" / "class_lists.json"


def test_lists_equal_the_reference() -> None:
    if not FACTS.is_file():
        pytest.skip("no ../shared")
    facts = json.loads(FACTS.read_text())
    assert list(imagenet_wnids()) == facts["imagenet_1k"]
    for name in SUBSETS:
        assert list(class_subset(name).wnids) == facts[name.replace("-", "_")]


def test_known_labels_of_imagenet() -> None:
    wnids = imagenet_wnids()
    assert len(wnids) == 1000
    assert list(wnids) == sorted(set(wnids))
    assert wnids[0] == "n01440764"  # tench
    assert wnids[207] == "n02099601"  # golden retriever
    assert wnids[999] == "n15075141"  # toilet tissue


@pytest.mark.parametrize("name", SUBSETS)
def test_indices_and_map_are_each_others_inverse(name: str) -> None:
    subset = class_subset(name)
    mapped = subset.index_map()
    assert len(subset.wnids) == 200
    assert mapped.shape == (1000,)
    assert (mapped >= 0).sum() == 200
    for label, (wnid, index) in enumerate(zip(subset.wnids, subset.indices, strict=True)):
        assert imagenet_wnids()[index] == wnid
        assert mapped[index] == label


def test_published_indices_of_imagenet_r_and_a() -> None:
    """The first ten of the index lists in the data sets' own evaluation scripts."""
    assert class_subset("imagenet-r").indices[:10].tolist() == [1, 2, 4, 6, 8, 9, 11, 13, 22, 23]
    assert class_subset("imagenet-a").indices[:10].tolist() == [6, 11, 13, 15, 17, 22, 23, 27, 30, 37]


def test_softmax_over_200_classes_is_a_selection_of_logits_then_softmax() -> None:
    subset = class_subset("imagenet-r")
    logits = torch.randn(5, 1000, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    selected = subset.select(logits)
    by_hand = torch.stack([logits[:, imagenet_wnids().index(wnid)] for wnid in subset.wnids], dim=1)
    assert torch.equal(selected, by_hand)
    probabilities = selected.softmax(dim=1)
    full = logits.softmax(dim=1)[:, torch.from_numpy(subset.indices.copy())]
    torch.testing.assert_close(probabilities.sum(dim=1), torch.ones(5, dtype=torch.float64))
    torch.testing.assert_close(probabilities, full / full.sum(dim=1, keepdim=True))


def test_select_keeps_type_and_leading_axes() -> None:
    subset = class_subset("imagenet-a")
    array = np.arange(6000, dtype=np.float32).reshape(2, 3, 1000)
    selected = subset.select(array)
    assert selected.dtype == np.float32
    assert selected.shape == (2, 3, 200)
    np.testing.assert_array_equal(selected, array[..., subset.indices])
    assert subset.select(torch.zeros(4, 1000, dtype=torch.float16)).dtype == torch.float16


@pytest.mark.parametrize("shape", [(3, 200), (1001,), ()])
def test_select_refuses_other_numbers_of_classes(shape: tuple[int, ...]) -> None:
    with pytest.raises(CaosError, match="imagenet-r: logits of shape"):
        class_subset("imagenet-r").select(np.zeros(shape))


def test_restrict_keeps_the_subset_and_relabels() -> None:
    subset = class_subset("imagenet-o")
    inside, outside = subset.indices[7], int(np.flatnonzero(subset.index_map() < 0)[0])
    labels = np.array([outside, inside, inside, outside])
    images = ImageList("imagenet", "val", Path("x"), imagenet_wnids(), ("a", "b", "c", "d"), labels)
    kept = subset.restrict(images)
    assert kept.files == ("b", "c")
    assert kept.labels.tolist() == [7, 7]
    assert kept.classes == subset.wnids
    assert "imagenet-o" in kept.split


def test_restrict_refuses_other_classes() -> None:
    images = ImageList("shift", "val", Path("x"), ("cat",), ("a",), np.zeros(1, dtype=np.int64))
    with pytest.raises(CaosError, match="not those of ImageNet-1K"):
        class_subset("imagenet-r").restrict(images)


def test_unknown_subset_names_the_nearest() -> None:
    with pytest.raises(CaosError, match=r"did you mean 'imagenet-r'"):
        class_subset("imagenet_r")


def test_image_list_refuses_what_does_not_fit() -> None:
    with pytest.raises(CaosError, match="2 files but 1 labels"):
        ImageList("x", "test", Path("x"), ("a",), ("1", "2"), np.zeros(1, dtype=np.int64))
    with pytest.raises(CaosError, match="outside the 1 classes"):
        ImageList("x", "test", Path("x"), ("a",), ("1",), np.ones(1, dtype=np.int64))
    with pytest.raises(CaosError, match="outside the 2 classes"):
        ImageList("x", "test", Path("x"), ("a", "b"), ("1",), np.ones((1, 3), dtype=np.uint8))


def test_image_list_counts_and_is_read_only() -> None:
    images = ImageList("x", "test", Path("r"), ("a", "b", "c"), ("1", "2"), np.array([2, 2]))
    assert images.per_class.tolist() == [0, 0, 2]
    assert list(images.paths()) == [Path("r/1"), Path("r/2")]
    with pytest.raises(ValueError, match="read-only"):
        images.labels[0] = 1
    several = ImageList("x", "test", Path("r"), ("a", "b"), ("1", "2"), np.array([[1, 1], [0, 1]], np.uint8))
    assert several.multi_label
    assert several.per_class.tolist() == [1, 2]
