"""An OpenGL 4.5 context without a window, through EGL: a graphics card, or else Mesa's llvmpipe."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import os
from typing import Any

import moderngl

from caos.errors import CaosError

_LOG = logging.getLogger(__name__)
_GL_LOWER_LEFT = 0x8CA1
_GL_ZERO_TO_ONE = 0x935F
_VERSION = 450
_SETTINGS: dict[str, Any] = {"backend": "egl"}


def open_context() -> moderngl.Context:
    """A fresh context, current on the calling thread, with depth from 0 to 1 (for reversed depth).

    Raises:
        CaosError: no EGL, or a driver older than OpenGL 4.5; the message names the Debian packages.
    """
    try:
        context = moderngl.create_context(standalone=True, require=_VERSION, **_SETTINGS)
        _use_zero_to_one_depth()
    except Exception as error:  # moderngl raises it bare
        reason = " ".join(str(error).split()) or type(error).__name__
        raise CaosError(
            f"the renderer found no OpenGL 4.5 through EGL ({reason}); on Debian or Ubuntu: "
            "apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri"
        ) from error
    _LOG.info("renderer: %s, OpenGL %s", context.info["GL_RENDERER"], context.info["GL_VERSION"])
    return context


def _use_zero_to_one_depth() -> None:
    """Call `glClipControl`, which moderngl lacks; the default -1..1 wastes the precision of float depth."""
    library = ctypes.util.find_library("EGL") or ("libEGL.so.1" if os.name == "posix" else "libEGL.dll")
    get_address = ctypes.CDLL(library).eglGetProcAddress
    get_address.restype = ctypes.c_void_p
    get_address.argtypes = [ctypes.c_char_p]
    address = get_address(b"glClipControl")
    if not address:
        raise RuntimeError("glClipControl is missing")
    ctypes.CFUNCTYPE(None, ctypes.c_uint, ctypes.c_uint)(address)(_GL_LOWER_LEFT, _GL_ZERO_TO_ONE)
