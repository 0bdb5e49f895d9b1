"""`caos sim render` and `caos sim check` of a scenario of shifts."""

from __future__ import annotations

from pathlib import Path

import typer

from .progress import progress
from .rendered import tell_rendered


def render_shift_scenario(
    scenario: Path,
    out: Path,
    *,
    catalogue: Path,
    host: str | None,
    port: int,
    limit: int | None,
    seed: int | None,
) -> None:
    """Render a scenario of shifts with a progress bar, then say what was done.

    Raises:
        typer.Exit: code 1 when pictures have no place.
    """
    from caos.sim.shifts.render import render_shifts
    from caos.sim.shifts.scenario import load_shifts

    loaded = load_shifts(scenario)
    with progress("rendering") as report:
        summary = render_shifts(
            loaded, out, catalogue=catalogue, host=host, port=port, limit=limit, seed=seed, progress=report
        )
    tell_rendered(
        summary.out,
        "pictures",
        summary.pictures,
        rendered=summary.rendered,
        seconds=summary.seconds,
        failures=[f"{file}: {reason}" for file, reason in summary.failures],
        outcome="have no place and were left out",
    )


def check_shift_scenario(scenario: Path, catalogue: Path) -> None:
    """Say what a scenario of shifts will render: pictures, models and towns of each set."""
    from caos.catalogue import read_catalogue
    from caos.sim.shifts.plan import plan_shifts
    from caos.sim.shifts.scenario import load_shifts

    loaded = load_shifts(scenario)
    pictures = plan_shifts(loaded, read_catalogue(catalogue))
    typer.echo(f"{loaded.name}: {len(pictures)} pictures of {len(loaded.classes.names)} classes")
    for name, conditions in loaded.sets():
        shown = [picture for picture in pictures if picture.set == name]
        models = len({picture.model for picture in shown})
        typer.echo(f"{name}: {len(shown)} pictures of {models} models in {', '.join(conditions.towns)}")
