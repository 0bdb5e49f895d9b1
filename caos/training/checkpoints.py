"""A run folder: `run.json` says what it is, `model.safetensors` has the best weights, `last.ckpt` resumes."""

from __future__ import annotations

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from pydantic import Field, ValidationError
from safetensors.torch import load_file, save
from torch import nn

from caos.config import ConfigModel, first_complaint
from caos.errors import CaosError
from caos.frames import atomic_write_bytes, atomic_write_text

from .config import TrainingConfig

DESCRIPTION = "run.json"
WEIGHTS = "model.safetensors"
LAST = "last.ckpt"
LOG = "log.csv"


class RunDescription(ConfigModel):
    """What a run folder holds.

    Attributes:
        model: name in the folder's registry of models.
        classes: class names; position = channel of the logits.
        dataset: name of the label set.
        data: where the data was, as given.
        training: the recipe.
        options: further settings of the task (crop, class weights, ...), for the record.
    """

    model: str
    classes: tuple[str, ...]
    dataset: str
    data: str
    training: TrainingConfig
    options: dict[str, Any] = Field(default_factory=dict)


def write_description(run: Path, description: RunDescription) -> None:
    """Write `run.json`, atomically."""
    run.mkdir(parents=True, exist_ok=True)
    atomic_write_text(run / DESCRIPTION, description.model_dump_json(indent=2) + "\n")


def read_description(run: Path) -> RunDescription:
    """Read `run.json`.

    Raises:
        CaosError: missing or of another schema.
    """
    file = run / DESCRIPTION
    if not file.is_file():
        raise CaosError(
            f"{file}: no such file: not a run folder; make one with  caos segment train --out {run}  "
            "(or  caos classify train)"
        )
    try:
        return RunDescription.model_validate_json(file.read_bytes())
    except ValidationError as cause:
        raise CaosError(f"{file}: {first_complaint(cause)}; train again into a new folder") from cause


def same_run(run: Path, wanted: RunDescription) -> None:
    """Check that `run` holds a checkpoint that a training of `wanted` can go on from.

    Only the number of epochs, the number of workers and the place of the data may differ.

    Raises:
        CaosError: another model, other classes, another recipe, ...; the message names the first difference.
    """
    found = read_description(run)
    for field in ("model", "dataset", "classes"):
        before, now = getattr(found, field), getattr(wanted, field)
        if before != now:
            told = (
                f"{len(before)} and {len(now)} classes" if field == "classes" else f"{before!r}, not {now!r}"
            )
            raise CaosError(
                f"{run / LAST}: a checkpoint of another {field}: {told}; choose another run folder"
            )
    before, now = ({**entry.training.model_dump(), **entry.options} for entry in (found, wanted))
    for field in sorted((before.keys() | now.keys()) - {"epochs", "workers"}):
        if before.get(field) != now.get(field):
            raise CaosError(
                f"{run / LAST}: trained with {field} = {before.get(field)}, not {now.get(field)}; "
                "go on with the same settings, or choose another run folder"
            )


def save_weights(file: Path, network: nn.Module) -> None:
    """Write the weights of `network` as safetensors, atomically."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in network.state_dict().items()}
    atomic_write_bytes(file, save(tensors))


def read_tensors(file: Path) -> dict[str, torch.Tensor]:
    """Read a dictionary of tensors: safetensors, or torch's own format without code.

    Raises:
        CaosError: missing or unreadable.
    """
    if not file.is_file():
        raise CaosError(
            f"{file}: no such weights; train first with  caos segment train --out {file.parent}  "
            "(or  caos classify train)"
        )
    try:
        if file.suffix == ".safetensors":
            return load_file(file)
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as cause:  # whatever the pickle and zip readers raise on foreign bytes
        raise CaosError(f"{file}: not readable as weights ({unreadable(cause)}); copy it again") from cause
    if not isinstance(state, dict):
        raise CaosError(f"{file}: holds no dictionary of tensors; save the network's state_dict()")
    return {str(name): value for name, value in state.items() if isinstance(value, torch.Tensor)}


def load_weights(file: Path, network: nn.Module) -> None:
    """Load `file` into `network`; every tensor must fit.

    Raises:
        CaosError: missing, unreadable, or weights of another network.
    """
    tensors = read_tensors(file)
    expected = network.state_dict()
    wrong = sorted(expected.keys() ^ tensors.keys()) or [
        name for name, tensor in expected.items() if tensor.shape != tensors[name].shape
    ]
    if wrong:
        raise CaosError(
            f"{file}: weights of another network: {wrong[0]!r} differs; use the run's own model and classes"
        )
    network.load_state_dict(tensors)


def unreadable(cause: Exception) -> str:
    """In a few words, why a file of tensors could not be read."""
    if isinstance(cause, UnpicklingError):  # torch explains at length how to run the code in the file
        return "not tensors alone; code in a file is never run"
    return (str(cause).splitlines() or [type(cause).__name__])[0][:120]
