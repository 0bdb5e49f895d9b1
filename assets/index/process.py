"""One model: read, repaired, measured, set upright, simplified, checked and written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from caos.catalogue import STATIC_TAG, CatalogueModel, Rejected, write_model
from caos.meshes import Mesh

from .decimate import decimated
from .hull import convex_hull, hull_of_points, upright
from .jobs import Job, Limits, Outcome, UnusableError, Vector
from .reading import Reading, read_model
from .resolver import ConfinedResolver
from .scale import agreed_scale
from .surface import Doubles, Surface, outward, repaired, to_mesh

_FLAT: Final = 1e-3
"""Share of the longest side below which the shortest makes a sheet."""
_AS_STATED: Final = 1.0
"""Degrees within which a model stands as its up axis says."""


def process(job: Job, limits: Limits, out: Path) -> Outcome:
    """Index one model into the folder `out`; a model that cannot be taken in comes back rejected.

    Raises:
        OSError: `out` cannot be written.
        CaosError: a reader is not installed.
    """
    try:
        model = prepare(job, limits)
    except UnusableError as reason:
        return Outcome(rejected=Rejected(id=job.id, source=job.source, reason=str(reason)))
    return Outcome(entry=write_model(out, model))


def prepare(job: Job, limits: Limits) -> CatalogueModel:
    """The model of a job, ready to be written.

    Raises:
        UnusableError: it cannot be taken in; the message says why.
    """
    root = Path(job.root)
    path = root / job.source
    if not path.resolve().is_relative_to(root.resolve()):
        raise UnusableError("is a link that leads outside the source folder")
    try:
        reading = read_model(path, ConfinedResolver(root, path, job.texture_folders), limits.texture_side)
    except OSError as cause:
        raise UnusableError(f"cannot be read ({cause.strerror or cause})") from cause
    surface, repairs = repaired(reading.surface)
    surface, sizing = _to_scale(surface, reading, job, limits)
    surface, standing = _set_upright(outward(surface))
    mesh = _centred(to_mesh(decimated(surface, limits.triangles), STATIC_TAG))
    before = len(surface.faces)
    fewer = (f"note: {before} triangles simplified",) if before > limits.triangles else ()
    notes = (*reading.notes, *repairs, *sizing, *standing, *fewer)
    return CatalogueModel(
        id=job.id,
        category=job.category,
        mesh=mesh,
        source=job.source,
        licence=job.licence,
        synset=job.synset,
        name=job.name,
        checks=(*_checked(mesh, limits), *sorted(notes, key=lambda note: note.startswith("note:"))),
    )


def _to_scale(
    surface: Surface, reading: Reading, job: Job, limits: Limits
) -> tuple[Surface, tuple[str, ...]]:
    """In our axes and metres, and how the size was found."""
    linear = frame(job.up or reading.up, job.front or reading.front) * (job.unit or reading.unit)
    surface = surface.transformed(linear)
    scale, notes = agreed_scale(surface.extent, job.dims, limits)
    return surface.transformed(np.eye(3) * scale), notes


def frame(up: Vector, front: Vector) -> Doubles:
    """(3, 3) matrix from a right-handed frame with these axes to ours (x ahead, y right, z up, left-handed).

    Raises:
        UnusableError: the axes are no two independent directions.
    """
    z, x = np.array(up, dtype=np.float64), np.array(front, dtype=np.float64)
    if not (np.isfinite(z).all() and np.isfinite(x).all() and np.linalg.norm(np.cross(x, z)) > 1e-3):
        raise UnusableError(f"up {up} and front {front} are no two different directions")
    z /= np.linalg.norm(z)
    x -= (x @ z) * z
    x /= np.linalg.norm(x)
    return np.stack([x, np.cross(x, z), z])


def _set_upright(surface: Surface) -> tuple[Surface, tuple[str, ...]]:
    """Turned to the stable support nearest to its stated up direction."""
    extent = surface.extent
    hull = None
    if extent.min() > 0:
        hull = hull_of_points(surface.points[np.unique(surface.faces)])
    if hull is None or extent.min() < _FLAT * extent.max():
        raise UnusableError("is flat: it has no volume to stand on a street")
    turn, angle = upright(hull, _centre_of_mass(surface))
    if angle <= _AS_STATED:
        return surface.transformed(turn), ("stands as stated",)
    return surface.transformed(turn), (
        "stands on a stable support",
        f"note: turned {angle:.1f} degrees to rest",
    )


def _centre_of_mass(surface: Surface) -> Doubles:
    """(3,) of a shell of even thickness: models are seldom closed, and things are mostly hollow."""
    a, b, c = (surface.points[surface.faces[:, corner]] for corner in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    return np.asarray(((a + b + c) / 3.0 * areas[:, None]).sum(axis=0) / areas.sum())


def _centred(mesh: Mesh) -> Mesh:
    """With the middle of its footprint at the origin and its lowest point at z = 0."""
    low, high = mesh.bounds
    shift = np.eye(4)
    shift[:3, 3] = -(low + high)[0] / 2, -(low + high)[1] / 2, -low[2]
    return mesh.transformed(shift)


def _checked(mesh: Mesh, limits: Limits) -> tuple[str, ...]:
    """Names of the checks that hold for every model taken in.

    Raises:
        UnusableError: one does not hold.
    """
    if not all(np.isfinite(part).all() for part in (mesh.positions, mesh.normals, mesh.uvs)):
        raise UnusableError("has numbers that are not finite after repair")
    if len(mesh.faces) > limits.triangles:
        raise UnusableError(f"cannot be simplified to {limits.triangles} triangles")
    if convex_hull(mesh).volume <= 0:
        raise UnusableError("is flat: it has no volume to stand on a street")
    return "finite", "triangle budget", "convex hull"
