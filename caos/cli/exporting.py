"""`caos segment export`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from caos.errors import CaosError

EXAMPLES: Final = """Examples:

  caos segment export --run runs/quick --out quick.onnx

  caos segment export --run runs/full --out full.onnx --scores msp,energy --size 720x1280
"""


def export(
    run: Annotated[Path, typer.Option(help="Run folder of `caos segment train`.")],
    out: Annotated[Path, typer.Option(help="ONNX file to write.")],
    scores: Annotated[
        str, typer.Option(help="Scores on logits to put into the graph.")
    ] = "msp,max_logit,energy",
    size: Annotated[
        str | None, typer.Option(help="HEIGHTxWIDTH of the images; without it the graph takes any size.")
    ] = None,
) -> None:
    """Write network and scores as one ONNX graph, checked against torch with onnxruntime."""
    names = tuple(name.strip() for name in scores.split(",") if name.strip())
    wanted = _size(size)
    from caos.segment.export import export_onnx

    done = export_onnx(run, out, scores=names, size=wanted)
    shape = "any size" if done.size is None else f"{done.size[0]}x{done.size[1]}"
    typer.echo(
        f"{done.file}: images (N, 3, H, W) of {shape} -> {', '.join(done.outputs)}; "
        f"onnxruntime agrees with torch to {done.difference:.0e}"
    )


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d+)x(\d+)", text)
    height, width = (int(side) for side in found.groups()) if found else (0, 0)
    if not (16 <= height <= 8192 and 16 <= width <= 8192):
        raise CaosError(f"--size {text!r}: HEIGHTxWIDTH in pixels, 16 to 8192 each, such as 720x1280")
    return height, width
