"""The blueprint library of the running server: sensors, our models, and an anomaly catalogue's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from caos.catalogue import CatalogueEntry, load_mesh, read_catalogue

from . import attributes
from .attributes import Attribute, read_color
from .blueprints import SENSORS, Blueprint, BlueprintLibrary
from .models import ACTOR_MODELS, ActorModel

ANOMALY_MASS: Final = 50.0
PROP_SIZES: Final = ((0.25, "tiny"), (1.0, "small"), (2.5, "medium"))
UNPAINTED: Final = "128,128,128"


def default_library(catalogue: Path | None = None) -> BlueprintLibrary:
    """Sensors, vehicles, walkers, props, and one `static.prop.<id>` per entry of an anomaly catalogue.

    Args:
        catalogue: folder written by `caos.catalogue.write_catalogue`.

    Raises:
        CaosError: no catalogue there, or a broken one.
    """
    models = [_of_model(model) for model in ACTOR_MODELS.values()]
    anomalies = (
        [] if catalogue is None else [_of_entry(catalogue, entry) for entry in read_catalogue(catalogue)]
    )
    return BlueprintLibrary((*SENSORS, *models, *anomalies))


def _of_model(model: ActorModel) -> Blueprint:
    return Blueprint(
        model.type_id,
        _attributes(model),
        lambda values: model.make(read_color(values.get("color", UNPAINTED))),
        model.mass,
    )


def _attributes(model: ActorModel) -> tuple[Attribute, ...]:
    if model.type_id.startswith("vehicle."):
        colors = tuple(",".join(str(part) for part in color) for color in model.colors)
        return attributes.vehicle(
            model.wheels,
            model.base_type,
            special_type=model.special_type,
            generation=model.generation,
            colors=colors,
        )
    if model.type_id.startswith("walker."):
        return attributes.walker(model.gender, model.age, model.generation)
    low, high = model.make((128, 128, 128)).bounds
    return attributes.prop(_size_name(float(np.max(high - low))))


def _of_entry(folder: Path, entry: CatalogueEntry) -> Blueprint:
    """A prop whose mesh is read when it is first spawned."""
    return Blueprint(
        f"static.prop.{entry.id}",
        attributes.prop(_size_name(max(entry.size))),
        lambda _: load_mesh(folder, entry),
        ANOMALY_MASS,
    )


def _size_name(longest: float) -> str:
    """CARLA's word for a prop of this longest side, metres."""
    return next((name for limit, name in PROP_SIZES if longest <= limit), "big")
