"""What a writer refuses so that splits stay clean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from caos.errors import CaosError
from caos.frames import MANIFEST_FILE, FrameWriter
from caos.labels import ANOMALY, STREETHAZARDS


@pytest.mark.parametrize("split", ["train", "validation"])
def test_an_anomalous_pixel_outside_the_test_split_is_refused(
    small: ModuleType, tmp_path: Path, split: str
) -> None:
    writer = FrameWriter(tmp_path, STREETHAZARDS)
    record, image, label = small.make_frame(split, "t1", 3)
    label[5, 7] = ANOMALY
    with pytest.raises(CaosError, match=f"{split} frame 3 of t1 shows an anomaly; only test frames may"):
        writer.write(record, image, label)
    assert not list(tmp_path.rglob("*.png"))


def test_an_anomaly_in_the_record_alone_is_refused(small: ModuleType, tmp_path: Path) -> None:
    record, image, label = small.make_frame("train", "t1", 0)
    test = small.make_frame("test", "t5", 0)[0]
    with pytest.raises(CaosError, match="shows an anomaly"):
        FrameWriter(tmp_path, STREETHAZARDS).write(replace(record, anomalies=test.anomalies), image, label)


def test_a_town_in_two_splits_is_refused_at_the_end(small: ModuleType, tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path, STREETHAZARDS)
    for split in ("train", "validation"):
        writer.write(*small.make_frame(split, "t1", 0))
    with pytest.raises(CaosError, match="town t1 is in train and in validation"):
        writer.finish()
    assert not (tmp_path / MANIFEST_FILE).exists()
