"""What `caos sim render` says in the end, of frames and of single pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import typer

_NAMED: Final = 20
"""How many failures are named."""


def tell_rendered(
    out: Path,
    things: str,
    counts: Mapping[str, int],
    *,
    rendered: int,
    seconds: float,
    failures: Sequence[object],
    outcome: str,
) -> None:
    """Say in one line what was done, and in one each what was not.

    Args:
        out: folder of the data set.
        things: what was rendered: "frames".
        counts: split -> things in it now.
        rendered: by this run.
        seconds: of this run.
        failures: printed in one line each.
        outcome: what became of the failures: "failed".

    Raises:
        typer.Exit: code 1 when there are failures.
    """
    splits = ", ".join(f"{count} {split}" for split, count in counts.items())
    typer.echo(f"{out}: {splits}; rendered {rendered} {things} in {seconds:.0f} s")
    for failure in failures[:_NAMED]:
        typer.echo(f"error: {failure}", err=True)
    if failures:
        told = f"error: {len(failures)} {things} {outcome}; the same command tries them again"
        typer.echo(told, err=True)
        raise typer.Exit(1)
