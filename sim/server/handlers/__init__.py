"""The RPC table: method name -> what it does, grouped by what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..rpc import Method
from . import actors, batch, recorder, scenery, session, traffic, vehicles, walkers

METHODS: Final[Mapping[str, Method]] = {
    **session.METHODS,
    **scenery.METHODS,
    **actors.METHODS,
    **vehicles.METHODS,
    **walkers.METHODS,
    **traffic.METHODS,
    **recorder.METHODS,
    **batch.METHODS,
}

__all__ = ["METHODS"]
