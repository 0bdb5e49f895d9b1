"""The gallery of a run as its page needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from caos.runs import GalleryItem, MethodFigures

from .pictures import Picture, embed
from .tables import percent


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a gallery entry with its caption; `note` is a figure or empty."""

    title: str
    note: str
    alt: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Entry:
    """One image of the gallery."""

    rank: str
    name: str
    tiles: tuple[Tile, ...]
    figures: Mapping[str, MethodFigures]
    worst_for: Sequence[str]


def gallery_pictures(folder: Path, items: Sequence[GalleryItem], budget: int) -> Mapping[str, Picture]:
    """All pictures of the gallery; those of levels have half of the budget to themselves."""
    plain = [name for item in items for name in _plain_files(item)]
    levels = [name for item in items for name in item.levels.values()]
    share = budget // 2 if levels else budget
    return {
        **(embed(folder, plain, budget=share) if plain else {}),
        **(embed(folder, levels, budget=share) if levels else {}),
    }


def gallery_entries(items: Sequence[GalleryItem], pictures: Mapping[str, Picture]) -> list[Entry]:
    """The gallery, in the order of the result."""
    return [
        Entry(item.rank, item.name, _tiles(item, pictures), item.figures, item.worst_for) for item in items
    ]


def _plain_files(item: GalleryItem) -> list[str]:
    """What is shown as it is: score maps only where there are no levels to draw them from."""
    prediction = [item.prediction] if item.prediction else []
    scores = [] if item.levels else list(item.scores.values())
    return [item.image, item.truth, *prediction, *scores]


def _tiles(item: GalleryItem, pictures: Mapping[str, Picture]) -> tuple[Tile, ...]:
    parts = (("input", item.image), ("ground truth", item.truth), ("prediction", item.prediction))
    plain = [Tile(title, "", f"{title} of {item.name}", pictures[file]) for title, file in parts if file]
    scored = [
        Tile(score, _own_auroc(item, score), f"anomaly score {score} of {item.name}", pictures[file])
        for score, file in item.scores.items()
        if file in pictures
    ]
    return (*plain, *scored)


def _own_auroc(item: GalleryItem, score: str) -> str:
    figures = item.figures.get(score)
    return f"AUROC {percent(figures.auroc)}" if figures else ""
