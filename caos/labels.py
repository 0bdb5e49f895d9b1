"""The only place that knows class ids, names and palettes, and what ID, ANOMALY and VOID mean.

Three id spaces meet here:

* **StreetHazards on disk**: 8-bit PNG, ids 1..14; `id - 1` is the class index, 14 the anomaly.
* **CARLA tags** 0..28 (releases 0.9.14 to 0.9.16), what a semantic camera returns.
* **BDD100K train ids** 0..18 and 255 (Cityscapes train ids).

In memory a label map is uint8: a class index, `ANOMALY` for an anomalous pixel, `VOID` for a pixel that
nobody labelled. A `LabelSet` says how a data set's files map to that. StreetHazards has thirteen
in-distribution classes; the thesis counts twelve because it leaves out `other`; the published code trains all
thirteen, and so do we.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .errors import CaosError

LabelMap = npt.NDArray[np.uint8]

VOID: Final = 255
"""In-memory value of a pixel without a label; never trained on, never evaluated."""

ANOMALY: Final = 254
"""In-memory value of an anomalous pixel in every label set (StreetHazards: id 14 on disk)."""

ANOMALY_COLOUR: Final = (60, 250, 240)
"""sRGB colour published with StreetHazards for the anomaly class."""

CLASS_NAMES: Final = (
    "background", "building", "fence", "other", "pedestrian", "pole", "road line", "road", "sidewalk",
    "vegetation", "car", "wall", "traffic sign",
)  # fmt: skip
"""Names of the class indices 0..12. Index 0 is "unlabeled" in the original: sky and everything else."""

BACKGROUND: Final = 0

CARLA_TAG_NAMES: Final = (
    "None", "Roads", "Sidewalks", "Buildings", "Walls", "Fences", "Poles", "TrafficLight", "TrafficSigns",
    "Vegetation", "Terrain", "Sky", "Pedestrians", "Rider", "Car", "Truck", "Bus", "Train", "Motorcycle",
    "Bicycle", "Static", "Dynamic", "Other", "Water", "RoadLines", "Ground", "Bridge", "RailTrack",
    "GuardRail",
)  # fmt: skip
"""Names of the CARLA semantic tags 0..28 (`carla.CityObjectLabel`)."""

CARLA_TO_CLASS: Final[Mapping[str, str]] = {
    "None": "background",
    "Roads": "road",
    "Sidewalks": "sidewalk",
    "Buildings": "building",
    "Walls": "wall",
    "Fences": "fence",
    "Poles": "pole",
    "TrafficLight": "traffic sign",
    "TrafficSigns": "traffic sign",
    "Vegetation": "vegetation",
    "Terrain": "vegetation",
    "Sky": "background",
    "Pedestrians": "pedestrian",
    "Rider": "pedestrian",
    "Car": "car",
    "Truck": "car",
    "Bus": "car",
    "Train": "car",
    "Motorcycle": "car",
    "Bicycle": "car",
    "Static": "other",
    "Dynamic": "other",
    "Other": "other",
    "Water": "background",
    "RoadLines": "road line",
    "Ground": "background",
    "Bridge": "background",
    "RailTrack": "background",
    "GuardRail": "fence",
}
"""Today's CARLA tags to the older tag set StreetHazards was rendered with.

The older set had one tag for every vehicle and none for terrain, sky or water. Grass goes to vegetation by
our choice.
"""

STREETHAZARDS_PALETTE: Final = (
    (0, 0, 0), (70, 70, 70), (190, 153, 153), (250, 170, 160), (220, 20, 60), (153, 153, 153),
    (157, 234, 50), (128, 64, 128), (244, 35, 232), (107, 142, 35), (0, 0, 142), (102, 102, 156),
    (220, 220, 0),
)  # fmt: skip
"""sRGB colours of the class indices 0..12, as published."""

BDD_CLASS_NAMES: Final = (
    "road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign",
    "vegetation", "terrain", "sky", "person", "rider", "car", "truck", "bus", "train", "motorcycle",
    "bicycle",
)  # fmt: skip
"""Names of the BDD100K train ids 0..18; 255 is void."""

BDD_PALETTE: Final = (
    (128, 64, 128), (244, 35, 232), (70, 70, 70), (102, 102, 156), (190, 153, 153), (153, 153, 153),
    (250, 170, 30), (220, 220, 0), (107, 142, 35), (152, 251, 152), (70, 130, 180), (220, 20, 60),
    (255, 0, 0), (0, 0, 142), (0, 0, 70), (0, 60, 100), (0, 80, 100), (0, 0, 230), (119, 11, 32),
)  # fmt: skip
"""sRGB colours of the BDD100K train ids 0..18 (those of Cityscapes)."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """What the ids in a data set's label files mean; stored as `labels.json` at the root of a data set.

    Attributes:
        name: "streethazards", "bdd-anomaly", ...
        classes: in-distribution class names; position = class index in memory = channel of the logits.
        disk_ids: disk id of each class, same order.
        anomaly_ids: disk ids of anomalous pixels.
        void_ids: disk ids of pixels that nobody labelled.
        palette: sRGB colour of each class, same order.
    """

    name: str
    classes: tuple[str, ...]
    disk_ids: tuple[int, ...]
    anomaly_ids: tuple[int, ...]
    void_ids: tuple[int, ...]
    palette: tuple[tuple[int, int, int], ...]

    @property
    def valid_ids(self) -> frozenset[int]:
        """Every disk id that may occur."""
        return frozenset((*self.disk_ids, *self.anomaly_ids, *self.void_ids))

    def decode_table(self) -> LabelMap:
        """(256,) lookup: disk id -> class index, `ANOMALY` or `VOID`. Ids outside the set become VOID."""
        table = np.full(256, VOID, dtype=np.uint8)
        table[list(self.disk_ids)] = np.arange(len(self.classes), dtype=np.uint8)
        table[list(self.anomaly_ids)] = ANOMALY
        return table

    def encode_table(self) -> LabelMap:
        """(256,) lookup: class index, `ANOMALY` or `VOID` -> (first) disk id; 0 where there is none."""
        table = np.zeros(256, dtype=np.uint8)
        table[: len(self.classes)] = self.disk_ids
        table[ANOMALY] = self.anomaly_ids[0] if self.anomaly_ids else 0
        table[VOID] = self.void_ids[0] if self.void_ids else 0
        return table

    def colour_table(self) -> npt.NDArray[np.uint8]:
        """(256, 3) sRGB lookup for in-memory label maps: class colours, `ANOMALY_COLOUR`, white for VOID."""
        table = np.full((256, 3), 255, dtype=np.uint8)
        table[: len(self.classes)] = self.palette
        table[ANOMALY] = ANOMALY_COLOUR
        return table

    def indices(self, names: Iterable[str]) -> tuple[int, ...]:
        """Class indices of `names`.

        Raises:
            CaosError: an unknown name; the message lists the known ones.
        """
        wanted = tuple(names)
        for name in wanted:
            if name not in self.classes:
                raise CaosError(f"unknown class {name!r} of {self.name}; known: {', '.join(self.classes)}")
        return tuple(self.classes.index(name) for name in wanted)


STREETHAZARDS: Final = LabelSet(
    name="streethazards",
    classes=CLASS_NAMES,
    disk_ids=tuple(range(1, 14)),
    anomaly_ids=(14,),
    void_ids=(),
    palette=STREETHAZARDS_PALETTE,
)
"""The published data set: ids 1..14 on disk, 14 = anomaly, nothing void."""


def bdd_anomaly(anomalies: Iterable[str]) -> LabelSet:
    """The label set of BDD-Anomaly: disk id = BDD100K train id + 1, 0 = void, `anomalies` out of the classes.

    Raises:
        CaosError: a name that is no BDD100K class.
    """
    names = tuple(anomalies)
    for name in names:
        if name not in BDD_CLASS_NAMES:
            raise CaosError(f"unknown BDD100K class {name!r}; known: {', '.join(BDD_CLASS_NAMES)}")
    kept = [index for index, name in enumerate(BDD_CLASS_NAMES) if name not in names]
    return LabelSet(
        name="bdd-anomaly",
        classes=tuple(BDD_CLASS_NAMES[index] for index in kept),
        disk_ids=tuple(index + 1 for index in kept),
        anomaly_ids=tuple(BDD_CLASS_NAMES.index(name) + 1 for name in names),
        void_ids=(0,),
        palette=tuple(BDD_PALETTE[index] for index in kept),
    )


def carla_to_class_table() -> LabelMap:
    """(256,) lookup: CARLA tag -> class index 0..12. Tags this release does not know become background."""
    table = np.full(256, BACKGROUND, dtype=np.uint8)
    for tag, name in enumerate(CARLA_TAG_NAMES):
        table[tag] = CLASS_NAMES.index(CARLA_TO_CLASS[name])
    return table
