"""The `caos` command: one group per folder. Heavy libraries are imported by the commands that need them."""

from __future__ import annotations

import io
import sys

import typer

from caos import __version__

from . import assets, classify, demo, frames, report, segment, sim
from .failures import told_in_one_line

app = typer.Typer(
    name="caos",
    help="Anomaly segmentation from simulator to report. Larger score = more anomalous, everywhere.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(sim.app, name="sim")
app.add_typer(assets.app, name="assets")
app.add_typer(frames.app, name="frames")
app.add_typer(segment.app, name="segment")
app.add_typer(classify.app, name="classify")
app.command("report")(report.report)
app.command("demo")(demo.demo)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"caos-suite {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
    ),
    debug: bool = typer.Option(
        False, "--debug", help="Show tracebacks instead of one-line errors; may stand anywhere."
    ),
) -> None:
    """Anomaly segmentation from simulator to report."""


def main() -> None:
    """Entry point of the `caos` command."""
    _print_any_file_name()
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    with told_in_one_line(debug="--debug" in sys.argv[1:]):
        # Not standalone: mistakes in options come here as exceptions, and get one line like all others.
        sys.exit(app(arguments, prog_name="caos", standalone_mode=False))


def _print_any_file_name() -> None:
    """Linux allows file names that are no text; print their odd bytes escaped rather than fail."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
