"""A folder of pictures made into another: in parallel, resumable, the same with any number of workers."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Final

import cv2

from caos.errors import CaosError
from caos.frames import locked
from caos.frames.atomic import remove_partials

from ..settings_file import keep_settings
from .files import pictures_in
from .jobs import FilmJob, Job

Progress = Callable[[int, int], None]

SETTINGS_FILE: Final = "corruptions.json"
_SHARE: Final = 4  # pictures sent to a worker at a time


@dataclass(frozen=True, slots=True)
class Done:
    """How many files were `written`, and how many were there `already`."""

    written: int
    already: int


def make_folder(
    job: Job | FilmJob, *, workers: int = 1, progress: Progress = lambda _done, _total: None
) -> Done:
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
    job.check()
    pictures = pictures_in(job.source, lambda path: next(job.outputs(path)).file)
    settings = job.settings()
    with locked(job.out):
        keep_settings(job.out, SETTINGS_FILE, settings)
        remove_partials(job.out, [name for name in job.names if (job.out / name).is_dir()])
        return _make(job, pictures, workers, progress)


def _make(job: Job | FilmJob, pictures: Sequence[PurePosixPath], workers: int, progress: Progress) -> Done:
    missing = {path: sum(not output.file.exists() for output in job.outputs(path)) for path in pictures}
    pending = [path for path, count in missing.items() if count]
    total = sum(1 for _ in job.outputs(pictures[0])) * len(pictures)
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


def _results(job: Job | FilmJob, pending: Sequence[PurePosixPath], workers: int) -> Iterator[tuple[int, str]]:
    make = partial(_make_outputs, job)
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


def _make_outputs(job: Job | FilmJob, relative: PurePosixPath) -> tuple[int, str]:
    """Write what is missing of one picture; how many files that were, and what is wrong with it."""
    written = 0
    try:
        image = job.read(relative)
        for output in job.outputs(relative):
            if not output.file.exists():
                job.write(image, relative, output)
                written += 1
    except CaosError as error:
        return written, str(error)
    return written, ""
