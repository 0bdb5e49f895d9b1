"""Registries are plain dicts of name -> thing; this is how a name that a user typed is looked up in one."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TypeVar

from .errors import CaosError

Entry = TypeVar("Entry")


def look_up(kind: str, name: str, known: Mapping[str, Entry]) -> Entry:
    """The entry called `name`.

    Args:
        kind: what the registry holds, in the singular; it opens the message ("score", "protocol", ...).
        name: what the user asked for.
        known: the registry.

    Raises:
        CaosError: there is none; the message lists the known names and the nearest.

    >>> look_up("score", "maxlogit", {"msp": 1, "max_logit": 2})
    Traceback (most recent call last):
        ...
    caos.errors.CaosError: unknown score 'maxlogit' (did you mean 'max_logit'?); known: msp, max_logit
    """
    if name in known:
        return known[name]
    nearest = difflib.get_close_matches(name, known, n=1)
    hint = f" (did you mean {nearest[0]!r}?)" if nearest else ""
    raise CaosError(f"unknown {kind} {name!r}{hint}; known: {', '.join(known)}")
