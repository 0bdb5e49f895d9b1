"""Puts a town together: OpenDRIVE text, ground, scenery, spawn points and signals."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import carla
import numpy as np

from caos.errors import CaosError

from ..scene import SignalHead, Town
from .frontage import frontages
from .ground import Terrain, ground, road_rasters, terrain_of
from .kerbside import furnish_kerbs, park_cars, put_signals
from .medians import plant_medians
from .network import street_network
from .opendrive import parse
from .plans import PLANS
from .plots import build_plots
from .raster import Raster
from .roads import Road
from .site import Site
from .stock import stock_of
from .styles import Style, style_of
from .surroundings import HORIZON, plant_blocks, raise_skyline
from .traffic import signal_heads, spawn_points
from .writer import opendrive_text

MAX_SPAN: Final = 10_000.0
"""Metres; larger maps would need more memory than their occupancy pictures are worth."""


def town_names() -> tuple[str, ...]:
    """Names of the generated towns, in order."""
    return tuple(PLANS)


def build_town(name: str) -> Town:
    """A generated town; the same name gives the same town, byte for byte.

    Args:
        name: one of `town_names()`.

    Raises:
        CaosError: no such town.
    """
    if name not in PLANS:
        nearest = get_close_matches(name, PLANS, n=1, cutoff=0.0)[0]
        raise CaosError(f"unknown town {name!r}; did you mean {nearest!r}? known: {', '.join(PLANS)}")
    return town_from_opendrive(name, opendrive_text(street_network(PLANS[name]())))


def town_from_opendrive(name: str, text: str) -> Town:
    """Ground and scenery for any OpenDRIVE map.

    Args:
        name: of the map; the scenery is in the style of the generated town of that name, if there is one.
        text: OpenDRIVE 1.4.

    Raises:
        CaosError: the text cannot be read, here or by CARLA's own parser.
    """
    roads = parse(name, text)
    try:
        carla.Map(name, text)
    except RuntimeError as error:
        raise CaosError(
            f"map {name}: CARLA's parser refuses the OpenDRIVE text ({error}); mend the file"
        ) from None
    _check_extent(name, roads)
    style = style_of(name)
    asphalt, lanes = road_rasters(roads)
    terrain = terrain_of(roads, lanes)
    heads = signal_heads(roads)
    site = Site(asphalt, lanes, Raster.around(lanes, HORIZON))
    _furnish(site, roads, heads, terrain, style, np.random.default_rng(zlib.crc32(name.encode())))
    return Town(
        name=name,
        opendrive=text,
        spawn_points=spawn_points(roads),
        scenery=(*ground(roads, style.surfaces(), lanes, terrain), *site.items),
        signals=heads,
    )


def _check_extent(name: str, roads: Sequence[Road]) -> None:
    points = np.concatenate(
        [road.points(s, 0.0 * s) for road in roads for s in (np.linspace(0, road.length, 9),)]
    )
    span = float(np.ptp(points[:, :2], axis=0).max())
    if span > MAX_SPAN:
        raise CaosError(
            f"map {name}: spans {span / 1e3:.1f} km, at most {MAX_SPAN / 1e3:.0f} km fit; cut it into parts"
        )


def _furnish(
    site: Site,
    roads: Sequence[Road],
    heads: Sequence[SignalHead],
    terrain: Terrain,
    style: Style,
    rng: np.random.Generator,
) -> None:
    """All scenery, most binding first: what comes later keeps off what stands."""
    stock = stock_of(style, rng)
    sides = frontages(roads)
    put_signals(site, heads, stock)
    park_cars(site, roads, stock, style, rng)
    build_plots(site, sides, stock, style, rng)
    furnish_kerbs(site, sides, stock, style, rng)
    plant_medians(site, roads, stock, style, rng)
    plant_blocks(site, terrain, stock, style, rng)
    raise_skyline(site, terrain, stock, rng)
