"""Self-contained HTML pages: runs, data sets, and the models of a catalogue."""

from __future__ import annotations

from .catalogue_page import write_gallery
from .dataset_page import write_dataset_page
from .page import write_report

__all__ = ["write_dataset_page", "write_gallery", "write_report"]
