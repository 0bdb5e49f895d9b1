"""A scenario in, a data set out: frame by frame, each whole or not at all, and never twice."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry, read_catalogue
from caos.errors import CaosError
from caos.frames import FrameWriter, atomic_write_text, locked
from caos.labels import STREETHAZARDS

from .anomalies import select_entries
from .fleet.keeper import Failure, Keeper, Progress
from .fleet.log import Log, logged_run
from .fleet.pool import Patience, Pool
from .fleet.units import Fleet, Job, Server, Waiting
from .fleet.work import photograph
from .plan import FramePlan, plan
from .quality import Quality
from .scenario import Scenario
from .weather import check_presets

_TIMEOUTS: Final = {Quality.STANDARD: 20.0, Quality.HIGH: 900.0}

_SILENCE: Final = {Quality.STANDARD: 900.0, Quality.HIGH: 7200.0}
"""Seconds after which a worker of a fleet that reports nothing is replaced."""

_STRIKES, _WAIT = 7, 2.0
"""Patience with a server that others run: some two minutes, enough for it to be restarted."""

SCENARIO_FILE: Final = "scenario.json"
"""At the root of a rendered data set: what its frames follow from."""


@dataclass(frozen=True, slots=True)
class RenderSummary:
    """What a call of `render_dataset` did.

    Attributes:
        out: the data set.
        frames: frames of the plan, per split.
        rendered: how many of them this call rendered; the others were there.
        seconds: wall time.
        server_version: of the server; empty when there was nothing to render.
        failures: frames that were given up; the next call tries them again.
    """

    out: Path
    frames: dict[str, int]
    rendered: int
    seconds: float
    server_version: str
    failures: tuple[Failure, ...] = ()


def render_dataset(
    scenario: Scenario,
    out: Path,
    *,
    catalogue: Path,
    host: str | None = None,
    port: int = 2000,
    fleet: Fleet | None = None,
    limit: int | None = None,
    seed: int | None = None,
    quality: Quality = Quality.STANDARD,
    progress: Progress | None = None,
) -> RenderSummary:
    """Render a scenario into a StreetHazards-format data set at `out`.

    Frames that are there and verify are kept, so a killed call is continued by the same call; the result is
    the same byte for byte as without interruption, and with any number of workers.

    Args:
        scenario: from `load_scenario`.
        out: folder of the data set, made when missing.
        catalogue: folder of the anomaly models.
        host: of a running CARLA server; None starts the embedded one.
        port: of the running server.
        fleet: several servers in place of `host` and `port`.
        limit: at most so many frames in all, spread over the splits in proportion.
        seed: in place of the scenario's.
        quality: how the embedded server draws colors.
        progress: told after each frame.

    Raises:
        CaosError: a town, weather or model that the server does not have, no server left, no place for an
            anomaly, or an `out` that holds frames of another scenario or is written by another run.
    """
    started = time.monotonic()
    tell = progress or (lambda *_: None)
    check_presets(scenario, scenario.name)
    chosen_seed = scenario.seed if seed is None else seed
    entries = read_catalogue(catalogue)
    frames = plan(scenario, seed=chosen_seed, limit=limit)
    who = _servers(host, port, fleet, quality)
    chosen = select_entries(entries, scenario.anomalies, catalogue)
    origin = _origin(scenario, chosen_seed, chosen, quality)
    towns = tuple(sorted({frame.town for frame in frames}))
    job = Job(
        scenario,
        chosen_seed,
        catalogue.absolute(),
        tuple(entries),
        towns,
        out.absolute(),
        quality,
        _TIMEOUTS[quality],
    )
    with locked(out), Log(out) as log:
        _refuse_others(out, origin)
        tell(0, len(frames), "checking finished frames")
        pending = _pending(out, frames)
        done = len(frames) - len(pending)
        keeper = Keeper(log, tell, lambda: atomic_write_text(out / SCENARIO_FILE, origin), done, len(frames))
        if pending:
            _render(job, who, pending, keeper)
        FrameWriter(out, STREETHAZARDS).finish()
    counts = dict(Counter(str(frame.split) for frame in frames))
    return RenderSummary(
        out, counts, keeper.rendered, time.monotonic() - started, keeper.version, tuple(keeper.failures)
    )


def _servers(host: str | None, port: int, fleet: Fleet | None, quality: Quality) -> Server | Fleet:
    """One server for this process, or a fleet with processes of its own.

    Raises:
        CaosError: options that do not go together.
    """
    if host is not None and fleet is not None:
        raise CaosError(
            "--host is one server; name several with --servers, and leave out --host and --workers"
        )
    if host is not None and quality is not Quality.STANDARD:
        raise CaosError(f"--quality {quality.value}: only the embedded server knows it; leave out --host")
    if fleet is None:
        return Server(host, port)
    fleet.check(quality)
    return fleet


def _render(job: Job, who: Server | Fleet, pending: Sequence[FramePlan], keeper: Keeper) -> None:
    """Render what is missing; the log tells the beginning and the end."""
    fleet = who if isinstance(who, Fleet) else Fleet((who,))
    facts = {
        "scenario": job.scenario.name,
        "seed": job.seed,
        "quality": job.quality.value,
        "size": f"{job.scenario.camera.width}x{job.scenario.camera.height}",
        "frames": keeper.total,
        "pending": len(pending),
        "engine": fleet.engine,
        "workers": len(fleet.servers) or fleet.workers,
        "servers": [str(server) for server in fleet.servers],
    }
    with logged_run(keeper.log, **facts) as result:
        try:
            if isinstance(who, Server):
                _render_here(job, who, pending, keeper)
            elif who.engine == "ray":
                from .fleet.ray_engine import render_on_ray

                render_on_ray(job, pending, keeper, address=who.ray_address, workers=who.workers)
            else:
                _render_in_pool(job, who, pending, keeper)
        finally:
            result.update(rendered=keeper.rendered, failed=len(keeper.failures), lost=keeper.lost)


def _render_here(job: Job, server: Server, pending: Sequence[FramePlan], keeper: Keeper) -> None:
    """With one server, in this process: what goes wrong ends the run with a message."""
    keeper.many = False
    events = photograph(job, server, iter(pending), lambda: FrameWriter(job.out, STREETHAZARDS))
    with closing(events):
        for event in events:
            keeper.note(1, server, event)


def _render_in_pool(job: Job, fleet: Fleet, pending: Sequence[FramePlan], keeper: Keeper) -> None:
    silence = _SILENCE[job.quality]
    running = [(server, Patience(strikes=_STRIKES, wait=_WAIT, silence=silence)) for server in fleet.servers]
    embedded = [(Server(), Patience(silence=silence))] * min(fleet.workers, len(pending))
    Pool(job, running or embedded, Waiting(pending), keeper).run()


def _pending(out: Path, frames: Sequence[FramePlan]) -> list[FramePlan]:
    """The frames that are not there yet, or not as they were written."""
    if not out.exists():
        return list(frames)
    writer = FrameWriter(out, STREETHAZARDS)
    return [frame for frame in frames if not writer.is_done(frame.split, frame.town, frame.number)]


def _origin(scenario: Scenario, seed: int, entries: Sequence[CatalogueEntry], quality: Quality) -> str:
    """What the frames of a data set follow from, as JSON.

    The numbers of frames are left out: a data set may be continued with more.
    """
    settings = scenario.model_dump(mode="json")
    for split in settings["splits"].values():
        del split["frames"]
    for file in (
        "selection",
        "blueprints",
    ):  # where they lie does not matter; what they choose is hashed below
        del settings["anomalies"][file]
    settings["seed"] = seed
    settings["quality"] = quality.value
    models = json.dumps([[entry.id, entry.sha256] for entry in entries])
    settings["catalogue_sha256"] = hashlib.sha256(models.encode()).hexdigest()
    return json.dumps(settings, indent=1, sort_keys=True) + "\n"


def _refuse_others(out: Path, origin: str) -> None:
    """Keep frames of different origins apart.

    Raises:
        CaosError: `out` was begun with another scenario, seed, quality or catalogue.
    """
    file = out / SCENARIO_FILE
    if file.is_file() and file.read_bytes() != origin.encode():
        raise CaosError(
            f"{out}: holds frames of another scenario, seed, quality or anomaly catalogue "
            f"(see {SCENARIO_FILE}); choose another --out, or delete it"
        )
