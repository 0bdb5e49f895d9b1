"""`caos assets index`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from caos.lookup import look_up

from .progress import progress

EXAMPLES: Final = """Examples:

  caos assets index ShapeNetSem --out data/shapenetsem --workers 2

  caos assets index ~/.objaverse/hf-objaverse-v1 --out data/objaverse

  caos assets index my_meshes --out data/mine --unit cm --up z --front -y"""


def index(
    source: Annotated[Path, typer.Argument(help="Folder of models: ShapeNetSem, Objaverse, or any meshes.")],
    out: Annotated[Path, typer.Option(help="Folder of the catalogue.")],
    kind: Annotated[str | None, typer.Option(help="shapenetsem or folder; default: by its files.")] = None,
    up: Annotated[str | None, typer.Option(help="Up axis of the files: x, y, z, -x, -y, -z.")] = None,
    front: Annotated[str | None, typer.Option(help="Axis to which the files' fronts point.")] = None,
    unit: Annotated[str | None, typer.Option(help="Unit of the files: m, cm, mm, in, ft.")] = None,
    triangles: Annotated[int, typer.Option(min=100, max=1_000_000, help="Most per model.")] = 8000,
    min_size: Annotated[float, typer.Option(help="Shortest plausible longest side, metres.")] = 0.03,
    max_size: Annotated[float, typer.Option(help="Longest plausible side, metres.")] = 15.0,
    texture_side: Annotated[int, typer.Option(min=16, max=8192, help="Most pixels per side.")] = 1024,
    memory: Annotated[float, typer.Option(min=0.25, help="GiB that reading one model may take.")] = 4.0,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time that one model may take.")] = 120.0,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes.")] = min(os.cpu_count() or 1, 8),
) -> None:
    """Make a catalogue of anomaly models from a folder of 3D models; a killed run goes on when repeated."""
    from caos.assets.index import AXES, KINDS, UNITS, Limits, find_models, index_models
    from caos.config import validate

    values = {
        "triangles": triangles,
        "min_size": min_size,
        "max_size": max_size,
        "texture_side": texture_side,
        "memory": memory,
        "seconds": seconds,
    }
    limits = validate(values, Limits, source="options")
    found = find_models(
        source,
        out,
        kind=None if kind is None else look_up("kind", kind, dict.fromkeys(KINDS, kind)),
        up=None if up is None else look_up("axis", up, AXES),
        front=None if front is None else look_up("axis", front, AXES),
        unit=None if unit is None else look_up("unit", unit, UNITS),
    )
    with progress("indexing") as report:
        summary = index_models(found, out, limits, workers=workers, progress=report)
    typer.echo(
        f"wrote {out}: {summary.models} models, {summary.rejected} rejected "
        f"({summary.new} looked at now); why: caos assets list {out} --rejected"
    )
