"""A whole folder of images through DeepAugment: `caos classify deepaugment`."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

import torch

from caos.errors import CaosError
from caos.frames import atomic_write_bytes, locked

from . import journal
from .distorters import PUBLISHED_SIZE, Distorter, open_distorter
from .draws import REFRESH, assign_networks, generator
from .journal import Row
from .pictures import SUFFIXES, encode, read_picture
from .weights import default_weights

_UNIT: Final = 8
"""Most images of one network that a worker takes at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to make.

    Attributes:
        source: folder of images, in sub-folders or not.
        out: folder of the results, which mirrors it.
        net: "edsr", "cae" or "noise2net".
        weights: file; by default the weights that come along.
        seed: of everything random.
        refresh: probability that an image starts a new network.
        size: shorter side of the results in pixels, a multiple of 4.
        published: exactly as in the authors' code.
    """

    source: Path
    out: Path
    net: str
    weights: Path | None = None
    seed: int = 0
    refresh: float = REFRESH
    size: int = PUBLISHED_SIZE
    published: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is now: `images` in all, `new` made by this run, `networks` that they went through."""

    images: int
    new: int
    networks: int


class Progress(Protocol):
    """Told what is done."""

    def __call__(self, done: int, total: int, detail: str = "") -> None:
        """`done` of `total` images."""


def distort_folder(job: Job, *, workers: int = 1, progress: Progress) -> Summary:
    """Distort every image below a folder; run again after an interruption, it goes on.

    The bytes of each result depend on the image, its relative path and the settings alone, not on the
    number of workers, their order or interruptions: each image is computed by itself, on one thread.

    Args:
        job: what to make.
        workers: processes; with one, the work is done in this process.
        progress: told after each unit of up to eight images.

    Raises:
        CaosError: no images, an unreadable one, weights that do not fit, an `out` with other settings or
        inside
            the source, or a full disk.
    """
    _check(job)
    paths = find_images(job.source)
    _open.cache_clear()  # the file of weights may be another one than in an earlier call
    with _one_thread():
        _open(job)  # its complaints before anything is written
    networks = assign_networks(paths, job.seed, job.net, job.refresh)
    with locked(job.out):
        rows = journal.begin(job.out, _settings(job))
        done = {path for path, row in rows.items() if networks.get(path) == row.network}
        finished = {path: rows[path] for path in done}
        progress(len(done), len(paths))
        for made in _run(job, _units(networks, done), workers):
            journal.append(job.out, made)
            finished.update({row.path: row for row in made})
            progress(len(finished), len(paths))
        journal.write(job.out, finished.values())
    return Summary(len(paths), len(paths) - len(done), len(set(networks.values())))


def distort_images(job: Job, paths: Sequence[str], network: str) -> list[Row]:
    """Distort the images `paths` (relative) that share the network named `network`, and write them."""
    rows = []
    with _one_thread():
        distorter = _open(job)
        drawn, weights = distorter.draw_network(generator(job.seed, job.net, "network", network))
        for path in paths:
            pixels = read_picture(job.source / path)
            result, signals = distorter.distort(drawn, pixels, generator(job.seed, job.net, "signal", path))
            atomic_write_bytes(job.out / path, encode(result, Path(path).suffix))
            rows.append(Row(path, network, weights, signals))
    return rows


@lru_cache(maxsize=1)
def _open(job: Job) -> Distorter[object]:
    """The distorter, read once per process."""
    return open_distorter(job.net, job.weights, job.size, published=job.published)


def _check(job: Job) -> None:
    source, out = job.source.resolve(), job.out.resolve()
    if out == source or source in out.parents:
        raise CaosError(f"--out {job.out}: inside the images' own folder; give one beside it")
    if job.size % 4 or job.size < 32:
        raise CaosError(f"--size {job.size}: must be a multiple of 4, at least 32")
    if job.net == "noise2net" and job.weights is not None:
        raise CaosError(f"--weights {job.weights}: noise2net is random and has none; leave it out")
    if not 0.0 <= job.refresh <= 1.0:
        raise CaosError(f"--refresh {job.refresh}: a probability is within 0 to 1")


def find_images(source: Path) -> list[str]:
    """Relative paths of all images, sorted; hidden files are left out."""
    if not source.is_dir():
        raise CaosError(f"{source}: no such folder; give a folder of images")
    found = (file for file in source.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    files = [file.relative_to(source) for file in found]
    paths = sorted(file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts))
    if not paths:
        raise CaosError(
            f"{source}: no images ({', '.join(SUFFIXES)}) in it; give the folder above the classes"
        )
    return paths


def _settings(job: Job) -> dict[str, Any]:
    """What results depend on, for the record; the weights by their content."""
    values = {name: value for name, value in asdict(job).items() if name not in ("source", "out", "weights")}
    if job.net == "noise2net":
        return values
    file = job.weights or default_weights(job.net)
    return {**values, "weights": file.name, "weights_sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def _units(networks: Mapping[str, str], done: set[str]) -> list[tuple[list[str], str]]:
    """Images still to do, by their network, at most `_UNIT` together."""
    groups: dict[str, list[str]] = {}
    for path, network in networks.items():
        if path not in done:
            groups.setdefault(network, []).append(path)
    return [
        (paths[start : start + _UNIT], network)
        for network, paths in groups.items()
        for start in range(0, len(paths), _UNIT)
    ]


def _run(job: Job, units: list[tuple[list[str], str]], workers: int) -> Iterator[list[Row]]:
    """Rows of each unit when it is done, in any order."""
    if workers == 1 or len(units) < 2:
        yield from (distort_images(job, *unit) for unit in units)
        return
    context = multiprocessing.get_context("spawn")  # a forked OpenMP hangs
    with ProcessPoolExecutor(min(workers, len(units)), mp_context=context) as pool:
        waiting = [pool.submit(distort_images, job, *unit) for unit in units]
        try:
            for future in as_completed(waiting):
                yield future.result()
        except BrokenProcessPool as cause:
            raise CaosError("a worker died, likely for want of memory; go on with fewer --workers") from cause
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums on one thread: their rounding must not depend on the machine's cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
