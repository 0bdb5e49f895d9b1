"""Optional dependencies: import one, or say in one line which extra brings it."""

from __future__ import annotations

import importlib
from types import ModuleType

from .errors import CaosError


def require(module: str, *, extra: str) -> ModuleType:
    """Import `module`, which the optional dependency group `extra` installs.

    Raises:
        CaosError: the module is missing or does not load; the message names the extra and the cause.
    """
    try:
        return importlib.import_module(module)
    except ImportError as cause:
        raise CaosError(
            f"this needs {module!r}, which does not load ({cause}); try  pip install 'caos-suite[{extra}]'"
        ) from cause
