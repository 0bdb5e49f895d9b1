"""The recorder: not here, and it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..rpc import Method, RpcError
from ..world import World


def refuse(_: World, *__: Any) -> None:
    """There is no recorder."""
    raise RpcError("recording and replaying are not supported by the embedded server")


METHODS: Final[Mapping[str, Method]] = {
    name: Method(refuse)
    for name in (
        "start_recorder",
        "stop_recorder",
        "show_recorder_file_info",
        "show_recorder_collisions",
        "show_recorder_actors_blocked",
        "replay_file",
        "stop_replayer",
        "set_replayer_time_factor",
        "set_replayer_ignore_hero",
        "set_replayer_ignore_spectator",
    )
}
