"""What is to be done: the job, the servers that do it, and the frames that wait."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError

from ..plan import FramePlan
from ..quality import Quality
from ..scenario import Scenario

_ADDRESS: Final = re.compile(r"(?P<host>[^\s:,/]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Job:
    """What stays the same from frame to frame; small enough to be sent to other processes.

    Attributes:
        scenario, seed: what the frames follow from.
        catalogue: folder of the anomaly models.
        entries: what it lists.
        towns: of all frames of the plan, sorted.
        out: the data set.
        quality: how embedded servers draw.
        timeout: seconds that one call to a server may take.
    """

    scenario: Scenario
    seed: int
    catalogue: Path
    entries: tuple[CatalogueEntry, ...]
    towns: tuple[str, ...]
    out: Path
    quality: Quality
    timeout: float

    def entries_in(self, town: str) -> tuple[CatalogueEntry, ...]:
        """The models that stand in a town: none outside the towns of the test split."""
        return self.entries if town in self.scenario.splits.test.towns else ()


@dataclass(frozen=True, slots=True)
class Server:
    """Where frames are rendered: a running server, or one that the worker starts (`host` None)."""

    host: str | None = None
    port: int = 2000

    def __str__(self) -> str:
        """Host and port, or "embedded"."""
        return "embedded" if self.host is None else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Fleet:
    """Who renders.

    Attributes:
        servers: running ones, one worker each; none = `workers` embedded servers on this machine.
        workers: how many.
        engine: "ray" spreads embedded servers over a Ray cluster.
        ray_address: of the cluster; None starts one on this machine with `workers` workers.
    """

    servers: tuple[Server, ...] = ()
    workers: int = 1
    engine: Literal["local", "ray"] = "local"
    ray_address: str | None = None

    def check(self, quality: Quality) -> None:
        """Refuse what does not go together.

        Raises:
            CaosError: which options.
        """
        if self.servers and quality is not Quality.STANDARD:
            raise CaosError(
                f"--quality {quality.value}: only the embedded server knows it; leave out --servers"
            )
        if self.servers and self.engine == "ray":
            raise CaosError(
                "--engine ray: its workers start embedded servers; leave out --host and --servers"
            )
        if self.servers and self.workers > 1:
            raise CaosError("--workers: each running server gets one worker; leave out --workers")
        if self.ray_address is not None and self.engine != "ray":
            raise CaosError("--ray-address: only with --engine ray")


def parse_servers(text: str) -> tuple[Server, ...]:
    """Read "h1:2000,h2:2000".

    Raises:
        CaosError: an address that is none, or one that stands there twice.
    """
    servers: list[Server] = []
    for part in text.split(","):
        found = _ADDRESS.fullmatch(part.strip())
        if found is None or not 1 <= int(found["port"]) <= 65534:
            raise CaosError(f"--servers: {part.strip()!r} is no address; write host:port,host:port,...")
        servers.append(Server(found["host"].strip("[]"), int(found["port"])))
    for server, count in Counter(servers).items():
        if count > 1:
            raise CaosError(f"--servers: {server} stands there {count} times; one worker uses one server")
    return tuple(servers)


class Waiting:
    """Frames that nobody has begun, by town.

    Frames are handed out one by one, so that fast and slow workers end together and a lost worker costs one
    frame. A worker keeps its town while that has frames: loading one takes seconds on the embedded server and
    minutes on a real one.
    """

    def __init__(self, frames: Iterable[FramePlan]) -> None:
        """`frames` in the order in which they are wanted."""
        self._towns: dict[str, list[FramePlan]] = {}
        for frame in frames:
            self._towns.setdefault(frame.town, []).append(frame)

    def __len__(self) -> int:
        """How many wait."""
        return sum(len(frames) for frames in self._towns.values())

    def put_back(self, frame: FramePlan) -> None:
        """Let `frame` be taken again, before the others of its town."""
        self._towns.setdefault(frame.town, []).insert(0, frame)

    def take(self, town: str | None, busy: Sequence[str] = ()) -> FramePlan | None:
        """The next frame for a worker.

        Args:
            town: that the worker has loaded.
            busy: towns of the other workers, one each.

        Returns:
            A frame of `town` while there are any; then of the town with the most for each worker there.
            None when nothing waits, or so little that those who are in the towns will do it.
        """
        if town not in self._towns:
            workers = Counter(busy)
            open_towns = [name for name, frames in self._towns.items() if len(frames) > workers[name]]
            if not open_towns:
                return None
            town = max(open_towns, key=lambda name: len(self._towns[name]) / (workers[name] + 1))
        frames = self._towns[town]
        frame = frames.pop(0)
        if not frames:
            del self._towns[town]
        return frame


def batches(frames: Iterable[FramePlan], size: int) -> list[tuple[FramePlan, ...]]:
    """Cut `frames` into runs of at most `size` frames of one town, for engines that want whole tasks."""
    towns: dict[str, list[FramePlan]] = {}
    for frame in frames:
        towns.setdefault(frame.town, []).append(frame)
    return [
        tuple(rows[start : start + size]) for rows in towns.values() for start in range(0, len(rows), size)
    ]
