"""Self-contained HTML pages: runs, data sets, and the models of a catalogue."""

from __future__ import annotations

from .catalogue_page import write_gallery
from .dataset_page import write_dataset_page
from .page import read_across, write_report
from .seed_tables import seeds_json, seeds_markdown

__all__ = [
    "read_across",
    "seeds_json",
    "seeds_markdown",
    "write_dataset_page",
    "write_gallery",
    "write_report",
]
