"""Lamps and traffic lights."""

from __future__ import annotations

import math

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, cylinder, lathe, place, quads, tube

from .materials import DARK_STEEL, STEEL, TAG

_LAMP_GLASS = Material((0.95, 0.93, 0.82), roughness=0.3, emission=0.6)
_HOUSING = Material((0.07, 0.08, 0.08), roughness=0.55)
_LENSES = {
    "red": ((0.95, 0.10, 0.08), (0.25, 0.04, 0.04)),
    "yellow": ((1.00, 0.72, 0.10), (0.27, 0.19, 0.05)),
    "green": ((0.10, 0.90, 0.45), (0.03, 0.22, 0.13)),
}
"""Colour of each lens lit and unlit."""


def street_lamp(height: float) -> Mesh:
    """A tapering mast with an arm of about 1.8 m towards +x, tagged Poles."""
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
    return merge([tube(path, width, STEEL, sides=10, up=(0, 1, 0), tag=poles), stretched, lens, foot])


def traffic_light(lit: str = "green") -> Mesh:
    """A light on a 2.6 m pole at the origin, facing +x; the pole tagged Poles, the head TrafficLight.

    Args:
        lit: "red", "yellow", "green", or "off".

    Raises:
        ValueError: an unknown state.
    """
    if lit not in (*_LENSES, "off"):
        raise ValueError(f"unknown state {lit!r} of a traffic light; known: red, yellow, green, off")
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
    return merge([*parts, _head(lit, (0.24, 0.0, 2.45))])


def _head(lit: str, at: Vector) -> Mesh:
    """Housing, backplate, three lenses with visors; `at` is the middle of its lower edge."""
    tag = TAG["TrafficLight"]
    x, y, z = at
    parts = [
        bevelled_box((0.2, 0.30, 0.94), _HOUSING, bevel=0.03, at=at, tag=tag),
        box((0.015, 0.52, 1.14), _HOUSING, at=(x + 0.02, y, z - 0.10), tag=tag),
    ]
    for number, (name, (bright, dull)) in enumerate(_LENSES.items()):
        centre = (x + 0.10, y, z + 0.78 - 0.31 * number)
        glow = (
            Material(bright, roughness=0.3, emission=1.5) if name == lit else Material(dull, roughness=0.25)
        )
        ahead = [centre, (centre[0] + 0.02, y, centre[2])]
        parts.append(tube(ahead, 0.105, glow, sides=16, tag=tag))
        parts.append(_visor(centre))
    return merge(parts)


def _visor(centre: Vector) -> Mesh:
    """A hood over one lens, open below."""
    angle = np.radians(np.linspace(-20, 200, 9))
    rim = np.stack([np.zeros(9), np.cos(angle) * 0.12, np.sin(angle) * 0.12], axis=1) + centre
    out = rim + np.array([0.19, 0.0, 0.0])
    return quads(np.stack([rim[:-1], out[:-1], out[1:], rim[1:]], axis=1), _HOUSING, tag=TAG["TrafficLight"])
