"""Levels of detail, holes in textures and relief: what they promise beyond the ray cast's test."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from caos.sim.server.render.levels import drawn
from caos.sim.server.render.textures import Layer, cut_levels, square
from caos.sim.server.scene import Instance, Weather

from caos.meshes import Level, Material, Mesh, Texture

CLEAR = Weather(cloudiness=0.0, sun_azimuth_angle=90.0, sun_altitude_angle=45.0)
STARTS = (10.0, 25.0, 60.0)


@pytest.fixture
def layered(make_box: Any) -> Mesh:
    """Tag 19 from near, 20, 21 and 22 from `STARTS` on."""
    levels = tuple(Level(start, make_box((1.0, 1.0, 1.0), tag=20 + n)) for n, start in enumerate(STARTS))
    return replace(make_box((1.0, 1.0, 1.0), tag=19), levels=levels)


def test_levels_go_by_how_large_things_look(layered: Mesh, place: Any, make_view: Any) -> None:
    rng = np.random.default_rng(3)
    for _ in range(300):
        distance, width, fov = rng.uniform(1, 150), int(rng.integers(16, 2000)), rng.uniform(20, 150)
        view = make_view(width, 90, fov, location=(0.0, 0.0, 0.0))
        [found] = drawn([Instance(layered, place(distance, 0.0, 0.0), 1)], view)
        as_if = distance * math.tan(math.radians(fov) / 2.0) * 1280.0 / width
        assert found.mesh.face_tag[0] == 19 + sum(start <= as_if for start in STARTS)


def test_pictures_show_the_level_that_is_told(
    renderer: Any, layered: Mesh, place: Any, make_view: Any
) -> None:
    scene = [Instance(layered, place(4.0 + 2.5 * n, 3.0 - 0.8 * n, 0.0), 1 + n) for n in range(30)]
    for static in (scene, []):
        renderer.set_static(static)
        for width in (200, 900):
            view = make_view(width, 120, 90.0)
            picture = renderer.render(view, [] if static else scene, CLEAR)
            for instance in drawn(scene, view):
                shown = np.unique(picture.tag[picture.instance == instance.instance_id])
                assert set(shown) <= {instance.mesh.face_tag[0]}
            assert set(np.unique(picture.tag)) >= {11, 22}


def test_a_level_without_faces_vanishes(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    crate = make_box((2.0, 2.0, 2.0))
    nothing = replace(
        crate, faces=crate.faces[:0], face_material=crate.face_material[:0], face_tag=crate.face_tag[:0]
    )
    fading = replace(crate, levels=(Level(20.0, nothing),))
    renderer.set_static(
        [Instance(fading, place(8.0, 0.0, 0.0), 1), Instance(fading, place(25.0, 8.0, 0.0), 2)]
    )
    assert set(np.unique(renderer.render(make_view(1280, 90), [], CLEAR).instance)) == {0, 1}


@pytest.mark.parametrize("cutoff", [0.2, 0.5, 0.8])
def test_every_mip_level_keeps_the_share_that_stands(cutoff: float) -> None:
    rng = np.random.default_rng(4)
    smooth = rng.random((16, 16))
    coverage = np.kron(smooth, np.ones((40, 40))) * rng.uniform(0.7, 1.0, (640, 640)) * 255
    pixels = np.dstack([np.full((640, 640, 3), 99), coverage]).astype(np.uint8)
    levels = cut_levels(square(Layer(Texture("noise", pixels), cutoff, 0.0)), cutoff)
    assert [len(level) for level in levels] == [512, 256, 128, 64, 32, 16, 8]
    shares = [float(np.mean(level[..., 3] >= 127.5)) for level in levels]
    assert shares == pytest.approx([shares[0]] * 7, abs=0.03)


@pytest.mark.parametrize(("coverage", "stands"), [(255, True), (0, False)])
def test_what_is_whole_or_nothing_stays_so_at_every_level(coverage: int, stands: bool) -> None:
    rng = np.random.default_rng(4)
    pixels = rng.integers(0, 255, (512, 512, 4), dtype=np.uint8)
    pixels[..., 3] = np.abs(coverage - rng.integers(0, 100, (512, 512)))
    for level in cut_levels(square(Layer(Texture("plain", pixels), 0.5, 0.0)), 0.5):
        assert ((level[..., 3] >= 127.5) == stands).all()


def test_holes_take_the_color_of_what_is_there() -> None:
    pixels = np.zeros((512, 512, 4), dtype=np.uint8)
    pixels[..., :3] = (255, 0, 255)
    pixels[100:140, 100:140] = (40, 120, 30, 255)
    found = square(Layer(Texture("leaf", pixels), 0.5, 0.0))
    assert np.abs(found[..., :3].astype(int) - (40, 120, 30)).max() <= 1
    assert np.array_equal(found[..., 3], pixels[..., 3])


def test_holes_let_the_sun_through(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    pixels = np.full((512, 512, 4), 255, dtype=np.uint8)
    pixels[:256, ..., 3] = 0
    ground = Instance(make_box((80.0, 80.0, 1.0), at=(0, 0, -1.0)), np.eye(4), 1)
    view = make_view(200, 150, location=(0.0, 0.0, 10.0), rotation=(-50.0, 0.0, 0.0))
    shaded = []
    for cutoff in (0.0, 0.5):
        material = Material((0.7, 0.7, 0.7), texture=Texture("half", pixels), cutoff=cutoff)
        renderer.set_static([ground, Instance(make_box((4.0, 0.2, 3.0), material), place(8.0, 2.0, 0.0), 2)])
        picture = renderer.render(view, [], CLEAR)
        floor = picture.rgb[picture.instance == 1].astype(int).sum(axis=-1)
        shaded.append(np.mean(floor < 0.85 * np.median(floor)))
    assert 0.0 < 0.2 * shaded[0] < shaded[1] < 0.8 * shaded[0]


def test_relief_gives_shape_to_a_plain_color(renderer: Any, make_box: Any, make_view: Any) -> None:
    rows = 127.5 + 127.5 * np.sin(np.arange(512) / 512 * 2 * np.pi * 8)
    height = np.repeat(rows[:, None], 512, axis=1)
    texture = Texture("waves", np.dstack([np.full((512, 512, 3), 150), height]).astype(np.uint8))
    view = make_view(200, 150, location=(0.0, 0.0, 4.0), rotation=(-60.0, 0.0, 0.0))
    spread = []
    for relief in (0.0, 0.05):
        ground = make_box(
            (8.0, 8.0, 1.0), Material((0.5, 0.5, 0.5), texture=texture, relief=relief), at=(2, 0, -1)
        )
        renderer.set_static([Instance(ground, np.eye(4), 1)])
        picture = renderer.render(view, [], CLEAR)
        spread.append(float(picture.rgb[40:110, 60:140].astype(float).std(axis=(0, 1)).mean()))
    assert spread[1] > 2.0 * spread[0]


def test_a_cutoff_without_a_fourth_channel_cuts_nothing(renderer: Any, make_box: Any, make_view: Any) -> None:
    whole = Texture("whole", np.full((16, 16, 3), 200, dtype=np.uint8))
    for texture in (None, whole):
        crate = make_box(
            (2.0, 2.0, 2.0), Material((1.0, 1.0, 1.0), texture=texture, cutoff=0.5), at=(5, 0, 0)
        )
        renderer.set_static([Instance(crate, np.eye(4), 1)])
        assert renderer.render(make_view(), [], CLEAR).instance[45, 80] == 1
