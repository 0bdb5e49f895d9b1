"""A server with a tiny town and a renderer of rectangles: to test all but towns, models and pictures.

Run as a script by the fixtures in conftest.py; ends when its standard input does.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Mapping, Sequence

import numpy as np
from caos.sim.server import attributes
from caos.sim.server.blueprints import SENSORS, Blueprint, BlueprintLibrary
from caos.sim.server.main import bind, run_server
from caos.sim.server.ports import RendererFailedError, Towns
from caos.sim.server.scene import Instance, Picture, Pose, SceneryItem, SignalHead, Town, View, Weather

from caos.meshes import Lamps, Material, Mesh

ROAD, BUILDING, VEGETATION, POLE, CAR, PEDESTRIAN, STATIC, SKY = 1, 3, 9, 6, 14, 12, 20, 11

LINE = '<roadMark sOffset="0" type="{0}" weight="standard" color="{1}" width="0.15" laneChange="{2}"/>'
LANE = '<lane id="{0}" type="driving" level="false"><width sOffset="0" a="3.5" b="0" c="0" d="0"/>{1}</lane>'
EDGE, CENTER = LINE.format("solid", "white", "none"), LINE.format("broken", "yellow", "both")
XODR = f"""<?xml version="1.0" standalone="yes"?>
<OpenDRIVE>
 <header revMajor="1" revMinor="4" name="NAME" version="1" north="10" south="-10" east="200" west="0">
  <geoReference><![CDATA[+proj=tmerc +lat_0=42.0 +lon_0=2.0 +k=1 +x_0=0 +y_0=0 +datum=WGS84]]></geoReference>
 </header>
 <road name="R0" length="LENGTH" id="0" junction="-1">
  <link/>
  <type s="0" type="town"><speed max="50" unit="km/h"/></type>
  <planView><geometry s="0" x="0" y="0" hdg="0" length="LENGTH"><line/></geometry></planView>
  <elevationProfile><elevation s="0" a="0" b="0" c="0" d="0"/></elevationProfile>
  <lateralProfile/>
  <lanes>
   <laneOffset s="0" a="0" b="0" c="0" d="0"/>
   <laneSection s="0">
    <left>{LANE.format(1, EDGE)}</left>
    <center><lane id="0" type="none" level="false">{CENTER}</lane></center>
    <right>{LANE.format(-1, EDGE)}</right>
   </laneSection>
  </lanes>
 </road>
</OpenDRIVE>
"""


def block(size: tuple[float, float, float], tag: int, *, lift: float = 0.0) -> Mesh:
    """A box of `size` metres standing on its origin, `lift` metres up."""
    corners = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)])
    positions = (corners * size + (0.0, 0.0, lift)).astype(np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], dtype=np.int32)
    return Mesh(
        positions=positions,
        normals=np.tile(np.array([0, 0, 1], np.float32), (8, 1)),
        uvs=np.zeros((8, 2), np.float32),
        faces=faces,
        materials=(Material((0.5, 0.5, 0.5)),),
        face_material=np.zeros(12, np.int32),
        face_tag=np.full(12, tag, np.uint8),
    )


def small_town(name: str) -> Town:
    length = 200.0 if name == "Town01" else 400.0
    scenery = (
        SceneryItem(
            "Road_0", block((length, 7.0, 0.1), ROAD), Pose((length / 2, 0.0, -0.1)), ROAD, solid=False
        ),
        SceneryItem(
            "Building_01", block((12.0, 12.0, 10.0), BUILDING), Pose((20.0, 15.0, 0.0)), BUILDING, layer=1
        ),
        SceneryItem("Pole_01", block((0.4, 0.4, 4.0), POLE), Pose((60.0, 8.0, 0.0)), POLE, layer=128),
        # a crown that hangs over the road
        SceneryItem(
            "Tree_01",
            block((8.0, 8.0, 3.0), VEGETATION, lift=4.0),
            Pose((100.0, 2.0, 0.0)),
            VEGETATION,
            layer=4,
        ),
    )
    spawns = tuple(Pose((10.0 + 20 * i, 1.75, 0.3)) for i in range(8))
    back = tuple(Pose((10.0 + 20 * i, -1.75, 0.3), (0.0, 180.0, 0.0)) for i in range(8))
    signals = tuple(
        SignalHead("traffic.traffic_light", str(number), Pose((150.0, 5.0 * number, 0.0)), group=1)
        for number in (1, 2)
    )
    return Town(
        name, XODR.replace("NAME", name).replace("LENGTH", str(length)), (*spawns, *back), scenery, signals
    )


def town_from_text(name: str, text: str) -> Town:
    if "<OpenDRIVE>" not in text:
        raise ValueError("no OpenDRIVE element")
    return Town(name, text, small_town("Town01").spawn_points, small_town("Town01").scenery)


class RectangleRenderer:
    """Draws bounding rectangles, far ones first; breaks after CAOS_TEST_DRAWINGS pictures."""

    def __init__(self) -> None:
        self._static: Sequence[Instance] = ()
        self._left = int(os.environ.get("CAOS_TEST_DRAWINGS", "1000000"))
        self._thread = threading.get_ident()

    def set_static(self, instances: Sequence[Instance]) -> None:
        assert threading.get_ident() == self._thread
        self._static = instances

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        assert threading.get_ident() == self._thread

    def close(self) -> None:
        assert threading.get_ident() == self._thread

    def render(
        self, view: View, dynamic: Sequence[Instance], weather: Weather, *, rgb: bool = True
    ) -> Picture:
        assert threading.get_ident() == self._thread
        self._left -= 1
        if self._left < 0:
            raise RuntimeError("the context is lost")
        shape = (view.height, view.width)
        tag, instance = np.full(shape, SKY, np.uint8), np.zeros(shape, np.uint16)
        depth = np.full(shape, 1000.0, np.float32)
        seen = [s for thing in (*self._static, *dynamic) if (s := _rectangle(thing, view)) is not None]
        for distance, rows, columns, thing in sorted(seen, key=lambda s: -s[0]):
            tag[rows, columns], instance[rows, columns] = thing.mesh.face_tag[0], thing.instance_id
            depth[rows, columns] = distance
        colors = (
            np.stack([tag * 8, tag * 4, np.full(shape, weather.cloudiness, np.uint8)], axis=-1)
            if rgb
            else None
        )
        return Picture(colors, tag, instance, depth)


def _rectangle(thing: Instance, view: View) -> tuple[float, slice, slice, Instance] | None:
    to_camera = np.linalg.inv(view.pose.matrix()) @ thing.matrix
    x, y, z = (thing.mesh.positions @ to_camera[:3, :3].T + to_camera[:3, 3]).T
    if x.min() < 0.1:
        return None
    focal = view.width / 2 / np.tan(np.radians(view.fov) / 2)
    columns, rows = view.width / 2 + focal * y / x, view.height / 2 - focal * z / x
    low = np.floor([rows.min(), columns.min()]).clip(0, [view.height, view.width]).astype(int)
    high = np.ceil([rows.max(), columns.max()]).clip(0, [view.height, view.width]).astype(int)
    return float(x.mean()), slice(low[0], high[0]), slice(low[1], high[1]), thing


def small_library() -> BlueprintLibrary:
    def solid(size: tuple[float, float, float], tag: int):
        mesh = block(size, tag)
        return lambda _: mesh

    return BlueprintLibrary(
        (
            *SENSORS,
            Blueprint(
                "vehicle.tesla.model3",
                attributes.vehicle(4, "car", colors=("17,37,103", "200,0,0")),
                solid((4.8, 2.0, 1.5), CAR),
                1800.0,
            ),
            Blueprint(
                "vehicle.audi.tt",
                attributes.vehicle(4, "car", colors=("17,37,103", "200,0,0")),
                solid((4.2, 2.0, 1.4), CAR),
                1400.0,
            ),
            Blueprint(
                "walker.pedestrian.0001",
                attributes.walker("female", "adult"),
                solid((0.6, 0.6, 1.8), PEDESTRIAN),
            ),
            Blueprint("static.prop.trafficcone01", attributes.prop("small"), solid((0.4, 0.4, 0.6), STATIC)),
            Blueprint("static.prop.box01", attributes.prop("medium"), solid((1.0, 1.0, 1.0), STATIC)),
        )
    )


def serve_small(port: int) -> int:
    rpc, streams = bind("127.0.0.1", port)
    towns = Towns(("Town01", "Town02"), small_town, town_from_text)
    parts = {"towns": towns, "town": small_town("Town01"), "library": small_library()}
    with run_server(rpc, streams, make_renderer=RectangleRenderer, **parts) as (engine, world):
        print(f"listening on 127.0.0.1:{rpc.port}", flush=True)
        threading.Thread(target=lambda: (sys.stdin.read(), engine.stop()), daemon=True).start()
        try:
            engine.run(world)
        except RendererFailedError as error:
            print(f"error: {error}", file=sys.stderr)
            return 3
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    sys.exit(serve_small(parser.parse_args().port))
