"""Which pixels belong to which object, found through depth: the actor whose box holds the pixels' points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from caos.frames import CameraModel, Pose
from caos.labels import STREETHAZARDS, carla_to_class_table

from ..anomalies import Placed
from ..calibration import Codes

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.uint16]

_CLASS_OF_TAG: Final = carla_to_class_table()
_ACTOR_CLASSES: Final = frozenset({"car", "pedestrian"})
_MARGIN: Final = 0.15  # metres
_SHARE: Final = 0.5  # of an object's points that lie in its actor's box
_ENOUGH: Final = 2000  # points


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """An oriented box in the world: (3,) centre and half sizes, (3, 3) rotation, what it is."""

    kind: str
    model: str
    center: Floats
    half: Floats
    rotation: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """One object of the instance map, with its box when it is an anomaly, a vehicle or a walker."""

    kind: str
    class_name: str
    model: str
    solid: Solid | None


def pose_matrix(pose: Pose) -> Floats:
    """(4, 4) of x, y, z and pitch, yaw, roll in degrees, as `carla.Transform.get_matrix()`, in float64."""
    cp, cy, cr = (math.cos(math.radians(angle)) for angle in pose[3:])
    sp, sy, sr = (math.sin(math.radians(angle)) for angle in pose[3:])
    return np.array(
        [
            [cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr, pose[0]],
            [cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr, pose[1]],
            [sp, -cp * sr, cp * cr, pose[2]],
            [0.0, 0.0, 0.0, 1.0],
        ]
    )


def camera_model(width: int, height: int, fov: float, pose: Pose) -> CameraModel:
    """Intrinsics and pose of a CARLA camera."""
    focal = width / (2 * math.tan(math.radians(fov) / 2))
    inner = np.array([[focal, 0.0, width / 2], [0.0, focal, height / 2], [0.0, 0.0, 1.0]])
    return CameraModel(width, height, inner, pose_matrix(pose))


def transform_pose(transform: carla.Transform) -> Pose:
    """As records hold it."""
    place, heading = transform.location, transform.rotation
    return place.x, place.y, place.z, heading.pitch, heading.yaw, heading.roll


def decode_depth(picture: npt.NDArray[np.uint8]) -> Floats:
    """(H, W) metres along the view axis of a depth camera's (H, W, 4) BGRA picture."""
    wide = picture.astype(np.float64)
    depth: Floats = (wide[..., 2] + 256.0 * wide[..., 1] + 65536.0 * wide[..., 0]) * (1000.0 / (2**24 - 1))
    return depth


def unproject(camera: CameraModel, rows: Floats, columns: Floats, depth: Floats) -> Floats:
    """(N, 3) world points of the middles of (N,) pixels."""
    focal = camera.intrinsics[0, 0]
    right = (columns + 0.5 - camera.intrinsics[0, 2]) / focal * depth
    down = (rows + 0.5 - camera.intrinsics[1, 2]) / focal * depth
    local = np.stack([depth, right, -down], axis=1)
    points: Floats = local @ camera.camera_to_world[:3, :3].T + camera.camera_to_world[:3, 3]
    return points


def solid_of(actor: carla.Actor, kind: str, model: str) -> Solid:
    """The box of an actor where it stands."""
    pose = pose_matrix(transform_pose(actor.get_transform()))
    box = actor.bounding_box
    own = pose_matrix(transform_pose(carla.Transform(box.location, box.rotation)))
    placed = pose @ own
    half = np.array([box.extent.x, box.extent.y, box.extent.z], dtype=np.float64)
    return Solid(kind, model, placed[:3, 3], half, placed[:3, :3])


def actors_of(world: carla.World) -> list[Solid]:
    """All vehicles and walkers."""
    actors = world.get_actors()
    return [
        solid_of(actor, kind, str(actor.type_id))
        for pattern, kind in (("vehicle.*", "vehicle"), ("walker.pedestrian.*", "walker"))
        for actor in actors.filter(pattern)
    ]


def find_things(
    codes: Codes, depth: Floats, camera: CameraModel, actors: Sequence[Solid], placed: Sequence[Placed]
) -> tuple[Ids, list[Thing]]:
    """Number what shows in a picture by where it first shows, row by row: ids depend on the picture alone.

    Returns:
        (H, W) ids, 0 where there is no object, and the objects of ids 1, 2, ...
    """
    values, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    anomalies = [solid_of(one.actor, "anomaly", one.model.id) for one in placed]
    owners: dict[object, int] = {}
    table = np.zeros(len(values), dtype=np.uint16)
    things: list[Thing] = []
    for index in np.argsort(first):
        code = int(values[index])
        if not code & 0xFFFF:
            continue
        own = next((i for i, one in enumerate(placed) if code in one.codes), None)
        if own is not None:
            thing = Thing("anomaly", "anomaly", placed[own].model.id, anomalies[own])
        else:
            thing = _thing(code, codes, depth, camera, actors)
        owner = code if thing.solid is None else id(thing.solid)
        if owner not in owners:
            things.append(thing)
            owners[owner] = len(things)
        table[index] = owners[owner]
    return table[inverse].reshape(codes.shape), things


def _thing(code: int, codes: Codes, depth: Floats, camera: CameraModel, actors: Sequence[Solid]) -> Thing:
    name = STREETHAZARDS.classes[int(_CLASS_OF_TAG[code >> 16])]
    solid = _owner(codes == code, depth, camera, actors) if name in _ACTOR_CLASSES else None
    return Thing("scenery", name, "", None) if solid is None else Thing(solid.kind, name, solid.model, solid)


def _owner(
    mask: npt.NDArray[np.bool_], depth: Floats, camera: CameraModel, actors: Sequence[Solid]
) -> Solid | None:
    rows, columns = np.nonzero(mask)
    step = max(1, len(rows) // _ENOUGH)
    rows, columns = rows[::step], columns[::step]
    points = unproject(camera, rows.astype(np.float64), columns.astype(np.float64), depth[rows, columns])
    shares = [
        float((np.abs((points - solid.center) @ solid.rotation) <= solid.half + _MARGIN).all(axis=1).mean())
        for solid in actors
    ]
    best = int(np.argmax(shares)) if shares else -1
    return actors[best] if best >= 0 and shares[best] >= _SHARE else None
