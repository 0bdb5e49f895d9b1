"""The rules of DeepFashion Remixed: which garments make the training set, and each of the nine test sets.

Thesis 003, section 6.4 and appendix A.6; the released code (github.com/hendrycks/imagenet-r, folder
`deepfashion_remix`) differs in one point, see `CONVENTIONS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from .deepfashion2 import ATTRIBUTES, CATEGORIES


class Setting(NamedTuple):
    """The four attributes of a garment, in the order of `ATTRIBUTES`; each 1 to 3."""

    scale: int
    occlusion: int
    viewpoint: int
    zoom_in: int


CONVENTIONS: Final[Mapping[str, Setting]] = {
    "thesis": Setting(scale=2, occlusion=2, viewpoint=3, zoom_in=1),
    "released": Setting(scale=2, occlusion=2, viewpoint=2, zoom_in=1),
}
"""The training set's setting.

The thesis says side or back viewpoint, which DeepFashion2's README numbers 3. The released code trains on
viewpoint 2 and tests on 1 and 3: by the same README frontal, not worn, and side or back. (The thesis lists
the viewpoints as "front, side/back, or not worn"; numbered in that order, 2 would be side or back.)
"""

PARTITIONS: Final = ("fixed", "broad")
"""`fixed` (tables 6.2 and A.8): the training setting alone, shifted sets from train and validation together.
`broad` (table 6.3): all of train but the shifted settings, test sets from validation alone."""

ITEM_RULES: Final = ("any", "all")
"""`any` (released code): a picture belongs to a set when one garment does; its labels are of such garments.
`all`: when every garment does, so that no picture is in two sets and no visible garment is unlabelled."""

_SHIFT_ORDER: Final = ("occlusion", "scale", "viewpoint", "zoom_in")
"""Order of the columns of tables 6.2 and A.8."""


@dataclass(frozen=True, slots=True)
class ItemTable:
    """Garments of DeepFashion2, column by column.

    Attributes:
        images: path of each picture below DeepFashion2's root, every picture once.
        from_train: (I,) bool: whether the picture is of `train`, else of `validation`.
        image: (N,) int64: position in `images` of each garment's picture.
        category: (N,) int64: 0 to 12.
        settings: (N, 4) int64: attributes in the order of `Setting`.
    """

    images: tuple[str, ...]
    from_train: npt.NDArray[np.bool_]
    image: npt.NDArray[np.int64]
    category: npt.NDArray[np.int64]
    settings: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The pictures of one set.

    Attributes:
        split: "train", "iid", "occlusion-heavy", ...
        images: (M,) int64: positions in `ItemTable.images`, ascending.
        labels: (M, 13) uint8: 1 for each category.
    """

    split: str
    images: npt.NDArray[np.int64]
    labels: npt.NDArray[np.uint8]


def shifted_settings(convention: str) -> dict[str, Setting]:
    """The eight shifted test sets: the training setting with one attribute altered.

    Args:
        convention: one of `CONVENTIONS`.

    Returns:
        Name such as "viewpoint-frontal" -> setting, in the order of the thesis's tables.
    """
    usual = CONVENTIONS[convention]
    shifted = {}
    for attribute in _SHIFT_ORDER:
        values = [value for value in ATTRIBUTES[attribute] if value != getattr(usual, attribute)]
        if attribute == "viewpoint" and convention == "thesis":
            values.reverse()  # table A.8: frontal, then not worn
        for value in values:
            name = f"{attribute.removesuffix('_in')}-{ATTRIBUTES[attribute][value]}"
            shifted[name] = usual._replace(**{attribute: value})
    return shifted


def split_names(convention: str) -> tuple[str, ...]:
    """Names of the ten sets."""
    return ("train", "iid", *shifted_settings(convention))


def select(items: ItemTable, convention: str, partition: str, rule: str) -> Iterator[Selection]:
    """The ten sets.

    Args:
        items: all good garments of train and validation.
        convention: one of `CONVENTIONS`.
        partition: one of `PARTITIONS`.
        rule: one of `ITEM_RULES`.
    """
    usual, shifted = CONVENTIONS[convention], shifted_settings(convention)
    fits = {name: _has(items, setting) for name, setting in {"iid": usual, **shifted}.items()}
    tested = np.logical_or.reduce([fits[name] for name in shifted])
    train = items.from_train[items.image]
    pool = np.full(len(train), True) if partition == "fixed" else ~train  # where shifted sets come from
    wanted = {
        "train": (fits["iid"] if partition == "fixed" else ~tested) & train,
        "iid": fits["iid"] & ~train,
    }
    wanted |= {name: fits[name] & pool for name in shifted}
    for name, chosen in wanted.items():
        yield _pictures(items, name, chosen, rule)


def _has(items: ItemTable, setting: Setting) -> npt.NDArray[np.bool_]:
    """(N,) bool: garments with exactly this setting."""
    matches: npt.NDArray[np.bool_] = (items.settings == np.array(setting)).all(axis=1)
    return matches


def _pictures(items: ItemTable, split: str, chosen: npt.NDArray[np.bool_], rule: str) -> Selection:
    """Pictures of the `chosen` garments, and the categories of those garments."""
    count = len(items.images)
    labels = np.zeros((count, len(CATEGORIES)), dtype=np.uint8)
    labels[items.image[chosen], items.category[chosen]] = 1
    kept = np.bincount(items.image[chosen], minlength=count)
    if rule == "all":
        kept[kept < np.bincount(items.image, minlength=count)] = 0
    images = np.flatnonzero(kept).astype(np.int64)
    return Selection(split, images, labels[images])
