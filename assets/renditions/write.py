"""A catalogue with renditions of every model in it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from caos.catalogue import CatalogueEntry, CatalogueModel, load_mesh, read_catalogue, write_list, write_model
from caos.errors import CaosError
from caos.frames.atomic import atomic_write_bytes
from caos.lookup import look_up
from caos.meshes import Mesh

from .styles import STYLES

Progress = Callable[[int, int, str], None]
"""Called as progress(models written, models in all, id)."""


def rendition_id(model: str, style: str) -> str:
    """What a rendition is called: the scenarios of shifts look for this name."""
    return f"{model}_{style}"


def write_renditions(
    catalogue: Path,
    out: Path,
    styles: Sequence[str] = tuple(STYLES),
    *,
    categories: Sequence[str] = (),
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[CatalogueEntry, ...]:
    """Write the models of a catalogue and their renditions as one catalogue. Same arguments, same bytes.

    Args:
        catalogue: folder of the models.
        out: another folder; a catalogue in it is replaced.
        styles: of `STYLES`.
        categories: models of these only; empty = all.
        seed: of colours and textures; each rendition draws from (seed, its id), whatever else is written.
        progress: told after each model.

    Raises:
        CaosError: an unknown style or category, a rendition whose name is taken, or `out` is `catalogue`.
    """
    if out.resolve() == catalogue.resolve():
        raise CaosError(f"--out {out}: is the catalogue itself; give another folder")
    chosen = {style: look_up("style", style, STYLES) for style in styles}
    originals = _of_categories(read_catalogue(catalogue), categories, catalogue)
    _refuse_taken(originals, styles)
    entries: list[CatalogueEntry] = []
    total = len(originals) * (1 + len(chosen))
    for original in originals:
        mesh = load_mesh(catalogue, original)
        atomic_write_bytes(out / original.file, (catalogue / original.file).read_bytes())
        entries.append(original)
        for style in chosen:
            name = rendition_id(original.id, style)
            rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
            entries.append(write_model(out, _model(original, style, seed, chosen[style](mesh, rng))))
            if progress is not None:
                progress(len(entries), total, name)
    write_list(out, entries)
    return tuple(entries)


def _model(original: CatalogueEntry, style: str, seed: int, mesh: Mesh) -> CatalogueModel:
    return CatalogueModel(
        id=rendition_id(original.id, style),
        category=original.category,
        synset=original.synset,
        name=original.name,
        mesh=mesh,
        source=f"{original.source}; rendition {style}, seed {seed}",
        licence=original.licence,
    )


def _of_categories(
    entries: Sequence[CatalogueEntry], categories: Sequence[str], catalogue: Path
) -> list[CatalogueEntry]:
    known = sorted({entry.category for entry in entries})
    unknown = [category for category in categories if category not in known]
    if unknown:
        raise CaosError(
            f"--categories: {catalogue} has no models of {unknown[0]!r}; known: {', '.join(known)}"
        )
    chosen = [entry for entry in entries if not categories or entry.category in categories]
    if not chosen:
        raise CaosError(f"{catalogue}: the catalogue is empty; nothing to render anew")
    return chosen


def _refuse_taken(entries: Sequence[CatalogueEntry], styles: Sequence[str]) -> None:
    ids = {entry.id for entry in entries}
    for entry in entries:
        for style in styles:
            if rendition_id(entry.id, style) in ids:
                raise CaosError(
                    f"{rendition_id(entry.id, style)}: a model of this name is in the catalogue already; "
                    f"leave the style {style!r} out, or begin from a catalogue without renditions"
                )
