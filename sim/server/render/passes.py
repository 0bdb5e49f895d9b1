"""The passes over the scene from the camera: first what is near, then what that does not hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import moderngl
import numpy as np

from .batch import Batch
from .camera import NEAR, Camera
from .culling import Indices
from .occluders import DepthPyramid
from .programs import SCENE_PROGRAMS, set_uniforms
from .targets import Targets, read_depth, read_identity

_FIRST_TRIANGLES = 120_000

Chosen = Sequence[tuple[Batch, Indices]]
"""Chunks of each batch, in drawing order."""


class ScenePasses:
    """Draws batches into a picture's targets, with reversed depth."""

    def __init__(self, context: moderngl.Context, programs: Mapping[str, moderngl.Program]) -> None:
        self._context = context
        self._programs = programs

    def see(self, batches: Sequence[Batch], camera: Camera, targets: Targets, *, rgb: bool) -> Chosen:
        """Fill `targets.seen` (or `targets.ids` without `rgb`); returns what was drawn.

        The nearest chunks are drawn first. Of the rest, those that stand wholly behind are left out, which
        changes no pixel: the test is on the safe side.
        """
        name, target = ("geometry", targets.seen) if rgb else ("ids", targets.ids)
        near, far = [], []
        for batch in batches:
            visible = batch.visible(camera)
            split = int(np.searchsorted(np.cumsum(batch.triangle_counts[visible]), _FIRST_TRIANGLES)) + 1
            near.append((batch, visible[:split]))
            far.append((batch, visible[split:]))
        self._start(name, camera, target)
        target.clear(depth=0.0)
        _draw(name, near)
        if any(len(chunks) for _, chunks in far):
            pyramid = DepthPyramid(read_depth(targets))
            far = [(batch, chunks[~pyramid.hides(batch.spheres, chunks, camera)]) for batch, chunks in far]
            target.use()
            _draw(name, far)
        return [*near, *far]

    def sample(self, chosen: Chosen, camera: Camera, targets: Targets) -> None:
        """Fill `targets.samples` with those of `chosen` that show at one pixel's centre at least.

        A thing between the centres has no color to lend, so leaving it out changes nothing.
        """
        seen = np.bincount((read_identity(targets) >> np.uint32(16)).ravel(), minlength=65536) > 0
        self._start("samples", camera, targets.samples)
        targets.samples.clear(depth=0.0)
        _draw("samples", [(batch, chunks[seen[batch.ids[chunks]]]) for batch, chunks in chosen])

    def _start(self, name: str, camera: Camera, target: moderngl.Framebuffer) -> None:
        for program in SCENE_PROGRAMS[name]:
            set_uniforms(
                self._programs[program],
                eye=tuple(camera.eye),
                axes=tuple(camera.axes.T.ravel()),
                lens=(*camera.scale, NEAR),
                size=(camera.width, camera.height),
                textures=0,
                reliefs=1,
            )
        self._context.enable_only(moderngl.DEPTH_TEST)
        self._context.depth_func = ">"
        target.use()


def _draw(name: str, chosen: Chosen) -> None:
    for program, kinds in SCENE_PROGRAMS[name].items():
        for batch, chunks in chosen:
            batch.draw(program, kinds, chunks)
