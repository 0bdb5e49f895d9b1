"""The progress bar of every long command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

_SPEED_PERIOD = 600.0
"""Seconds over which the rate is taken: long enough for frames that take a minute each."""


class _Rate(ProgressColumn):
    """Things per second."""

    def render(self, task: Task) -> Text:
        """Nothing while it is not known."""
        return Text(f"{task.speed:.2f}/s" if task.speed else "")


class Report(Protocol):
    """Moves a bar."""

    def __call__(self, done: int, total: int, detail: str = "") -> None:
        """`done` of `total` are done; `detail` says what is being done, further lines of it stand below."""


class _WithLines(Progress):
    """A bar with plain lines below it."""

    below: list[str]

    def get_renderables(self) -> Iterator[RenderableType]:
        """The bar, then the lines, each cut to the terminal's width."""
        yield from super().get_renderables()
        for line in getattr(self, "below", ()):
            yield Text(line, no_wrap=True, overflow="ellipsis")


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
        _Rate(),
        TextColumn("{task.fields[detail]}", markup=False),
    )
    bar = _WithLines(*columns, console=Console(stderr=True), speed_estimate_period=_SPEED_PERIOD)
    task = bar.add_task(title, total=None, detail="")

    def report(done: int, total: int, detail: str = "") -> None:
        first, *bar.below = detail.split("\n")
        if bar.tasks[0].total is None:  # what was done before is no measure of the rate
            bar.reset(task, total=total, completed=done)
        bar.start()  # not earlier: a command that fails at once should show its error alone
        bar.update(task, completed=done, total=total, detail=first)

    try:
        yield report
    finally:
        bar.stop()
