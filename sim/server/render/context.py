"""An OpenGL 4.5 context without a window, through EGL, and the functions of OpenGL that moderngl lacks."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
from collections.abc import Callable, Sequence
from typing import Any

import moderngl
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

_LOG = logging.getLogger(__name__)
_GL_LOWER_LEFT = 0x8CA1
_GL_ZERO_TO_ONE = 0x935F
_GL_TEXTURE_2D_ARRAY = 0x8C1A
_GL_RGBA = 0x1908
_GL_UNSIGNED_BYTE = 0x1401
_VERSION = 450
_SETTINGS: dict[str, Any] = {"backend": "egl"}


def open_context() -> moderngl.Context:
    """A fresh context, current on the calling thread, with depth from 0 to 1 (for reversed depth).

    Raises:
        CaosError: no EGL, or a driver older than OpenGL 4.5; the message names the Debian packages.
    """
    try:
        context = moderngl.create_context(standalone=True, require=_VERSION, **_SETTINGS)
        # The default -1..1 wastes the precision of float depth.
        _function("glClipControl", *2 * [ctypes.c_uint])(_GL_LOWER_LEFT, _GL_ZERO_TO_ONE)
    except Exception as error:  # moderngl raises it bare
        reason = " ".join(str(error).split()) or type(error).__name__
        raise CaosError(
            f"the renderer found no OpenGL 4.5 through EGL ({reason}); on Debian or Ubuntu: "
            "apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri"
        ) from error
    _LOG.info("renderer: %s, OpenGL %s", context.info["GL_RENDERER"], context.info["GL_VERSION"])
    return context


def write_levels(array: moderngl.TextureArray, number: int, smaller: Sequence[npt.NDArray[np.uint8]]) -> None:
    """Write mip levels 1, 2 ... of one layer; (S, S, 4) each, of a mip-mapped array."""
    write = _function("glTexSubImage3D", ctypes.c_uint, *9 * [ctypes.c_int], ctypes.c_char_p)
    array.use(0)
    for level, pixels in enumerate(smaller, start=1):
        rows, columns = pixels.shape[:2]
        place = (0, 0, number, columns, rows, 1)
        write(_GL_TEXTURE_2D_ARRAY, level, *place, _GL_RGBA, _GL_UNSIGNED_BYTE, pixels.tobytes())


def _function(name: str, *arguments: Any) -> Callable[..., None]:
    """A function of OpenGL, by the types of its arguments."""
    library = ctypes.util.find_library("EGL") or ("libEGL.so.1" if os.name == "posix" else "libEGL.dll")
    get_address = ctypes.CDLL(library).eglGetProcAddress
    get_address.restype = ctypes.c_void_p
    get_address.argtypes = [ctypes.c_char_p]
    address = get_address(name.encode())
    if not address:
        raise RuntimeError(f"{name} is missing")
    return ctypes.CFUNCTYPE(None, *arguments)(address)
