"""Which of EGL's devices to draw with: a graphics card rather than the processor.

A machine can have several: its cards, and Mesa's software renderer. Their extensions tell them apart
(EGL_EXT_device_query, EGL_MESA_device_software, EGL_NV_device_cuda).
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

_EGL_EXTENSIONS: Final = 0x3055
_MOST: Final = 64


def by_preference(extensions: Sequence[str]) -> list[int]:
    """Indices of devices, best first: NVIDIA's cards, other hardware, software; else in EGL's order.

    Args:
        extensions: of each device, separated by spaces, as EGL tells them.
    """

    def rank(index: int) -> int:
        names = extensions[index].split()
        if "EGL_MESA_device_software" in names:
            return 2
        return 0 if "EGL_NV_device_cuda" in names else 1

    return sorted(range(len(extensions)), key=rank)


def device_extensions() -> list[str]:
    """The extensions of EGL's devices in its own order; empty where EGL cannot list them.

    Raises:
        OSError: there is no libEGL.
    """
    query_devices = egl_function("eglQueryDevicesEXT", ctypes.c_uint)
    query_string = egl_function("eglQueryDeviceStringEXT", ctypes.c_char_p)
    if query_devices is None or query_string is None:
        return []
    devices = (ctypes.c_void_p * _MOST)()
    count = ctypes.c_int(0)
    if not query_devices(ctypes.c_int(_MOST), devices, ctypes.byref(count)):
        return []
    texts = (query_string(ctypes.c_void_p(device), _EGL_EXTENSIONS) for device in devices[: count.value])
    return [(text or b"").decode("ascii", "replace") for text in texts]


@cache
def egl_function(name: str, result: Any, *arguments: Any) -> Callable[..., Any] | None:
    """A function of EGL or OpenGL by name, or None when the driver lacks it.

    Raises:
        OSError: there is no libEGL.
    """
    library = _egl()
    library.eglGetProcAddress.restype = ctypes.c_void_p
    library.eglGetProcAddress.argtypes = [ctypes.c_char_p]
    address = library.eglGetProcAddress(name.encode())
    return ctypes.CFUNCTYPE(result, *arguments)(address) if address else None


@cache
def _egl() -> ctypes.CDLL:
    return ctypes.CDLL(ctypes.util.find_library("EGL") or "libEGL.so.1")
