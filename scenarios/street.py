"""What the scripts of this folder share: a server, a town, cameras, and pictures on the disk."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import carla
import cv2
import numpy as np
from caos.assets.builtin import write_builtin_catalogue
from caos.sim.anomalies import find_models
from caos.sim.cameras import CameraRig, Kind, Pixels, camera_rig
from caos.sim.connect import Session, connect
from caos.sim.labelling import label_map
from caos.sim.placement import Model
from caos.sim.scenario import Anomalies, Camera
from caos.sim.stage import load_town, stepped_by_hand
from caos.sim.streets import Streets, View, draw_view, survey

from caos.catalogue import read_catalogue
from caos.errors import CaosError


@dataclass(frozen=True, slots=True, eq=False)
class Street:
    """A loaded town with cameras in it.

    Attributes:
        session: the server.
        world: of `carla`.
        streets: where one can drive and what stands in the way.
        rig: RGB, semantic and instance cameras that move together.
        camera: their settings.
        catalogue: folder of the anomaly models.
    """

    session: Session
    world: carla.World
    streets: Streets
    rig: CameraRig
    camera: Camera
    catalogue: Path

    def model(self, name: str) -> Model:
        """An anomaly model by its id.

        Raises:
            CaosError: neither in the catalogue nor on the server.
        """
        entries = read_catalogue(self.catalogue)
        return find_models(self.world, self.catalogue, entries, Anomalies(models=(name,)))[0]

    def view(self, seed: int) -> View:
        """A place with a clear road ahead, always the same for a seed.

        Raises:
            CaosError: this town has none.
        """
        view = draw_view(self.world, self.streets, self.camera, np.random.default_rng(seed))
        if view is None:
            raise CaosError(
                f"{self.streets.town}: no free place for the camera; use another --town or --seed"
            )
        return view


def options(summary: str) -> argparse.ArgumentParser:
    """The options that all scripts have."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("--out", type=Path, required=True, help="folder of the pictures, made when missing")
    parser.add_argument("--host", help="a running CARLA server; absent: start the embedded one")
    parser.add_argument("--port", type=int, default=2000, help="RPC port of --host")
    parser.add_argument("--town", default="Town05")
    parser.add_argument("--seed", type=int, default=1, help="which place in the town")
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--catalogue", type=Path, help="anomaly models; built-in if absent")
    return parser


@contextmanager
def open_street(chosen: argparse.Namespace) -> Iterator[Street]:
    """Connect (or start the embedded server), load the town, put the cameras up; all is undone at the end."""
    chosen.out.mkdir(parents=True, exist_ok=True)
    catalogue = chosen.catalogue or write_builtin_catalogue(Path.home() / ".cache" / "caos-suite" / "builtin")
    camera = Camera(width=chosen.width, height=chosen.height)
    with connect(chosen.host, chosen.port, catalogue=catalogue) as session, stepped_by_hand(session):
        world = load_town(session, chosen.town)
        with camera_rig(session, world, camera) as rig:
            yield Street(session, world, survey(world, chosen.town), rig, camera, catalogue)


def save(folder: Path, name: str, pictures: Mapping[Kind, Pixels]) -> None:
    """Write `<name>.png`, and `<name>_label.png` where the semantic camera was asked: ids 1 to 13."""
    cv2.imwrite(str(folder / f"{name}.png"), pictures["rgb"][..., :3])
    if "semantic_segmentation" in pictures:
        labels = label_map(pictures["semantic_segmentation"][..., 2]) + 1  # on disk ids count from 1
        cv2.imwrite(str(folder / f"{name}_label.png"), labels)
