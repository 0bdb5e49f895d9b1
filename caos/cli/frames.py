"""`caos frames`: data sets on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .progress import progress

app = typer.Typer(no_args_is_help=True, help="Data sets on disk.")


@app.callback()
def _group() -> None:
    """Data sets on disk."""


@app.command(epilog="Example:  caos frames verify data/streethazards")
def verify(data: Annotated[Path, typer.Argument(metavar="DIR", help="Root of the data set.")]) -> None:
    """Check a data set: counts, ids, files, splits, manifest. Exit code 1 when something is wrong."""
    from caos.frames import print_report
    from caos.frames import verify as verify_frames

    with progress("verifying") as report:
        outcome = verify_frames(data, progress=report)
    print_report(outcome, Console())
    if not outcome.ok:
        raise typer.Exit(1)


@app.command(epilog="Example:  caos frames statistics data/streethazards --out statistics.html")
def statistics(
    data: Annotated[Path, typer.Argument(metavar="DIR", help="Root of a data set that we rendered.")],
    out: Annotated[Path, typer.Option(help="HTML file to write.")],
) -> None:
    """Verify a data set and write one HTML page: sizes, distances, classes, conditions, pictures."""
    from caos.report import write_dataset_page

    with progress("verifying") as report:
        outcome = write_dataset_page(data, out, progress=report)
    typer.echo(f"wrote {out}: {sum(outcome.counts.values())} frames, {len(outcome.problems)} problems")
    if not outcome.ok:
        raise typer.Exit(1)
