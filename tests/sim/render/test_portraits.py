"""Portraits of single models."""

from __future__ import annotations

import numpy as np
from caos.sim.server.portraits import SIDES, portraits

from caos.meshes import Material, merge
from caos.shapes import box

RED, GREEN, BLUE = (Material(color) for color in ((0.8, 0.05, 0.05), (0.05, 0.8, 0.05), (0.05, 0.05, 0.8)))


def test_each_side_shows_what_is_there() -> None:
    """A box with a red front, a blue back and a green right side."""
    body = merge(
        [
            box((0.9, 0.9, 1.0), Material((0.9, 0.9, 0.9))),
            box((0.1, 0.9, 1.0), RED, at=(0.5, 0.0, 0.0)),
            box((0.1, 0.9, 1.0), BLUE, at=(-0.5, 0.0, 0.0)),
            box((0.7, 0.1, 1.0), GREEN, at=(0.0, 0.5, 0.0)),
        ]
    )
    with portraits(96) as studio:
        first, again = studio.draw(body), studio.draw(body)
    assert list(first) == list(SIDES)
    for side, pixels in first.items():
        assert pixels.shape == (96, 96, 3)
        assert np.array_equal(pixels, again[side])

    def share(side: str, channel: int) -> float:
        colors = first[side].astype(int)
        others = np.delete(colors, channel, axis=2).max(axis=2)
        return float((colors[..., channel] > 1.5 * others + 10).mean())

    assert share("front", 0) > 0.05
    assert share("side", 1) > 0.05
    assert share("back", 2) > 0.05
    assert max(share("front", 2), share("back", 0)) < 0.02  # edges only


def test_small_and_large_models_fill_the_picture_alike() -> None:
    with portraits(96) as studio:
        small, large = (studio.draw(box((side, side, side), RED))["front"].astype(int) for side in (0.3, 3.0))
    fill = [float((picture[..., 0] > 1.5 * picture[..., 1] + 10).mean()) for picture in (small, large)]
    assert 0.15 < fill[0] < 0.7
    assert abs(fill[0] - fill[1]) < 0.05
