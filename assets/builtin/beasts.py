"""Builds of four-legged animals from a few rows of figures, and the pieces many of them share."""

from __future__ import annotations

from collections.abc import Sequence

from caos.meshes import Material, Mesh
from caos.shapes import Vector, ellipsoid, tube

from .parts import BLACK
from .quadruped import Build

Rows = Sequence[tuple[float, float, float, float]]
Limb = Sequence[tuple[float, float, float]]


def beast(
    *,
    body: Rows,
    neck: Rows,
    head: Rows,
    tail: Limb,
    fore: Limb,
    hind: Limb,
    stance: float,
    hoof: tuple[float, float],
    stride: float = 0.1,
) -> Build:
    """A `Build` of figures in the plane of symmetry; metres.

    Args:
        body: rows of x, height of the back, half width, half depth.
        neck: rows of x, z of the middle line, half width, half depth.
        head: the same.
        tail: rows of x, z, radius.
        fore: the same.
        hind: the same.
        stance: how far the feet are from the middle.
        hoof: see `Build`.
        stride: see `Build`.
    """
    return Build(
        spine=[(x, 0.0, top - depth) for x, top, _, depth in body],
        spine_radii=[(width, depth) for _, _, width, depth in body],
        neck=[(x, 0.0, z) for x, z, _, _ in neck],
        neck_radii=[(width, depth) for _, _, width, depth in neck],
        head=[(x, 0.0, z) for x, z, _, _ in head],
        head_radii=[(width, depth) for _, _, width, depth in head],
        tail=[(x, 0.0, z) for x, z, _ in tail],
        tail_radii=[radius for _, _, radius in tail],
        fore=[(x, stance, z) for x, z, _ in fore],
        fore_radii=[radius for _, _, radius in fore],
        hind=[(x, stance, z) for x, z, _ in hind],
        hind_radii=[radius for _, _, radius in hind],
        hoof=hoof,
        stride=stride,
    )


def rod(rows: Sequence[tuple[float, float, float, float]], material: Material, sides: int = 10) -> Mesh:
    """A round tube with rounded ends through rows of x, y, z, radius."""
    return tube(
        [row[:3] for row in rows],
        [row[3] for row in rows],
        material,
        sides=sides,
        rounded=True,
        up=_across(rows),
    )


def _across(rows: Sequence[tuple[float, float, float, float]]) -> Vector:
    """The axis along which the line runs least, so that it is never parallel to the way up."""
    extents = [max(row[k] for row in rows) - min(row[k] for row in rows) for k in range(3)]
    least = extents.index(min(extents))
    return (1.0, 0.0, 0.0) if least == 0 else (0.0, 1.0, 0.0) if least == 1 else (0.0, 0.0, 1.0)


def pair(
    rows: Sequence[tuple[float, float, float, float]], material: Material, sides: int = 10
) -> list[Mesh]:
    """`rod` and its mirror image: horns, legs, arms."""
    return [rod([(x, side * y, z, r) for x, y, z, r in rows], material, sides) for side in (1, -1)]


def ball(at: Vector, radii: Vector | float, material: Material, *, fine: int = 14) -> Mesh:
    """An ellipsoid about `at`."""
    axes = (radii, radii, radii) if isinstance(radii, float | int) else radii
    return ellipsoid(axes, material, segments=fine, rings=max(6, fine * 2 // 3), at=at)


def balls(at: Vector, radii: Vector | float, material: Material = BLACK, *, fine: int = 10) -> list[Mesh]:
    """`ball` left and right."""
    x, y, z = at
    return [ball((x, side * y, z), radii, material, fine=fine) for side in (1, -1)]
