"""A folder of pictures corrupted into ImageNet-C's layout: CORRUPTION/SEVERITY/class/file."""

from __future__ import annotations

import hashlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Final

import cv2

from caos.errors import CaosError
from caos.frames import locked
from caos.frames.atomic import remove_partials
from caos.lookup import look_up

from .arrays import Image
from .corrupt import CORRUPTIONS, HELD_OUT, SEVERITIES, corrupt, generator_for
from .files import Framing, output_name, pictures_in, read_picture, write_picture
from .frost import read_frost
from .parameters import BENCHMARKS
from .settings import keep_settings

Progress = Callable[[int, int], None]

_SHARE: Final = 4  # pictures sent to a worker at a time


@dataclass(frozen=True, slots=True)
class Job:
    """What to make.

    Attributes:
        source: folder of pictures, at any depth; ImageNet has class/file.
        out: folder to write to.
        corruptions: names, of `CORRUPTIONS` and `HELD_OUT`.
        severities: 1 to 5.
        seed: chance depends on it, the picture's path within `source`, the corruption and the severity alone.
        parameters: one of `BENCHMARKS`.
        framing: how pictures are resized and cut first.
        frost: folder of pictures to lay over for "frost"; ours when not given.
    """

    source: Path
    out: Path
    corruptions: tuple[str, ...] = CORRUPTIONS
    severities: tuple[int, ...] = SEVERITIES
    seed: int = 0
    parameters: str = "imagenet-c"
    framing: Framing = field(default_factory=Framing)
    frost: Path | None = None

    def targets(self, relative: PurePosixPath) -> Iterator[tuple[str, int, Path]]:
        """Corruption, severity and file of everything that one picture becomes."""
        name = output_name(relative)
        for corruption in self.corruptions:
            for severity in self.severities:
                yield corruption, severity, self.out / corruption / str(severity) / name


@dataclass(frozen=True, slots=True)
class Done:
    """How many files were `written`, and how many were there `already`."""

    written: int
    already: int


def corrupt_folder(job: Job, *, workers: int = 1, progress: Progress = lambda _done, _total: None) -> Done:
    """Make every file of `job` that is not there yet; stop it at any time and run it again.

    The files are the same with any number of workers and in any order. A picture that cannot be read does not
    stop the others.

    Args:
        job: what to make.
        workers: processes; with one, the work is done in this one.
        progress: called with the number of files that are there and of those that will be.

    Raises:
        CaosError: a bad setting, no pictures, other settings than in an earlier run into the same folder,
            another run there, or pictures that cannot be read (after all others are done).
    """
    _check(job)
    pictures = pictures_in(job.source)
    settings = {
        "seed": job.seed,
        "parameters": job.parameters,
        "resize": job.framing.resize,
        "crop": job.framing.crop,
        "frost": _fingerprint(job.frost),
    }
    with locked(job.out):
        keep_settings(job.out, settings)
        remove_partials(job.out, [name for name in job.corruptions if (job.out / name).is_dir()])
        return _make(job, pictures, workers, progress)


def _make(job: Job, pictures: Sequence[PurePosixPath], workers: int, progress: Progress) -> Done:
    total = len(pictures) * len(job.corruptions) * len(job.severities)
    missing = {path: sum(not file.exists() for _, _, file in job.targets(path)) for path in pictures}
    pending = [path for path, count in missing.items() if count]
    already = total - sum(missing.values())
    progress(already, total)
    written, problems = 0, []
    for made, problem in _results(job, pending, workers):
        written += made
        problems += [problem] if problem else []
        progress(already + written, total)
    if problems:
        raise CaosError(
            f"{problems[0]}; {len(problems)} of {len(pictures)} pictures were left out, all others are done"
        )
    return Done(written, already)


def _results(job: Job, pending: Sequence[PurePosixPath], workers: int) -> Iterator[tuple[int, str]]:
    make = partial(_corrupt_picture, job)
    if workers == 1:
        yield from map(make, pending)
        return
    # Spawned, not forked: OpenCV's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker) as pool:
        try:
            yield from pool.map(make, pending, chunksize=_SHARE)
        except BrokenProcessPool:
            raise CaosError(
                f"{job.out}: a worker process was killed (out of memory?); run the same command again, "
                "with fewer --workers if it is"
            ) from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start_worker() -> None:
    """One thread per worker; Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)


def _corrupt_picture(job: Job, relative: PurePosixPath) -> tuple[int, str]:
    """Write what is missing of one picture; how many files that were, and what is wrong with it."""
    try:
        image = read_picture(job.source / relative, job.framing)
        written = 0
        for name, severity, target in job.targets(relative):
            if not target.exists():
                rng = generator_for(job.seed, relative, name, severity)
                frost = _frost(job.frost) if name == "frost" else None
                write_picture(
                    target, corrupt(image, name, severity, rng, parameters=job.parameters, frost=frost)
                )
                written += 1
    except CaosError as error:
        return 0, str(error)
    return written, ""


@cache
def _frost(folder: Path | None) -> tuple[Image, ...] | None:
    return None if folder is None else read_frost(folder)


def _fingerprint(folder: Path | None) -> str | None:
    """A hash of the frost pictures, when there are any of the user's."""
    if folder is None:
        return None
    digest = hashlib.sha256()
    for picture in read_frost(folder):
        digest.update(repr(picture.shape).encode() + picture.tobytes())
    return digest.hexdigest()


def _check(job: Job) -> None:
    known = dict.fromkeys(CORRUPTIONS + HELD_OUT)
    for name in job.corruptions:
        look_up("corruption", name, known)
    look_up("parameter set", job.parameters, BENCHMARKS)
    for severity in job.severities:
        if severity not in SEVERITIES:
            raise CaosError(f"severity {severity} is not one of 1 to 5")
    if job.out.resolve().is_relative_to(job.source.resolve()):
        raise CaosError(f"{job.out}: lies within {job.source}; choose an --out elsewhere")
