"""What a trained run says about a split, as a file of predictions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from caos.config import validate
from caos.errors import CaosError
from caos.metrics.classification import Predictions
from caos.training import RunDescription, load_weights, read_description
from caos.training.checkpoints import DESCRIPTION, WEIGHTS

from ..datasets import ImageList
from ..models import build_model
from ..training.config import DataConfig
from ..training.train import METHOD
from ..training.views import CentralCrops

Progress = Callable[[int, int, str], None]
"""Called as progress(pictures done, pictures in all, split)."""

_BATCH = 64
_READ = ("augment.schedule", *DataConfig.model_fields)
"""What evaluation needs of a run's options."""


def open_run(run: Path) -> tuple[nn.Module, RunDescription]:
    """The network of a run with its best weights, ready to predict.

    Raises:
        CaosError: no run of `caos classify train` there, or weights that do not fit.
    """
    description = read_description(run)
    if description.options.get("method") != METHOD:
        raise CaosError(f"{run}: no run of  caos classify train; give the folder of one")
    missing = next((name for name in _READ if name not in description.options), None)
    if missing is not None:
        raise CaosError(f"{run / DESCRIPTION}: options.{missing} is missing; train again into a new folder")
    size = _crops(description, str(run / DESCRIPTION)).size
    network = build_model(description.model, len(description.classes), seed=0, image_size=size)
    load_weights(run / WEIGHTS, network)
    return network.eval(), description


@torch.inference_mode()
def predict(
    network: nn.Module,
    description: RunDescription,
    images: ImageList,
    *,
    workers: int = 0,
    progress: Progress | None = None,
) -> Predictions:
    """Logits of every picture of a split, under its path within it.

    Of a split with some of the run's classes (ImageNet-R of ImageNet) only their logits are kept, so that the
    network answers among them and the softmax comes after (thesis, section 3.3).

    Raises:
        CaosError: the split has classes that the run has not, or a broken picture.
    """
    columns = _columns(images, description)
    crops = CentralCrops(images, _crops(description, DESCRIPTION))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device)
    logits: list[Tensor] = []
    for batch, _ in DataLoader(crops, batch_size=_BATCH, num_workers=workers):
        logits.append(network(batch.to(device)).float().cpu()[:, columns])
        if progress is not None:
            progress(min(len(logits) * _BATCH, len(images)), len(images), images.split)
    labels = images.labels.astype(np.bool_) if images.multi_label else images.labels.copy()
    return Predictions(torch.cat(logits).numpy(), labels, np.array(images.files, dtype=np.str_), "logits")


def _crops(description: RunDescription, source: str) -> DataConfig:
    """The settings of a run's pictures; `source` opens the message when they are wrong."""
    fields = {name: description.options[name] for name in DataConfig.model_fields}
    return validate(fields, DataConfig, source=f"{source}: options")


def _columns(images: ImageList, description: RunDescription) -> list[int] | slice:
    """Which of the run's logits are of the split's classes, in the split's order."""
    if images.classes == description.classes:
        return slice(None)
    position = {name: index for index, name in enumerate(description.classes)}
    strange = [name for name in images.classes if name not in position]
    if strange:
        raise CaosError(
            f"{images.title}: {len(images.classes)} classes, not the {len(description.classes)} of the run: "
            f"{strange[0]!r} is none of them"
        )
    return [position[name] for name in images.classes]
