"""How long a whole scenario will take: from the seconds that a render logged, and stated assumptions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.errors import CaosError

from ..scenario import Scenario
from .log import Row

_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What runs with one number of workers took, on one machine.

    Attributes:
        workers: at a time.
        cores: of the machine.
        frames: how many were rendered.
        seconds: of one worker for one frame, by split; the mean of all under "".
        load: seconds of one worker for loading one town; 0 when none was logged.
        start: seconds until a worker's server answers.
        lost: workers lost.
        size: of the pictures, "1280x720"; empty when the log does not say.
    """

    workers: int
    cores: int
    frames: int
    seconds: Mapping[str, float]
    load: float
    start: float
    lost: int
    size: str = ""

    @property
    def rate(self) -> float:
        """Frames per second of all workers together, loads left out."""
        return self.workers / self.seconds[""]


def measure(rows: Sequence[Row], source: Path) -> list[Measured]:
    """Sum a log up, by number of workers, fewest first.

    Args:
        rows: of `read_log`.
        source: the data set, for the message.

    Raises:
        CaosError: no frame was rendered by workers of this machine.
    """
    groups: dict[tuple[int, int], list[Row]] = {}
    group: list[Row] | None = None
    for row in rows:
        if row["event"] == "run started":
            local = row.get("engine") == "local"
            group = groups.setdefault((int(row["workers"]), int(row["cores"])), []) if local else None
        if group is not None:
            group.append(row)
    measured = [_sum_up(workers, cores, rows) for (workers, cores), rows in sorted(groups.items())]
    found = [entry for entry in measured if entry is not None]
    if not found:
        raise CaosError(f"{source}: its log tells of no frame that this engine rendered; render some first")
    return found


def _sum_up(workers: int, cores: int, rows: Sequence[Row]) -> Measured | None:
    frames = [row for row in rows if row["event"] == "frame"]
    if not frames:
        return None
    splits: dict[str, list[float]] = {"": []}
    for row in frames:
        took = float(row["place"]) + float(row["render"]) + float(row["write"])
        splits[""].append(took)
        splits.setdefault(str(row["split"]), []).append(took)
    return Measured(
        workers=workers,
        cores=cores,
        frames=len(frames),
        seconds={split: _mean(values) for split, values in splits.items()},
        load=_mean([float(row["seconds"]) for row in rows if row["event"] == "town loaded"]),
        start=_mean([float(row["seconds"]) for row in rows if row["event"] == "worker started"]),
        lost=sum(row["event"] == "worker lost" for row in rows),
        size=_size(rows),
    )


def _size(rows: Sequence[Row]) -> str:
    sizes = {str(row["size"]) for row in rows if row["event"] == "run started" and "size" in row}
    return ", ".join(sorted(sizes))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def wall_seconds(measured: Measured, scenario: Scenario, workers: float) -> float:
    """Seconds for all frames of `scenario` with `workers` workers, each as fast as one of `measured`.

    Each worker loads a town at least, and each town is loaded by one worker at least.
    """
    counts = {name: split.frames for name, split in scenario.splits.items()}
    towns = sum(min(len(split.towns), split.frames) for _, split in scenario.splits.items())
    work = sum(count * measured.seconds.get(name, measured.seconds[""]) for name, count in counts.items())
    return (work + (towns + workers - 1) * measured.load) / workers + measured.start


def doubling(runs: Sequence[Measured]) -> float | None:
    """What doubling the workers was worth, 1 = twice the rate; None when only one number was measured."""
    few, many = runs[0], max(runs, key=lambda entry: entry.workers)
    if many.workers == few.workers:
        return None
    efficiency = (many.rate / many.workers) / (few.rate / few.workers)
    return min(float(efficiency ** (1.0 / math.log2(many.workers / few.workers))), 1.0)


def projection(
    runs: Sequence[Measured], scenario: Scenario, *, cores: Sequence[int], servers: Sequence[int]
) -> Iterator[str]:
    """Lines for people: what was measured, what follows for the whole scenario, what is assumed.

    Args:
        runs: of `measure`.
        scenario: what is to be rendered.
        cores: machines like this one with so many cores.
        servers: fleets of so many servers, each on a machine of its own.
    """
    for entry in runs:
        lost = f", {entry.lost} workers lost" if entry.lost else ""
        yield (
            f"measured: {entry.workers} worker{'s' * (entry.workers > 1)} on {entry.cores} cores: "
            f"{entry.rate:.3f} frames/s over {entry.frames} frames ({entry.seconds['']:.2f} s for each, "
            f"{entry.load:.1f} s a town){lost}"
        )
    total = sum(split.frames for _, split in scenario.splits.items())
    best = max(runs, key=lambda entry: entry.rate)
    kept = doubling(runs)
    yield f"projected: {total} frames of {scenario.name!r}"
    for count in cores:
        yield f"  {count:>4} cores    {_on_cores(best, scenario, count, kept)}"
    for count in servers:
        yield f"  {count:>4} servers  {_time(wall_seconds(runs[0], scenario, count))}"
    yield from _assumptions(runs[0], best, kept)
    wanted = f"{scenario.camera.width}x{scenario.camera.height}"
    for size in sorted({entry.size for entry in runs} - {wanted, ""}):
        yield f"beware: measured at {size}, the scenario wants {wanted}; render some of its frames first"


def _on_cores(best: Measured, scenario: Scenario, cores: int, kept: float | None) -> str:
    """The time if the rate grows with the cores; and if every doubling costs what was measured for one."""
    ratio = cores / best.cores
    quick = wall_seconds(best, scenario, best.workers * ratio)
    if ratio <= 1.0 or kept is None or kept >= 1.0:
        return _time(quick)
    return f"{_time(quick)} to {_time(quick / kept ** math.log2(ratio))}"


def _time(seconds: float) -> str:
    return f"{seconds / _HOUR:.1f} h" if seconds >= _HOUR else f"{seconds / 60.0:.0f} min"


def _assumptions(alone: Measured, best: Measured, kept: float | None) -> Iterator[str]:
    yield f"assumed: {best.workers} workers for each {best.cores} cores, and frames like the measured ones"
    if kept is None:
        yield "assumed: more cores slow no one down (run with 1 and with 2 workers to measure what they do)"
    else:
        yield f"measured: doubling the workers kept {kept:.0%} of each one's rate; longer times: on and on"
    each = f"one worker of {alone.workers}" if alone.workers > 1 else "the single worker"
    yield f"assumed: each server is as fast as {each} measured here, on a machine of its own"
