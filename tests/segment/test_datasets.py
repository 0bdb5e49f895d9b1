from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from caos.segment.augment import Augmentation, random_crop
from caos.segment.datasets import StreetScenes, class_frequencies
from PIL import Image

from caos.errors import CaosError
from caos.frames import write_label_set
from caos.labels import ANOMALY, VOID, bdd_anomaly
from caos.training import Draw


def test_reads_what_pil_and_json_read(scenes):
    """Ids by the published loader's rule: minus one, and thirteen or more is the anomaly."""
    for split, archive in (("train", "train"), ("test", "test")):
        dataset = StreetScenes(scenes, split)
        records = json.loads((scenes / archive / f"{split}.odgt").read_text())
        assert len(dataset) == len(records)
        for index, record in enumerate(records):
            image, label = dataset[index]
            ids = np.asarray(Image.open(scenes / archive / record["fpath_segm"])).astype(int) - 1
            assert (label.numpy() == np.where(ids >= 13, ANOMALY, ids)).all()
            pixels = np.asarray(Image.open(scenes / archive / record["fpath_img"])).astype(float) / 255
            expected = (pixels - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
            np.testing.assert_allclose(image.numpy(), expected.transpose(2, 0, 1), atol=1e-5)
            assert (image.dtype, label.dtype) == (torch.float32, torch.uint8)


def test_bdd_ids_are_decoded_through_labels_json(scenes):
    write_label_set(scenes, bdd_anomaly(["train", "motorcycle", "bicycle"]))
    file = scenes / "train/annotations/training/t1/0.png"
    ids = np.zeros((48, 64), dtype=np.uint8)
    ids[0, :5] = [0, 1, 16, 17, 19]  # void, road, bus, train, bicycle
    Image.fromarray(ids).save(file)
    label = StreetScenes(scenes, "train")[0][1]
    assert label[0, :5].tolist() == [VOID, 0, 15, ANOMALY, ANOMALY]
    assert label[0, 5] == VOID


def test_class_frequencies(scenes):
    dataset = StreetScenes(scenes, "train")
    labels = np.concatenate([dataset[index][1].numpy().ravel() for index in range(len(dataset))])
    expected = [(labels == index).mean() for index in range(13)]
    np.testing.assert_allclose(class_frequencies(dataset), expected)


def test_augmentation_depends_on_seed_epoch_and_index_alone(scenes):
    def item(seed, epoch, index):
        augmentation = Augmentation(crop=(32, 40), scale=(0.5, 2.0), jitter=0.3)
        return StreetScenes(scenes, "train", augmentation=augmentation, seed=seed)[Draw(epoch, index)]

    for left, right in zip(item(1, 2, 3), item(1, 2, 3), strict=True):
        assert torch.equal(left, right)
    assert not torch.equal(item(1, 2, 3)[0], item(2, 2, 3)[0])
    assert not torch.equal(item(1, 2, 3)[0], item(1, 3, 3)[0])


def test_plain_keys_are_not_augmented(scenes):
    plain = StreetScenes(scenes, "train")
    augmented = StreetScenes(scenes, "train", augmentation=Augmentation(crop=(8, 8), jitter=0.5))
    assert torch.equal(plain[3][0], augmented[3][0])


@pytest.mark.parametrize("seed", range(20))
def test_image_and_label_move_together(seed):
    """Both show the same coarse pattern; after any augmentation they still agree off the edges."""
    rng = np.random.default_rng(seed)
    label = np.kron(rng.integers(0, 2, (6, 8)), np.ones((16, 16))).astype(np.uint8)
    image = np.repeat(label[..., None] * np.uint8(200), 3, axis=2)
    augmentation = Augmentation(crop=(70, 90), scale=(0.6, 1.8))
    moved_image, moved_label = augmentation(image, label, rng)
    assert moved_image.shape == (70, 90, 3)
    assert moved_label.shape == (70, 90)
    flat = (moved_image[..., 0] == 0) | (moved_image[..., 0] == 200)
    known = flat & (moved_label != VOID)
    assert known.mean() > 0.4
    assert ((moved_image[..., 0] > 100) == moved_label)[known].all()


def test_a_crop_larger_than_the_image_is_filled_with_void():
    image, label = np.full((4, 6, 3), 9, np.uint8), np.full((4, 6), 3, np.uint8)
    cut_image, cut_label = random_crop(image, label, (8, 5), np.random.default_rng(0))
    assert (cut_label == 3).sum() == 20
    assert (cut_label == VOID).sum() == 20
    assert ((cut_image == 9).all(axis=2) == (cut_label == 3)).all()


def test_every_broken_file_is_told_in_one_line(scenes):
    image, label = (scenes / f"train/{kind}/training/t1/0.png" for kind in ("images", "annotations"))
    whole = label.read_bytes()

    def told():
        with pytest.raises(CaosError) as caught:
            StreetScenes(scenes, "train")[0]
        assert "\n" not in str(caught.value)
        return str(caught.value)

    Image.fromarray(np.ones((40, 64), np.uint8)).save(label)
    assert told() == f"{label}: 64x40 pixels, its image 64x48; label and image must match"
    Image.fromarray(np.full((48, 64), 77, np.uint8)).save(label)
    assert told().startswith(f"{label}: id 77 is not one of streethazards")
    label.write_bytes(whole[: len(whole) // 2])
    assert told().startswith(f"{label}: truncated")
    label.write_bytes(whole)
    image.unlink()
    assert told().startswith(f"{image}: no such file")


def test_missing_and_empty_splits(scenes, tmp_path):
    with pytest.raises(CaosError, match="none: no such folder"):
        StreetScenes(tmp_path / "none", "train")
    (scenes / "train/train.odgt").write_text("[]")
    with pytest.raises(CaosError, match=r"train\.odgt: an empty list"):
        StreetScenes(scenes, "train")
    (scenes / "test/test.odgt").unlink()
    with pytest.raises(CaosError, match="the data set has no test split"):
        StreetScenes(scenes, "test")


def test_two_roots_do_not_mix(tmp_path, make_scenes):
    first, second = (make_scenes(tmp_path / str(seed), seed=seed) for seed in (0, 1))
    assert not torch.equal(StreetScenes(first, "train")[0][0], StreetScenes(second, "train")[0][0])
    assert StreetScenes(first, "test").name(2) == "t5/2"
