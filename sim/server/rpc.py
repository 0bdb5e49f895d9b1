"""The RPC port: msgpack calls in, answers out, in the dialect that CARLA's client speaks.

A request is `[0, id, method, [metadata, argument, ...]]`, a response `[1, id, nil, result]`; both are plain
concatenated msgpack values. Results are wrapped once more in CARLA's own `Response`: see `value_result`,
`value_error`, `void_result`, `void_error`. All of it was tried with the released client `carla==0.9.16`.
"""

from __future__ import annotations

import enum
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgpack

from caos.errors import CaosError

from .ports import RendererFailedError
from .sockets import MAX_CONNECTIONS, Listener, close

logger = logging.getLogger(__name__)

MAX_MESSAGE: Final = 256 * 1024 * 1024
"""Bytes that one request may have; an OpenDRIVE text or a texture is the largest thing a client sends."""

RECEIVE_SIZE: Final = 1 << 16
REQUEST_LENGTH: Final = 4
REQUEST: Final = 0
RESPONSE: Final = 1


class RpcError(Exception):
    """A call that cannot be done; the client raises `RuntimeError` with this message."""


class Reply(enum.Enum):
    """How a method's result is wrapped."""

    VALUE = "value"
    VOID = "void"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Method:
    """One entry of the RPC table.

    Attributes:
        call: takes the world and the arguments; returns what goes on the wire.
        reply: wrapping of the result.
        settles: whether announced stream subscribers must be connected before the call runs (see `streams`).
    """

    call: Callable[..., Any]
    reply: Reply = Reply.VALUE
    settles: bool = False


Dispatch = Callable[[str, list[Any]], Any]
"""(method name, arguments without metadata) -> the wrapped result. Must not raise."""


def value_result(value: Any) -> list[Any]:
    """`Response<T>` that succeeded."""
    return [[1, value]]


def value_error(message: str) -> list[Any]:
    """`Response<T>` that failed."""
    return [[0, [message]]]


def void_result() -> list[Any]:
    """`Response<void>` that succeeded; the flag means "has an error"."""
    return [[False]]


def void_error(message: str) -> list[Any]:
    """`Response<void>` that failed."""
    return [[True, [message]]]


def wrap_result(reply: Reply, value: Any) -> Any:
    """`value` as the wire wants it for a method of this kind."""
    if reply is Reply.BARE:
        return value
    return void_result() if reply is Reply.VOID else value_result(value)


def wrap_error(reply: Reply, message: str) -> Any:
    """An error as the wire wants it for a method of this kind."""
    return void_error(message) if reply is Reply.VOID else value_error(message)


def call_method(table: Mapping[str, Method], name: str, world: object, arguments: list[Any]) -> Any:
    """Run one call and wrap what comes of it; every failure but a dead renderer becomes an answer."""
    method = table.get(name)
    if method is None:
        return value_error(f"{name!r} is not supported by the embedded server")
    try:
        return wrap_result(method.reply, method.call(world, *arguments))
    except RendererFailedError:
        raise
    except (RpcError, CaosError) as error:
        return wrap_error(method.reply, str(error))
    except Exception as error:
        logger.debug("%s%r", name, tuple(arguments), exc_info=True)
        return wrap_error(method.reply, f"{name}: arguments not understood ({type(error).__name__}: {error})")


class RpcServer:
    """Accepts RPC connections and answers each one's calls in order, on a thread of its own."""

    def __init__(self, listener: Listener, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._sessions: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = listener
        listener.start(self._open)

    def close(self) -> None:
        """Stop listening and hang up on everyone."""
        self._listener.close()
        with self._lock:
            sessions = list(self._sessions)
        for connection in sessions:
            close(connection)

    def _open(self, connection: socket.socket) -> None:
        with self._lock:
            if len(self._sessions) >= MAX_CONNECTIONS:
                logger.warning("too many RPC connections: one refused")
                close(connection)
                return
            self._sessions.add(connection)
        threading.Thread(target=self._serve, args=(connection,), name="rpc-session", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            for call_id, name, arguments in _requests(connection):
                answer = [RESPONSE, call_id, None, self._dispatch(name, arguments)]
                connection.sendall(msgpack.packb(answer, unicode_errors="surrogateescape"))
        except OSError:
            pass  # the client is gone, which is how every session ends
        except (ValueError, msgpack.exceptions.UnpackException) as error:
            logger.warning("hung up on an RPC client that does not speak the protocol: %s", error)
        finally:
            with self._lock:
                self._sessions.discard(connection)
            close(connection)


def _requests(connection: socket.socket) -> Iterator[tuple[int, str, list[Any]]]:
    """Calls read from a connection until it ends: (call id, method, arguments).

    Raises:
        ValueError: bytes that are no request.
    """
    unpacker = msgpack.Unpacker(
        raw=False, strict_map_key=False, max_buffer_size=MAX_MESSAGE, unicode_errors="surrogateescape"
    )
    while data := connection.recv(RECEIVE_SIZE):
        unpacker.feed(data)
        for message in unpacker:
            if not _is_request(message):
                raise ValueError(f"not a request: {str(message)[:60]}")
            _, call_id, name, arguments = message
            # the first argument is metadata: [caller does not wait]; the answer is the same either way
            yield call_id, name, arguments[1:]


def _is_request(message: Any) -> bool:
    if not isinstance(message, list) or len(message) != REQUEST_LENGTH or message[0] != REQUEST:
        return False
    _, call_id, name, arguments = message
    return isinstance(call_id, int) and isinstance(name, str) and isinstance(arguments, list)
