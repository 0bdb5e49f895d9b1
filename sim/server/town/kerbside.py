"""What stands on sidewalks and beside lanes: signals, lamps, trees, signs, street furniture, parked cars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ..scene import SignalHead
from .frontage import Frontage
from .roads import Road, Section
from .site import CAR, LAMP, LIGHT, PROP, SIGN, TREE, Site
from .stock import Stock
from .styles import Style
from .surfaces import KERB_HEIGHT

KERB_SIDE: Final = 0.8  # metres from the kerb to the middle of lamps, signs and trees
TRUNK_IN_STREET: Final = 0.4
NARROW: Final = 1.9  # sidewalks below this stay free of trees
BARE_EDGE: Final = 1.3  # metres beside a road without a sidewalk
SIGN_SPACING: Final = 55.0
PARKING_SLOT: Final = 6.4
PARKING_CLEAR: Final = 9.0  # metres before a junction without parked cars
PARKING_WIDTH: Final = 1.8
ENDS_CLEAR: Final = 7.0  # metres before a junction without furniture
KERB_CLEAR: Final = 0.6  # metres of sidewalk between kerb and furniture
AT_THE_BACK: Final = frozenset({"bench", "bus_stop", "planter"})


def put_signals(site: Site, heads: Sequence[SignalHead], stock: Stock) -> None:
    """The meshes of lights and signs."""
    for head in heads:
        point, yaw = np.array(head.pose.location), float(np.radians(head.pose.rotation[1]))
        point[2] += KERB_HEIGHT
        if head.type_id == "traffic.traffic_light":
            site.add(LIGHT, stock.light, point, yaw)
        else:
            site.add(SIGN, stock.signs[_sign_kind(head.type_id, stock)], point, yaw)


def _sign_kind(type_id: str, stock: Stock) -> str:
    """The sign of an actor type: its own, or for "traffic.speed_limit.40" the nearest speed."""
    if not type_id.startswith("traffic.speed_limit."):
        return type_id.removeprefix("traffic.")
    wanted = float(type_id.rsplit(".", 1)[1])
    speeds = [kind for kind in stock.signs if kind.startswith("speed_")]
    return min(speeds, key=lambda kind: abs(float(kind.removeprefix("speed_")) - wanted))


def furnish_kerbs(
    site: Site, sides: Sequence[Frontage], stock: Stock, style: Style, rng: np.random.Generator
) -> None:
    """Lamps, signs, benches and the like, then trees in the room that is left."""
    for number, side in enumerate(sides):
        _put_lamps(site, side, stock, style, 0.5 * (number % 2))
        _put_signs(site, side, stock, rng)
        for name, spacing in style.furniture:
            _put_furniture(site, side, stock, name, spacing, rng)
        if style.street_tree_spacing > 0:
            _put_trees(site, side, stock, style, rng)


def _put_lamps(site: Site, side: Frontage, stock: Stock, style: Style, phase: float) -> None:
    for along in np.arange(4.0 + phase * style.lamp_spacing, side.length - 2.0, style.lamp_spacing):
        kerb = side.at(side.kerb, along)
        point, facing, _ = side.place(along, _lamp_line(kerb))
        point[2] += KERB_HEIGHT
        site.put(LAMP, stock.lamp, point, facing, keep_off=site.asphalt, ground=0.3)


def _lamp_line(kerb: float) -> float:
    """Metres inside the street's edge where lamps and signs stand: near the kerb, else just outside."""
    return kerb - KERB_SIDE if kerb > KERB_SIDE else -BARE_EDGE


def _put_signs(site: Site, side: Frontage, stock: Stock, rng: np.random.Generator) -> None:
    """Signs that bind nobody's lane by OpenDRIVE: parking, priority, no entry into drives."""
    for along in np.arange(float(rng.uniform(18.0, 40.0)), side.length - ENDS_CLEAR, SIGN_SPACING):
        kind = str(rng.choice(["parking", "priority", "no_entry"], p=[0.45, 0.4, 0.15]))
        kerb = side.at(side.kerb, along)
        point, _, traffic = side.place(along, _lamp_line(kerb))
        point[2] += KERB_HEIGHT
        site.put(SIGN, stock.signs[kind], point, traffic + np.pi, keep_off=site.asphalt)


def _put_furniture(
    site: Site, side: Frontage, stock: Stock, name: str, spacing: float, rng: np.random.Generator
) -> None:
    along = float(rng.uniform(ENDS_CLEAR, ENDS_CLEAR + spacing))
    while along < side.length - ENDS_CLEAR:
        kerb = side.at(side.kerb, along)
        depth = float(np.ptp(stock.furniture[name].positions[:, 0]))
        inward = 0.5 * depth + 0.15 if name in AT_THE_BACK else kerb - 0.5 * depth - KERB_CLEAR
        if kerb > depth + 2 * KERB_CLEAR:
            point, facing, _ = side.place(along, inward)
            point[2] += KERB_HEIGHT
            site.put(PROP, stock.furniture[name], point, facing, keep_off=site.asphalt, margin=0.1)
        along += spacing * float(rng.uniform(0.7, 1.3))


def _put_trees(site: Site, side: Frontage, stock: Stock, style: Style, rng: np.random.Generator) -> None:
    chosen = rng.permutation(len(stock.street_trees))[:2]
    for along in np.arange(9.0, side.length - 8.0, style.street_tree_spacing):
        at = float(along + rng.uniform(-1.5, 1.5))
        kerb, strip = side.at(side.kerb, at), side.at(side.strip, at)
        walk = kerb - strip
        if strip >= 1.0:
            inward, lift = walk + strip / 2, 0.1
        elif walk >= NARROW:
            inward, lift = kerb - KERB_SIDE, KERB_HEIGHT
        else:
            inward, lift = -BARE_EDGE, 0.0
        point, _, _ = side.place(at, inward)
        point[2] += lift
        mesh = stock.street_trees[int(rng.choice(chosen))]
        site.put(
            TREE,
            mesh,
            point,
            float(rng.uniform(-np.pi, np.pi)),
            keep_off=site.asphalt,
            ground=TRUNK_IN_STREET,
        )


def park_cars(
    site: Site, roads: Sequence[Road], stock: Stock, style: Style, rng: np.random.Generator
) -> None:
    """Cars on the parking lanes, headed like the traffic beside them."""
    for road in roads:
        for section in road.sections:
            for index, lane in enumerate(section.lanes):
                if lane.kind == "parking" and not road.junction:
                    _park_along(site, road, section, index, stock, style, rng)


def _park_along(
    site: Site, road: Road, section: Section, index: int, stock: Stock, style: Style, rng: np.random.Generator
) -> None:
    s = np.arange(section.start + PARKING_CLEAR, section.end - PARKING_CLEAR, PARKING_SLOT)
    if not len(s):
        return
    t = section.boundaries(s)
    turn = np.pi if section.lanes[index].id > 0 else 0.0
    points, yaws = road.points(s, 0.5 * (t[index] + t[index + 1])), road.yaw(s) + turn
    for point, yaw, width in zip(points, yaws, t[index] - t[index + 1], strict=True):
        taken = rng.random() < style.parked
        car = stock.cars[rng.integers(len(stock.cars))]
        shift = float(rng.uniform(-0.5, 0.5))
        if taken and width >= PARKING_WIDTH:
            moved = point + shift * np.array([np.cos(yaw), np.sin(yaw), 0.0])
            site.put(CAR, car, moved, float(yaw + rng.normal(0.0, 0.012)), margin=0.15)
