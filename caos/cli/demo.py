"""`caos demo`: from nothing to an anomaly-segmentation table, on any laptop."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from caos.extras import require

from .progress import progress


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the data set, the run and the report.")] = Path(
        "demo"
    ),
    seed: Annotated[int, typer.Option(min=0, help="Seed of the data set and of the training.")] = 0,
) -> None:
    """Render a small StreetHazards, train, score, and write a report. Stages already done are kept."""
    for module in ("carla", "moderngl", "msgpack", "trimesh"):
        require(module, extra="sim")
    console = Console(stderr=True)
    data, run, page = out / "data", out / "run", out / "report.html"
    _render(data, seed, console)
    _verify(data, console)
    _train(data, run, seed, console)
    _evaluate(data, run, page, console)


def _render(data: Path, seed: int, console: Console) -> None:
    from .sim import render_scenario

    console.rule("1/4  render through the carla client")
    with resources.as_file(resources.files("caos.scenarios") / "quick.toml") as scenario:
        render_scenario(scenario, data, seed=seed)


def _verify(data: Path, console: Console) -> None:
    from caos.errors import CaosError
    from caos.frames import verify

    console.rule("2/4  verify the data set")
    with progress("verifying") as report:
        outcome = verify(data, progress=report)
    if not outcome.ok:
        raise CaosError(f"{data}: {outcome.problems[0]}; see them all with  caos frames verify {data}")
    console.print(f"{data}: nothing wrong")


def _train(data: Path, run: Path, seed: int, console: Console) -> None:
    from caos.segment.train import train

    console.rule("3/4  train a segmentation network")
    with resources.as_file(resources.files("caos.segment") / "configs" / "quick.toml") as config:
        train(data, run, config=config, seed=seed, resume=True)


def _evaluate(data: Path, run: Path, page: Path, console: Console) -> None:
    from caos.report import write_report
    from caos.segment.evaluate import evaluate

    from .table import print_result

    console.rule("4/4  score the held-out towns")
    with progress("evaluating") as report:
        result = evaluate(data, run, progress=report)
    write_report([run], page)
    print_result(result)
    print(f"report: {page.resolve()}")
