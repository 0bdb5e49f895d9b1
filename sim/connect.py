"""A connected client: to a CARLA server that runs somewhere, or to an embedded one, our child process."""

from __future__ import annotations

import contextlib
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import carla
import msgpack

from caos.errors import CaosError

from .quality import Quality

EMBEDDED_MODULE: Final = "caos.sim.server"
LOG_PREFIX: Final = "caos."
"""What each line of the server's log begins with: the name of its module."""

LOOPBACK: Final = "127.0.0.1"

_READY: Final = "listening on "
_START_TIMEOUT = 120.0
_STOP_TIMEOUT = 5.0
_CLEAN_UP_TIMEOUT = 5.0
_PROBE_TIMEOUT = 5.0
_DEAD_TIMEOUT = 0.1
_ANSWER_LIMIT = 65536


class ServerLostError(CaosError):
    """A server that is not there, does not answer or has ended; another one may do."""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A server that answered.

    Attributes:
        client: with its time-out set.
        host, port: where the server is.
        version: what it calls itself, e.g. "0.9.16".
        timeout: seconds that one call may take.
        child: the embedded server's process; None for a server that others run.
        child_errors: the file that takes the child's standard error.
    """

    client: carla.Client
    host: str
    port: int
    version: str
    timeout: float
    child: subprocess.Popen[str] | None = None
    child_errors: Path | None = None

    @property
    def embedded(self) -> bool:
        """Whether the server is our own child."""
        return self.child is not None

    @property
    def alive(self) -> bool:
        """False once the child has ended; a server run by others is taken to live."""
        return self.child is None or self.child.poll() is None

    def clean_up(self, *steps: Callable[[], object]) -> None:
        """Run each step; a dead server is left alone, and no step waits for long."""
        if not self.alive:
            # The library's own destructors still ask a dead server, each for as long as the time-out says.
            self.client.set_timeout(_DEAD_TIMEOUT)
            return
        self.client.set_timeout(_CLEAN_UP_TIMEOUT)
        for step in steps:
            with contextlib.suppress(RuntimeError):
                step()
        self.client.set_timeout(self.timeout)

    def explain(self, cause: RuntimeError) -> ServerLostError:
        """One line for an error of the client library."""
        if self.child is not None:
            # A child that is about to die of what broke the connection gets a moment to do so.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.child.wait(timeout=1.0)
        if not self.alive:
            return ServerLostError(
                f"the embedded server on port {self.port} stopped{_last_line(self.child_errors)}; "
                "run the same command again, finished frames are kept"
            )
        reason = " ".join(str(cause).split())
        return ServerLostError(
            f"the CARLA server at {self.host}:{self.port} failed: {reason}; check that it runs, then run the "
            "same command again, finished frames are kept"
        )


@contextmanager
def connect(
    host: str | None = None,
    port: int = 2000,
    *,
    catalogue: Path | None = None,
    timeout: float = 20.0,
    quality: Quality = Quality.STANDARD,
) -> Iterator[Session]:
    """Connect to a server for the length of a `with` block.

    Args:
        host: of a running CARLA server; None starts an embedded one on a free loopback port and stops it at
            the end, whatever happens: it also ends by itself when this process is killed.
        port: of the running server; not used for an embedded one.
        catalogue: folder of anomaly models for an embedded server.
        timeout: seconds that one call to the server may take.
        quality: how an embedded server draws colors; a running one draws as it does.

    Raises:
        ServerLostError: no server there, or the embedded one does not start.
        CaosError: what is there is no CARLA server.
    """
    if host is None:
        with _embedded_server(catalogue, quality) as (child, child_port, errors):
            session = _session(LOOPBACK, child_port, timeout, child, errors)
            try:
                yield session
            finally:
                # Whatever of the library outlives the child asks it once more when it is destroyed.
                session.client.set_timeout(_DEAD_TIMEOUT)
    else:
        yield _session(host, port, timeout)


def _session(
    host: str,
    port: int,
    timeout: float,
    child: subprocess.Popen[str] | None = None,
    errors: Path | None = None,
) -> Session:
    """Ask for the version: the first call shows whether a CARLA server is there at all."""
    if child is None:
        _check_protocol(host, port)
    try:
        client = carla.Client(host, port)
        client.set_timeout(_PROBE_TIMEOUT)
        version = client.get_server_version()
        client.set_timeout(timeout)
    except RuntimeError as cause:
        raise _nobody(host, port) from cause
    return Session(client, host, port, version, timeout, child, errors)


def _check_protocol(host: str, port: int) -> None:
    """Ask for the version by hand first: bytes of another protocol make the carla library abort the process.

    Raises:
        CaosError: nobody there, nobody who answers, or somebody who does not speak msgpack-rpc.
    """
    unpacker = msgpack.Unpacker(strict_map_key=False, max_buffer_size=_ANSWER_LIMIT)
    deadline = time.monotonic() + _PROBE_TIMEOUT
    try:
        with socket.create_connection((host, port), timeout=_PROBE_TIMEOUT) as connection:
            connection.sendall(msgpack.packb([0, 1, "version", []]))
            while (answer := next(unpacker, None)) is None:
                connection.settimeout(max(deadline - time.monotonic(), 0.001))
                data = connection.recv(4096)
                if not data:
                    raise _nobody(host, port)
                unpacker.feed(data)
    except OSError as cause:
        raise _nobody(host, port) from cause
    except (ValueError, msgpack.UnpackException) as cause:
        raise _other_protocol(host, port) from cause
    if not (isinstance(answer, list) and len(answer) == 4 and answer[:2] == [1, 1]):
        raise _other_protocol(host, port)


def _nobody(host: str, port: int) -> ServerLostError:
    return ServerLostError(
        f"no CARLA server answers at {host}:{port}; start one there, or leave out --host to use the "
        "embedded one"
    )


def _other_protocol(host: str, port: int) -> CaosError:
    return CaosError(
        f"what answers at {host}:{port} is no CARLA server; give the RPC port of one (2000 as a rule), or "
        "leave out --host to use the embedded one"
    )


@contextmanager
def _embedded_server(
    catalogue: Path | None, quality: Quality
) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """Start a server, wait for its port, and stop it at the end."""
    command = [sys.executable, "-m", EMBEDDED_MODULE, "--host", LOOPBACK, "--port", "0", "--exit-with-stdin"]
    if catalogue is not None:
        command += ["--catalogue", str(catalogue)]
    command += ["--quality", quality.value]
    with tempfile.TemporaryDirectory(prefix="caos-server-") as folder:
        errors = Path(folder, "stderr.txt")
        with errors.open("wb") as sink:
            # A session of its own: Ctrl-C at the terminal reaches us alone, and we stop the child in order.
            child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                start_new_session=True,
            )
        try:
            yield child, _wait_for_port(child, errors), errors
        finally:
            _stop(child)


def _wait_for_port(child: subprocess.Popen[str], errors: Path) -> int:
    """Read the child's one line, within bounds.

    Raises:
        CaosError: it ended, or said nothing in time.
    """
    lines: queue.Queue[str] = queue.Queue()
    if child.stdout is None:
        raise ValueError("the child needs a pipe for its standard output")
    threading.Thread(target=_first_line, args=(child.stdout, lines), daemon=True).start()
    try:
        line = lines.get(timeout=_START_TIMEOUT)
    except queue.Empty:
        raise ServerLostError(
            f"the embedded server did not start within {_START_TIMEOUT:.0f} s{_last_line(errors)}; "
            "try it alone with  caos sim serve"
        ) from None
    if not line.startswith(_READY):
        raise ServerLostError(
            f"the embedded server did not start{_last_line(errors)}; try it alone with  caos sim serve"
        )
    return int(line.strip().rpartition(":")[2])


def _first_line(stream: IO[str], lines: queue.Queue[str]) -> None:
    """Hand over the first line, then drain, so that a talkative child never blocks on a full pipe."""
    with contextlib.suppress(ValueError, OSError):  # the stream is closed under us when the child is stopped
        lines.put(stream.readline())
        for _ in stream:
            pass


def _stop(child: subprocess.Popen[str]) -> None:
    """End of input is the child's signal to stop; it is killed when it does not."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    try:
        child.wait(timeout=_STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _last_line(errors: Path | None) -> str:
    """A colon and the last line of the child's standard error, its log left out, or nothing."""
    if errors is None or not errors.is_file():
        return ""
    lines = [line.strip() for line in errors.read_text(encoding="utf-8", errors="replace").splitlines()]
    spoken = [line for line in lines if line and not line.startswith(LOG_PREFIX)]
    return f": {spoken[-1]}" if spoken else ""
