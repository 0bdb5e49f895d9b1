"""A worker: a process with a server and a carla library of its own; the library crashes now and then."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Final

from caos.errors import CaosError

from ..connect import ServerLostError, Session
from ..plan import FramePlan
from .events import Fault, Lost, Message, Mistake
from .units import Job, Server
from .work import attached_writer, machine_fault, photograph

STOP_SECONDS: Final = 8.0
"""How long a worker may take to put its server back in order when it is told to stop."""

_NOTICE_SECONDS: Final = 3.0
"""How long a worker may take to notice that its server has ended."""

_PROBE_SECONDS: Final = 2.0
_REFUSALS: Final = 3
"""A running server that refuses so many connections in a row, so many seconds apart, has ended."""


def work(pipe: Connection, job: Job, server: Server, errors: Path) -> None:
    """Render the frames that come through `pipe` until it is closed; report through it.

    Args:
        pipe: takes frames, gives messages; the last one says why it is the last.
        job: what to render.
        server: with what.
        errors: file for standard error, in which the carla library says why it aborts.
    """
    _redirect_errors(errors)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_follow_parent, name="parent-watcher", daemon=True).start()
    try:
        last = _work(pipe, job, server)
        if last is not None:
            pipe.send(last)
    except (BrokenPipeError, ConnectionResetError):
        return  # nobody is there to be told


def _work(pipe: Connection, job: Job, server: Server) -> Message | None:
    """Returns what went wrong, None when there was nothing left to do."""
    try:
        with closing(
            photograph(
                job, server, _handed_out(pipe), lambda: attached_writer(job), on_session=_follow_server
            )
        ) as events:
            for event in events:
                pipe.send(event)
    except ServerLostError as cause:
        return Lost(_one_line(cause))
    except CaosError as cause:
        return Mistake(_one_line(cause))
    except (BrokenPipeError, ConnectionResetError):
        raise
    except OSError as cause:  # a full disk, a folder that may not be written
        return Mistake(machine_fault(cause))
    except Exception as cause:  # noqa: BLE001 -- reported to the parent, which tries elsewhere
        return Fault(f"internal error: {type(cause).__name__}: {_one_line(cause)}")
    return None


def _follow_server(session: Session) -> None:
    """End this process soon after its server: the library would wait for a dead one for minutes."""
    child = session.child
    wait = _until_refused if child is None else lambda _: child.wait()

    def follow() -> None:
        wait(session)
        threading.Event().wait(_NOTICE_SECONDS)
        print(f"the server at {session.host}:{session.port} stopped", file=sys.stderr, flush=True)
        os._exit(1)

    threading.Thread(target=follow, name="server-watcher", daemon=True).start()


def _until_refused(session: Session) -> None:
    """Wait until nobody listens where a running server did; one that is busy or slow still listens."""
    refused = 0
    while refused < _REFUSALS:
        threading.Event().wait(_PROBE_SECONDS)
        try:
            socket.create_connection((session.host, session.port), timeout=_PROBE_SECONDS).close()
            refused = 0
        except ConnectionRefusedError:
            refused += 1
        except OSError:  # a network that is slow or down for a while says nothing about the server
            refused = 0


def _handed_out(pipe: Connection) -> Iterator[FramePlan]:
    """Frames as they come, until the other end is closed."""
    with contextlib.suppress(EOFError, ConnectionResetError):
        while True:
            yield pipe.recv()


def _one_line(cause: Exception) -> str:
    return " ".join(str(cause).split())


def _redirect_errors(file: Path) -> None:
    sys.stderr.flush()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _leave(number: int, _: FrameType | None) -> None:
    """Unwind: cameras are taken down, a running server gets its settings back, an embedded one ends."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(0)


def _follow_parent() -> None:
    """Stop when the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(STOP_SECONDS)
    os._exit(1)
