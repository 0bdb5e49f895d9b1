"""Listening TCP sockets that hand each connection to a callback."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
from collections.abc import Callable
from typing import Final

from caos.errors import CaosError

MAX_CONNECTIONS: Final = 512
"""Connections one port holds open at a time; each costs threads."""


class Listener:
    """A bound, listening socket. `start` hands connections to a callback on a thread of its own."""

    def __init__(self, host: str, port: int) -> None:
        """Bind at once; port 0 picks a free one.

        Raises:
            CaosError: the port is in use or the address is not ours; the message says what to do.
        """
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen(64)
        except (OSError, OverflowError) as error:
            self._socket.close()
            raise CaosError(_explain(host, port, error)) from error

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self._socket.getsockname()[1])

    def start(self, accept: Callable[[socket.socket], None]) -> None:
        """Call `accept` for each connection until `close`."""
        threading.Thread(target=self._run, args=(accept,), name=f"listen-{self.port}", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        close(self._socket)

    def _run(self, accept: Callable[[socket.socket], None]) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except ConnectionAbortedError:
                continue  # the peer gave up between SYN and accept
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            accept(connection)


def close(connection: socket.socket) -> None:
    """Close a socket so that threads blocked on it wake up."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _explain(host: str, port: int, error: OSError | OverflowError) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"port {port} on {host} is in use: choose another with --port, or --port 0 for any free one"
    return f"cannot listen on {host}:{port}: {error}; check --host and --port"
