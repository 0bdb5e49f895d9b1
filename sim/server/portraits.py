"""Portraits of single models, drawn as the embedded server would draw them in a street."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import box

from .render import Renderer
from .scene import Instance, Pose, View, Weather

Pixels = npt.NDArray[np.uint8]

SIDES: Final = {"front": 35.0, "side": 100.0, "back": 215.0}
"""Name of a side -> degrees from the model's front to the camera, seen from above, towards its right."""

_FOV: Final = 32.0
_ABOVE: Final = 18.0  # degrees that the camera looks down
_MARGIN: Final = 0.95  # models seldom fill the sphere around them
_FLOOR: Final = 200.0
_GREY: Final = Material((0.5, 0.5, 0.5))
_SUN: Final = Weather(sun_azimuth_angle=100.0, sun_altitude_angle=48.0, cloudiness=20.0)


class Portraits:
    """Draws models on a grey floor in morning sun; use `portraits`."""

    def __init__(self, renderer: Renderer, pixels: int) -> None:
        self._renderer = renderer
        self._pixels = pixels
        floor = box((_FLOOR, _FLOOR, 1.0), _GREY)
        renderer.set_static([Instance(floor, Pose((0.0, 0.0, -1.0)).matrix(), 1)])

    def draw(self, mesh: Mesh) -> dict[str, Pixels]:
        """Side -> (P, P, 3) uint8 RGB of a mesh that stands on the ground, front towards +x."""
        low, high = mesh.bounds
        middle = (np.asarray(low, dtype=np.float64) + high) / 2
        radius = float(np.linalg.norm(np.asarray(high, dtype=np.float64) - low)) / 2
        away = _MARGIN * radius / math.sin(math.radians(_FOV / 2))
        standing = Instance(mesh, Pose((0.0, 0.0, 0.0)).matrix(), 2)
        return {side: self._draw(standing, middle, away, angle) for side, angle in SIDES.items()}

    def _draw(self, standing: Instance, middle: npt.NDArray[np.float64], away: float, angle: float) -> Pixels:
        around, above = math.radians(angle), math.radians(_ABOVE)
        towards = np.array(
            [math.cos(around) * math.cos(above), math.sin(around) * math.cos(above), math.sin(above)]
        )
        x, y, z = (middle + away * towards).tolist()
        view = View(Pose((x, y, z), (-_ABOVE, angle - 180.0, 0.0)), self._pixels, self._pixels, _FOV)
        picture = self._renderer.render(view, [standing], _SUN).rgb
        if picture is None:
            raise ValueError("the renderer was asked for colors and gave none")
        return picture


@contextmanager
def portraits(pixels: int = 240) -> Iterator[Portraits]:
    """A studio for the length of a `with` block.

    Args:
        pixels: width and height of each picture.

    Raises:
        CaosError: no OpenGL here; the message names the packages to install.
    """
    with Renderer() as renderer:
        yield Portraits(renderer, pixels)
