"""A `VerifyReport` for the terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .layout import SPLITS
from .verify import VerifyReport

SHOWN: Final = 20
"""Problems and notes printed before the rest is only counted."""


def print_report(report: VerifyReport, console: Console) -> None:
    """Print counts, towns, the id histogram, then problems and notes, the first `SHOWN` of each."""
    console.print(_counts(report))
    console.print(_histogram(report))
    if report.without_anomaly:
        console.print(f"{report.without_anomaly} test frames show no anomaly.")
    if not report.has_manifest:
        console.print("No manifest.parquet: only lists, files and ids were checked.")
    _print_lines(report.notes, "note", "yellow", console)
    _print_lines(report.problems, "problem", "red", console)
    if report.ok:
        console.print(Text(f"{report.root}: all is well.", style="green"))
    else:
        count = len(report.problems)
        console.print(
            Text(f"{report.root}: {count} {'problem' if count == 1 else 'problems'}.", style="bold red")
        )


def _counts(report: VerifyReport) -> Table:
    table = Table(title=f"Frames ({report.label_set})")
    table.add_column("split")
    table.add_column("frames", justify="right")
    table.add_column("towns")
    for split in SPLITS:
        towns = report.towns[split]
        listed = ", ".join(towns) if len(towns) <= 8 else f"{len(towns)} folders"
        table.add_row(split, f"{report.counts[split]:,}", Text(listed))
    return table


def _histogram(report: VerifyReport) -> Table:
    """Share of pixels per class; every class has its row, "anomaly" and the like only where they occur."""
    table = Table(title="Pixels, percent")
    table.add_column("class")
    for split in SPLITS:
        table.add_column(split, justify="right")
    extra = ("anomaly", "void", "outside the label set")
    totals = {split: sum(counts.values()) for split, counts in report.histogram.items()}
    for name in report.histogram["train"]:
        counts = [report.histogram[split][name] for split in SPLITS]
        if name in extra and not any(counts):
            continue
        style = "bold red" if name == extra[2] else None
        table.add_row(
            name,
            *(_percent(count, totals[split]) for count, split in zip(counts, SPLITS, strict=True)),
            style=style,
        )
    return table


def _percent(count: int, total: int) -> str:
    if not count:
        return "0" if total else "-"
    return f"{100 * count / total:.3f}"


def _print_lines(lines: list[str], kind: str, style: str, console: Console) -> None:
    for line in lines[:SHOWN]:
        console.print(Text.assemble((f"{kind}: ", style), line), soft_wrap=True)
    if len(lines) > SHOWN:
        console.print(f"... and {len(lines) - SHOWN} more {kind}s")
