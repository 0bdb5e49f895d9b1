"""Binary glTF 2.0 (GLB) to and from our meshes.

glTF is right-handed with y up and +z ahead, we are left-handed with z up and x ahead; colour factors are
linear there and sRGB here. trimesh reads and writes the geometry; it keeps colour factors in 8 bits, which
would shift dark colours, so the factors go past it.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .errors import CaosError
from .extras import require
from .meshes import Material, Mesh, Texture, merge

TO_GLTF: Final = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
"""Our axes -> glTF's: right is -x there, up y, ahead z. A mirror; its inverse is its transpose."""


def linear_from_srgb(color: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """From sRGB in [0, 1] to linear light (IEC 61966-2-1)."""
    value = np.asarray(color, dtype=np.float64)
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(light: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """From linear light in [0, 1] to sRGB (IEC 61966-2-1)."""
    value = np.clip(np.asarray(light, dtype=np.float64), 0.0, 1.0)
    return np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)


def encode_glb(mesh: Mesh) -> bytes:
    """The mesh as a GLB file, one primitive per material; same mesh, same bytes. Tags are not kept.

    Raises:
        CaosError: trimesh is missing.
    """
    trimesh = require("trimesh", extra="sim")
    scene = trimesh.Scene()
    for index, material in enumerate(mesh.materials):
        faces = mesh.faces[mesh.face_material == index]
        if len(faces) == 0:
            continue
        used, local = np.unique(faces, return_inverse=True)
        uvs = mesh.uvs[used].astype(np.float64) * (1, -1) + (0, 1)  # trimesh counts v from the other end
        geometry = trimesh.Trimesh(
            vertices=mesh.positions[used] @ TO_GLTF.T,
            faces=local.reshape(-1, 3)[:, ::-1],  # the mirror turns triangles round
            vertex_normals=mesh.normals[used] @ TO_GLTF.T,
            visual=trimesh.visual.TextureVisuals(uv=uvs, material=_pbr(trimesh, index, material)),
            process=False,
        )
        scene.add_geometry(geometry, node_name=f"part{index}", geom_name=f"part{index}")

    def put_factors(tree: dict[str, Any]) -> None:
        for entry in tree["materials"]:
            entry.update(_factors(mesh.materials[int(entry["name"].removeprefix("material"))], entry))

    blob: bytes = trimesh.exchange.gltf.export_glb(
        scene, include_normals=True, tree_postprocessor=put_factors
    )
    return blob


def decode_glb(blob: bytes, *, name: str, tag: int = 20) -> Mesh:
    """The mesh in a GLB file, all its nodes merged.

    Args:
        blob: the file.
        name: what to call it in messages, its path as a rule.
        tag: CARLA tag of every face.

    Raises:
        CaosError: trimesh is missing, this is no GLB that it can read, or there is no triangle in it.
    """
    trimesh = require("trimesh", extra="sim")
    try:
        scene = trimesh.load_scene(io.BytesIO(blob), file_type="glb", process=False)
        factors = {entry.get("name"): entry for entry in _tree(blob).get("materials", [])}
        parts = []
        for node in sorted(scene.graph.nodes_geometry, key=lambda node: (len(node), node)):
            matrix, geometry = scene.graph[node]
            part = scene.geometry[geometry]
            if isinstance(part, trimesh.Trimesh) and len(part.faces):
                parts.append(_part(part, matrix, factors, f"{name}:{geometry}", tag))
    except Exception as cause:
        raise CaosError(f"{name}: not a readable GLB file ({cause}); export it again") from cause
    if not parts:
        raise CaosError(f"{name}: holds no triangles; export it again")
    return merge(parts)


def _pbr(trimesh: Any, index: int, material: Material) -> Any:
    """A trimesh material; its numbered name tells `_factors` which one it was."""
    image = None
    if material.texture is not None:
        image = require("PIL.Image", extra="sim").fromarray(material.texture.pixels)
    return trimesh.visual.material.PBRMaterial(
        name=f"material{index}",
        baseColorFactor=[255, 255, 255, 255],
        baseColorTexture=image,
        metallicFactor=float(material.metallic),
        roughnessFactor=float(material.roughness),
        doubleSided=True,
    )


def _factors(material: Material, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What of a glTF material has to be exact."""
    linear = linear_from_srgb(material.color)
    pbr = dict(entry.get("pbrMetallicRoughness", {}))
    pbr["baseColorFactor"] = [*(round(float(part), 7) for part in linear), 1.0]
    pbr["metallicFactor"], pbr["roughnessFactor"] = float(material.metallic), float(material.roughness)
    glow = linear * min(material.emission, 1.0)
    return {"pbrMetallicRoughness": pbr, "emissiveFactor": [round(float(part), 7) for part in glow]}


def _tree(blob: bytes) -> Mapping[str, Any]:
    """The JSON chunk of a GLB file (glTF 2.0, section 4.4)."""
    (length,) = struct.unpack_from("<I", blob, 12)
    tree: Mapping[str, Any] = json.loads(blob[20 : 20 + length])
    return tree


def _part(
    part: Any, matrix: npt.NDArray[np.float64], factors: Mapping[Any, Any], name: str, tag: int
) -> Mesh:
    """One geometry of the scene in our frame."""
    linear = TO_GLTF.T @ matrix[:3, :3]
    positions = part.vertices @ linear.T + TO_GLTF.T @ matrix[:3, 3]
    normals = np.asarray(part.vertex_normals) @ np.linalg.inv(linear)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    uv = getattr(part.visual, "uv", None)
    uvs = np.zeros((len(positions), 2)) if uv is None else np.asarray(uv) * (1, -1) + (0, 1)
    faces = np.asarray(part.faces)
    return Mesh(
        positions=positions.astype(np.float32),
        normals=normals.astype(np.float32),
        uvs=uvs.astype(np.float32),
        faces=np.ascontiguousarray(faces[:, ::-1] if np.linalg.det(linear) < 0 else faces).astype(np.int32),
        materials=(_material(part.visual, factors, name),),
        face_material=np.zeros(len(faces), dtype=np.int32),
        face_tag=np.full(len(faces), tag, dtype=np.uint8),
    )


def _material(visual: Any, factors: Mapping[Any, Any], name: str) -> Material:
    """Our material of a trimesh visual; grey where there is none."""
    source = getattr(visual, "material", None)
    if source is None:
        return Material((0.6, 0.6, 0.6))
    entry = factors.get(source.name, {})
    pbr = entry.get("pbrMetallicRoughness", {})
    light = np.asarray(pbr.get("baseColorFactor", [1.0, 1.0, 1.0])[:3], dtype=np.float64)
    glow = np.asarray(entry.get("emissiveFactor", [0.0, 0.0, 0.0]), dtype=np.float64)
    color = srgb_from_linear(light)
    image = getattr(source, "baseColorTexture", None)
    texture = None
    if image is not None:
        texture = Texture(name, np.ascontiguousarray(np.asarray(image.convert("RGB"), dtype=np.uint8)))
    return Material(
        color=(float(color[0]), float(color[1]), float(color[2])),
        roughness=float(pbr.get("roughnessFactor", 1.0)),
        metallic=float(pbr.get("metallicFactor", 1.0)),
        texture=texture,
        emission=float(glow.max() / max(light.max(), 1e-6)) if glow.max() > 0 else 0.0,
    )
