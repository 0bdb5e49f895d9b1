"""Indexing of 3D models: models per second and core, and memory over a long run.

Beside it the plain way with trimesh: load with processing, simplify, export. Both read the same GLB files of
5,000 triangles, one after another in one process each, in turns; the second table indexes many small models
and shows the memory in use along the way, before anything else has raised its peak.

Run with `python -m benchmarks index_models`; `--models 5000` for the full length of the memory run.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from caos.assets.index.jobs import Job, Limits
from caos.assets.index.process import process
from rich.console import Console
from rich.table import Table

from caos.extras import require

from .options import MOST_SEED, whole
from .timing import compare, spread

_SIDES: Final = 36


def main(argv: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks index_models", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rounds", type=whole(1, 1000), default=15, help="models timed (default 15)")
    parser.add_argument("--models", type=whole(100, 100_000), default=1000, help="of the memory run")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        # Memory first: what the timing leaves behind would hide growth.
        _print_memory(root, options.models, np.random.default_rng(options.seed))
        _print_speed(root, options.rounds, np.random.default_rng(options.seed))


def _print_speed(root: Path, rounds: int, rng: np.random.Generator) -> None:
    table = Table(
        "5,000 triangles, one core",
        "ms per model (min/median/max)",
        "models/s",
        "per CPU second",
        "faster than peer",
    )
    _bumpy(rng, _SIDES).export(root / "model.glb")
    for budget in (8000, 2000):
        limits = Limits(triangles=budget)
        result = compare(
            lambda limits=limits: process(_job(root, "model"), limits, root / "out"),  # type: ignore[misc]
            lambda budget=budget: _plain(root / "model.glb", root / "plain.glb", budget),  # type: ignore[misc]
            rounds,
        )
        speed = 1e3 / float(np.median(result.ours))
        table.add_row(
            f"ours, kept to {budget}",
            spread(result.ours),
            f"{speed:.1f}",
            f"{_cpu_rate(root, limits, rounds):.1f}",
            f"{result.ratio:.2f}",
        )
        peer = 1e3 / float(np.median(result.peer))
        table.add_row(f"trimesh, kept to {budget}", spread(result.peer), f"{peer:.1f}", "", "")
    Console().print(table)


def _print_memory(root: Path, count: int, rng: np.random.Generator) -> None:
    table = Table("models indexed in one process", "memory in use, MiB", "peak, MiB", "models/s so far")
    start = time.perf_counter()
    marks = {count // 50, count // 5, count // 2, count}
    for number in range(1, count + 1):
        _bumpy(rng, 11).export(root / "small.glb")
        process(_job(root, "small"), Limits(), root / "out")
        if number in marks:
            speed = number / (time.perf_counter() - start)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            table.add_row(str(number), f"{_resident():.1f}", f"{peak:.1f}", f"{speed:.1f}")
    Console().print(table)


def _resident() -> float:
    """MiB of memory in use now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _cpu_rate(root: Path, limits: Limits, rounds: int) -> float:
    """Models per second of processor time, which other programs on the machine disturb little."""
    start = time.process_time()
    for _ in range(rounds):
        process(_job(root, "model"), limits, root / "out")
    return rounds / (time.process_time() - start)


def _plain(source: Path, target: Path, triangles: int) -> None:
    """What one writes in five lines of trimesh."""
    trimesh = require("trimesh", extra="assets")
    mesh = trimesh.load(source, force="mesh", process=True)
    mesh.update_faces(mesh.nondegenerate_faces() & mesh.unique_faces())
    if len(mesh.faces) > triangles:
        mesh = mesh.simplify_quadric_decimation(face_count=triangles)
    mesh.apply_transform(mesh.compute_stable_poses()[0][0])
    mesh.export(target)


def _bumpy(rng: np.random.Generator, sides: int) -> Any:
    """A closed shape of about 4 sides squared triangles, with bumps of its own."""
    trimesh = require("trimesh", extra="assets")
    ball = trimesh.creation.uv_sphere(count=[sides, sides])
    weights = rng.normal(size=(3, 3))
    ball.vertices *= 1.0 + 0.15 * np.sin(3 * ball.vertices @ weights).mean(axis=1, keepdims=True)
    return ball


def _job(root: Path, name: str) -> Job:
    return Job(id=name, root=str(root), source=f"{name}.glb", stamp="")
