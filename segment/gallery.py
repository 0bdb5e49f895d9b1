"""Pictures for the report: input, truth, prediction, and how anomalous each score finds every pixel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from caos.frames import atomic_write_bytes
from caos.labels import ANOMALY, LabelMap
from caos.metrics import OODMetrics
from caos.runs import GalleryItem, MethodFigures

from .datasets import StreetScenes, normalise
from .predict import predict

Picture = npt.NDArray[np.uint8]
ScoreFunctions = Mapping[str, Callable[[Tensor], Tensor]]
ImageFigures = Mapping[str, OODMetrics | None]

MAX_WIDTH: Final = 480
PER_RANK: Final = 2
FOLDER: Final = "gallery"

_OUTLINE: Final = (255, 255, 255)
_SCORE_RANGE: Final = (1.0, 99.0)
"""Percentiles of a score map at the ends of the colour scale: a few extreme pixels would flatten the rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An image of the gallery: why it is there, and its position in the test split."""

    rank: str
    index: int


def choose(figures: Sequence[ImageFigures], score: str) -> list[Choice]:
    """The best, median and worst images by their own AUROC of `score`, `PER_RANK` of each and none twice.

    AUROC and not AUPR, which mostly tells how large the anomaly is.

    Args:
        figures: per image, in the order of the split; None where an image has no figures.
        score: the score that ranks.
    """
    own = [(row[score], index) for index, row in enumerate(figures)]
    ranked = [
        index for _, index in sorted((-value.auroc, index) for value, index in own if value is not None)
    ]
    middle = max(0, (len(ranked) - PER_RANK) // 2)
    places = {
        "best": range(PER_RANK),
        "worst": range(len(ranked) - PER_RANK, len(ranked)),
        "median": range(middle, middle + PER_RANK),
    }
    taken: dict[int, str] = {}
    for rank, positions in places.items():
        for position in positions:
            if 0 <= position < len(ranked):
                taken.setdefault(position, rank)
    return [Choice(rank, ranked[position]) for position, rank in sorted(taken.items())]


def write_gallery(
    run: Path,
    dataset: StreetScenes,
    chosen: Sequence[Choice],
    network: nn.Module,
    functions: ScoreFunctions,
    figures: Sequence[ImageFigures],
) -> list[GalleryItem]:
    """Draw the chosen images into `run/gallery`, at most `MAX_WIDTH` wide, the anomaly outlined in white."""
    return [
        _write_item(run, number, choice, dataset, network, functions, figures[choice.index])
        for number, choice in enumerate(chosen)
    ]


def _write_item(
    run: Path,
    number: int,
    choice: Choice,
    dataset: StreetScenes,
    network: nn.Module,
    functions: ScoreFunctions,
    own: ImageFigures,
) -> GalleryItem:
    image, label = dataset.read(choice.index)
    logits = predict(network, normalise(image)[None])
    prediction = logits[0].argmax(dim=0).cpu().numpy().astype(np.uint8)
    palette = dataset.label_set.colour_table()
    stem = f"{FOLDER}/{number}-{choice.rank}"

    def draw(part: str, picture: Picture, suffix: str) -> str:
        name = f"{stem}-{part}{suffix}"
        _write(run / name, _thumbnail(picture, label, smooth=suffix == ".jpg"))
        return name

    return GalleryItem(
        rank=choice.rank,
        name=dataset.name(choice.index),
        image=draw("image", image, ".jpg"),
        truth=draw("truth", palette[label], ".png"),
        prediction=draw("prediction", palette[prediction], ".png"),
        scores={
            name: draw(name, colour_map(function(logits)[0].cpu().numpy()), ".jpg")
            for name, function in functions.items()
        },
        figures={
            name: MethodFigures(auroc=f.auroc, aupr=f.aupr, fpr95=f.fpr95)
            for name, f in own.items()
            if f is not None
        },
    )


def colour_map(scores: npt.NDArray[np.float32]) -> Picture:
    """Scores (H, W) as (H, W, 3) sRGB: viridis between robust percentiles, bright = anomalous."""
    finite = scores[np.isfinite(scores)]
    low, high = np.percentile(finite, _SCORE_RANGE) if finite.size else (0.0, 1.0)
    unit = np.nan_to_num((scores - low) / max(high - low, 1e-12), posinf=1.0, neginf=0.0)
    grey = np.rint(np.clip(unit, 0.0, 1.0) * 255).astype(np.uint8)
    return np.asarray(cv2.applyColorMap(grey, cv2.COLORMAP_VIRIDIS)[..., ::-1])


def _thumbnail(picture: Picture, label: LabelMap, *, smooth: bool) -> Picture:
    """`picture` no wider than `MAX_WIDTH`, with the outline of what `label` calls an anomaly."""
    height, width = label.shape
    factor = min(1.0, MAX_WIDTH / width)
    size = (round(width * factor), max(1, round(height * factor)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if smooth else cv2.INTER_NEAREST_EXACT)
    mask = (label == ANOMALY).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    scaled = [np.rint(outline * factor).astype(np.int32) for outline in outlines]
    return np.asarray(cv2.drawContours(np.ascontiguousarray(small), scaled, -1, _OUTLINE, 1))


def _write(file: Path, picture: Picture) -> None:
    settings = [cv2.IMWRITE_JPEG_QUALITY, 85] if file.suffix == ".jpg" else []
    _, data = cv2.imencode(file.suffix, picture[..., ::-1], settings)
    atomic_write_bytes(file, bytes(data))
