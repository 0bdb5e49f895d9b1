"""Worker processes, watched: each has a memory limit, each model a time limit, and none stops the others."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from caos.catalogue import Rejected
from caos.errors import CaosError

from .jobs import Job, Limits, Outcome

_START_SECONDS: Final = 120.0
_ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class _Worker:
    """One process and the job that it is at."""

    def __init__(self, limits: Limits, out: Path) -> None:
        self._seconds = limits.seconds
        self._process = subprocess.Popen(
            [sys.executable, "-m", "caos.assets.index.worker", limits.model_dump_json(), str(out)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict.fromkeys(_ONE_THREAD, "1")},
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        self._jobs, self.answers = self._process.stdin, self._process.stdout
        self.job: Job | None = None
        self.deadline = time.monotonic() + _START_SECONDS
        self.ready = False

    def give(self, job: Job) -> None:
        """Send a job; a process that has just died shows it by its silence."""
        self.job, self.deadline = job, time.monotonic() + self._seconds
        try:
            self._jobs.write(job.model_dump_json().encode() + b"\n")
            self._jobs.flush()
        except BrokenPipeError:
            return

    def end(self) -> None:
        """Kill it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self.answers.close()
        with suppress(BrokenPipeError):
            self._jobs.close()


def run_jobs(
    jobs: Sequence[Job], limits: Limits, out: Path, *, workers: int
) -> Iterator[tuple[Job, Outcome]]:
    """Process jobs in parallel; yields them as they get done, in no particular order.

    Raises:
        CaosError: `out` cannot be written, a reader is missing, or workers do not start.
    """
    waiting = deque(jobs)
    with selectors.DefaultSelector() as selector:
        team: list[_Worker] = []
        try:
            for _ in range(min(workers, len(jobs))):
                _hire(team, selector, limits, out)
            while team:
                for worker in _ready(team, selector):
                    done = _turn(worker, waiting)
                    if done is not None:
                        yield done
                    if worker.job is None and (not waiting or not worker.ready):
                        _dismiss(worker, team, selector)
                while len(team) < min(workers, len(waiting) + len(team)) and waiting:
                    _hire(team, selector, limits, out)
        finally:
            for worker in team:
                worker.end()


def _hire(team: list[_Worker], selector: selectors.BaseSelector, limits: Limits, out: Path) -> None:
    worker = _Worker(limits, out)
    team.append(worker)
    selector.register(worker.answers, selectors.EVENT_READ, worker)


def _dismiss(worker: _Worker, team: list[_Worker], selector: selectors.BaseSelector) -> None:
    selector.unregister(worker.answers)
    team.remove(worker)
    worker.end()


def _ready(team: list[_Worker], selector: selectors.BaseSelector) -> list[_Worker]:
    """Workers that have answered, died, or are out of time."""
    pause = max(0.0, min(worker.deadline for worker in team) - time.monotonic())
    answered = [key.data for key, _ in selector.select(pause)]
    now = time.monotonic()
    return [*answered, *(worker for worker in team if worker not in answered and worker.deadline <= now)]


def _turn(worker: _Worker, waiting: deque[Job]) -> tuple[Job, Outcome] | None:
    """Take one worker's answer and give it the next job; `ready` turns false when it has to go."""
    job, late = worker.job, worker.deadline <= time.monotonic()
    line = b"" if late else worker.answers.readline()
    if not line:
        if job is None:
            raise CaosError(
                "a worker of the index does not start; run  python -m caos.assets.index.worker '{}' ."
            )
        worker.job, worker.ready = None, False
        reason = "took longer than the time limit (--seconds)" if late else "made its reader crash"
        return job, Outcome(rejected=Rejected(id=job.id, source=job.source, reason=reason))
    message: dict[str, Any] = json.loads(line)
    if "fatal" in message:
        raise CaosError(str(message["fatal"]))
    worker.job, worker.ready = None, True
    if waiting:
        worker.give(waiting.popleft())
    return None if job is None else (job, Outcome.model_validate_json(line))
