"""What stands behind the tables: tests, components, slices, false alarms, calibration; ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from caos.runs import Comparison, MethodFigures, ProtocolFigures, Result, Slice

from .charts import STYLES, Chart, reliability_chart
from .tables import COLUMNS, MISSING, Cell, interval_text, p_value_text, percent, points, points_interval

_ALWAYS: Final = ("max_logit", "msp")
"""Detectors that everybody looks for, however they fare."""

_HEADINGS: Final = {column.field: column.heading for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Test:
    """One paired test in words; `verdict` says "no verdict" unless the interval leaves out zero."""

    protocol: str
    figure: str
    pair: str
    difference: str
    interval: str
    p_value: str
    verdict: str


@dataclass(frozen=True, slots=True)
class SliceLine:
    """One part of the test split under one detector.

    `whisker` is the 95 % interval of the AUROC and `dot` its value, as places in [0, 1] of the axis from
    chance (0.5) to 1; None where there is none.
    """

    value: str
    images: int
    anomalies: str
    cells: tuple[Cell, ...]
    dot: float | None
    whisker: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A property by which the test split is cut: detector -> lines."""

    name: str
    description: str
    lines: Mapping[str, Sequence[SliceLine]]


@dataclass(frozen=True, slots=True)
class AlarmTable:
    """Shares of normal pixels called anomalous at 95 % recall: (row, [(text, depth of colour in [0, 1])])."""

    methods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    heat_maps: Mapping[str, str]
    """Detector -> file of its false alarms by place, where there is one."""


@dataclass(frozen=True, slots=True)
class ComponentTable:
    """Component figures under one protocol: (method, cells of sIoU, PPV, F1*)."""

    protocol: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """All of it; what a result lacks is empty."""

    tests: Sequence[Test]
    components: Sequence[ComponentTable]
    slices: Sequence[SliceTable]
    alarms: AlarmTable | None
    reliability: Sequence[Chart]
    open_miou: Mapping[str, Mapping[str, str]]


def details(result: Result) -> Details:
    """Everything but the main tables, the curves and the gallery."""
    calibration = {split: told.calibration for split, told in result.segmentation.items()}
    return Details(
        tests=[_test(one) for one in result.comparisons],
        components=[_components(name, told) for name, told in result.protocols.items() if told.components],
        slices=[_slice_table(one) for one in result.slices],
        alarms=_alarms(result) if result.false_positives else None,
        reliability=[reliability_chart(split, one) for split, one in calibration.items() if one is not None],
        open_miou={
            split: {name: percent(value) for name, value in told.open_miou.items()}
            for split, told in result.segmentation.items()
            if told.open_miou
        },
    )


def leading(result: Result, most: int = STYLES) -> tuple[str, ...]:
    """The detectors to draw: by AUROC under the first protocol, MaxLogit and MSP in any case."""
    if not result.protocols:
        return tuple(result.curves)[:most]
    methods = next(iter(result.protocols.values())).methods
    ranked = sorted(methods, key=lambda name: (-methods[name].auroc, name))
    always = [name for name in _ALWAYS if name in methods]
    chosen = [name for name in ranked if name not in always][: most - len(always)]
    return tuple(name for name in ranked if name in always or name in chosen)


def _test(one: Comparison) -> Test:
    other = one.second if one.better == one.first else one.first
    return Test(
        protocol=one.protocol,
        figure=_HEADINGS.get(one.figure, one.figure),
        pair=f"{one.first} against {one.second}",
        difference=points(one.difference),
        interval=points_interval(one.interval),
        p_value=p_value_text(one.p_value),
        verdict=f"{one.better} better than {other}" if one.better else "no verdict",
    )


def _components(protocol: str, told: ProtocolFigures) -> ComponentTable:
    rows = [
        (
            name,
            tuple(
                Cell(percent(getattr(one, field)), interval_text(one.intervals.get(field)))
                for field in ("siou", "ppv", "f1")
            ),
        )
        for name, one in told.components.items()
    ]
    return ComponentTable(protocol, tuple(rows))


def _slice_table(one: Slice) -> SliceTable:
    methods = list(dict.fromkeys(name for row in one.rows for name in row.methods))
    lines = {
        name: [
            _line(row.value, row.images, row.anomalies, row.methods[name])
            for row in one.rows
            if name in row.methods
        ]
        for name in methods
    }
    return SliceTable(one.name, one.description, lines)


def _line(value: str, images: int, anomalies: int | None, figures: MethodFigures) -> SliceLine:
    interval = figures.intervals.get("auroc")
    return SliceLine(
        value=value,
        images=images,
        anomalies=MISSING if anomalies is None else str(anomalies),
        cells=tuple(
            Cell(percent(getattr(figures, column.field)), interval_text(figures.intervals.get(column.field)))
            for column in COLUMNS
        ),
        dot=_above_chance(figures.auroc),
        whisker=None if interval is None else (_above_chance(interval[0]), _above_chance(interval[1])),
    )


def _above_chance(auroc: float) -> float:
    return min(max(2 * auroc - 1, 0.0), 1.0)


def _alarms(result: Result) -> AlarmTable:
    told = {name: result.false_positives[name] for name in leading(result) if name in result.false_positives}
    classes = list(dict.fromkeys(name for one in told.values() for name in one.by_class))
    shares = {name: [one.by_class.get(name) for one in told.values()] for name in classes}
    shares["near a border of classes"] = [one.boundary for one in told.values()]
    shares["away from borders"] = [one.interior for one in told.values()]
    rows = [
        (name, tuple((percent(value), value or 0.0) for value in values)) for name, values in shares.items()
    ]
    heat_maps = {name: one.heat_map for name, one in told.items() if one.heat_map is not None}
    return AlarmTable(tuple(told), tuple(rows), heat_maps)
