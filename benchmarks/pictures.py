"""Statistics of our pictures beside the reference frame and what is published for photographs.

Every column is a set of pictures: the frame of the original data set (`../shared/reference`, where it is),
pictures drawn now from the driver's seat of every town in several weathers, and any folders named with
`--frames`. All are brought to the size of the reference frame first, since gradients depend on it.

Run with `python -m benchmarks pictures`; about two minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from caos.sim.server.render import Renderer
from caos.sim.server.scene import Weather
from caos.sim.server.town import build_town, town_names
from rich.console import Console
from rich.table import Table

from caos.errors import CaosError
from caos.frames import read_image

from .options import MOST_SEED, whole
from .picture_statistics import PHOTOGRAPHS, SOURCES, Rgb, statistics_of
from .render import make_scene

REFERENCE: Final = Path(__file__).resolve().parents[2] / "shared" / "reference" / "streethazards_frame.png"
SIZE: Final = (600, 338)
_WEATHERS: Final = (
    Weather(cloudiness=10.0, sun_altitude_angle=45.0, sun_azimuth_angle=120.0),
    Weather(cloudiness=80.0, sun_altitude_angle=45.0, sun_azimuth_angle=120.0),
    Weather(cloudiness=30.0, sun_altitude_angle=12.0, sun_azimuth_angle=40.0, wetness=30.0),
)
_MOST: Final = 200
_FIRST_COLUMNS: Final = 60
_COLUMN: Final = 30


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks pictures", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--frames", action="append", default=[], metavar="NAME=FOLDER", help="a column more")
    parser.add_argument("--views", type=whole(1, 1000), default=3, help="pictures of each town (default 3)")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    folders = dict(map(_named_folder, options.frames))
    columns: dict[str, list[Rgb]] = {}
    if REFERENCE.exists():
        columns["reference frame"] = [read_image(REFERENCE)]
    columns["drawn now"] = list(_drawn(options.views, options.seed))
    columns |= {name: [read_image(file) for file in files] for name, files in folders.items()}
    console = Console(width=max(Console().width, _FIRST_COLUMNS + _COLUMN * len(columns)))
    console.print(_table(columns))
    console.print(SOURCES)


def _drawn(views: int, seed: int) -> Iterator[Rgb]:
    """Views of every town, the weathers taking turns."""
    with Renderer() as renderer:
        for name in town_names():
            scene = make_scene(build_town(name), views, np.random.default_rng(seed))
            renderer.set_static(scene.static)
            for number, view in enumerate(scene.views):
                weather = _WEATHERS[number % len(_WEATHERS)]
                rgb = renderer.render(view, scene.traffic, weather).rgb
                if rgb is not None:
                    yield rgb


def _named_folder(entry: str) -> tuple[str, list[Path]]:
    """Name and pictures of `NAME=FOLDER`."""
    name, stated, folder = entry.partition("=")
    if not stated:
        raise CaosError(f"--frames {entry}: write  --frames NAME=FOLDER")
    return name, _pictures(Path(folder))


def _pictures(folder: Path) -> list[Path]:
    """At most 200 PNG or JPEG pictures below a folder, evenly chosen; label maps are left out."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in (".png", ".jpg", ".jpeg") and "annotations" not in path.parts
    )
    if not found:
        raise CaosError(f"--frames: no PNG or JPEG pictures below {folder}")
    chosen = np.linspace(0, len(found) - 1, min(len(found), _MOST)).round().astype(int)
    return [found[index] for index in chosen]


def _table(columns: Mapping[str, Sequence[Rgb]]) -> Table:
    """Medians over the pictures of each column, with the 10 % and 90 % percentiles."""
    table = Table(title=f"Statistics at {SIZE[0]}x{SIZE[1]}: median (10 % to 90 % of the pictures)")
    table.add_column("statistic")
    table.add_column("photographs")
    figures = {}
    for name, pictures in columns.items():
        table.add_column(f"{name} ({len(pictures)})", justify="right")
        rows = [statistics_of(cv2.resize(rgb, SIZE, interpolation=cv2.INTER_AREA)) for rgb in pictures]
        figures[name] = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    for key in next(iter(figures.values())):
        table.add_row(key, PHOTOGRAPHS.get(key, ""), *(_cell(column[key]) for column in figures.values()))
    return table


def _cell(values: np.ndarray) -> str:
    low, middle, high = np.nanpercentile(values, (10, 50, 90))
    digits = 1 if abs(middle) >= 10 else 2 if abs(middle) >= 1 else 3
    if len(values) == 1:
        return f"{middle:.{digits}f}"
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
