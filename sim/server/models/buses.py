"""Buses: a city bus of one deck."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from caos.meshes import Lamps, Light, Material, Mesh, Texture, merge
from caos.shapes import bevelled_box

from .body import Body
from .detail import levelled, road_lights
from .endparts import lamp_front, lamp_rear, plate
from .finish import SEAL, TRIM, Rgb, glass, paint, pane_uv
from .materials import TAG, WHITE_PAINT
from .sheets import band, gap, panel
from .skin import Skin, both
from .underside import under
from .wheels import wheels


@dataclass(frozen=True, slots=True)
class BusShape:
    """A bus, metres.

    Attributes:
        length, width, height: of the body.
        wheel: radius of the tyres.
        sill, head: heights between which the windows are.
        board: text of the destination board.
    """

    length: float
    width: float
    height: float
    wheel: float = 0.46
    sill: float = 1.22
    head: float = 2.42
    board: str = "42 CITY"

    def body(self) -> Body:
        """The painted outside."""
        rear, front, high = -self.length / 2, self.length / 2, self.height
        top = [
            (rear, high - 0.34), (rear + 0.015, high - 0.16), (rear + 0.08, high - 0.05), (rear + 0.4, high),
            (front - 0.5, high), (front - 0.20, high - 0.03), (front - 0.10, high - 0.10),
            (front - 0.03, high - 0.9), (front, 1.25),
        ]  # fmt: skip
        belt = [(rear, 1.15), (front - 0.2, 1.15), (front, 1.02)]
        axles = (rear + 0.24 * self.length, front - 0.24 * self.length)
        return Body(
            self.length, self.width, top, belt, 0.30, axles, self.wheel, self.wheel + 0.07, plan=0.96,
            bow=0.13,
            tumble=0.035, edge=0.20, crown=0.05, tuck=0.04,
        )  # fmt: skip


def bus(shape: BusShape, color: Rgb) -> Mesh:
    """A bus of the given body colour (0..255), doors on the right, every face tagged Bus."""
    near, middle, far = (_version(shape, color, fine) for fine in (2, 1, 0))
    inside = tuple(
        Light((x, 0.0, 2.3), (0.0, 0.0, -1.0), (1.0, 0.93, 0.8), 0.05, 4.5, 180.0, Lamps.INTERIOR)
        for x in (-0.3 * shape.length, 0.3 * shape.length)
    )
    return levelled(near, middle, far, (*road_lights(shape.body(), 0.8, 0.9), *inside), (25.0, 80.0))


def _version(shape: BusShape, color: Rgb, fine: int) -> Mesh:
    body = shape.body()
    skin = Skin.of(body, paint(color), TAG["Bus"], fine)
    parts = [skin.mesh, *under(skin), *_windows(shape, skin), *_ends(shape, skin)]
    parts += wheels(body.axles, shape.width - 0.34, shape.wheel, 0.29, skin.tag, "steel", fine)
    parts.append(
        bevelled_box(
            (1.9, 0.62 * shape.width, 0.20),
            WHITE_PAINT,
            bevel=0.05,
            at=(-0.6, 0.0, shape.height - 0.03),
            tag=skin.tag,
        )
    )
    if fine:
        mirror = bevelled_box(
            (0.12, 0.15, 0.36),
            TRIM,
            bevel=0.03,
            at=(shape.length / 2 - 0.1, shape.width / 2 + 0.10, 1.75),
            tag=skin.tag,
        )
        span = (-shape.length / 2 + 0.2, shape.length / 2 - 0.25)
        parts += [*both(mirror), *both(panel(skin, span, (1.03, 1.11), WHITE_PAINT))]
    return merge(parts)


@cache
def _seats() -> Material:
    """Glass with rows of seats behind it, a tile each 1.3 m; glows dimly while the inside is lit."""
    tile = np.zeros((128, 128, 3), dtype=np.uint8)
    tile[:] = np.linspace(66, 30, 128)[:, None, None] * np.array([0.92, 1.0, 1.03])
    for x in (34, 96):
        cv2.ellipse(tile, (x, 128), (20, 62), 0, 0, 360, (20, 22, 30), -1, cv2.LINE_AA)
    cv2.ellipse(tile, (97, 58), (10, 14), 0, 0, 360, (34, 27, 23), -1, cv2.LINE_AA)
    cv2.line(tile, (64, 0), (64, 128), (70, 66, 30), 2, cv2.LINE_AA)
    return Material(
        (1.0, 1.0, 1.0), 0.05, texture=Texture("bus seats", tile), emission=1.3, lamp=Lamps.INTERIOR
    )


def _window(skin: Skin, x: tuple[float, float], z: tuple[float, float], right: bool) -> Mesh:
    return panel(skin, x, z, _seats(), lift=0.007, uv=(x[0] / 1.3, 0.02, x[1] / 1.3, 0.98), right=right)


def _windows(shape: BusShape, skin: Skin) -> list[Mesh]:
    """A dark band with panes along both sides; doors reach down on the right."""
    rear, front = -shape.length / 2 + 0.3, shape.length / 2 - 0.28
    z = (shape.sill, shape.head)
    if skin.fine == 0:
        return [_window(skin, (rear, front), z, right) for right in (True, False)]
    parts: list[Mesh] = []
    edges = np.linspace(rear + 0.05, front - 0.05, max(4, int(shape.length / 1.45)) + 1)
    for right in (True, False):
        parts.append(panel(skin, (rear, front), (z[0] - 0.05, z[1] + 0.05), SEAL, lift=0.003, right=right))
        parts += [
            _window(skin, (float(a) + 0.025, float(b) - 0.025), z, right)
            for a, b in itertools.pairwise(edges)
        ]
    for x in (front - 1.16, -0.55):
        parts.append(panel(skin, (x, x + 1.14), (0.36, z[1] + 0.05), SEAL, lift=0.009))
        parts += [_window_door(skin, (x + leaf, x + leaf + 0.48), (0.46, z[1])) for leaf in (0.05, 0.60)]
    if skin.fine == 2:
        for x in np.linspace(rear + 0.6, front - 1.8, 5):
            if min(abs(float(x) - axle) for axle in skin.body.axles) > 0.7:
                parts += both(gap(skin, 1, (float(x), 0.36), (float(x), 0.86)))
    return parts


def _window_door(skin: Skin, x: tuple[float, float], z: tuple[float, float]) -> Mesh:
    return panel(skin, x, z, glass(driven=False), lift=0.014, uv=(0.12, 0.05, 0.24, 0.42))


def _ends(shape: BusShape, skin: Skin) -> list[Mesh]:
    half = shape.width / 2
    parts = [*lamp_front("round", skin, half, 0.98), *lamp_rear(skin, 1.05 * half, 1.30, tall=True)]
    parts.append(_end_glass(skin, 0.90 * half, (1.14, shape.head - 0.02), 1, "front"))
    parts.append(_end_glass(skin, 0.72 * half, (1.62, shape.head), -1, "rear"))
    parts.append(band(skin, (0.86 * half, 0.88 * half), (0.36, 0.60), 1, TRIM))
    parts.append(band(skin, (0.50 * half, 0.50 * half), (0.75, 1.25), -1, TRIM))
    t = np.linspace(-0.66, 0.66, 5) * half
    uvs = np.stack(np.meshgrid(np.linspace(1, 0, 5), [1.0, 0.0]), axis=-1)
    low, high = (np.column_stack([t, np.full(5, z)]) for z in (shape.head + 0.08, shape.head + 0.32))
    parts.append(skin.end(low, high, 1, _board(shape.board), lift=0.012, uvs=uvs))
    if skin.fine:
        number = round(100 * shape.length)
        parts += [plate(skin, (0.44, 0.55), 1, number), plate(skin, (0.55, 0.66), -1, number)]
    return parts


def _end_glass(skin: Skin, half: float, z: tuple[float, float], facing: int, view: str) -> Mesh:
    columns, rows = (9, 5) if skin.fine == 2 else (3, 2)
    t = np.linspace(-1, 1, columns)
    low, high = (np.column_stack([t * half, np.full(columns, level)]) for level in z)
    uvs = pane_uv(view, (t + 1) / 2, np.linspace(0, 1, rows)[:, None])
    return skin.end(low, high, facing, glass(driven=True), rows=rows, lift=0.008, uvs=uvs)


@cache
def _board(text: str) -> Material:
    """Amber letters that always shine."""
    tile = np.full((64, 384, 3), 14, dtype=np.uint8)
    cv2.putText(tile, text, (30, 48), cv2.FONT_HERSHEY_DUPLEX, 1.6, (255, 168, 34), 4, cv2.LINE_AA)
    return Material((1.0, 1.0, 1.0), 0.4, texture=Texture(f"board {text}", tile), emission=0.6)
