"""Training of classifiers: crops, divisions of the data, schedules, exact resume."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from caos.classify.augment import AugmentSettings, make_schedule
from caos.classify.datasets import ImageList, read_images
from caos.classify.training.config import DataConfig
from caos.classify.training.cropping import DEVIATION, MEAN, RandomCrop, central_crop, normalised
from caos.classify.training.task import MultiLabelTask
from caos.classify.training.train import train
from caos.classify.training.views import TrainingViews, deepaugmented, split_off
from torch import nn

from caos.config import validate
from caos.errors import CaosError
from caos.training import Draw, read_description

RECIPE = """
model = "resnet_small"
[training]
epochs = 2
batch_size = 8
learning_rate = 0.05
precision = "32"
[data]
size = 24
resize = 24
area = [0.7, 1.0]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "recipe.toml"
    file.write_text(RECIPE)
    return file


def test_random_crops_cover_what_they_may() -> None:
    rng = np.random.default_rng(0)
    rows, columns = np.mgrid[0:60, 0:90]
    image = np.stack([rows, columns, rows], axis=-1).astype(np.uint8)
    crop = RandomCrop(20, (0.3, 0.5), (0.8, 1.25), mirror=False)
    shares = []
    for _ in range(200):
        cut = crop(image, rng).astype(float)
        assert cut.shape == (20, 20, 3)
        # a crop of H rows resized to 20 spans H * 19 / 20 of them
        tall, wide = np.ptp(cut[..., 0]) * 20 / 19, np.ptp(cut[..., 1]) * 20 / 19
        shares.append(tall * wide / (60 * 90))
        assert 0.7 < wide / tall < 1.4
    assert 0.27 < min(shares) < 0.34
    assert 0.45 < max(shares) < 0.54


def test_half_of_the_crops_are_mirrored() -> None:
    image = np.zeros((8, 8, 3), dtype=np.uint8)
    image[:, 4:] = 255
    crop = RandomCrop(8, (1.0, 1.0), (1.0, 1.0), mirror=True)
    rng = np.random.default_rng(0)
    left = [crop(image, rng)[0, 0, 0] == 255 for _ in range(400)]
    assert 0.42 < np.mean(left) < 0.58


def test_a_crop_that_never_fits_is_the_square_in_the_middle() -> None:
    image = np.zeros((10, 200, 3), dtype=np.uint8)
    image[:, 95:105] = 255
    crop = RandomCrop(10, (1.0, 1.0), (1.0, 1.0), mirror=False)
    assert (crop(image, np.random.default_rng(0)) == 255).all()


def test_central_crops_as_torchvision_cuts_them() -> None:
    image = cv2.resize(np.random.default_rng(0).integers(0, 255, (9, 12, 3), dtype=np.uint8), (120, 90))
    cut = central_crop(image, 60, 48)
    assert cut.shape == (48, 48, 3)
    small = cv2.resize(image, (80, 60), interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(cut, small[6:54, 16:64])
    assert central_crop(image[:20, :20], 16, 32).shape == (32, 32, 3)


def test_normalisation() -> None:
    image = np.random.default_rng(0).integers(0, 256, (5, 6, 3), dtype=np.uint8)
    expected = (image / 255.0 - np.array(MEAN)) / np.array(DEVIATION)
    np.testing.assert_allclose(normalised(image).numpy(), expected.transpose(2, 0, 1), atol=1e-6)


def test_validation_pictures_are_of_every_class_and_in_one_part_only(shapes: Path) -> None:
    images = read_images("shift", shapes, "train")
    learnt, judged = split_off(images, 0.25, seed=3)
    assert judged.per_class.tolist() == [3, 3, 3]
    assert sorted([*learnt.files, *judged.files]) == sorted(images.files)
    assert (
        split_off(images, 0.25, seed=3)[1].files == judged.files != split_off(images, 0.25, seed=4)[1].files
    )
    single = replace(images, files=images.files[:1], labels=images.labels[:1].copy())
    with pytest.raises(CaosError, match="too few to train and to validate"):
        split_off(single, 0.25, seed=0)


def test_an_item_follows_from_seed_epoch_and_index(shapes: Path) -> None:
    images = read_images("shift", shapes, "train")
    schedule = make_schedule(validate({"schedule": ["augmix", "cutout"]}, AugmentSettings, source="test"))
    data = DataConfig(size=24, resize=24)
    views = TrainingViews((images, images), schedule, data, seed=1)
    assert len(views) == 2 * len(images)
    first, target, key = views[Draw(2, 40)]
    assert first.shape == (3, 3, 24, 24)
    assert target.tolist() == [float(label == images.labels[40 - 36]) for label in range(3)]
    assert key.tolist() == [2, 40]
    torch.testing.assert_close(first, TrainingViews((images, images), schedule, data, seed=1)[Draw(2, 40)][0])
    assert not torch.equal(first, views[Draw(3, 40)][0])


def test_deepaugment_folders_hold_the_same_files(shapes: Path, tmp_path: Path) -> None:
    images = read_images("shift", shapes, "train")
    copy = tmp_path / "copy"
    shutil.copytree(shapes / "train", copy)
    (made,) = deepaugmented(images, [copy])
    assert made.root == copy
    assert made.files == images.files
    (copy / images.files[5]).unlink()
    with pytest.raises(CaosError, match=re.escape(f"{copy / images.files[5]}: no such file")):
        deepaugmented(images, [copy])


def test_a_killed_training_ends_with_the_same_bits(shapes: Path, config: Path, tmp_path: Path) -> None:
    config.write_text(RECIPE + '[augment]\nschedule = ["mixup", "speckle"]\n')
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    train(shapes, whole, config=config, progress=False)
    train(shapes, parts, config=config, epochs=1, progress=False)
    with pytest.raises(CaosError, match="holds a training already; add --resume"):
        train(shapes, parts, config=config, progress=False)
    with pytest.raises(CaosError, match="trained with seed = 0, not 5"):
        train(shapes, parts, config=config, seed=5, resume=True, progress=False)
    # the schedule of the rate knows the number of epochs, so a run of one epoch is no half of a run of two
    shutil.rmtree(parts)
    stopped = _stopped_after_one_epoch(shapes, config, parts)
    assert stopped == 1
    train(shapes, parts, config=config, resume=True, progress=False)
    assert (parts / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    assert read_description(whole).options["augment.schedule"] == ["mixup", "speckle"]


def _stopped_after_one_epoch(shapes: Path, config: Path, out: Path) -> int:
    """Interrupt a training when its first epoch is on disk; returns how many are."""
    from caos.classify.training import views as module

    from caos.training.record import read_history

    before = module.TrainingViews.__getitem__

    def interrupted(self: TrainingViews, key: Draw) -> object:
        if key.epoch == 1:
            raise KeyboardInterrupt
        return before(self, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.TrainingViews, "__getitem__", interrupted)
        with pytest.raises(KeyboardInterrupt):
            train(shapes, out, config=config, progress=False)
    return len(read_history(out / "last.ckpt"))


def test_several_labels() -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(3, 2))
    task = MultiLabelTask(network, make_schedule(AugmentSettings()), seed=0)
    views, targets = (
        torch.randn(4, 1, 3, 1, 1),
        torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]),
    )
    loss = task.loss((views, targets, torch.zeros(4, 2, dtype=torch.int64)))
    logits = network(views[:, 0])
    likelihood = torch.where(targets > 0, logits.sigmoid(), 1 - logits.sigmoid())
    torch.testing.assert_close(loss, -likelihood.log().mean())
    task.start_validation()
    with torch.no_grad():
        task.validate((views[:2, 0], targets[:2]))
        task.validate((views[2:, 0], targets[2:]))
    assert 0 <= task.score()["val_map"] <= 1


def test_mistakes_are_named(shapes: Path, config: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    config.write_text(RECIPE + 'train = "test"\n')
    with pytest.raises(CaosError, match="unknown split of shift"):
        train(shapes, out, config=config, progress=False)
    config.write_text(RECIPE + "ratio = [0.9, 0.2]\n")
    with pytest.raises(CaosError, match="runs backwards"):
        train(shapes, out, config=config, progress=False)
    config.write_text(RECIPE.replace("resnet_small", "resnet_smal"))
    with pytest.raises(CaosError, match="did you mean 'resnet_small'"):
        train(shapes, out, config=config, progress=False)
    assert not out.exists()


def test_images_of_several_labels_take_no_consistency_loss(tmp_path: Path) -> None:
    from caos.classify.training.config import ClassifyConfig
    from caos.classify.training.train import _task

    images = ImageList("dfr", "train", tmp_path, ("a", "b"), ("x.png",), np.array([[1, 1]], dtype=np.uint8))
    settings = validate(
        {"model": "resnet_small", "augment": {"schedule": ["augmix"]}}, ClassifyConfig, source="test"
    )
    with pytest.raises(CaosError, match=r"augmix\.consistency = 0"):
        _task(images, make_schedule(settings.augment), settings)
