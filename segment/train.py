"""`caos segment train`: a data set in, a run folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from torch.utils.data import DataLoader

from caos.config import load_toml
from caos.errors import CaosError
from caos.training import RunDescription, fit, make_loader, write_description
from caos.training.checkpoints import LAST, same_run

from .augment import Augmentation
from .config import DataConfig, SegmentConfig
from .datasets import StreetScenes, class_frequencies
from .models import build_model
from .task import SegmentationTask, median_frequency_weights


def train(
    data: Path,
    out: Path,
    *,
    model: str | None = None,
    config: Path | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    resume: bool = False,
    progress: bool = True,
) -> Path:
    """Train a segmentation network on the train split and keep its best weights by validation mIoU.

    Args:
        data: root of a StreetHazards-format data set.
        out: run folder to make: `run.json`, `model.safetensors`, `last.ckpt`, `log.csv`, TensorBoard events.
        model: instead of the configuration's.
        config: TOML file, see `SegmentConfig`; without one, the thesis's recipe.
        epochs: instead of the configuration's.
        seed: instead of the configuration's.
        resume: go on after the last finished epoch if `out` holds a training; start if it does not.
        progress: show a bar on stderr.

    Returns:
        `out`.

    Raises:
        CaosError: bad data or configuration; `out` holds a training and `resume` is off, or one of another
            model.
    """
    settings = _settings(config, model, epochs, seed)
    train_set, val_set = _data_sets(data, settings)
    label_set = train_set.label_set
    description = RunDescription(
        model=settings.model,
        classes=label_set.classes,
        dataset=label_set.name,
        data=str(data),
        training=settings.training,
        options=settings.model_dump(mode="json", include={"weights"}) | settings.data.model_dump(mode="json"),
    )
    if resume and (out / LAST).exists():
        same_run(out, description)
    elif (out / LAST).exists():
        raise CaosError(f"{out}: holds a training already; add --resume to go on, or choose another --out")
    network = build_model(
        settings.model, len(label_set.classes), seed=settings.training.seed, weights=settings.weights
    )
    task = SegmentationTask(network, len(label_set.classes), _class_weights(train_set, settings.data))
    write_description(out, description)
    fit(
        task,
        *_loaders(train_set, val_set, settings),
        settings.training,
        out,
        resume=resume,
        progress=progress,
    )
    return out


def _settings(config: Path | None, model: str | None, epochs: int | None, seed: int | None) -> SegmentConfig:
    """The configuration with what the caller gave instead."""
    settings = load_toml(config, SegmentConfig) if config else SegmentConfig()
    given = {name: value for name, value in (("epochs", epochs), ("seed", seed)) if value is not None}
    training = settings.training.model_copy(update=given)
    return settings.model_copy(update={"training": training, "model": model or settings.model})


def _data_sets(data: Path, settings: SegmentConfig) -> tuple[StreetScenes, StreetScenes]:
    augmentation = _augmentation(settings.data)
    train_set = StreetScenes(data, "train", augmentation=augmentation, seed=settings.training.seed)
    if settings.data.crop is None and len(_sizes(train_set)) > 1:
        raise CaosError(f"{data}: training images of several sizes; set data.crop in the configuration")
    if min(settings.training.batch_size, len(train_set)) < 2:
        raise CaosError(
            f"{data}: {len(train_set)} training images, training.batch_size {settings.training.batch_size}: "
            "batch norm needs batches of at least two images"
        )
    return train_set, StreetScenes(data, "validation")


def _class_weights(train_set: StreetScenes, data: DataConfig) -> npt.NDArray[np.float64] | None:
    if data.class_weights == "none":
        return None
    weights = median_frequency_weights(class_frequencies(train_set))
    return np.sqrt(weights) if data.class_weights == "sqrt" else weights


def _augmentation(data: DataConfig) -> Augmentation:
    return Augmentation(crop=data.crop, scale=data.scale, mirror=data.mirror, jitter=data.jitter)


def _loaders(
    train_set: StreetScenes, val_set: StreetScenes, settings: SegmentConfig
) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Training batches, and validation batches of whole images (one by one where their sizes differ)."""
    training = settings.training
    one_size = len(_sizes(val_set)) == 1
    validation = training if one_size else training.model_copy(update={"batch_size": 1})
    return make_loader(train_set, training, training=True), make_loader(val_set, validation, training=False)


def _sizes(dataset: StreetScenes) -> set[tuple[int, int]]:
    return {(entry.width, entry.height) for entry in dataset.entries}
