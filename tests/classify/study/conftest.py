"""Evaluated runs made by hand: what `caos classify eval` leaves in a run folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from caos.classify.evaluation.result import (
    ClassificationResult,
    CorruptionResult,
    Estimate,
    SplitFigures,
    write_result,
)
from caos.classify.predictions import write_predictions

from caos.metrics.classification import Predictions

Outcomes = Mapping[str, npt.NDArray[np.bool_]]
MakeRun = Callable[..., Path]

CLASSES = 3


def predictions(wrong: npt.NDArray[np.bool_], names: npt.NDArray[np.str_] | None = None) -> Predictions:
    """Logits of three classes; of `wrong` (N,) images the next class wins. Labels go round."""
    labels = np.arange(len(wrong)) % CLASSES
    scores = np.random.default_rng(wrong.tobytes()[0] + int(wrong.sum())).normal(size=(len(wrong), CLASSES))
    scores[np.arange(len(wrong)), (labels + wrong) % CLASSES] += 20
    if names is None:
        names = np.array([f"class{label}/{number:04d}.png" for number, label in enumerate(labels)])
    return Predictions(scores.astype(np.float32), labels, names, "logits")


def write_run(
    folder: Path,
    name: str,
    splits: Outcomes,
    corrupted: Outcomes | None = None,
    *,
    seed: int = 0,
    model: str = "resnet_small",
    schedule: tuple[str, ...] = (),
    names: Mapping[str, npt.NDArray[np.str_]] | None = None,
) -> Path:
    """Write folder / NAME: wrong images of each split, and of each "corruption/severity"."""
    run = folder / name
    corrupted = corrupted or {}
    for place, wrong in (*splits.items(), *corrupted.items()):
        file = run / "predictions" / f"{place}.npz"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_predictions(file, predictions(wrong, (names or {}).get(place)))
    errors: dict[str, list[float]] = {}
    for place, wrong in corrupted.items():
        errors.setdefault(place.split("/")[0], []).append(float(wrong.mean()))
    means = {corruption: float(np.mean(each)) for corruption, each in errors.items()}
    write_result(
        run,
        ClassificationResult(
            run=name,
            model=model,
            seed=seed,
            schedule=schedule,
            data="data",
            iid="iid",
            splits={
                split: SplitFigures(
                    images=len(wrong), figures={"top1_error": Estimate(value=float(wrong.mean()))}
                )
                for split, wrong in splits.items()
            },
            corruptions=CorruptionResult(errors=means, unnormalised=Estimate(value=0.0))
            if corrupted
            else None,
        ),
    )
    return run


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """`write_run` into tmp_path."""
    return partial(write_run, tmp_path)
