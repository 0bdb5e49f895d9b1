"""`caos report`: result.json files to one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders that hold a result.json.", metavar="RUN...")
    ],
    out: Annotated[Path, typer.Option(help="HTML file to write.")],
) -> None:
    """Write one self-contained HTML page: tables, curves, gallery, provenance."""
    from caos.report import write_report

    write_report(runs, out)
    typer.echo(f"wrote {out}")
