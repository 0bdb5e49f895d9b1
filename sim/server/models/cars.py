"""Passenger cars: a smooth body with glass, lamps and trimmings laid on it, from a few measures each."""

from __future__ import annotations

from caos.meshes import Mesh, merge

from .carparts import ends, gaps, glazing, side_parts
from .carshape import CarShape
from .detail import levelled, road_lights
from .duty import on_duty
from .finish import Rgb, paint
from .materials import TAG
from .skin import Skin
from .underside import under
from .wheels import wheels


def car(shape: CarShape, color: Rgb, *, driven: bool = True) -> Mesh:
    """A car of the given shape and body colour (0..255), every face tagged Car, with lights and levels.

    Args:
        shape: its measures.
        color: of the paint.
        driven: whether a driver can be guessed behind the glass.
    """
    lights = road_lights(shape.body(), shape.nose - 0.14, shape.trunk - 0.25)
    near, middle, far = (_version(shape, color, driven, fine) for fine in (2, 1, 0))
    return levelled(near, middle, far, lights)


def _version(shape: CarShape, color: Rgb, driven: bool, fine: int) -> Mesh:
    body = shape.body()
    skin = Skin.of(body, paint(color), TAG["Car"], fine)
    parts = [
        skin.mesh,
        *under(skin),
        *glazing(shape, skin, driven),
        *ends(shape, skin),
        *on_duty(shape, skin),
    ]
    if fine > 0:
        parts += side_parts(shape, skin)
    if fine == 2:
        parts += gaps(shape, skin)
    width = 0.205 if not shape.clad else 0.235
    return merge(
        [
            *parts,
            *wheels(body.axles, shape.width - width - 0.03, shape.wheel, width, skin.tag, shape.rim, fine),
        ]
    )
