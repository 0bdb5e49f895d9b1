"""Companion runs: networks of their own that some detectors score with, beside the run that is evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

from caos.errors import CaosError
from caos.labels import LabelSet
from caos.training import RunDescription, read_description

from .config import Method

STANDARD: Final = "standard"
"""Method of a plain segmentation network, also of runs from before there were methods."""

EXPOSED: Final = ("entropy", "energy")
"""Methods of outlier exposure, which fine-tune a standard run with negatives."""

METHODS: Final[tuple[str, ...]] = get_args(Method)
"""All of them."""


def method_of(description: RunDescription) -> str:
    """How a run was trained: "standard", "autoencoder", "confidence", "entropy" or "energy".

    Raises:
        CaosError: `run.json` names none of these.
    """
    method = description.options.get("method", STANDARD)
    if method not in METHODS:
        raise CaosError(
            f"run.json of a {description.model}: options.method = {method!r}, but there are "
            f"{', '.join(METHODS)}; train again into a new folder"
        )
    return str(method)


def read_companions(paths: Sequence[Path]) -> dict[str, Path]:
    """Run folders by their method, as `Setting.companions` wants them.

    Raises:
        CaosError: no run folder, a standard run (it is evaluated as `--run`), or two of one method.
    """
    companions: dict[str, Path] = {}
    for path in paths:
        method = method_of(read_description(path))
        if method == STANDARD:
            raise CaosError(f"{path}: a standard run is no companion; evaluate it with  --run {path}")
        if method in companions:
            raise CaosError(
                f"{path}: a second companion trained with --method {method}, beside {companions[method]}; "
                "give one of each"
            )
        companions[method] = path
    return companions


def refuse_other_classes(run: Path, description: RunDescription, label_set: LabelSet) -> None:
    """See that a companion knows the classes of the data; an autoencoder knows none.

    Raises:
        CaosError: it was trained on other classes.
    """
    if method_of(description) != "autoencoder" and description.classes != label_set.classes:
        raise CaosError(
            f"{run}: a companion for the classes of {description.dataset}, the data has those of "
            f"{label_set.name}; train it on the same data as the run"
        )


def companion(companions: Mapping[str, Path], method: str, detector: str) -> Path:
    """The run folder that `detector` needs.

    Raises:
        CaosError: there is none; the message has the command that makes one.
    """
    if method not in companions:
        extra = " --from RUN --negatives DIR" if method in EXPOSED else ""
        raise CaosError(
            f"detector {detector!r} needs a companion run: train one with  caos segment train --method "
            f"{method} --data DATA --out runs/{method}{extra}  and add  --companion runs/{method}"
        )
    return companions[method]
