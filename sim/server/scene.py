"""What the parts of the server say to one another: towns make it, actors add to it, the renderer draws it.

Everything is in CARLA's frame: left-handed, x forward, y right, z up, metres and degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from caos.meshes import Lamps, Mesh

from .optics import CameraSettings, Lens

Matrix = npt.NDArray[np.float64]
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """A CARLA transform.

    Attributes:
        location: x, y, z in metres.
        rotation: pitch, yaw, roll in degrees (wire order).
    """

    location: Vector
    rotation: Vector = (0.0, 0.0, 0.0)

    def matrix(self) -> Matrix:
        """(4, 4) local -> parent, the same numbers as `carla.Transform.get_matrix()`."""
        pitch, yaw, roll = (math.radians(angle) for angle in self.rotation)
        cp, sp, cy, sy, cr, sr = (f(a) for a in (pitch, yaw, roll) for f in (math.cos, math.sin))
        return np.array(
            [
                [cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr, self.location[0]],
                [cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr, self.location[1]],
                [sp, -cp * sr, cp * cr, self.location[2]],
                [0.0, 0.0, 0.0, 1.0],
            ]
        )

    @classmethod
    def from_matrix(cls, matrix: Matrix) -> Pose:
        """The pose of a (4, 4) rigid matrix."""
        pitch = math.degrees(math.asin(float(np.clip(matrix[2, 0], -1.0, 1.0))))
        yaw = math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))
        roll = math.degrees(math.atan2(-matrix[2, 1], matrix[2, 2]))
        x, y, z = (float(value) for value in matrix[:3, 3])
        return cls((x, y, z), (pitch, yaw, roll))


@dataclass(frozen=True, slots=True)
class Weather:
    """The 14 weather parameters of CARLA in wire order; units and ranges as in `carla.WeatherParameters`."""

    cloudiness: float = 10.0
    precipitation: float = 0.0
    precipitation_deposits: float = 0.0
    wind_intensity: float = 10.0
    sun_azimuth_angle: float = 300.0
    sun_altitude_angle: float = 45.0
    fog_density: float = 2.0
    fog_distance: float = 0.75
    fog_falloff: float = 0.1
    wetness: float = 0.0
    scattering_intensity: float = 1.0
    mie_scattering_scale: float = 0.03
    rayleigh_scattering_scale: float = 0.0331
    dust_storm: float = 0.0

    def drawn(self) -> Weather:
        """What the sky looks like: `carla.WeatherParameters.Default` leaves that to the town.

        The client tells that preset by negative values where none can be meant, cloudiness first.
        """
        return Weather() if self.cloudiness < 0.0 else self


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One mesh standing somewhere. The same `Mesh` object may be used by many instances.

    Attributes:
        matrix: (4, 4) float64, mesh -> world.
        instance_id: 1..65535, what the instance camera shows; 0 is the sky.
        lamps: what is switched on.
    """

    mesh: Mesh
    matrix: Matrix
    instance_id: int
    lamps: Lamps = Lamps.NONE


@dataclass(frozen=True, slots=True, eq=False)
class SceneryItem:
    """A fixed thing of a town: a building, a lamp, a stretch of road.

    Attributes:
        name: unique in its town, e.g. "Building_012".
        tag: CARLA tag of the whole, for environment objects; faces may carry others.
        solid: nothing may be spawned inside its bounding box (roads, sidewalks, terrain are not solid).
        layer: bit of `carla.MapLayer` it belongs to (Buildings 1, Foliage 4, Ground 8, ParkedVehicles 16,
            Props 64, StreetLights 128, Walls 256); 0 for what is always there.
    """

    name: str
    mesh: Mesh
    pose: Pose
    tag: int
    solid: bool = True
    layer: int = 0


@dataclass(frozen=True, slots=True)
class SignalHead:
    """A traffic light or sign that is an actor of the episode.

    Attributes:
        type_id: "traffic.traffic_light", "traffic.stop", "traffic.speed_limit.30", ...
        opendrive_id: `id` of the `<signal>` in the OpenDRIVE text.
        group: lights of one junction share a number.
    """

    type_id: str
    opendrive_id: str
    pose: Pose
    group: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """A loaded map.

    Attributes:
        name: "Town01", ...
        opendrive: OpenDRIVE 1.4 text, as the client receives it.
        spawn_points: recommended vehicle poses, 0.3 to 0.6 m above the lane.
        scenery: everything fixed, the ground included.
    """

    name: str
    opendrive: str
    spawn_points: tuple[Pose, ...]
    scenery: tuple[SceneryItem, ...]
    signals: tuple[SignalHead, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class View:
    """A camera looking along its x axis; a pinhole camera but for its lens.

    Attributes:
        pose: in the world.
        width, height: pixels.
        fov: horizontal field of view, degrees.
        time: simulated seconds; where rain falls depends on it.
        previous: where the camera was when the shutter opened, for motion blur; None: where it is.
        lens: distorts everything.
        settings: of an RGB camera; without effect on anything but colors.
    """

    pose: Pose
    width: int
    height: int
    fov: float
    time: float = 0.0
    previous: Pose | None = None
    lens: Lens = field(default_factory=Lens)
    settings: CameraSettings = field(default_factory=CameraSettings)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What a camera saw; rows from the top.

    Attributes:
        rgb: (H, W, 3) uint8 sRGB, anti-aliased; None when not asked for.
        tag: (H, W) uint8 CARLA tags, never blended; sky is 11.
        instance: (H, W) uint16 instance ids, never blended; sky is 0.
        depth: (H, W) float32 metres along the view axis; the sky is 1000.
    """

    rgb: npt.NDArray[np.uint8] | None
    tag: npt.NDArray[np.uint8]
    instance: npt.NDArray[np.uint16]
    depth: npt.NDArray[np.float32]
