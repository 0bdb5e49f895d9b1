"""Starting, losing and not finding a server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

carla = pytest.importorskip("carla")

from caos.sim import connect as connect_module  # noqa: E402
from caos.sim.connect import connect  # noqa: E402

from caos.errors import CaosError  # noqa: E402


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect_module, "_PROBE_TIMEOUT", 0.5)
    port = closed_port()
    expected = rf"no CARLA server answers at 127\.0\.0\.1:{port}; start one"
    with pytest.raises(CaosError, match=expected), connect("127.0.0.1", port):
        pass


def test_somebody_silent_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect_module, "_PROBE_TIMEOUT", 0.5)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(CaosError, match="no CARLA server answers"), connect("127.0.0.1", port):
            pass


def test_embedded_server_that_does_not_start(tmp_path: Path) -> None:
    pytest.importorskip("caos.sim.server.main")
    wrong = tmp_path / "no-such-catalogue"
    with (
        pytest.raises(CaosError, match="embedded server did not start: ") as caught,
        connect(catalogue=wrong),
    ):
        pass
    assert "no-such-catalogue" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_embedded_server_keeps_out_of_the_terminals_group_and_ends_with_the_block() -> None:
    pytest.importorskip("caos.sim.server.main")
    with connect() as session:
        assert session.embedded
        assert session.alive
        assert session.version.startswith("0.9.")
        child = session.child
        assert child is not None
        assert os.getpgid(child.pid) != os.getpgrp()  # a terminal's Ctrl-C does not reach it
    assert child.returncode is not None


def test_embedded_server_dies_with_a_killed_parent() -> None:
    pytest.importorskip("caos.sim.server.main")
    code = (
        "import sys, time\n"
        "from caos.sim.connect import connect\n"
        "with connect() as session:\n"
        "    print(session.child.pid, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
    finally:
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and running(child):
        time.sleep(0.1)
    assert not running(child)


def running(pid: int) -> bool:
    """Alive and no zombie."""
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\xc1\xff\x00", b"\x93\x01\x01\xc0"]
)
def test_somebody_else_there(answer: bytes) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def reply() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                connection.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        port = listener.getsockname()[1]
        with pytest.raises(CaosError, match="is no CARLA server"), connect("127.0.0.1", port):
            pass
        thread.join()
