"""Small textures for living things: fur, stripes, spots, scales, and pictures projected onto bodies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, Texture
from caos.textures import fractal

from .parts import Colour

Picture = npt.NDArray[np.float32]

SIZE: Final = 128
"""Pixels along each side; fur compresses badly, so the pictures are small."""


def skin(name: str, picture: npt.ArrayLike, roughness: float = 0.85) -> Material:
    """A material with a (H, W, 3) sRGB picture in [0, 1]."""
    pixels = (np.clip(np.asarray(picture), 0, 1) * 255 + 0.5).astype(np.uint8)
    return Material((1.0, 1.0, 1.0), roughness=roughness, texture=Texture(name, pixels))


def small_noise(rng: np.random.Generator, beta: float, low: float = 2.0, high: float = 60.0) -> Picture:
    """(128, 128) noise of mean 0 and deviation 1 that tiles."""
    return fractal(rng, beta=beta, low=low, high=high, size=SIZE)


def shade(rng: np.random.Generator, colours: Sequence[Colour], spread: float = 0.02) -> Colour:
    """One of the colours, a little off."""
    red, green, blue = np.clip(
        np.array(colours[int(rng.integers(len(colours)))]) + rng.normal(0, spread, 3), 0.02, 0.98
    ).tolist()
    return red, green, blue


def fur(
    rng: np.random.Generator, *colours: Colour, coarse: float = 0.10, roughness: float = 0.95
) -> Material:
    """Mottled hair in one of the colours."""
    noise = 0.7 * small_noise(rng, 0.8, 4) + 0.5 * small_noise(rng, 2.5)
    return skin("fur", np.array(shade(rng, colours)) * (1 + coarse * noise[..., None]), roughness)


def stripes(
    rng: np.random.Generator,
    under: Colour,
    over: Colour,
    bands: int,
    *,
    share: float = 0.5,
    wild: float = 0.5,
) -> Material:
    """Stripes round a limb or body, `bands` to the tile, `wild` wavy."""
    down = np.arange(SIZE, dtype=np.float32)[:, None] / SIZE * bands * 2 * np.pi
    wave = np.sin(down + wild * 2.2 * small_noise(rng, 4.0, 1, 4))
    amount = np.clip((wave - np.cos(np.pi * share)) * 4 + 0.5, 0, 1)[..., None]
    return skin("stripes", np.array(under) * (1 - amount) + np.array(over) * amount)


def _near(rng: np.random.Generator, count: int) -> tuple[Picture, Picture]:
    """(128, 128) distances to the nearest and second nearest of about `count` even seeds, in tiles."""
    across = max(2, round(count**0.5))
    grid = np.stack(np.meshgrid(np.arange(across), np.arange(across)), axis=-1).reshape(-1, 2)
    seeds = (grid + rng.uniform(0.1, 0.9, grid.shape)) / across
    pixel = (np.arange(SIZE) + 0.5) / SIZE
    gaps = []
    for axis in (0, 1):
        gap = np.abs(pixel[:, None] - seeds[:, axis])
        gaps.append(np.minimum(gap, 1 - gap))
    far = np.sort(np.hypot(gaps[1][:, None], gaps[0][None]), axis=-1)
    return far[..., 0].astype(np.float32), far[..., 1].astype(np.float32)


def spots(
    rng: np.random.Generator,
    under: Colour,
    over: Colour,
    count: int,
    *,
    radius: float = 0.33,
    hollow: bool = False,
) -> Material:
    """Round spots, or rings when `hollow`; `radius` in parts of their mean distance."""
    near, _ = _near(rng, count)
    pitch = 1 / max(2, round(count**0.5))
    edge = near / pitch + 0.06 * small_noise(rng, 3.0, 4)
    amount = np.clip((radius - edge) * 14, 0, 1)
    if hollow:
        amount = amount * np.clip((edge - radius * 0.45) * 14, 0.3, 1)
    return skin("spots", np.array(under) * (1 - amount[..., None]) + np.array(over) * amount[..., None])


def cells(
    rng: np.random.Generator,
    plate: Colour,
    joint: Colour,
    count: int,
    *,
    width: float = 0.12,
    roughness: float = 0.8,
) -> Material:
    """Plates with joints between them: a giraffe's coat, a crocodile's back, a shell."""
    near, second = _near(rng, count)
    pitch = 1 / max(2, round(count**0.5))
    amount = np.clip((second - near) / pitch / width - 0.5, 0, 1)[..., None]
    tone = 1 + 0.06 * small_noise(rng, 2.0)[..., None]
    return skin("cells", (np.array(joint) * (1 - amount) + np.array(plate) * amount) * tone, roughness)


def scales(
    rng: np.random.Generator, colour: Colour, edge: Colour, rows: int = 12, *, roughness: float = 0.5
) -> Material:
    """Overlapping round scales or feathers, `rows` to the tile (an even number)."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) / SIZE * rows
    row = np.floor(y)
    inside = np.hypot(x + 0.5 * (row % 2) - np.floor(x + 0.5 * (row % 2)) - 0.5, (y - row) * 0.6)
    amount = np.clip((inside - 0.36) * 6, 0, 1)[..., None]
    tone = 1 + 0.05 * small_noise(rng, 2.0)[..., None]
    return skin("scales", (np.array(colour) * (1 - amount) + np.array(edge) * amount) * tone, roughness)


def projected(mesh: Mesh, material: Material, axes: tuple[int, int] = (0, 2)) -> Mesh:
    """The mesh with a picture thrown on it: its columns run along `axes[0]`, its rows down `axes[1]`."""
    low, high = mesh.bounds
    part = (mesh.positions - low) / np.maximum(high - low, 1e-6) * 0.996 + 0.002
    uvs = np.column_stack([part[:, axes[0]], 1 - part[:, axes[1]]]).astype(np.float32)
    return replace(mesh, uvs=uvs, materials=(material,), face_material=np.zeros_like(mesh.face_material))


def drawn(paint: Callable[[Picture, Picture], npt.ArrayLike], name: str, roughness: float = 0.6) -> Material:
    """A picture for `projected`: `paint` gets x and z, each (128, 128) in [0, 1], z upwards."""
    down, across = (np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) + 0.5) / SIZE
    return skin(name, paint(across, 1 - down), roughness)


def layered(base: Colour, *layers: tuple[npt.ArrayLike, Colour]) -> Picture:
    """(128, 128, 3): colours laid over each other where their amount, clipped to [0, 1], says so."""
    picture = np.broadcast_to(np.array(base, dtype=np.float32), (SIZE, SIZE, 3))
    for amount, colour in layers:
        part = np.clip(amount, 0, 1)[..., None]
        picture = picture * (1 - part) + np.array(colour, dtype=np.float32) * part
    return np.asarray(picture, dtype=np.float32)
