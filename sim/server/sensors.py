"""Sensors that are not cameras: satellite positioning, inertial unit, collision detector.

Payloads are msgpack, as the client of release 0.9.16 expects; one of another shape ends its process.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgpack
import numpy as np

from .actors import STILL, Actor, Sensor
from .episode import Episode
from .scene import Vector
from .wire import Moment, sensor_header, write_vector

EARTH_RADIUS: Final = 6378137.0
MERCATOR_SCALE: Final = 0.9996
COLLISION_TYPE: Final = 0
GNSS_TYPE: Final = 4
IMU_TYPE: Final = 5

Reading = list[Any]


@dataclass(frozen=True, slots=True)
class GeoReference:
    """Latitude and longitude of the map's origin, degrees; 42 and 2 where a map says nothing."""

    latitude: float = 42.0
    longitude: float = 2.0

    @classmethod
    def of_opendrive(cls, text: str) -> GeoReference:
        """The `<geoReference>` of an OpenDRIVE text."""
        found = [re.search(rf"\+{name}=([-+0-9.eE]+)", text) for name in ("lat_0", "lon_0")]
        latitude, longitude = (float(match.group(1)) if match else None for match in found)
        return cls() if latitude is None or longitude is None else cls(latitude, longitude)

    def locate(self, location: Vector) -> Vector:
        """Latitude, longitude (degrees) and altitude (metres) of a place.

        The spherical transverse Mercator projection, scale 0.9996 (Snyder, Map Projections, USGS 1395,
        equations 8-6 and 8-7), and +y to the north: what the client's `transform_to_geolocation` does.
        """
        east, north = (value / (EARTH_RADIUS * MERCATOR_SCALE) for value in location[:2])
        angle = north + math.radians(self.latitude)
        latitude = math.asin(math.sin(angle) / math.cosh(east))
        longitude = math.radians(self.longitude) + math.atan2(math.sinh(east), math.cos(angle))
        return math.degrees(latitude), math.degrees(longitude), location[2]


def measure_gnss(sensor: Actor, episode: Episode) -> Iterable[Reading]:
    """Latitude, longitude, altitude."""
    exact = GeoReference.of_opendrive(episode.town.opendrive).locate(sensor.world_pose.location)
    yield [
        value + _noise(sensor, f"noise_{axis}_bias", f"noise_{axis}_stddev")
        for axis, value in zip(("lat", "lon", "alt"), exact, strict=True)
    ]


def measure_imu(sensor: Actor, episode: Episode) -> Iterable[Reading]:
    """Acceleration (m/s^2, with gravity) and turn rate (rad/s), in the sensor's frame; compass (rad)."""
    body = (sensor.parent or sensor).body
    to_local = sensor.world_pose.matrix()[:3, :3].T
    acceleration = to_local @ (np.asarray(body.acceleration) + np.array([0.0, 0.0, episode.imu_gravity]))
    turning = to_local @ np.radians(body.angular_velocity)
    # in CARLA's frame north is -y, east is +x
    compass = math.radians(sensor.world_pose.rotation[1] + 90.0) % (2.0 * math.pi)
    felt = [
        float(value) + _noise(sensor, "", f"noise_accel_stddev_{axis}")
        for axis, value in zip("xyz", acceleration, strict=True)
    ]
    turned = [
        float(value) + _noise(sensor, f"noise_gyro_bias_{axis}", f"noise_gyro_stddev_{axis}")
        for axis, value in zip("xyz", turning, strict=True)
    ]
    yield [felt, turned, compass]


def measure_collisions(sensor: Actor, episode: Episode) -> Iterable[Reading]:
    """One reading per thing that the parent began to touch; the impulse that would have stopped it, N s."""
    parent, state = sensor.parent, sensor.role
    if parent is None or not isinstance(state, Sensor):
        return
    touching = {
        other.id if isinstance(other, Actor) else other: other
        for other in episode.touching(parent.box.placed(parent.world_pose), ignored=parent)
    }
    for key, other in touching.items():
        if key not in state.touched:
            encoded = other.encoded() if isinstance(other, Actor) else _scenery_actor(other)
            yield [parent.encoded(), encoded, write_vector(_impulse(parent, other))]
    state.touched = frozenset(touching)


MEASUREMENTS: Final[Mapping[str, tuple[int, Callable[[Actor, Episode], Iterable[Reading]]]]] = {
    "sensor.other.collision": (COLLISION_TYPE, measure_collisions),
    "sensor.other.gnss": (GNSS_TYPE, measure_gnss),
    "sensor.other.imu": (IMU_TYPE, measure_imu),
}
"""Blueprint id -> (sensor type index of release 0.9.16, what it measures)."""


def publish_measurements(sensors: Iterable[Actor], episode: Episode, moment: Moment) -> None:
    """Measure and send."""
    for sensor in sensors:
        type_index, measure = MEASUREMENTS[sensor.type_id]
        header = sensor_header(type_index, moment, sensor.world_pose)
        for reading in measure(sensor, episode):
            if sensor.stream is not None:
                sensor.stream.publish(header, msgpack.packb(reading), wait=moment.wait)


def _noise(sensor: Actor, bias: str, deviation: str) -> float:
    """One sample of the noise that the sensor's attributes ask for."""
    state, values = sensor.role, sensor.attributes
    spread = float(values[deviation])
    offset = float(values[bias]) if bias else 0.0
    if spread == 0.0 or not isinstance(state, Sensor):
        return offset
    if state.noise is None:
        state.noise = np.random.default_rng(int(values["noise_seed"]))
    return offset + float(state.noise.normal(0.0, spread))


def _scenery_actor(name: str) -> Reading:
    """An Actor that stands for a piece of scenery, which is none; CARLA does the same."""
    nowhere = [list(STILL), list(STILL), list(STILL), 0]
    return [0, 0, [0, f"static.{name.split('_')[0].lower()}", []], nowhere, b"", b""]


def _impulse(parent: Actor, other: Actor | str) -> Vector:
    """Momentum of `parent` relative to `other`, turned around."""
    theirs = other.body.velocity if isinstance(other, Actor) else STILL
    x, y, z = (
        -(mine - their) * parent.body.mass for mine, their in zip(parent.body.velocity, theirs, strict=True)
    )
    return x, y, z
