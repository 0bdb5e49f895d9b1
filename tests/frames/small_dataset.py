"""A small deterministic data set. As a script, it writes one to the folder given, or continues there."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from caos.frames import WEATHER_NAMES, AnomalyRecord, FrameRecord, FrameWriter
from caos.labels import ANOMALY, STREETHAZARDS

WIDTH, HEIGHT = 96, 64
KEYS = tuple(
    (split, town, number)
    for split, town, count in (
        ("train", "t1", 8),
        ("train", "t2", 4),
        ("validation", "t4", 4),
        ("test", "t5", 8),
    )
    for number in range(count)
)
Pixels = npt.NDArray[np.uint8]


def make_frame(split: str, town: str, number: int, *, salt: int = 0) -> tuple[FrameRecord, Pixels, Pixels]:
    """Record, image and in-memory label of one frame; the same arguments give the same frame."""
    rng = np.random.default_rng([len(split), int(town[1:]), number, salt])
    image = rng.integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    label = rng.integers(0, 13, (HEIGHT, WIDTH), dtype=np.uint8)
    anomalies: tuple[AnomalyRecord, ...] = ()
    if split == "test":
        label[10:20, 30:35] = ANOMALY
        anomalies = (
            AnomalyRecord(
                model_id="chair-1",
                category="chair",
                pose=(1.5, -2.25, 0.0, 0.0, 90.0, 0.0),
                pixels=50,
                distance_m=12.5,
                occluded_fraction=0.125,
            ),
        )
    record = FrameRecord(
        split=split,
        town=town,
        number=number,
        width=WIDTH,
        height=HEIGHT,
        weather={name: float(value) for name, value in zip(WEATHER_NAMES, rng.random(14), strict=True)},
        time_of_day="dusk",
        camera=(float(rng.random()), 0.1, 1.4, 0.0, 359.9, -0.5),
        fov=70.0,
        seed=int(rng.integers(2**63)) * 2 + 1,
        anomalies=anomalies,
        server_version="0.9.16",
    )
    return record, image, label


def write_dataset(root: Path, *, reverse: bool = False, finish: bool = True) -> FrameWriter:
    """Write what is not done yet."""
    writer = FrameWriter(root, STREETHAZARDS)
    for key in reversed(KEYS) if reverse else KEYS:
        if not writer.is_done(*key):
            writer.write(*make_frame(*key))
    if finish:
        writer.finish()
    return writer


if __name__ == "__main__":
    write_dataset(Path(sys.argv[1]))
