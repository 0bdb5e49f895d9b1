"""How the embedded server draws its colors."""

from __future__ import annotations

import enum


class Quality(str, enum.Enum):
    """What `--quality` takes."""

    STANDARD = "standard"
    """OpenGL: about a second a frame."""

    HIGH = "high"
    """Path tracing: about a minute a frame; labels, ids and depth are those of `STANDARD`."""
