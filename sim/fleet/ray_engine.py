"""The same frames on a Ray cluster. Ray schedules, retries and replaces; we cut the work into tasks.

A task is a run of frames of one town, since each starts an embedded server and loads the town. It writes into
the data set's folder itself, which all machines of the cluster must therefore share.
"""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from caos.errors import CaosError
from caos.extras import require

from ..connect import ServerLostError
from ..plan import FramePlan
from .events import Done, Event, Unplaced
from .keeper import Keeper
from .units import Job, Server, batches
from .work import attached_writer, machine_fault, photograph

BATCH: Final = 24
"""Frames of a task: half a minute of work or more, next to some seconds of starting a server and loading."""

_TRIES: Final = 3
_LOOK: Final = 0.5
_PROBE: Final = 5.0


def render_on_ray(
    job: Job, frames: Sequence[FramePlan], keeper: Keeper, *, address: str | None, workers: int
) -> None:
    """Render `frames` on a cluster.

    Args:
        job: what to render.
        frames: what is missing.
        keeper: told of each frame.
        address: of a running cluster; None starts one on this machine for the length of the call.
        workers: tasks at a time on a cluster started here; a running one is used as far as it has free cores.

    Raises:
        CaosError: Ray is missing or the cluster not there, or a mistake in the scenario.
    """
    ray = require("ray", extra="fleet")
    _check_address(address)
    try:
        options: dict[str, Any] = {"num_cpus": workers} if address is None else {"address": address}
        ray.init(**options, include_dashboard=False if address is None else None, log_to_driver=False)
    except (ConnectionError, ValueError, RuntimeError) as cause:
        reason = " ".join(str(cause).split())
        raise CaosError(
            f"--ray-address {address}: no Ray cluster there ({reason}); ray start --head"
        ) from cause
    try:
        _run(ray, job, frames, keeper)
    finally:
        ray.shutdown()


def _check_address(address: str | None) -> None:
    """Look whether anybody listens at host:port: Ray itself tries for minutes.

    Raises:
        CaosError: nobody.
    """
    host, _, port = (address or "").rpartition(":")
    if not host or not port.isdigit() or "/" in host:
        return
    try:
        socket.create_connection((host, int(port)), timeout=_PROBE).close()
    except (OSError, OverflowError) as cause:
        raise CaosError(
            f"--ray-address {address}: no Ray cluster there ({cause}); ray start --head"
        ) from cause


def _run(ray: Any, job: Job, frames: Sequence[FramePlan], keeper: Keeper) -> None:
    task = ray.remote(_photograph_batch).options(
        num_returns="streaming", num_cpus=1, max_retries=_TRIES - 1, retry_exceptions=[ServerLostError]
    )
    shared = ray.put(job)
    left = {task.remote(shared, batch): list(batch) for batch in batches(frames, BATCH)}
    while left:
        ready, _ = ray.wait(list(left), num_returns=1, timeout=_LOOK, fetch_local=False)
        for stream in ready:
            batch = left[stream]
            try:
                _note(ray.get(next(stream)), batch, keeper)
            except StopIteration:
                del left[stream]
            except ray.exceptions.RayError as cause:
                del left[stream]
                if rest := _after_failure(cause, batch, keeper):
                    left[task.remote(shared, tuple(rest))] = rest


def _note(report: tuple[str, tuple[Event, ...]], batch: list[FramePlan], keeper: Keeper) -> None:
    node, events = report
    for event in events:
        keeper.note(node, Server(), event)
        if isinstance(event, Done | Unplaced):
            batch.remove(event.frame)


def _after_failure(cause: Exception, batch: list[FramePlan], keeper: Keeper) -> list[FramePlan]:
    """Give up the frame that a task could not get past, though Ray tried it repeatedly; returns the others.

    Raises:
        CaosError: a mistake in the scenario.
    """
    inner = getattr(cause, "cause", None) or cause
    reason = " ".join(str(inner).split())
    if isinstance(inner, CaosError) and not isinstance(inner, ServerLostError):
        raise CaosError(reason) from cause
    keeper.lose("ray", Server(), reason, wait=None)
    keeper.give_up(batch[0], reason)
    return batch[1:]


def _photograph_batch(job: Job, frames: Sequence[FramePlan]) -> Iterator[tuple[str, tuple[Event, ...]]]:
    """One report for each frame, whatever was done before: Ray counts them when it runs a task again."""
    if not job.out.is_dir():
        raise CaosError(f"{job.out}: not there on {platform.node()}; a Ray cluster must share this folder")
    worker = f"{platform.node()}:{os.getpid()}"
    events: list[Event] = []
    try:
        with closing(photograph(job, Server(), iter(frames), lambda: attached_writer(job))) as stream:
            for event in stream:
                events.append(event)
                if isinstance(event, Done | Unplaced):
                    yield worker, tuple(events)
                    events.clear()
    except OSError as cause:
        raise CaosError(machine_fault(cause)) from None
