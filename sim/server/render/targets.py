"""Framebuffers of one picture size."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import ExitStack
from typing import TypeVar

import moderngl

_SAMPLES = 4
_KEPT_SIZES = 3

_Resource = TypeVar("_Resource", moderngl.Texture, moderngl.Renderbuffer, moderngl.Framebuffer)


class Targets:
    """What the passes of one picture size draw into.

    Attributes:
        seen: identity (uint32), texel and normal at pixel centres, with depth.
        ids: identity and depth alone, the same textures.
        samples: what may share a color, at four places per pixel, for anti-aliasing.
        lit: linear radiance.
        picture: 8-bit sRGB.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._resources = ExitStack()
        self.identity = self._texture(context, size, 1, "u4")
        self.texel = self._texture(context, size, 4, "f1")
        self.normal = self._texture(context, size, 2, "nu2")
        self.radiance = self._texture(context, size, 4, "f2")
        self.depth = self._keep(context.depth_texture(size))
        self.depth.compare_func = ""
        self.depth.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self.sample_key = self._keep(context.texture(size, 1, dtype="u4", samples=_SAMPLES))
        sample_depth = self._keep(context.depth_renderbuffer(size, samples=_SAMPLES))
        output = self._keep(context.renderbuffer(size, 4))
        self.seen = self._keep(context.framebuffer([self.identity, self.texel, self.normal], self.depth))
        self.ids = self._keep(context.framebuffer([self.identity], self.depth))
        self.samples = self._keep(context.framebuffer([self.sample_key], sample_depth))
        self.lit = self._keep(context.framebuffer([self.radiance]))
        self.picture = self._keep(context.framebuffer([output]))

    def _texture(
        self, context: moderngl.Context, size: tuple[int, int], components: int, dtype: str
    ) -> moderngl.Texture:
        texture = self._keep(context.texture(size, components, dtype=dtype))
        texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        return texture

    def _keep(self, resource: _Resource) -> _Resource:
        self._resources.callback(resource.release)
        return resource

    def release(self) -> None:
        """Free everything on the card."""
        self._resources.close()


class TargetCache:
    """The framebuffers of the sizes used last."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._sizes: OrderedDict[tuple[int, int], Targets] = OrderedDict()

    def get(self, size: tuple[int, int]) -> Targets:
        """The framebuffers for (width, height), made when new; the longest unused go."""
        if size not in self._sizes:
            while len(self._sizes) >= _KEPT_SIZES:
                self._sizes.popitem(last=False)[1].release()
            self._sizes[size] = Targets(self._context, size)
        self._sizes.move_to_end(size)
        return self._sizes[size]

    def release(self) -> None:
        """Free everything on the card."""
        while self._sizes:
            self._sizes.popitem()[1].release()
