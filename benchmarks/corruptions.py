"""The corruptions of ImageNet-C, each against the `imagecorruptions` package, and all 15 in sum.

Both corrupt the same picture with the same published strengths, in turns, on one thread. The package is no
dependency of ours and does not run as it is with current NumPy, scikit-image and setuptools; `load_peer`
mends that, and nothing of what it computes. Install it without its dependencies (its OpenCV would replace
ours):

    pip install --no-deps imagecorruptions && pip install scikit-image

Run with `python -m benchmarks corruptions`; about half a minute.
"""

from __future__ import annotations

import argparse
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from caos.classify.corruptions import CORRUPTIONS, HELD_OUT, corrupt
from caos.classify.sheets import central_square
from rich.console import Console
from rich.table import Table

from caos.errors import CaosError
from caos.frames import read_image

from .options import MOST_SEED, whole
from .timing import Comparison, compare, spread

Image = npt.NDArray[np.uint8]

PACKAGE: Final = "imagecorruptions"
"""Our parameter set that has the package's own elastic transform and frost."""

_PICTURE: Final = Path(__file__).parents[1] / "docs" / "images" / "overview.jpg"


def load_peer() -> Callable[[Image, str, int], Image]:
    """The package's corruption of (H, W, 3) uint8 by name and severity, mended to run.

    Raises:
        CaosError: it or scikit-image is not installed.
    """
    try:
        filters, ndimage = import_module("skimage.filters"), import_module("scipy.ndimage")
        with _lost_modules(ndimage):
            package = import_module(PACKAGE)
    except ImportError as cause:
        raise CaosError(
            f"the peer is missing ({cause}); pip install --no-deps {PACKAGE}; scikit-image"
        ) from cause
    module = sys.modules[f"{PACKAGE}.corruptions"]

    def gaussian(*values: Any, multichannel: bool = False, **options: Any) -> Any:
        return filters.gaussian(*values, channel_axis=-1 if multichannel else None, **options)

    numpy = types.ModuleType("numpy")
    numpy.__dict__.update(np.__dict__, float_=np.float64)
    module.__dict__.update(gaussian=gaussian, np=numpy)

    def corrupted(image: Image, name: str, severity: int) -> Image:
        return np.asarray(package.corrupt(image, severity, name), dtype=np.uint8)

    return corrupted


@contextmanager
def _lost_modules(ndimage: types.ModuleType) -> Iterator[None]:
    """Let it import what setuptools and SciPy have dropped."""
    resources = types.ModuleType("pkg_resources")
    interpolation = types.ModuleType("scipy.ndimage.interpolation")
    interpolation.__dict__["map_coordinates"] = ndimage.map_coordinates
    resources.__dict__["resource_filename"] = lambda name, path: str(
        Path(str(sys.modules[name].__file__)).parent / path
    )
    added = [module for module in (resources, interpolation) if module.__name__ not in sys.modules]
    sys.modules.update({module.__name__: module for module in added})
    try:
        yield
    finally:
        for module in added:
            del sys.modules[module.__name__]


def compare_all(image: Image, severity: int, rounds: int, seed: int) -> dict[str, Comparison]:
    """Corruption -> times of both."""
    peer = load_peer()
    rng = np.random.default_rng(seed)
    np.random.seed(seed)  # noqa: NPY002 - the package has no other source
    return {
        name: compare(
            partial(corrupt, image, name, severity, rng, parameters=PACKAGE),
            partial(peer, image, name, severity),
            rounds,
        )
        for name in CORRUPTIONS + HELD_OUT
    }


def in_sum(times: Sequence[Comparison]) -> Comparison:
    """Times added up, round by round."""
    return Comparison(
        tuple(map(sum, zip(*(one.ours for one in times), strict=True))),
        tuple(map(sum, zip(*(one.peer for one in times), strict=True))),
    )


def main(argv: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks corruptions", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--image", type=Path, default=_PICTURE, help="its central square is used")
    parser.add_argument("--side", type=whole(32, 4096), default=224)
    parser.add_argument("--severity", type=whole(1, 5), default=3)
    parser.add_argument("--rounds", type=whole(1, 100), default=9, help="timed rounds per row (default 9)")
    parser.add_argument("--seed", type=whole(0, MOST_SEED), default=0)
    options = parser.parse_args(argv)
    cv2.setNumThreads(1)
    image = central_square(read_image(options.image), options.side)
    times = compare_all(image, options.severity, options.rounds, options.seed)
    table = Table(title=f"{options.side}x{options.side}, severity {options.severity}, one thread")
    for column in ("corruption", "ours, ms", "imagecorruptions, ms", "times faster"):
        table.add_column(column, justify="left" if column == "corruption" else "right")
    total = in_sum([times[name] for name in CORRUPTIONS])
    without_glass = in_sum([times[name] for name in CORRUPTIONS if name != "glass_blur"])
    for name, row in {**times, "the 15 in sum": total, "without glass blur": without_glass}.items():
        table.add_row(name, spread(row.ours), spread(row.peer), f"{row.ratio:.1f}")
    console = Console()
    console.print(table)
    console.print("ms: min / median / max; times faster: median over rounds of peer / ours, timed in turns")
