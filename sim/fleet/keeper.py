"""What is known of a run while it goes on: counted, logged, and told to whoever watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from caos.errors import CaosError

from ..plan import FramePlan
from .events import Connected, Done, Event, Loaded, Loading, Unplaced
from .log import Log, named
from .units import Server

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called as progress(frames done, frames in all, what is going on); further lines: one per worker."""

_DIGITS = 4

_FEW = 2
"""More failed frames than this, and more than finished ones, end the run: the scenario is at fault."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A frame that could not be rendered, and why."""

    frame: FramePlan
    reason: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.frame.split} frame {self.frame.number} in {self.frame.town}: {self.reason}"


@dataclass(slots=True, eq=False)
class Keeper:
    """The books of one run.

    Attributes:
        log: of the data set.
        tell: the watcher.
        begin: called before the first line is written, when a server has turned out to be there.
        done, total: frames of the plan.
        many: show one line for each worker.
        rendered: frames done by this run.
        lost: workers or servers lost so far.
        failures: frames given up.
        version: of the server that answered first.
    """

    log: Log
    tell: Progress
    begin: Callable[[], None]
    done: int
    total: int
    many: bool = True
    rendered: int = 0
    lost: int = 0
    failures: list[Failure] = field(default_factory=list)
    version: str = ""
    _doing: dict[int | str, str] = field(default_factory=dict)
    _tries: Counter[tuple[str, int]] = field(default_factory=Counter)

    def note(self, worker: int | str, server: Server, event: Event) -> None:
        """Something went as it should, or a frame has no place.

        Raises:
            CaosError: most frames have none: the scenario is at fault.
        """
        if isinstance(event, Connected):
            self._connected(worker, server, event)
        elif isinstance(event, Loading):
            self._say(worker, f"loading {event.town}")
        elif isinstance(event, Loaded):
            self.log.add("town loaded", worker=worker, town=event.town, seconds=round(event.seconds, _DIGITS))
            self._say(worker, event.town)
        elif isinstance(event, Unplaced):
            self._unplaced(event)
        else:
            self._frame_done(worker, event)

    def _connected(self, worker: int | str, server: Server, event: Connected) -> None:
        if not self.version:
            self.version = event.version
            self.begin()
            self.log.open()
        seconds = round(event.seconds, _DIGITS)
        self.log.add(
            "worker started", worker=worker, server=str(server), version=event.version, seconds=seconds
        )
        self._say(worker, "ready")

    def _frame_done(self, worker: int | str, done: Done) -> None:
        self.log.frame(done, worker=worker, attempt=self.tries(done.frame) + 1)
        self.done += 1
        self.rendered += 1
        self._say(worker, f"{done.frame.split} {done.frame.town}")

    def _unplaced(self, event: Unplaced) -> None:
        self.give_up(event.frame, event.reason)
        if len(self.failures) > max(_FEW, self.done):
            raise CaosError(
                f"{self.failures[0]}; {len(self.failures)} frames failed so far, {self.done} are done"
            )

    def tries(self, frame: FramePlan) -> int:
        """How often this run has tried the frame in vain."""
        return self._tries[frame.split, frame.number]

    def missed(self, worker: int | str, frame: FramePlan, reason: str) -> int:
        """A try of a frame came to nothing; returns how many did so far."""
        self._tries[frame.split, frame.number] += 1
        self.log.add("frame missed", **named(frame), worker=worker, attempt=self.tries(frame), reason=reason)
        return self.tries(frame)

    def give_up(self, frame: FramePlan, reason: str) -> None:
        """A frame will not be rendered by this run."""
        self.failures.append(Failure(frame, reason))
        self.log.add("frame failed", **named(frame), reason=reason)
        self.show()

    def lose(self, worker: int | str, server: Server, reason: str, *, wait: float | None) -> None:
        """A worker ended before its time; another one takes its place after `wait` seconds (None: nobody)."""
        self.lost += 1
        self.log.add("worker lost", worker=worker, server=str(server), reason=reason, wait=wait)
        what = "given up" if wait is None else f"again in {wait:.0f} s"
        self._say(worker, f"lost, {what}: {reason}")

    def _say(self, worker: int | str, text: str) -> None:
        self._doing[worker] = text
        self.show()

    def show(self) -> None:
        """Tell the watcher how things stand."""
        if not self.many:
            self.tell(self.done, self.total, next(iter(self._doing.values()), ""))
            return
        trouble = {"failed": len(self.failures), "workers lost": self.lost}
        first = ", ".join(f"{count} {what}" for what, count in trouble.items() if count)
        lines = [f"{worker:>3}  {text}" for worker, text in sorted(self._doing.items(), key=_order)]
        self.tell(self.done, self.total, "\n".join([first, *lines]))


def _order(item: tuple[int | str, str]) -> tuple[int, str]:
    return (item[0], "") if isinstance(item[0], int) else (0, item[0])
