"""FBX, read by assimp: triangles and materials in metres, y up; pictures beside the file or inside it."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np

from caos.extras import require
from caos.glb import srgb_from_linear
from caos.meshes import Material, Texture

from .jobs import UnusableError
from .pictures import load_texture, open_image, rgb
from .resolver import ConfinedResolver, OutsideError
from .surface import Surface, merged

_BINARY_UNIT: Final = re.compile(
    rb"S\x0f\0\0\0UnitScaleFactorS\x06\0\0\0doubleS\x06\0\0\0NumberS[\0-\3]\0\0\0[A-Z+]{0,3}D(.{8})",
    re.DOTALL,
)
_TEXT_UNIT: Final = re.compile(rb'"UnitScaleFactor"\s*,[^\n]*,\s*([0-9.eE+-]+)')
_CONTENT: Final = re.compile(rb"\x07ContentR(.{4})", re.DOTALL)
_NAME: Final = re.compile(rb"RelativeFilenameS(.{4})", re.DOTALL)


def read_fbx(path: Path, resolver: ConfinedResolver, side: int) -> Surface:
    """The triangles of an FBX file in its own unit, y up and z to the front: assimp turns all files so.

    assimp opens no file but `path`; pictures are found by `resolver`, or in the file itself (binary FBX).

    Raises:
        UnusableError: it cannot be read, or holds no triangles.
        CaosError: assimp-py is not installed.
    """
    assimp = require("assimp_py", extra="assets")
    try:
        scene = assimp.import_file(
            str(path), assimp.Process_Triangulate | assimp.Process_PreTransformVertices
        )
    except (RuntimeError, ValueError, OSError) as cause:
        why = " ".join(str(cause).split())[:160] or type(cause).__name__
        raise UnusableError(f"cannot be read as FBX: {why}") from cause
    inside = _pictures_inside(path.read_bytes())
    materials = [_material(entry, inside, resolver, side) for entry in scene.materials]
    return merged([_part(mesh, materials) for mesh in scene.meshes if mesh.num_vertices])


def fbx_unit(data: bytes) -> float:
    """Metres per unit: FBX's `UnitScaleFactor` is in centimetres, and 1 where a file does not tell.

    >>> fbx_unit(b'P: "UnitScaleFactor", "double", "Number", "",2.54')
    0.0254
    """
    centimetres = 1.0
    if binary := _BINARY_UNIT.search(data):
        (centimetres,) = struct.unpack("<d", binary.group(1))
    elif text := _TEXT_UNIT.search(data):
        try:
            centimetres = float(text.group(1))
        except ValueError:
            centimetres = 1.0
    return centimetres / 100 if np.isfinite(centimetres) and centimetres > 0 else 0.01


def _part(mesh: Any, materials: list[Material]) -> Surface:
    points = np.asarray(mesh.vertices, dtype=np.float64).reshape(-1, 3)
    faces = np.asarray(mesh.indices, dtype=np.int64)
    # lines and loose points are faces of fewer corners to assimp
    faces = faces.reshape(-1, 3) if faces.size == 3 * mesh.num_faces else np.empty((0, 3), dtype=np.int64)
    uvs = np.zeros((len(faces), 3, 2))
    if mesh.texcoords and len(faces):
        channel = np.asarray(mesh.texcoords[0], dtype=np.float64).reshape(len(points), -1)[:, :2]
        uvs = (channel * (1, -1) + (0, 1))[faces]
    material = materials[mesh.material_index] if mesh.material_index < len(materials) else _grey()
    return Surface(points, faces, uvs, np.zeros(len(faces), dtype=np.int64), (material,))


def _grey() -> Material:
    return Material((0.6, 0.6, 0.6))


def _material(
    entry: Mapping[str, Any], inside: Mapping[str, bytes], resolver: ConfinedResolver, side: int
) -> Material:
    """Our material of assimp's; a picture replaces the colour, as FBX has it."""
    texture = _texture(entry.get("TEXTURE_BASE"), inside, resolver, side)
    linear = np.asarray(entry.get("COLOR_DIFFUSE", (0.3, 0.3, 0.3)), dtype=np.float64)[:3]
    color = np.ones(3) if texture is not None else srgb_from_linear(np.clip(linear, 0.0, 1.0))
    shine = max(float(entry.get("SHININESS", 30.0)), 0.0)
    roughness = float(np.clip((2.0 / (shine + 2.0)) ** 0.25, 0.05, 1.0))  # Blinn exponent -> GGX (Karis 2013)
    return Material(rgb(color), roughness=roughness, texture=texture)


def _texture(
    name: str | None, inside: Mapping[str, bytes], resolver: ConfinedResolver, side: int
) -> Texture | None:
    if not name:
        return None
    base = PurePosixPath(name.replace("\\", "/")).name
    try:
        data = inside[base] if base in inside else resolver.get(name)
        return load_texture(open_image(data), base, side, resolver.notes)
    except OutsideError:  # noted by the resolver
        return None
    except (OSError, ValueError) as cause:
        resolver.notes.append(f"texture {base!r} cannot be read ({' '.join(str(cause).split())[:80]})")
        return None


def _pictures_inside(data: bytes) -> dict[str, bytes]:
    """Pictures that a binary FBX carries, by file name: `Content` of its `Video` nodes (FBX 7)."""
    found: dict[str, bytes] = {}
    for content in _CONTENT.finditer(data):
        (length,) = struct.unpack("<I", content.group(1))
        names = list(_NAME.finditer(data, 0, content.start()))
        if not names or not 0 < length <= len(data) - content.end():
            continue
        name = _string_at(data, names[-1])
        found.setdefault(PurePosixPath(name.replace("\\", "/")).name, data[content.end() :][:length])
    return found


def _string_at(data: bytes, match: re.Match[bytes]) -> str:
    (length,) = struct.unpack("<I", match.group(1))
    return data[match.end() :][: min(length, 4096)].decode("utf-8", errors="replace")
