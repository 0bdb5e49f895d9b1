"""The blueprint library of the running server: sensors, our models, and an anomaly catalogue's."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from caos.catalogue import FILE_NAME, CatalogueEntry, load_mesh, read_catalogue
from caos.errors import CaosError

from . import attributes
from .attributes import Attribute, read_color
from .blueprints import SENSORS, Blueprint, BlueprintLibrary
from .models import ACTOR_MODELS, ActorModel

_LOG: Final = logging.getLogger(__name__)

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
    if catalogue is None:
        return BlueprintLibrary((*SENSORS, *models))
    return CatalogueLibrary((*SENSORS, *models), catalogue)


class CatalogueLibrary(BlueprintLibrary):
    """A library that follows a catalogue: models added to it while the server runs can be spawned.

    The list on disk is looked at whenever a client asks for the blueprints. What was spawned keeps its mesh.

    Args:
        blueprints: what does not change.
        catalogue: folder of the catalogue.

    Raises:
        CaosError: no catalogue there, or a broken one. One that breaks later is passed over, and logged.
    """

    def __init__(self, blueprints: Iterable[Blueprint], catalogue: Path) -> None:
        super().__init__(blueprints)
        self._catalogue = catalogue
        self._entries: dict[str, CatalogueEntry] = {}
        self._stamp = self._seen()
        self._take(read_catalogue(catalogue))

    def encoded(self) -> list[Any]:
        """The answer to get_actor_definitions, with what the catalogue holds now."""
        stamp = self._seen()
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._take(read_catalogue(self._catalogue))
            except CaosError as error:
                _LOG.warning("keeping the models known so far: %s", error)
        return super().encoded()

    def _seen(self) -> tuple[int, int, int]:
        """What tells one version of the list from the next; lists are replaced whole, never written into."""
        try:
            found = (self._catalogue / FILE_NAME).stat()
        except OSError:
            return 0, 0, 0
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _take(self, entries: Sequence[CatalogueEntry]) -> None:
        now = {entry.id: entry for entry in entries}
        for gone in self._entries.keys() - now.keys():
            self.drop(_type_id(self._entries[gone]))
        for name, entry in now.items():
            if self._entries.get(name) != entry:
                self.put(_of_entry(self._catalogue, entry))
        self._entries = now


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


def _type_id(entry: CatalogueEntry) -> str:
    return f"static.prop.{entry.id}"


def _of_entry(folder: Path, entry: CatalogueEntry) -> Blueprint:
    """A prop whose mesh is read when it is first spawned."""
    return Blueprint(
        _type_id(entry),
        attributes.prop(_size_name(max(entry.size))),
        lambda _: load_mesh(folder, entry),
        ANOMALY_MASS,
    )


def _size_name(longest: float) -> str:
    """CARLA's word for a prop of this longest side, metres."""
    return next((name for limit, name in PROP_SIZES if longest <= limit), "big")
