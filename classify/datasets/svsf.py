"""StreetView StoreFronts: one training set, five test sets, by country, year and camera.

Thesis 003, section 5.3.2: train and IID test set (200,000 and 10,000 pictures) are sampled from the USA,
Mexico and Canada, 2019, "new" camera; each shifted set (10,000) alters one of the three: year 2018, year
2017, camera "old", country France. The pictures are not public, so that everything starts from a manifest of
the user's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

CLASSES: Final = 20
TRAIN_IMAGES: Final = 200_000
TEST_IMAGES: Final = 10_000

PUBLISHED: Final[Mapping[str, int]] = {
    "train": 200_000,
    "iid": 10_000,
    "year-2018": 10_000,
    "year-2017": 10_000,
    "camera-old": 8_195,
    "country-france": 9_788,
}
"""Thesis, table A.8; its caption says "camera system - new" for the fourth test set, the text "old"."""

HOME_COUNTRIES: Final = ("usa", "mexico", "canada")
HOME_YEAR: Final = 2019
HOME_CAMERA: Final = "new"
CAMERAS: Final = ("new", "old")

_COUNTRY_NAMES: Final[Mapping[str, str]] = {
    "us": "usa",
    "united states": "usa",
    "united states of america": "usa",
    "mx": "mexico",
    "mex": "mexico",
    "ca": "canada",
    "can": "canada",
    "fr": "france",
    "fra": "france",
}


@dataclass(frozen=True, slots=True)
class StoreFront:
    """One picture.

    Attributes:
        image: its path.
        label: class name.
        country: as `plain_country` gives it.
        year: of capture.
        camera: "new" or "old".
    """

    image: str
    label: str
    country: str
    year: int
    camera: str


def plain_country(name: str) -> str:
    """Lower case, and one spelling for each country that the rules know; ISO codes are understood."""
    plain = " ".join(name.replace(".", "").split()).lower()
    return _COUNTRY_NAMES.get(plain, plain)


def _is_home(front: StoreFront) -> bool:
    return front.country in HOME_COUNTRIES


def _is(country: bool, year: int, camera: str) -> Callable[[StoreFront], bool]:
    """Pictures with this year and camera, from a home country or from France."""

    def fits(front: StoreFront) -> bool:
        place = _is_home(front) if country else front.country == "france"
        return place and front.year == year and front.camera == camera

    return fits


RULES: Final[Mapping[str, Callable[[StoreFront], bool]]] = {
    "home": _is(True, HOME_YEAR, HOME_CAMERA),
    "year-2018": _is(True, 2018, HOME_CAMERA),
    "year-2017": _is(True, 2017, HOME_CAMERA),
    "camera-old": _is(True, HOME_YEAR, "old"),
    "country-france": _is(False, HOME_YEAR, HOME_CAMERA),
}
"""What belongs where; train and the IID test set are both drawn from "home"."""

SPLITS: Final = ("train", "iid", *(name for name in RULES if name != "home"))


def sample_splits(
    fronts: Sequence[StoreFront], *, train: int, test: int, generator: np.random.Generator
) -> dict[str, list[StoreFront]]:
    """Draw the six sets, without replacement; no picture is in two.

    The draw depends on the pictures and the generator, not on the order of `fronts`. When there are fewer
    home pictures than `train + test`, they are divided in that ratio; a shifted set with fewer than `test`
    takes all.

    Args:
        fronts: all pictures, each path once.
        train: most pictures to train on.
        test: most pictures of each test set.
        generator: source of the draw.

    Returns:
        Set -> pictures in the order of their paths, in the order of `SPLITS`.
    """
    ordered = sorted(fronts, key=lambda front: front.image)
    pools = {name: [front for front in ordered if fits(front)] for name, fits in RULES.items()}
    home = pools.pop("home")
    drawn = generator.permutation(len(home))
    held_out = min(test, len(home) * test // (train + test))
    splits = {
        "train": [home[index] for index in sorted(drawn[held_out : held_out + train])],
        "iid": [home[index] for index in sorted(drawn[:held_out])],
    }
    for name, pool in pools.items():
        kept = sorted(generator.permutation(len(pool))[:test])
        splits[name] = [pool[index] for index in kept]
    return splits
