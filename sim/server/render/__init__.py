"""The embedded server's eye: scenes drawn with OpenGL into color, tags, instances and depth."""

from .renderer import Renderer

__all__ = ["Renderer"]
