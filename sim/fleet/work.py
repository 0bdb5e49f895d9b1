"""The frames of one server: connect, load towns, photograph, write. Every engine runs this."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence

from caos.errors import CaosError
from caos.frames import FrameWriter
from caos.labels import STREETHAZARDS

from ..connect import Session, connect
from ..placement import Rejection
from ..plan import FramePlan
from ..shots import write_shot
from ..stage import NoPlaceError, Stage, open_stage, stepped_by_hand
from .events import Connected, Done, Event, Loaded, Loading, Unplaced
from .units import Job, Server


class _Line:
    """Frames in a row, with a look at the next one."""

    def __init__(self, frames: Iterator[FramePlan]) -> None:
        self._frames = frames
        self._next: FramePlan | None = None

    def look(self) -> FramePlan | None:
        """The next frame, which stays; None at the end. May wait for one to be handed out."""
        if self._next is None:
            self._next = next(self._frames, None)
        return self._next

    def drop(self) -> None:
        """The next frame is done."""
        self._next = None


def photograph(
    job: Job,
    server: Server,
    frames: Iterator[FramePlan],
    open_writer: Callable[[], FrameWriter],
    *,
    on_session: Callable[[Session], None] | None = None,
) -> Generator[Event, None, None]:
    """Render `frames` one after the other, each on disk before the next one is asked for.

    `open_writer` is called once the server turned out to know the towns: nothing is written before.
    `on_session` is called as soon as the server has answered.
    Closing the iterator takes cameras and town down and stops an embedded server.

    Raises:
        ServerLostError: no server, or one that died.
        CaosError: a town or model that the server does not have.
    """
    started = time.monotonic()
    with connect(
        server.host, server.port, catalogue=job.catalogue, timeout=job.timeout, quality=job.quality
    ) as session:
        if on_session is not None:
            on_session(session)
        try:
            check_towns(session, job.towns)
            yield Connected(session.version, time.monotonic() - started)
            writer = open_writer()
            with stepped_by_hand(session):
                line = _Line(frames)
                while (frame := line.look()) is not None:
                    yield from _in_town(session, job, frame.town, line, writer)
        except RuntimeError as cause:
            raise session.explain(cause) from cause


def _in_town(
    session: Session, job: Job, town: str, line: _Line, writer: FrameWriter
) -> Iterator[Loading | Loaded | Done | Unplaced]:
    """The frames of one town, as long as they come.

    A function of its own so that nothing of a town outlives it: a camera object that is destroyed after a
    failed `load_world` makes the carla library abort the process.
    """
    yield Loading(town)
    started = time.monotonic()
    with open_stage(
        session, job.scenario, town, seed=job.seed, catalogue=job.catalogue, entries=job.entries_in(town)
    ) as stage:
        yield Loaded(town, time.monotonic() - started)
        while (frame := line.look()) is not None and frame.town == town:
            yield _photograph_one(stage, frame, writer)
            line.drop()


def _photograph_one(stage: Stage, frame: FramePlan, writer: FrameWriter) -> Done | Unplaced:
    started, waited = time.monotonic(), stage.rig.seconds
    try:
        shot = stage.shoot(frame)
    except NoPlaceError as cause:
        return Unplaced(frame, str(cause))
    shot_at, render = time.monotonic(), stage.rig.seconds - waited
    write_shot(writer, shot)
    rejections = {reason.value: count for reason, count in sorted(shot.rejections.items(), key=_name)}
    return Done(frame, shot_at - started - render, render, time.monotonic() - shot_at, rejections)


def _name(item: tuple[Rejection, int]) -> str:
    return item[0].value


def check_towns(session: Session, towns: Sequence[str]) -> None:
    """Refuse towns that the server cannot load.

    Raises:
        CaosError: the message lists the known ones.
    """
    known = sorted({str(path).rsplit("/", 1)[-1] for path in session.client.get_available_maps()})
    unknown = [town for town in towns if town not in known]
    if unknown:
        raise CaosError(
            f"towns: the server at {session.host}:{session.port} has no town {', '.join(unknown)}; "
            f"known: {', '.join(known)}"
        )


def attached_writer(job: Job) -> FrameWriter:
    """The data set, for a process beside the one that holds its folder."""
    return FrameWriter(job.out, STREETHAZARDS, attach=True)


def machine_fault(cause: OSError) -> str:
    """One line for a full disk, or a folder that may not be written."""
    where = f"{cause.filename}: " if cause.filename else ""
    return f"{where}{cause.strerror or cause}; finished frames are kept, run the same command again"
