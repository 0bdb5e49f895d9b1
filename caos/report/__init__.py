"""Self-contained HTML pages: runs, and the models of a catalogue."""

from __future__ import annotations

from .catalogue_page import write_gallery
from .page import write_report

__all__ = ["write_gallery", "write_report"]
