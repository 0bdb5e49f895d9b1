"""Lamps and traffic lights."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from caos.meshes import Lamps, Light, Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, cylinder, lathe, place, quads, tube

from .materials import DARK_STEEL, STEEL, TAG

_LAMP_GLASS = Material((0.95, 0.90, 0.78), roughness=0.3, emission=8.0, lamp=Lamps.STREET)
_WARM = (1.0, 0.78, 0.50)
_HOUSING = Material((0.07, 0.08, 0.08), roughness=0.55)
_LENSES = {
    Lamps.SIGNAL_RED: Material((0.36, 0.02, 0.015), 0.25, emission=14.0, lamp=Lamps.SIGNAL_RED),
    Lamps.SIGNAL_YELLOW: Material((0.36, 0.22, 0.02), 0.25, emission=14.0, lamp=Lamps.SIGNAL_YELLOW),
    Lamps.SIGNAL_GREEN: Material((0.02, 0.30, 0.14), 0.25, emission=16.0, lamp=Lamps.SIGNAL_GREEN),
}
"""The lenses from the top down."""


def street_lamp(height: float) -> Mesh:
    """A tapering mast with an arm of about 1.8 m towards +x, tagged Poles; its lamp is `Lamps.STREET`."""
    poles = TAG["Poles"]
    bend = np.linspace(0, math.pi / 2, 6)
    reach = 1.5
    arm = np.stack([reach * (1 - np.cos(bend)), 0 * bend, height - 0.75 + 0.75 * np.sin(bend)], axis=1)
    path = np.concatenate([[(0, 0, 0), (0, 0, height * 0.5)], arm])
    width = np.concatenate([[0.095, 0.075], np.linspace(0.06, 0.04, len(arm))])
    head = lathe(
        [(0.02, 0.0), (0.10, 0.02), (0.13, 0.06), (0.10, 0.11), (0.02, 0.13)],
        DARK_STEEL,
        segments=12,
        tag=poles,
    )
    stretched = place(head, (reach + 0.28, 0, height - 0.09), scale=(2.9, 1.1, 1.0))
    lens = box((0.5, 0.17, 0.03), _LAMP_GLASS, at=(reach + 0.28, 0, height - 0.10), tag=poles)
    foot = cylinder(0.17, 0.55, STEEL, top=0.12, segments=12, tag=poles)
    light = Light((reach + 0.28, 0.0, height - 0.12), (0.0, 0.0, -1.0), _WARM, 1.0, 26.0, 80.0, Lamps.STREET)
    mast = tube(path, width, STEEL, sides=10, up=(0, 1, 0), tag=poles)
    return replace(merge([mast, stretched, lens, foot]), lights=(light,))


def traffic_light() -> Mesh:
    """A light on a 2.6 m pole at the origin, facing +x; the pole tagged Poles, the head TrafficLight.

    Its lenses shine while `Lamps.SIGNAL_RED`, `SIGNAL_YELLOW` or `SIGNAL_GREEN` is on.
    """
    poles = TAG["Poles"]
    parts = [
        cylinder(0.065, 3.5, DARK_STEEL, segments=12, tag=poles),
        cylinder(0.14, 0.35, DARK_STEEL, top=0.09, segments=12, tag=poles),
        box((0.16, 0.06, 0.06), DARK_STEEL, at=(0.08, 0, 2.6), tag=poles),
        box((0.16, 0.06, 0.06), DARK_STEEL, at=(0.08, 0, 3.25), tag=poles),
        bevelled_box(
            (0.09, 0.11, 0.17), Material((0.75, 0.65, 0.15)), bevel=0.015, at=(0.08, 0, 1.1), tag=poles
        ),
    ]
    return merge([*parts, _head((0.24, 0.0, 2.45))])


def _head(at: Vector) -> Mesh:
    """Housing, backplate, three lenses with visors; `at` is the middle of its lower edge."""
    tag = TAG["TrafficLight"]
    x, y, z = at
    parts = [
        bevelled_box((0.2, 0.30, 0.94), _HOUSING, bevel=0.03, at=at, tag=tag),
        box((0.015, 0.52, 1.14), _HOUSING, at=(x + 0.02, y, z - 0.10), tag=tag),
    ]
    for number, lens in enumerate(_LENSES.values()):
        centre = (x + 0.10, y, z + 0.78 - 0.31 * number)
        ahead = [centre, (centre[0] + 0.02, y, centre[2])]
        parts.append(tube(ahead, 0.105, lens, sides=16, tag=tag))
        parts.append(_visor(centre))
    return merge(parts)


def _visor(centre: Vector) -> Mesh:
    """A hood over one lens, open below."""
    angle = np.radians(np.linspace(-20, 200, 9))
    rim = np.stack([np.zeros(9), np.cos(angle) * 0.12, np.sin(angle) * 0.12], axis=1) + centre
    out = rim + np.array([0.19, 0.0, 0.0])
    return quads(np.stack([rim[:-1], out[:-1], out[1:], rim[1:]], axis=1), _HOUSING, tag=TAG["TrafficLight"])
