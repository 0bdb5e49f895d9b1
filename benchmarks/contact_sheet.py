"""One picture of all towns in six weathers by day, at dusk and at night, beside a frame of the original data.

Rows are towns by time of day, columns weathers; every cell is a driver's view with traffic. `--out` names a
JPEG, `--cells FOLDER` keeps every cell at twice the size to look at.

Run with `python -m benchmarks contact_sheet --out sheet.jpg`; about five minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from caos.sim.server.render import Renderer
from caos.sim.server.scene import Weather
from caos.sim.server.town import build_town, town_names
from rich.progress import track

from caos.errors import CaosError
from caos.frames import atomic_path, read_image, write_png
from caos.meshes import Lamps

from .options import MOST_SEED, whole
from .picture_statistics import Rgb
from .pictures import REFERENCE
from .render import Scene, make_scene

WEATHERS: Final = {
    "clear": Weather(cloudiness=8.0),
    "cloudy": Weather(cloudiness=75.0, fog_density=3.0),
    "wet": Weather(cloudiness=35.0, wetness=70.0, precipitation_deposits=60.0),
    "hard rain": Weather(
        cloudiness=95.0, precipitation=80.0, precipitation_deposits=80.0, wetness=100.0, wind_intensity=60.0
    ),
    "fog": Weather(cloudiness=60.0, fog_density=45.0, fog_distance=8.0, fog_falloff=0.3),
    "dust": Weather(cloudiness=40.0, dust_storm=80.0, wind_intensity=80.0),
}
TIMES: Final = {"day": (48.0, 140.0), "dusk": (5.0, 25.0), "night": (-35.0, 25.0)}
"""Name -> the sun's altitude and azimuth, degrees."""

_DRAWN: Final = 2  # pictures are drawn this much larger than their cell
_BAND: Final = 20
_BESIDE: Final = "dusk"


def main(argv: Sequence[str]) -> None:
    """Draw and write the sheet."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks contact_sheet", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--out", type=Path, required=True, help="JPEG to write")
    parser.add_argument("--towns", nargs="+", default=list(town_names()), choices=town_names())
    parser.add_argument("--width", type=whole(32, 4096), default=320, help="pixels of one cell (default 320)")
    parser.add_argument("--cells", type=Path, help="folder for every cell at twice the size, as PNG")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=1)
    options = parser.parse_args(argv)
    rows: list[Rgb] = []
    beside: list[Rgb] = []
    with Renderer() as renderer:
        for name in track(options.towns, description="drawing"):
            scene = make_scene(build_town(name), len(TIMES), np.random.default_rng(options.seed))
            renderer.set_static(scene.static)
            for number, time in enumerate(TIMES):
                cells = _cells(renderer, scene, number, options.width)
                _keep(cells, f"{name} {time}", options.cells)
                rows.append(_row(cells, f"{name} {time}", options.width))
                if time == _BESIDE:
                    beside.append(next(iter(cells.values())))
    _write_jpeg(options.out, np.concatenate([_header(options.width, beside), *rows]))


def _header(width: int, beside: Sequence[Rgb]) -> Rgb:
    """The reference frame, where there is one, two of ours in the same size, and what the columns show."""
    band = np.full((_BAND, width * len(WEATHERS), 3), 32, dtype=np.uint8)
    for column, name in enumerate(WEATHERS):
        _write_text(band, name, (column * width + 6, 14))
    if not REFERENCE.exists():
        return band
    size = (2 * width, width * 9 // 16 * 2)
    top = np.full((size[1], band.shape[1], 3), 32, dtype=np.uint8)
    shown = [read_image(REFERENCE), *beside[-2:]]
    for column, (picture, text) in enumerate(
        zip(shown, ("original StreetHazards", "ours", "ours"), strict=False)
    ):
        big = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        _write_text(big, text, (6, size[1] - 10))
        top[:, column * size[0] : (column + 1) * size[0]] = big
    return np.concatenate([top, band])


def _cells(renderer: Renderer, scene: Scene, number: int, width: int) -> dict[str, Rgb]:
    """Weather -> one view at the `number`-th time of day, larger than its place on the sheet."""
    altitude, azimuth = list(TIMES.values())[number]
    view = replace(scene.views[number], width=_DRAWN * width, height=_DRAWN * (width * 9 // 16))
    lamps = Lamps.LOW_BEAM | Lamps.POSITION if altitude < 0.0 else Lamps.NONE
    traffic = [replace(instance, lamps=lamps) for instance in scene.traffic]
    cells = {}
    for name, weather in WEATHERS.items():
        sun = replace(weather, sun_altitude_angle=altitude, sun_azimuth_angle=azimuth)
        rgb = renderer.render(view, traffic, sun).rgb
        if rgb is None:
            raise CaosError(f"{name}: the renderer gave no colors")
        cells[name] = rgb
    return cells


def _keep(cells: Mapping[str, Rgb], name: str, folder: Path | None) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for weather, rgb in cells.items():
        write_png(folder / f"{name} {weather}.png".replace(" ", "_"), rgb)


def _row(cells: Mapping[str, Rgb], name: str, width: int) -> Rgb:
    size = (width, width * 9 // 16)
    row = np.concatenate(
        [cv2.resize(rgb, size, interpolation=cv2.INTER_AREA) for rgb in cells.values()], axis=1
    )
    _write_text(row, name, (6, size[1] - 8))
    return row


def _write_text(picture: Rgb, text: str, place: tuple[int, int]) -> None:
    for color, thickness in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, color, thickness, cv2.LINE_AA)


def _write_jpeg(out: Path, rgb: Rgb) -> None:
    done, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 78])
    if not done:
        raise CaosError(f"{out}: OpenCV could not write a JPEG")
    with atomic_path(out) as path:
        path.write_bytes(data.tobytes())
