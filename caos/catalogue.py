"""A catalogue of anomaly models on disk: `catalogue.toml` and one GLB file per model.

`caos.assets` writes catalogues, `caos.sim` reads them. The ids become blueprint ids, `static.prop.<id>`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
from pydantic import Field

from .config import ConfigModel, load_toml
from .errors import CaosError
from .frames.atomic import atomic_write_bytes
from .glb import decode_glb, encode_glb
from .meshes import Mesh

FILE_NAME: Final = "catalogue.toml"
ID_PATTERN: Final = r"[a-z0-9_]+"
STATIC_TAG: Final = 20


class CatalogueEntry(ConfigModel):
    """One model of a catalogue.

    Attributes:
        id: lower-case letters, digits and underscores; unique.
        category: e.g. "farm animal"; empty when the source does not say.
        synset: WordNet synset, e.g. "sheep.n.01"; empty when not known.
        name: what people call it; empty when not known.
        size: extent along x, y, z in metres.
        file: name of the GLB file beside `catalogue.toml`.
        sha256: of that file, hexadecimal.
        triangles: number of them.
        watertight: whether every edge joins two faces, equal corners welded.
        source: where the model comes from: a file, or a program and its seed.
        licence: SPDX identifier or name; empty when not known.
        checks: what it passed on its way in, by name.
    """

    id: Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
    category: str
    synset: str = ""
    name: str = ""
    size: tuple[float, float, float]
    file: Annotated[str, Field(pattern=r"^[^/\\]+\.glb$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    triangles: Annotated[int, Field(gt=0)]
    watertight: bool = False
    source: str
    licence: str
    checks: tuple[str, ...] = ()


class Rejected(ConfigModel):
    """A model that was not taken in.

    Attributes:
        id: what it would have been called.
        source: its file.
        reason: why, in words.
    """

    id: str
    source: str
    reason: str


class Catalogue(ConfigModel):
    """A whole `catalogue.toml`."""

    models: tuple[CatalogueEntry, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueModel:
    """A model to be written.

    Attributes:
        id, category, synset, name, source, licence, checks: see `CatalogueEntry`.
        mesh: standing on z = 0 about the origin, metres.
    """

    id: str
    category: str
    mesh: Mesh
    source: str
    licence: str = "MIT"
    synset: str = ""
    name: str = ""
    checks: tuple[str, ...] = ()


def write_catalogue(folder: Path, models: Sequence[CatalogueModel]) -> tuple[CatalogueEntry, ...]:
    """Write a catalogue, its list last, so that no list ever names missing files. Same models, same bytes.

    Args:
        folder: made when missing; a catalogue in it is replaced.
        models: in the order of the list.

    Raises:
        CaosError: an id with other characters than a-z, 0-9 and _, or one that occurs twice; trimesh is
            missing.
    """
    for position, model in enumerate(models):
        if not re.fullmatch(ID_PATTERN, model.id):
            raise CaosError(f"model id {model.id!r}: use only a-z, 0-9 and _ (it becomes static.prop.<id>)")
        if any(model.id == earlier.id for earlier in models[:position]):
            raise CaosError(f"model id {model.id!r} occurs twice; give each model an id of its own")
    entries = tuple(write_model(folder, model) for model in models)
    write_list(folder, entries)
    return entries


def read_catalogue(folder: Path) -> tuple[CatalogueEntry, ...]:
    """The entries of a catalogue; the models themselves are checked when they are loaded.

    Raises:
        CaosError: no catalogue there, or one with mistakes (named), or two entries with one id.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise CaosError(f"{path}: no such file; give a folder with a catalogue of models")
    entries = load_toml(path, Catalogue).models
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise CaosError(f"{path}: the id {entry.id!r} occurs twice; remove one of the entries")
        seen.add(entry.id)
    return entries


def read_rejected(folder: Path) -> tuple[Rejected, ...]:
    """What was not taken into a catalogue, and why.

    Raises:
        CaosError: as `read_catalogue`.
    """
    read_catalogue(folder)
    return load_toml(folder / FILE_NAME, Catalogue).rejected


def load_mesh(folder: Path, entry: CatalogueEntry) -> Mesh:
    """The mesh of an entry, every face tagged Static.

    Raises:
        CaosError: the file is missing, is not the one that was listed, or cannot be read; trimesh is missing.
    """
    path = folder / entry.file
    try:
        blob = path.read_bytes()
    except OSError as cause:
        raise CaosError(f"{path}: cannot be read ({cause.strerror}); write the catalogue again") from cause
    if hashlib.sha256(blob).hexdigest() != entry.sha256:
        raise CaosError(
            f"{path}: not the file that {FILE_NAME} lists (sha256 differs); write the catalogue again"
        )
    return decode_glb(blob, name=str(path), tag=STATIC_TAG)


def is_intact(folder: Path, entry: CatalogueEntry) -> bool:
    """Whether the entry's file is there with the listed hash."""
    path = folder / entry.file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256


def is_watertight(mesh: Mesh) -> bool:
    """Whether every edge belongs to exactly two faces once corners at the same place count as one."""
    _, corner = np.unique(mesh.positions, axis=0, return_inverse=True)
    faces = corner.reshape(-1)[mesh.faces]
    faces = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    edges = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    _, counts = np.unique(edges[:, 0].astype(np.int64) * len(corner) + edges[:, 1], return_counts=True)
    return len(counts) > 0 and bool((counts == 2).all())


def write_model(folder: Path, model: CatalogueModel) -> CatalogueEntry:
    """Write one GLB file, in no list yet; returns the entry for `write_list`."""
    blob = encode_glb(model.mesh)
    atomic_write_bytes(folder / f"{model.id}.glb", blob)
    low, high = (np.asarray(corner, dtype=np.float64) for corner in model.mesh.bounds)
    x, y, z = (round(float(extent), 4) for extent in high - low)
    return CatalogueEntry(
        id=model.id,
        category=model.category,
        synset=model.synset,
        name=model.name,
        size=(x, y, z),
        file=f"{model.id}.glb",
        sha256=hashlib.sha256(blob).hexdigest(),
        triangles=len(model.mesh.faces),
        watertight=is_watertight(model.mesh),
        source=model.source,
        licence=model.licence,
        checks=model.checks,
    )


def write_list(folder: Path, entries: Sequence[CatalogueEntry], rejected: Sequence[Rejected] = ()) -> None:
    """Write `catalogue.toml` over models that are there (`write_model`)."""
    blocks = ["# Anomaly models. Written by a program; `sha256` guards the files beside this one.\n"]
    blocks += [_block("models", entry) for entry in entries]
    blocks += [_block("rejected", model) for model in rejected]
    atomic_write_bytes(folder / FILE_NAME, "\n".join(blocks).encode())


def _block(key: str, row: ConfigModel) -> str:
    """TOML of one row; JSON's strings, numbers, booleans and lists are TOML's too."""
    values = row.model_dump(mode="json")
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join([f"[[{key}]]", *lines]) + "\n"
