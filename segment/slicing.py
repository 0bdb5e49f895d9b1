"""What is known of a split's images and anomalies: from the manifest where there is one, else from labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.frames import MANIFEST_FILE, SPLITS, AnomalyRecord, FrameRecord, read_instances, read_manifest
from caos.labels import ANOMALY, LabelMap
from caos.metrics.cuts import Cut, Properties
from caos.metrics.objects import ImageObjects

from .datasets import StreetScenes

WEATHERS: Final = ("clear", "cloudy", "wet", "rain", "fog")

CUTS: Final = (
    Cut("size", "share of the image's pixels that the anomaly covers", "object",
        edges=(0.0003, 0.001, 0.003, 0.01, 0.03), unit="%", scale=100),
    Cut("distance", "from the camera to the anomaly (manifest)", "object",
        edges=(5.0, 10.0, 15.0, 20.0, 30.0, 50.0), unit="m"),
    Cut("occlusion", "share of the anomaly's outline hidden behind other things (manifest)", "object",
        edges=(0.01, 0.1, 0.25, 0.5), unit="%", scale=100),
    Cut("category", "kind of anomaly (manifest)", "object"),
    Cut("town", "folder of the images", "image"),
    Cut("weather", "fog: fog density 20 or more; else rain: precipitation 10 or more; else wet: wetness or "
        "puddles 30 or more; else cloudy: cloudiness 50 or more; else clear (manifest, 0 to 100)", "image",
        order=WEATHERS),
    Cut("time of day", "name in the scenario, with it the height of the sun (manifest)", "image"),
)  # fmt: skip
"""The ways in which a split is cut. Rows of numbers hold their lower edge, not their upper one."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Properties of one image and of the anomalies its label map shows."""

    properties: Properties
    objects: ImageObjects


class SplitFacts:
    """Looks properties up by position in the split.

    Anomalies of a frame are told apart by the instance map, where the data set has one, or else as connected
    components (8 neighbours). With one anomaly in the manifest, all anomalous pixels are its own. With
    several, an object gets the properties of the only record with its number of pixels (and, with instances,
    its model); where that is not unique it keeps its size alone.

    Args:
        dataset: the split; its root may hold a manifest.

    Raises:
        CaosError: a broken manifest.
    """

    def __init__(self, dataset: StreetScenes) -> None:
        self._root = dataset.root
        folder = Path(SPLITS[dataset.split].odgt).parent
        self._images = [(folder / entry.image).as_posix() for entry in dataset.entries]
        known = (dataset.root / MANIFEST_FILE).is_file()
        self._records = {record.image: record for record in read_manifest(dataset.root)} if known else {}

    def of(self, index: int, label: LabelMap) -> ImageFacts:
        """What is known of the image at `index`, whose in-memory label map is `label`.

        Raises:
            CaosError: a broken instance map.
        """
        image = self._images[index]
        record = self._records.get(image)
        town = {"town": Path(image).parent.name}
        if record is None:
            return ImageFacts(town, _objects(components(label), ()))
        known = {"weather": weather_name(record.weather), "time of day": record.time_of_day}
        return ImageFacts(town | known, self._recorded(record, label))

    def _recorded(self, record: FrameRecord, label: LabelMap) -> ImageObjects:
        is_anomaly = label == ANOMALY
        if len(record.anomalies) == 1:
            share = float(is_anomaly.mean())
            return ImageObjects(is_anomaly.astype(np.int32), [_properties(record.anomalies[0], share)])
        maps = [extra.file for extra in record.extras if extra.name == "instances"]
        pictures = [file for file in maps if file.endswith(".png")]
        if not pictures:
            return _objects(components(label), record.anomalies)
        ids, rows = read_instances(self._root / pictures[0])
        anomalies = [row for row in rows if row.kind == "anomaly"]
        numbers = np.zeros(np.iinfo(ids.dtype).max + 1, dtype=np.int32)
        numbers[[row.id for row in anomalies]] = np.arange(1, len(anomalies) + 1)
        return _objects(numbers[ids], record.anomalies, [row.model for row in anomalies])


def components(label: LabelMap) -> npt.NDArray[np.int32]:
    """(H, W) int32: 1..K on the connected anomalous pixels (8 neighbours), 0 elsewhere."""
    _, ids = cv2.connectedComponents((label == ANOMALY).astype(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(ids, dtype=np.int32)


def weather_name(weather: Mapping[str, float]) -> str:
    """One of `WEATHERS` for CARLA's parameters; `CUTS` tells the limits."""
    if weather["fog_density"] >= 20:
        return "fog"
    if weather["precipitation"] >= 10:
        return "rain"
    if max(weather["wetness"], weather["precipitation_deposits"]) >= 30:
        return "wet"
    return "cloudy" if weather["cloudiness"] >= 50 else "clear"


def _objects(
    ids: npt.NDArray[np.int32], records: Sequence[AnomalyRecord], models: Sequence[str] | None = None
) -> ImageObjects:
    """Give the objects what is known of them; `models` tells each one's catalogue id, where that is known."""
    number = int(ids.max(initial=0))
    pixels = np.bincount(ids.ravel(), minlength=number + 1)[1:].tolist()
    names = [""] * number if models is None else list(models)
    keys = list(zip(names, pixels, strict=True))
    recorded = [("" if models is None else record.model_id, record.pixels) for record in records]
    objects, found = Counter(keys), Counter(recorded)
    by_key = dict(zip(recorded, records, strict=True))
    return ImageObjects(
        ids,
        [
            _properties(by_key[key] if objects[key] == found[key] == 1 else None, key[1] / ids.size)
            for key in keys
        ],
    )


def _properties(record: AnomalyRecord | None, share: float) -> dict[str, str | float]:
    if record is None:
        return {"size": share}
    return {
        "size": share,
        "distance": record.distance_m,
        "occlusion": record.occluded_fraction,
        "category": record.category,
    }
