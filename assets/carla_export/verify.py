"""Exported FBX files read back with readers that share nothing with Blender's writer.

assimp reads the meshes and materials; axes and units, which it keeps to itself, come from ufbx.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.catalogue import CatalogueEntry, load_mesh
from caos.errors import CaosError
from caos.extras import require
from caos.glb import linear_from_srgb
from caos.meshes import Mesh

from .names import prop_names
from .shape import TO_FBX, Shape, painted, shape_of

Values = npt.NDArray[np.float64]

_LENGTH, _UV, _COLOR, _TURN, _HULL_SLACK = 0.01, 1e-4, 1e-3, 0.02, 0.15
"""Tolerances: centimetres, texture tiles, linear light,
1 minus the cosine between normals, share of a side."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One model, in the catalogue and in its FBX file.

    Attributes:
        id, category: of the model.
        triangles: in the file.
        size: metres along x, y, z in Unreal.
        materials: of the file; `textures`: how many of them have one.
        problems: what did not survive, in words; empty when all did.
    """

    id: str
    category: str
    triangles: int
    size: tuple[float, float, float]
    materials: int
    textures: int
    problems: tuple[str, ...]


def verify_package(catalogue: Path, entries: Sequence[CatalogueEntry], folder: Path) -> Iterator[Comparison]:
    """Compare the FBX file of each entry with its model, one by one.

    Args:
        catalogue: folder of the models.
        entries: as they were exported.
        folder: `OUT/Import/<Package>`.

    Raises:
        CaosError: a reader is missing, or a file is.
    """
    names = prop_names(entry.id for entry in entries)
    for entry in entries:
        name = names[entry.id]
        file = folder / "Props" / name / f"{name}.fbx"
        if not file.is_file():
            raise CaosError(f"{file}: no such file; run export-carla without --verify first")
        yield compare(entry, load_mesh(catalogue, entry), file)


def compare(entry: CatalogueEntry, mesh: Mesh, file: Path) -> Comparison:
    """One FBX file against the mesh it was made from.

    Raises:
        CaosError: a reader is missing or cannot read the file.
    """
    assimp, ufbx = require("assimp_py", extra="export"), require("ufbx", extra="export")
    try:
        settings = ufbx.load_file(str(file)).settings
        scene = assimp.import_file(str(file), 0)
    except Exception as cause:
        raise CaosError(f"{file}: not a readable FBX file ({cause}); export it again") from cause
    nodes = {node.name: node for node in scene.root_node.children}
    wanted = shape_of(mesh)
    problems = list(_frame_problems(settings))
    if set(nodes) != {file.stem, f"UCX_{file.stem}_00"}:
        problems.append(f"holds {', '.join(nodes)}, not the mesh and its hull")
        return Comparison(entry.id, entry.category, 0, (0.0, 0.0, 0.0), 0, 0, tuple(problems))
    parts = [scene.meshes[index] for index in nodes[file.stem].mesh_indices]
    materials = [scene.materials[part.material_index] for part in parts]
    corners = np.concatenate([_corners(nodes[file.stem], part) for part in parts]) / TO_FBX
    problems += _mesh_problems(wanted, mesh, parts, corners)
    problems += _material_problems(wanted, materials, file.parent)
    hull = nodes[f"UCX_{file.stem}_00"]
    problems += _hull_problems(wanted, _corners(hull, scene.meshes[hull.mesh_indices[0]]))
    x, y, z = (round(float(side), 3) for side in np.ptp(corners, axis=0))
    textures = sum(bool(material["TEXTURES"]) for material in materials)
    triangles = sum(part.num_faces for part in parts)
    return Comparison(entry.id, entry.category, triangles, (x, y, z), len(parts), textures, tuple(problems))


def _frame_problems(settings: Any) -> Iterator[str]:
    """Unreal's own right-handed frame, so that the importer turns and scales nothing: z up, -y front, cm."""
    axes = settings.axes
    positive_x, negative_y, positive_z = 0, 3, 4  # ufbx_coordinate_axis
    if (axes.right, axes.up, axes.front) != (positive_x, positive_z, negative_y):
        yield f"axes are right {axes.right}, up {axes.up}, front {axes.front}, not x, z, -y"
    if abs(settings.unit_meters - 0.01) > 1e-9:
        yield f"a unit is {settings.unit_meters:g} m, not a centimetre"


def _mesh_problems(wanted: Shape, mesh: Mesh, parts: Sequence[Any], corners: Values) -> Iterator[str]:
    """Corner by corner; assimp gives the triangles in the file's order, sorted by material."""
    order = np.argsort(wanted.face_material, kind="stable")
    counts = np.bincount(wanted.face_material, minlength=len(wanted.materials))
    if [part.num_faces for part in parts] != counts.tolist():
        yield f"triangles are {[part.num_faces for part in parts]} by material, not {counts.tolist()}"
        return
    source = wanted.faces[order].ravel()
    off = float(np.abs(corners - mesh.positions[source]).max())
    if off * 100 > _LENGTH:
        yield f"corners are up to {off:.4f} m off"
    if any(not part.texcoords for part in parts):
        yield "UVs are missing"
    else:
        uvs = np.concatenate(
            [np.reshape(part.texcoords[0], (-1, part.num_uv_components[0])) for part in parts]
        )
        if np.abs(uvs[:, :2] - mesh.uvs[source]).max() > _UV * max(1.0, float(np.abs(mesh.uvs).max())):
            yield "UVs differ"
    normals = np.concatenate([np.reshape(part.normals, (-1, 3)) for part in parts]) * np.sign(TO_FBX)
    if np.quantile((normals * mesh.normals[source]).sum(axis=1), 0.01) < 1 - _TURN:
        yield "normals differ"


def _material_problems(wanted: Shape, materials: Sequence[Mapping[str, Any]], folder: Path) -> Iterator[str]:
    """Colors, with the factor that assimp has multiplied in, and pictures."""
    if len(materials) != len(wanted.materials):
        yield f"{len(materials)} materials, not {len(wanted.materials)}"
        return
    for made, given in zip(materials, wanted.materials, strict=True):
        expected = painted(given)
        if np.abs(np.array(made["COLOR_DIFFUSE"]) - linear_from_srgb(expected.color)).max() > _COLOR:
            yield f"{made['NAME']} has another color"
        pictures = [name for names in made["TEXTURES"].values() for name in names]
        if len(pictures) != (expected.texture is not None):
            yield f"{made['NAME']} has {len(pictures)} textures"
        elif expected.texture is not None and not _same_picture(folder, pictures[0], expected.texture.pixels):
            yield f"{made['NAME']}: {pictures[0]} is not there or another picture"


def _same_picture(folder: Path, name: str, pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether the file lies beside the FBX file and holds these pixels, its first row at v = 1."""
    if Path(name).name != name or not (folder / name).is_file():
        return False
    with require("PIL.Image", extra="sim").open(folder / name) as picture:
        return np.array_equal(np.asarray(picture.convert("RGB"))[::-1], pixels)


def _hull_problems(wanted: Shape, corners: Values) -> Iterator[str]:
    """A hull that is much smaller than the mesh, or larger."""
    low, high = wanted.positions.min(axis=0), wanted.positions.max(axis=0)
    slack = np.maximum(_HULL_SLACK * (high - low), 1.0)
    if (np.abs(corners.min(axis=0) - low) > slack).any() or (
        np.abs(corners.max(axis=0) - high) > slack
    ).any():
        yield "the collision hull has another size"


def _corners(node: Any, part: Any) -> Values:
    """(3 F, 3) corners of a node's triangles in the scene, before assimp's own turn of the root."""
    matrix = np.array(node.transformation)
    points = np.reshape(part.vertices, (-1, 3))[np.array(part.indices)]
    return np.asarray(points @ matrix[:3, :3].T + matrix[:3, 3], dtype=np.float64)
