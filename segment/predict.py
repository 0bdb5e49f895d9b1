"""`caos segment predict`: a data set and a run folder in, a folder of score maps out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn

from caos.errors import CaosError
from caos.frames import split_named
from caos.labels import LabelSet
from caos.training import RunDescription, read_description, read_log
from caos.training.checkpoints import WEIGHTS

from .companions import refuse_other_classes
from .datasets import StreetScenes
from .detectors import FittedDetector, Setting
from .detectors.base import DEFAULT_PASSES
from .detectors.dropout import DROPOUT
from .evaluation.choosing import Chosen, choose_detectors
from .evaluation.description import ScoresDescription, weights_digest, write_scores_description
from .evaluation.files import save_scores
from .evaluation.network import NetworkSource
from .evaluation.progress import Progress, Ticker
from .fitting import fit_detectors
from .leaks import refuse_shown_anomalies
from .methods import refuse_without_classes, trained_network
from .outputs import refuse_unwritable
from .recipes import recipe
from .segmenter import Segmenter

DEFAULT_SCORES: Final = ("msp", "max_logit", "background", "energy", "entropy")

FITTED: Final = "detectors"
"""Where a run folder keeps what detectors learnt from the train split."""

_PROBE: Final = 128
"""Side of the picture that detectors are tried on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run that is ready to score a split.

    Attributes:
        test: scores of the split.
        validation: predictions of the validation split, no scores.
        description: what makes them.
    """

    test: NetworkSource
    validation: NetworkSource
    description: ScoresDescription


def load_run(run: Path, label_set: LabelSet) -> tuple[nn.Module, RunDescription]:
    """The trained network of a run folder, ready to predict on data labelled with `label_set`.

    Raises:
        CaosError: no run, no weights, a network for other classes, or one that predicts none.
    """
    description = read_description(run)
    refuse_without_classes(run, description)
    if description.classes != label_set.classes:
        raise CaosError(
            f"{run}: trained on the {len(description.classes)} classes of {description.dataset}, the data "
            f"has the {len(label_set.classes)} of {label_set.name}; train on it, or give the data of the run"
        )
    return trained_network(run, description).to(default_device()), description


def default_device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def predict_scores(
    data: Path,
    run: Path,
    out: Path,
    *,
    scores: Sequence[str] = DEFAULT_SCORES,
    split: str = "test",
    companions: Mapping[str, Path] | None = None,
    passes: int = DEFAULT_PASSES,
    progress: Progress | None = None,
) -> ScoresDescription:
    """Write the score maps of a split, and the predicted classes of it and of the validation split.

    A run that was killed goes on when it is repeated; scores may be added to a folder later.

    Args:
        data: root of a StreetHazards-format data set.
        run: run folder of `train`.
        out: folder of the maps, see `evaluation.files` for its layout.
        scores: names from `detectors.DETECTORS`, or "all".
        split: "test", "train" or "validation".
        companions: kind of training -> run folder, for detectors with a network of their own.
        passes: stochastic passes of MC dropout, at least 2.
        progress: told after every frame.

    Raises:
        CaosError: an unknown score, no such split, no run, or `out` holds scores of another network.
    """
    split_named(split)
    refuse_unwritable(out)
    prepared = prepare(
        data, run, scores=scores, split=split, companions=companions, passes=passes, progress=progress
    )
    return save_prepared(prepared, out, progress)


def save_prepared(prepared: Prepared, out: Path, progress: Progress | None = None) -> ScoresDescription:
    """Write the maps that `prepared` makes into `out`; see `predict_scores`."""
    description = write_scores_description(out, prepared.description)
    sources = [prepared.test]
    if prepared.test.dataset.split != prepared.validation.dataset.split:
        sources.append(prepared.validation)
    tick = Ticker(progress, sum(len(source.dataset) for source in sources))
    for source in sources:
        save_scores(source, out, tick)
    return description


def prepare(
    data: Path,
    run: Path,
    *,
    scores: Sequence[str],
    split: str = "test",
    companions: Mapping[str, Path] | None = None,
    passes: int = DEFAULT_PASSES,
    progress: Progress | None = None,
) -> Prepared:
    """Load the network, choose the detectors and fit them on the train split; see `predict_scores`."""
    dataset, validation = StreetScenes(data, split), StreetScenes(data, "validation")
    network, description = load_run(run, dataset.label_set)
    segmenter = Segmenter(network)
    seed = description.training.seed
    for each in (companions or {}).values():
        refuse_other_classes(each, read_description(each), dataset.label_set)
    for each in (run, *(companions or {}).values()):
        refuse_shown_anomalies(each, read_description(each), data)
    setting = Setting(segmenter, dataset.label_set, seed, dict(companions or {}), passes)
    chosen = _choose(scores, setting, dataset, run)
    if any(isinstance(detector, FittedDetector) for detector in chosen.detectors.values()):
        train = StreetScenes(data, "train")
        fit_detectors(chosen.detectors, segmenter, train, folder=run / FITTED, progress=progress)
    networks = {"model": run, **setting.companions}
    told = ScoresDescription(
        run=str(run),
        data=str(data),
        split=split,
        model=description.model,
        dataset=description.dataset,
        seed=seed,
        scores=tuple(chosen.detectors),
        left_out=chosen.left_out,
        weights={name: weights_digest(path / WEIGHTS) for name, path in networks.items()},
        recipes={
            **{name: recipe(read_description(path)) for name, path in networks.items()},
            **_drawn(chosen, passes),
        },
        training=read_log(run),
    )
    test = NetworkSource(dataset, segmenter, chosen.detectors)
    return Prepared(test, NetworkSource(validation, segmenter, {}), told)


def _drawn(chosen: Chosen, passes: int) -> dict[str, dict[str, Any]]:
    """How MC dropout was run, as a recipe, where it was."""
    drawn = any(name.split("+")[0] in DROPOUT for name in chosen.detectors)
    return {"dropout": {"passes": passes}} if drawn else {}


def _choose(scores: Sequence[str], setting: Setting, dataset: StreetScenes, run: Path) -> Chosen:
    """Choose detectors, trying each on a corner of the first frame.

    Raises:
        CaosError: as `choose_detectors`; or the network gives no numbers.
    """
    image, label = dataset[0]
    outputs = setting.segmenter(image[None, :, :_PROBE, :_PROBE].contiguous())
    if not bool(torch.isfinite(outputs.logits).all()):
        raise CaosError(
            f"{run / WEIGHTS}: the network's logits are not finite, so its training diverged; train again "
            "with a smaller training.learning_rate"
        )
    return choose_detectors(scores, setting, outputs, label[None, :_PROBE, :_PROBE])
