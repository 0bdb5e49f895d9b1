"""`caos assets select` and `caos assets export-carla`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from caos.errors import CaosError
from caos.extras import require

from .progress import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caos.catalogue import CatalogueEntry

SELECT_EXAMPLES: Final = """Examples:

  caos assets select data/models --out selection.toml

  caos assets select data/models --out selection.toml --update

  caos assets select data/models --out scenarios/negatives-selection.toml --without data/detectors
"""

EXPORT_EXAMPLES: Final = """Examples:

  caos assets export-carla data/models --out data/carla --selection selection.toml

  caos assets export-carla data/models --out data/carla --selection selection.toml --verify
"""


def select(
    catalogue: Annotated[Path, typer.Argument(help="Folder of the catalogue.")],
    out: Annotated[Path, typer.Option(help="Selection file (TOML).")],
    count: Annotated[int, typer.Option(min=1, help="How many models.")] = 250,
    seed: Annotated[int, typer.Option(min=0, help="Of the choice.")] = 0,
    update: Annotated[
        bool, typer.Option("--update", help="Renew the hashes in --out; choices and comments stay.")
    ] = False,
    without: Annotated[
        Path | None,
        typer.Option(help="Data set whose anomalies, and all of their categories, are kept out: negatives."),
    ] = None,
) -> None:
    """Choose the anomaly set: many categories, nothing that a street shows anyway."""
    from caos.assets.selection import select as choose
    from caos.assets.selection import unseen, update_selection, write_selection
    from caos.catalogue import read_catalogue

    entries = read_catalogue(catalogue)
    if update:
        changed = update_selection(out, catalogue, entries)
        typer.echo(f"{out}: renewed {len(changed)} hashes" + (f": {', '.join(changed)}" if changed else ""))
        return
    if without is not None:
        entries = unseen(entries, without)
    choice = choose(entries, count, seed)
    write_selection(out, catalogue, choice, count=count, seed=seed)
    categories = len({entry.category for entry in choice.models})
    typer.echo(
        f"wrote {out}: {len(choice.models)} models of {categories} categories; {choice.spare} to spare"
    )
    if len(choice.models) < count:
        typer.echo(f"note: {count} were asked for; the catalogue has no more that are anomalies", err=True)
    rules = Counter(why.rule for _, why in choice.excluded)
    if rules:
        typer.echo("excluded: " + ", ".join(f"{number} {rule}" for rule, number in rules.most_common()))


def export_carla(
    catalogue: Annotated[Path, typer.Argument(help="Folder of the catalogue.")],
    out: Annotated[Path, typer.Option(help="Folder for Import/<Package>, blueprints.json and README.md.")],
    selection: Annotated[
        Path | None, typer.Option(help="Selection file: only these models; absent: all.")
    ] = None,
    package: Annotated[str, typer.Option(help="Name of the package in CARLA.")] = "CaosAnomalies",
    blender: Annotated[
        str | None,
        typer.Option(
            envvar="CAOS_BLENDER", help="Blender, or a Python with bpy; absent: this Python or blender."
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Write nothing; read the FBX files back and compare.")
    ] = False,
) -> None:
    """Write an import package for a real CARLA: FBX files, textures, description; run again to go on."""
    from caos.catalogue import read_catalogue
    from caos.selection import selected_entries

    entries: Sequence[CatalogueEntry] = read_catalogue(catalogue)
    if selection is not None:
        entries = selected_entries(selection, entries, catalogue)
    require("scipy.spatial", extra="assets")
    if verify:
        _verify(catalogue, entries, out / "Import" / package)
        return
    from caos.assets.carla_export import export_package, find_blender

    command = find_blender(blender)
    with progress("exporting") as report:
        done = export_package(catalogue, entries, out, package=package, blender=command, progress=report)
    typer.echo(
        f"wrote {done.folder}: {done.props} props, {done.written} of them now; see {out / 'README.md'}"
    )


def _verify(catalogue: Path, entries: Sequence[CatalogueEntry], folder: Path) -> None:
    """Print one row per model.

    Raises:
        CaosError: something did not survive.
    """
    from caos.assets.carla_export import verify_package

    table = Table("id", "category", "triangles", "size x, y, z (m)", "materials", "textured", "survived")
    failed = []
    with progress("reading back") as report:
        for number, row in enumerate(verify_package(catalogue, entries, folder), 1):
            size = " x ".join(f"{side:.2f}" for side in row.size)
            verdict = "; ".join(row.problems) or "all"
            table.add_row(
                row.id, row.category, str(row.triangles), size, str(row.materials), str(row.textures), verdict
            )
            failed += [row.id] if row.problems else []
            report(number, len(entries), row.id)
    Console().print(table)
    if failed:
        raise CaosError(
            f"{folder}: {len(failed)} of {len(entries)} models differ, {failed[0]} first; export them again"
        )
    typer.echo(
        f"{folder}: {len(entries)} models survived: triangles, size, axes, UVs, normals, colors, textures"
    )
