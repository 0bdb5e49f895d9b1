"""`caos assets renditions`: the same shapes in other stuff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .progress import progress

EXAMPLES = """Examples:

  caos assets renditions data/models --out data/renditions

  caos assets renditions data/models --out data/toys --styles toy,wood --categories bear,chair
"""


def renditions(
    catalogue: Annotated[Path, typer.Argument(help="Folder of the models.")],
    out: Annotated[Path, typer.Option(help="Folder of the catalogue with models and renditions.")],
    styles: Annotated[
        str, typer.Option(help="Which: flat,sketch,stone,toy,wood.")
    ] = "flat,sketch,stone,toy,wood",
    categories: Annotated[str, typer.Option(help="Models of these categories only, by comma.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="Of colours and textures.")] = 0,
) -> None:
    """Write models and their renditions: flat colour, pencil, stone, plastic, wood."""
    from caos.assets.renditions import write_renditions

    with progress("modelling") as report:
        entries = write_renditions(
            catalogue, out, _names(styles), categories=_names(categories), seed=seed, progress=report
        )
    typer.echo(f"{out}: {len(entries)} models")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
