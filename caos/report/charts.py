"""Line charts as plain numbers: what `charts.html` needs to draw one as inline SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from caos.runs import Calibration, Curve

WIDTH: Final = 440
HEIGHT: Final = 330
LEFT, RIGHT, TOP, BOTTOM = 56, 424, 14, 282
"""The plot area inside the picture, SVG units."""

STYLES: Final = 6
"""Line styles of the style sheet (classes s0 .. s5); further series start over."""

_FIRST_RECALL: Final = 0.02
"""Precision at a lower recall rests on a handful of pixels and does not set the scale of the chart."""

_NOT_DRAWN: Final = ("epoch", "seconds")
_TICKS: Final = 5
_MOST_DECIMALS: Final = 5
_LARGE: Final = 1e6

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: label, range in data units, and the values that get a tick."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]

    def tick_label(self, value: float) -> str:
        """The value as short as the steps between ticks allow."""
        decimals = max(0, math.ceil(-math.log10(self.ticks[1] - self.ticks[0]) - 1e-9))
        if decimals > _MOST_DECIMALS or max(map(abs, self.ticks)) >= _LARGE:
            return f"{value:.1e}" if value else "0"
        return f"{value:.{decimals}f}"


@dataclass(frozen=True, slots=True)
class Series:
    """One line.

    Attributes:
        name: as in the legend.
        style: number of the style class.
        path: SVG path data.
        dots: points without neighbours, which a path would not show.
    """

    name: str
    style: int
    path: str
    dots: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick mark: its place along the axis in SVG units, and its label."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A dotted straight line in SVG units, and its name in the legend."""

    start: Point
    end: Point
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn; `summary` is the text for those who cannot see it."""

    title: str
    summary: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    series: tuple[Series, ...]
    references: tuple[Reference, ...]


def roc_chart(curves: Mapping[str, Curve]) -> Chart:
    """True against false positive rate, with the level at which FPR95 is read."""
    lines = {name: (_percent(curve.fpr), _percent(curve.tpr)) for name, curve in curves.items()}
    x = _percent_axis("false positive rate, %", 100.0)
    y = _percent_axis("true positive rate, %", 100.0)
    references = [((0.0, 95.0), (100.0, 95.0), "95 % found, where FPR95 is read")]
    summary = (
        f"True positive rate over false positive rate of {_listed(lines)}. Further up and left is better."
    )
    return _chart("ROC curves", summary, x, y, lines, references)


def precision_recall_chart(curves: Mapping[str, Curve], anomaly_share: float) -> Chart:
    """Precision against recall, with the precision of chance."""
    lines = {name: (_percent(curve.recall), _percent(curve.precision)) for name, curve in curves.items()}
    shown = [
        precision
        for recalls, precisions in lines.values()
        for recall, precision in zip(recalls, precisions, strict=True)
        if recall >= 100 * _FIRST_RECALL and math.isfinite(precision)
    ]
    x = _percent_axis("recall, %", 100.0)
    y = _percent_axis("precision, %", max([*shown, 100 * anomaly_share]))
    share = 100 * anomaly_share
    references = [((0.0, share), (100.0, share), f"chance, {share:.2g} %")]
    summary = f"Precision over recall of {_listed(lines)}. Further up and right is better."
    return _chart("Precision-recall curves", summary, x, y, lines, references)


def reliability_chart(split: str, calibration: Calibration) -> Chart:
    """Accuracy over confidence, bin by bin, with the diagonal of a network that knows how sure it may be."""
    bins = [one for one in calibration.bins if one[2] > 0]
    line = (_percent([one[0] for one in bins]), _percent([one[1] for one in bins]))
    x = _percent_axis("confidence, %", 100.0)
    y = _percent_axis("accuracy, %", 100.0)
    title = f"Reliability, {split}: ECE {100 * calibration.ece:.1f} %, RMS {100 * calibration.rms:.1f} %"
    summary = f"Accuracy over confidence on the {split} split. On the diagonal confidence equals accuracy."
    return _chart(title, summary, x, y, {split: line}, [((0.0, 0.0), (100.0, 100.0), "perfectly calibrated")])


def training_charts(training: Mapping[str, Sequence[float]]) -> list[Chart]:
    """One chart per column of the training log that changes with the epochs."""
    return [
        _training_chart(name, values)
        for name, values in training.items()
        if name not in _NOT_DRAWN and any(math.isfinite(value) for value in values)
    ]


def _training_chart(name: str, values: Sequence[float]) -> Chart:
    finite = [value for value in values if math.isfinite(value)]
    epochs = [float(epoch) for epoch in range(1, len(values) + 1)]
    title = name.replace("_", " ").replace("miou", "mIoU")
    x = Axis("epoch", 1.0, max(epochs[-1], 2.0), _epoch_ticks(len(values)))
    y = _nice_axis("", min(0.0, *finite), max(finite))
    summary = f"{title} over {len(values)} epochs, from {values[0]:.4g} to {values[-1]:.4g}."
    return _chart(title, summary, x, y, {name: (epochs, list(values))}, [])


def _chart(
    title: str,
    summary: str,
    x: Axis,
    y: Axis,
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    references: Sequence[tuple[Point, Point, str]],
) -> Chart:
    return Chart(
        title=title,
        summary=summary,
        x_label=x.label,
        y_label=y.label,
        x_ticks=tuple(Tick(_place((value, y.low), x, y)[0], x.tick_label(value)) for value in x.ticks),
        y_ticks=tuple(Tick(_place((x.low, value), x, y)[1], y.tick_label(value)) for value in y.ticks),
        series=tuple(
            _series(name, index % STYLES, list(zip(xs, ys, strict=True)), x, y)
            for index, (name, (xs, ys)) in enumerate(lines.items())
        ),
        references=tuple(
            Reference(_place(start, x, y), _place(end, x, y), label) for start, end, label in references
        ),
    )


def _series(name: str, style: int, points: Sequence[Point], x: Axis, y: Axis) -> Series:
    """The line through the points; one that is not finite leaves a gap."""
    pieces: list[list[Point]] = [[]]
    for point in points:
        if all(map(math.isfinite, point)):
            pieces[-1].append(_place(point, x, y))
        elif pieces[-1]:
            pieces.append([])
    path = " ".join("M" + " L".join(f"{px} {py}" for px, py in piece) for piece in pieces if len(piece) > 1)
    return Series(name, style, path, tuple(piece[0] for piece in pieces if len(piece) == 1))


def _place(point: Point, x: Axis, y: Axis) -> Point:
    """Data to SVG units, rounded to what a screen shows."""
    across = (point[0] - x.low) / (x.high - x.low)
    up = (point[1] - y.low) / (y.high - y.low)
    return round(LEFT + across * (RIGHT - LEFT), 1), round(BOTTOM - up * (BOTTOM - TOP), 1)


def _percent(values: Sequence[float]) -> list[float]:
    return [100 * value for value in values]


def _percent_axis(label: str, high: float) -> Axis:
    return _nice_axis(label, 0.0, min(high, 100.0))


def _nice_axis(label: str, low: float, high: float) -> Axis:
    """An axis that holds low and high, with ticks at 1, 2 or 5 times a power of ten."""
    # values that (nearly) agree still get ticks that floating point can tell apart
    span = max(high - low, 1e-9, 1e-6 * max(abs(low), abs(high)))
    step = _nice_step(span / _TICKS)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = tuple(index * step for index in range(first, last + 1))
    return Axis(label, ticks[0], ticks[-1], ticks)


def _nice_step(rough: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(rough))
    return power * next(factor for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def _epoch_ticks(epochs: int) -> tuple[float, ...]:
    """Whole epochs, some six of them, the first and the last included."""
    step = max(1, math.ceil(_nice_step(max(epochs - 1, 1) / 6)))
    inner = [float(epoch) for epoch in range(step, epochs, step) if epoch > 1 and epochs - epoch >= step / 2]
    return (1.0, *inner, float(max(epochs, 2)))


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names) or "no method"
