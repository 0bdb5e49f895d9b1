"""From a semantic camera's tags and the anomalies' masks to a StreetHazards label map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from caos.labels import ANOMALY, LabelMap, carla_to_class_table

_CLASS_OF_TAG = carla_to_class_table()
_CLASS_OF_TAG.flags.writeable = False


def label_map(tags: npt.NDArray[np.uint8], anomalies: Sequence[npt.NDArray[np.bool_]] = ()) -> LabelMap:
    """The label map of one frame.

    Args:
        tags: (H, W) CARLA tags.
        anomalies: (H, W) mask of each anomalous object.

    Returns:
        (H, W) uint8 class indices 0..12 and `ANOMALY`.
    """
    labels: LabelMap = _CLASS_OF_TAG[tags]
    for mask in anomalies:
        labels[mask] = ANOMALY
    return labels
