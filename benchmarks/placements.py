"""Whether anomalies stand in something or in the air: FCL and Embree say it, not the code that places.

Anomalies are placed through the real client on the embedded server, among traffic. The same town is then
built here, triangle by triangle, with the meshes of the traffic that the server reports: FCL tells whether
two meshes meet and how far they are apart, Embree (in open3d) how high each point of a model is above the
ground. A model that others enclose without touching it would have no pixels.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import fcl
import numpy as np
import numpy.typing as npt
import open3d as o3d
from caos.assets.builtin import write_builtin_catalogue
from caos.sim.anomalies import Placed, Scene, standing_anomalies
from caos.sim.calibration import instance_codes, object_mask
from caos.sim.connect import connect
from caos.sim.placement import Model
from caos.sim.plan import FramePlan, Purpose, plan
from caos.sim.scenario import Scenario
from caos.sim.server.attributes import read_color
from caos.sim.server.models import ACTOR_MODELS
from caos.sim.server.scene import SceneryItem
from caos.sim.server.town import build_town
from caos.sim.silhouette import Pinhole
from caos.sim.stage import Stage, open_stage, stepped_by_hand
from caos.sim.streets import draw_view
from caos.sim.traffic import standing_traffic

from caos.catalogue import read_catalogue
from caos.config import validate
from caos.meshes import Mesh

Floats = npt.NDArray[np.float64]

TOWNS: Final = ("Town03", "Town04", "Town05", "Town06")
LIMIT: Final = 0.01
"""Metres that a thing may hang in the air or stick in another."""

_NEAR = 4.0
_ABOVE = 0.6


@dataclass(slots=True)
class Findings:
    """What was measured, one number per placement; metres.

    Attributes:
        sink: deepest point below the ground.
        gap: lowest point above the ground.
        clearance: least distance to another thing, at most 4 m.
        pixels: visible ones.
        touched: what a model meets, for messages.
        rejections: poses turned down on the way, by reason.
    """

    sink: list[float] = field(default_factory=list)
    gap: list[float] = field(default_factory=list)
    clearance: list[float] = field(default_factory=list)
    pixels: list[int] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    rejections: Counter[str] = field(default_factory=Counter)


class TrueTown:
    """A town's triangles, and how far a thing is from them."""

    def __init__(self, name: str) -> None:
        """Build it as the server does."""
        items = build_town(name).scenery
        self._bodies: dict[int, tuple[Mesh, fcl.BVHModel]] = {}
        self._things = [item for item in items if item.solid]
        self._spheres = np.array([_sphere(item) for item in self._things])
        self._ground = o3d.t.geometry.RaycastingScene()
        for item in items:
            if not item.solid and not item.layer:
                points = _moved(item.mesh.positions, item.pose.matrix()).astype(np.float32)
                faces = item.mesh.faces.astype(np.uint32)
                self._ground.add_triangles(
                    o3d.core.Tensor.from_numpy(points), o3d.core.Tensor.from_numpy(faces)
                )

    def heights(self, points: Floats) -> Floats:
        """(N,) metres of (N, 3) points above the ground; negative below it."""
        rays = np.zeros((len(points), 6), dtype=np.float32)
        rays[:, :3], rays[:, 5] = points + np.array([0.0, 0.0, _ABOVE]), -1.0
        met = self._ground.cast_rays(o3d.core.Tensor.from_numpy(rays))["t_hit"].numpy()
        return np.asarray(met - _ABOVE, dtype=np.float64)

    def nearest(
        self, mesh: Mesh, pose: Floats, others: Sequence[tuple[str, Mesh, Floats]]
    ) -> tuple[float, str]:
        """Distance to the nearest thing and its name; 0 for what is met."""
        center, radius = _middle(_moved(mesh.positions, pose))
        apart = np.linalg.norm(self._spheres[:, :3] - center, axis=1) - self._spheres[:, 3] - radius
        near = [self._things[i] for i in np.flatnonzero(apart < _NEAR)]
        named = [(item.name, item.mesh, item.pose.matrix()) for item in near]
        own, best = self._placed(mesh, pose), (_NEAR, "")
        for name, other, matrix in [*named, *others]:
            body = self._placed(other, matrix)
            if fcl.collide(own, body, fcl.CollisionRequest(), fcl.CollisionResult()):
                return 0.0, name
            distance = fcl.distance(own, body, fcl.DistanceRequest(), fcl.DistanceResult())
            best = min(best, (float(distance), name))
        return best

    def _placed(self, mesh: Mesh, pose: Floats) -> fcl.CollisionObject:
        if id(mesh) not in self._bodies:
            body = fcl.BVHModel()
            body.beginModel(len(mesh.positions), len(mesh.faces))
            body.addSubModel(mesh.positions.astype(np.float64), mesh.faces)
            body.endModel()
            self._bodies[id(mesh)] = (mesh, body)
        return fcl.CollisionObject(self._bodies[id(mesh)][1], fcl.Transform(pose[:3, :3], pose[:3, 3]))


def scenario(towns: Sequence[str], frames: int, seed: int, **rules: object) -> Scenario:
    """A crowded street of small pictures, with two anomalies in some of them."""
    settings = {
        "name": "placements",
        "seed": seed,
        "camera": {"width": 320, "height": 180},
        "splits": {
            "train": {"towns": ["Town01"], "frames": 0},
            "validation": {"towns": ["Town02"], "frames": 0},
            "test": {"towns": list(towns), "frames": frames},
        },
        "traffic": {"vehicles": [2, 10], "walkers": [2, 10]},
        "anomalies": {"per_frame": [1, 2], "distance": [5, 20], "min_pixels": 40, **rules},
    }
    return validate(settings, Scenario, source="placements")


def measure(rules: Scenario, catalogue: Path) -> Findings:
    """Place the anomalies of all test frames, and look at each."""
    findings, entries = Findings(), read_catalogue(catalogue)
    frames = plan(rules)
    with connect(catalogue=catalogue, timeout=60.0) as session, stepped_by_hand(session):
        for town in rules.splits.test.towns:
            truth = TrueTown(town)
            with open_stage(session, rules, town, seed=1, catalogue=catalogue, entries=entries) as stage:
                meshes: dict[str, Mesh] = {}
                for frame in (frame for frame in frames if frame.town == town):
                    _look(stage, frame, truth, meshes, catalogue, findings)
    return findings


def _look(
    stage: Stage,
    frame: FramePlan,
    truth: TrueTown,
    meshes: dict[str, Mesh],
    catalogue: Path,
    findings: Findings,
) -> None:
    """One frame: traffic, anomalies, and the true distances between them."""
    from caos.catalogue import load_mesh

    entries = {entry.id: entry for entry in read_catalogue(catalogue)}
    for attempt, (scene, models) in enumerate(_scenes(stage, frame)):
        rng = frame.stream(Purpose.ANOMALIES, attempt)
        with standing_anomalies(scene, models, rng) as outcome:
            findings.rejections.update({why.value: n for why, n in scene.rejections.items()})
            if outcome is None:
                continue
            pictures, placed = outcome
            codes = instance_codes(pictures["instance_segmentation"])
            for anomaly in placed:
                if anomaly.model.id not in meshes:
                    meshes[anomaly.model.id] = load_mesh(catalogue, entries[anomaly.model.id])
            bodies = {a.actor.id: meshes[a.model.id] for a in placed}
            everyone = list(_everyone(stage, bodies, meshes))
            for anomaly in placed:
                _judge(truth, anomaly, bodies[anomaly.actor.id], everyone, findings)
                findings.pixels.append(int(object_mask(anomaly.codes, codes).sum()))
            return


def _scenes(stage: Stage, frame: FramePlan) -> Iterator[tuple[Scene, Sequence[Model]]]:
    """A frame's views, each with traffic in it."""
    camera, rules = stage.scenario.camera, stage.scenario
    for attempt in range(rules.anomalies.views):
        view = draw_view(stage.world, stage.streets, camera, frame.stream(Purpose.VIEW, attempt))
        if view is None:
            continue
        stage.rig.move(view.transform)
        with standing_traffic(
            stage.session, stage.world, stage.streets, view, camera, rules.traffic, stage.cast,
            frame.stream(Purpose.TRAFFIC, attempt),
        ) as traffic:  # fmt: skip
            pinhole = Pinhole(camera.width, camera.height, camera.fov)
            obstacles = stage.streets.fixed + traffic
            yield (
                Scene(
                    stage.session, stage.world, stage.rig, view, pinhole, rules.anomalies,
                    stage.streets.crosswalks, obstacles, Counter(),
                ),
                stage.choose_models(frame),
            )  # fmt: skip


def _everyone(
    stage: Stage, bodies: dict[int, Mesh], meshes: dict[str, Mesh]
) -> Iterator[tuple[int, str, Mesh, Floats]]:
    """Every actor with a body, as the server has it."""
    for actor in stage.world.get_actors():
        pose = np.array(actor.get_transform().get_matrix())
        if actor.id in bodies:
            yield actor.id, actor.type_id, bodies[actor.id], pose
        elif actor.type_id in ACTOR_MODELS:
            color = actor.attributes.get("color", "128,128,128")
            key = f"{actor.type_id} {color}"
            if key not in meshes:
                meshes[key] = ACTOR_MODELS[actor.type_id].make(read_color(color))
            yield actor.id, actor.type_id, meshes[key], pose


def _judge(
    truth: TrueTown,
    anomaly: Placed,
    mesh: Mesh,
    everyone: Sequence[tuple[int, str, Mesh, Floats]],
    findings: Findings,
) -> None:
    (pose,) = (matrix for number, _, _, matrix in everyone if number == anomaly.actor.id)
    heights = truth.heights(_moved(_samples(mesh), pose))
    lowest = float(heights.min())
    others = [(name, body, matrix) for number, name, body, matrix in everyone if number != anomaly.actor.id]
    clearance, name = truth.nearest(mesh, pose, others)
    findings.sink.append(max(0.0, -lowest))
    findings.gap.append(max(0.0, lowest))
    findings.clearance.append(clearance)
    if clearance == 0.0:
        findings.touched.append(f"{anomaly.model.id} in {name}")
    if abs(lowest) > LIMIT:
        findings.touched.append(f"{anomaly.model.id} {lowest:+.3f} m")


def _samples(mesh: Mesh) -> Floats:
    """The corners and the middles of all triangles."""
    corners = mesh.positions.astype(np.float64)[mesh.faces]
    return np.concatenate([corners.reshape(-1, 3), corners.mean(axis=1)])


def _moved(points: npt.NDArray[np.floating], pose: Floats) -> Floats:
    return np.asarray(points.astype(np.float64) @ pose[:3, :3].T + pose[:3, 3])


def _middle(points: Floats) -> tuple[Floats, float]:
    center = (points.min(axis=0) + points.max(axis=0)) / 2
    return center, float(np.linalg.norm(points - center, axis=1).max())


def _sphere(item: SceneryItem) -> tuple[float, ...]:
    center, radius = _middle(_moved(item.mesh.positions, item.pose.matrix()))
    return (*center.tolist(), radius)


def main(argv: Sequence[str]) -> int:
    """Report; exit code 1 when a placement is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks placements", description=__doc__)
    parser.add_argument("--frames", type=int, default=340, help="test frames; about 1.5 anomalies each")
    parser.add_argument("--towns", default=",".join(TOWNS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/builtin"), help="folder of the models")
    options = parser.parse_args(argv)
    rules = scenario(options.towns.split(","), options.frames, options.seed)
    found = measure(rules, write_builtin_catalogue(options.out))
    least = rules.anomalies.min_pixels
    print(f"placements {len(found.sink)} in {options.towns}")
    print(f"deepest below the ground  {1000 * max(found.sink):6.1f} mm")
    print(f"highest above the ground  {1000 * max(found.gap):6.1f} mm")
    print(f"nearest other thing       {1000 * min(found.clearance):6.1f} mm")
    print(f"meets another thing       {sum(c == 0.0 for c in found.clearance):6d}")
    print(f"fewest pixels             {min(found.pixels):6d} (asked {least})")
    print("turned down:", ", ".join(f"{why} {count}" for why, count in found.rejections.most_common()))
    print("\n".join(found.touched))
    return int(bool(found.touched) or min(found.pixels) < least)
