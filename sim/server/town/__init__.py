"""Towns: street plans of our own, and ground and scenery for any OpenDRIVE map."""

from __future__ import annotations

from .build import build_town, town_from_opendrive, town_names

__all__ = ["build_town", "town_from_opendrive", "town_names"]
