"""`caos classify train`: a data set in, a run folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from caos.config import load_toml
from caos.errors import CaosError
from caos.training import RunDescription, Task, fit, make_loader, write_description
from caos.training.checkpoints import LAST, same_run

from ..augment import Schedule, make_schedule
from ..datasets import ImageList, read_images
from ..models import build_model
from .config import ClassifyConfig
from .task import ClassificationTask, MultiLabelTask
from .views import CentralCrops, TrainingViews, deepaugmented, split_off

METHOD: Final = "classification"
"""What `run.json` calls a training of this kind."""


def train(
    data: Path,
    out: Path,
    *,
    config: Path | None = None,
    model: str | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    deepaugment: tuple[Path, ...] = (),
    resume: bool = False,
    progress: bool = True,
) -> Path:
    """Train a classifier and keep its best weights by the score of the validation pictures.

    Args:
        data: root of the data set.
        out: run folder to make: `run.json`, `model.safetensors`, `last.ckpt`, `log.csv`, TensorBoard events.
        config: TOML file, see `ClassifyConfig`; without one, ResNet-50 on 224 pixels.
        model: instead of the configuration's.
        epochs: instead of the configuration's.
        seed: instead of the configuration's.
        deepaugment: folders of the training split's pictures under DeepAugment, besides the configuration's.
        resume: go on after the last finished epoch if `out` holds a training; start if it does not.
        progress: show a bar on stderr.

    Returns:
        `out`.

    Raises:
        CaosError: bad data or configuration, or an `out` with a training and `resume` off, or another one.
    """
    settings = _settings(config, model, epochs, seed, deepaugment)
    images = read_images(settings.data.format, data, settings.data.train)
    schedule = make_schedule(settings.augment)
    learnt, judged = _divided(images, data, settings)
    description = describe(images, data, settings)
    if (out / LAST).exists():
        if not resume:
            raise CaosError(f"{out}: holds a training already; add --resume, or choose another --out")
        same_run(out, description)
    task = _task(images, schedule, settings)
    lists = (learnt, *deepaugmented(learnt, schedule.folders))
    training = TrainingViews(lists, schedule, settings.data, settings.training.seed)
    loaders = (
        make_loader(training, settings.training, training=True),
        make_loader(CentralCrops(judged, settings.data), settings.training, training=False),
    )
    write_description(out, description)
    fit(task, *loaders, settings.training, out, resume=resume, progress=progress)
    return out


def _settings(
    config: Path | None,
    model: str | None,
    epochs: int | None,
    seed: int | None,
    deepaugment: tuple[Path, ...],
) -> ClassifyConfig:
    """The configuration with what the caller gave instead."""
    settings = load_toml(config, ClassifyConfig) if config else ClassifyConfig()
    given = {"epochs": epochs, "seed": seed}
    recipe = {name: value for name, value in given.items() if value is not None}
    augment = settings.augment
    if deepaugment:
        schedule = ("deepaugment", *(name for name in augment.schedule if name != "deepaugment"))
        folders = (*augment.deepaugment.folders, *deepaugment)
        augment = augment.model_copy(
            update={
                "schedule": schedule,
                "deepaugment": augment.deepaugment.model_copy(update={"folders": folders}),
            }
        )
    return settings.model_copy(
        update={
            "model": model or settings.model,
            "training": settings.training.model_copy(update=recipe),
            "augment": augment,
        }
    )


def _divided(images: ImageList, data: Path, settings: ClassifyConfig) -> tuple[ImageList, ImageList]:
    """What is learnt and what ranks epochs."""
    if not settings.data.validation:
        return split_off(images, settings.data.validation_share, settings.training.seed)
    judged = read_images(settings.data.format, data, settings.data.validation)
    if judged.classes != images.classes:
        raise CaosError(f"{judged.title}: has other classes than {images.title}")
    return images, judged


def describe(images: ImageList, data: Path, settings: ClassifyConfig) -> RunDescription:
    """What the run of `settings` on `data` is, for `run.json`."""
    options: dict[str, Any] = {"method": METHOD, **settings.data.model_dump(mode="json")}
    options |= settings.model_dump(mode="json", include={"weights", "new_head"})
    options |= {f"augment.{name}": value for name, value in _told(settings).items()}
    return RunDescription(
        model=settings.model,
        classes=images.classes,
        dataset=images.name,
        data=str(data),
        training=settings.training,
        options=options | {"multi_label": images.multi_label},
    )


def _told(settings: ClassifyConfig) -> dict[str, Any]:
    """The schedule, and the settings of what it names."""
    augment = settings.augment.model_dump(mode="json")
    return {"schedule": augment["schedule"]} | {name: augment[name] for name in settings.augment.schedule}


def _task(images: ImageList, schedule: Schedule, settings: ClassifyConfig) -> Task:
    network = build_model(
        settings.model,
        len(images.classes),
        seed=settings.training.seed,
        weights=settings.weights,
        new_head=settings.new_head,
        image_size=settings.data.size,
    )
    if not images.multi_label:
        return ClassificationTask(network, schedule, settings.training.seed)
    if settings.augment.consistent:
        raise CaosError(
            f"{images.title} has several labels per picture: set augment.augmix.consistency = 0, "
            "the consistency loss is over softmaxes"
        )
    return MultiLabelTask(network, schedule, settings.training.seed)
