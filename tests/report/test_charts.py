from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caos.report import charts
from caos.runs import Curve

UNIT = st.floats(0, 1)


@given(st.lists(st.tuples(UNIT, UNIT), min_size=2, max_size=20), UNIT)
def test_curves_stay_in_their_frame(points: list[tuple[float, float]], share: float) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    curves = {"a": Curve(fpr=xs, tpr=ys, recall=xs, precision=ys)}
    for chart in (charts.roc_chart(curves), charts.precision_recall_chart(curves, share)):
        coordinates = [float(value) for value in re.findall(r"[-\d.]+", chart.series[0].path)]
        assert len(coordinates) == 2 * len(points)
        assert all(charts.LEFT <= x <= charts.RIGHT for x in coordinates[::2])
    roc = [float(value) for value in re.findall(r"[-\d.]+", charts.roc_chart(curves).series[0].path)]
    assert all(charts.TOP <= y <= charts.BOTTOM for y in roc[1::2])


def test_corners_of_the_roc() -> None:
    curve = Curve(fpr=[0, 0, 1], tpr=[0, 1, 1], recall=[0, 1], precision=[1, 1])
    path = charts.roc_chart({"perfect": curve}).series[0].path
    left, right, top, bottom = (float(v) for v in (charts.LEFT, charts.RIGHT, charts.TOP, charts.BOTTOM))
    assert path == f"M{left} {bottom} L{left} {top} L{right} {top}"


def test_precision_scale_follows_the_curves_and_not_their_first_pixels() -> None:
    curve = Curve(fpr=[0, 1], tpr=[0, 1], recall=[0.0, 0.001, 0.5, 1.0], precision=[1.0, 0.9, 0.08, 0.01])
    chart = charts.precision_recall_chart({"a": curve}, 0.01)
    assert [tick.label for tick in chart.y_ticks] == ["0", "2", "4", "6", "8"]
    assert [tick.label for tick in chart.x_ticks] == ["0", "20", "40", "60", "80", "100"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
@example([-928614.1094489911])
@example([1e6, 1e6 - 1e-3])
def test_training_axes_hold_all_values(values: list[float]) -> None:
    chart = charts.training_charts({"loss": values})[0]
    drawn = chart.series[0].path or " ".join(f"{x} {y}" for x, y in chart.series[0].dots)
    ys = [float(value) for value in re.findall(r"[-\d.]+", drawn)][1::2]
    assert all(charts.TOP <= y <= charts.BOTTOM for y in ys)
    assert 2 <= len(chart.y_ticks) <= 12


@pytest.mark.parametrize("epochs", [1, 2, 3, 7, 12, 20, 100])
def test_epoch_ticks_are_whole_and_apart(epochs: int) -> None:
    ticks = [int(tick.label) for tick in charts.training_charts({"loss": [1.0] * epochs})[0].x_ticks]
    assert ticks[0] == 1
    assert ticks[-1] == max(epochs, 2)
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 9


def test_small_values_have_short_labels() -> None:
    chart = charts.training_charts({"learning_rate": [0.0002, 0.0001]})[0]
    assert [tick.label for tick in chart.y_ticks] == ["0.00000", "0.00005", "0.00010", "0.00015", "0.00020"]


@given(st.floats(1e-12, 1e12))
def test_labels_differ_and_fit(top: float) -> None:
    labels = [tick.label for tick in charts.training_charts({"loss": [0.0, top]})[0].y_ticks]
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 8
