"""Wet ground mirrors what the picture shows."""

import numpy as np
import pytest
from caos.sim.server.render import Renderer
from caos.sim.server.scene import Instance, Weather

from caos.meshes import Material

from .conftest import ROAD, box, moved, view

WET = Weather(cloudiness=60.0, sun_altitude_angle=40.0, wetness=100.0, precipitation_deposits=100.0)
GROUND = box((200.0, 200.0, 1.0), Material((0.3, 0.3, 0.3)), tag=ROAD, at=(0.0, 0.0, -1.0))


def scene(color):
    wall = box((1.0, 30.0, 6.0), Material(color))
    return [Instance(GROUND, np.eye(4), 1), Instance(wall, moved(14.0, 0.0, 0.0), 2)]


def drawn(renderer, color, weather):
    renderer.set_static(scene(color))
    return renderer.render(view(320, 180), [], weather)


def redness(picture):
    ground = picture.rgb[picture.instance == 1].astype(float)
    return float((ground[:, 0] - ground[:, 2]).mean())


def test_a_red_wall_reddens_the_puddles_before_it(renderer: Renderer):
    red, grey = (drawn(renderer, color, WET) for color in ((0.9, 0.05, 0.05), (0.4, 0.4, 0.4)))
    assert redness(red) > redness(grey) + 3.0
    assert red.instance.tobytes() == grey.instance.tobytes()


def test_dry_ground_mirrors_no_wall(renderer: Renderer):
    dry = Weather(cloudiness=60.0, sun_altitude_angle=40.0)
    red, grey = (drawn(renderer, color, dry) for color in ((0.9, 0.05, 0.05), (0.4, 0.4, 0.4)))
    wet_gain = redness(drawn(renderer, (0.9, 0.05, 0.05), WET)) - redness(
        drawn(renderer, (0.4, 0.4, 0.4), WET)
    )
    assert abs(redness(red) - redness(grey)) < 0.5 * wet_gain


def test_same_call_same_bytes(renderer: Renderer):
    first, again = (drawn(renderer, (0.9, 0.1, 0.1), WET).rgb for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("precipitation", [0.0, 100.0])
def test_wet_pictures_are_neither_black_nor_white(renderer: Renderer, precipitation):
    weather = Weather(
        cloudiness=100.0, sun_altitude_angle=3.0, wetness=100.0,
        precipitation=precipitation, precipitation_deposits=100.0,
    )  # fmt: skip
    rgb = drawn(renderer, (0.5, 0.5, 0.5), weather).rgb
    assert rgb is not None
    assert 3 < rgb.mean() < 250
