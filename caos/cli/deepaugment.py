"""`caos classify deepaugment`, `caos classify train-net` and `caos classify sheet deepaugment`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from .progress import progress

EXAMPLES = """Examples:

  caos classify deepaugment train --out train-edsr --net edsr --weights edsr_baseline_x4.pt --workers 8

  caos classify deepaugment data/shapes/train --out data/shapes-cae --net cae --size 96

  caos classify deepaugment data/shapes/train --out data/shapes-n2n --net noise2net --size 96
"""
_TRAIN_EXAMPLE = "Example:  caos classify train-net edsr --images photographs --out edsr.safetensors"
_SHEET_EXAMPLE = "Example:  caos classify sheet deepaugment cat.jpg --net cae --out cae.jpg"

Net = Literal["edsr", "cae", "noise2net"]
Trained = Literal["edsr", "cae"]

_WEIGHTS_HELP = "Weights of the net, official or ours; default: those that come along."


def deepaugment(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="Folder of images, in class folders or not.")],
    out: Annotated[Path, typer.Option(help="Folder to make; it mirrors SRC.")],
    net: Annotated[Net, typer.Option(help="Network to distort.")],
    weights: Annotated[Path | None, typer.Option(help=_WEIGHTS_HELP)] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    size: Annotated[int, typer.Option(min=32, max=4096, help="Shorter side of results, pixels.")] = 512,
    refresh: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Probability that an image starts a new network.")
    ] = 0.05,
    published: Annotated[
        bool, typer.Option("--published", help="Also what the authors' code seems not to have meant.")
    ] = False,
) -> None:
    """Distort images with DeepAugment; a killed run goes on when repeated."""
    from caos.classify.deepaugment import Job, distort_folder

    job = Job(source, out, net, weights, seed, refresh, size, published)
    with progress("distorting") as report:
        summary = distort_folder(job, workers=workers, progress=report)
    typer.echo(
        f"wrote {out}: {summary.images} images ({summary.new} made now) "
        f"through {summary.networks} distorted networks"
    )


def train_net(
    net: Annotated[Trained, typer.Argument(help="Network to train.")],
    images: Annotated[Path, typer.Option(help="Folder of images.")],
    out: Annotated[Path, typer.Option(help="File of weights to write (.safetensors).")],
    steps: Annotated[int, typer.Option(min=1, help="Steps of Adam.")] = 2000,
    batch: Annotated[int, typer.Option(min=4, max=1024, help="Patches per step, a multiple of 4.")] = 16,
    seed: Annotated[int, typer.Option(min=0, help="Of weights and patches.")] = 0,
    blocks: Annotated[int, typer.Option(min=1, max=64, help="Residual blocks (edsr; published: 16).")] = 8,
    rate: Annotated[float, typer.Option(min=1e-6, max=0.1, help="Of Adam, highest.")] = 1e-3,
    channels: Annotated[
        int | None, typer.Option(min=8, max=512, help="Default: edsr 48, cae 64; published: 64, 128.")
    ] = None,
) -> None:
    """Train a small EDSR or CAE on any images; a killed run goes on when repeated."""
    from caos.classify.deepaugment.train import Training
    from caos.classify.deepaugment.train import train_net as train

    width = channels or {"edsr": 48, "cae": 64}[net]
    training = Training(net, images, out, steps, batch, seed, rate, blocks, width)
    with progress("training") as report:
        loss = train(training, progress=report)
    typer.echo(f"wrote {out}: {out.stat().st_size / 1e6:.1f} MB, loss {loss:.4g}")


def sheet(
    picture: Annotated[Path, typer.Argument(help="Picture to distort.")],
    out: Annotated[Path, typer.Option(help="JPEG or PNG file to write.")],
    net: Annotated[Net, typer.Option(help="Network to distort.")],
    weights: Annotated[Path | None, typer.Option(help=_WEIGHTS_HELP)] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    size: Annotated[
        int, typer.Option(min=32, max=1024, help="Side of a cell, pixels, a multiple of 4.")
    ] = 192,
) -> None:
    """Draw every distortion of a net, one by one, in one picture."""
    from caos.classify.deepaugment.sheet import write_sheet

    cells = write_sheet(picture, out, net, weights, seed=seed, size=size)
    typer.echo(f"wrote {out}: {cells} pictures")


def add_commands(app: typer.Typer, sheets: typer.Typer) -> None:
    """Put the commands of this module into `caos classify` and `caos classify sheet`."""
    app.command("deepaugment", epilog=EXAMPLES)(deepaugment)
    app.command("train-net", epilog=_TRAIN_EXAMPLE)(train_net)
    sheets.command("deepaugment", epilog=_SHEET_EXAMPLE)(sheet)
