"""Where tables are printed."""

from __future__ import annotations

from typing import Final

from rich.console import Console

_FILE_WIDTH: Final = 120
"""Characters per line where the output is no terminal."""


def table_console() -> Console:
    """Standard output; a file or a pipe gets room for whole figures."""
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, _FILE_WIDTH)
    return console
