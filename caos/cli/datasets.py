"""`caos classify verify`, `convert-dfr`, `convert-svsf`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caos.classify.datasets import DataReport

VERIFY_EXAMPLES: Final = """Examples:

  caos classify verify data/imagenet-r

  caos classify verify data/blurry_images --as real-blurry --decode

  caos classify verify data/deepfashion2"""

DFR_EXAMPLES: Final = """Examples:

  caos classify convert-dfr data/deepfashion2 --out data/dfr

  caos classify convert-dfr data/deepfashion2 --out data/dfr-released --convention released"""

SVSF_EXAMPLES: Final = """Example:

  caos classify convert-svsf storefronts.csv --out data/svsf --seed 1"""

SHOWN: Final = 20
"""Problems and notes printed before the rest is only counted."""


def verify(
    data: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the data set.")],
    name: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="imagenet, imagenet-r, -a, -o, -c, -p, real-blurry, svsf, dfr, deepfashion2, shift; "
            "default: by its layout.",
        ),
    ] = None,
    decode: Annotated[bool, typer.Option("--decode", help="Decode every picture as well (slow).")] = False,
) -> None:
    """Check a classification data set: layout, classes, counts, files. Exit code 1 when one is wrong."""
    from caos.classify.datasets import verify_data

    with progress("verifying") as report:
        outcome = verify_data(data, name, decode=decode, progress=report)
    print_data_report(outcome, Console())
    if not outcome.ok:
        raise typer.Exit(1)


def convert_dfr(
    source: Annotated[Path, typer.Argument(metavar="DEEPFASHION2", help="Holds train/ and validation/.")],
    out: Annotated[Path, typer.Option(help="Folder of the manifest.")],
    convention: Annotated[
        str, typer.Option(help="Training viewpoint: thesis (side/back) or released (the code's: frontal).")
    ] = "thesis",
    partition: Annotated[str, typer.Option(help="fixed (table 6.2) or broad (table 6.3).")] = "fixed",
    items: Annotated[
        str, typer.Option(help="A picture is of a set when any garment is (released code), or all.")
    ] = "any",
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out incomplete garments rather than stop.")
    ] = False,
    pictures: Annotated[str, typer.Option(help="stay, link (hard links in --out) or copy.")] = "stay",
) -> None:
    """Make DeepFashion Remixed of DeepFashion2's annotations; a killed run goes on when repeated."""
    from caos.classify.datasets import DfrOptions
    from caos.classify.datasets import convert_dfr as convert

    options = DfrOptions(convention, partition, items, skip_broken, pictures)
    with progress("reading annotations") as report:
        counts = convert(source, out, options, progress=report)
    _print_written(out, counts)


def convert_svsf(
    table: Annotated[
        Path, typer.Argument(help=".csv, .jsonl or .parquet with image, class, country, year, camera.")
    ],
    out: Annotated[Path, typer.Option(help="Folder of the manifest.")],
    images: Annotated[
        Path | None, typer.Option(help="Folder of the pictures; default: the table's own.")
    ] = None,
    train: Annotated[int, typer.Option(min=1, help="Most pictures to train on.")] = 200_000,
    test: Annotated[int, typer.Option(min=1, help="Most pictures per test set.")] = 10_000,
    classes: Annotated[int, typer.Option(min=1, help="How many classes there must be.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="Of the draw.")] = 0,
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="Leave out incomplete rows rather than stop.")
    ] = False,
    pictures: Annotated[str, typer.Option(help="stay, link (hard links in --out) or copy.")] = "stay",
) -> None:
    """Divide street view pictures of shops by country, year and camera, as StreetView StoreFronts does."""
    from caos.classify.datasets import SvsfOptions
    from caos.classify.datasets import convert_svsf as convert

    options = SvsfOptions(train, test, classes, seed, skip_broken, pictures)
    with progress("checking pictures") as report:
        counts = convert(table, out, options, images=images, progress=report)
    _print_written(out, counts)


def print_data_report(report: DataReport, console: Console) -> None:
    """Print samples per split, then notes and problems, the first `SHOWN` of each."""
    table = Table(title=report.title)
    table.add_column("split")
    table.add_column("samples", justify="right")
    for split, count in report.counts.items():
        table.add_row(Text(split), f"{count:,}")
    console.print(table)
    for kind, style, lines in (("note", "yellow", report.notes), ("problem", "red", report.problems)):
        for line in lines[:SHOWN]:
            console.print(Text(f"{kind}: {line}", style=style), soft_wrap=True)
        if len(lines) > SHOWN:
            console.print(Text(f"... and {len(lines) - SHOWN} more {kind}s", style=style))
    count = len(report.problems)
    verdict = "all is well" if report.ok else f"{count} {'problem' if count == 1 else 'problems'}"
    console.print(
        Text(f"{report.root}: {verdict}.", style="green" if report.ok else "bold red"), soft_wrap=True
    )


def _print_written(out: Path, counts: Mapping[str, int]) -> None:
    typer.echo(f"wrote {out / 'manifest.parquet'}: {sum(counts.values()):,} samples")
    for split, count in counts.items():
        typer.echo(f"  {split}: {count:,}")
