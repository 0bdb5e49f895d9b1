from __future__ import annotations

import json
from pathlib import Path

import pytest

from caos.errors import CaosError
from caos.frames import read_label_set, write_label_set
from caos.labels import STREETHAZARDS, LabelSet, bdd_anomaly


@pytest.mark.parametrize("label_set", [STREETHAZARDS, bdd_anomaly(["train", "motorcycle"])])
def test_round_trip(tmp_path: Path, label_set: LabelSet) -> None:
    write_label_set(tmp_path, label_set)
    assert read_label_set(tmp_path) == label_set


def test_the_original_has_none(tmp_path: Path) -> None:
    assert read_label_set(tmp_path) == STREETHAZARDS


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"classes": []}, "classes: 0 of them"),
        ({"classes": ["a", "a"]}, "classes: a name occurs twice"),
        ({"disk_ids": [1]}, "disk_ids: 1 entries for 2"),
        ({"palette": [[0, 0, 0]]}, "palette: 1 entries for 2"),
        ({"disk_ids": [1, 300]}, "an id lies outside 0..255"),
        ({"void_ids": [1]}, "an id occurs twice"),
        ({"palette": [[0, 0, 0], [0, 0, 256]]}, "palette: a colour"),
        ({"name": 3}, "name: "),
    ],
)
def test_faults_are_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    good = {
        "name": "x",
        "classes": ["a", "b"],
        "disk_ids": [1, 2],
        "anomaly_ids": [3],
        "void_ids": [],
        "palette": [[0, 0, 0], [1, 1, 1]],
    }
    (tmp_path / "labels.json").write_text(json.dumps(good | change))
    with pytest.raises(CaosError, match=rf"labels\.json: {message}"):
        read_label_set(tmp_path)


def test_not_json(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text("{")
    with pytest.raises(CaosError, match=r"labels\.json: "):
        read_label_set(tmp_path)
