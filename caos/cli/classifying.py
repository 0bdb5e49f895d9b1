"""`caos classify train`, `adopt` and `eval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from caos.extras import require

from .consoles import table_console
from .progress import progress

if TYPE_CHECKING:
    from caos.classify.evaluation.result import ClassificationResult, Estimate

TRAIN_EXAMPLES: Final = """Examples:

  caos classify train --data data/shifts --out runs/small --config classify/configs/small.toml

  caos classify train --data data/shifts --out runs/two --config classify/configs/small.toml --seed 2

  caos classify train --data data/shifts --out runs/augmix --config classify/configs/small-augmix.toml

  caos classify train --data data/shifts --out runs/small --config classify/configs/small.toml --resume
"""

ADOPT_EXAMPLES: Final = """Example:

  caos classify adopt weights/deepaugment_and_augmix.pth.tar --data data/imagenet \\
    --config classify/configs/imagenet/deepaugment-augmix.toml --out runs/published
"""

EVAL_EXAMPLES: Final = """Examples:

  caos classify eval --run runs/small --data data/shifts

  caos classify corrupt data/shifts/iid --out data/shifts-c --parameters tiny-imagenet-c

  caos classify eval --run runs/small --data data/shifts --corrupted data/shifts-c

  caos classify eval --run runs/augmix --data data/shifts --corrupted data/shifts-c --baseline runs/small
"""

_HEADINGS: Final = {
    "top1_error": "top-1 error ↓",
    "top5_error": "top-5 error ↓",
    "ece": "ECE ↓",
    "rms": "RMS calib. ↓",
    "l2": "l2 calib. ↓",
    "aurra": "AURRA ↑",
    "map": "mAP ↑",
}
"""Of figures in the table; the arrow tells what is better."""


def train(
    data: Annotated[Path, typer.Option(help="Root of the data set.")],
    out: Annotated[Path, typer.Option(help="Run folder to make.")],
    config: Annotated[
        Path | None, typer.Option(help="TOML file; ResNet-50 on 224 pixels without one.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Instead of the configuration's.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Instead of the configuration's.")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="Instead of the configuration's.")
    ] = None,
    deepaugment: Annotated[
        list[Path] | None,
        typer.Option(help="Folder of the training pictures under DeepAugment; may be given several times."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after the last finished epoch.")] = False,
) -> None:
    """Train a classifier; the best weights by validation accuracy (or mAP) are kept."""
    require("lightning", extra="train")
    from caos.classify.training.train import train as run_training

    run_training(
        data,
        out,
        config=config,
        model=model,
        epochs=epochs,
        seed=seed,
        deepaugment=tuple(deepaugment or ()),
        resume=resume,
    )
    typer.echo(f"trained {out}")


def adopt(
    weights: Annotated[Path, typer.Argument(metavar="WEIGHTS", help="Local file: safetensors or torch's.")],
    data: Annotated[Path, typer.Option(help="Root of a data set of its classes; any split will do.")],
    out: Annotated[Path, typer.Option(help="Run folder to make.")],
    config: Annotated[Path, typer.Option(help="TOML file: the network, its crops, the format of the data.")],
) -> None:
    """Make a run of published weights, to be evaluated like a trained one; nothing is trained."""
    require("lightning", extra="train")
    from caos.classify.training.adopt import adopt as adopt_weights

    adopt_weights(weights, data, out, config=config)
    typer.echo(f"wrote {out}")


def evaluate(
    run: Annotated[Path, typer.Option(help="Run folder of `caos classify train`.")],
    data: Annotated[Path, typer.Option(help="Root of the data set.")],
    format: Annotated[  # noqa: A002  # the option's name
        str | None,
        typer.Option(help="Of the data, as `caos classify verify --as`; the training's if absent."),
    ] = None,
    splits: Annotated[str, typer.Option(help="With commas; all but the training split if absent.")] = "",
    iid: Annotated[str | None, typer.Option(help="The split that gaps are measured from.")] = None,
    corrupted: Annotated[
        Path | None, typer.Option(help="What `caos classify corrupt` made of that split.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Evaluated run whose corruption errors make the mCE.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the resamples of the intervals.")] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read pictures.")] = 0,
    again: Annotated[bool, typer.Option("--again", help="Predict also what was predicted already.")] = False,
) -> None:
    """Predict every split, and compute all figures with intervals from the predictions alone."""
    require("torch", extra="train")
    from caos.classify.evaluation.evaluate import evaluate as run_evaluation
    from caos.classify.evaluation.result import RESULT

    with progress("predicting") as report:
        result = run_evaluation(
            run,
            data,
            format=format,
            splits=[name.strip() for name in splits.split(",") if name.strip()],
            iid=iid,
            corrupted=corrupted,
            baseline=baseline,
            seed=seed,
            workers=workers,
            again=again,
            progress=report,
        )
    table_console().print(_table(result))
    if result.corruptions is not None:
        found = result.corruptions
        typer.echo(
            f"corruptions: mean error {_percent(found.unnormalised)}"
            + (f", mCE relative to {found.baseline} {_percent(found.mce)}" if found.mce else "")
        )
    typer.echo(f"wrote {run / RESULT}")


def _table(result: ClassificationResult) -> Table:
    """Figures of every split, in percent."""
    names = list(next(iter(result.splits.values())).figures)
    title = f"{result.model}, seed {result.seed}: percent, 95 % intervals over images"
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    headings = [_HEADINGS.get(name, name) for name in names]
    for column in ("split", "images", *headings, f"error minus {result.iid}'s"):
        table.add_column(column, justify="left" if column == "split" else "right", overflow="fold")
    for split, found in result.splits.items():
        gap = found.gap
        told = "" if gap is None else f"{100 * gap.value:+.1f}\n[{100 * gap.low:.1f}, {100 * gap.high:.1f}]"
        cells = [_percent(found.figures[name]).replace(" [", "\n[") for name in names]
        table.add_row(escape(split), str(found.images), *map(escape, cells), escape(told))
    return table


def _percent(figure: Estimate) -> str:
    value = f"{100 * figure.value:.1f}"
    if figure.low is None or figure.high is None:
        return value
    return f"{value} [{100 * figure.low:.1f}, {100 * figure.high:.1f}]"
