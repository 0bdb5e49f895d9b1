from __future__ import annotations

import pytest

pytest.importorskip("msgpack")

from caos.sim.server.engine import Engine
from caos.sim.server.sockets import Listener
from caos.sim.server.streams import StreamServer


def test_a_call_that_comes_too_late_leaves_the_wake_up_call() -> None:
    listener = Listener("127.0.0.1", 0)
    try:
        engine = Engine({}, StreamServer(listener))
        engine.stop()
        engine.dispatch("version", [])
        assert engine._jobs.get(timeout=1.0) is None
    finally:
        listener.close()
