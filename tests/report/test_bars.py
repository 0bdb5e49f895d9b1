"""Counts as bars, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caos.report.bars import counted, histogram

EDGES = (0.0, 1.0, 2.5, 10.0)


@given(st.lists(st.floats(-5.0, 20.0)))
def test_a_histogram_counts_every_value_once(values: list[float]) -> None:
    chart = histogram("t", "n", values, EDGES, "m")
    inside = {bar.label: bar.count for bar in chart.bars}
    expected = np.histogram([v for v in values if 0.0 <= v < 10.0], bins=EDGES)[0]
    assert [inside[name] for name in ("0 to 1 m", "1 to 2.5 m", "2.5 to 10 m")] == expected.tolist()
    assert inside.get("below 0 m", 0) == sum(value < 0.0 for value in values)
    assert inside.get("10 and more m", 0) == sum(value >= 10.0 for value in values)
    assert sum(inside.values()) == len(values)


def test_open_ends_show_only_when_needed() -> None:
    assert len(histogram("t", "n", [0.5], EDGES, "").bars) == 3


@pytest.mark.parametrize("edges", [(), (1.0,), (1.0, 1.0), (2.0, 1.0)])
def test_edges_must_ascend(edges: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="two edges or more, ascending"):
        histogram("t", "n", [], edges, "")


def test_names_are_counted_most_frequent_first_then_by_name() -> None:
    chart = counted("t", "n", ["b", "c", "a", "c"])
    assert [(bar.label, bar.count, bar.share, bar.length) for bar in chart.bars] == [
        ("c", 2, 0.5, 1.0),
        ("a", 1, 0.25, 0.5),
        ("b", 1, 0.25, 0.5),
    ]
    assert [bar.label for bar in counted("t", "n", "bcac", by_count=False).bars] == ["a", "b", "c"]
    assert counted("t", "n", []).bars == ()
