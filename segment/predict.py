"""Networks from run folders, and logits from networks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from caos.errors import CaosError
from caos.labels import LabelSet
from caos.training import Precision, RunDescription, autocast, load_weights, read_description
from caos.training.checkpoints import WEIGHTS

from .datasets import StreetScenes
from .models import build_model


def load_run(run: Path, label_set: LabelSet) -> tuple[nn.Module, RunDescription]:
    """The trained network of a run folder, ready to predict on data labelled with `label_set`.

    Raises:
        CaosError: no run, no weights, or a network for other classes.
    """
    description = read_description(run)
    if description.classes != label_set.classes:
        raise CaosError(
            f"{run}: trained on the {len(description.classes)} classes of {description.dataset}, the data "
            f"has the {len(label_set.classes)} of {label_set.name}; train on it, or give the data of the run"
        )
    network = build_model(description.model, len(description.classes), seed=0)
    load_weights(run / WEIGHTS, network)
    network.to(memory_format=torch.channels_last)
    return network.to(default_device()).eval(), description


def default_device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@torch.inference_mode()
def predict(network: nn.Module, images: Tensor, *, precision: Precision = "auto") -> Tensor:
    """Logits of `images` at full resolution.

    The network runs in bfloat16 where that is faster; the upsampling to full resolution and everything after
    it is float32.

    Args:
        network: in evaluation mode.
        images: (N, 3, H, W) float32, normalised.
        precision: see `TrainingConfig.precision`.

    Returns:
        (N, C, H, W) float32, on the network's device.
    """
    device = next(network.parameters()).device
    with autocast(precision, device):
        logits: Tensor = network(images.to(device, memory_format=torch.channels_last))[0]
    return logits.float()


def predict_split(
    network: nn.Module, dataset: StreetScenes, *, batch_size: int = 2, precision: Precision = "auto"
) -> Iterator[tuple[int, Tensor, Tensor]]:
    """Predict a split once, in order; images of one size run in batches.

    Yields:
        position in the split, logits (C, H, W) float32, in-memory label (H, W) uint8.
    """
    batch: list[tuple[int, Tensor, Tensor]] = []
    for index in range(len(dataset)):
        image, label = dataset[index]
        if batch and (len(batch) == batch_size or batch[0][1].shape != image.shape):
            yield from _flush(network, batch, precision)
            batch = []
        batch.append((index, image, label))
    yield from _flush(network, batch, precision)


def _flush(
    network: nn.Module, batch: list[tuple[int, Tensor, Tensor]], precision: Precision
) -> Iterator[tuple[int, Tensor, Tensor]]:
    logits = predict(network, torch.stack([image for _, image, _ in batch]), precision=precision)
    for (index, _, label), values in zip(batch, logits, strict=True):
        yield index, values, label
