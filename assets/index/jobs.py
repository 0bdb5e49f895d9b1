"""What one model is indexed from, and what holds for all of them: plain values that travel as JSON."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from caos.catalogue import CatalogueEntry, Rejected
from caos.config import ConfigModel

Vector = tuple[float, float, float]

UNITS: Final = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
"""Metres per unit of length."""

AXES: Final[dict[str, Vector]] = {
    "x": (1.0, 0.0, 0.0),
    "-x": (-1.0, 0.0, 0.0),
    "y": (0.0, 1.0, 0.0),
    "-y": (0.0, -1.0, 0.0),
    "z": (0.0, 0.0, 1.0),
    "-z": (0.0, 0.0, -1.0),
}


class Limits(ConfigModel):
    """What every model is held to.

    Attributes:
        triangles: most that a model keeps.
        min_size, max_size: bounds of the longest side of a model, metres.
        texture_side: longer side of a kept texture, pixels.
        memory: what reading one model may take, GiB.
        seconds: wall time that one model may take.
    """

    triangles: Annotated[int, Field(ge=100, le=1_000_000)] = 8000
    min_size: Annotated[float, Field(gt=0)] = 0.03
    max_size: Annotated[float, Field(gt=0)] = 15.0
    texture_side: Annotated[int, Field(ge=16, le=8192)] = 1024
    memory: Annotated[float, Field(ge=0.25)] = 4.0
    seconds: Annotated[float, Field(gt=0)] = 120.0


class Job(ConfigModel):
    """One model to index.

    Attributes:
        id: its id in the catalogue.
        root: the source folder; nothing outside it is read.
        source: path of the file below `root`, with slashes.
        stamp: size and modification time of the file, so that a changed file is indexed again.
        category, synset, name, licence: as in `CatalogueEntry`.
        up, front: axes in the file's own space; None: what its format says.
        unit: metres per unit of the file; None: what its format says.
        dims: size in our axes (x, y, z) by the metadata, to cross-check; None where nothing is said.
        texture_folders: folders below `root` where textures may lie, searched by name alone.
    """

    id: str
    root: str
    source: str
    stamp: str
    category: str = ""
    synset: str = ""
    name: str = ""
    licence: str = ""
    up: Vector | None = None
    front: Vector | None = None
    unit: float | None = None
    dims: Vector | None = None
    texture_folders: tuple[str, ...] = ()


class Outcome(ConfigModel):
    """What became of a job: one of the two."""

    entry: CatalogueEntry | None = None
    rejected: Rejected | None = None


class UnusableError(Exception):
    """This model cannot be taken in; the message is the reason, for the list of rejected models."""
