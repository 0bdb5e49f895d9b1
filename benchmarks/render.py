"""Seconds per 1280x720 picture of the embedded server's renderer, against a ray tracer.

Views from the driver's seat of one town with traffic, each drawn by ours (color, tags, instances and depth;
then ids and depth alone) and by the peer: Embree through open3d, one ray per pixel, with Lambert shading in
NumPy and no shadows, textures, holes in leaves or anti-aliasing. Both see the same triangles, those of the
levels of detail in the view; the share of pixels with equal instance ids is printed. Ours and the peer take
turns, so that noise hits both. Peak memory is taken before the peer is loaded.

Run with `python -m benchmarks render`; about four minutes on two cores.
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
from caos.sim.server.render.levels import drawn
from caos.sim.server.scene import Instance, Picture, Pose, Town, View, Weather
from caos.sim.server.town import build_town, town_names
from rich.console import Console
from rich.table import Table

from caos.errors import CaosError
from caos.meshes import Mesh

from .options import MOST_SEED, whole

WIDTH, HEIGHT, FOV = 1280, 720, 90.0
VEHICLES, WALKERS = 30, 20
WEATHER = Weather(cloudiness=25.0, sun_azimuth_angle=120.0, sun_altitude_angle=38.0, wetness=20.0)
_WARM_UP = 5  # views, enough to have all buffers
_OURS, _OURS_IDS = "ours, color + ids", "ours, ids"
_PEER, _PEER_IDS = "Embree + NumPy, color + ids", "Embree, ids"
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
    """The peer: Embree through open3d, ids from the hit triangle, Lambert shading in NumPy.

    Args:
        instances: what stands in the view.
        o3d: the module `open3d`.
    """

    def __init__(self, instances: Sequence[Instance], o3d: Any) -> None:
        self._o3d = o3d
        self._scene = o3d.t.geometry.RaycastingScene()
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
            self._scene.add_triangles(o3d.core.Tensor(points), o3d.core.Tensor(mesh.faces.astype(np.uint32)))
        ray = np.array([[0.0, 0.0, 1e4, 0.0, 0.0, 1.0]], dtype=np.float32)
        self._scene.cast_rays(o3d.core.Tensor(ray))  # the first one builds the tree
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
    options = _parser().parse_args(argv)
    if not 1 <= options.views <= 1000:
        raise CaosError(f"--views must lie in 1..1000, got {options.views}")
    scene = make_scene(build_town(options.town), options.views, np.random.default_rng(options.seed))
    console = Console()
    with Renderer(timed=True) as renderer:
        start = time.perf_counter()
        renderer.set_static(scene.static)
        console.print(
            f"{options.town}: {len(scene.static)} + {len(scene.traffic)} items, {scene.triangles:,} triangles"
            f", uploaded in {time.perf_counter() - start:.2f} s; {options.views} views, {renderer.device}",
            soft_wrap=True,
        )
        for view in scene.views[:_WARM_UP]:
            renderer.render(view, scene.traffic, WEATHER)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        console.print(f"peak memory {peak:,.0f} MB (ours, the town and its models)")
        _measure(scene, renderer, console, peer=not options.alone)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks render", description=__doc__.splitlines()[0])
    parser.add_argument("--town", default="Town01", choices=town_names(), help="default: %(default)s")
    parser.add_argument(
        "--views", type=whole(1, 10_000), default=60, help="number of views (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=whole(0, MOST_SEED), default=0, help="of traffic and views (default: %(default)s)"
    )
    parser.add_argument("--alone", action="store_true", help="without the ray tracer")
    return parser


def _measure(scene: Scene, renderer: Renderer, console: Console, *, peer: bool) -> None:
    """Time all views in turns; print a table of contestants and one of our stages."""
    o3d: Any = import_module("open3d") if peer and find_spec("open3d") else None
    renderer.clock.seconds.clear()
    times: dict[str, list[tuple[float, float]]] = {}
    equal = []
    for view in scene.views:
        ours = _timed(times, _OURS, lambda v=view: renderer.render(v, scene.traffic, WEATHER))
        stages = dict(renderer.clock.seconds)
        _timed(times, _OURS_IDS, lambda v=view: renderer.render(v, scene.traffic, WEATHER, rgb=False))
        renderer.clock.seconds.clear()
        renderer.clock.seconds.update(stages)
        if o3d is not None:
            tracer = RayTracer(drawn([*scene.static, *scene.traffic], view), o3d)
            seen = _timed(times, _PEER, lambda v=view, t=tracer: t.render(v, rgb=True))
            _timed(times, _PEER_IDS, lambda v=view, t=tracer: t.render(v, rgb=False))
            equal.append(float(np.mean(seen.instance == ours.instance)))
    console.print(_contestants(times))
    frames = 1.0 / statistics.median(wall for wall, _ in times[_OURS])
    console.print(f"{frames:.2f} frames per second, color + ids (median)")
    if equal:
        for ours_name, peer_name in ((_OURS, _PEER), (_OURS_IDS, _PEER_IDS)):
            ratios = [p[0] / o[0] for o, p in zip(times[ours_name], times[peer_name], strict=True)]
            console.print(
                f"{ours_name}: {statistics.median(ratios):.2f} times as fast as {peer_name} (median)"
            )
        console.print(
            f"pixels with equal instance ids (the peer's leaves have no holes): {np.mean(equal):.4%}, "
            f"worst view {np.min(equal):.4%}"
        )
    stage_table = Table(title="Our color + ids by stage, mean seconds")
    for column in ("stage", "seconds"):
        stage_table.add_column(column, justify="right")
    for name, seconds in renderer.clock.seconds.items():
        stage_table.add_row(name, f"{seconds / len(scene.views):.3f}")
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
