"""`caos classify hypotheses`: results of several models on several shifts to a table of evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from caos.errors import CaosError

from .outputs import refuse_clashes

if TYPE_CHECKING:
    from rich.table import Table

    from caos.classify.hypotheses import Evidence

_MOST: Final = 100.0
"""Points of a figure in percent."""

EXAMPLES: Final = """Example:

  caos classify hypotheses results.json --markdown hypotheses.md --html hypotheses.html
"""


def hypotheses(
    results: Annotated[
        Path,
        typer.Argument(
            help="JSON file: models, what each changes against its baseline, and figures per shift.",
            metavar="RESULTS.json",
        ),
    ],
    markdown: Annotated[Path | None, typer.Option(help="Markdown file to write.")] = None,
    html: Annotated[Path | None, typer.Option(help="HTML page to write.")] = None,
    json: Annotated[Path | None, typer.Option(help="JSON file to write: signs, rules, numbers.")] = None,
    threshold: Annotated[float, typer.Option(help="Smallest gain that counts, in points.")] = 2.0,
    margin: Annotated[
        float, typer.Option(help="By how much a gain must exceed the one in distribution, in points.")
    ] = 0.5,
) -> None:
    """Compute the evidence for and against seven hypotheses on robustness, with rule and numbers."""
    from caos.classify.hypotheses import (
        Rule,
        read_results,
        refuse_folders,
        weigh,
        write_json,
        write_markdown,
        write_page,
    )

    if not (0 < threshold <= _MOST and 0 <= margin <= _MOST):
        raise CaosError(
            f"--threshold {threshold:g} --margin {margin:g}: give points, a threshold above 0, no margin "
            f"below, neither above {_MOST:g}"
        )
    given = read_results(results)
    refuse_folders(json, markdown, html)
    refuse_clashes({"--json": json, "--markdown": markdown, "--html": html}, read=results)
    evidence = weigh(given, Rule(threshold=threshold, margin=margin))
    _print(evidence)
    if json is not None:
        write_json(json, evidence)
    if markdown is not None:
        write_markdown(markdown, evidence, given)
    if html is not None:
        write_page(html, evidence, given)
    for path in (json, markdown, html):
        if path is not None:
            typer.echo(f"wrote {path}")


def _print(evidence: Evidence) -> None:
    """The table; then, of each hypothesis that is tested, the rule and the numbers of every sign."""
    from rich.console import Console
    from rich.markup import escape

    from caos.classify.hypotheses.writing import agreement, mark, rule_of

    console = Console(highlight=False)
    console.print(_table(evidence))
    console.print("+ evidence for, − absence of evidence or evidence against, empty = not tested")
    told = agreement(evidence)
    if told:
        console.print(escape(told))
    before = ""
    for name, row in evidence.rows.items():
        tested = {column: cell for column, cell in row.items() if cell.sign}
        if not tested:
            continue
        rule = rule_of(name, evidence)
        console.print(f"\n[bold]{name}[/bold]: + when {'likewise' if rule == before else escape(rule)}")
        before = rule
        for column, cell in tested.items():
            console.print(f"  {escape(column)} {mark(cell)}: {escape(cell.reason)}")


def _table(evidence: Evidence) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    from caos.classify.hypotheses import HYPOTHESES
    from caos.classify.hypotheses.writing import mark, verdict

    table = Table(title=escape(evidence.title), box=SIMPLE_HEAD, padding=(0, 1, 0, 0))  # fits 80 columns
    table.add_column("hypothesis", no_wrap=True)
    for column in evidence.columns:
        table.add_column(escape(column), justify="center", overflow="fold")
    table.add_column("for", no_wrap=True)
    for name, row in evidence.rows.items():
        marks = [mark(row[column]) for column in evidence.columns]
        table.add_row(HYPOTHESES[name].title, *marks, verdict(name, row))
    return table
