"""A model file in, a `Surface` and its axes and unit out. Nothing outside the source folder is read."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from caos.extras import require
from caos.glb import srgb_from_linear
from caos.meshes import Material, Texture

from .fbx import fbx_unit, read_fbx
from .jobs import AXES, UnusableError, Vector
from .pictures import load_texture, rgb
from .resolver import ConfinedResolver
from .surface import Doubles, Surface, merged

FORMATS: Final = ("dae", "fbx", "glb", "gltf", "obj", "ply", "stl")

_GREY: Final = Material((0.6, 0.6, 0.6))
_PALETTE: Final = 32
"""Vertex colours become so many materials at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a file holds.

    Attributes:
        surface: in the file's axes and units.
        up, front: its axes by the file or by the habit of its format.
        unit: metres per unit, likewise.
        notes: what was refused or missing.
    """

    surface: Surface
    up: Vector
    front: Vector
    unit: float
    notes: tuple[str, ...]


def read_model(path: Path, resolver: ConfinedResolver, texture_side: int) -> Reading:
    """Read a model file of one of `FORMATS`.

    Raises:
        UnusableError: it cannot be read, or holds no triangles.
        CaosError: a reader is not installed.
    """
    suffix = path.suffix.lower().lstrip(".")
    data = path.read_bytes()
    up, front, unit = _habits(suffix, data)
    if suffix == "fbx":
        surface = read_fbx(path, resolver, texture_side)
    else:
        surface = _read_by_trimesh(suffix, data, resolver, texture_side)
    return Reading(surface, up, front, unit, tuple(f"note: {note}" for note in resolver.notes))


def _habits(suffix: str, data: bytes) -> tuple[Vector, Vector, float]:
    """Up, front and unit of a format: by glTF's specification, as COLLADA and FBX state, others by custom."""
    if suffix == "dae":
        return _collada_axes(data)
    if suffix == "fbx":
        return AXES["y"], AXES["z"], fbx_unit(data)
    if suffix in ("ply", "stl"):
        return AXES["z"], AXES["-y"], 1.0
    return AXES["y"], AXES["z"], 1.0


def _collada_axes(data: bytes) -> tuple[Vector, Vector, float]:
    """From `<up_axis>` and `<unit meter>` (COLLADA 1.4, asset); y and metres where not stated."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", data):
        raise UnusableError("declares XML entities, which are not expanded; remove its DOCTYPE")
    axis = re.search(rb"<up_axis>\s*([XYZ])_UP\s*</up_axis>", data)
    unit = re.search(rb"<unit\b[^>]*\bmeter\s*=\s*[\"']([0-9.eE+-]+)[\"']", data)
    up = axis.group(1).decode().lower() if axis else "y"
    front = {"x": "z", "y": "z", "z": "-y"}[up]
    try:
        metres = float(unit.group(1)) if unit else 1.0
    except ValueError:
        metres = 1.0
    return AXES[up], AXES[front], metres if np.isfinite(metres) and metres > 0 else 1.0


def _read_by_trimesh(suffix: str, data: bytes, resolver: ConfinedResolver, side: int) -> Surface:
    trimesh = require("trimesh", extra="assets")
    if suffix == "dae":
        require("collada", extra="assets")
    try:
        scene = trimesh.load_scene(io.BytesIO(data), file_type=suffix, resolver=resolver, process=False)
        nodes = sorted(scene.graph.nodes_geometry, key=lambda node: (len(str(node)), str(node)))
        found = [scene.graph[node] for node in nodes]
        parts = [(matrix, scene.geometry[name]) for matrix, name in found]
    except MemoryError:
        raise
    except Exception as cause:
        why = (
            resolver.notes[-1]
            if resolver.notes
            else " ".join(str(cause).split())[:160] or type(cause).__name__
        )
        raise UnusableError(f"cannot be read as {suffix.upper()}: {why}") from cause
    textures: dict[int, Texture | None] = {}
    return merged(
        [
            _part(part, np.asarray(matrix, dtype=np.float64), textures, resolver, side)
            for matrix, part in parts
            if isinstance(part, trimesh.Trimesh)
        ]
    )


def _part(
    part: Any, matrix: Doubles, textures: dict[int, Texture | None], resolver: ConfinedResolver, side: int
) -> Surface:
    """One geometry of a trimesh scene, placed."""
    points = np.asarray(part.vertices, dtype=np.float64).reshape(-1, 3)
    faces = np.asarray(part.faces, dtype=np.int64).reshape(-1, 3)
    uv = getattr(part.visual, "uv", None)
    uvs = np.zeros((len(faces), 3, 2))
    valid = ((faces >= 0) & (faces < len(points))).all(axis=1)
    if uv is not None and len(uv) == len(points):
        uvs[valid] = (np.asarray(uv, dtype=np.float64)[:, :2] * (1, -1) + (0, 1))[faces[valid]]
    face_material = np.zeros(len(faces), dtype=np.int64)
    if getattr(part.visual, "kind", None) in ("vertex", "face") and valid.all() and len(faces):
        materials, face_material = _from_colors(np.asarray(part.visual.face_colors)[:, :3])
    else:
        materials = (_material(getattr(part.visual, "material", None), textures, resolver, side),)
    placed = Surface(points, faces, uvs, face_material, materials)
    return placed.transformed(matrix[:3, :3], matrix[:3, 3])


def _from_colors(colors: Any) -> tuple[tuple[Material, ...], Any]:
    """Materials of coloured faces, by median cut."""
    image = require("PIL.Image", extra="assets")
    row = np.ascontiguousarray(colors, dtype=np.uint8)[None]
    reduced = image.fromarray(row).quantize(_PALETTE, method=image.Quantize.MEDIANCUT)
    used, index = np.unique(np.asarray(reduced)[0], return_inverse=True)
    palette = np.asarray(reduced.getpalette(), dtype=np.float64).reshape(-1, 3) / 255.0
    return tuple(Material(rgb(palette[entry])) for entry in used.tolist()), index.astype(np.int64)


def _material(
    source: Any, textures: dict[int, Texture | None], resolver: ConfinedResolver, side: int
) -> Material:
    """Our material of a trimesh one."""
    if source is None:
        return _GREY
    if hasattr(source, "baseColorFactor"):
        return _pbr_material(source, textures, resolver, side)
    texture = _texture(getattr(source, "image", None), textures, resolver, side)
    color = np.asarray(source.diffuse, dtype=np.float64)[:3] / 255.0
    if texture is not None and color.max() < 0.02:
        color = np.ones(3)  # many exporters leave Kd black beside a texture
    shine = getattr(source, "glossiness", None)
    shine = 30.0 if shine is None or not np.isfinite(float(shine)) else max(float(shine), 0.0)
    roughness = float(np.clip((2.0 / (shine + 2.0)) ** 0.25, 0.05, 1.0))  # Blinn exponent -> GGX (Karis 2013)
    return Material(rgb(color), roughness=roughness, texture=texture)


def _pbr_material(
    source: Any, textures: dict[int, Texture | None], resolver: ConfinedResolver, side: int
) -> Material:
    """Of a glTF material; factors are linear there."""
    factor = source.baseColorFactor
    light = np.ones(3) if factor is None else np.asarray(factor, dtype=np.float64)[:3] / 255.0
    glow = source.emissiveFactor
    strength = 0.0 if glow is None else float(np.max(glow)) / max(float(light.max()), 1e-3)
    return Material(
        rgb(srgb_from_linear(light)),
        roughness=_share(source.roughnessFactor, 1.0),
        # glTF takes metal for granted; where a file says nothing of it, it is seldom meant.
        metallic=_share(source.metallicFactor, 0.0),
        texture=_texture(source.baseColorTexture, textures, resolver, side),
        emission=float(np.clip(strength, 0.0, 4.0)),
    )


def _share(value: float | None, default: float) -> float:
    return default if value is None or not np.isfinite(value) else float(np.clip(value, 0.0, 1.0))


def _texture(
    image: Any, textures: dict[int, Texture | None], resolver: ConfinedResolver, side: int
) -> Texture | None:
    """The picture of a material, made once for all materials that share it."""
    if image is None:
        return None
    if id(image) not in textures:
        textures[id(image)] = load_texture(image, f"texture{len(textures)}", side, resolver.notes)
    return textures[id(image)]
