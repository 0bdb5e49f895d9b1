"""Curves, rasters and strips on small inputs."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from caos.sim.server.town.curves import Start, rounded, turn_between
from caos.sim.server.town.ground import tiles
from caos.sim.server.town.plans import PLANS
from caos.sim.server.town.raster import Raster, rectangle
from caos.sim.server.town.strips import dashed_ribbon, ribbon, strip_mesh
from caos.sim.server.town.surfaces import Surface
from hypothesis import example, given
from hypothesis import strategies as st

from caos.meshes import Material

ROAD = Surface(Material((0.2, 0.2, 0.2)), 1)
PAINT = Surface(Material((0.9, 0.9, 0.9)), 24)


@given(
    along=st.floats(8.0, 40.0),
    aside=st.floats(-15.0, 15.0),
    turn=st.floats(-2.0, 2.0),
    heading=st.floats(-3.0, 3.0),
)
@example(along=13.0, aside=3.707987712365139e-06, turn=0.0, heading=0.0)
def test_turn_reaches_its_end_smoothly(along: float, aside: float, turn: float, heading: float) -> None:
    start = Start(3.0, -4.0, heading)
    moved = start.ahead(along, aside)
    end = Start(moved.x, moved.y, heading + turn)
    legs = turn_between(start, end)
    for leg, following in pairwise(legs):
        assert math.dist((leg.end.x, leg.end.y), (following.start.x, following.start.y)) < 1e-6
        assert math.cos(leg.end.heading - following.start.heading) == pytest.approx(1.0, abs=1e-9)
    last = legs[-1].end
    assert math.dist((last.x, last.y), (end.x, end.y)) < 1e-6
    assert math.cos(last.heading - end.heading) == pytest.approx(1.0, abs=1e-9)
    assert all(leg.length > 0 for leg in legs)


def test_rounded_polyline() -> None:
    legs = rounded([(0.0, 0.0), (50.0, 0.0), (50.0, 40.0)], 10.0, 5.0, 6.0)
    assert [leg.length for leg in legs] == pytest.approx([35.0, 5.0 * math.pi, 24.0])
    assert legs[1].curvature == pytest.approx(0.1)
    assert (legs[0].start.x, legs[-1].end.y) == pytest.approx((5.0, 34.0))
    with pytest.raises(ValueError, match="no room"):
        rounded([(0.0, 0.0), (10.0, 0.0)], 10.0, 6.0, 6.0)


@pytest.mark.parametrize("name", PLANS)
def test_streets_run_between_junctions(name: str) -> None:
    plan = PLANS[name]()
    degree = dict.fromkeys(plan.nodes, 0)
    for street in plan.streets:
        degree[street.nodes[0]] += 1
        degree[street.nodes[-1]] += 1
        for bend in street.nodes[1:-1]:
            degree[bend] += 2
    assert min(degree.values()) >= 2
    assert all(degree[street.nodes[end]] >= 3 for street in plan.streets for end in (0, -1))


@given(
    x=st.floats(2.0, 38.0), y=st.floats(2.0, 28.0), yaw=st.floats(-3.1, 3.1),
    length=st.floats(0.5, 9.0), width=st.floats(0.5, 9.0)
)  # fmt: skip
def test_raster_never_misses_what_lies_inside(
    x: float, y: float, yaw: float, length: float, width: float
) -> None:
    raster = Raster(np.zeros(2), np.array([40.0, 30.0]))
    raster.fill([rectangle(np.array([20.0, 15.0]), 0.3, 10.0, 6.0)])
    probe = rectangle(np.array([x, y]), yaw, length, width)
    local = np.stack(np.meshgrid(np.linspace(-0.5, 0.5, 9), np.linspace(-0.5, 0.5, 9)), axis=-1).reshape(
        -1, 2
    )
    turn = np.array([[np.cos(yaw), np.sin(yaw)], [-np.sin(yaw), np.cos(yaw)]])
    inside = (local * (length, width)) @ turn + (x, y)
    back = (inside - (20.0, 15.0)) @ np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    if (np.abs(back) < (5.0, 3.0)).all(axis=1).any():
        assert raster.touches(probe)


def test_raster_outside_is_free() -> None:
    raster = Raster(np.zeros(2), np.array([10.0, 10.0]))
    raster.fill([rectangle(np.array([5.0, 5.0]), 0.0, 30.0, 30.0)])
    assert raster.at(np.array([[5.0, 5.0], [-50.0, 5.0], [5.0, 99.0]])).tolist() == [True, False, False]
    for centre in ((-80.0, 5.0), (5.0, 80.0), (90.0, -90.0)):
        assert not raster.touches(rectangle(np.array(centre), 0.7, 5.0, 5.0))


def test_raster_grown() -> None:
    raster = Raster(np.zeros(2), np.array([40.0, 40.0]))
    raster.fill([rectangle(np.array([20.0, 20.0]), 0.0, 0.2, 0.2)])
    wider = raster.grown(5.0)
    assert wider.at(np.array([[24.5, 20.0], [20.0, 15.5], [23.0, 23.0]])).all()
    assert not wider.at(np.array([[26.5, 20.0], [24.5, 24.5]])).any()


def test_strip_mesh_of_dashes() -> None:
    x = np.arange(5.0)
    left, right = (np.stack([x, np.full(5, y), np.zeros(5)], axis=1) for y in (0.0, 0.2))
    mask = np.array([True, False, True, False])
    mesh = strip_mesh(
        [dashed_ribbon(left, right, PAINT, ROAD, mask), ribbon(right, left + np.array([0, 3, 0]), ROAD)]
    )
    assert mesh.face_tag.tolist() == [24, 24, 1, 1, 24, 24, 1, 1, *[1] * 8]
    assert (mesh.normals == (0.0, 0.0, 1.0)).all()
    corners = mesh.positions[mesh.faces]
    area = 0.5 * np.abs(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2])
    assert area.sum() == pytest.approx(4 * 3.0, rel=1e-6)


def test_tiles_keep_every_face() -> None:
    x = np.linspace(-200.0, 200.0, 60)
    left, right = (np.stack([x, np.full(60, y), np.zeros(60)], axis=1) for y in (0.0, 100.0))
    mesh = strip_mesh([ribbon(left, right, ROAD)])
    parts = tiles(mesh)
    assert len(parts) > 5
    assert sum(len(part.faces) for part in parts) == len(mesh.faces)
    together = np.concatenate([part.positions[part.faces] for part in parts])
    assert np.unique(together, axis=0).shape == np.unique(mesh.positions[mesh.faces], axis=0).shape
