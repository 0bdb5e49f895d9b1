"""`caos assets`: anomaly models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from caos.extras import require

from . import choosing, indexing, renditions
from .progress import progress

if TYPE_CHECKING:
    from caos.catalogue import CatalogueEntry
    from caos.frames.images import Pixels

app = typer.Typer(no_args_is_help=True, help="Anomaly models: write the built-in ones, list a catalogue.")


@app.command(epilog="Example:  caos assets builtin --out data/models")
def builtin(
    out: Annotated[Path, typer.Option(help="Folder of the catalogue.")],
    seed: Annotated[int, typer.Option(min=0, help="Of colors and details.")] = 0,
) -> None:
    """Write the built-in procedural models as a catalogue of GLB files."""
    from caos.assets.builtin import BUILTIN_MODELS, write_builtin_catalogue

    with progress("modelling") as report:
        write_builtin_catalogue(out, seed=seed, progress=report)
    typer.echo(f"{out}: {len(BUILTIN_MODELS)} models")


app.command("index", epilog=indexing.EXAMPLES)(indexing.index)
app.command("renditions", epilog=renditions.EXAMPLES)(renditions.renditions)
app.command("select", epilog=choosing.SELECT_EXAMPLES)(choosing.select)
app.command("export-carla", epilog=choosing.EXPORT_EXAMPLES)(choosing.export_carla)


@app.command("list", epilog="Example:  caos assets list data/models --rejected")
def list_models(
    catalogue: Annotated[Path, typer.Argument(help="Folder of the catalogue.")],
    rejected: Annotated[
        bool, typer.Option("--rejected", help="List what was not taken in, and why, instead.")
    ] = False,
) -> None:
    """List the models of a catalogue, or what its index rejected."""
    from caos.catalogue import read_catalogue, read_rejected

    refused = read_rejected(catalogue)
    if rejected:
        table = Table("id", "source", "reason")
        for each in refused:
            table.add_row(escape(each.id), escape(each.source), escape(each.reason))
        Console().print(table)
        return
    table = Table("id", "category", "size x, y, z (m)", "triangles", "source")
    entries = read_catalogue(catalogue)
    for entry in entries:
        size = " x ".join(f"{side:.2f}" for side in entry.size)
        table.add_row(entry.id, escape(entry.category), size, str(entry.triangles), escape(entry.source))
    Console().print(table)
    more = "; see them with --rejected" if refused else ""
    typer.echo(f"{len(entries)} models, {len(refused)} rejected{more}")


@app.command(epilog="Example:  caos assets gallery data/models --out gallery.html")
def gallery(
    catalogue: Annotated[Path, typer.Argument(help="Folder of the catalogue.")],
    out: Annotated[Path, typer.Option(help="HTML file to write.")],
    pixels: Annotated[int, typer.Option(min=64, max=1024, help="Width and height of each picture.")] = 200,
) -> None:
    """Write one HTML page that shows every model of a catalogue from three sides."""
    require("moderngl", extra="sim")
    from caos.catalogue import load_mesh, read_catalogue
    from caos.report import write_gallery
    from caos.sim.server.portraits import portraits

    entries = read_catalogue(catalogue)
    with progress("drawing") as report, portraits(pixels) as studio:

        def drawn() -> Iterator[tuple[CatalogueEntry, dict[str, Pixels]]]:
            for number, entry in enumerate(entries, 1):
                yield entry, studio.draw(load_mesh(catalogue, entry))
                report(number, len(entries), entry.id)

        write_gallery(str(catalogue), drawn(), out)
    typer.echo(f"wrote {out}: {len(entries)} models")
