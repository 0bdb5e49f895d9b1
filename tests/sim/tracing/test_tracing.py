"""The path tracer against what is known of light, and against the renderer whose ids it shares."""

import math
from dataclasses import replace

import numpy as np
import pytest
from caos.sim.server.render import Renderer
from caos.sim.server.render.panorama import environment_directions, solid_angles
from caos.sim.server.render.sky import atmosphere
from caos.sim.server.render.traced import Daylight, Guide, daylight_of
from caos.sim.server.scene import Instance, Pose, View, Weather

from caos.meshes import Lamps, Light, Material, Texture
from caos.shapes import box

pytest.importorskip("mitsuba")
pytest.importorskip("pyoidn")
from caos.sim.server.tracing import Tracer

VIEW = View(Pose((0.0, 0.0, 1.5), (-20.0, 0.0, 0.0)), 64, 48, 90.0)
NOON = Daylight(np.array([0.0, 0.0, 1.0]), np.full(3, math.pi), np.zeros((16, 32, 3), np.float32))
GREY = Material((0.735, 0.735, 0.735), roughness=1.0)  # 0.5 in linear light


def floor(material=GREY):
    return Instance(box((200.0, 200.0, 0.5), material), Pose((0.0, 0.0, -0.5)).matrix(), 1)


def no_guide(view=VIEW):
    nothing = np.zeros((view.height, view.width, 3), np.float32)
    return Guide(nothing, nothing)


def traced(instances, daylight=NOON, view=VIEW, samples=16):
    return Tracer(samples).radiance(view, instances, daylight, no_guide(view))


def test_grey_floor_under_the_sun_gives_back_its_albedo():
    # An irradiance of pi on a diffuse surface of albedo 0.5 makes a radiance of 0.5; the gloss adds a little.
    assert np.median(traced([floor()])[-8:]) == pytest.approx(0.5, abs=0.06)


def test_an_even_sky_lights_as_the_sun_of_the_same_irradiance():
    sky = np.ones((16, 32, 3), np.float32)
    night = Daylight(np.array([0.0, 0.0, 1.0]), np.zeros(3), sky)
    assert np.median(traced([floor()], night, samples=64)[-8:]) == pytest.approx(0.5, abs=0.06)


def test_left_and_right_are_where_the_renderer_sees_them():
    red, green = Material((0.9, 0.05, 0.05)), Material((0.05, 0.9, 0.05))
    scene = [
        floor(),
        Instance(box((1.0, 1.0, 1.0), red), Pose((4.0, -2.0, 0.0)).matrix(), 2),
        Instance(box((1.0, 1.0, 2.0), green), Pose((4.0, 2.0, 0.0)).matrix(), 3),
    ]
    light = traced(scene)
    with Renderer() as renderer:
        renderer.set_static(scene)
        instance = renderer.render(VIEW, [], Weather(), rgb=False).instance
    for number, strong, weak in ((2, 0, 1), (3, 1, 0)):
        where = instance == number
        assert where.sum() > 20
        assert light[where][:, strong].mean() > 2.0 * light[where][:, weak].mean()


def test_the_sky_stands_where_azimuth_says():
    azimuth = 90.0  # to the right, along y
    sky = np.zeros((32, 64, 3), np.float32)
    column = int((azimuth + 180.0) / 360.0 * 64)
    sky[8:16, column - 3 : column + 3] = 50.0
    light = Daylight(np.array([0.0, 0.0, 1.0]), np.zeros(3), sky)
    faces = Instance(box((1.0, 1.0, 1.0), GREY), Pose((3.0, 0.0, 0.0), (0.0, 45.0, 0.0)).matrix(), 1)
    seen = traced([faces], light, samples=64)[20:28]
    left, right = seen[:, 26:31].mean(), seen[:, 33:38].mean()
    assert right > 3.0 * left


def test_holes_of_a_texture_let_the_light_through():
    pixels = np.full((8, 8, 4), 255, np.uint8)
    pixels[..., 3] = 0
    hole = Material((0.9, 0.1, 0.1), texture=Texture("hole", pixels), cutoff=0.5)
    wall = Instance(box((0.1, 20.0, 20.0), hole), Pose((3.0, 0.0, 0.0)).matrix(), 2)
    assert np.allclose(
        traced([floor(), wall], samples=64)[-6:], traced([floor()], samples=64)[-6:], atol=0.08
    )


def test_lamps_shine_only_while_they_are_on():
    night = replace(NOON, irradiance=np.zeros(3))
    lamp = Material((1.0, 0.9, 0.8), emission=40.0, lamp=Lamps.STREET)
    glowing = Instance(box((0.5, 0.5, 0.5), lamp), Pose((3.0, 0.0, 1.0)).matrix(), 2)
    assert traced([floor(), glowing], night).max() == 0.0
    lit = traced([floor(), replace(glowing, lamps=Lamps.STREET)], night, samples=64)
    assert lit[-8:].mean() > 0.05


@pytest.mark.parametrize("cone", [30.0, 180.0])
def test_lights_of_a_mesh_light_the_floor_below_while_they_are_on(cone):
    night = replace(NOON, irradiance=np.zeros(3))
    light = Light((0.0, 0.0, 3.0), (0.0, 0.0, -1.0), (1.0, 1.0, 1.0), 1.0, 30.0, cone, Lamps.STREET)
    pole = replace(box((0.1, 0.1, 0.1), GREY), lights=(light,))
    post = Instance(pole, Pose((4.0, 0.0, 0.0)).matrix(), 2)
    assert traced([floor(), post], night).max() == 0.0
    lit = traced([floor(), replace(post, lamps=Lamps.STREET)], night)
    where = (slice(25, 28), slice(30, 34))
    # 12 is irradiance / pi at one metre of a lamp of intensity 1; 0.5 the albedo; 3 m the height.
    assert np.median(lit[where]) == pytest.approx(12.0 / 9.0 * 0.5, rel=0.2)


def test_same_scene_same_bytes():
    scene = [floor(), Instance(box((1.0, 1.0, 1.0), GREY), Pose((4.0, 1.0, 0.0)).matrix(), 2)]
    tracer = Tracer(8)
    first = tracer.radiance(VIEW, scene, NOON, no_guide())
    assert first.tobytes() == tracer.radiance(VIEW, scene, NOON, no_guide()).tobytes()
    assert first.tobytes() == traced(scene, samples=8).tobytes()


def test_daylight_holds_as_much_light_as_the_sky_it_comes_from():
    air = atmosphere(Weather(sun_altitude_angle=30.0, sun_azimuth_angle=130.0))
    daylight = daylight_of(air)
    rows, columns = daylight.sky.shape[:2]
    altitude = math.pi / 2.0 - (np.arange(rows) + 0.5) / rows * math.pi
    weight = np.cos(altitude)[:, None] * (math.pi / rows) * (2.0 * math.pi / columns)
    total = (daylight.sky * weight[..., None]).sum(axis=(0, 1))
    wanted = (air.environment[0] * solid_angles()[..., None]).sum(axis=(0, 1))
    np.testing.assert_allclose(total, wanted, rtol=0.03)
    assert environment_directions().shape == air.environment[0].shape
    brightest = int(np.argmax(daylight.sky[: rows // 2].sum(axis=(0, 2))))
    assert abs((brightest + 0.5) / columns * 360.0 - 180.0 - 130.0) < 15.0


def test_the_renderer_keeps_ids_depth_and_tags_and_takes_the_light():
    scene = [floor(), Instance(box((1.0, 1.0, 1.0), GREY), Pose((4.0, 1.0, 0.0)).matrix(), 2)]
    weather = Weather(sun_altitude_angle=40.0)
    pictures = []
    for tracer in (None, Tracer(8)):
        with Renderer(tracer=tracer) as renderer:
            renderer.set_static(scene)
            pictures.append(renderer.render(VIEW, [], weather))
    plain, fine = pictures
    assert plain.instance.tobytes() == fine.instance.tobytes()
    assert plain.depth.tobytes() == fine.depth.tobytes()
    assert plain.tag.tobytes() == fine.tag.tobytes()
    ground = plain.instance == 1
    assert plain.rgb is not None
    assert fine.rgb is not None
    assert (plain.rgb != fine.rgb).any()
    np.testing.assert_allclose(fine.rgb[ground].mean(), plain.rgb[ground].mean(), rtol=0.25)
