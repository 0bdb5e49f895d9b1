"""What detectors on dense features share: positions and their labels, resizing, figures from files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Outputs


def vectors(features: Tensor) -> Tensor:
    """(N, D, h, w) -> (N * h * w, D), a row per position."""
    return features.movedim(1, -1).reshape(-1, features.shape[1])


def labels_at(labels: Tensor, size: tuple[int, int]) -> Tensor:
    """(N, H, W) label maps -> (N, h, w): the label under the centre of each position of a feature map."""
    height, width = labels.shape[-2:]
    rows = ((torch.arange(size[0], device=labels.device) + 0.5) * (height / size[0])).long()
    columns = ((torch.arange(size[1], device=labels.device) + 0.5) * (width / size[1])).long()
    return labels[:, rows[:, None], columns]


def resized(scores: Tensor, size: tuple[int, int]) -> Tensor:
    """(N, h, w) -> (N, H, W) float32, bilinearly (`align_corners=False`, as the logits)."""
    return F.interpolate(scores.float()[:, None], size, mode="bilinear", align_corners=False)[:, 0]


def training_vectors(outputs: Outputs, labels: Tensor, who: str) -> Iterator[tuple[Tensor, Tensor]]:
    """Features and labels of a training batch, image by image: the same pieces whatever the batch size.

    Args:
        outputs: of the network.
        labels: (N, H, W) uint8 in-memory label maps.
        who: name of the detector, for the message.

    Yields:
        (h * w, D) float32 and (h * w,) int64; labels from the number of classes on are void or anomalous.

    Raises:
        CaosError: the network shows no features.
    """
    features = outputs.needed_features(who)
    small = labels_at(labels.to(features.device), (features.shape[2], features.shape[3]))
    for one, label in zip(features, small, strict=True):
        yield vectors(one[None]), label.flatten().long()


def training_pixels(logits: Tensor, labels: Tensor) -> Iterator[Tensor]:
    """Logits (C, P) float32 of the in-distribution pixels of each image of a training batch.

    Args:
        logits: (N, C, H, W).
        labels: (N, H, W) uint8; pixels labelled C or more (void, anomalies) are left out.
    """
    classes = logits.shape[1]
    for one, label in zip(logits, labels.to(logits.device), strict=True):
        yield one.flatten(1)[:, label.flatten() < classes]


def figure(state: Mapping[str, Tensor], name: str, *shape: int) -> Tensor:
    """A tensor of saved figures; -1 in `shape` allows any length.

    Raises:
        CaosError: it is missing or of another shape.
    """
    tensor = state.get(name)
    if tensor is None:
        raise CaosError(f"saved figures of a detector: {name!r} is missing; fit it again")
    fits = tensor.ndim == len(shape) and all(
        want in (-1, have) for want, have in zip(shape, tensor.shape, strict=True)
    )
    if not fits:
        raise CaosError(
            f"saved figures of a detector: {name!r} has shape {tuple(tensor.shape)}, not {shape}; fit again"
        )
    return tensor


def not_fitted(who: str) -> RuntimeError:
    """The programming error of scoring before `finish` or `load`."""
    return RuntimeError(f"detector {who!r} is not fitted; call fit_detectors first")
