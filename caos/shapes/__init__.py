"""Primitive solids as meshes, numpy only: what towns, actors and anomaly models are put together from.

Everything is in the frame of `caos.meshes`: metres, x forward, y right, z up. Solids that stand (box, lathe,
cylinder, ...) have
their origin at the centre of their base, round ones (ellipsoid, torus, blob) at their centre; `at` moves
that origin. All
functions are deterministic; those that need chance take a `numpy.random.Generator`.
"""

from __future__ import annotations

from .blobs import blob, leaves
from .core import Vector, place, quads, shaded
from .outlines import extrude, triangulate
from .rounds import cylinder, ellipsoid, lathe, torus
from .solids import bevelled_box, box, convex
from .sweeps import loft, tube

__all__ = [
    "Vector",
    "bevelled_box",
    "blob",
    "box",
    "convex",
    "cylinder",
    "ellipsoid",
    "extrude",
    "lathe",
    "leaves",
    "loft",
    "place",
    "quads",
    "shaded",
    "torus",
    "triangulate",
    "tube",
]
