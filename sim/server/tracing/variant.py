"""Which of Mitsuba's builds traces: a graphics card's where there is one, else the one for all cores."""

from __future__ import annotations

import ctypes
import functools
import logging
from types import ModuleType

from caos.errors import CaosError
from caos.extras import require

_LOG = logging.getLogger(__name__)


@functools.cache
def mitsuba() -> ModuleType:
    """Mitsuba 3 with its variant set.

    `llvm_ad_rgb` is left out: with the LLVM 15 that Debian ships it ends the whole process while compiling.

    Raises:
        CaosError: Mitsuba is not installed, or was built without the variants that we use.
    """
    mi = require("mitsuba", extra="quality")
    for variant in ("cuda_ad_rgb", "scalar_rgb") if _has_nvidia_driver() else ("scalar_rgb",):
        if variant in mi.variants():
            mi.set_variant(variant)
            _LOG.info("path tracer: Mitsuba %s, %s", mi.__version__, variant)
            return mi
    raise CaosError(
        f"Mitsuba {mi.__version__} here lacks 'scalar_rgb'; try  pip install --force-reinstall mitsuba"
    )


def _has_nvidia_driver() -> bool:
    """Whether CUDA's driver answers; asking Mitsuba itself would start its compiler."""
    try:
        return bool(ctypes.CDLL("libcuda.so.1").cuInit(0) == 0)
    except OSError:
        return False
