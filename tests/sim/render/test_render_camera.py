"""The camera against the projection of CARLA's own examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from caos.sim.server.render.camera import Camera, linear_depth
from caos.sim.server.scene import Instance, Pose, View, Weather


def project(view: View, point: tuple[float, float, float]) -> tuple[float, float, float]:
    """`get_image_point` of CARLA's bounding box tutorial: column, row, depth."""
    focal = view.width / (2.0 * np.tan(view.fov * np.pi / 360.0))
    k = np.array([[focal, 0, view.width / 2], [0, focal, view.height / 2], [0, 0, 1.0]])
    local = np.linalg.inv(view.pose.matrix()) @ np.array([*point, 1.0])
    seen = k @ np.array([local[1], -local[2], local[0]])
    return seen[0] / seen[2], seen[1] / seen[2], float(seen[2])


@pytest.mark.parametrize("rotation", [(0, 0, 0), (-20, 135, 0), (15, -60, 25)])
@pytest.mark.parametrize("fov", [40.0, 90.0, 120.0])
def test_a_small_thing_appears_where_the_client_expects_it(
    renderer: Any, make_box: Any, rotation: Any, fov: float
) -> None:
    view = View(Pose((3.0, -2.0, 4.0), rotation), 400, 300, fov)
    dot = make_box((0.1, 0.1, 0.1), at=(0, 0, -0.05))
    renderer.set_static([])
    for local in ((8.0, 1.0, 0.5), (12.0, -2.0, 1.5), (6.0, -1.0, -1.0)):
        center = (view.pose.matrix() @ np.array([*local, 1.0]))[:3]
        matrix = np.eye(4)
        matrix[:3, 3] = center
        picture = renderer.render(view, [Instance(dot, matrix, 5)], Weather(), rgb=False)
        rows, columns = np.nonzero(picture.instance == 5)
        column, row, depth = project(view, tuple(center))
        assert abs(columns.mean() + 0.5 - column) < 1.0
        assert abs(rows.mean() + 0.5 - row) < 1.0
        assert abs(np.median(picture.depth[rows, columns]) - depth) < 0.15


def test_right_is_right_and_up_is_up(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    dot = make_box((0.2, 0.2, 0.2))
    renderer.set_static([Instance(dot, place(5.0, 1.0, 1.5), 1), Instance(dot, place(5.0, 0.0, 3.0), 2)])
    picture = renderer.render(make_view(), [], Weather(), rgb=False)
    assert np.nonzero(picture.instance == 1)[1].min() > 80
    assert np.nonzero(picture.instance == 2)[0].max() < 45


def test_depth_is_along_the_axis_and_fine(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    wall = make_box((1.0, 2000.0, 2000.0), at=(0.5, 0, -1000.0))
    for distance in (0.3, 1.0, 17.0, 250.0, 900.0):
        renderer.set_static([Instance(wall, place(distance, 0.0, 0.0), 1)])
        depth = renderer.render(make_view(), [], Weather(), rgb=False).depth
        assert np.abs(depth / distance - 1.0).max() < 1e-4


def test_coplanar_paint_does_not_flicker(renderer: Any, make_box: Any, make_view: Any) -> None:
    road, paint = (
        make_box((600.0, 20.0, 1.0), at=(300, 0, -1.0)),
        make_box((600.0, 20.0, 0.01), at=(300, 0, 0.0)),
    )
    renderer.set_static([Instance(road, np.eye(4), 1), Instance(paint, np.eye(4), 2)])
    picture = renderer.render(make_view(320, 180), [], Weather(), rgb=False)
    center = picture.instance[:, 159:161]
    rows = np.nonzero((center > 0).all(axis=1))[0]
    assert len(rows) > 60
    assert (center[rows] == 2).all()


def test_planes_hold_exactly_what_is_seen() -> None:
    camera = Camera.of(View(Pose((1.0, 2.0, 3.0), (10.0, 70.0, 5.0)), 300, 200, 75.0))
    rng = np.random.default_rng(0)
    points = camera.eye + rng.normal(size=(2000, 3)) * 20.0
    local = (points - camera.eye) @ camera.axes.T
    with np.errstate(divide="ignore"):
        inside = (
            (local[:, 2] > 0.1)
            & (np.abs(local[:, 0] * camera.scale[0]) < local[:, 2])
            & (np.abs(local[:, 1] * camera.scale[1]) < local[:, 2])
        )
    planes = camera.planes()
    assert np.array_equal((points @ planes[:, :3].T + planes[:, 3] > 0).all(axis=1), inside)


def test_linear_depth_of_nothing_is_the_sky() -> None:
    assert linear_depth(np.array([0.0, 1.0, 0.1 / 999.0, 0.1 / 5000.0], np.float32)) == pytest.approx(
        [1000.0, 0.1, 999.0, 1000.0]
    )


def test_a_pose_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        Camera.of(View(Pose((np.nan, 0.0, 0.0)), 10, 10, 90.0))
