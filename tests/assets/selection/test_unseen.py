from __future__ import annotations

from pathlib import Path

import pytest
from caos.assets.selection import unseen
from caos.assets.selection.unseen import _plain

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError
from caos.frames.manifest import write_manifest
from caos.frames.records import WEATHER_NAMES, AnomalyRecord, FrameRecord


def entry(name: str, category: str) -> CatalogueEntry:
    return CatalogueEntry(
        id=name, category=category, size=(1.0, 1.0, 1.0), file=f"{name}.glb", sha256="0" * 64, triangles=1,
        watertight=True, source="test", licence="MIT",
    )  # fmt: skip


def frame(*anomalies: tuple[str, str]) -> FrameRecord:
    return FrameRecord(
        split="test", town="Town05", number=1, width=8, height=8, weather=dict.fromkeys(WEATHER_NAMES, 0.0),
        time_of_day="day", camera=(0.0,) * 6, fov=90.0, seed=1, server_version="test",
        anomalies=tuple(
            AnomalyRecord(model_id=name, category=category, pose=(0.0,) * 6, pixels=9, distance_m=5.0,
                          occluded_fraction=0.0)
            for name, category in anomalies
        ),
    )  # fmt: skip


def test_neither_models_nor_categories_that_were_shown(tmp_path: Path) -> None:
    write_manifest(tmp_path, [frame(("stool", "Chair"), ("gong", ""))])
    entries = [entry("stool", "furniture"), entry("sofa", "chair "), entry("gong", ""), entry("cat", "pet")]
    assert [each.id for each in unseen(entries, tmp_path)] == ["cat"]
    assert _plain(" Chair ") == "chair"


def test_a_data_set_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"manifest\.parquet"):
        unseen([], tmp_path)
