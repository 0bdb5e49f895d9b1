"""What a worker reports: plain values that travel between processes and into the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..plan import FramePlan


@dataclass(frozen=True, slots=True)
class Connected:
    """A server answered.

    Attributes:
        version: what it calls itself.
        seconds: from the start of the worker's call until then; an embedded server's start included.
    """

    version: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Loading:
    """A town is about to be loaded."""

    town: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A town is ready, its cameras up."""

    town: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """A frame is on disk.

    Attributes:
        frame: which one.
        place: seconds of choosing and building the scene.
        render: seconds of waiting for pictures, those that check a placement included.
        write: seconds of encoding and writing.
        rejections: poses that were turned down on the way, by reason.
    """

    frame: FramePlan
    place: float
    render: float
    write: float
    rejections: Mapping[str, int]

    @property
    def seconds(self) -> float:
        """All stages."""
        return self.place + self.render + self.write


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A frame for whose camera or anomalies there is no place; every try of it would end the same."""

    frame: FramePlan
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The server does not answer any more; the worker ends."""

    reason: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """The scenario or the machine is at fault: another try would end the same."""

    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something unforeseen; the worker ends."""

    reason: str


Event: TypeAlias = Connected | Loading | Loaded | Done | Unplaced
"""What `photograph` yields."""

Message: TypeAlias = Connected | Loading | Loaded | Done | Unplaced | Lost | Mistake | Fault
"""What a worker process sends."""
