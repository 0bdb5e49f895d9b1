"""`caos sim`: serve the embedded simulator, render data sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from caos.extras import require

from .progress import progress

app = typer.Typer(
    no_args_is_help=True, help="Serve the embedded CARLA-compatible simulator; render data sets."
)

_Quality = Literal["standard", "high"]
_QUALITY_HELP: Final = "How the embedded server draws colors; high: path tracing, about a minute a frame."

_SERVE_EXAMPLES = """Examples:

  caos sim serve

  caos sim serve --port 2010 --town Town05
"""

_RENDER_EXAMPLES = """Examples:

  caos sim render scenarios/quick.toml --out data/quick

  caos sim render scenarios/streethazards.toml --out data/streethazards --limit 50

  caos sim render scenarios/quick.toml --out data/traced --limit 12 --quality high

  caos sim render scenarios/streethazards.toml --out data/streethazards --host 127.0.0.1 --port 2000
"""


@app.command(epilog=_SERVE_EXAMPLES)
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; loopback unless you say otherwise.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65534, help="RPC port; 0 picks a free one.")] = 2000,
    town: Annotated[str, typer.Option(help="Map to load first.")] = "Town01",
    catalogue: Annotated[
        Path | None,
        typer.Option(help="Catalogue of anomaly models to offer as static.prop.<id>; built-in if absent."),
    ] = None,
    quality: Annotated[_Quality, typer.Option(help=_QUALITY_HELP)] = "standard",
) -> None:
    """Run the embedded server until Ctrl-C; it speaks the CARLA 0.9.16 protocol."""
    require("moderngl", extra="sim")
    from caos.sim.quality import Quality
    from caos.sim.server.main import log_to_stderr
    from caos.sim.server.main import serve as run_server

    log_to_stderr()
    models = catalogue or builtin_catalogue()
    run_server(host=host, port=port, town=town, catalogue=models, quality=Quality(quality))


@app.command(epilog=_RENDER_EXAMPLES)
def render(
    scenario: Annotated[Path, typer.Argument(help="Scenario file (TOML).")],
    out: Annotated[Path, typer.Option(help="Folder of the data set; a finished frame in it is kept.")],
    host: Annotated[
        str | None, typer.Option(help="A running CARLA server; absent: start the embedded one.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65534, help="RPC port of --host.")] = 2000,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most this many frames, spread over the splits.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Instead of the scenario's seed.")] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="Catalogue of anomaly models; built-in if absent.")
    ] = None,
    quality: Annotated[_Quality, typer.Option(help=_QUALITY_HELP)] = "standard",
) -> None:
    """Render the data set of a scenario through the carla client; run again to go on where it stopped."""
    require("carla", extra="sim")
    render_scenario(
        scenario, out, catalogue=catalogue, host=host, port=port, limit=limit, seed=seed, quality=quality
    )


def render_scenario(
    scenario: Path,
    out: Path,
    *,
    catalogue: Path | None = None,
    host: str | None = None,
    port: int = 2000,
    limit: int | None = None,
    seed: int | None = None,
    quality: _Quality = "standard",
) -> None:
    """Render with a progress bar, then say in one line what was done."""
    from caos.sim.quality import Quality
    from caos.sim.render import render_dataset
    from caos.sim.scenario import load_scenario

    loaded = load_scenario(scenario)
    models = catalogue or builtin_catalogue()
    with progress("rendering") as report:
        summary = render_dataset(
            loaded,
            out,
            catalogue=models,
            host=host,
            port=port,
            limit=limit,
            seed=seed,
            quality=Quality(quality),
            progress=report,
        )
    splits = ", ".join(f"{count} {split}" for split, count in summary.frames.items())
    typer.echo(f"{summary.out}: {splits}; rendered {summary.rendered} frames in {summary.seconds:.0f} s")


def builtin_catalogue() -> Path:
    """The built-in anomaly models on disk, written to the user's cache folder the first time."""
    from caos.assets.builtin import write_builtin_catalogue

    return write_builtin_catalogue(Path(typer.get_app_dir("caos-suite")) / "builtin")
