"""Some forty placements looked at with FCL and Embree; `python -m benchmarks placements` takes hundreds."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("carla")
pytest.importorskip("fcl")
pytest.importorskip("open3d")

from benchmarks.placements import LIMIT, measure, scenario


def test_nothing_intersects_or_floats(catalogue: Path) -> None:
    rules = scenario(["Town05"], 20, seed=3, per_frame=[2, 2])
    found = measure(rules, catalogue)
    assert len(found.sink) == 40
    assert max(found.sink) <= LIMIT, found.touched
    assert max(found.gap) <= LIMIT, found.touched
    assert min(found.clearance) > 0.0, found.touched
    assert min(found.pixels) >= rules.anomalies.min_pixels
