"""Seconds per 1280x720 picture of the embedded server's renderer, against a ray tracer.

Twenty or more views from the driver's seat of one town with traffic, each drawn by ours (color, tags,
instances and depth; then ids and depth alone) and by the peer: Embree through open3d, one ray per pixel,
with Lambert shading in NumPy and no shadows, textures or anti-aliasing. Both see the same triangles; the
share of pixels with equal instance ids is printed. Ours and the peer take turns, so that noise hits both.

Run with `python -m benchmarks render`; about two minutes on two cores.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
from caos.sim.server.models import ACTOR_MODELS, ActorModel
from caos.sim.server.render import Renderer
from caos.sim.server.scene import Instance, Picture, Pose, Town, View, Weather
from caos.sim.server.town import build_town
from rich.console import Console
from rich.table import Table

from caos.errors import CaosError
from caos.meshes import Mesh

WIDTH, HEIGHT, FOV = 1280, 720, 90.0
VEHICLES, WALKERS = 30, 20
WEATHER = Weather(cloudiness=25.0, sun_azimuth_angle=120.0, sun_altitude_angle=38.0, wetness=20.0)
_SUN = np.array([-0.394, 0.682, 0.616])


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What both draw.

    Attributes:
        static, traffic: instances with distinct ids.
        views: from above spawn points.
    """

    static: list[Instance]
    traffic: list[Instance]
    views: list[View]

    @property
    def triangles(self) -> int:
        """Number of triangles in the scene."""
        return sum(len(instance.mesh.faces) for instance in (*self.static, *self.traffic))


def make_scene(town: Town, views: int, rng: np.random.Generator) -> Scene:
    """The town with vehicles on spawn points, walkers beside them, and cameras at other spawn points."""
    static = [
        Instance(item.mesh, item.pose.matrix(), number) for number, item in enumerate(town.scenery, start=1)
    ]
    order = rng.permutation(len(town.spawn_points))
    spawn = [town.spawn_points[index] for index in order]
    vehicles = _meshes([model for model in ACTOR_MODELS.values() if model.wheels], VEHICLES, rng)
    walkers = _meshes([model for model in ACTOR_MODELS.values() if model.gender], WALKERS, rng)
    placed = [(mesh, pose.matrix()) for mesh, pose in zip(vehicles, spawn, strict=False)]
    placed += [(mesh, pose.matrix() @ _beside(rng)) for mesh, pose in zip(walkers, spawn, strict=False)]
    first = len(static) + 1
    return Scene(
        static=static,
        traffic=[Instance(mesh, matrix, first + number) for number, (mesh, matrix) in enumerate(placed)],
        views=[_view(spawn[-1 - number % (len(spawn) - VEHICLES)]) for number in range(views)],
    )


def _meshes(models: Sequence[ActorModel], count: int, rng: np.random.Generator) -> list[Mesh]:
    """`count` meshes of a dozen models, the same object for the same model."""
    made = {model.type_id: model.make((90, 110, 140)) for model in models[:: max(len(models) // 12, 1)]}
    return [made[name] for name in rng.choice(sorted(made), count)]


def _beside(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A few metres ahead and to the right of a spawn point, crossing."""
    shift = (float(rng.uniform(4, 12)), float(rng.uniform(3, 5)), 0.0)
    return np.asarray(Pose(shift, (0.0, 90.0, 0.0)).matrix(), dtype=np.float64)


def _view(spawn: Pose) -> View:
    x, y, z = spawn.location
    return View(Pose((x, y, z + 1.1), spawn.rotation), WIDTH, HEIGHT, FOV)


class RayTracer:
    """The peer: Embree through open3d, ids from the hit triangle, Lambert shading in NumPy."""

    def __init__(self, instances: Sequence[Instance]) -> None:
        self._o3d: Any = import_module("open3d")
        self._scene = self._o3d.t.geometry.RaycastingScene()
        self._ids = np.array([0, *(instance.instance_id for instance in instances)], dtype=np.uint16)
        counts = [len(instance.mesh.faces) for instance in instances]
        self._first = np.cumsum([0, *counts])
        colors, normals = [], []
        for instance in instances:
            mesh = instance.mesh
            points = (mesh.positions @ instance.matrix[:3, :3].T + instance.matrix[:3, 3]).astype(np.float32)
            corner = points[mesh.faces]
            normals.append(np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]))
            palette = np.array([material.color for material in mesh.materials], dtype=np.float32)
            colors.append(palette[mesh.face_material])
            core = self._o3d.core
            self._scene.add_triangles(core.Tensor(points), core.Tensor(mesh.faces.astype(np.uint32)))
        normal = np.concatenate(normals)
        self._normals = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        self._colors = np.concatenate(colors)

    def render(self, view: View, *, rgb: bool) -> Picture:
        """The picture of `view`; tags are left out."""
        directions = _rays(view)
        origins = np.broadcast_to(np.asarray(view.pose.location, dtype=np.float32), directions.shape)
        rays = self._o3d.core.Tensor(np.concatenate([origins, directions], axis=-1))
        hit = self._scene.cast_rays(rays)
        geometry = hit["geometry_ids"].numpy().astype(np.int64)
        found = geometry < len(self._ids) - 1
        instance = self._ids[np.where(found, geometry + 1, 0)]
        color = np.zeros((0, 0, 3), dtype=np.uint8)
        if rgb:
            triangle = self._first[np.where(found, geometry, 0)] + hit["primitive_ids"].numpy() * found
            color = self._shade(directions, triangle, found)
        return Picture(color, np.zeros((0, 0), np.uint8), instance, hit["t_hit"].numpy())

    def _shade(
        self,
        directions: npt.NDArray[np.float32],
        triangle: npt.NDArray[np.int64],
        found: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.uint8]:
        normal = self._normals[triangle]
        normal = normal * -np.sign(np.einsum("ijk,ijk->ij", normal, directions))[..., None]
        light = 0.35 + 0.65 * np.maximum(normal @ _SUN, 0.0)
        lit = np.where(found[..., None], self._colors[triangle] * light[..., None], (0.5, 0.65, 0.9))
        return (lit.clip(0.0, 1.0) * 255.0).astype(np.uint8)


def _rays(view: View) -> npt.NDArray[np.float32]:
    """(H, W, 3) directions through pixel centres, 1 along the view axis."""
    focal = view.width / (2.0 * np.tan(np.radians(view.fov) / 2.0))
    rows, columns = np.mgrid[: view.height, : view.width] + 0.5
    local = np.stack(
        [np.ones_like(rows), (columns - view.width / 2) / focal, (view.height / 2 - rows) / focal], axis=-1
    )
    return np.asarray(local @ view.pose.matrix()[:3, :3].T, dtype=np.float32)


def main(argv: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks render", description=__doc__.splitlines()[0])
    parser.add_argument("--town", default="Town01")
    parser.add_argument("--views", type=int, default=20, help="number of views (default 20)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    if not 1 <= options.views <= 1000:
        raise CaosError(f"--views must lie in 1..1000, got {options.views}")
    scene = make_scene(build_town(options.town), options.views, np.random.default_rng(options.seed))
    console = Console()
    with Renderer(timed=True) as renderer:
        start = time.perf_counter()
        renderer.set_static(scene.static)
        console.print(
            f"{options.town}: {len(scene.static)} + {len(scene.traffic)} items, {scene.triangles:,} triangles"
            f", uploaded in {time.perf_counter() - start:.2f} s; {options.views} views, {renderer.device}"
        )
        _measure(scene, renderer, console)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    console.print(f"peak memory {peak:,.0f} MB (both contestants, the town and its models)")


def _measure(scene: Scene, renderer: Renderer, console: Console) -> None:
    """Time all views in turns; print a table of contestants and one of our stages."""
    tracer = RayTracer([*scene.static, *scene.traffic]) if find_spec("open3d") else None
    renderer.render(scene.views[0], scene.traffic, WEATHER)
    renderer.clock.seconds.clear()
    times: dict[str, list[tuple[float, float]]] = {}
    equal = []
    for view in scene.views:
        ours = _timed(times, "ours, color + ids", lambda v=view: renderer.render(v, scene.traffic, WEATHER))
        stages = dict(renderer.clock.seconds)
        _timed(times, "ours, ids", lambda v=view: renderer.render(v, scene.traffic, WEATHER, rgb=False))
        renderer.clock.seconds.clear()
        renderer.clock.seconds.update(stages)
        if tracer is not None:
            peer = _timed(times, "Embree + NumPy, color + ids", lambda v=view: tracer.render(v, rgb=True))
            _timed(times, "Embree, ids", lambda v=view: tracer.render(v, rgb=False))
            equal.append(float(np.mean(peer.instance == ours.instance)))
    console.print(_contestants(times))
    if tracer is not None:
        for ours_name, peer_name in (
            ("ours, color + ids", "Embree + NumPy, color + ids"),
            ("ours, ids", "Embree, ids"),
        ):
            ratios = [p[0] / o[0] for o, p in zip(times[ours_name], times[peer_name], strict=True)]
            console.print(
                f"{ours_name}: {statistics.median(ratios):.2f} times as fast as {peer_name} (median)"
            )
        console.print(f"pixels with equal instance ids: {np.mean(equal):.4%}, worst view {np.min(equal):.4%}")
    stage_table = Table(title="Our color + ids by stage, mean seconds")
    for name in renderer.clock.seconds:
        stage_table.add_column(name, justify="right")
    stage_table.add_row(*(f"{value / len(scene.views):.3f}" for value in renderer.clock.seconds.values()))
    console.print(stage_table)


def _timed(times: dict[str, list[tuple[float, float]]], name: str, call: Any) -> Picture:
    """Run `call`; add its wall and processor seconds to `times[name]`."""
    wall, processor = time.perf_counter(), time.process_time()
    picture: Picture = call()
    times.setdefault(name, []).append((time.perf_counter() - wall, time.process_time() - processor))
    return picture


def _contestants(times: dict[str, list[tuple[float, float]]]) -> Table:
    table = Table(title="Seconds per picture, min / median / max")
    for column in ("contestant", "wall", "processor"):
        table.add_column(column)
    for name, pairs in times.items():
        cells = [
            " / ".join(f"{value:.3f}" for value in (min(column), statistics.median(column), max(column)))
            for column in zip(*pairs, strict=True)
        ]
        table.add_row(name, *cells)
    return table
