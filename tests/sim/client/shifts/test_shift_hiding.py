"""What a box can hide at most, beside what the renderer's geometry says of things within it."""

from __future__ import annotations

import carla
import numpy as np
import pytest
from caos.sim.boxes import Box
from caos.sim.shifts.hiding import hidden_at_most
from caos.sim.silhouette import Pinhole, silhouette

PINHOLE = Pinhole(96, 96, 40.0)
LENS = carla.Transform(carla.Location(-6.0, 0.0, 1.0))
SQUARE = np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 2.0], [0.0, -1.0, 2.0]])
FACES = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32)


@pytest.fixture
def outline():
    return silhouette(SQUARE, FACES, np.array(LENS.get_matrix()), PINHOLE)


@pytest.mark.parametrize(
    ("box", "share"),
    [
        (Box((-3.0, 0.0, 1.0), (0.1, 2.0, 2.0)), 1.0),  # a wall
        (Box((-3.0, 5.0, 1.0), (0.1, 0.1, 2.0)), 0.0),  # a post beside it
        (Box((-0.2, 0.5, 1.0), (0.05, 0.5, 1.0)), 0.5),  # right before its right half
        (Box((-0.2, 0.0, 0.5), (0.05, 1.0, 0.5)), 0.5),  # right before its lower half
    ],
)
def test_share_behind_a_box(outline, box, share):
    # the margin around the box and perspective add a little
    assert hidden_at_most(box, outline, LENS, PINHOLE) == pytest.approx(share, abs=0.08)


def test_nothing_within_a_box_hides_more(outline):
    rng = np.random.default_rng(0)
    for _ in range(50):
        x, y, z = rng.uniform([-4.0, -1.5, 0.0], [-1.0, 1.5, 2.0])
        half = rng.uniform(0.1, 0.6, 3)
        box = Box((x, y, z), tuple(half.tolist()), float(rng.uniform(-180, 180)))
        turn = np.radians(box.yaw)
        axes = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        points = (rng.uniform(-1, 1, (30, 3)) * half) @ axes + box.center
        faces = rng.integers(30, size=(40, 3)).astype(np.int32)
        hidden = silhouette(points, faces, np.array(LENS.get_matrix()), PINHOLE) & outline
        assert hidden.sum() / outline.sum() <= hidden_at_most(box, outline, LENS, PINHOLE) + 1e-9


def test_a_box_around_the_camera_may_hide_all(outline):
    assert hidden_at_most(Box((-6.0, 0.0, 1.0), (0.5, 0.5, 0.5)), outline, LENS, PINHOLE) == 1.0
    assert hidden_at_most(Box((-7.0, 0.0, 1.0), (0.5, 0.5, 0.5)), outline, LENS, PINHOLE) == 1.0
