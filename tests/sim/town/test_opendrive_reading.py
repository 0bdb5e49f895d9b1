"""Our reading of OpenDRIVE against CARLA's, and refusals."""

from __future__ import annotations

import math
from pathlib import Path

import carla
import numpy as np
import pytest
from caos.sim.server.scene import Town
from caos.sim.server.town import town_from_opendrive
from caos.sim.server.town.opendrive import parse
from caos.sim.server.town.roads import Cubics, Piece, Road

from caos.errors import CaosError

MAPS = Path(__file__).parents[4] / "shared" / "maps"


def assert_agrees_with_carla(name: str, text: str) -> None:
    roads = {road.id: road for road in parse(name, text)}
    for waypoint in carla.Map(name, text).generate_waypoints(6.0):
        road = roads[str(waypoint.road_id)]
        section = road.section_at(waypoint.s)
        s = np.array([waypoint.s])
        edges = section.boundaries(s)[:, 0]
        place = [lane.id for lane in section.lanes].index(waypoint.lane_id)
        point = road.points(s, np.array([0.5 * (edges[place] + edges[place + 1])]))[0]
        at = waypoint.transform.location
        assert math.dist(point, (at.x, at.y, at.z)) < 1e-3
        assert edges[place] - edges[place + 1] == pytest.approx(waypoint.lane_width, abs=1e-3)


def test_generated_towns_agree(town: Town) -> None:
    assert_agrees_with_carla(town.name, town.opendrive)


@pytest.mark.parametrize("name", ["Town02", "Town07"])
def test_real_maps_agree(name: str) -> None:
    path = MAPS / f"{name}.xodr"
    if not path.exists():
        pytest.skip(f"no {path}")
    assert_agrees_with_carla(name, path.read_text())


def road_of(piece: Piece) -> Road:
    none = Cubics(np.zeros(0), np.zeros((0, 4)))
    return Road("1", "", ("", ""), piece.length, (piece,), none, (), (), ())


def test_spiral_turns_as_its_curvature_says() -> None:
    """Against many small steps."""
    road = road_of(Piece(0.0, 3.0, -2.0, 0.4, 60.0, "spiral", (0.0, 0.03)))
    steps = np.linspace(0.0, 60.0, 200_001)
    heading = 0.4 + 0.5 * 0.03 / 60.0 * steps**2
    width = np.diff(steps)
    middle = 0.5 * (heading[1:] + heading[:-1])
    x, y, end = road.line(np.array([60.0]))
    assert x[0] == pytest.approx(3.0 + (width * np.cos(middle)).sum(), abs=1e-6)
    assert y[0] == pytest.approx(-2.0 + (width * np.sin(middle)).sum(), abs=1e-6)
    assert end[0] == pytest.approx(heading[-1])


@pytest.mark.parametrize("normalized", [True, False])
def test_parametric_cubic(normalized: bool) -> None:
    u, v = (0.0, 8.0, 1.0, -0.5), (0.0, 0.0, 2.0, 0.3)
    road = road_of(Piece(0.0, 0.0, 0.0, 0.0, 10.0, "paramPoly3", (*u, *v, float(normalized))))
    p = 0.7 if normalized else 7.0
    x, y, heading = road.line(np.array([7.0]))
    assert x[0] == pytest.approx(np.polyval(u[::-1], p))
    assert y[0] == pytest.approx(np.polyval(v[::-1], p))
    slope = [np.polyval(np.polyder(row[::-1]), p) for row in (u, v)]
    assert heading[0] == pytest.approx(math.atan2(slope[1], slope[0]))


def test_cubics_change_at_their_starts() -> None:
    cubics = Cubics(np.array([0.0, 10.0]), np.array([[1.0, 2.0, 0.0, 0.0], [5.0, 0.0, 1.0, 0.0]]))
    assert cubics(np.array([0.0, 4.0, 10.0, 13.0])).tolist() == [1.0, 9.0, 5.0, 14.0]


BAD = {
    "no XML": ("road", "not readable as OpenDRIVE XML"),
    "empty": ("", "not readable as OpenDRIVE XML"),
    "another format": ("<kml/>", "root element is <kml>"),
    "no roads": ("<OpenDRIVE/>", "no <road>"),
    "no lanes": ('<OpenDRIVE><road id="7" length="5"/></OpenDRIVE>', "road 7 cannot be read"),
    "no number": ('<OpenDRIVE><road id="7" length="long"/></OpenDRIVE>', "road 7 cannot be read"),
    "no geometry": (
        '<OpenDRIVE><road id="7" length="5"><lanes><laneSection s="0"/></lanes></road></OpenDRIVE>',
        "road 7 cannot be read",
    ),
}


GOOD = """<OpenDRIVE><header revMajor="1" revMinor="4"/><road id="7" length="{length}" junction="-1"><link/>
<planView><geometry s="0" x="{x}" y="0" hdg="0" length="{length}"><line/></geometry></planView>
<lanes><laneSection s="0"><center><lane id="0" type="none"/></center><right><lane id="-1" type="driving">
<width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></right></laneSection></lanes></road></OpenDRIVE>"""
BAD |= {
    "not a number": (GOOD.format(x="nan", length="50"), "not finite"),
    "no length": (GOOD.format(x="1", length="0"), "refuses"),
    "a continent": (GOOD.format(x="1", length="1e6"), "1000.0 km"),
}


def test_smallest_map() -> None:
    """One lane, no elevation, no marks, no junction."""
    town = town_from_opendrive("mine", GOOD.format(x="1", length="50"))
    assert len(town.spawn_points) == 2


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_unreadable_maps_are_refused(text: str, message: str) -> None:
    with pytest.raises(CaosError, match=message) as caught:
        town_from_opendrive("mine", text)
    assert "mine" in str(caught.value)
    assert "\n" not in str(caught.value)
