"""Detectors meet the training split: one pass for all of them, and their figures kept in the run folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from caos.errors import CaosError
from caos.frames import SPLITS, atomic_write_bytes

from .datasets import StreetScenes
from .detectors import Detector, FittedDetector
from .segmenter import Segmenter

BATCH: Final = 2
"""Images per forward pass."""

FORMAT: Final = "1"
"""Of the saved figures; another number makes older files unfit."""

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""


def fit_detectors(
    detectors: Mapping[str, Detector],
    segmenter: Segmenter,
    dataset: StreetScenes,
    *,
    folder: Path | None,
    progress: Progress | None = None,
    batch_size: int = BATCH,
) -> None:
    """Make every detector that learns from training data ready to score, in one pass over `dataset` for all.

    The figures of each are kept as `folder/NAME.safetensors`, whose metadata names the network's weights, the
    data, and the detector's hyperparameters and seed. Where all of these are as now, figures are loaded
    instead of learnt; otherwise the file is replaced. Files appear whole, after the pass; a pass that is
    killed leaves none.

    Args:
        detectors: by name; those that need no fitting are left alone.
        segmenter: the network that they score with.
        dataset: the train split; its frames are read in order and not augmented.
        folder: where figures are kept (`detectors/` of a run folder); None = nowhere.
        progress: told after every image.
        batch_size: images per forward pass; figures depend on it only through the network's last bits.

    Raises:
        CaosError: another split; a detector lacks something (features, pixels of any class); a broken file of
            the data set.
    """
    if dataset.split != "train":
        raise CaosError(f"{dataset.root}: detectors are fitted on the train split, not on {dataset.split}")
    fitted = {name: each for name, each in detectors.items() if isinstance(each, FittedDetector)}
    if not fitted:
        return
    origin = {"format": FORMAT, "weights": weights_fingerprint(segmenter), "data": data_fingerprint(dataset)}
    kept = {name: _Kept(folder, name, {**origin, "recipe": each.recipe()}) for name, each in fitted.items()}
    missing = {name: each for name, each in fitted.items() if not kept[name].load(each)}
    # of detectors that learn the same, one does
    learning = {each.recipe(): each for each in missing.values()}
    if missing:
        _observe(list(learning.values()), segmenter, dataset, batch_size, progress)
    for each in learning.values():
        each.finish()
    for name, each in missing.items():
        each.load(learning[each.recipe()].state())
        kept[name].save(each)


def weights_fingerprint(segmenter: Segmenter) -> str:
    """SHA-256 over names, shapes and values of a network's tensors, and over the precision it runs in."""
    digest = sha256(segmenter.precision.encode())
    for name, tensor in sorted(segmenter.network.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data)
    return digest.hexdigest()


def data_fingerprint(dataset: StreetScenes) -> str:
    """SHA-256 over a split's list, the meaning of its ids, and the size in bytes of every file.

    Raises:
        CaosError: a file of the list is missing.
    """
    odgt = SPLITS[dataset.split].odgt_path(dataset.root)
    digest = sha256(repr(dataset.label_set).encode())
    for entry in dataset.entries:
        try:
            sizes = [file.stat().st_size for file in entry.paths(odgt)]
        except OSError as cause:
            raise CaosError(
                f"{cause.filename}: not readable ({cause.strerror}); mend the data set"
            ) from cause
        digest.update(f"{entry.image} {entry.annotation} {sizes}\n".encode())
    return digest.hexdigest()


class _Kept:
    """The file that keeps one detector's figures; does nothing without a folder."""

    def __init__(self, folder: Path | None, name: str, origin: dict[str, str]) -> None:
        self._file = folder / f"{name}.safetensors" if folder is not None else None
        self._origin = origin

    def load(self, detector: FittedDetector) -> bool:
        """Load the figures; False where they are missing, broken, or of another origin."""
        if self._file is None or not self._file.is_file():
            return False
        try:
            with safe_open(self._file, framework="pt") as archive:
                if archive.metadata() != self._origin:
                    return False
                detector.load({name: archive.get_tensor(name) for name in sorted(archive.keys())})
        except (SafetensorError, OSError, CaosError):
            return False
        return True

    def save(self, detector: FittedDetector) -> None:
        """Replace the file, atomically."""
        if self._file is not None:
            state = {name: each.detach().cpu().contiguous() for name, each in detector.state().items()}
            atomic_write_bytes(self._file, save(state, metadata=self._origin))


def _observe(
    detectors: list[FittedDetector],
    segmenter: Segmenter,
    dataset: StreetScenes,
    batch_size: int,
    progress: Progress | None,
) -> None:
    done = 0
    for images, labels in _batches(dataset, batch_size):
        outputs = segmenter(images)
        for detector in detectors:
            detector.observe(outputs, labels)
        done += len(images)
        if progress:
            progress(done, len(dataset), "fitting detectors on the train split")


def _batches(dataset: StreetScenes, size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """The split in order; neighbours of one size share a batch."""
    batch: list[tuple[Tensor, Tensor]] = []
    for index in range(len(dataset)):
        item = dataset[index]
        if batch and (len(batch) == size or batch[0][0].shape != item[0].shape):
            yield _stack(batch)
            batch = []
        batch.append(item)
    if batch:
        yield _stack(batch)


def _stack(batch: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    images, labels = zip(*batch, strict=True)
    return torch.stack(images), torch.stack(labels)
