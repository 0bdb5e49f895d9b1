"""Beside the published package, where it is installed (see docs/corruptions.md; it is no dependency of ours).

Corruptions without chance: within one grey level. With chance: many samples of both, and two-sample
Kolmogorov-Smirnov tests of each picture's mean, contrast and roughness.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from caos.classify.corruptions import SEVERITIES, corrupt, read_frost
from scipy import stats

from benchmarks.corruptions import PACKAGE, load_peer
from caos.errors import CaosError

Image = npt.NDArray[np.uint8]
Peer = Callable[[Image, str, int], Image]

FIXED = (
    *("defocus_blur", "zoom_blur", "brightness", "contrast", "pixelate", "jpeg_compression"),
    *("gaussian_blur", "saturate"),
)
RANDOM = (
    *(
        "gaussian_noise",
        "shot_noise",
        "impulse_noise",
        "speckle_noise",
        "motion_blur",
        "snow",
        "frost",
        "fog",
    ),
    *("elastic_transform", "spatter"),
)


@pytest.fixture(scope="module")
def peer() -> Peer:
    try:
        return load_peer()
    except CaosError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def photograph(square: Image) -> Image:
    return np.asarray(cv2.resize(square, (96, 96), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


@pytest.mark.parametrize("name", FIXED)
def test_equals_it_within_one_grey_level(name: str, peer: Peer, photograph: Image) -> None:
    for severity in SEVERITIES:
        ours = corrupt(photograph, name, severity, np.random.default_rng(0), parameters=PACKAGE)
        assert np.abs(ours.astype(int) - peer(photograph, name, severity)).max() <= 1, severity


def figures(image: Image) -> tuple[float, float, float]:
    """Mean, standard deviation, and mean difference of neighbours."""
    values = image.astype(float)
    return values.mean(), values.std(), np.abs(np.diff(values, axis=1)).mean()


def assert_alike(ours: list[Image], theirs: list[Image], least: float = 1e-3) -> None:
    for column in range(3):
        one, other = ([figures(image)[column] for image in images] for images in (ours, theirs))
        assert stats.ks_2samp(one, other).pvalue > least, column


@pytest.mark.parametrize("severity", [1, 4])
@pytest.mark.parametrize("name", RANDOM)
def test_is_distributed_as_it(name: str, severity: int, peer: Peer, photograph: Image) -> None:
    import imagecorruptions

    frost = read_frost(Path(imagecorruptions.__file__).parent / "frost")[:5]  # it never draws the sixth
    rng = np.random.default_rng(1)
    np.random.seed(1)  # noqa: NPY002 - the package has no other source
    ours = [corrupt(photograph, name, severity, rng, parameters=PACKAGE, frost=frost) for _ in range(60)]
    assert_alike(ours, [peer(photograph, name, severity) for _ in range(60)])


@pytest.mark.parametrize("severity", [1, 5])
def test_glass_is_distributed_as_it(severity: int, peer: Peer, photograph: Image) -> None:
    small = np.ascontiguousarray(photograph[20:60, 20:60])
    rng = np.random.default_rng(2)
    np.random.seed(2)  # noqa: NPY002
    ours = [corrupt(small, "glass_blur", severity, rng) for _ in range(40)]
    assert_alike(ours, [peer(small, "glass_blur", severity) for _ in range(12)])
