"""A finished frame, and how it gets to the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.frames import ExtraData, FrameRecord, FrameWriter

from .cameras import Pixels
from .placement import Rejection


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A finished frame.

    Attributes:
        record: what is known of it.
        image: (H, W, 3) uint8 RGB.
        label: (H, W) uint8, ids as in memory.
        rejections: poses of anomalies that were turned down on the way, by reason.
        extras: files beside the frame.
    """

    record: FrameRecord
    image: Pixels
    label: npt.NDArray[np.uint8]
    rejections: Mapping[Rejection, int]
    extras: tuple[ExtraData, ...] = ()


def write_shot(writer: FrameWriter, shot: Shot) -> FrameRecord:
    """Put a frame into the data set, whole or not at all; returns its record with paths and hashes."""
    return writer.write(shot.record, shot.image, shot.label, shot.extras)
