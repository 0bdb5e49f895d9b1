"""Pictures for the report: input, truth, prediction, and how anomalous each score finds every pixel.

Per image and score there are two pictures: `scores`, coloured for the eye between the image's own
percentiles, and `levels`, grey, for the report's slider.

A picture of levels is an 8-bit grey WebP, no wider than `MAX_WIDTH`. The value of a pixel is how many of the
255 thresholds of its score it reaches; `Result.levels[score]` tells them. Threshold number k (from 1) lets
about the same share of normal pixels through, whatever the score, so one slider serves every detector: at
position k the pixels with value >= k are called anomalous; `Result.levels[score].fpr[k - 1]` and
`.tpr[k - 1]` are the false and the true positive rate of that over the whole split, `.score[k - 1]` is the
threshold. WebP is lossy: values are right to a few levels, about a tenth of a false positive rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.frames import atomic_write_bytes
from caos.labels import ANOMALY, LabelMap
from caos.metrics import OODMetrics
from caos.runs import GalleryItem, LevelScale, MethodFigures

from .evaluation.levels import level_map
from .evaluation.source import FloatMap, ScoredFrame, ScoreSource

Picture = npt.NDArray[np.uint8]
ImageFigures = Mapping[str, OODMetrics | None]

MAX_WIDTH: Final = 480
PER_RANK: Final = 2
MAX_WORST: Final = 12
"""So many images at most that are in the gallery only because some score is worst on them."""

FOLDER: Final = "gallery"

_OUTLINE: Final = (255, 255, 255)
_QUALITY: Final = {
    ".jpg": [cv2.IMWRITE_JPEG_QUALITY, 85],
    ".webp": [cv2.IMWRITE_WEBP_QUALITY, 85],
    ".png": [],
}
_SCORE_RANGE: Final = (1.0, 99.0)
"""Percentiles of a score map at the ends of the colour scale: a few extreme pixels would flatten the rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An image of the gallery: why it is there, its position in the split, the scores it is worst for."""

    rank: str
    index: int
    worst_for: tuple[str, ...] = ()


def choose(figures: Sequence[ImageFigures], score: str) -> list[Choice]:
    """The best, median and worst images by their own AUROC of `score`, and the worst of every other score.

    `PER_RANK` of each rank and none twice; of other scores' worst images (rank "worst for others"), at most
    `MAX_WORST`. AUROC and not AUPR, which mostly tells how large the anomaly is.

    Args:
        figures: per image, in the order of the split; None where an image has no figures.
        score: the score that ranks.
    """
    ranked = _ranked(figures, score)
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
    ranks = {ranked[position]: rank for position, rank in sorted(taken.items())}
    worst = _worst_images(figures)
    others = [index for index in worst if index not in ranks][:MAX_WORST]
    ranks |= dict.fromkeys(others, "worst for others")
    return [Choice(rank, index, tuple(worst.get(index, ()))) for index, rank in ranks.items()]


def _ranked(figures: Sequence[ImageFigures], score: str) -> list[int]:
    """Images with figures, highest AUROC of `score` first."""
    own = [(row[score], index) for index, row in enumerate(figures)]
    return [index for _, index in sorted((-value.auroc, index) for value, index in own if value is not None)]


def _worst_images(figures: Sequence[ImageFigures]) -> dict[int, list[str]]:
    """Image -> the scores whose lowest AUROC it has, in the order of the scores."""
    worst: dict[int, list[str]] = {}
    for name in figures[0] if figures else ():
        ranked = _ranked(figures, name)
        if ranked:
            worst.setdefault(ranked[-1], []).append(name)
    return worst


def write_gallery(
    run: Path,
    source: ScoreSource,
    chosen: Sequence[Choice],
    figures: Sequence[ImageFigures],
    scales: Mapping[str, LevelScale],
) -> list[GalleryItem]:
    """Draw the chosen images into `run/gallery`, the anomaly outlined in white.

    Args:
        run: where the folder `gallery` goes.
        source: score maps of the split.
        chosen: what to draw, in the order of the gallery.
        figures: per image of the split.
        scales: thresholds of the levels, per score.
    """
    number = {choice.index: place for place, choice in enumerate(chosen)}
    items = {}
    for frame in source.frames(None, sorted(number)):
        choice = chosen[number[frame.index]]
        stem = f"{FOLDER}/{number[frame.index]}-{choice.rank.replace(' ', '-')}"
        items[frame.index] = _write_item(run, stem, choice, source, frame, figures[frame.index], scales)
    return [items[choice.index] for choice in chosen]


def write_heat_maps(run: Path, maps: Mapping[str, npt.NDArray[np.float64]]) -> dict[str, str]:
    """Draw shares of false alarms by place, a picture in greys per score; returns score -> file in `run`.

    Args:
        run: where the folder `gallery` goes.
        maps: score -> (down, across) shares in [0, 1]; NaN where there are no normal pixels, drawn black.
    """
    files = {name: f"{FOLDER}/alarms-{name}.png" for name in maps}
    for name, shares in maps.items():
        grey = np.rint(np.nan_to_num(shares) * 255).astype(np.uint8)
        _write(run / files[name], np.repeat(grey[..., None], 3, axis=2))
    return files


def remove_stale(run: Path, items: Sequence[GalleryItem], others: Sequence[str] = ()) -> None:
    """Remove the pictures of an earlier evaluation from `run/gallery`; call it once the result is written.

    `others` are files of this evaluation beside those of its items.
    """
    used = {run / name for name in others} | {
        run / name
        for item in items
        for name in (item.image, item.truth, item.prediction, *item.scores.values(), *item.levels.values())
        if name is not None
    }
    for suffix in _QUALITY:
        for file in (run / FOLDER).glob(f"*-*{suffix}"):
            if file not in used:
                file.unlink(missing_ok=True)


def _write_item(
    run: Path,
    stem: str,
    choice: Choice,
    source: ScoreSource,
    frame: ScoredFrame,
    own: ImageFigures,
    scales: Mapping[str, LevelScale],
) -> GalleryItem:
    dataset, label = source.dataset, frame.label
    palette = dataset.label_set.colour_table()

    def draw(part: str, picture: Picture, suffix: str) -> str:
        name = f"{stem}-{part}{suffix}"
        _write(run / name, _thumbnail(picture, label, smooth=suffix == ".jpg"))
        return name

    def draw_levels(name: str, scores: FloatMap) -> str:
        file = f"{stem}-{name}-levels.webp"
        _write(run / file, _small(level_map(scores, scales[name]), smooth=True))
        return file

    known = frame.prediction is not None
    return GalleryItem(
        rank=choice.rank,
        name=dataset.name(choice.index),
        image=draw("image", dataset.read(choice.index)[0], ".jpg"),
        truth=draw("truth", palette[label], ".png"),
        prediction=draw("prediction", palette[frame.prediction], ".png") if known else None,
        scores={name: draw(name, colour_map(scores), ".jpg") for name, scores in frame.scores.items()},
        levels={name: draw_levels(name, scores) for name, scores in frame.scores.items()},
        worst_for=list(choice.worst_for),
        figures={
            name: MethodFigures(auroc=f.auroc, aupr=f.aupr, fpr95=f.fpr95)
            for name, f in own.items()
            if f is not None
        },
    )


def colour_map(scores: FloatMap) -> Picture:
    """Scores (H, W) as (H, W, 3) sRGB: viridis between robust percentiles, bright = anomalous."""
    finite = scores[np.isfinite(scores)]
    low, high = np.percentile(finite, _SCORE_RANGE) if finite.size else (0.0, 1.0)
    unit = np.nan_to_num((scores - low) / max(high - low, 1e-12), posinf=1.0, neginf=0.0)
    grey = np.rint(np.clip(unit, 0.0, 1.0) * 255).astype(np.uint8)
    return np.asarray(cv2.applyColorMap(grey, cv2.COLORMAP_VIRIDIS)[..., ::-1])


def _small(picture: Picture, *, smooth: bool) -> Picture:
    """`picture`, no wider than `MAX_WIDTH`."""
    height, width = picture.shape[:2]
    factor = min(1.0, MAX_WIDTH / width)
    size = (round(width * factor), max(1, round(height * factor)))
    interpolation = cv2.INTER_AREA if smooth else cv2.INTER_NEAREST_EXACT
    return np.asarray(cv2.resize(picture, size, interpolation=interpolation))


def _thumbnail(picture: Picture, label: LabelMap, *, smooth: bool) -> Picture:
    """`picture` made small, with the outline of what `label` calls an anomaly."""
    small = _small(picture, smooth=smooth)
    factor = small.shape[1] / label.shape[1]
    mask = (label == ANOMALY).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    scaled = [np.rint(outline * factor).astype(np.int32) for outline in outlines]
    return np.asarray(cv2.drawContours(np.ascontiguousarray(small), scaled, -1, _OUTLINE, 1))


def _write(file: Path, picture: Picture) -> None:
    """Write grey (H, W) or RGB (H, W, 3)."""
    ordered = picture if picture.ndim == 2 else picture[..., ::-1]
    _, data = cv2.imencode(file.suffix, ordered, _QUALITY[file.suffix])
    atomic_write_bytes(file, bytes(data))
