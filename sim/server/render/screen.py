"""Passes over the whole picture: one triangle, a shader, textures in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import moderngl
import numpy as np

from .programs import set_uniforms


class Screen:
    """Runs programs of `screen.vert` and a fragment shader over whatever framebuffer is in use."""

    def __init__(
        self, context: moderngl.Context, programs: Mapping[str, moderngl.Program], names: Sequence[str]
    ) -> None:
        self._programs = programs
        self._corners = context.buffer(np.array([-1, -1, 3, -1, -1, 3], dtype="f4").tobytes())
        self._passes = {
            name: context.vertex_array(programs[name], [(self._corners, "2f", "corner")]) for name in names
        }

    def draw(
        self,
        name: str,
        target: moderngl.Framebuffer,
        textures: Mapping[str, moderngl.Texture | moderngl.Texture3D],
        **uniforms: object,
    ) -> None:
        """Run program `name` over all of `target`, with its samplers reading `textures`."""
        program = self._programs[name]
        for unit, (sampler, texture) in enumerate(textures.items()):
            texture.use(unit)
            set_uniforms(program, **{sampler: unit})
        set_uniforms(program, **uniforms)
        target.use()
        self._passes[name].render()

    def release(self) -> None:
        """Free everything on the card."""
        for array in self._passes.values():
            array.release()
        self._corners.release()
