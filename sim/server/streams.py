"""The stream port: sensor data and world states, pushed to whoever subscribed.

A subscriber connects, sends the 4-byte stream id and from then on only reads messages `u32 size, payload`.
Subscribing is not ordered with the RPC calls of the same client, so a tick sent right after `sensor.listen()`
may arrive first. Clients ask for a stream's token immediately before they connect: that announces them, and
`StreamServer.settle` lets a call wait for them.
"""

from __future__ import annotations

import logging
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from .sockets import MAX_CONNECTIONS, Listener, close

logger = logging.getLogger(__name__)

Part = bytes | memoryview
"""A piece of a message; never written to after it was handed over, for a sender thread reads it later."""

QUEUE_LENGTH: Final = 8
"""Messages that wait for one subscriber; a 1280x720 picture has 3.7 MB."""

ANNOUNCED_FOR: Final = 3.0
"""Seconds that a call waits for a subscriber who asked for a token and then did not connect."""

STALLED_AFTER: Final = 5.0
"""Seconds that a synchronous world waits for a subscriber with a full queue before it hangs up."""

HANDSHAKE_TIMEOUT: Final = 5.0

LINGER: Final = 10.0
"""Seconds that a connection for a stream that is gone stays open and silent."""

TOKEN_SIZE: Final = 24
PROTOCOL_TCP: Final = 1
SAME_HOST_AS_RPC: Final = 0


class Subscriber:
    """One connection with its queue and its sender thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._queue: deque[tuple[Part, ...]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._send_all, name="stream-sender", daemon=True).start()

    def put(self, message: tuple[Part, ...], *, wait: bool) -> None:
        """Queue a message. With a full queue either wait (and hang up at last), or drop the oldest."""
        with self._changed:
            if wait and not self._changed.wait_for(self._has_room, STALLED_AFTER):
                logger.warning("hung up on a subscriber that read nothing for %g s", STALLED_AFTER)
                self._close()
            if self._closed:
                return
            if len(self._queue) >= QUEUE_LENGTH:
                self._queue.popleft()
            self._queue.append(message)
            self._changed.notify_all()

    def close(self) -> None:
        """Hang up."""
        with self._changed:
            self._close()

    def _has_room(self) -> bool:
        return self._closed or len(self._queue) < QUEUE_LENGTH

    def _close(self) -> None:
        self._closed = True
        self._queue.clear()
        self._changed.notify_all()
        close(self._connection)

    def _send_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closed)
                if self._closed:
                    return
                message = self._queue.popleft()
                self._changed.notify_all()
            try:
                _send(self._connection, message)
            except OSError:
                self.close()
                return


def _send(connection: socket.socket, parts: Sequence[Part]) -> None:
    """Send all parts in one go, without gluing them together first."""
    pending = [memoryview(part).cast("B") for part in parts if len(part)]
    while pending:
        sent = connection.sendmsg(pending)
        while pending and sent >= len(pending[0]):
            sent -= len(pending.pop(0))
        if sent:
            pending[0] = pending[0][sent:]


class Stream:
    """A source of messages with any number of subscribers."""

    def __init__(self, stream_id: int, port: int) -> None:
        self.id = stream_id
        self._port = port
        self._subscribers: set[Subscriber] = set()
        self._lock = threading.Lock()

    @property
    def has_subscribers(self) -> bool:
        """Whether anyone listens now."""
        return bool(self._subscribers)

    def token(self) -> bytes:
        """24 bytes that tell a client where to subscribe."""
        return struct.pack("<IHBB16s", self.id, self._port, PROTOCOL_TCP, SAME_HOST_AS_RPC, b"")

    def publish(self, *parts: Part, wait: bool) -> None:
        """Send one message to every subscriber; `wait` as in `Subscriber.put`."""
        message = framed(parts)
        with self._lock:
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.put(message, wait=wait)

    def add(self, subscriber: Subscriber) -> None:
        """Start sending to `subscriber`."""
        with self._lock:
            self._subscribers.add(subscriber)

    def discard(self, subscriber: Subscriber) -> None:
        """Stop sending to `subscriber`."""
        with self._lock:
            self._subscribers.discard(subscriber)

    def close(self) -> None:
        """Hang up on every subscriber."""
        with self._lock:
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.close()


def framed(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A message with its size in front."""
    size = sum(memoryview(part).nbytes for part in parts)
    return (struct.pack("<I", size), *parts)


Welcome = Callable[[int, Subscriber], None]
"""Called with a stream id and its new subscriber before that one receives anything."""


class StreamServer:
    """Owns the streams, accepts subscribers, and knows who was announced."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._streams: dict[int, Stream] = {}
        self._next_id = 1
        self._announced: dict[int, list[float]] = {}
        self._changed = threading.Condition()
        self._connections: set[socket.socket] = set()
        self._welcome: Welcome | None = None

    def start(self, welcome: Welcome) -> None:
        """Accept subscribers from now on."""
        self._welcome = welcome
        self._listener.start(self._open)

    def create(self) -> Stream:
        """A new stream."""
        with self._changed:
            stream = Stream(self._next_id, self._listener.port)
            self._streams[stream.id] = stream
            self._next_id += 1
            return stream

    def remove(self, stream: Stream) -> None:
        """End a stream and hang up on its subscribers."""
        with self._changed:
            self._streams.pop(stream.id, None)
            self._announced.pop(stream.id, None)
            self._changed.notify_all()
        stream.close()

    def get(self, stream_id: int) -> Stream | None:
        """The stream of this id, if there is one."""
        with self._changed:
            return self._streams.get(stream_id)

    def announce(self, stream_id: int) -> None:
        """A client asked for the token of `stream_id`: expect it to connect soon."""
        with self._changed:
            if stream_id in self._streams:
                self._announced.setdefault(stream_id, []).append(time.monotonic() + ANNOUNCED_FOR)

    def settle(self) -> None:
        """Wait until every announced subscriber is connected, or had its time."""
        with self._changed:
            while deadline := self._last_deadline():
                self._changed.wait(max(deadline - time.monotonic(), 0.001))

    def close(self) -> None:
        """Stop accepting and hang up on everyone."""
        self._listener.close()
        with self._changed:
            streams, connections = list(self._streams.values()), list(self._connections)
            self._announced.clear()
            self._changed.notify_all()
        for stream in streams:
            stream.close()
        for connection in connections:
            close(connection)

    def _last_deadline(self) -> float | None:
        now = time.monotonic()
        pending = {key: [time for time in times if time > now] for key, times in self._announced.items()}
        self._announced = {key: times for key, times in pending.items() if times}
        return max((time for times in self._announced.values() for time in times), default=None)

    def _open(self, connection: socket.socket) -> None:
        with self._changed:
            if len(self._connections) >= MAX_CONNECTIONS:
                logger.warning("too many stream connections: one refused")
                close(connection)
                return
            self._connections.add(connection)
        threading.Thread(target=self._serve, args=(connection,), name="stream-reader", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            stream = self.get(_read_stream_id(connection))
            if stream is None:
                _linger(connection)
            else:
                self._subscribe(stream, connection)
        except OSError:
            pass  # the client is gone
        finally:
            with self._changed:
                self._connections.discard(connection)
            close(connection)

    def _subscribe(self, stream: Stream, connection: socket.socket) -> None:
        """Serve one subscriber until it leaves."""
        subscriber = Subscriber(connection)
        try:
            if self._welcome is not None:
                self._welcome(stream.id, subscriber)
            stream.add(subscriber)
            self._arrived(stream.id)
            while connection.recv(1024):
                pass  # a subscriber has nothing to say; the end of its stream is what is waited for
        finally:
            stream.discard(subscriber)
            subscriber.close()

    def _arrived(self, stream_id: int) -> None:
        with self._changed:
            waiting = self._announced.get(stream_id)
            if waiting:
                waiting.pop(0)
            self._changed.notify_all()


def _linger(connection: socket.socket) -> None:
    """Keep a connection that gets nothing for a while.

    After a new map is loaded, clients reconnect for the sensors of the old one, thousands of times a second
    if they are refused at once.
    """
    connection.settimeout(LINGER)
    while connection.recv(1024):
        pass


def _read_stream_id(connection: socket.socket) -> int:
    """The 4-byte handshake; -1 (no stream's id) when the connection ends first."""
    connection.settimeout(HANDSHAKE_TIMEOUT)
    received = b""
    while len(received) < struct.calcsize("<I"):
        data = connection.recv(struct.calcsize("<I") - len(received))
        if not data:
            return -1
        received += data
    connection.settimeout(None)
    return int(struct.unpack("<I", received)[0])
