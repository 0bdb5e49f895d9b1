"""What the camera's passes draw into, for one picture size."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import moderngl

_KEPT_SIZES: Final = 3
_LEVELS: Final = 6
_GATHERED: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A texture and the framebuffer that draws into it."""

    texture: moderngl.Texture
    target: moderngl.Framebuffer


class Buffers:
    """Images of one picture size, made when first asked for.

    Attributes:
        levels: bloom, from a quarter of the size down, each half as large as the one before.
        facts: with the first level: nearest reversed depth and share of sky.
        gathering: draws into the first level and `facts` at once.
        glow: what the lens scatters, a quarter of the size.
        film, keys: screen light, and what may share a color, by pixel.
        exposed: draws into both at once.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context, self._size = context, size
        self._resources = ExitStack()
        self._whole: dict[str, Image] = {}
        quarter = _reduced(size, _GATHERED)
        self.levels = [self._image(quarter, 4, "f2")]
        while len(self.levels) < _LEVELS and max(self.levels[-1].texture.size) > 2:
            self.levels.append(self._image(_reduced(self.levels[-1].texture.size, 2), 4, "f2"))
        self.facts = self._image(quarter, 2, "f4")
        self.gathering = context.framebuffer([self.levels[0].texture, self.facts.texture])
        self._resources.callback(self.gathering.release)
        self.glow = self._image(quarter, 4, "f2")
        self.film = self._image(size, 4, "f2").texture
        self.keys = self._image(size, 1, "u4").texture
        self.exposed = context.framebuffer([self.film, self.keys])
        self._resources.callback(self.exposed.release)

    def whole(self, name: str, dtype: str = "f2") -> Image:
        """An image of the full size by name: four channels, of floats "f2" or of bytes "f1"."""
        if name not in self._whole:
            self._whole[name] = self._image(self._size, 4, dtype)
        return self._whole[name]

    def _image(self, size: tuple[int, int], components: int, dtype: str) -> Image:
        texture = self._context.texture(size, components, dtype=dtype)
        kind = moderngl.NEAREST if dtype == "u4" else moderngl.LINEAR
        texture.filter = (kind, kind)
        texture.repeat_x = texture.repeat_y = False
        target = self._context.framebuffer([texture])
        self._resources.callback(texture.release)
        self._resources.callback(target.release)
        return Image(texture, target)

    def release(self) -> None:
        """Free everything on the card."""
        self._resources.close()


class BufferCache:
    """The buffers of the sizes used last."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._sizes: OrderedDict[tuple[int, int], Buffers] = OrderedDict()

    def get(self, size: tuple[int, int]) -> Buffers:
        """The buffers for (width, height), made when new; the longest unused go."""
        if size not in self._sizes:
            while len(self._sizes) >= _KEPT_SIZES:
                self._sizes.popitem(last=False)[1].release()
            self._sizes[size] = Buffers(self._context, size)
        self._sizes.move_to_end(size)
        return self._sizes[size]

    def release(self) -> None:
        """Free everything on the card."""
        while self._sizes:
            self._sizes.popitem()[1].release()


def _reduced(size: tuple[int, int], by: int) -> tuple[int, int]:
    return (size[0] + by - 1) // by, (size[1] + by - 1) // by
