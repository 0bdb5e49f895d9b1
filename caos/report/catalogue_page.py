"""A page that shows every model of a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry
from caos.frames import atomic_write_text
from caos.frames.images import Pixels

from .environment import environment, refuse_folder
from .pictures import Picture, jpeg

UNNAMED: Final = "without a category"


@dataclass(frozen=True, slots=True)
class Portrait:
    """One model of the page: what is known of it, and side -> picture."""

    entry: CatalogueEntry
    pictures: Mapping[str, Picture]


@dataclass(frozen=True, slots=True)
class Category:
    """The models of one category; `anchor` names its part of the page."""

    name: str
    anchor: str
    portraits: Sequence[Portrait]


def write_gallery(
    title: str, models: Iterable[tuple[CatalogueEntry, Mapping[str, Pixels]]], out: Path
) -> None:
    """Write one HTML page with every model from all sides, by category; same pictures, same bytes.

    Args:
        title: of the page.
        models: entry of each model, and side -> (H, W, 3) uint8 RGB.
        out: the page. Atomic; works without network and without scripts.

    Raises:
        CaosError: `out` is a folder.
    """
    refuse_folder(out, "gallery.html")
    drawn = [
        Portrait(entry, {side: jpeg(pixels) for side, pixels in sides.items()}) for entry, sides in models
    ]
    counts = Counter(portrait.entry.category or UNNAMED for portrait in drawn)
    categories = [
        Category(name, f"c{number}", [p for p in drawn if (p.entry.category or UNNAMED) == name])
        for number, name in enumerate(sorted(counts), 1)
    ]
    page = environment().get_template("catalogue.html").render(title=title, categories=categories)
    atomic_write_text(out, page)
