"""Catalogues from folders of 3D models: ShapeNetSem, Objaverse, or any meshes."""

from __future__ import annotations

from .hull import Hull, convex_hull
from .jobs import AXES, UNITS, Limits
from .run import IndexSummary, index_models
from .sources import KINDS, Found, find_models

__all__ = [
    "AXES",
    "KINDS",
    "UNITS",
    "Found",
    "Hull",
    "IndexSummary",
    "Limits",
    "convex_hull",
    "find_models",
    "index_models",
]
