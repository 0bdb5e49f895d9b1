"""A scenario in, a data set out: frame by frame, each whole or not at all, and never twice."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry, read_catalogue
from caos.errors import CaosError
from caos.frames import FrameWriter, atomic_write_text
from caos.labels import STREETHAZARDS

from .anomalies import select_entries
from .connect import Session, connect
from .plan import FramePlan, plan
from .quality import Quality
from .scenario import Scenario
from .shots import write_shot
from .stage import open_stage, stepped_by_hand
from .weather import check_presets

Progress = Callable[[int, int, str], None]
"""Called as progress(frames done, frames in all, what is going on)."""

_TIMEOUTS: Final = {Quality.STANDARD: 20.0, Quality.HIGH: 900.0}

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
    """

    out: Path
    frames: dict[str, int]
    rendered: int
    seconds: float
    server_version: str


def render_dataset(
    scenario: Scenario,
    out: Path,
    *,
    catalogue: Path,
    host: str | None = None,
    port: int = 2000,
    limit: int | None = None,
    seed: int | None = None,
    quality: Quality = Quality.STANDARD,
    progress: Progress | None = None,
) -> RenderSummary:
    """Render a scenario into a StreetHazards-format data set at `out`.

    Frames that are there and verify are kept, so a killed call is continued by the same call; the result is
    the same byte for byte as without interruption.

    Args:
        scenario: from `load_scenario`.
        out: folder of the data set, made when missing.
        catalogue: folder of the anomaly models.
        host: of a running CARLA server; None starts the embedded one.
        port: of the running server.
        limit: at most so many frames in all, spread over the splits in proportion.
        seed: in place of the scenario's.
        quality: how the embedded server draws colors.
        progress: told after each frame.

    Raises:
        CaosError: a town, weather or model that the server does not have, no server, a server that died, no
            place for an anomaly, or an `out` that holds frames of another scenario.
    """
    started = time.monotonic()
    tell = progress or (lambda *_: None)
    check_presets(scenario, scenario.name)
    chosen_seed = scenario.seed if seed is None else seed
    entries = read_catalogue(catalogue)
    frames = plan(scenario, seed=chosen_seed, limit=limit)
    if host is not None and quality is not Quality.STANDARD:
        raise CaosError(f"--quality {quality.value}: only the embedded server knows it; leave out --host")
    chosen = select_entries(entries, scenario.anomalies, catalogue)
    origin = _origin(scenario, chosen_seed, chosen, quality)
    _refuse_others(out, origin)
    tell(0, len(frames), "checking finished frames")
    pending = _pending(out, frames)
    version = ""
    if pending:
        with connect(host, port, catalogue=catalogue, timeout=_TIMEOUTS[quality], quality=quality) as session:
            version = session.version
            try:
                check_towns(session, sorted({frame.town for frame in frames}))
                writer = FrameWriter(out, STREETHAZARDS)
                atomic_write_text(out / SCENARIO_FILE, origin)
                job = _Job(scenario, chosen_seed, catalogue, entries, writer, len(frames), tell)
                with stepped_by_hand(session):
                    _render(session, job, pending)
            except RuntimeError as cause:
                raise session.explain(cause) from cause
    FrameWriter(out, STREETHAZARDS).finish()
    counts = dict(Counter(str(frame.split) for frame in frames))
    return RenderSummary(out, counts, len(pending), time.monotonic() - started, version)


def check_towns(session: Session, towns: Sequence[str]) -> None:
    """Refuse towns that the server cannot load.

    Raises:
        CaosError: the message lists the known ones.
    """
    known = sorted({str(path).rsplit("/", 1)[-1] for path in session.client.get_available_maps()})
    unknown = [town for town in towns if town not in known]
    if unknown:
        raise CaosError(
            f"splits: the server at {session.host}:{session.port} has no town {', '.join(unknown)}; "
            f"known: {', '.join(known)}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    """What stays the same from town to town."""

    scenario: Scenario
    seed: int
    catalogue: Path
    entries: Sequence[CatalogueEntry]
    writer: FrameWriter
    total: int
    tell: Progress


def _render(session: Session, job: _Job, pending: Sequence[FramePlan]) -> None:
    """Town by town; each frame is written before the next one is begun."""
    done = job.total - len(pending)
    for town, group in groupby(pending, key=lambda frame: frame.town):
        done = _render_town(session, job, town, list(group), done)


def _render_town(session: Session, job: _Job, town: str, frames: Sequence[FramePlan], done: int) -> int:
    """One town; returns how many frames of the whole plan are done after it.

    A function of its own so that nothing of a town outlives it: a camera object that is destroyed after a
    failed `load_world` makes the carla library abort the process.
    """
    job.tell(done, job.total, f"loading {town}")
    entries = job.entries if any(frame.split == "test" for frame in frames) else ()
    with open_stage(
        session, job.scenario, town, seed=job.seed, catalogue=job.catalogue, entries=entries
    ) as stage:
        for frame in frames:
            write_shot(job.writer, stage.shoot(frame))
            done += 1
            job.tell(done, job.total, f"{frame.split} {town}")
    return done


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
