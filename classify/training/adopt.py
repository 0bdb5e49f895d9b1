"""`caos classify adopt`: published weights in, a run folder out that can be evaluated like a trained one."""

from __future__ import annotations

from pathlib import Path

from caos.config import load_toml
from caos.errors import CaosError
from caos.training import write_description
from caos.training.checkpoints import DESCRIPTION, WEIGHTS, save_weights

from ..datasets import ImageList, list_splits, read_images
from ..models import build_model
from .config import ClassifyConfig
from .train import describe


def adopt(weights: Path, data: Path, out: Path, *, config: Path) -> Path:
    """Make a run of weights that somebody else trained; nothing is trained.

    Args:
        weights: local file of the configuration's network, classifier included.
        data: root of a data set of the configuration's format, for the names and the number of classes; any
            split of it will do.
        out: run folder to make: `model.safetensors`, then `run.json`, whose option "adopted" names the file.
        config: TOML file, see `ClassifyConfig`; its `weights` and `new_head` are of trainings and not read.

    Returns:
        `out`.

    Raises:
        CaosError: bad data or configuration, weights of another network or of other classes, or an `out`
            that is a run already.
    """
    settings = load_toml(config, ClassifyConfig)
    settings = settings.model_copy(update={"weights": weights, "new_head": False})
    if (out / DESCRIPTION).exists():
        raise CaosError(f"{out}: is a run already; choose another --out")
    images = _images(data, settings)
    network = build_model(
        settings.model,
        len(images.classes),
        seed=settings.training.seed,
        weights=weights,
        image_size=settings.data.size,
    )
    description = describe(images, data, settings)
    out.mkdir(parents=True, exist_ok=True)
    save_weights(out / WEIGHTS, network)
    write_description(
        out, description.model_copy(update={"options": {**description.options, "adopted": str(weights)}})
    )
    return out


def _images(data: Path, settings: ClassifyConfig) -> ImageList:
    """A split of the data, rather not the training's, which is long to list."""
    name = settings.data.format
    splits = sorted(list_splits(name, data), key=lambda split: split == settings.data.train)
    return read_images(name, data, splits[0])
