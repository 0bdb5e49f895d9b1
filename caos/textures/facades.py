"""Fronts with windows: whole ones for distant walls, and atlases of single windows for modelled openings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

from .noise import SIZE, Colour, Plane, canvas, fractal, lit, texture
from .walls import brick_picture, panels_picture, plaster_picture

Size = tuple[int, int]


def pane(
    rng: np.random.Generator,
    size: Size,
    frame: Colour,
    bars: tuple[int, int],
    rim: int,
    furnished: float = 1.0,
) -> Plane:
    """(H, W, 3) one window: glass with the sky in it or a curtain or blind behind, glazing bars, frame.

    Args:
        rng: what is behind the glass.
        size: H, W pixels.
        frame: sRGB colour of frame and bars.
        bars: panes (down, across).
        rim: width of the frame, pixels; bars are half as wide.
        furnished: 1 for homes, less for fewer curtains, blinds and lights.
    """
    height, width = size
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    sky = _between(rng, (0.30, 0.36, 0.42), (0.50, 0.56, 0.62))
    room = _between(rng, (0.06, 0.06, 0.07), (0.17, 0.16, 0.15))
    slope = rng.uniform(0.3, 1.2)
    glass = sky + (room - sky) * np.clip(down * slope + 0.25 * across, 0, 1)
    kind = rng.random() / furnished
    cloth = _between(rng, (0.58, 0.52, 0.44), (0.86, 0.84, 0.80))
    if kind < 0.3:  # curtains drawn to both sides
        folds = 1 + 0.10 * np.sin(across * rng.uniform(60, 90))
        glass = np.where(np.abs(across - 0.5) > rng.uniform(0.18, 0.36), cloth * folds * 0.8, glass)
    elif kind < 0.5:  # a blind, part of the way down
        glass = np.where(down < rng.uniform(0.2, 0.75), cloth * (0.85 + 0.08 * np.sin(down * 110)), glass)
    elif kind < 0.53:  # lit inside
        glass = np.array((0.86, 0.72, 0.47), dtype=np.float32) * (1 - 0.3 * down + 0 * across)
    out = np.array(np.broadcast_to(glass, (height, width, 3)), dtype=np.float32)
    for axis, (count, length) in enumerate(zip(bars, size, strict=True)):
        for centre in np.arange(1, count) * length // count:
            band = slice(centre - max(rim // 4, 1), centre + max(rim // 4, 1))
            out[(band, slice(None)) if axis == 0 else (slice(None), band)] = frame
    out[:rim] = out[-rim:] = frame
    out[:, :rim] = out[:, -rim:] = np.array(frame, dtype=np.float32) * 0.93
    return out


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
        rng, brick_picture(rng, 128, 48), (4, 4), (0.22, 0.28, 0.56, 0.44),
        lambda r, size: pane(r, size, (0.88, 0.87, 0.84), (2, 2), 4), (0.74, 0.72, 0.68),
    )  # fmt: skip
    return texture("facade_brick", lit(picture, 0.03 * fractal(rng, beta=2.6)))


def facade_plaster(rng: np.random.Generator) -> Texture:
    """Four storeys by four bays of casements in near-white render."""
    picture = _front(
        rng, plaster_picture(rng), (4, 4), (0.20, 0.27, 0.58, 0.46),
        lambda r, size: pane(r, size, (0.80, 0.78, 0.74), (1, 2), 4), (0.70, 0.69, 0.66),
    )  # fmt: skip
    return texture("facade_plaster", picture)


def facade_office(rng: np.random.Generator) -> Texture:
    """A glass curtain wall, four storeys by eight panes, with spandrels."""
    picture = _front(
        rng, lit(canvas((0.33, 0.37, 0.41)), 0.03 * fractal(rng)), (4, 8), (0.26, 0.05, 0.72, 0.90),
        lambda r, size: pane(r, size, (0.27, 0.29, 0.31), (1, 1), 2, 0.3), None,
    )  # fmt: skip
    return texture("facade_office", picture)


def facade_apartments(rng: np.random.Generator) -> Texture:
    """Four storeys by four bays, wide windows behind balcony rails."""

    def bay(r: np.random.Generator, size: Size) -> Plane:
        window = pane(r, size, (0.86, 0.86, 0.86), (1, 2), 3)
        rail = size[0] * 6 // 10
        window[rail:, ::4] = (0.24, 0.25, 0.27)
        window[rail : rail + 3] = (0.24, 0.25, 0.27)
        return window

    picture = _front(rng, plaster_picture(rng), (4, 4), (0.16, 0.12, 0.74, 0.76), bay, (0.62, 0.61, 0.60))
    return texture("facade_apartments", picture)


def facade_shop(rng: np.random.Generator) -> Texture:
    """Two shop fronts side by side: sign board, display windows, plinth."""
    picture = lit(canvas((0.40, 0.39, 0.38)), 0.04 * fractal(rng, beta=1.5))
    picture = _front(
        rng, picture, (1, 2), (0.30, 0.06, 0.60, 0.88),
        lambda r, size: pane(r, size, (0.16, 0.16, 0.17), (1, 3), 5), (0.28, 0.27, 0.26),
    )  # fmt: skip
    for left in (8, SIZE // 2 + 8):
        board = _between(rng, (0.12, 0.14, 0.20), (0.72, 0.60, 0.48))
        picture[36:118, left : left + SIZE // 2 - 16] = board
        letters = rng.random((5, 26)) < 0.6
        ink = np.float32(0.92) if board.mean() < 0.5 else np.float32(0.12)
        sign = np.kron(letters, np.ones((7, 7), dtype=bool))
        area = picture[60 : 60 + sign.shape[0], left + 29 : left + 29 + sign.shape[1]]
        area[sign] = ink
    return texture("facade_shop", picture)


def facade_cladding(rng: np.random.Generator) -> Texture:
    """Industrial sheet metal with a band of windows high up."""
    picture = _front(
        rng, panels_picture(rng, 64), (1, 4), (0.12, 0.12, 0.20, 0.76),
        lambda r, size: pane(r, size, (0.42, 0.43, 0.44), (1, 3), 3), None,
    )  # fmt: skip
    return texture("facade_cladding", picture)


def _atlas(
    name: str,
    rng: np.random.Generator,
    frame: Colour,
    bars: tuple[int, int],
    rim: int,
    furnished: float = 1.0,
) -> Texture:
    """4 x 4 windows, each filling a quarter of the tile along both axes."""
    side = SIZE // 4
    rows = [
        np.concatenate([pane(rng, (side, side), frame, bars, rim, furnished) for _ in range(4)], axis=1)
        for _ in range(4)
    ]
    return texture(name, np.concatenate(rows))


def windows_sash(rng: np.random.Generator) -> Texture:
    """4 x 4 sash windows, white frames, two by two panes."""
    return _atlas("windows_sash", rng, (0.88, 0.87, 0.84), (2, 2), 10)


def windows_casement(rng: np.random.Generator) -> Texture:
    """4 x 4 casements, two leaves."""
    return _atlas("windows_casement", rng, (0.80, 0.78, 0.74), (1, 2), 10)


def windows_office(rng: np.random.Generator) -> Texture:
    """4 x 4 panes of a curtain wall, dark frames."""
    return _atlas("windows_office", rng, (0.24, 0.26, 0.28), (1, 1), 4, 0.3)


def windows_shop(rng: np.random.Generator) -> Texture:
    """4 x 4 display windows, dark frames, three panes."""
    return _atlas("windows_shop", rng, (0.16, 0.16, 0.17), (1, 3), 6, 0.3)
