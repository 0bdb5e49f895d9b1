"""The progress bar of every long command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Report(Protocol):
    """Moves a bar."""

    def __call__(self, done: int, total: int, detail: str = "") -> None:
        """`done` of `total` are done; `detail` says what is being done."""


@contextmanager
def progress(title: str) -> Iterator[Report]:
    """Show a bar with counts, elapsed time and ETA on stderr while the block runs; yields what moves it."""
    columns = (
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    bar = Progress(*columns, console=Console(stderr=True))
    task = bar.add_task(title, total=None, detail="")

    def report(done: int, total: int, detail: str = "") -> None:
        bar.start()  # not earlier: a command that fails at once should show its error alone
        bar.update(task, completed=done, total=total, detail=detail)

    try:
        yield report
    finally:
        bar.stop()
