"""What the world needs from towns and renderers: the seams where tests put small ones."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from caos.errors import CaosError
from caos.meshes import Lamps

from .scene import Instance, Picture, Town, View, Weather

GL_ADVICE: Final = "if OpenGL is missing, install Debian's libegl1 libegl-mesa0 libgl1-mesa-dri"


class Draws(Protocol):
    """A renderer; used from one thread only. `render.Renderer` is the real one."""

    def set_static(self, instances: Sequence[Instance]) -> None:
        """Replace the scenery."""

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        """Say what is on of the scenery, by instance id; what is not named is as `Instance.lamps` says."""

    def render(
        self, view: View, dynamic: Sequence[Instance], weather: Weather, *, rgb: bool = True
    ) -> Picture:
        """Draw scenery and `dynamic` as `view` sees them."""

    def close(self) -> None:
        """Give the drawing context back."""


@dataclass(frozen=True, slots=True)
class Towns:
    """Where maps come from.

    Attributes:
        names: loadable by name.
        build: name -> town.
        from_opendrive: (name, OpenDRIVE text) -> town.
    """

    names: tuple[str, ...]
    build: Callable[[str], Town]
    from_opendrive: Callable[[str, str], Town]


class RendererFailedError(CaosError):
    """Drawing is broken; the server cannot go on."""


class Guarded:
    """A renderer whose every failure is a `RendererFailedError`, never taken for a client's mistake."""

    def __init__(self, make: Callable[[], Draws]) -> None:
        with _guard("start"):
            self._renderer = make()

    def set_static(self, instances: Sequence[Instance]) -> None:
        """See `Draws`."""
        with _guard("load the scenery"):
            self._renderer.set_static(instances)

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        """See `Draws`."""
        with _guard("switch lamps"):
            self._renderer.switch(lamps)

    def render(
        self, view: View, dynamic: Sequence[Instance], weather: Weather, *, rgb: bool = True
    ) -> Picture:
        """See `Draws`."""
        with _guard("draw"):
            return self._renderer.render(view, dynamic, weather, rgb=rgb)

    def close(self) -> None:
        """See `Draws`."""
        with _guard("stop"):
            self._renderer.close()


@contextlib.contextmanager
def _guard(doing: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RendererFailedError(f"the renderer could not {doing}: {reason}; {GL_ADVICE}") from error
