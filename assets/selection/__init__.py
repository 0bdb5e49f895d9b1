"""Choosing anomaly models from a catalogue."""

from .file import update_selection, write_selection
from .rules import Exclusion, exclusion
from .select import Choice, select
from .unseen import unseen

__all__ = ["Choice", "Exclusion", "exclusion", "select", "unseen", "update_selection", "write_selection"]
