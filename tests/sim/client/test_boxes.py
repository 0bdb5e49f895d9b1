"""Oriented boxes against dense sampling of their insides."""

from __future__ import annotations

import numpy as np
import pytest
from caos.sim.boxes import Box, Boxes, box_ahead, overlapping


def random_box(rng: np.random.Generator, reach: float) -> Box:
    x, y, z = rng.uniform(-reach, reach, 3) * (1, 1, 0.3)
    length, width, height = rng.uniform(0.3, 3, 3)
    return Box((x, y, z), (length, width, height), float(rng.uniform(-360, 360)))


def contains(box: Box, points: np.ndarray, shrink: float) -> np.ndarray:
    angle = np.radians(box.yaw)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    return (np.abs((points - box.center) @ turn) <= np.array(box.half) - shrink).all(axis=1)


def grid_of(box: Box, steps: int) -> np.ndarray:
    axis = np.linspace(-1, 1, steps)
    points = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3) * box.half
    angle = np.radians(box.yaw)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    return points @ turn.T + box.center


def grown(box: Box, by: float) -> Box:
    return Box(box.center, (box.half[0] + by, box.half[1] + by, box.half[2] + by), box.yaw)


def test_overlap_agrees_with_sampling() -> None:
    rng = np.random.default_rng(1)
    seen = {True: 0, False: 0}
    for _ in range(300):
        a, b = random_box(rng, 3.5), random_box(rng, 3.5)
        found = bool(overlapping(a, Boxes.of([b]))[0])
        common = bool(contains(b, grid_of(a, 31), 0).any() or contains(a, grid_of(b, 31), 0).any())
        if common:
            assert found
        elif found:  # thinner than the sampling: then boxes grown by a step must share a sample
            assert contains(grown(b, 0.2), grid_of(grown(a, 0.2), 31), 0).any()
        seen[common] += 1
    assert min(seen.values()) > 50


def test_one_against_many_equals_one_by_one() -> None:
    rng = np.random.default_rng(2)
    boxes = [random_box(rng, 5) for _ in range(40)]
    many = overlapping(boxes[0], Boxes.of(boxes[1:]))
    assert many.tolist() == [bool(overlapping(boxes[0], Boxes.of([box]))[0]) for box in boxes[1:]]
    assert many.tolist() == [bool(overlapping(box, Boxes.of(boxes[:1]))[0]) for box in boxes[1:]]


@pytest.mark.parametrize(
    ("gap", "margin", "expected"), [(0.1, 0.0, False), (0.1, 0.2, True), (-0.1, 0.0, True)]
)
def test_margin(gap: float, margin: float, expected: bool) -> None:
    a = Box((0, 0, 0), (1, 1, 1))
    b = Box((2 + gap, 0, 0), (1, 1, 1))
    assert overlapping(a, Boxes.of([b]), margin=margin).tolist() == [expected]


def test_no_boxes() -> None:
    assert overlapping(Box((0, 0, 0), (1, 1, 1)), Boxes.of([])).tolist() == []
    assert len(Boxes.of([]).near(0, 0, 10)) == 0


def test_near_keeps_what_reaches_into_the_circle() -> None:
    boxes = Boxes.of([Box((10, 0, 0), (6, 1, 1)), Box((30, 0, 0), (6, 1, 1))])
    assert boxes.near(0, 0, 5).center[:, 0].tolist() == [10.0]


def test_box_ahead_covers_what_is_ahead() -> None:
    box = box_ahead((1.0, 2.0, 0.0), 90.0, back=1.0, front=6.0, width=2.0, height=2.0)
    corners = box.corners()
    np.testing.assert_allclose(sorted(corners[:, 1]), [1, 1, 8, 8], atol=1e-9)
    np.testing.assert_allclose(sorted(corners[:, 0]), [0, 0, 2, 2], atol=1e-9)
