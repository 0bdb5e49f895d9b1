"""Standing vehicles and people for one picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from .boxes import Box, Boxes, box_ahead, overlapping
from .connect import Session
from .scenario import Camera, Traffic
from .streets import CLEAR_AHEAD, Streets, View, actor_box

Floats = npt.NDArray[np.float64]

SIZES: Final = {
    "truck": (9.0, 3.0),
    "bus": (11.0, 3.2),
    "van": (6.5, 2.5),
    "motorcycle": (2.5, 1.0),
    "bicycle": (2.0, 0.8),
}
"""Length and width kept free for a vehicle, metres, by its blueprint's `base_type`; others take `_CAR`."""

_CAR: Final = (5.4, 2.3)
_WALKER: Final = (0.9, 0.9)
_SPAWN_ABOVE = 0.6
_GROUND_REACH = 6.0
_LIGHTS_BELOW = 3.0  # degrees of the sun's altitude
_LIGHTS_IN_FOG = 40.0  # fog density
_LIGHTS_IN_RAIN = 50.0  # precipitation


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """What may be spawned: blueprints in a fixed order."""

    vehicles: tuple[carla.ActorBlueprint, ...]
    walkers: tuple[carla.ActorBlueprint, ...]

    @classmethod
    def of(cls, world: carla.World) -> Cast:
        """Everything that the server knows."""
        library = world.get_blueprint_library()
        return cls(
            vehicles=tuple(sorted(library.filter("vehicle.*"), key=lambda blueprint: str(blueprint.id))),
            walkers=tuple(
                sorted(library.filter("walker.pedestrian.*"), key=lambda blueprint: str(blueprint.id))
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Extra:
    """One extra on the street: how it looks and where its feet or wheels are."""

    blueprint: carla.ActorBlueprint
    color: str | None
    ground: carla.Transform


@contextmanager
def standing_traffic(
    session: Session,
    world: carla.World,
    streets: Streets,
    view: View,
    camera: Camera,
    traffic: Traffic,
    cast: Cast,
    rng: np.random.Generator,
) -> Iterator[Boxes]:
    """Put vehicles and walkers before the camera for the length of a `with` block.

    What the server refuses to spawn is left out.

    Yields:
        The space that they take.
    """
    taken = Boxes.of([view.clear])
    vehicles = _draw_vehicles(streets, view, camera, traffic, cast, rng, taken)
    walkers = _draw_walkers(world, streets, view, camera, traffic, cast, rng)
    spawned: list[int] = []
    try:
        boxes = _spawn(session, world, [*vehicles, *walkers], spawned)
        yield Boxes.of(boxes)
    finally:
        ends = [carla.command.DestroyActor(actor) for actor in spawned]
        session.clean_up(lambda: session.client.apply_batch_sync(ends, False))


def lights_wanted(weather: carla.WeatherParameters) -> bool:
    """Whether drivers would have their lights on: in the dark, in thick fog, in heavy rain."""
    dark = weather.sun_altitude_angle < _LIGHTS_BELOW
    return bool(dark or weather.fog_density >= _LIGHTS_IN_FOG or weather.precipitation >= _LIGHTS_IN_RAIN)


def _switch_on(world: carla.World, actors: Iterable[carla.Actor]) -> None:
    """Position lights and low beams of all vehicles, when the weather asks for them."""
    if lights_wanted(world.get_weather()):
        driving = carla.VehicleLightState(carla.VehicleLightState.Position | carla.VehicleLightState.LowBeam)
        for actor in actors:
            if isinstance(actor, carla.Vehicle):
                actor.set_light_state(driving)


def _draw_vehicles(
    streets: Streets,
    view: View,
    camera: Camera,
    traffic: Traffic,
    cast: Cast,
    rng: np.random.Generator,
    taken: Boxes,
) -> list[_Extra]:
    """Vehicles on lanes in view, clear of one another and of what stands there."""
    wanted = int(rng.integers(traffic.vehicles[0], traffic.vehicles[1] + 1))
    extras: list[_Extra] = []
    near = streets.fixed.near(*view.clear.center[:2], traffic.radius + 20.0)
    for index in rng.permutation(_in_view(streets.points, view, camera, traffic.radius)):
        if len(extras) >= wanted or not cast.vehicles:
            break
        blueprint = cast.vehicles[int(rng.integers(len(cast.vehicles)))]
        color = _draw_color(blueprint, rng)
        pose = streets.lanes[int(index)].transform
        box = _footprint(pose, _vehicle_size(blueprint))
        if not overlapping(box, taken, margin=0.5).any() and not overlapping(box, near).any():
            taken = taken + Boxes.of([box])
            extras.append(_Extra(blueprint, color, pose))
    return extras


def _draw_walkers(
    world: carla.World,
    streets: Streets,
    view: View,
    camera: Camera,
    traffic: Traffic,
    cast: Cast,
    rng: np.random.Generator,
) -> list[_Extra]:
    """People on sidewalks and crossings in view, with their feet on the ground."""
    wanted = int(rng.integers(traffic.walkers[0], traffic.walkers[1] + 1))
    poses = [*streets.sidewalks, *(_on_crossing(corners, rng) for corners in streets.crosswalks)]
    places = np.array([(p.location.x, p.location.y, p.location.z) for p in poses]).reshape(-1, 3)
    near = streets.fixed.near(*view.clear.center[:2], traffic.radius + 20.0)
    taken = Boxes.of([view.clear])
    extras: list[_Extra] = []
    for index in rng.permutation(_in_view(places, view, camera, traffic.radius)):
        if len(extras) >= wanted or not cast.walkers:
            break
        blueprint = cast.walkers[int(rng.integers(len(cast.walkers)))]
        pose = _strolled(poses[int(index)], rng)
        box = _footprint(pose, _WALKER)
        if overlapping(box, taken).any() or overlapping(box, near).any():
            continue
        below = ground_below(world, pose.location)
        if below is None:
            continue
        taken = taken + Boxes.of([box])
        extras.append(_Extra(blueprint, None, carla.Transform(below.location, pose.rotation)))
    return extras


def ground_below(world: carla.World, place: carla.Location) -> carla.LabelledPoint | None:
    """The ground near a place on the road network; None where there is none."""
    above = carla.Location(place.x, place.y, place.z + _GROUND_REACH / 2)
    return world.ground_projection(above, _GROUND_REACH)


def standing_on(actor: carla.Actor, ground: carla.Transform) -> carla.Transform:
    """The pose at which the lowest point of the actor's box touches `ground`.

    Vehicles and props have their origin at the bottom, walkers in the middle; the box tells.
    """
    bounds = actor.bounding_box
    lift = bounds.extent.z - bounds.location.z
    place = ground.location
    return carla.Transform(carla.Location(place.x, place.y, place.z + lift), ground.rotation)


def _spawn(session: Session, world: carla.World, extras: Sequence[_Extra], spawned: list[int]) -> list[Box]:
    """Spawn all in one call, a little above the ground, then set them down; ids go into `spawned` at once."""
    if not extras:
        return []
    answers = session.client.apply_batch_sync([_spawn_command(extra) for extra in extras], False)
    spawned += [answer.actor_id for answer in answers if not answer.error]
    grounds = {a.actor_id: e.ground for a, e in zip(answers, extras, strict=True) if not a.error}
    actors = {actor.id: actor for actor in world.get_actors(spawned)}
    poses = {number: standing_on(actors[number], grounds[number]) for number in spawned}
    _switch_on(world, (actors[number] for number in spawned))
    session.client.apply_batch_sync(
        [carla.command.ApplyTransform(number, pose) for number, pose in poses.items()], False
    )
    return [actor_box(actors[number], pose) for number, pose in poses.items()]


def _spawn_command(extra: _Extra) -> carla.command.SpawnActor:
    if extra.color is not None:
        extra.blueprint.set_attribute("color", extra.color)
    place = extra.ground.location
    above = carla.Transform(carla.Location(place.x, place.y, place.z + _SPAWN_ABOVE), extra.ground.rotation)
    if str(extra.blueprint.id).startswith("walker."):
        above.location.z += 0.6  # a walker's origin is its middle
        return carla.command.SpawnActor(extra.blueprint, above)
    still = carla.command.SetSimulatePhysics(carla.command.FutureActor, False)
    return carla.command.SpawnActor(extra.blueprint, above).then(still)


def _in_view(points: Floats, view: View, camera: Camera, radius: float) -> npt.NDArray[np.int64]:
    """Indices of the points before the camera, a little beyond the edges of the picture included."""
    local = (points - view.matrix[:3, 3]) @ view.matrix[:3, :3]
    ahead, aside = local[:, 0], np.abs(local[:, 1])
    slope = math.tan(math.radians(min(camera.fov / 2 + 5.0, 85.0)))
    near = (ahead > CLEAR_AHEAD - 2.0) & (np.hypot(ahead, aside) < radius)
    return np.flatnonzero(near & (aside < slope * ahead) & (np.abs(local[:, 2]) < 8.0))


def _footprint(pose: carla.Transform, size: tuple[float, float]) -> Box:
    place, half_length = pose.location, size[0] / 2
    return box_ahead(
        (place.x, place.y, place.z + 0.3),
        pose.rotation.yaw,
        back=half_length,
        front=half_length,
        width=size[1],
        height=1.6,
    )


def _vehicle_size(blueprint: carla.ActorBlueprint) -> tuple[float, float]:
    kind = str(blueprint.get_attribute("base_type")) if blueprint.has_attribute("base_type") else ""
    return SIZES.get(kind.lower(), _CAR)


def _draw_color(blueprint: carla.ActorBlueprint, rng: np.random.Generator) -> str | None:
    """One of the paints that the blueprint recommends; the draw is taken in any case."""
    share = rng.random()
    if not blueprint.has_attribute("color"):
        return None
    paints = list(blueprint.get_attribute("color").recommended_values)
    return str(paints[int(share * len(paints))]) if paints else None


def _on_crossing(corners: Floats, rng: np.random.Generator) -> carla.Transform:
    """A random point of a (convex) crossing."""
    x, y, z = rng.dirichlet(np.ones(len(corners))) @ corners
    return carla.Transform(carla.Location(float(x), float(y), float(z)))


def _strolled(pose: carla.Transform, rng: np.random.Generator) -> carla.Transform:
    """A step aside, facing anywhere."""
    right = pose.get_right_vector()
    step = float(rng.uniform(-0.5, 0.5))
    place = pose.location
    return carla.Transform(
        carla.Location(place.x + step * right.x, place.y + step * right.y, place.z),
        carla.Rotation(yaw=float(rng.uniform(-180.0, 180.0))),
    )
