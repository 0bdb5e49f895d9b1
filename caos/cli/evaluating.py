"""`caos segment predict`, `eval` and `score-files`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from .progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

PREDICT_EXAMPLES: Final = """Examples:

  caos segment predict --data data/quick --run runs/quick --out scores/quick

  caos segment predict --data data/quick --run runs/quick --out scores/quick --scores all
"""

EVAL_EXAMPLES: Final = """Examples:

  caos segment eval --data data/quick --run runs/quick --scores msp,max_logit

  caos segment eval --data data/quick --run runs/quick --scores all --keep scores/quick
"""

FILES_EXAMPLES: Final = """Examples:

  caos segment score-files scores/quick --data data/quick --out runs/quick-again

  caos segment score-files elsewhere/my_detector --data data/streethazards --out runs/mine --protocol pooled
"""

_SCORES_HELP: Final = "Detectors, or all: every one that works here; those left out are told, and why."
_DEFAULT_SCORES: Final = "msp,max_logit,background,energy,entropy"
_DEFAULT_PROTOCOLS: Final = "hendrycks,pooled"

Data = Annotated[Path, typer.Option(help="Root of the data set.")]
Protocols = Annotated[str, typer.Option(help="Protocols to report; docs/protocols.md tells them.")]
Counting = Annotated[
    Literal["exact", "approximate"],
    typer.Option(help="Of pooled figures; approximate: faster, and the bound of the error is told."),
]
Companions = Annotated[
    list[Path] | None,
    typer.Option(help="Run folder of a network that some detector needs; may be given several times."),
]

Passes = Annotated[int, typer.Option(min=2, help="Stochastic passes of MC dropout (dropout, ...).")]


def predict(
    data: Data,
    run: Annotated[Path, typer.Option(help="Run folder of `caos segment train`.")],
    out: Annotated[Path, typer.Option(help="Folder of score maps; a frame that is done in it is kept.")],
    scores: Annotated[str, typer.Option(help=_SCORES_HELP)] = _DEFAULT_SCORES,
    split: Annotated[str, typer.Option(help="Split to score.")] = "test",
    companion: Companions = None,
    passes: Passes = 10,
) -> None:
    """Save anomaly score maps and predicted classes, to be evaluated later; run again to go on."""
    from caos.segment.companions import read_companions
    from caos.segment.predict import predict_scores

    with progress("predicting") as report:
        told = predict_scores(
            data,
            run,
            out,
            scores=names_in(scores),
            split=split,
            companions=read_companions(companion or ()),
            passes=passes,
            progress=report,
        )
    typer.echo(f"wrote {out}: {', '.join(told.scores)}")
    _tell_left_out(told.left_out)


def evaluate(
    data: Data,
    run: Annotated[Path, typer.Option(help="Run folder of `caos segment train`; result.json goes there.")],
    scores: Annotated[str, typer.Option(help=_SCORES_HELP)] = _DEFAULT_SCORES,
    protocol: Protocols = _DEFAULT_PROTOCOLS,
    counting: Counting = "exact",
    companion: Companions = None,
    passes: Passes = 10,
    keep: Annotated[Path | None, typer.Option(help="Folder to save the score maps in as well.")] = None,
) -> None:
    """Score the test split and print FPR95 / AUROC / AUPR per method and protocol."""
    from caos.segment.companions import read_companions
    from caos.segment.evaluate import evaluate as evaluate_run

    from .table import print_result

    with progress("evaluating") as report:
        result = evaluate_run(
            data,
            run,
            scores=names_in(scores),
            protocols=names_in(protocol),
            counting=counting,
            companions=read_companions(companion or ()),
            passes=passes,
            keep=keep,
            progress=report,
        )
    print_result(result)
    _tell_left_out(result.left_out)


def score_files(
    folder: Annotated[
        Path, typer.Argument(help="Score maps: <score>/<town>/<stem>.npy, or those of one score.")
    ],
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder for result.json and the gallery.")],
    scores: Annotated[str | None, typer.Option(help="Only these scores; absent: all there are.")] = None,
    protocol: Protocols = _DEFAULT_PROTOCOLS,
    counting: Counting = "exact",
    split: Annotated[
        str | None, typer.Option(help="Split they belong to; absent: that of scores.json, or test.")
    ] = None,
) -> None:
    """Evaluate saved score maps, ours or anybody's, without a network; larger = more anomalous."""
    from caos.segment.evaluate import evaluate_files

    from .table import print_result

    with progress("evaluating") as report:
        result = evaluate_files(
            folder,
            data,
            out,
            scores=None if scores is None else names_in(scores),
            protocols=names_in(protocol),
            counting=counting,
            split=split,
            progress=report,
        )
    print_result(result)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _tell_left_out(left_out: Mapping[str, str]) -> None:
    for name, why in left_out.items():
        typer.echo(f"left out {name}: {why}", err=True)
