"""An OpenGL 4.5 context without a window, through EGL, and the functions of OpenGL that moderngl lacks."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

import moderngl
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .devices import by_preference, device_extensions, egl_function

_LOG = logging.getLogger(__name__)
_LOWER_LEFT: Final = 0x8CA1
_ZERO_TO_ONE: Final = 0x935F
_TEXTURE_2D_ARRAY: Final = 0x8C1A
_RGBA: Final = 0x1908
_UNSIGNED_BYTE: Final = 0x1401
_VERSION: Final = 450
_RESETS: Final = {0x8253: "guilty", 0x8254: "innocent", 0x8255: "unknown"}


def open_context() -> moderngl.Context:
    """A fresh context, current on the calling thread, with depth from 0 to 1 (for reversed depth).

    It is opened on the best device that can: a graphics card, or else Mesa's llvmpipe. One line of the log
    says which, and why a better one was passed over.

    Raises:
        CaosError: no EGL, or a driver older than OpenGL 4.5; the message names the Debian packages.
    """
    failures: list[str] = []
    try:
        candidates: list[int | None] = [*by_preference(device_extensions())] or [None]
    except OSError as error:
        raise _no_opengl(str(error)) from error
    for index in candidates:
        try:
            context = _open(index)
        except RuntimeError as error:
            failures.append(str(error))
            continue
        passed = f"; passed over: {'; '.join(failures)}" if failures else ""
        info = context.info
        _LOG.info("renderer: %s, OpenGL %s%s", info["GL_RENDERER"], info["GL_VERSION"], passed)
        return context
    raise _no_opengl("; ".join(dict.fromkeys(failures)))


def _open(index: int | None) -> moderngl.Context:
    """A context on a device of EGL's list; any failure is a RuntimeError of one line."""
    settings: dict[str, Any] = {"backend": "egl"} | ({} if index is None else {"device_index": index})
    try:
        context = moderngl.create_context(standalone=True, require=_VERSION, **settings)
        # The default -1..1 wastes the precision of float depth.
        _function("glClipControl", *2 * [ctypes.c_uint])(_LOWER_LEFT, _ZERO_TO_ONE)
    except Exception as error:  # moderngl raises it bare
        raise RuntimeError(" ".join(str(error).split()) or type(error).__name__) from error
    return context


def _no_opengl(reason: str) -> CaosError:
    return CaosError(
        f"the renderer found no OpenGL 4.5 through EGL ({reason}); on Debian or Ubuntu: "
        "apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri"
    )


def check_health(context: moderngl.Context) -> None:
    """See that what was drawn with the current context can be trusted.

    Raises:
        CaosError: the context is lost, or OpenGL ran into an error since the last call.
    """
    status = egl_function("glGetGraphicsResetStatus", ctypes.c_uint)
    cause = _RESETS.get(status()) if status is not None else None
    if cause is not None:
        raise CaosError(
            f"the graphics device was reset and the drawing context is lost (cause: {cause}); start again, "
            "and look at the kernel's log (dmesg) if it happens twice"
        )
    error = context.error
    if error == "GL_OUT_OF_MEMORY":
        raise CaosError("the graphics device ran out of memory; ask for smaller pictures or fewer cameras")
    if error != "GL_NO_ERROR":
        raise CaosError(
            f"OpenGL failed while drawing ({error}), so the picture cannot be trusted; start again"
        )


def write_levels(array: moderngl.TextureArray, number: int, smaller: Sequence[npt.NDArray[np.uint8]]) -> None:
    """Write mip levels 1, 2 ... of one layer; (S, S, 4) each, of a mip-mapped array."""
    write = _function("glTexSubImage3D", ctypes.c_uint, *9 * [ctypes.c_int], ctypes.c_char_p)
    array.use(0)
    for level, pixels in enumerate(smaller, start=1):
        rows, columns = pixels.shape[:2]
        place = (0, 0, number, columns, rows, 1)
        write(_TEXTURE_2D_ARRAY, level, *place, _RGBA, _UNSIGNED_BYTE, pixels.tobytes())


def _function(name: str, *arguments: Any) -> Callable[..., Any]:
    found = egl_function(name, None, *arguments)
    if found is None:
        raise RuntimeError(f"{name} is missing")
    return found
