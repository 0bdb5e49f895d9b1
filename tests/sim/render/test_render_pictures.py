"""What pictures promise: exact ids, the same bytes every time, soft edges, shadows and fog."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from caos.sim.server.optics import CameraSettings
from caos.sim.server.render import Renderer
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather

from caos.meshes import Material, Mesh, merge

SKY = 11
PLAIN = CameraSettings(enable_postprocess_effects=False)
CLEAR = Weather(cloudiness=0.0, sun_azimuth_angle=90.0, sun_altitude_angle=45.0)


def same(one: Picture, other: Picture) -> bool:
    pairs = ((getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(Picture))
    return all(np.array_equal(a, b) for a, b in pairs)


def test_shapes_types_and_sky(renderer: Any, make_view: Any) -> None:
    renderer.set_static([])
    picture = renderer.render(make_view(64, 32), [], Weather())
    assert picture.rgb.shape == (32, 64, 3)
    assert picture.rgb.dtype == np.uint8
    assert picture.tag.dtype == np.uint8
    assert picture.instance.dtype == np.uint16
    assert picture.depth.dtype == np.float32
    assert (picture.tag == SKY).all()
    assert (picture.instance == 0).all()
    assert (picture.depth == 1000.0).all()


def test_ids_alone_are_the_same_ids(renderer: Any, street_scene: list[Instance], make_view: Any) -> None:
    renderer.set_static(street_scene[:70])
    view = make_view(320, 180)
    full = renderer.render(view, street_scene[70:], CLEAR)
    ids = renderer.render(view, street_scene[70:], CLEAR, rgb=False)
    assert ids.rgb is None
    assert np.array_equal(full.tag, ids.tag)
    assert np.array_equal(full.instance, ids.instance)
    assert np.array_equal(full.depth, ids.depth)


def test_static_or_dynamic_makes_no_difference_to_ids(
    renderer: Any, street_scene: list[Instance], make_view: Any
) -> None:
    view = make_view(320, 180)
    renderer.set_static(street_scene)
    one = renderer.render(view, [], CLEAR, rgb=False)
    renderer.set_static([])
    other = renderer.render(view, street_scene, CLEAR, rgb=False)
    assert np.array_equal(one.instance, other.instance)
    assert np.array_equal(one.tag, other.tag)


def test_the_same_bytes_whatever_came_before(street_scene: list[Instance], make_view: Any) -> None:
    view, weather = make_view(200, 120), Weather(cloudiness=40.0, precipitation_deposits=50.0)
    with Renderer() as fresh:
        fresh.set_static(street_scene[:80])
        first = fresh.render(view, street_scene[80:], weather)
    with Renderer() as used:
        used.set_static(street_scene[10:30])
        used.render(make_view(64, 48, 50.0, rotation=(0.0, 80.0, 0.0)), street_scene[90:], Weather())
        used.set_static(street_scene[:80])
        used.render(make_view(300, 100), street_scene[85:], Weather(sun_altitude_angle=-90.0))
        used.render(view, [], Weather(sun_azimuth_angle=10.0))
        again = used.render(view, street_scene[80:], weather)
        assert same(first, again)
        assert same(used.render(view, street_scene[80:], weather), again)


def test_a_moved_object_moves_with_its_shadow(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    ground, crate = make_box((60.0, 60.0, 1.0), at=(0, 0, -1.0)), make_box((2.0, 2.0, 2.0))
    renderer.set_static([Instance(ground, np.eye(4), 1)])
    view = make_view(200, 150, location=(0.0, 0.0, 12.0), rotation=(-60.0, 0.0, 0.0))
    near = renderer.render(view, [Instance(crate, place(6.0, 3.0, 0.0), 2)], CLEAR)
    far = renderer.render(view, [Instance(crate, place(9.0, -3.0, 0.0), 2)], CLEAR)
    back = renderer.render(view, [Instance(crate, place(6.0, 3.0, 0.0), 2)], CLEAR)
    assert not np.array_equal(near.rgb, far.rgb)
    assert same(near, back)


def test_instances_look_like_one_merged_mesh(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    crate = make_box((1.0, 1.5, 2.0), Material((0.2, 0.5, 0.7)))
    matrices = [place(5.0 + 2 * n, -4.0 + 2 * n, 0.0, 17.0 * n, 1.0 + 0.2 * n) for n in range(5)]
    view = make_view(320, 180)
    renderer.set_static([Instance(crate, matrix, 7) for matrix in matrices])
    instanced = renderer.render(view, [], CLEAR)
    renderer.set_static([Instance(merge([crate.transformed(matrix) for matrix in matrices]), np.eye(4), 7)])
    merged = renderer.render(view, [], CLEAR)
    assert np.mean(instanced.instance == merged.instance) > 0.9999
    difference = np.abs(instanced.rgb.astype(int) - merged.rgb.astype(int)).max(axis=-1)
    assert np.mean(difference > 3) < 0.002


def test_a_mesh_is_stored_once(make_box: Any, place: Any) -> None:
    crate = make_box((1.0, 1.0, 1.0))
    with Renderer() as renderer:
        renderer.set_static([Instance(crate, place(n, 0, 0), n + 1) for n in range(300)])
        batch = renderer._store._static
        assert batch.triangle_counts.sum() == 300 * 12
        assert batch._indices.size == 36 * 4


def test_edges_are_soft_in_color_and_hard_in_ids(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    lamp = make_box((0.1, 4.0, 4.0), Material((0.0, 0.0, 0.0), 1.0, emission=0.0), tag=20)
    lamp = dataclasses.replace(lamp, materials=(Material((1.0, 0.0, 0.0), 1.0, emission=3.0),))
    renderer.set_static([Instance(lamp, place(6.0, 0.0, 0.0) @ _rolled(20.0), 9)])
    night = Weather(sun_altitude_angle=-90.0, cloudiness=0.0)
    picture = renderer.render(make_view(200, 150), [], night)
    assert set(np.unique(picture.instance)) == {0, 9}
    assert set(np.unique(picture.tag)) == {SKY, 20}
    red = picture.rgb[..., 0].astype(int)
    inside, outside = np.median(red[picture.instance == 9]), np.median(red[picture.instance == 0])
    between = (red > outside + 0.15 * (inside - outside)) & (red < inside - 0.15 * (inside - outside))
    perimeter = np.count_nonzero(np.diff((picture.instance == 9).astype(int), axis=0)) + np.count_nonzero(
        np.diff((picture.instance == 9).astype(int), axis=1)
    )
    assert between.sum() > 0.3 * perimeter


def _rolled(roll: float) -> Any:
    return Pose((0.0, 0.0, 0.0), (0.0, 0.0, roll)).matrix()


def test_creases_of_one_surface_are_soft_too(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    crate = make_box((2.0, 2.0, 2.0), Material((0.9, 0.9, 0.9), 1.0))
    renderer.set_static([Instance(crate, place(4.0, 0.0, 0.0, 40.0) @ _rolled(11.0), 9)])
    picture = renderer.render(make_view(200, 150), [], CLEAR)
    levels = picture.rgb[..., 1][picture.instance == 9]
    assert len(np.unique(levels)) > 8


def test_shadow_darkens_the_ground(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    ground, wall = make_box((80.0, 80.0, 1.0), at=(0, 0, -1.0)), make_box((4.0, 0.2, 3.0))
    view = make_view(200, 150, location=(0.0, 0.0, 10.0), rotation=(-50.0, 0.0, 0.0))
    floor = Instance(ground, np.eye(4), 1)
    renderer.set_static([floor])
    bare = renderer.render(view, [], CLEAR)
    shaded = renderer.render(view, [Instance(wall, place(8.0, 2.0, 0.0), 2)], CLEAR)
    change = shaded.rgb.astype(int).sum(axis=-1) - bare.rgb.astype(int).sum(axis=-1)
    on_ground = shaded.instance == 1
    assert np.mean(change[on_ground] < -60) > 0.02
    # The sun stands at azimuth 90, towards +y, which is right in the picture; the shadow falls to the left.
    columns = np.nonzero((change < -60) & on_ground)[1]
    assert columns.mean() < np.nonzero(shaded.instance == 2)[1].mean()


def test_an_open_field_casts_no_shadow_on_itself(renderer: Any, make_box: Any, make_view: Any) -> None:
    ground = make_box((300.0, 300.0, 1.0), Material((0.5, 0.5, 0.5), 1.0), at=(0, 0, -1.0))
    renderer.set_static([Instance(ground, np.eye(4), 1)])
    for altitude in (5.0, 20.0, 60.0):
        weather = Weather(cloudiness=0.0, sun_altitude_angle=altitude, sun_azimuth_angle=200.0)
        picture = renderer.render(dataclasses.replace(make_view(320, 180), settings=PLAIN), [], weather)
        rows = picture.rgb[120:, :, 1].astype(int)
        assert np.abs(np.diff(rows, axis=1)).max() <= 2


def test_fog_lightens_what_is_far(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    dark = make_box((1.0, 6.0, 6.0), Material((0.05, 0.05, 0.05), 1.0))
    renderer.set_static(
        [Instance(dark, place(10.0, -5.0, 0.0), 1), Instance(dark, place(60.0, 20.0, 0.0), 2)]
    )
    view = make_view(320, 180)
    clear = renderer.render(view, [], dataclasses.replace(CLEAR, fog_density=0.0))
    foggy = renderer.render(view, [], dataclasses.replace(CLEAR, fog_density=60.0))
    gain = [foggy.rgb[foggy.instance == n].mean() - clear.rgb[clear.instance == n].mean() for n in (1, 2)]
    assert gain[1] > gain[0] > 0
    assert gain[1] > 20


def test_thin_things_are_found(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    wire = make_box((0.02, 0.02, 3.0), tag=6)
    renderer.set_static([Instance(wire, place(2.0, -0.5 + 0.1 * n, 0.0), 1 + n) for n in range(10)])
    picture = renderer.render(make_view(640, 360), [], CLEAR)
    assert set(range(1, 11)) <= set(np.unique(picture.instance))


def test_both_sides_of_a_sheet_are_lit_alike(renderer: Any, make_view: Any) -> None:
    def sheet(normal: float) -> Mesh:
        points = np.array([(6, -2, 0), (6, 2, 0), (6, 2, 3), (6, -2, 3)], dtype=np.float32)
        return Mesh(
            points,
            np.tile(np.array([[normal, 0, 0]], dtype=np.float32), (4, 1)),
            np.zeros((4, 2), np.float32),
            np.array([(0, 1, 2), (0, 2, 3)], np.int32),
            (Material((0.6, 0.6, 0.6)),),
            np.zeros(2, np.int32),
            np.full(2, 3, np.uint8),
        )

    pictures = []
    for normal in (-1.0, 1.0):
        renderer.set_static([Instance(sheet(normal), np.eye(4), 1)])
        pictures.append(renderer.render(make_view(), [], CLEAR).rgb)
    assert np.array_equal(*pictures)


def test_mirrored_and_stretched_instances_are_lit_by_their_own_normals(
    renderer: Any, make_box: Any, make_view: Any
) -> None:
    crate = make_box((1.0, 1.0, 1.0), Material((0.6, 0.6, 0.6), 1.0))
    stretch = Pose((6.0, 0.0, 0.0), (0.0, 30.0, 0.0)).matrix() @ np.diag([1.0, -3.0, 2.0, 1.0])
    renderer.set_static([Instance(crate, stretch, 1)])
    ours = renderer.render(make_view(), [], CLEAR).rgb
    renderer.set_static([Instance(crate.transformed(stretch), np.eye(4), 1)])
    baked = renderer.render(make_view(), [], CLEAR).rgb
    assert np.mean(np.abs(ours.astype(int) - baked.astype(int)) > 3) < 0.002


def test_textures_do_not_depend_on_their_neighbours(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    rng = np.random.default_rng(0)
    from caos.meshes import Texture

    small = Texture("small", rng.integers(0, 255, (32, 32, 3), dtype=np.uint8))
    large = Texture("large", rng.integers(0, 255, (1024, 1024, 3), dtype=np.uint8))
    crate = make_box((2.0, 2.0, 2.0), Material((1.0, 1.0, 1.0), texture=small))
    other = make_box((2.0, 2.0, 2.0), Material((1.0, 1.0, 1.0), texture=large))
    renderer.set_static([])
    alone = renderer.render(make_view(), [Instance(crate, place(5.0, 0.0, 0.0), 1)], CLEAR)
    renderer.render(make_view(), [Instance(other, place(5.0, 0.0, 0.0), 1)], CLEAR)
    again = renderer.render(make_view(), [Instance(crate, place(5.0, 0.0, 0.0), 1)], CLEAR)
    assert same(alone, again)


@pytest.mark.parametrize(
    ("width", "height", "fov"), [(0, 10, 90.0), (10, 4097, 90.0), (10, 10, 0.0), (10, 10, 180.0)]
)
def test_impossible_views_are_refused(
    renderer: Any, make_view: Any, width: int, height: int, fov: float
) -> None:
    with pytest.raises(ValueError, match=r"pixels a side|field of view"):
        renderer.render(make_view(width, height, fov), [], Weather())


@pytest.mark.parametrize("number", [0, 65536])
def test_impossible_ids_are_refused(renderer: Any, make_box: Any, make_view: Any, number: int) -> None:
    with pytest.raises(ValueError, match=r"1\.\.65535"):
        renderer.render(make_view(), [Instance(make_box((1, 1, 1)), np.eye(4), number)], Weather())


def test_sizes_of_every_kind(renderer: Any, street_scene: list[Instance]) -> None:
    renderer.set_static(street_scene)
    for width, height in ((1, 1), (3, 7), (4096, 2), (2, 4096), (641, 359)):
        view = View(Pose((0.0, 0.0, 1.5)), width, height, 90.0)
        assert renderer.render(view, [], CLEAR).rgb.shape == (height, width, 3)
    assert len(renderer._targets._sizes) <= 3


def test_presets_look_different(renderer: Any, street_scene: list[Instance], make_view: Any) -> None:
    carla = pytest.importorskip("carla")
    names = [
        n + t
        for t in ("Noon", "Sunset")
        for n in ("Clear", "Cloudy", "Wet", "WetCloudy", "HardRain", "SoftRain")
    ]
    names += ["MidRainyNoon", "MidRainSunset"]
    renderer.set_static(street_scene)
    pictures = []
    for name in names:
        preset = getattr(carla.WeatherParameters, name)
        weather = Weather(**{f.name: getattr(preset, f.name) for f in dataclasses.fields(Weather)})
        pictures.append(renderer.render(make_view(), [], weather).rgb.astype(float))
    for number, one in enumerate(pictures):
        for other in pictures[:number]:
            assert np.abs(one - other).mean() > 1.0
