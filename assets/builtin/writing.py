"""The built-in models on disk, as a catalogue."""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

import caos.glb
import caos.meshes
import caos.shapes
import caos.textures
from caos.catalogue import (
    FILE_NAME,
    CatalogueEntry,
    CatalogueModel,
    is_intact,
    read_catalogue,
    write_list,
    write_model,
)
from caos.errors import CaosError

from .model import BuiltinModel

Progress = Callable[[int, int, str], None]
"""Called as progress(models written, models in all, id)."""


def write_models(
    models: Mapping[str, BuiltinModel], ids: Sequence[str], out: Path, seed: int, progress: Progress | None
) -> None:
    """Write models as a catalogue at `out`; nothing is done when the very same one is there already."""
    source = f"caos.assets.builtin, recipe {_recipe()}, seed {seed}"
    if _is_there(out, ids, source):
        return
    entries: list[CatalogueEntry] = []
    for name in ids:
        entries.append(write_model(out, _made(models[name], source, seed)))
        if progress is not None:
            progress(len(entries), len(ids), name)
    write_list(out, entries)


def _made(model: BuiltinModel, source: str, seed: int) -> CatalogueModel:
    return CatalogueModel(
        id=model.id,
        category=model.category,
        synset=model.synset,
        mesh=model.make(np.random.default_rng([seed, zlib.crc32(model.id.encode())])),
        source=source,
    )


@functools.cache
def _recipe() -> str:
    """A fingerprint of the code that models follow from: a catalogue of older code is written anew."""
    parts = (caos.shapes, caos.textures, caos.meshes, caos.glb)
    roots = [Path(str(part.__file__)) for part in parts]
    folders = [root.parent for root in roots if root.name == "__init__.py"] + [Path(__file__).parent]
    files = [root for root in roots if root.name != "__init__.py"]
    files += [file for folder in folders for file in sorted(folder.glob("*.py"))]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    return digest.hexdigest()[:12]


def _is_there(out: Path, wanted: Sequence[str], source: str) -> bool:
    """Whether `out` holds exactly these models, made the same way, unharmed."""
    if not (out / FILE_NAME).is_file():
        return False
    try:
        entries = read_catalogue(out)
    except CaosError:
        return False
    return [(entry.id, entry.source) for entry in entries] == [(name, source) for name in wanted] and all(
        is_intact(out, entry) for entry in entries
    )
