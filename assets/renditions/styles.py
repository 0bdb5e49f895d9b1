"""Renditions: the same shape in other stuff, as in ImageNet-R (thesis, section 3.4), but one model at a time.

What a rendition keeps is the geometry (but for the pencil's lines of a sketch); colours and textures go.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Ints, Material, Mesh, merge
from caos.shapes import shaded

from .lines import feature_lines
from .materials import carved_wood, granite, hatched_paper

Style = Callable[[Mesh, np.random.Generator], Mesh]
"""A model and a source of randomness -> its rendition."""

WOOD_METRES, STONE_METRES, PAPER_TILES = 0.8, 0.9, 2.0
"""Side of a tile of wood and of stone; tiles of paper along a model's longest side."""

_CREASE: Final = 35.0
_CHALKY, _GLOSSY = 0.95, 0.25


def flat(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """One drawn colour all over, no texture, no shine."""
    red, green, blue = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.35, 0.9), rng.uniform(0.5, 0.95))
    return _of_one(mesh, Material(color=(red, green, blue), roughness=_CHALKY))


def toy(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Moulded plastic: every material of the model becomes one loud, glossy colour."""
    hues = (rng.random() + np.arange(len(mesh.materials)) * 0.381966) % 1.0  # golden angle: never alike
    plastics = tuple(
        Material(color=colorsys.hsv_to_rgb(float(hue), 0.85, 0.9), roughness=_GLOSSY) for hue in hues
    )
    return replace(mesh, materials=plastics, lights=(), levels=())


def wood(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Carved from one block."""
    stuff = Material(color=(1.0, 1.0, 1.0), roughness=0.6, texture=carved_wood(rng))
    return _of_one(mesh, stuff, tiles_per_metre=1 / WOOD_METRES)


def stone(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Hewn from granite."""
    stuff = Material(color=(1.0, 1.0, 1.0), roughness=0.9, texture=granite(rng))
    return _of_one(mesh, stuff, tiles_per_metre=1 / STONE_METRES)


def sketch(mesh: Mesh, rng: np.random.Generator) -> Mesh:
    """Pencil on paper: white and hatched, with dark lines along every sharp edge and open border."""
    low, high = mesh.bounds
    longest = float((high - low).max())
    paper = Material(color=(1.0, 1.0, 1.0), roughness=1.0, texture=hatched_paper(rng))
    body = _of_one(mesh, paper, tiles_per_metre=PAPER_TILES / longest)
    lines = feature_lines(
        mesh, width=longest / 110, material=Material(color=(0.06, 0.06, 0.07), roughness=1.0)
    )
    return body if lines is None else merge([body, lines])


STYLES: Final[Mapping[str, Style]] = {
    "flat": flat,
    "sketch": sketch,
    "stone": stone,
    "toy": toy,
    "wood": wood,
}
"""Name -> style."""


def _of_one(mesh: Mesh, material: Material, tiles_per_metre: float = 1.0) -> Mesh:
    """The shape in one material, its texture laid on from the axis that each face looks along."""
    tag = int(mesh.face_tag[0])
    return shaded(mesh.positions, _outward(mesh), material, tag=tag, crease=_CREASE, uv_scale=tiles_per_metre)


def _outward(mesh: Mesh) -> Ints:
    """(F, 3) faces wound by their normals: to `shaded` winding has a meaning, to a `Mesh` it has none."""
    corners = mesh.positions[mesh.faces].astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inward = np.einsum("ij,ij->i", cross, mesh.normals[mesh.faces].sum(axis=1)) < 0
    faces = mesh.faces.copy()
    faces[inward] = faces[inward, ::-1]
    return faces
