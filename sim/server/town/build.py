"""Puts a town together: OpenDRIVE text, ground, scenery, spawn points and signals."""

from __future__ import annotations

from difflib import get_close_matches

import carla

from caos.errors import CaosError

from ..scene import Town
from .ground import ground, road_rasters, terrain_of
from .network import street_network
from .opendrive import parse
from .plans import PLANS
from .styles import style_of
from .traffic import signal_heads, spawn_points
from .writer import opendrive_text


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
    style = style_of(name)
    _, lanes = road_rasters(roads)
    terrain = terrain_of(roads, lanes)
    return Town(
        name=name,
        opendrive=text,
        spawn_points=spawn_points(roads),
        scenery=tuple(ground(roads, style.surfaces(), lanes, terrain)),
        signals=signal_heads(roads),
    )
