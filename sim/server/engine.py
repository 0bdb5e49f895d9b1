"""One thread for everything that touches the world: RPC calls come in as jobs, the clock ticks between."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Final

from .ports import RendererFailedError
from .rpc import Method, call_method, value_error
from .streams import StreamServer, Subscriber
from .world import World

IDLE_WAIT: Final = 3600.0
STOPPED: Final = "the embedded server is shutting down"

Job = Callable[[], Any]


class _StoppedError(Exception):
    """A job came too late."""


class Engine:
    """Runs jobs one after the other on the thread that calls `run`; other threads hand them in."""

    def __init__(self, methods: Mapping[str, Method], streams: StreamServer) -> None:
        self._methods, self._streams = methods, streams
        # SimpleQueue may be fed from signal handlers
        self._jobs: queue.SimpleQueue[tuple[Job, Future[Any]] | None] = queue.SimpleQueue()
        self._world: World | None = None
        self._stopping = False

    def stop(self) -> None:
        """End `run` after the job at hand; safe in signal handlers."""
        self._stopping = True
        self._jobs.put(None)

    def dispatch(self, name: str, arguments: list[Any]) -> Any:
        """Have an RPC call done on the world's thread, and wait for its answer."""
        method = self._methods.get(name)
        if method is not None and method.settles:
            self._streams.settle()
        return self._do(
            lambda: call_method(self._methods, name, self._world, arguments), value_error(STOPPED)
        )

    def welcome(self, stream_id: int, subscriber: Subscriber) -> None:
        """Give a new subscriber of the world's state its first message."""
        world = self._world
        if world is not None and stream_id == world.state_stream.id:
            self._do(lambda: world.welcome(subscriber), None)

    def run(self, world: World) -> None:
        """Serve until `stop`; ticks by itself while the world is not synchronous.

        Raises:
            RendererFailedError: nothing can be drawn any more.
        """
        self._world = world
        next_tick = time.monotonic()
        try:
            while not self._stopping:
                free_running = not world.settings.synchronous_mode
                wait = max(next_tick - time.monotonic(), 0.0) if free_running else IDLE_WAIT
                self._run_next_job(wait)
                if free_running and time.monotonic() >= next_tick and not self._stopping:
                    world.tick()
                    # after a slow tick calls get their turn first
                    next_tick = max(next_tick + world.delta, time.monotonic() + world.delta / 2)
        finally:
            self._stopping = True
            self._refuse_all()

    def _do(self, job: Job, refused: Any) -> Any:
        """Queue a job and wait for what it returns; `refused` when the engine ends first."""
        done: Future[Any] = Future()
        self._jobs.put((job, done))
        if self._stopping:
            self._refuse_all()
            self._jobs.put(None)  # the wake-up call for `run` may have been among what was just taken out
        try:
            return done.result()
        except (_StoppedError, RendererFailedError):
            return refused

    def _run_next_job(self, wait: float) -> None:
        """Run the next job, waiting up to `wait` seconds for it."""
        try:
            queued = self._jobs.get(timeout=wait) if wait else self._jobs.get_nowait()
        except queue.Empty:
            return
        if queued is not None:
            self._run_job(*queued)

    @staticmethod
    def _run_job(job: Job, done: Future[Any]) -> None:
        try:
            done.set_result(job())
        except RendererFailedError as error:
            done.set_exception(error)
            raise

    def _refuse_all(self) -> None:
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job[1].set_exception(_StoppedError())
