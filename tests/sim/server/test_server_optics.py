"""From a camera's blueprint attributes to what the renderer is asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from caos.sim.server import attributes
from caos.sim.server.actors import Actor, Body, Sensor
from caos.sim.server.blueprints import Blueprint
from caos.sim.server.cameras import photograph_of, pose_before, publish_pictures, view_of
from caos.sim.server.optics import CameraSettings, ExposureMode, Lens, camera_settings, lens_of
from caos.sim.server.rpc import RpcError
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather
from caos.sim.server.wire import Moment

from caos.meshes import Lamps

BLUEPRINTS = {
    "sensor.camera.rgb": attributes.RGB_CAMERA,
    "sensor.camera.depth": attributes.CAMERA,
    "sensor.camera.semantic_segmentation": attributes.CAMERA,
}
DEFAULTS = {entry.id: entry.default for entry in attributes.RGB_CAMERA}


def camera(kind: str, pose: Pose, parent: Actor | None = None, **given: object) -> Actor:
    type_id = f"sensor.camera.{kind}"
    values = {entry.id: str(given.get(entry.id, entry.default)) for entry in BLUEPRINTS[type_id]}
    return Actor(1, Blueprint(type_id, BLUEPRINTS[type_id]), values, pose, parent, role=Sensor())


def car(pose: Pose, **body: Any) -> Actor:
    return Actor(2, Blueprint("vehicle.any", ()), {}, pose, body=Body(**body))


class Recorder:
    """Notes what it is asked to draw."""

    def __init__(self) -> None:
        self.asked: list[tuple[View, bool]] = []

    def set_static(self, instances: Sequence[Instance]) -> None:
        raise NotImplementedError

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        raise NotImplementedError

    def render(
        self, view: View, dynamic: Sequence[Instance], weather: Weather, *, rgb: bool = True
    ) -> Picture:
        self.asked.append((view, rgb))
        shape = (view.height, view.width)
        colors = np.zeros((*shape, 3), np.uint8) if rgb else None
        return Picture(
            colors, np.zeros(shape, np.uint8), np.zeros(shape, np.uint16), np.ones(shape, np.float32)
        )

    def close(self) -> None:
        raise NotImplementedError


def drawn(*cameras: Actor, timestamp: float = 1.0) -> list[tuple[View, bool]]:
    recorder = Recorder()
    publish_pictures(cameras, recorder, [], Weather(), Moment(1, timestamp, False))
    return recorder.asked


def test_the_blueprints_defaults_are_the_settings_defaults() -> None:
    assert camera_settings(DEFAULTS) == CameraSettings()
    assert lens_of(DEFAULTS) == Lens()
    assert camera_settings({}) == CameraSettings()


def test_every_attribute_arrives() -> None:
    for entry in dataclasses.fields(CameraSettings):
        assert entry.name in DEFAULTS, entry.name
    changed = {
        **DEFAULTS,
        "fstop": "2.8",
        "blade_count": "7",
        "exposure_mode": "manual",
        "enable_postprocess_effects": "False",
        "lens_k": "0.5",
        "lens_x_size": "0.1",
    }
    settings = camera_settings(changed)
    assert settings == dataclasses.replace(
        CameraSettings(),
        fstop=2.8,
        blade_count=7,
        exposure_mode=ExposureMode.MANUAL,
        enable_postprocess_effects=False,
    )
    assert lens_of(changed) == Lens(k=0.5, x_size=0.1)


def test_documented_defaults() -> None:
    """CARLA's documentation, `ref_sensors.md`."""
    documented = {
        "bloom_intensity": 0.675,
        "fstop": 1.4,
        "iso": 100.0,
        "gamma": 2.2,
        "lens_flare_intensity": 0.1,
        "shutter_speed": 200.0,
        "min_fstop": 1.2,
        "exposure_min_bright": 10.0,
        "exposure_max_bright": 12.0,
        "calibration_constant": 16.0,
        "focal_distance": 1000.0,
        "motion_blur_intensity": 0.45,
        "motion_blur_max_distortion": 0.35,
        "motion_blur_min_object_screen_size": 0.1,
        "slope": 0.88,
        "toe": 0.55,
        "shoulder": 0.26,
        "white_clip": 0.04,
        "temp": 6500.0,
    }
    assert {name: getattr(CameraSettings(), name) for name in documented} == documented


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("exposure_mode", "automatic"),
        ("fstop", "0"),
        ("iso", "-100"),
        ("shutter_speed", "0.0"),
        ("blade_count", "2"),
        ("gamma", "nan"),
        ("temp", "500"),
        ("lens_circle_falloff", "-1"),
    ],
)
def test_impossible_values_are_refused(name: str, text: str) -> None:
    entry = next(entry for entry in attributes.RGB_CAMERA if entry.id == name)
    with pytest.raises(RpcError, match=f"attribute {name}="):
        entry.check(text)


def test_settings_do_not_split_what_labels_share() -> None:
    pose = Pose((1.0, 2.0, 3.0))
    tuned = camera("rgb", pose, bloom_intensity=3.0)
    asked = drawn(camera("depth", pose), tuned, camera("semantic_segmentation", pose))
    assert len(asked) == 1
    view, rgb = asked[0]
    assert rgb
    assert view.settings.bloom_intensity == 3.0
    assert [rgb for _, rgb in drawn(camera("depth", pose), camera("semantic_segmentation", pose))] == [False]


def test_other_settings_and_other_lenses_are_drawn_by_themselves() -> None:
    pose = Pose((1.0, 2.0, 3.0))
    one, other = camera("rgb", pose), camera("rgb", pose, gamma=1.8)
    assert [view.settings.gamma for view, _ in drawn(one, camera("depth", pose), other)] == [2.2, 1.8]
    bent = camera("depth", pose, lens_circle_multiplier=1.0)
    asked = drawn(one, bent)
    assert [rgb for _, rgb in asked] == [True, False]
    assert asked[1][0].lens.circle_multiplier == 1.0


def test_where_the_camera_was_when_the_shutter_opened() -> None:
    carrier = car(Pose((10.0, 0.0, 0.0), (0.0, 90.0, 0.0)), velocity=(0.0, 8.0, 0.0))
    mounted = camera("rgb", Pose((2.0, 0.0, 1.5)), carrier, shutter_speed=100.0)
    view = photograph_of(mounted, 0.0)
    assert view.previous is not None
    np.testing.assert_allclose(view.pose.location, (10.0, 2.0, 1.5), atol=1e-9)
    np.testing.assert_allclose(view.previous.location, (10.0, 1.92, 1.5), atol=1e-9)
    turning = car(Pose((0.0, 0.0, 0.0)), angular_velocity=(0.0, 0.0, 90.0))
    before = pose_before(camera("rgb", Pose((1.0, 0.0, 0.0)), turning), 1.0)
    assert before is not None
    np.testing.assert_allclose(before.location, (0.0, -1.0, 0.0), atol=1e-9)
    np.testing.assert_allclose(before.rotation, (0.0, -90.0, 0.0), atol=1e-9)
    assert photograph_of(camera("rgb", Pose((1.0, 0.0, 0.0))), 0.0).previous is None


def test_time_does_not_depend_on_how_long_the_server_runs() -> None:
    early, late = camera("rgb", Pose((0.0, 0.0, 2.0))), camera("rgb", Pose((0.0, 0.0, 2.0)))
    times = [photograph_of(early, at).time for at in (7.0, 7.05, 7.1)]
    assert times == [photograph_of(late, at).time for at in (1234.35, 1234.4, 1234.45)]
    np.testing.assert_allclose(np.diff(times), 0.05)
    late.pose = Pose((30.0, 0.0, 2.0))
    elsewhere = photograph_of(late, 1234.5).time
    assert elsewhere not in times
    assert elsewhere == photograph_of(camera("rgb", late.pose), 3.0).time


def test_time_goes_on_while_the_camera_drives() -> None:
    carrier = car(Pose((0.0, 0.0, 0.0)), velocity=(10.0, 0.0, 0.0))
    mounted = camera("rgb", Pose((0.0, 0.0, 2.0)), carrier)
    begun = photograph_of(mounted, 1.0).time
    carrier.pose = Pose((0.5, 0.0, 0.0))
    assert photograph_of(mounted, 1.05).time == pytest.approx(begun + 0.05)
    carrier.pose = Pose((80.0, 0.0, 0.0))
    assert photograph_of(mounted, 1.1).time != pytest.approx(begun + 0.1, abs=1.0)


def test_views_without_colours_know_nothing_of_the_film() -> None:
    view = view_of(camera("semantic_segmentation", Pose((0.0, 0.0, 0.0))))
    assert view.settings == CameraSettings()
    assert view.lens.is_pinhole
