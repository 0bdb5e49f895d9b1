"""Catalogues as import packages for CARLA: FBX files, textures, package description, map of blueprints."""

from .blender import find_blender
from .package import EXPORTS_FILE, PackageSummary, export_package
from .verify import Comparison, verify_package

__all__ = [
    "EXPORTS_FILE",
    "Comparison",
    "PackageSummary",
    "export_package",
    "find_blender",
    "verify_package",
]
