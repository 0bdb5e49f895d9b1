"""Framebuffers of one picture size."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import ExitStack
from typing import TypeVar

import moderngl
import numpy as np
import numpy.typing as npt

_SAMPLES = 4
_KEPT_SIZES = 3

_Number = TypeVar("_Number", bound=np.generic)
_Resource = TypeVar("_Resource", moderngl.Texture, moderngl.Renderbuffer, moderngl.Framebuffer)


class Targets:
    """What the passes of one picture size draw into.

    Attributes:
        seen: identity (uint32), texel and normal at pixel centres, with depth.
        ids: identity and depth alone, the same textures.
        samples: what may share a color, at four places per pixel, for anti-aliasing.
        occluded, blurred: openness to the sky and depth, at half size.
        lit: linear radiance.
        shaded: the same, and how much each pixel mirrors: share, roughness, normal.
        mirrored: what mirrors show beyond the sky, at half size.
        film: linear radiance without depth.
        picture: 8-bit sRGB.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._resources = ExitStack()
        self.identity = self._texture(context, size, 1, "u4")
        self.texel = self._texture(context, size, 4, "f1")
        self.normal = self._texture(context, size, 2, "nu2")
        self.radiance = self._texture(context, size, 4, "f2")
        self.gloss = self._texture(context, size, 4, "f2")
        half = ((size[0] + 1) // 2, (size[1] + 1) // 2)
        self.occlusion = self._texture(context, half, 2, "f2")
        self.mirror = self._texture(context, half, 4, "f2")
        self.occlusion_blurred = self._texture(context, half, 2, "f2")
        self.depth = self._keep(context.depth_texture(size))
        self.depth.compare_func = ""
        self.depth.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self.sample_key = self._keep(context.texture(size, 1, dtype="u4", samples=_SAMPLES))
        sample_depth = self._keep(context.depth_renderbuffer(size, samples=_SAMPLES))
        output = self._keep(context.renderbuffer(size, 4))
        self.seen = self._keep(context.framebuffer([self.identity, self.texel, self.normal], self.depth))
        self.ids = self._keep(context.framebuffer([self.identity], self.depth))
        self.samples = self._keep(context.framebuffer([self.sample_key], sample_depth))
        self.occluded = self._keep(context.framebuffer([self.occlusion]))
        self.blurred = self._keep(context.framebuffer([self.occlusion_blurred]))
        self.lit = self._keep(context.framebuffer([self.radiance], self.depth))
        self.shaded = self._keep(context.framebuffer([self.radiance, self.gloss], self.depth))
        self.mirrored = self._keep(context.framebuffer([self.mirror]))
        self.film = self._keep(context.framebuffer([self.radiance]))
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


def read_identity(targets: Targets) -> npt.NDArray[np.uint32]:
    """(H, W) instance id in the high, surface index in the low 16 bits; 0 for the sky."""
    width, height = targets.identity.size
    return _read(targets.ids, "u4", np.empty((height, width), np.uint32))


def read_depth(targets: Targets) -> npt.NDArray[np.float32]:
    """(H, W) reversed depth."""
    width, height = targets.identity.size
    return _read(targets.ids, "f4", np.empty((height, width), np.float32), attachment=-1)


def read_picture(targets: Targets) -> npt.NDArray[np.uint8]:
    """(H, W, 3) sRGB."""
    width, height = targets.identity.size
    return _read(targets.picture, "f1", np.empty((height, width, 3), np.uint8))


def _read(
    source: moderngl.Framebuffer, kind: str, pixels: npt.NDArray[_Number], attachment: int = 0
) -> npt.NDArray[_Number]:
    """Fill `pixels` from an attachment; rows come from the top: the geometry pass draws upside down."""
    components = pixels.shape[2] if pixels.ndim == 3 else 1
    source.read_into(pixels, components=components, attachment=attachment, dtype=kind, alignment=1)
    return pixels
