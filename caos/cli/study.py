"""`caos classify study`: evaluated runs of several methods and seeds to one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape
from rich.table import Table

from .consoles import table_console
from .outputs import refuse_clashes

if TYPE_CHECKING:
    from caos.classify.study import Study

EXAMPLES: Final = """Examples:

  caos classify study scenarios/shifts-study.toml --runs runs

  caos classify study scenarios/shifts-study.toml --runs runs --markdown study.md --html study.html

  caos classify study scenarios/shifts-study.toml --runs runs --hypotheses results.json
"""


def study(
    file: Annotated[
        Path, typer.Argument(help="TOML file: models, and the runs of each.", metavar="STUDY.toml")
    ],
    runs: Annotated[
        Path | None, typer.Option(help="Folder that holds the runs.", show_default="the study file's")
    ] = None,
    markdown: Annotated[Path | None, typer.Option(help="Markdown file to write.")] = None,
    json: Annotated[Path | None, typer.Option(help="JSON file to write: all figures and tests.")] = None,
    hypotheses: Annotated[
        Path | None, typer.Option(help="Input for `caos classify hypotheses` to write.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="HTML page to write.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resamples of the intervals.")] = 0,
) -> None:
    """Put evaluated runs of several methods and seeds together: errors, intervals, tests."""
    from caos.classify.study import (
        compute_study,
        load_study,
        read_runs,
        to_results,
        write_json,
        write_markdown,
        write_page,
        write_results,
    )
    from caos.report.environment import refuse_folder

    written = {"study.md": markdown, "study.json": json, "results.json": hypotheses, "study.html": html}
    refuse_clashes(
        {"--markdown": markdown, "--json": json, "--hypotheses": hypotheses, "--html": html}, read=file
    )
    for name, path in written.items():
        if path is not None:
            refuse_folder(path, name)
    config = load_study(file)
    found = read_runs(config, file.parent if runs is None else runs)
    computed = compute_study(config, found, seed=seed)
    results = None if hypotheses is None else to_results(computed, found)
    _print(computed)
    if markdown is not None:
        write_markdown(markdown, computed)
    if json is not None:
        write_json(json, computed)
    if hypotheses is not None and results is not None:
        write_results(hypotheses, results)
    if html is not None:
        write_page(html, computed)
    for path in written.values():
        if path is not None:
            typer.echo(f"wrote {path}")


def _print(computed: Study) -> None:
    from caos.classify.study.writing import cell_text, headings, legend

    console = table_console()
    titles = headings(computed)
    table = Table(title=escape(computed.title))
    for column in ("method", *titles.values()):
        table.add_column(column, justify="left" if column == "method" else "right", overflow="fold")
    for model in computed.models.values():
        cells = [cell_text(model.summary[name], signed=name == "gap") for name in titles]
        table.add_row(escape(model.title), *map(escape, cells))
    console.print(table)
    for line in legend(computed):
        console.print(escape(line), highlight=False)
