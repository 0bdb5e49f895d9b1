"""Putting anomalous objects into a picture, and knowing their pixels exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from caos.catalogue import CatalogueEntry, load_mesh
from caos.errors import CaosError
from caos.frames import AnomalyRecord
from caos.selection import read_blueprints, selected_entries

from .boxes import Boxes
from .calibration import Codes, instance_codes, new_codes, object_mask
from .cameras import KINDS, CameraRig, Kind, Pixels
from .connect import Session
from .placement import Candidate, Model, Rejection, Site, propose
from .resting import footing
from .scenario import Anomalies
from .silhouette import Pinhole, occluded_fraction
from .streets import View
from .traffic import standing_on

Flags = npt.NDArray[np.bool_]

_INSTANCES: Final[tuple[Kind, ...]] = ("instance_segmentation",)
_SPAWN_ABOVE = 0.05
_LISTED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """An anomaly that stands in the world: where, and the instance codes that are its own."""

    model: Model
    candidate: Candidate
    actor: carla.Actor
    codes: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What placing anomalies needs to know of the frame at hand.

    Attributes:
        session, world, rig: the server, the loaded town, the cameras (already in place).
        view, pinhole: where the camera stands and its inner side.
        rules: of the scenario.
        crosswalks: corners of each pedestrian crossing.
        obstacles: everything that stands in the street.
        rejections: counts what went wrong; filled in here.
    """

    session: Session
    world: carla.World
    rig: CameraRig
    view: View
    pinhole: Pinhole
    rules: Anomalies
    crosswalks: Sequence[npt.NDArray[np.float64]]
    obstacles: Boxes
    rejections: Counter[Rejection]


def find_models(
    world: carla.World, catalogue: Path, entries: Sequence[CatalogueEntry], rules: Anomalies
) -> tuple[Model, ...]:
    """The models that a scenario asks for, with the server's blueprints.

    Raises:
        CaosError: ids that the catalogue or the server does not have.
    """
    blueprints = {str(blueprint.id).lower(): blueprint for blueprint in world.get_blueprint_library()}
    chosen = select_entries(entries, rules, catalogue)
    known = read_blueprints(Path(rules.blueprints)) if rules.blueprints else {}
    names = {entry.id: known.get(entry.id, f"static.prop.{entry.id}").lower() for entry in chosen}
    missing = [entry_id for entry_id, name in names.items() if name not in blueprints]
    if missing:
        raise CaosError(
            f"the server has no blueprint for {len(missing)} of {len(chosen)} anomaly models "
            f"({_some(missing)}); import the catalogue {catalogue} into it, or use the embedded server"
        )
    return tuple(_model(catalogue, entry, blueprints[names[entry.id]]) for entry in chosen)


def select_entries(
    entries: Sequence[CatalogueEntry], rules: Anomalies, catalogue: Path
) -> tuple[CatalogueEntry, ...]:
    """Those that the scenario names, in its order, or the first so many, or all, in the catalogue's order.

    A selection file stands for the catalogue.

    Raises:
        CaosError: an id that is not in the catalogue, a selection that does not fit, or an empty catalogue.
    """
    if rules.selection:
        entries = selected_entries(Path(rules.selection), entries, catalogue)
    known = {entry.id: entry for entry in entries}
    unknown = [model for model in rules.models if model not in known]
    if unknown:
        raise CaosError(
            f"anomalies.models: {_some(unknown)} not in the catalogue {catalogue}; "
            f"known: {_some(list(known))}"
        )
    chosen = [known[model] for model in rules.models] if rules.models else list(entries)
    if not chosen:
        raise CaosError(
            f"{catalogue}: the catalogue is empty; write one with models, or leave the option out"
        )
    return tuple(chosen[: rules.model_count or None])


@contextmanager
def standing_anomalies(
    scene: Scene, models: Sequence[Model], rng: np.random.Generator
) -> Iterator[tuple[dict[Kind, Pixels], tuple[Placed, ...]] | None]:
    """Put all `models` into view for the length of a `with` block.

    Yields:
        The pictures of the complete scene and what was placed; None when one of them found no good place.
    """
    placed: list[Placed] = []
    try:
        pictures = _place_all(scene, models, rng, placed)
        yield None if pictures is None else (pictures, tuple(placed))
    finally:
        remove_actors(scene.session, [anomaly.actor for anomaly in placed])


def _place_all(
    scene: Scene, models: Sequence[Model], rng: np.random.Generator, placed: list[Placed]
) -> dict[Kind, Pixels] | None:
    """One after the other, so that each is known by what it changes; only the last try takes all pictures."""
    pictures = scene.rig.capture(_INSTANCES)
    obstacles = scene.obstacles
    for index, model in enumerate(models):
        kinds = KINDS if index == len(models) - 1 else _INSTANCES
        before = instance_codes(pictures["instance_segmentation"])
        found = _place_one(scene, model, obstacles, rng, before, kinds)
        if found is None:
            return None
        anomaly, pictures = found
        placed.append(anomaly)
        obstacles = obstacles + Boxes.of([anomaly.candidate.box])
    codes = instance_codes(pictures["instance_segmentation"])
    problem = next(filter(None, (_problem(scene.rules, anomaly, codes) for anomaly in placed)), None)
    if problem is not None:  # a later one hides an earlier one
        scene.rejections[problem] += 1
        return None
    return pictures


def _place_one(
    scene: Scene,
    model: Model,
    obstacles: Boxes,
    rng: np.random.Generator,
    before: Codes,
    kinds: Sequence[Kind],
) -> tuple[Placed, dict[Kind, Pixels]] | None:
    site = Site(scene.world, scene.view, scene.pinhole, scene.crosswalks, obstacles)
    for _ in range(scene.rules.attempts):
        candidate = propose(site, model, scene.rules, rng)
        if isinstance(candidate, Rejection):
            scene.rejections[candidate] += 1
            continue
        actor = spawn_standing(scene.session, scene.world, model.blueprint, candidate.ground)
        if actor is None:
            scene.rejections[Rejection.REFUSED] += 1
            continue
        try:
            pictures = scene.rig.capture(kinds)
        except BaseException:
            remove_actors(scene.session, [actor])
            raise
        codes = instance_codes(pictures["instance_segmentation"])
        anomaly = Placed(model, candidate, actor, new_codes(before, codes))
        problem = _problem(scene.rules, anomaly, codes)
        if problem is None:
            return anomaly, pictures
        scene.rejections[problem] += 1
        remove_actors(scene.session, [actor])
    return None


def spawn_standing(
    session: Session, world: carla.World, blueprint: carla.ActorBlueprint, ground: carla.Transform
) -> carla.Actor | None:
    """Spawn a little above the ground and set down; None when the server refuses."""
    place = ground.location
    above = carla.Transform(carla.Location(place.x, place.y, place.z + _SPAWN_ABOVE), ground.rotation)
    actor = world.try_spawn_actor(blueprint, above)
    if actor is not None:
        pose = standing_on(actor, ground)
        session.client.apply_batch_sync([carla.command.ApplyTransform(actor.id, pose)], False)
    return actor


def _problem(rules: Anomalies, anomaly: Placed, codes: Codes) -> Rejection | None:
    """What is wrong with an anomaly as the camera sees it."""
    pixels = int(object_mask(anomaly.codes, codes).sum())
    if not anomaly.codes:
        return Rejection.NO_OWN_ID
    if pixels < rules.min_pixels:
        return Rejection.FEW_PIXELS
    if occluded_fraction(pixels, anomaly.candidate.outline) > rules.max_occluded_fraction:
        return Rejection.HIDDEN
    return None


def describe(anomaly: Placed, codes: Codes) -> tuple[AnomalyRecord, Flags]:
    """The manifest's row of an anomaly, and its (H, W) pixels in the final picture."""
    mask = object_mask(anomaly.codes, codes)
    pixels = int(mask.sum())
    place, heading = anomaly.candidate.ground.location, anomaly.candidate.ground.rotation
    record = AnomalyRecord(
        model_id=anomaly.model.id,
        category=anomaly.model.category,
        pose=(place.x, place.y, place.z, heading.pitch, heading.yaw, heading.roll),
        pixels=pixels,
        distance_m=round(anomaly.candidate.distance, 3),
        occluded_fraction=round(occluded_fraction(pixels, anomaly.candidate.outline), 4),
    )
    return record, mask


def remove_actors(session: Session, actors: Sequence[carla.Actor]) -> None:
    """Destroy actors in one call; a dead server is left alone."""
    ends = [carla.command.DestroyActor(actor.id) for actor in actors]
    session.clean_up(lambda: session.client.apply_batch_sync(ends, False))


def _model(catalogue: Path, entry: CatalogueEntry, blueprint: carla.ActorBlueprint) -> Model:
    mesh = load_mesh(catalogue, entry)
    x, y, z = (float(length) for length in entry.size)
    vertices = mesh.positions.astype(np.float64)
    return Model(entry.id, entry.category, blueprint, (x, y, z), vertices, mesh.faces, footing(vertices))


def _some(names: Sequence[str]) -> str:
    """The first few names."""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
