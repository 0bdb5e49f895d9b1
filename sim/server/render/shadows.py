"""The sun's shadow map: squares of ground side by side in one texture, redrawn only after a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
import numpy.typing as npt

from .batch import Batch
from .camera import Camera
from .culling import Floats, Spheres
from .programs import SCENE_PROGRAMS, set_uniforms
from .receivers import Receivers
from .targets import Targets, read_depth

SIDE = 2048
"""Texels of one cascade's side."""

_SQUARES = ((13.0, 17.0), (46.0, 56.0), (150.0, 170.0))  # metres: how far ahead, half the side
_LEVELS_FROM = (0.0, 30.0, 100.0)  # metres: a coarse square needs no finer level of detail than this
_BORDER = 0.03  # of a side: there the next coarser square is looked up instead
_LEAST_DEPTH = 150.0  # metres, half the depth of a square: high houses stand in it even if it is small
_DEPTH_CLAMP = 0x864F  # GL_DEPTH_CLAMP: what stands nearer to the sun than the map still casts its shadow


@dataclass(frozen=True, slots=True, eq=False)
class Cascade:
    """A square of the scene as the sun sees it.

    Attributes:
        matrix: (4, 4) world -> x, y in -1..1, depth in 0..1 growing away from the sun.
        planes: (4, 4) inward planes of its sides.
        texel: metres.
    """

    matrix: Floats
    planes: Floats
    texel: float

    def shaded_by(self, spheres: Spheres) -> npt.NDArray[np.bool_]:
        """(N,) which spheres throw a shadow that shows in the square."""
        return spheres.inside(self.planes) & (spheres.radius > self.texel)

    def holds(self, spheres: Spheres) -> npt.NDArray[np.bool_]:
        """(N,) which spheres throw no shadow beyond where the square is looked up."""
        within = self.planes - np.array([0.0, 0.0, 0.0, _BORDER * SIDE * self.texel])
        distance = spheres.center @ within[:, :3].T + within[:, 3]
        return np.asarray((distance > spheres.radius[:, None]).all(axis=1))


def cascades(camera: Camera, light: Floats) -> tuple[Cascade, ...]:
    """Squares of growing size, each around the last one's surroundings; all lie ahead of the camera."""
    ahead = camera.axes[2] * np.array([1.0, 1.0, 0.0])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-6)
    return tuple(_cascade(camera.eye + distance * ahead, half, light) for distance, half in _SQUARES)


def _cascade(center: Floats, half: float, light: Floats) -> Cascade:
    """The square is moved in whole texels, so that shadow edges stand still while the camera moves."""
    helper = np.array([0.0, 0.0, 1.0]) if abs(light[2]) < 0.99 else np.array([1.0, 0.0, 0.0])
    across = np.cross(helper, light)
    across /= np.linalg.norm(across)
    axes = np.stack([across, np.cross(light, across), light])
    texel = 2.0 * half / SIDE
    middle = np.round(axes @ center / texel) * texel
    matrix = np.eye(4)
    matrix[:2, :3] = axes[:2] / half
    matrix[:2, 3] = -middle[:2] / half
    depth = 2.0 * max(_LEAST_DEPTH, 1.5 * half)
    matrix[2, :3] = -axes[2] / depth
    matrix[2, 3] = 0.5 + middle[2] / depth
    sides = [np.append(sign * axes[row], half - sign * middle[row]) for row in (0, 1) for sign in (1.0, -1.0)]
    return Cascade(matrix, np.stack(sides), texel)


class ShadowMap:
    """The depth texture of all cascades and what it was drawn for."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._programs = programs
        self.texture = context.depth_texture((SIDE * len(_SQUARES), SIDE))
        self.texture.compare_func = "<="
        self.texture.repeat_x = self.texture.repeat_y = False
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._framebuffer = context.framebuffer(depth_attachment=self.texture)
        self._drawn_for: tuple[object, ...] | None = None

    def draw(
        self,
        parts: Sequence[Cascade],
        batches: Sequence[Batch],
        camera: Camera,
        light: Floats,
        targets: Targets,
    ) -> None:
        """Draw what shades something in `targets.seen`; nothing to do when nothing changed since."""
        planes = camera.planes()
        wanted = (
            planes.tobytes(),
            camera.focal,
            *(part.matrix.tobytes() for part in parts),
            *(batch.placement for batch in batches),
        )
        if wanted == self._drawn_for:
            return
        receivers = Receivers(read_depth(targets), camera)
        self._context.enable_only(moderngl.DEPTH_TEST)
        self._context.enable_direct(_DEPTH_CLAMP)
        self._framebuffer.use()
        self._framebuffer.viewport = (0, 0, *self.texture.size)
        self._framebuffer.clear(depth=1.0)
        self._context.depth_func = "<"
        reaching = [batch.spheres.shading(planes, light) for batch in batches]
        for number, part in enumerate(parts):
            finer = parts[number - 1] if number > 0 else None
            self._framebuffer.viewport = (number * SIDE, 0, SIDE, SIDE)
            for program in SCENE_PROGRAMS["shadow"]:
                set_uniforms(self._programs[program], light=tuple(part.matrix.T.ravel()), textures=0)
            for batch, shading in zip(batches, reaching, strict=True):
                casting = shading & batch.shown(camera, _LEVELS_FROM[number])
                chosen = np.flatnonzero(casting & _casting(batch.spheres, part, finer, receivers))
                for program, kinds in SCENE_PROGRAMS["shadow"].items():
                    batch.draw(program, kinds, chosen)
        self._context.disable_direct(_DEPTH_CLAMP)
        self._drawn_for = wanted

    def release(self) -> None:
        """Free everything on the card."""
        self._framebuffer.release()
        self.texture.release()


def _casting(
    spheres: Spheres, part: Cascade, finer: Cascade | None, receivers: Receivers
) -> npt.NDArray[np.bool_]:
    """(N,) which spheres throw a shadow that is looked up in `part` for something in the picture."""
    casting = part.shaded_by(spheres)
    if finer is None:
        return casting & receivers.shaded_by(spheres, part.matrix, None)
    return casting & ~finer.holds(spheres) & receivers.shaded_by(spheres, part.matrix, finer.matrix)
