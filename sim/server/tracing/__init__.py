"""Light by path tracing: Mitsuba 3 traces the scene that the renderer draws, OIDN takes the noise out."""

from __future__ import annotations

from .tracer import Tracer

__all__ = ["Tracer"]
