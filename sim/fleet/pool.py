"""Several workers on this machine, each with a server of its own; lost ones are replaced.

Not `concurrent.futures.ProcessPoolExecutor`: there one killed process breaks the whole pool. Each worker has
a pipe of its own instead; a frame that was in a lost worker's hands goes back to the others.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from caos.errors import CaosError

from ..plan import FramePlan
from .events import Connected, Done, Fault, Loaded, Loading, Lost, Message, Mistake, Unplaced
from .keeper import Keeper
from .process import STOP_SECONDS, work
from .units import Job, Server, Waiting

_SPAWN: Final = multiprocessing.get_context("spawn")  # forked copies of OpenGL and carla threads do not work
_LOOK: Final = 0.5
"""Seconds between looks at workers that say nothing."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How much is put up with.

    Attributes:
        tries: of one frame.
        strikes: losses of one server in a row, without a frame in between.
        wait: seconds before the second try of a server; each further wait is twice as long.
        longest: seconds, at most.
        silence: seconds after which a worker that reports nothing is ended; longer than any frame or load.
    """

    tries: int = 3
    strikes: int = 3
    wait: float = 1.0
    longest: float = 60.0
    silence: float = 900.0

    def pause(self, strikes: int) -> float | None:
        """Seconds to wait after so many losses in a row; None = not again."""
        return None if strikes >= self.strikes else min(self.wait * 2.0 ** (strikes - 1), self.longest)


@dataclass(slots=True, eq=False)
class _Worker:
    """A place for a worker process, and the process that has it now."""

    number: int
    server: Server
    patience: Patience
    errors: Path
    process: SpawnProcess | None = None
    pipe: Connection | None = None
    ready: bool = False
    town: str | None = None
    frame: FramePlan | None = None
    strikes: int = 0
    not_before: float = 0.0
    heard: float = 0.0
    given_up: str = ""

    @property
    def heading(self) -> str | None:
        """The town that it has, or is about to have."""
        return self.frame.town if self.frame is not None else self.town


class Pool:
    """Renders frames with one worker for each server; see `run`."""

    def __init__(
        self, job: Job, servers: Sequence[tuple[Server, Patience]], waiting: Waiting, keeper: Keeper
    ) -> None:
        """`servers` with how much is put up with each."""
        self._job = job
        self._servers = servers
        self._waiting = waiting
        self._keeper = keeper
        self._workers: list[_Worker] = []

    def run(self) -> None:
        """Render until every frame is done or given up; the workers are stopped in any case.

        Raises:
            CaosError: a mistake in the scenario, or no server is left. Frames that are done stay.
        """
        with tempfile.TemporaryDirectory(prefix="caos-fleet-") as folder:
            self._workers = [
                _Worker(number, server, patience, Path(folder, f"{number}.txt"))
                for number, (server, patience) in enumerate(self._servers, 1)
            ]
            try:
                while self._waiting or any(worker.frame for worker in self._workers):
                    self._start_workers()
                    self._hand_out()
                    self._listen()
                _stop(self._workers, at_once=False)
            finally:
                _stop(self._workers, at_once=True)

    def _start_workers(self) -> None:
        if all(worker.given_up for worker in self._workers):
            reasons = "; ".join(f"{worker.server}: {worker.given_up}" for worker in self._workers[:3])
            raise CaosError(
                f"no server is left ({reasons}); finished frames are kept, run the same command again"
            )
        now = time.monotonic()
        for worker in self._workers:
            if worker.process is None and not worker.given_up and now >= worker.not_before and self._waiting:
                _start(worker, self._job)

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not worker.ready or worker.frame is not None or worker.pipe is None:
                continue
            others = [other.heading for other in self._workers if other is not worker]
            frame = self._waiting.take(worker.town, [town for town in others if town is not None])
            if frame is None:
                continue
            worker.frame, worker.heard = frame, time.monotonic()
            with contextlib.suppress(OSError):  # a dead worker is noticed when its end of the pipe is read
                worker.pipe.send(frame)

    def _listen(self) -> None:
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.pipe is not None}
        if not by_pipe:
            time.sleep(_LOOK)
        for pipe in wait(list(by_pipe), timeout=_LOOK):
            if isinstance(pipe, Connection):
                self._hear(by_pipe[pipe], pipe)
        now = time.monotonic()
        for worker in self._workers:
            if (
                worker.pipe
                and (worker.frame or not worker.ready)
                and now - worker.heard > worker.patience.silence
            ):
                self._lose(worker, f"no word for {worker.patience.silence:.0f} s")

    def _hear(self, worker: _Worker, pipe: Connection) -> None:
        try:
            message: Message = pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, _why_it_ended(worker))
            return
        worker.heard = time.monotonic()
        if isinstance(message, Mistake):
            raise CaosError(message.reason)
        if isinstance(message, Lost | Fault):
            self._lose(worker, message.reason)
            return
        self._keeper.note(worker.number, worker.server, message)
        if isinstance(message, Connected):
            worker.ready = True
        elif isinstance(message, Loading | Loaded):
            worker.town = message.town if isinstance(message, Loaded) else None
        elif isinstance(message, Done | Unplaced):
            worker.frame, worker.strikes = None, 0

    def _lose(self, worker: _Worker, reason: str) -> None:
        """Clear up after a worker; its frame is put back, its place taken later by another one."""
        frame, begun = worker.frame, worker.frame is not None and worker.town == worker.frame.town
        _kill(worker)
        worker.strikes += 1
        pause = worker.patience.pause(worker.strikes)
        worker.given_up = reason if pause is None else ""
        worker.not_before = time.monotonic() + (pause or 0.0)
        self._keeper.lose(worker.number, worker.server, reason, wait=pause)
        if frame is None:
            return
        if begun and self._keeper.missed(worker.number, frame, reason) >= worker.patience.tries:
            self._keeper.give_up(frame, reason)
        else:
            self._waiting.put_back(frame)


def _start(worker: _Worker, job: Job) -> None:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(
        target=work,
        args=(theirs, job, worker.server, worker.errors),
        name=f"caos-worker-{worker.number}",
        daemon=True,
    )
    with _deaf_to_interrupts():
        process.start()
    theirs.close()
    worker.process, worker.pipe, worker.heard = process, ours, time.monotonic()


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process begun in this block ignores Ctrl-C: the parent hears it, and stops the workers in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _why_it_ended(worker: _Worker) -> str:
    if worker.process is None:
        return "the worker ended"
    worker.process.join(1.0)
    code = worker.process.exitcode
    said = [line for line in worker.errors.read_text(errors="replace").splitlines() if line.strip()]
    what = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return f"the worker process ended by {what}" + (f": {said[-1].strip()}" if said else "")


def _kill(worker: _Worker) -> None:
    """End the process whatever it does; its embedded server ends with it."""
    if worker.process is not None:
        worker.process.kill()
        worker.process.join()
    if worker.pipe is not None:
        worker.pipe.close()
    worker.process = worker.pipe = worker.frame = worker.town = None
    worker.ready = False


def _stop(workers: Sequence[_Worker], *, at_once: bool) -> None:
    """Stop all; each puts its server in order first, for which it has some seconds."""
    for worker in workers:
        if worker.pipe is not None:
            worker.pipe.close()  # an idle worker takes this for the end of its work
            worker.pipe = None
        if at_once and worker.process is not None:
            worker.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for worker in workers:
        if worker.process is not None:
            worker.process.join(max(deadline - time.monotonic(), 0.0))
            _kill(worker)
