"""The tables of figures, on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from caos.runs import Comparison, ComponentFigures, Interval, MethodFigures, ProtocolFigures, Result

from .consoles import table_console

_COLUMNS: Final = (
    ("fpr95", "FPR95 ↓"),
    ("auroc", "AUROC ↑"),
    ("aupr", "AUPR ↑"),
    ("fpr95_legacy", "FPR95 legacy ↓"),
    ("aupr_legacy", "AUPR legacy ↑"),
)
_COMPONENT_COLUMNS: Final = (("siou", "sIoU ↑"), ("ppv", "PPV ↑"), ("f1", "F1* ↑"))
_ASKED: Final = ("max_logit", "msp")
"""The two scores whose comparison is always told."""


def print_result(result: Result, console: Console | None = None) -> None:
    """Print one table per protocol, never without the protocol's name, ignored classes and skipped images.

    Which score is better is only said where a paired test shows it.
    """
    console = console or table_console()
    console.print("In percent; larger score = more anomalous.")
    if _has_intervals(result):
        console.print("In brackets: 95 % intervals from resampling the images.")
    for name, figures in result.protocols.items():
        left_out = ", ".join(figures.ignored) or "nothing"
        console.print(f"\n[bold]Protocol {name}[/bold]: {escape(figures.description)}")
        console.print(f"ignored: {left_out}; images: {figures.images}, skipped: {figures.skipped_images}")
        chance = result.anomaly_share if figures.anomaly_share is None else figures.anomaly_share
        console.print(_table(figures, chance=chance))
        if figures.components:
            console.print(_component_table(figures.components))
        for line in _verdict(name, figures, result.comparisons):
            console.print(line)
    console.print()
    for split, quality in result.segmentation.items():
        accuracy = 100 * quality.pixel_accuracy
        ece = (
            ""
            if quality.calibration is None
            else f", calibration error {100 * quality.calibration.ece:.1f} %"
        )
        console.print(f"{split}: mIoU {100 * quality.miou:.1f} %, pixel accuracy {accuracy:.1f} %{ece}")


def _has_intervals(result: Result) -> bool:
    return any(row.intervals for figures in result.protocols.values() for row in figures.methods.values())


def _table(figures: ProtocolFigures, *, chance: float) -> Table:
    rows = figures.methods
    columns = [
        (field, title)
        for field, title in _COLUMNS
        if any(getattr(row, field) is not None for row in rows.values())
    ]
    table = _new_table("method", rows)
    for _, title in columns:
        table.add_column(title, justify="right", overflow="fold")
    for method, row in rows.items():
        table.add_row(escape(method), *(_figure(row, field) for field, _ in columns))
    of_chance = {"fpr95": 0.95, "fpr95_legacy": 0.95, "auroc": 0.5, "aupr": chance, "aupr_legacy": chance}
    table.add_row("[dim]chance", *(f"[dim]{100 * of_chance[field]:.1f}" for field, _ in columns))
    return table


def _new_table(title: str, names: Iterable[str]) -> Table:
    """A table whose first column shows names whole, however narrow the terminal."""
    table = Table()
    table.add_column(title, no_wrap=True, min_width=max(map(len, names), default=0))
    return table


def _component_table(components: Mapping[str, ComponentFigures]) -> Table:
    table = _new_table("components", components)
    for _, title in _COMPONENT_COLUMNS:
        table.add_column(title, justify="right", overflow="fold")
    table.add_column("from score", justify="right")
    for method, row in components.items():
        cells = (_figure(row, field) for field, _ in _COMPONENT_COLUMNS)
        table.add_row(escape(method), *cells, f"{row.threshold:.4g}")
    return table


def _figure(row: MethodFigures | ComponentFigures, field: str) -> str:
    value: float | None = getattr(row, field)
    if value is None or math.isnan(value):
        return "–"
    interval = None if field.endswith("_legacy") else row.intervals.get(field)
    return f"{100 * value:.1f}{_bracket(interval)}"


def _bracket(interval: Interval | None) -> str:
    return "" if interval is None else f" [dim]({100 * interval[0]:.1f}–{100 * interval[1]:.1f})[/dim]"


def _verdict(protocol: str, figures: ProtocolFigures, comparisons: list[Comparison]) -> list[str]:
    """One line per figure on MaxLogit against MSP, or why there is none."""
    first, second = _ASKED
    if first not in figures.methods or second not in figures.methods:
        return []
    tests = [
        test for test in comparisons if (test.protocol, test.first, test.second) == (protocol, first, second)
    ]
    if not tests:
        return [f"{first} against {second}: too few images for a paired test"]
    titles = dict(_COLUMNS)
    return [
        f"{first} against {second}, {titles[test.figure][:-2]}: {_points(test.difference)} points "
        f"({_points(test.interval[0])} to {_points(test.interval[1])}), corrected p = {test.p_value:.2g}: "
        + (f"{test.better} is better" if test.better else "no difference shown")
        for test in tests
    ]


def _points(value: float) -> str:
    """A difference in percentage points, with its sign."""
    return f"{100 * value:+.1f}"
