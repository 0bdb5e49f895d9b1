"""A scenario of shifts in, folders of pictures out: each whole or not at all, and never twice."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import carla
import cv2
import numpy as np
import numpy.typing as npt

from caos.catalogue import CatalogueEntry, read_catalogue
from caos.errors import CaosError
from caos.frames import atomic_write_text, locked

from ..anomalies import find_models
from ..cameras import CameraRig, camera_rig
from ..connect import Session, connect
from ..fleet.work import check_towns
from ..quality import Quality
from ..scenario import Anomalies, Camera
from ..stage import NoPlaceError, load_town, stepped_by_hand
from ..streets import survey
from .aim import zoomed_fov
from .journal import Journal, PictureRecord
from .plan import PicturePlan, catalogue_models, plan_shifts
from .scenario import ShiftScenario, folder_of
from .studio import Studio

Pixels = npt.NDArray[np.uint8]
Progress = Callable[[int, int, str], None]
"""Called as progress(pictures done, pictures in all, what is going on)."""

_TIMEOUT: Final = 20.0
SCENARIO_FILE: Final = "scenario.json"
"""At the root of the data set: what its pictures follow from."""

CLASSES_FILE: Final = "classes.txt"
"""At the root: the classes' folders in the order of the labels."""


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """What a call of `render_shifts` did.

    Attributes:
        out: the data set.
        pictures: of the plan, per set.
        rendered: how many of them this call rendered; the others were there.
        seconds: wall time.
        failures: (file, reason) of pictures that have no place; the next call tries them again.
    """

    out: Path
    pictures: dict[str, int]
    rendered: int
    seconds: float
    failures: tuple[tuple[str, str], ...]


def render_shifts(
    scenario: ShiftScenario,
    out: Path,
    *,
    catalogue: Path,
    host: str | None = None,
    port: int = 2000,
    limit: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> ShiftSummary:
    """Render a scenario of shifts into `out`: a folder per set, in it one per class, and `manifest.parquet`.

    Pictures that are there as they were written are kept: the same call continues a killed one, and ends with
    the same bytes.

    Args:
        scenario: from `load_shifts`.
        out: folder of the data set, made when missing.
        catalogue: folder of the models, renditions included.
        host: of a running CARLA server; None starts the embedded one.
        port: of the running server.
        limit: pictures of each class and set, at most.
        seed: in place of the scenario's.
        progress: told after each picture.

    Raises:
        CaosError: a town, weather, model, blueprint or camera attribute that is not there, or an `out` that
            holds pictures of another scenario or is written by another run.
    """
    started = time.monotonic()
    entries = read_catalogue(catalogue)
    pictures = plan_shifts(scenario, entries, seed=seed, limit=limit)
    origin = _origin(scenario, seed, entries)
    failures: list[tuple[str, str]] = []
    with locked(out):
        _refuse_others(out, origin)
        journal = Journal.read(out)
        pending = [
            picture for picture in pictures if not journal.is_done(picture.file, _fingerprint(picture))
        ]
        done = len(pictures) - len(pending)
        rendered = 0
        if pending:
            with connect(host, port, catalogue=catalogue, timeout=_TIMEOUT) as session:
                check_towns(session, sorted({picture.town for picture in pictures}))
                atomic_write_text(out / SCENARIO_FILE, origin)
                atomic_write_text(out / CLASSES_FILE, _class_lines(scenario))
                for plan, taken in _photographed(session, scenario, catalogue, entries, pending):
                    if isinstance(taken, str):
                        failures.append((plan.file, taken))
                    else:
                        journal.add(_record(plan, taken[1]), shrunk(taken[0], scenario.picture.side))
                        rendered += 1
                    if progress is not None:
                        progress(done + rendered, len(pictures), f"{plan.town} {plan.set}")
        journal.finish([picture.file for picture in pictures])
    counts = {name: sum(picture.set == name for picture in pictures) for name, _ in scenario.sets()}
    return ShiftSummary(out, counts, rendered, time.monotonic() - started, tuple(failures))


def shrunk(image: Pixels, side: int) -> Pixels:
    """A square picture, averaged down to (`side`, `side`, 3)."""
    if len(image) == side:
        return image
    return np.asarray(cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _class_lines(scenario: ShiftScenario) -> str:
    return "".join(f"{folder_of(name)}\n" for name in scenario.classes.names)


def _photographed(
    session: Session,
    scenario: ShiftScenario,
    catalogue: Path,
    entries: Sequence[CatalogueEntry],
    pending: Sequence[PicturePlan],
) -> Iterator[tuple[PicturePlan, tuple[Pixels, float] | str]]:
    """Each plan with its picture and hidden share, or with the reason why there is none."""
    try:
        with stepped_by_hand(session):
            for town, plans in groupby(pending, key=lambda plan: plan.town):
                yield from _in_town(session, scenario, town, catalogue, entries, tuple(plans))
    except RuntimeError as cause:
        raise session.explain(cause) from cause


def _in_town(
    session: Session,
    scenario: ShiftScenario,
    town: str,
    catalogue: Path,
    entries: Sequence[CatalogueEntry],
    plans: Sequence[PicturePlan],
) -> Iterator[tuple[PicturePlan, tuple[Pixels, float] | str]]:
    world = load_town(session, town)
    _check_blueprints(world, plans)
    wanted = Anomalies(models=tuple(catalogue_models(plans)))
    models = {model.id: model for model in find_models(world, catalogue, entries, wanted)}
    studio = Studio(session, world, survey(world, town), models, scenario.picture.fov)
    for (camera, attributes), alike in groupby(plans, key=lambda plan: _lens(scenario, plan)):
        with ExitStack() as stack:
            rig: CameraRig = stack.enter_context(
                camera_rig(session, world, camera, ("rgb", "instance_segmentation"), dict(attributes))
            )
            world.tick()
            for plan in alike:
                yield plan, _shot(studio, plan, rig, camera, scenario.attempts)


def _shot(
    studio: Studio, plan: PicturePlan, rig: CameraRig, camera: Camera, attempts: int
) -> tuple[Pixels, float] | str:
    """The picture and its hidden share, or why there is none."""
    try:
        return studio.shoot(plan, rig, camera, attempts)
    except NoPlaceError as cause:
        return str(cause)


def _lens(scenario: ShiftScenario, plan: PicturePlan) -> tuple[Camera, tuple[tuple[str, str], ...]]:
    """The camera of a picture, and the attributes that its set gives it."""
    picture = scenario.picture
    side = picture.side * picture.supersample
    fov = round(zoomed_fov(picture.fov, plan.zoom), 3)
    camera = Camera(width=side, height=side, fov=fov, settle_ticks=picture.settle_ticks)
    return camera, tuple(sorted((name, _text(value)) for name, value in plan.conditions.camera.items()))


def _text(value: float | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check_blueprints(world: carla.World, plans: Sequence[PicturePlan]) -> None:
    known = {str(blueprint.id) for blueprint in world.get_blueprint_library()}
    for plan in plans:
        conditions = plan.conditions
        for key, names in (("furniture", conditions.furniture), ("occluders", conditions.occluders)):
            missing = next((name for name in names if name not in known), None)
            if missing is not None:
                raise CaosError(f"set {plan.set!r}: {key}: the server has no blueprint {missing!r}")


def _record(plan: PicturePlan, hidden: float) -> PictureRecord:
    conditions = plan.conditions
    return PictureRecord(
        file=plan.file,
        set=plan.set,
        category=plan.category,
        number=plan.number,
        model=plan.model,
        town=plan.town,
        weather=dict(plan.weather),
        time_of_day=plan.time_of_day,
        size=plan.size,
        zoom=plan.zoom,
        yaw=plan.yaw,
        elevation=plan.elevation,
        hidden=hidden,
        rendition=conditions.rendition,
        camera={name: _text(value) for name, value in sorted(conditions.camera.items())},
        furniture=list(conditions.furniture),
        conditions=_fingerprint(plan),
    )


def _fingerprint(plan: PicturePlan) -> str:
    """Of the conditions of a picture's set: pictures of a set whose conditions changed are taken again."""
    return hashlib.sha256(plan.conditions.model_dump_json().encode()).hexdigest()[:16]


def _origin(scenario: ShiftScenario, seed: int | None, entries: Sequence[CatalogueEntry]) -> str:
    """What the pictures follow from, as JSON.

    Their numbers and the shifts are left out, and all models of the classes count: a data set may be
    continued with more pictures, or with more sets.
    """
    settings = scenario.model_dump(mode="json")
    del settings["classes"]["train"], settings["classes"]["test"], settings["shift"]
    settings["seed"] = scenario.seed if seed is None else seed
    settings["quality"] = Quality.STANDARD.value
    names = scenario.classes.names
    models = json.dumps([[entry.id, entry.sha256] for entry in entries if entry.category in names])
    settings["catalogue_sha256"] = hashlib.sha256(models.encode()).hexdigest()
    return json.dumps(settings, indent=1, sort_keys=True) + "\n"


def _refuse_others(out: Path, origin: str) -> None:
    file = out / SCENARIO_FILE
    if file.is_file() and file.read_bytes() != origin.encode():
        raise CaosError(
            f"{out}: holds pictures of another scenario, seed or catalogue (see {SCENARIO_FILE}); choose "
            "another --out, or delete it"
        )
