"""`caos segment`: convert, train, predict, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from . import evaluating, exporting
from .evaluating import names_in
from .progress import progress

app = typer.Typer(
    no_args_is_help=True, help="Anomaly segmentation: convert BDD100K, train, predict, evaluate."
)

_CONVERT_EXAMPLE = "Example:  caos segment convert-bdd --images bdd/images --labels bdd/labels --out data/bdd"
_TRAIN_EXAMPLES = """Examples:

  caos segment train --data data/quick --out runs/quick --model pspnet_resnet18

  caos segment train --data data/quick --out runs/ae --method autoencoder

  caos segment train --data data/quick --out runs/oe --method energy --from runs/quick --negatives shapes
"""


_Method = Literal["standard", "autoencoder", "confidence", "entropy", "energy"]


@app.command("convert-bdd", epilog=_CONVERT_EXAMPLE)
def convert_bdd(
    images: Annotated[Path, typer.Option(help="Folder with {train,val}/<id>.jpg.")],
    labels: Annotated[Path, typer.Option(help="Folder with {train,val}/<id>_train_id.png.")],
    out: Annotated[Path, typer.Option(help="Folder of the data set to make.")],
    anomalies: Annotated[
        str, typer.Option(help="Classes that become anomalies.")
    ] = "train,motorcycle,bicycle",
    copy: Annotated[bool, typer.Option("--copy", help="Copy images instead of linking them.")] = False,
) -> None:
    """Make BDD-Anomaly from the BDD100K semantic segmentation set."""
    from caos.segment.bdd import convert_bdd as convert

    with progress("converting") as report:
        split = convert(images, labels, out, anomalies=names_in(anomalies), copy=copy, progress=report)
    typer.echo(f"{split.train} train / {split.validation} validation / {split.test} test -> {out}")


@app.command(epilog=_TRAIN_EXAMPLES)
def train(
    data: Annotated[Path, typer.Option(help="Root of the data set.")],
    out: Annotated[Path, typer.Option(help="Run folder for weights and logs.")],
    method: Annotated[
        _Method | None,
        typer.Option(help="What to train; entropy and energy fine-tune with negatives. [default: standard]"),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="pspnet_resnet101 (the thesis's) or pspnet_resnet18.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Training configuration (TOML).")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Instead of the configuration's.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Instead of the configuration's.")] = None,
    start: Annotated[
        Path | None, typer.Option("--from", help="Standard run that entropy and energy start from.")
    ] = None,
    negatives: Annotated[
        str | None,
        typer.Option(help='For entropy and energy: a rendered data set, a folder of cut-outs, or "shapes".'),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after the last finished epoch.")] = False,
) -> None:
    """Train a segmentation network, or what other detectors need."""
    from caos.segment.train import train as train_network
    from caos.training import is_main_process

    run = train_network(
        data,
        out,
        method=method,
        model=model,
        config=config,
        epochs=epochs,
        seed=seed,
        start=start,
        negatives=negatives,
        resume=resume,
    )
    if is_main_process():  # on several devices, several processes come here
        typer.echo(f"trained {run}")


app.command("predict", epilog=evaluating.PREDICT_EXAMPLES)(evaluating.predict)
app.command("eval", epilog=evaluating.EVAL_EXAMPLES)(evaluating.evaluate)
app.command("score-files", epilog=evaluating.FILES_EXAMPLES)(evaluating.score_files)
app.command("export", epilog=exporting.EXAMPLES)(exporting.export)
