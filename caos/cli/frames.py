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
