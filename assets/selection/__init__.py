"""Choosing anomaly models from a catalogue."""

from .file import update_selection, write_selection
from .rules import Exclusion, exclusion
from .select import Choice, select

__all__ = ["Choice", "Exclusion", "exclusion", "select", "update_selection", "write_selection"]
