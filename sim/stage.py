"""One loaded town, ready to be photographed: from a frame's plan to its picture, labels and record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import carla
import numpy as np

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError
from caos.frames import ExtraData, FrameRecord

from .anomalies import Placed, Scene, describe, find_models, standing_anomalies
from .boxes import Boxes
from .calibration import instance_codes
from .cameras import CameraRig, Kind, Pixels, camera_rig
from .connect import Session
from .extras import camera_model, kinds_for, sequence_extras, still_extras, twin_extras
from .labelling import label_map
from .placement import Model, Rejection
from .plan import FramePlan, Purpose
from .scenario import Scenario
from .shots import Shot
from .silhouette import Pinhole
from .streets import Streets, View, draw_view, survey
from .traffic import Cast, standing_traffic
from .weather import to_carla

DELTA_SECONDS = 0.05
_LOAD_TIMEOUT = 300.0
_EMBEDDED_LOAD_TIMEOUT = 90.0


class NoPlaceError(CaosError):
    """The town has no place for a frame's camera or anomalies within the bounds that the scenario sets."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A town with its cameras; use `open_stage`."""

    session: Session
    scenario: Scenario
    world: carla.World
    rig: CameraRig
    streets: Streets
    cast: Cast
    models: tuple[Model, ...]
    model_seed: int

    def shoot(self, plan: FramePlan) -> Shot:
        """Render one frame. What comes out follows from `plan` alone, not from the frames before.

        Raises:
            NoPlaceError: no place was found for the camera or the anomalies.
            RuntimeError: of the client library, when the server is gone.
        """
        self._set_conditions(plan)
        rejections: Counter[Rejection] = Counter()
        for attempt in range(self.scenario.anomalies.views):
            rng = plan.stream(Purpose.VIEW, attempt)
            view = draw_view(self.world, self.streets, self.scenario.camera, rng)
            if view is None:
                continue
            self.rig.move(view.transform)
            shot = self._shoot_from(view, plan, attempt, rejections)
            if shot is not None:
                return shot
        raise NoPlaceError(self._failure(rejections))

    def _set_conditions(self, plan: FramePlan) -> None:
        self.world.set_weather(to_carla(plan.weather))
        east_west = bool(plan.stream(Purpose.CONDITIONS, 1).integers(2))
        for light in self.world.get_actors().filter("traffic.traffic_light"):
            along_x = abs((light.get_transform().rotation.yaw + 90.0) % 180.0 - 90.0) < 45.0
            green = along_x == east_west
            light.set_state(carla.TrafficLightState.Green if green else carla.TrafficLightState.Red)

    def _shoot_from(
        self, view: View, plan: FramePlan, attempt: int, rejections: Counter[Rejection]
    ) -> Shot | None:
        """Traffic, then anomalies where they belong, then the pictures."""
        scenario = self.scenario
        rng = plan.stream(Purpose.TRAFFIC, attempt)
        with standing_traffic(
            self.session, self.world, self.streets, view, scenario.camera, scenario.traffic, self.cast, rng
        ) as traffic:
            if plan.split != "test" or not self.models:
                return self._finish(plan, view, self.rig.capture(), (), rejections)
            return self._shoot_anomalies(view, plan, attempt, traffic, rejections)

    def _shoot_anomalies(
        self, view: View, plan: FramePlan, attempt: int, traffic: Boxes, rejections: Counter[Rejection]
    ) -> Shot | None:
        camera = self.scenario.camera
        scene = Scene(
            session=self.session,
            world=self.world,
            rig=self.rig,
            view=view,
            pinhole=Pinhole(camera.width, camera.height, camera.fov),
            rules=self.scenario.anomalies,
            crosswalks=self.streets.crosswalks,
            obstacles=self.streets.fixed + traffic,
            rejections=rejections,
        )
        rng = plan.stream(Purpose.ANOMALIES, attempt)
        with standing_anomalies(scene, self.choose_models(plan), rng) as outcome:
            if outcome is None:
                return None
            pictures, placed = outcome
            shot = self._finish(plan, view, pictures, placed, rejections)
        twin = twin_extras(self.rig) if self.scenario.extras.twin else ()
        return replace(shot, extras=(*shot.extras, *twin))

    def choose_models(self, plan: FramePlan) -> list[Model]:
        """Each run of as many frames as there are models shows every model first once, in a drawn order."""
        least, most = self.scenario.anomalies.per_frame
        count = int(plan.stream(Purpose.MODELS).integers(least, most + 1))
        cycle, position = divmod(plan.number - 1, len(self.models))
        sequence = np.random.SeedSequence(self.model_seed, spawn_key=(len(self.models), cycle))
        order = np.random.default_rng(sequence).permutation(len(self.models))
        return [self.models[int(order[(position + step) % len(order)])] for step in range(count)]

    def _finish(
        self,
        plan: FramePlan,
        view: View,
        pictures: dict[Kind, Pixels],
        placed: Sequence[Placed],
        rejections: Mapping[Rejection, int],
    ) -> Shot:
        codes = instance_codes(pictures["instance_segmentation"])
        anomalies = [describe(anomaly, codes) for anomaly in placed]
        place, heading = view.transform.location, view.transform.rotation
        record = FrameRecord(
            split=plan.split,
            town=plan.town,
            number=plan.number,
            width=self.scenario.camera.width,
            height=self.scenario.camera.height,
            weather=plan.weather,
            time_of_day=plan.time_of_day,
            camera=(place.x, place.y, place.z, heading.pitch, heading.yaw, heading.roll),
            fov=self.scenario.camera.fov,
            seed=plan.seed,
            anomalies=tuple(row for row, _ in anomalies),
            server_version=self.session.version,
        )
        tags = pictures["semantic_segmentation"][..., 2]
        image = np.ascontiguousarray(pictures["rgb"][..., 2::-1])
        label = label_map(tags, [mask for _, mask in anomalies])
        extras = self._extras(view, record, pictures, placed, (image, label))
        return Shot(record, image, label, rejections, extras)

    def _extras(
        self,
        view: View,
        record: FrameRecord,
        pictures: dict[Kind, Pixels],
        placed: Sequence[Placed],
        still: tuple[Pixels, Pixels],
    ) -> tuple[ExtraData, ...]:
        """What is asked for beside the frame, while everything still stands; the twin comes later."""
        asked = self.scenario.extras
        camera = camera_model(record.width, record.height, record.fov, record.camera)
        if "depth" in kinds_for(asked):
            pictures = {**pictures, **self.rig.capture(("depth",))}
        files = still_extras(asked, self.world, camera, pictures, placed)
        if asked.sequence:
            files += sequence_extras(asked, self.scenario.camera, self.rig, view, placed, still)
        return tuple(files)

    def _failure(self, rejections: Counter[Rejection]) -> str:
        if not rejections:
            return "no free place for the camera on the driving lanes of this town; use another town"
        reasons = ", ".join(f"{reason.value} {count}x" for reason, count in rejections.most_common(4))
        views = self.scenario.anomalies.views
        return f"no place for the anomalies in {views} views ({reasons}); loosen [anomalies]"


@contextmanager
def open_stage(
    session: Session,
    scenario: Scenario,
    town: str,
    *,
    seed: int,
    catalogue: Path,
    entries: Sequence[CatalogueEntry],
) -> Iterator[Stage]:
    """Load a town and put the cameras up; they are taken down at the end.

    Args:
        session: a connected server, inside `stepped_by_hand`.
        scenario: for the camera and the rules.
        town: name, as the server lists it.
        seed: the order of the anomaly models follows from it.
        catalogue: folder of the anomaly models.
        entries: its contents; empty when the town gets no anomalies.
    """
    world = load_town(session, town)
    world.freeze_all_traffic_lights(True)
    with camera_rig(session, world, scenario.camera, kinds_for(scenario.extras)) as rig:
        world.tick()
        yield Stage(
            session=session,
            scenario=scenario,
            world=world,
            rig=rig,
            streets=survey(world, town),
            cast=Cast.of(world),
            models=find_models(world, catalogue, entries, scenario.anomalies) if entries else (),
            model_seed=seed,
        )


def load_town(session: Session, town: str) -> carla.World:
    """Load a town afresh; a real server may take minutes, the embedded one takes seconds.

    The clock stays under control while it loads: `carla` 0.9.16 crashes now and then when a world is replaced
    soon after synchronous mode was left (seen with the embedded server, about once in a hundred times).
    """
    if not session.alive:
        raise RuntimeError("the server ended before a town was loaded")
    session.client.set_timeout(_EMBEDDED_LOAD_TIMEOUT if session.embedded else _LOAD_TIMEOUT)
    world = session.client.load_world(town, False)
    session.client.set_timeout(session.timeout)
    if not world.get_settings().synchronous_mode:
        _step_by_hand(world)
    return world


@contextmanager
def stepped_by_hand(session: Session) -> Iterator[None]:
    """Synchronous mode for as long as towns are rendered; the settings found are put back at the end."""
    world = session.client.get_world()
    before = world.get_settings()
    _step_by_hand(world)
    try:
        yield
    finally:
        if not session.embedded:
            session.clean_up(lambda: _release(session.client.get_world(), before))


def _step_by_hand(world: carla.World) -> None:
    settings = world.get_settings()
    settings.synchronous_mode = True
    settings.no_rendering_mode = False
    settings.fixed_delta_seconds = DELTA_SECONDS
    world.apply_settings(settings)


def _release(world: carla.World, settings: carla.WorldSettings) -> None:
    world.freeze_all_traffic_lights(False)
    world.apply_settings(settings)
