"""`caos segment train`: a data set in, a run folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import nn

from caos.config import load_toml
from caos.errors import CaosError
from caos.training import RunDescription, Task, fit, load_weights, read_description, write_description
from caos.training.checkpoints import LAST, WEIGHTS, same_run

from .companions import EXPOSED, STANDARD, method_of
from .config import DataConfig, Method, SegmentConfig
from .datasets import StreetScenes, class_frequencies
from .evaluation.description import weights_digest
from .inputs import is_rendered, make_loaders, read_train_split
from .leaks import shown_models
from .methods import AUTOENCODER, build_network
from .models.confidence import ConfidenceNetwork
from .task import SegmentationTask, median_frequency_weights
from .tasks import AutoencoderTask, ConfidenceTask, EnergyTask, EntropyTask

AUTOENCODER_EPOCHS = 10
"""The thesis's, where the configuration names no number."""


def train(
    data: Path,
    out: Path,
    *,
    method: Method | None = None,
    model: str | None = None,
    config: Path | None = None,
    epochs: int | None = None,
    seed: int | None = None,
    start: Path | None = None,
    negatives: str | None = None,
    resume: bool = False,
    progress: bool = True,
) -> Path:
    """Train a network on the train split and keep its best weights by the score of the validation split.

    Args:
        data: root of a StreetHazards-format data set.
        out: run folder to make: `run.json`, `model.safetensors`, `last.ckpt`, `log.csv`, TensorBoard events.
        method: instead of the configuration's.
        model: instead of the configuration's.
        config: TOML file, see `SegmentConfig`; without one, the thesis's recipe.
        epochs: instead of the configuration's.
        seed: instead of the configuration's.
        start: run folder of a standard training whose weights and model outlier exposure starts from.
        negatives: instead of the configuration's `exposure.negatives`.
        resume: go on after the last finished epoch if `out` holds a training; start if it does not.
        progress: show a bar on stderr.

    Returns:
        `out`.

    Raises:
        CaosError: bad data or configuration; negatives that are test anomalies; `out` holds a training and
            `resume` is off, or one of another model.
    """
    given = {"method": method, "model": model, "epochs": epochs, "seed": seed, "negatives": negatives}
    settings = _settings(config, start, {name: value for name, value in given.items() if value is not None})
    train_set = read_train_split(data, settings)
    loaders = make_loaders(data, train_set, settings)
    description = _describe(data, train_set, settings, start)
    if resume and (out / LAST).exists():
        _same_method(out, description)
        same_run(out, description)
    elif (out / LAST).exists():
        raise CaosError(f"{out}: holds a training already; add --resume to go on, or choose another --out")
    network = build_network(description, seed=settings.training.seed, weights=settings.weights)
    if start is not None:
        load_weights(start / WEIGHTS, network)
    task = _task(network, train_set, settings)
    write_description(out, description)
    fit(task, *loaders, settings.training, out, resume=resume, progress=progress)
    return out


def _same_method(out: Path, wanted: RunDescription) -> None:
    """See that `out` holds a training by the method that is asked for."""
    before, now = method_of(read_description(out)), method_of(wanted)
    if before != now:
        raise CaosError(f"{out / LAST}: trained with --method {before}, not {now}; choose another run folder")


def _settings(config: Path | None, start: Path | None, given: dict[str, Any]) -> SegmentConfig:
    """The configuration with what the caller gave instead, and the model of the run it starts from.

    Raises:
        CaosError: `start` or negatives where the method knows none, or the other way round.
    """
    settings = load_toml(config, SegmentConfig) if config else SegmentConfig()
    named = given.get("model", settings.model if "model" in settings.model_fields_set else None)
    method = given.get("method", settings.method)
    training: dict[str, Any] = {name: given[name] for name in ("epochs", "seed") if name in given}
    if method == AUTOENCODER and "epochs" not in settings.training.model_fields_set:
        training = {"epochs": AUTOENCODER_EPOCHS} | training
    exposure = {"negatives": given["negatives"]} if "negatives" in given else {}
    if method not in EXPOSED and (start or exposure):
        option = "--from" if start else "--negatives"
        raise CaosError(f"--method {method} takes no {option}: only {' and '.join(EXPOSED)} are fine-tuned")
    return settings.model_copy(
        update={
            "method": method,
            "model": _started_model(start, named, settings, method) or named or settings.model,
            "training": settings.training.model_copy(update=training),
            "exposure": settings.exposure.model_copy(update=exposure),
        }
    )


def _started_model(start: Path | None, named: str | None, settings: SegmentConfig, method: str) -> str | None:
    """The model of the run that outlier exposure starts from; None for other methods.

    Raises:
        CaosError: there is no such run, or it is not of the model that is named.
    """
    if method not in EXPOSED:
        return None
    if start is None:
        raise CaosError(
            f"--method {method} fine-tunes a trained network: add  --from RUN, a run of  caos segment train"
        )
    found = read_description(start)
    if method_of(found) != STANDARD:
        raise CaosError(f"{start}: trained with --method {method_of(found)}; --from takes a standard run")
    if named not in (None, found.model) or settings.weights is not None:
        what = f"model = {named!r}" if named not in (None, found.model) else f"weights = {settings.weights}"
        raise CaosError(f"{what} beside --from {start}, which has its own ({found.model}); leave one out")
    return found.model


def _describe(
    data: Path, train_set: StreetScenes, settings: SegmentConfig, start: Path | None
) -> RunDescription:
    """`run.json`.

    Raises:
        CaosError: the starting run has other classes; negatives that are test anomalies.
    """
    label_set = train_set.label_set
    options = settings.model_dump(mode="json", include={"weights"}) | settings.data.model_dump(mode="json")
    if settings.method != STANDARD:
        section = "exposure" if settings.method in EXPOSED else settings.method
        values = getattr(settings, section).model_dump(mode="json")
        options |= {"method": settings.method} | {f"{section}.{key}": value for key, value in values.items()}
    if start is not None:
        if read_description(start).classes != label_set.classes:
            raise CaosError(
                f"{start}: trained on other classes than {label_set.name} has; train on {data} first"
            )
        options |= {"from": str(start), "from_weights": weights_digest(start / WEIGHTS)}
    negatives = settings.exposure.negatives
    if settings.method in EXPOSED and negatives and is_rendered(Path(negatives)):
        options |= shown_models(Path(negatives), data, unchecked=settings.exposure.unchecked)
    return RunDescription(
        model=AUTOENCODER if settings.method == AUTOENCODER else settings.model,
        classes=label_set.classes,
        dataset=label_set.name,
        data=str(data),
        training=settings.training,
        options=options,
    )


def _task(network: nn.Module, train_set: StreetScenes, settings: SegmentConfig) -> Task:
    if settings.method == AUTOENCODER:
        return AutoencoderTask(network)
    classes, weights = len(train_set.label_set.classes), _class_weights(train_set, settings.data)
    if isinstance(network, ConfidenceNetwork):
        return ConfidenceTask(network, classes, weights, settings.confidence, settings.training.seed)
    if settings.method == "entropy":
        return EntropyTask(network, classes, weights, settings.exposure)
    if settings.method == "energy":
        return EnergyTask(network, classes, weights, settings.exposure)
    return SegmentationTask(network, classes, weights)


def _class_weights(train_set: StreetScenes, data: DataConfig) -> npt.NDArray[np.float64] | None:
    if data.class_weights == "none":
        return None
    weights = median_frequency_weights(class_frequencies(train_set))
    return np.sqrt(weights) if data.class_weights == "sqrt" else weights
