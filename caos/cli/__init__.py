"""The `caos` command: one group per folder. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


def main() -> None:
    """Entry point of the `caos` command."""
    app()
