"""Figures as rows of a table: percent with one decimal, the best marked, mean and range over several runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from caos.runs import Interval, MethodFigures, ProtocolFigures, Result


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: its field in `MethodFigures`, its heading, and which direction is better."""

    field: str
    heading: str
    lower_is_better: bool
    chance: float | None
    """What a detector that knows nothing gets; None = the anomaly share."""


COLUMNS: Final = (
    Column("fpr95", "FPR95", lower_is_better=True, chance=0.95),
    Column("auroc", "AUROC", lower_is_better=False, chance=0.5),
    Column("aupr", "AUPR", lower_is_better=False, chance=None),
)
LEGACY_COLUMN: Final = Column("fpr95_legacy", "FPR95 legacy", lower_is_better=True, chance=0.95)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in percent; `spread` is the range over several runs, or the 95 % interval of one."""

    text: str
    spread: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A method, and the model when several are compared; `runs` is how many the figures are the mean of."""

    method: str
    model: str
    runs: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One protocol's figures on one data set.

    Attributes:
        protocol: its name.
        dataset: its name.
        description: how the protocol puts images together.
        ignored: which pixels it leaves out.
        images: "50" or, where runs differ, "48 to 50".
        skipped_images: likewise.
        columns: the figures, in order.
        rows: one per method (and model).
        chance: the cells of a detector that knows nothing.
        several_models: whether rows need the model named.
        several_runs: whether any row is a mean over runs.
        intervals: whether any figure of a single run has its interval below.
    """

    protocol: str
    dataset: str
    description: str
    ignored: str
    images: str
    skipped_images: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chance: tuple[Cell, ...]
    several_models: bool
    several_runs: bool
    intervals: bool


def protocol_tables(results: Sequence[Result]) -> list[Table]:
    """A table per data set and protocol; runs of the same model are put together as mean and range."""
    places = {(result.dataset, protocol): None for result in results for protocol in result.protocols}
    return [
        _table(dataset, protocol, [r for r in results if r.dataset == dataset and protocol in r.protocols])
        for dataset, protocol in places
    ]


def _table(dataset: str, protocol: str, results: Sequence[Result]) -> Table:
    told = [result.protocols[protocol] for result in results]
    groups = _groups(protocol, results)
    figures = [one for group in groups.values() for one in group]
    columns: tuple[Column, ...] = COLUMNS
    if any(one.fpr95_legacy is not None for one in figures):
        columns = (*COLUMNS, LEGACY_COLUMN)
    cells = zip(*(_column_cells(column, list(groups.values())) for column in columns), strict=True)
    shares = [
        result.anomaly_share if one.anomaly_share is None else one.anomaly_share
        for one, result in zip(told, results, strict=True)
    ]
    return Table(
        protocol=protocol,
        dataset=dataset,
        description=told[0].description,
        ignored=_ignored(told),
        images=_counts([one.images for one in told]),
        skipped_images=_counts([one.skipped_images for one in told]),
        columns=columns,
        rows=tuple(
            Row(method, model, len(group), row)
            for ((method, model), group), row in zip(groups.items(), cells, strict=True)
        ),
        chance=tuple(_cell(shares if column.chance is None else [column.chance]) for column in columns),
        several_models=len({result.model for result in results}) > 1,
        several_runs=any(len(group) > 1 for group in groups.values()),
        intervals=any(len(group) == 1 and group[0].intervals for group in groups.values()),
    )


def _groups(protocol: str, results: Sequence[Result]) -> Mapping[tuple[str, str], list[MethodFigures]]:
    """(method, model) -> the figures of its runs, method by method."""
    methods = dict.fromkeys(method for result in results for method in result.protocols[protocol].methods)
    models = dict.fromkeys(result.model for result in results)
    groups = {
        (method, model): [
            result.protocols[protocol].methods[method]
            for result in results
            if result.model == model and method in result.protocols[protocol].methods
        ]
        for method in methods
        for model in models
    }
    return {key: group for key, group in groups.items() if group}


def _column_cells(column: Column, groups: Sequence[Sequence[MethodFigures]]) -> list[Cell]:
    cells = [_figure_cell(column.field, group) for group in groups]
    # The best is chosen among the figures as printed: a difference that nobody sees decides nothing.
    printed = [float(cell.text) for cell in cells if cell.text != MISSING]
    if len(printed) < 2:
        return cells
    best = min(printed) if column.lower_is_better else max(printed)
    return [
        Cell(cell.text, cell.spread, best=cell.text != MISSING and float(cell.text) == best) for cell in cells
    ]


def _figure_cell(field: str, group: Sequence[MethodFigures]) -> Cell:
    cell = _cell([getattr(one, field) for one in group])
    interval = group[0].intervals.get(field) if len(group) == 1 else None
    return cell if interval is None else Cell(cell.text, interval_text(interval))


MISSING: Final = "–"


def percent(value: float | None) -> str:
    """A fraction in percent with one decimal; a dash for what is not known."""
    return MISSING if value is None or not math.isfinite(value) else f"{100 * value:.1f}"


def interval_text(interval: Interval | None) -> str:
    """Bounds in percent, as 31.2–44.0, or nothing."""
    return "" if interval is None else f"{percent(interval[0])}–{percent(interval[1])}"


def points(value: float) -> str:
    """A difference in percentage points, with its sign."""
    return f"{100 * value:+.1f}"


def points_interval(interval: Interval) -> str:
    """Bounds of a difference, as -0.3 to +1.2."""
    return f"{points(interval[0])} to {points(interval[1])}"


def p_value_text(value: float) -> str:
    """Three decimals, which is what resampling can show."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _cell(values: Sequence[float | None]) -> Cell:
    known = [value for value in values if value is not None and math.isfinite(value)]
    if not known:
        return Cell(MISSING)
    low, high = percent(min(known)), percent(max(known))
    return Cell(percent(fmean(known)), f"{low}–{high}" if low != high else "")


def mean_and_range(values: Sequence[float | None]) -> Cell:
    """Mean in percent, and the range where it shows."""
    return _cell(values)


def _counts(values: Sequence[int]) -> str:
    low, high = min(values), max(values)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _ignored(told: Sequence[ProtocolFigures]) -> str:
    names = dict.fromkeys(name for one in told for name in one.ignored)
    return ", ".join(names) or "none"
