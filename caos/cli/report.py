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
    markdown: Annotated[
        Path | None, typer.Option(help="Also write the table across training seeds as Markdown.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures across training seeds as JSON.")
    ] = None,
) -> None:
    """Write one self-contained HTML page: tables, curves, gallery, provenance.

    Runs that differ in nothing but their training seed are put together, with intervals and tests.
    """
    from caos.report import write_report

    notes = write_report(runs, out, markdown=markdown, json_file=json_file)
    for note in notes:
        typer.echo(note, err=True)
    for file in (markdown, json_file, out):
        if file is not None:
            typer.echo(f"wrote {file}")
