"""The same picture without its anomalies."""

from __future__ import annotations

import numpy as np

from caos.frames import ExtraData
from caos.frames.images import encode_png
from caos.labels import STREETHAZARDS

from ..cameras import CameraRig
from ..labelling import label_map


def twin_extras(rig: CameraRig) -> list[ExtraData]:
    """Picture and labels, taken once the anomalies have left.

    A camera of its own takes them: what it makes of the rain begins anew, as it did for the frame.
    """
    pictures = rig.capture(("twin", "semantic_segmentation"))
    image = np.ascontiguousarray(pictures["twin"][..., 2::-1])
    label = STREETHAZARDS.encode_table()[label_map(pictures["semantic_segmentation"][..., 2])]
    return [
        ExtraData("twin", ".png", encode_png(image)),
        ExtraData("twin_annotations", ".png", encode_png(label)),
    ]
