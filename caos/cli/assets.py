"""`caos assets`: anomaly models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(no_args_is_help=True, help="Anomaly models: write the built-in ones, list a catalogue.")


@app.command()
def builtin(
    out: Annotated[Path, typer.Option(help="Folder of the catalogue.")],
) -> None:
    """Write the built-in procedural models as a catalogue of GLB files."""
    from caos.assets.builtin import write_builtin_catalogue

    typer.echo(f"wrote {write_builtin_catalogue(out)}")


@app.command("list")
def list_models(catalogue: Annotated[Path, typer.Argument(help="Folder of the catalogue.")]) -> None:
    """List the models of a catalogue."""
    from caos.catalogue import read_catalogue

    table = Table("id", "category", "size x, y, z (m)", "triangles", "source")
    for entry in read_catalogue(catalogue):
        size = " x ".join(f"{side:.2f}" for side in entry.size)
        table.add_row(entry.id, entry.category, size, str(entry.triangles), entry.source)
    Console().print(table)
