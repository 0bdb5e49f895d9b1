"""Cameras in one place: colour, semantic tags, instance ids and depth of the same simulation frame."""

from __future__ import annotations

import difflib
import queue
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import carla
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .connect import ServerLostError, Session
from .scenario import Camera

Kind: TypeAlias = Literal["rgb", "semantic_segmentation", "instance_segmentation", "depth", "twin"]
KINDS: Final[tuple[Kind, ...]] = ("rgb", "semantic_segmentation", "instance_segmentation")
Pixels = npt.NDArray[np.uint8]

_TICK_TIMEOUT: Final = 20.0
_PATIENCE: Final = (5.0, 10.0, 20.0, 40.0)
"""Seconds to wait for a picture, one per tick; the first one covers a slow renderer."""

_GLANCE: Final = 0.25
"""Seconds between looks at whether the server still lives."""

_STEADY: Final = {
    "motion_blur_intensity": "0.0",
    "lens_flare_intensity": "0.0",
}
"""What would smear a still picture on a real server; set where the blueprint has it."""


class CameraRig:
    """Free-standing cameras that move together; use `camera_rig`.

    A camera is subscribed only while its pictures are wanted: no server renders what nobody listens to.

    Attributes:
        seconds: spent in waiting for pictures so far.
    """

    def __init__(
        self,
        session: Session,
        world: carla.World,
        sensors: Mapping[Kind, carla.Sensor],
        settle_ticks: int,
    ) -> None:
        """See `camera_rig`; `settle_ticks` go before each colour picture."""
        self._session = session
        self._world = world
        self._sensors = sensors
        self._settle_ticks = settle_ticks
        self._queues: dict[Kind, queue.Queue[carla.Image]] = {kind: queue.Queue() for kind in sensors}
        self._listening: set[Kind] = set()
        self.seconds = 0.0

    def move(self, transform: carla.Transform) -> None:
        """Put all cameras there; holds from the next tick on."""
        moves = [carla.command.ApplyTransform(sensor.id, transform) for sensor in self._sensors.values()]
        self._session.client.apply_batch_sync(moves, False)

    def capture(self, kinds: Iterable[Kind] = KINDS) -> dict[Kind, Pixels]:
        """Tick once and return the picture of each asked camera, all of that very tick.

        A server may start a subscription too late for the tick at hand; the world stands still, so another
        tick shows the same and is taken instead.

        Returns:
            (H, W, 4) uint8 BGRA arrays.

        Raises:
            ServerLostError: no pictures after several ticks.
            RuntimeError: of the client library, when the server is gone.
        """
        started = time.monotonic()
        wanted = set(kinds)
        self._listen(wanted)
        if wanted & {"rgb", "twin"}:
            for _ in range(self._settle_ticks):
                self._world.tick(_TICK_TIMEOUT)
        missing = wanted
        for patience in _PATIENCE:
            frame = self._world.tick(_TICK_TIMEOUT)
            pictures = {kind: self._picture(kind, frame, patience) for kind in sorted(wanted)}
            complete = {kind: picture for kind, picture in pictures.items() if picture is not None}
            missing = wanted - complete.keys()
            if not missing:
                self.seconds += time.monotonic() - started
                return complete
        raise ServerLostError(
            f"the server sent no picture of {', '.join(sorted(missing))} within {sum(_PATIENCE):.0f} s; "
            "restart it, then run the same command again, finished frames are kept"
        )

    def close(self) -> None:
        """Unsubscribe everything."""
        self._listen(set())

    def _listen(self, wanted: set[Kind]) -> None:
        for kind in self._listening - wanted:
            self._sensors[kind].stop()
        for kind in sorted(wanted - self._listening):
            self._queues[kind] = queue.Queue()
            self._sensors[kind].listen(self._queues[kind].put)
        self._listening = wanted

    def _picture(self, kind: Kind, frame: int, patience: float) -> Pixels | None:
        """The picture of `frame`; older ones are dropped, None when it does not come in time."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                image = self._queues[kind].get(timeout=_GLANCE)
            except queue.Empty:
                if not self._session.alive:
                    raise RuntimeError("the server ended while a picture was awaited") from None
                continue
            if image.frame == frame:
                pixels = np.frombuffer(image.raw_data, dtype=np.uint8)
                return pixels.reshape(image.height, image.width, 4).copy()
        return None


@contextmanager
def camera_rig(
    session: Session,
    world: carla.World,
    camera: Camera,
    kinds: Iterable[Kind] = KINDS,
    attributes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[CameraRig]:
    """Spawn a camera of each kind, and destroy them at the end of the `with` block.

    Args:
        session: the server.
        world: its loaded town.
        camera: size, lens and patience.
        kinds: of pictures.
        attributes: more of the blueprint's, by name; those of the lens (`lens_...`) hold for all kinds, the
            others for colour alone.

    Raises:
        CaosError: the server lacks one of the cameras, or an attribute of it.
    """
    sensors: dict[Kind, carla.Sensor] = {}
    rig: CameraRig | None = None
    try:
        for kind in kinds:
            blueprint = _blueprint(world, kind, camera, attributes)
            sensors[kind] = world.spawn_actor(blueprint, carla.Transform())
        rig = CameraRig(session, world, sensors, 0 if session.embedded else camera.settle_ticks)
        yield rig
    finally:
        unsubscribe = () if rig is None else (rig.close,)
        ends = [carla.command.DestroyActor(sensor.id) for sensor in sensors.values()]
        session.clean_up(*unsubscribe, lambda: session.client.apply_batch_sync(ends, False))


def _blueprint(
    world: carla.World, kind: Kind, camera: Camera, attributes: Mapping[str, str]
) -> carla.ActorBlueprint:
    name = f"sensor.camera.{'rgb' if kind == 'twin' else kind}"
    library = world.get_blueprint_library()
    if not len(library.filter(name)):
        raise CaosError(f"the server has no {name}; CARLA 0.9.13 or newer is needed")
    blueprint = library.find(name)
    blueprint.set_attribute("image_size_x", str(camera.width))
    blueprint.set_attribute("image_size_y", str(camera.height))
    blueprint.set_attribute("fov", str(camera.fov))
    for attribute, value in _STEADY.items():
        if blueprint.has_attribute(attribute):
            blueprint.set_attribute(attribute, value)
    for attribute, value in attributes.items():
        if kind in ("rgb", "twin") or attribute.startswith("lens_"):
            _set(blueprint, attribute, value)
    return blueprint


def _set(blueprint: carla.ActorBlueprint, attribute: str, value: str) -> None:
    if not blueprint.has_attribute(attribute):
        known = sorted(str(each.id) for each in blueprint)
        nearest = difflib.get_close_matches(attribute, known, n=1, cutoff=0.0)[0]
        raise CaosError(f"camera: {blueprint.id} has no attribute {attribute!r}; did you mean {nearest!r}?")
    blueprint.set_attribute(attribute, value)
