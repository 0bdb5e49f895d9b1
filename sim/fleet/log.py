"""`render-log.jsonl`: what happened while a data set was rendered, one JSON object per line, only added to.

It is no part of the data set: two renders with the same frames have different logs.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, TypeAlias

from caos import __version__
from caos.errors import CaosError
from caos.frames.lines import ends_torn

from ..plan import FramePlan
from .events import Done

LOG_FILE: Final = "render-log.jsonl"
"""At the root of a rendered data set."""

Row: TypeAlias = dict[str, Any]

_DIGITS: Final = 4


class Log:
    """Appends to the log of a data set. One process at a time, the one that holds the folder's lock.

    Lines are held back until `open`, so that a run that fails before its first frame leaves nothing behind.
    """

    def __init__(self, root: Path) -> None:
        """The log of the data set at `root`."""
        self._file = root / LOG_FILE
        self._held: list[str] = []
        self._stream: IO[str] | None = None

    def __enter__(self) -> Log:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()

    def open(self) -> None:
        """Write from now on; a last line that a killed process left half-written is closed off."""
        if self._stream is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            torn = ends_torn(self._file)
            self._stream = self._file.open("a", encoding="utf-8", newline="\n")
            self._stream.write("\n" * torn + "".join(self._held))
            self._stream.flush()

    def add(self, event: str, **values: object) -> None:
        """Append one line: the time (UTC), the event and `values`."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": now, "event": event, **values}, allow_nan=False) + "\n"
        if self._stream is None:
            self._held.append(line)
        else:
            self._stream.write(line)
            self._stream.flush()

    def frame(self, done: Done, *, worker: int | str, attempt: int) -> None:
        """A frame is on disk."""
        self.add(
            "frame",
            **named(done.frame),
            worker=worker,
            attempt=attempt,
            place=round(done.place, _DIGITS),
            render=round(done.render, _DIGITS),
            write=round(done.write, _DIGITS),
            rejections=dict(done.rejections),
        )


def named(frame: FramePlan) -> dict[str, str | int]:
    """Split, town and number of a frame."""
    return {"split": frame.split, "town": frame.town, "number": frame.number}


@contextmanager
def logged_run(log: Log, **facts: object) -> Iterator[Row]:
    """Log the beginning and the end of a run; what the block puts into the yielded dict goes into the end."""
    started = time.monotonic()
    log.add("run started", command=[Path(sys.argv[0]).name, *sys.argv[1:]], **machine(), **facts)
    result: Row = {}
    how = "finished"
    try:
        yield result
    except BaseException as error:
        how = "interrupted" if isinstance(error, KeyboardInterrupt) else f"stopped: {error}"
        raise
    finally:
        log.add("run ended", how=how, seconds=round(time.monotonic() - started, _DIGITS), **result)


def machine() -> Row:
    """Versions and size of this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = {"caos": __version__, "python": platform.python_version()}
    packages = {"carla", "numpy", "moderngl"} & importlib.metadata.packages_distributions().keys()
    versions |= {package: importlib.metadata.version(package) for package in sorted(packages)}
    return {"host": platform.node(), "cores": cores, "versions": versions}


def read_log(root: Path) -> list[Row]:
    """The lines of a data set's log; a line that a killed process left half-written is passed over.

    Raises:
        CaosError: there is none, or it is no log of ours.
    """
    file = root / LOG_FILE
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as cause:
        raise CaosError(f"{file}: cannot be read ({cause.strerror}); render some frames first") from None
    rows = [row for line in lines if (row := _row(line)) is not None]
    if not rows:
        raise CaosError(f"{file}: no line of a render log; render some frames first")
    return rows


def _row(line: str) -> Row | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and isinstance(row.get("event"), str) else None
