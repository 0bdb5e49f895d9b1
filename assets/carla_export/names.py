"""Names that Unreal and CARLA's importer accept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from caos.errors import CaosError

_LONGEST: Final = 48
_COLLISION: Final = ("ucx_", "ubx_", "usp_", "ucp_", "mcdcx_")
"""Unreal's FBX importer takes meshes whose names begin so for collision shapes."""
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""No file may be called so on Windows, where packages may be cooked."""


def prop_name(model_id: str) -> str:
    """The name of a prop: the catalogue's id where Unreal takes it, else a changed one.

    CARLA makes `static.prop.<name in lower case>` of it. Unreal wants a letter first and short paths; the FBX
    importer gives some prefixes a meaning.
    """
    name = model_id
    if not name[0].isalpha() or name.startswith(_COLLISION) or _DEVICES.fullmatch(name):
        name = f"m_{name}"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 9]}_{hashlib.sha256(model_id.encode()).hexdigest()[:8]}"
    return name


def prop_names(model_ids: Iterable[str]) -> dict[str, str]:
    """Names of several models, no two alike.

    Raises:
        CaosError: two ids come to one name.
    """
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for model_id in model_ids:
        name = prop_name(model_id)
        if name in owners:
            raise CaosError(
                f"models {owners[name]!r} and {model_id!r} would both be the prop {name!r}; rename one"
            )
        owners[name] = model_id
        names[model_id] = name
    return names


def check_package_name(name: str) -> str:
    """`name` if CARLA can call a package so.

    Raises:
        CaosError: it cannot, or it is the name of CARLA's own content.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", name):
        raise CaosError(f"--package {name!r}: use up to 32 letters, digits and _, a letter first")
    if name.lower() == "carla":
        raise CaosError(f"--package {name!r}: this is the folder of CARLA's own content; choose another name")
    return name
