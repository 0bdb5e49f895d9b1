"""What the built-in models share: materials, textures, and standing things up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from caos.catalogue import STATIC_TAG
from caos.meshes import Material, Mesh, Texture
from caos.shapes import place
from caos.textures import TEXTURES, fractal

Colour = tuple[float, float, float]

BLACK: Final = Material((0.05, 0.05, 0.055), roughness=0.5)
DARK: Final = Material((0.12, 0.10, 0.09), roughness=0.7)
RUBBER: Final = Material((0.07, 0.07, 0.075), roughness=0.95)
CHROME: Final = Material((0.82, 0.83, 0.84), roughness=0.15, metallic=1.0)
STEEL: Final = Material((0.60, 0.61, 0.63), roughness=0.4, metallic=0.8)
BRASS: Final = Material((0.76, 0.60, 0.27), roughness=0.28, metallic=0.8)
WHITE: Final = Material((0.90, 0.90, 0.88), roughness=0.35)
IVORY: Final = Material((0.93, 0.91, 0.84), roughness=0.3)


def standing(mesh: Mesh) -> Mesh:
    """The mesh with its footprint centred on the origin, touching z = 0, every face tagged Static."""
    low, high = mesh.bounds
    middle = (low + high) / 2
    return place(mesh, (-float(middle[0]), -float(middle[1]), -float(low[2]))).with_tag(STATIC_TAG)


def choose(
    rng: np.random.Generator, colours: Sequence[Colour], *, roughness: float = 0.8, spread: float = 0.02
) -> Material:
    """A plain material in one of the colours, a little off."""
    colour = np.clip(
        np.array(colours[int(rng.integers(len(colours)))]) + rng.normal(0, spread, 3), 0.02, 0.98
    )
    return Material((float(colour[0]), float(colour[1]), float(colour[2])), roughness=roughness)


def textured(
    rng: np.random.Generator, name: str, tint: Colour = (1.0, 1.0, 1.0), *, roughness: float = 0.85
) -> Material:
    """A material with a texture of `caos.textures`, at half its resolution, times `tint`."""
    return Material(tint, roughness=roughness, texture=_halved(TEXTURES[name](rng)))


def _halved(texture: Texture) -> Texture:
    """Every 2 x 2 pixels as one: a model fills less of a frame than a wall does, and its file stays small."""
    height, width, channels = texture.pixels.shape
    mean = texture.pixels.reshape(height // 2, 2, width // 2, 2, channels).mean(axis=(1, 3))
    return Texture(texture.name, (mean + 0.5).astype(np.uint8))


def patches(
    rng: np.random.Generator,
    under: Colour,
    over: Colour,
    *,
    low: float,
    share: float,
    roughness: float = 0.85,
) -> Material:
    """A hide of `over` patches on `under`: `low` patches per tile and `share` of the area."""
    field = fractal(rng, beta=4.0, low=low, high=low * 3)
    amount = np.clip((field - np.quantile(field, 1 - share)) * 8, 0, 1)[..., None]
    hair = 1 + 0.04 * fractal(rng, beta=0.6)[..., None]
    picture = (np.array(under) * (1 - amount) + np.array(over) * amount) * hair
    pixels = (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
    return Material((1.0, 1.0, 1.0), roughness=roughness, texture=_halved(Texture("patches", pixels)))
