"""Renditions of models: the same shapes in flat colour, pencil, stone, plastic or wood."""

from .styles import STYLES
from .write import rendition_id, write_renditions

__all__ = ["STYLES", "rendition_id", "write_renditions"]
