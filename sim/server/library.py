"""The blueprint library of the running server."""

from __future__ import annotations

from pathlib import Path

from .blueprints import SENSORS, BlueprintLibrary


def default_library(catalogue: Path | None = None) -> BlueprintLibrary:  # noqa: ARG001 - props follow
    """Sensors."""
    return BlueprintLibrary(SENSORS)
