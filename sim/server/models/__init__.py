"""Models of everything that stands or moves in a town, and of nothing that does not belong there.

Scenery functions give a fresh mesh each call (callers cache); the origin is the centre of the footprint on
the ground. Long
things (hedge, fence, wall) run along x, things with a front face +x, `building` is `width` along y and
`depth` along x.
"""

from __future__ import annotations

from .actor import ActorModel
from .actors import ACTOR_MODELS
from .barriers import FENCE_KINDS, WALL_KINDS, fence, wall
from .buildings import BUILDING_STYLES, building
from .fleet import parked_car
from .furniture import bench, bus_stop, hydrant, litter_bin, mailbox, planter
from .materials import surface, texture
from .signs import SIGN_KINDS, traffic_sign
from .street import street_lamp, traffic_light
from .vegetation import BUSH_KINDS, GRASS_SIDE, TREE_SPECIES, bush, grass_fringe, grass_patch, hedge, tree

__all__ = [
    "ACTOR_MODELS",
    "BUILDING_STYLES",
    "BUSH_KINDS",
    "FENCE_KINDS",
    "GRASS_SIDE",
    "SIGN_KINDS",
    "TREE_SPECIES",
    "WALL_KINDS",
    "ActorModel",
    "bench",
    "building",
    "bus_stop",
    "bush",
    "fence",
    "grass_fringe",
    "grass_patch",
    "hedge",
    "hydrant",
    "litter_bin",
    "mailbox",
    "parked_car",
    "planter",
    "street_lamp",
    "surface",
    "texture",
    "traffic_light",
    "traffic_sign",
    "tree",
    "wall",
]
