"""Fronts with windows: whole ones for distant walls, and atlases of single windows for modelled openings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

from .noise import SIZE, Colour, Plane, canvas, fractal, lit, texture
from .walls import brick_picture, concrete_picture, panels_picture, plaster_picture

Size = tuple[int, int]


def room(rng: np.random.Generator, size: Size, furnished: float = 1.0) -> Plane:
    """(H, W, 3) what is seen through a window: dark rooms, curtains, blinds, plants, a lamp.

    Args:
        rng: what is behind the glass.
        size: H, W pixels.
        furnished: 1 for homes, less for fewer curtains and blinds.
    """
    height, width = size
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    near = _between(rng, (0.115, 0.115, 0.115), (0.20, 0.19, 0.175))
    far = _between(rng, (0.05, 0.055, 0.06), (0.10, 0.10, 0.10))
    out = near + (far - near) * np.clip(down * rng.uniform(0.5, 1.4) + 0.2 * across, 0, 1)
    kind = rng.random() / furnished
    cloth = _between(rng, (0.36, 0.33, 0.29), (0.55, 0.54, 0.51))
    if kind < 0.34:  # curtains drawn to both sides
        folds = 1 + 0.12 * np.sin(across * rng.uniform(60, 90) + 2 * np.sin(down * 3))
        out = np.where(np.abs(across - 0.5) > rng.uniform(0.18, 0.40), cloth * folds * 0.85, out)
    elif kind < 0.58:  # a blind, part of the way down
        slats = 0.85 + 0.10 * np.sin(down * 130)
        out = np.where(down < rng.uniform(0.15, 0.9), cloth * slats, out)
    elif kind < 0.70:  # net over the lower half
        out = np.where(down > rng.uniform(0.4, 0.6), 0.6 * out + 0.32 * cloth, out)
    elif kind < 0.80:  # a plant on the sill
        leaf = np.abs(across - rng.uniform(0.3, 0.7)) * 2.2 + np.abs(down - 0.95) < rng.uniform(0.3, 0.5)
        out = np.where(
            leaf & (rng.random((height, width, 1)) < 0.75),
            np.array((0.13, 0.18, 0.10), dtype=np.float32),
            out,
        )
    elif kind < 0.88:  # a lamp and a shelf at the back
        lamp = (np.abs(across - rng.uniform(0.3, 0.7)) < 0.09) & (np.abs(down - 0.3) < 0.08)
        out = np.where(lamp, np.array((0.50, 0.44, 0.33), dtype=np.float32), out)
        out = np.where(np.abs(down - 0.72) < 0.02, np.array((0.26, 0.21, 0.16), dtype=np.float32), out)
    return np.array(np.broadcast_to(out, (height, width, 3)), dtype=np.float32)


def pane(
    rng: np.random.Generator,
    size: Size,
    frame: Colour,
    bars: tuple[int, int],
    rim: int,
    furnished: float = 1.0,
) -> Plane:
    """(H, W, 3) one window from afar: a room, the sky mirrored in the glass, glazing bars, frame.

    Args:
        rng: what is behind the glass.
        size: H, W pixels.
        frame: sRGB colour of frame and bars.
        bars: panes (down, across).
        rim: width of the frame, pixels; bars are half as wide.
        furnished: as in `room`.
    """
    height = size[0]
    sky = _between(rng, (0.05, 0.06, 0.075), (0.15, 0.17, 0.19))
    out = room(rng, size, furnished) + sky * np.linspace(1, 0.4, height, dtype=np.float32)[:, None, None]
    for axis, (count, length) in enumerate(zip(bars, size, strict=True)):
        for centre in np.arange(1, count) * length // count:
            band = slice(centre - max(rim // 4, 1), centre + max(rim // 4, 1))
            out[(band, slice(None)) if axis == 0 else (slice(None), band)] = frame
    out[:rim] = out[-rim:] = frame
    out[:, :rim] = out[:, -rim:] = np.array(frame, dtype=np.float32) * 0.93
    out[rim : rim + max(rim // 3, 1)] *= 0.6  # the shade of the lintel
    return np.asarray(out, dtype=np.float32)


def _between(rng: np.random.Generator, low: Colour, high: Colour) -> npt.NDArray[np.float32]:
    """(3,) a colour on the line from `low` to `high`."""
    start, end = np.array(low, dtype=np.float32), np.array(high, dtype=np.float32)
    return start + (end - start) * np.float32(rng.random())


def _front(
    rng: np.random.Generator,
    wall: Plane,
    grid: Size,
    window: tuple[float, float, float, float],
    draw: Callable[[np.random.Generator, Size], Plane],
    sill: Colour | None,
) -> Plane:
    """Windows in a wall: `grid` (storeys, bays), `window` (top, left, height, width) as parts of a bay."""
    rows, columns = grid
    high, wide = SIZE // rows, SIZE // columns
    top, left, height, width = (
        round(part * length) for part, length in zip(window, (high, wide, high, wide), strict=True)
    )
    for row in range(rows):
        for column in range(columns):
            y, x = row * high + top, column * wide + left
            wall[y - 3 : y, x - 2 : x + width + 2] *= 0.72  # lintel, and its shade
            wall[y : y + height, x : x + width] = draw(rng, (height, width))
            wall[y : y + 3, x : x + width] *= 0.55
            if sill is not None:
                wall[y + height : y + height + 4, x - 4 : x + width + 4] = sill
                wall[y + height + 4 : y + height + 7, x - 4 : x + width + 4] *= 0.7
    return wall


def facade_brick(rng: np.random.Generator) -> Texture:
    """Four storeys by four bays of sash windows in brick."""
    picture = _front(
        rng, brick_picture(rng, 152, 48), (4, 4), (0.22, 0.30, 0.54, 0.40),
        lambda r, size: pane(r, size, (0.66, 0.65, 0.62), (2, 2), 4), (0.55, 0.53, 0.49),
    )  # fmt: skip
    return texture("facade_brick", lit(picture, 0.04 * fractal(rng, beta=2.6)))


def facade_plaster(rng: np.random.Generator) -> Texture:
    """Four storeys by four bays of casements in pale render."""
    picture = _front(
        rng, plaster_picture(rng, 0.2), (4, 4), (0.22, 0.28, 0.50, 0.44),
        lambda r, size: pane(r, size, (0.60, 0.58, 0.54), (1, 2), 4), (0.55, 0.54, 0.51),
    )  # fmt: skip
    return texture("facade_plaster", picture)


def facade_office(rng: np.random.Generator) -> Texture:
    """A glass curtain wall, four storeys by eight panes, with spandrels."""
    picture = _front(
        rng, lit(canvas((0.30, 0.32, 0.34)), 0.03 * fractal(rng)), (4, 8), (0.26, 0.05, 0.72, 0.90),
        lambda r, size: pane(r, size, (0.27, 0.28, 0.29), (1, 1), 2, 0.5), None,
    )  # fmt: skip
    return texture("facade_office", picture)


def facade_apartments(rng: np.random.Generator) -> Texture:
    """Four storeys by four bays of wide windows in concrete panels."""
    picture = _front(
        rng, np.tile(concrete_picture(rng)[::2, ::2], (2, 2, 1)), (4, 4), (0.22, 0.20, 0.48, 0.60),
        lambda r, size: pane(r, size, (0.56, 0.55, 0.53), (1, 3), 3), (0.46, 0.455, 0.44),
    )  # fmt: skip
    return texture("facade_apartments", picture)


def facade_cladding(rng: np.random.Generator) -> Texture:
    """Industrial sheet metal with a band of windows high up."""
    picture = _front(
        rng, panels_picture(rng, 64), (1, 4), (0.12, 0.12, 0.20, 0.76),
        lambda r, size: pane(r, size, (0.42, 0.43, 0.44), (1, 3), 3, 0.3), None,
    )  # fmt: skip
    return texture("facade_cladding", picture)


def _atlas(name: str, draw: Callable[[Size], Plane]) -> Texture:
    """4 x 4 windows, each filling a quarter of the tile along both axes."""
    side = SIZE // 4
    rows = [np.concatenate([draw((side, side)) for _ in range(4)], axis=1) for _ in range(4)]
    return texture(name, np.concatenate(rows))


def windows_sash(rng: np.random.Generator) -> Texture:
    """4 x 4 sash windows, pale frames, two by two panes."""
    return _atlas("windows_sash", lambda size: pane(rng, size, (0.66, 0.65, 0.62), (2, 2), 9))


def windows_casement(rng: np.random.Generator) -> Texture:
    """4 x 4 casements, two leaves."""
    return _atlas("windows_casement", lambda size: pane(rng, size, (0.58, 0.57, 0.54), (1, 2), 8))


def windows_office(rng: np.random.Generator) -> Texture:
    """4 x 4 panes of a curtain wall, dark frames."""
    return _atlas("windows_office", lambda size: pane(rng, size, (0.24, 0.25, 0.26), (1, 1), 4, 0.5))


def windows_shop(rng: np.random.Generator) -> Texture:
    """4 x 4 display windows, dark frames, three panes."""
    return _atlas("windows_shop", lambda size: pane(rng, size, (0.16, 0.16, 0.17), (1, 3), 6, 0.3))


def panes_home(rng: np.random.Generator) -> Texture:
    """4 x 4 rooms of homes behind glass, without frames."""
    return _atlas("panes_home", lambda size: room(rng, size))


def panes_office(rng: np.random.Generator) -> Texture:
    """4 x 4 rooms of offices behind glass, ceilings with strip lights."""

    def office(size: Size) -> Plane:
        inside = room(rng, size, 0.45)
        for row in np.linspace(6, size[0] // 4, 3).astype(int).tolist():
            inside[row : row + 2, size[1] // 5 : -size[1] // 5] += 0.10
        return inside

    return _atlas("panes_office", office)


def panes_shop(rng: np.random.Generator) -> Texture:
    """4 x 4 displays behind glass: shelves with goods, posters, a counter."""

    def display(size: Size) -> Plane:
        inside = room(rng, size, 0.01)
        for shelf in (0.42, 0.62, 0.82):
            base, x = int(shelf * size[0]), int(rng.integers(3, 12))
            inside[base : base + 2] = (0.30, 0.27, 0.23)
            while x < size[1] - 12:
                wide, tall = int(rng.integers(4, 14)), int(rng.integers(6, 20))
                goods = rng.uniform(0.10, 0.42) * (1 + rng.normal(0, 0.14, 3))
                inside[base - tall : base, x : x + wide] = goods.astype(np.float32)
                x += wide + int(rng.integers(1, 12))
        if rng.random() < 0.5:
            x, y = rng.integers(8, 70, 2).tolist()
            inside[y : y + 34, x : x + 26] = rng.uniform(0.3, 0.6, 3).astype(np.float32)
        return inside

    return _atlas("panes_shop", display)
