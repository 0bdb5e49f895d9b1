"""`caos sim`: serve the embedded simulator, render data sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from caos.errors import CaosError
from caos.extras import require

from .progress import progress
from .rendered import tell_rendered
from .shifting import check_shift_scenario, render_shift_scenario

app = typer.Typer(
    no_args_is_help=True, help="Serve the embedded CARLA-compatible simulator; render data sets."
)

if TYPE_CHECKING:
    from caos.sim.fleet.units import Fleet

_Quality = Literal["standard", "high"]
_Engine = Literal["local", "ray"]

_MOST: Final = 100_000
_QUALITY_HELP: Final = "How the embedded server draws colors; high: path tracing, about a minute a frame."

_CHECK_EXAMPLES = """Examples:

  caos sim check scenarios/streethazards.toml

  caos sim check scenarios/shifts.toml --catalogue data/renditions
"""

_EXTRAS_HELP: Final = "Beside each frame: instances,depth,boxes,camera,twin,sequence or all."

_SERVE_EXAMPLES = """Examples:

  caos sim serve

  caos sim serve --port 2010 --town Town05
"""

_RENDER_EXAMPLES = """Examples:

  caos sim render scenarios/quick.toml --out data/quick

  caos sim render scenarios/streethazards.toml --out data/streethazards --limit 50

  caos sim render scenarios/quick.toml --out data/traced --limit 12 --quality high

  caos sim render scenarios/streethazards.toml --out data/streethazards --host 127.0.0.1 --port 2000

  caos sim render scenarios/shifts.toml --out data/shifts --catalogue data/renditions

  caos sim render scenarios/streethazards.toml --out data/streethazards --workers 2

  caos sim render scenarios/streethazards.toml --out data/streethazards --servers gpu1:2000,gpu2:2000

  caos sim render scenarios/streethazards.toml --out /shared/streethazards --engine ray --ray-address auto
"""

_ESTIMATE_EXAMPLES = """Examples:

  caos sim estimate data/streethazards --scenario scenarios/streethazards.toml

  caos sim estimate data/streethazards --scenario scenarios/streethazards.toml --cores 4,64 --servers 2,8,32
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
        int | None,
        typer.Option(
            min=1,
            help="At most this many frames, spread over the splits; of shifts: so many of a class and set.",
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Instead of the scenario's seed.")] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="Catalogue of anomaly models; built-in if absent.")
    ] = None,
    quality: Annotated[_Quality, typer.Option(help=_QUALITY_HELP)] = "standard",
    extras: Annotated[str | None, typer.Option(help=_EXTRAS_HELP)] = None,
    blueprints: Annotated[
        Path | None,
        typer.Option(
            help="blueprints.json of export-carla: which blueprint each model is; static.prop.<id>."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=1024, help="So many embedded servers at once; lost ones are replaced.")
    ] = 1,
    servers: Annotated[
        str | None, typer.Option(help="Several running servers: host:port,host:port,...; one worker each.")
    ] = None,
    engine: Annotated[
        _Engine, typer.Option(help="ray: spread the work over a Ray cluster; the folder must be shared.")
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(help="Ray cluster (auto, host:port, ray://...); absent: one on this machine."),
    ] = None,
) -> None:
    """Render the data set of a scenario through the carla client; run again to go on where it stopped."""
    require("carla", extra="sim")
    from caos.sim.shifts.scenario import is_shift_scenario

    fleet = _fleet(workers, servers, engine, ray_address)
    if is_shift_scenario(scenario):
        unused = {"--workers, --servers or --engine": fleet, "--extras": extras, "--blueprints": blueprints}
        given = next((option for option, value in unused.items() if value is not None), None)
        if given is not None or quality != "standard":
            raise CaosError(f"{given or '--quality'}: scenarios of shifts have no use for it; leave it out")
        models = catalogue or builtin_catalogue()
        render_shift_scenario(scenario, out, catalogue=models, host=host, port=port, limit=limit, seed=seed)
        return
    render_scenario(
        scenario,
        out,
        catalogue=catalogue,
        host=host,
        port=port,
        fleet=fleet,
        limit=limit,
        seed=seed,
        quality=quality,
        extras=() if extras is None else extras.split(","),
        blueprints=blueprints,
    )


@app.command(epilog=_ESTIMATE_EXAMPLES)
def estimate(
    data: Annotated[
        Path, typer.Argument(help="Data set that was rendered, in part at least; its log is read.")
    ],
    scenario: Annotated[Path, typer.Option(help="Scenario file whose frames are to be rendered.")],
    cores: Annotated[str, typer.Option(help="Machines to project to, by cores: 2,16")] = "2,16",
    servers: Annotated[str, typer.Option(help="Fleets to project to, by servers: 8")] = "8",
) -> None:
    """Project the time of a whole scenario from the measured rates of a render; says what it assumes."""
    require("carla", extra="sim")
    from caos.sim.fleet.log import read_log
    from caos.sim.fleet.projection import measure, projection
    from caos.sim.scenario import load_scenario

    wanted = load_scenario(scenario)
    measured = measure(read_log(data), data)
    for line in projection(
        measured, wanted, cores=_counts("--cores", cores), servers=_counts("--servers", servers)
    ):
        typer.echo(line)


def render_scenario(
    scenario: Path,
    out: Path,
    *,
    catalogue: Path | None = None,
    host: str | None = None,
    port: int = 2000,
    fleet: Fleet | None = None,
    limit: int | None = None,
    seed: int | None = None,
    quality: _Quality = "standard",
    extras: Sequence[str] = (),
    blueprints: Path | None = None,
) -> None:
    """Render with a progress bar, then say in one line what was done, and in one each what was not.

    Raises:
        typer.Exit: code 1 when frames had to be given up.
    """
    from caos.sim.fleet.log import LOG_FILE
    from caos.sim.quality import Quality
    from caos.sim.render import render_dataset
    from caos.sim.scenario import load_scenario, with_blueprints, with_extras

    loaded = with_extras(load_scenario(scenario), extras)
    if blueprints is not None:
        loaded = with_blueprints(loaded, blueprints)
    models = catalogue or builtin_catalogue()
    with progress("rendering") as report:
        summary = render_dataset(
            loaded,
            out,
            catalogue=models,
            host=host,
            port=port,
            fleet=fleet,
            limit=limit,
            seed=seed,
            quality=Quality(quality),
            progress=report,
        )
    tell_rendered(
        summary.out,
        "frames",
        summary.frames,
        rendered=summary.rendered,
        seconds=summary.seconds,
        failures=summary.failures,
        outcome=f"failed (all are in {summary.out / LOG_FILE})",
    )


def _fleet(workers: int, servers: str | None, engine: _Engine, ray_address: str | None) -> Fleet | None:
    """None for one server, which is used without workers around it."""
    if workers == 1 and servers is None and engine == "local" and ray_address is None:
        return None
    from caos.sim.fleet.units import Fleet, parse_servers

    return Fleet(() if servers is None else parse_servers(servers), workers, engine, ray_address)


def _counts(option: str, text: str) -> list[int]:
    """Read "2,16".

    Raises:
        CaosError: something that is no number of things.
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) <= _MOST for part in parts):
        raise CaosError(f"{option}: {text!r}; write whole numbers from 1 to {_MOST}, with commas between")
    return [int(part) for part in parts]


@app.command(epilog=_CHECK_EXAMPLES)
def check(
    scenario: Annotated[Path, typer.Argument(help="Scenario file (TOML).")],
    catalogue: Annotated[
        Path | None, typer.Option(help="Catalogue of anomaly models; built-in if absent.")
    ] = None,
) -> None:
    """Check a scenario file and say what it will render; nothing is rendered."""
    require("carla", extra="sim")
    from caos.catalogue import read_catalogue
    from caos.sim.preview import preview
    from caos.sim.scenario import load_scenario
    from caos.sim.shifts.scenario import is_shift_scenario

    models = catalogue or builtin_catalogue()
    if is_shift_scenario(scenario):
        check_shift_scenario(scenario, models)
        return
    loaded = load_scenario(scenario)
    typer.echo("\n".join(preview(loaded, read_catalogue(models), models)))


def builtin_catalogue() -> Path:
    """The built-in anomaly models on disk, written to the user's cache folder the first time."""
    from caos.assets.builtin import write_builtin_catalogue

    with progress("modelling") as report:
        return write_builtin_catalogue(Path(typer.get_app_dir("caos-suite")) / "builtin", progress=report)
