"""`scores.json`: what made the score maps of a folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError

from caos.config import ConfigModel, first_complaint
from caos.errors import CaosError
from caos.frames import SPLITS, atomic_write_text
from caos.frames.images import read_file

SCORES_FILE: Final = "scores.json"


class ScoresDescription(ConfigModel):
    """What made the score maps of a folder.

    Attributes:
        run: run folder of the network, as given.
        data: root of the data set, as given.
        split: of the data set.
        model: name of the network.
        dataset: name of the label set.
        seed: of the training, and of what detectors draw; None where it is not known.
        scores: names, in the order of the tables.
        left_out: detector -> why it could not be used, for those that were asked for.
        weights: what -> SHA-256 of its weights; "model" is the network, others are companions.
        recipes: network, named as in `weights` -> how it was trained, but for the seed; "dropout" -> how MC
            dropout was run.
        training: columns of the training's log, one value per epoch.
    """

    run: str = ""
    data: str = ""
    split: str = Field(pattern=f"^({'|'.join(SPLITS)})$")
    model: str
    dataset: str
    seed: int | None = None
    scores: tuple[str, ...]
    left_out: dict[str, str] = Field(default_factory=dict)
    weights: dict[str, str] = Field(default_factory=dict)
    recipes: dict[str, dict[str, Any]] = Field(default_factory=dict)
    training: dict[str, list[float]] = Field(default_factory=dict)


def read_scores_description(folder: Path) -> ScoresDescription | None:
    """Read the `scores.json` of a folder; None where there is none, as in folders from elsewhere.

    Raises:
        CaosError: not readable, or of another schema.
    """
    file = folder / SCORES_FILE
    if not file.is_file():
        return None
    try:
        return ScoresDescription.model_validate_json(file.read_bytes())
    except ValidationError as cause:
        raise CaosError(f"{file}: {first_complaint(cause)}; predict again into a new folder") from cause


def write_scores_description(folder: Path, wanted: ScoresDescription) -> ScoresDescription:
    """Write `scores.json`, or add the scores of `wanted` to the one that is there; returns what is written.

    Raises:
        CaosError: the folder holds scores of another network, data set or split.
    """
    found = read_scores_description(folder)
    if found is not None:
        _check_same(folder, found, wanted)
        scores = tuple(dict.fromkeys((*found.scores, *wanted.scores)))
        left_out = {
            name: why for name, why in {**found.left_out, **wanted.left_out}.items() if name not in scores
        }
        wanted = wanted.model_copy(
            update={
                "scores": scores,
                "left_out": left_out,
                "weights": {**found.weights, **wanted.weights},
                "recipes": {**found.recipes, **wanted.recipes},
            }
        )
    atomic_write_text(folder / SCORES_FILE, wanted.model_dump_json(indent=1) + "\n")
    return wanted


def weights_digest(file: Path) -> str:
    """SHA-256 of a file of weights, in hexadecimal digits.

    Raises:
        CaosError: missing or unreadable.
    """
    return sha256(read_file(file)).hexdigest()


def _check_same(folder: Path, found: ScoresDescription, wanted: ScoresDescription) -> None:
    for field in ("model", "dataset", "split", "seed"):
        before, now = getattr(found, field), getattr(wanted, field)
        if before != now:
            raise CaosError(
                f"{folder / SCORES_FILE}: scores of {field} {before!r}, not {now!r}; choose another folder"
            )
    for name in sorted(found.recipes.keys() & wanted.recipes.keys() - wanted.weights.keys()):
        before, now = found.recipes[name], wanted.recipes[name]
        if before != now:
            raise CaosError(
                f"{folder / SCORES_FILE}: scores of {name} with {before}, not {now}; choose another folder"
            )
    for name in sorted(found.weights.keys() & wanted.weights.keys()):
        if found.weights[name] != wanted.weights[name]:
            raise CaosError(
                f"{folder / SCORES_FILE}: scores of other weights ({name}); the run was trained again since: "
                "choose another folder"
            )
