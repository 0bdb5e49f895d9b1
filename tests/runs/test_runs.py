from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.errors import CaosError
from caos.runs import (
    Curve,
    GalleryItem,
    MethodFigures,
    ProtocolFigures,
    Result,
    SegmentationFigures,
    provenance,
    read_result,
    write_result,
)

UNIT = st.floats(0, 1)
FIGURES = st.builds(MethodFigures, auroc=UNIT, aupr=UNIT, fpr95=UNIT, fpr95_legacy=st.none() | UNIT)
POINTS = st.lists(UNIT, max_size=3)
CURVES = st.builds(Curve, fpr=POINTS, tpr=POINTS, recall=POINTS, precision=POINTS)
NAMES = st.text(max_size=6)
PROTOCOLS = st.builds(ProtocolFigures, methods=st.dictionaries(NAMES, FIGURES, max_size=2))
QUALITY = st.builds(
    SegmentationFigures,
    miou=UNIT,
    pixel_accuracy=UNIT,
    iou=st.dictionaries(NAMES, st.none() | UNIT, max_size=2),
)
ITEMS = st.builds(GalleryItem, figures=st.dictionaries(NAMES, FIGURES, max_size=1))
RESULTS = st.builds(
    Result,
    title=NAMES,
    anomaly_share=UNIT,
    protocols=st.dictionaries(NAMES, PROTOCOLS, max_size=2),
    segmentation=st.dictionaries(NAMES, QUALITY, max_size=2),
    curves=st.dictionaries(NAMES, CURVES, max_size=2),
    gallery=st.lists(ITEMS, max_size=1),
    training=st.dictionaries(NAMES, POINTS, max_size=2),
    provenance=st.just(provenance(command="caos demo", seed=1, seconds={"train": 2.5})),
)


def _result() -> Result:
    return Result(
        title="Ünnamed",
        model="pspnet_resnet18",
        dataset="streethazards",
        anomaly_share=0.01,
        protocols={},
        segmentation={},
        curves={},
        gallery=[],
        training={"loss": [2.0, 1.0]},
        provenance=provenance(command="caos segment eval", seed=None, seconds={"eval": 1.5}),
    )


@given(RESULTS)
@settings(max_examples=15, deadline=None)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, result: Result) -> None:
    run = tmp_path_factory.mktemp("runs") / "deep" / "run"
    file = write_result(run, result)
    assert file == run / "result.json"
    assert read_result(run) == result
    assert read_result(file) == result
    assert [path.name for path in run.iterdir()] == ["result.json"]


def test_plain_json_for_others(tmp_path: Path) -> None:
    file = write_result(tmp_path, _result())
    assert json.loads(file.read_text(encoding="utf-8"))["title"] == "Ünnamed"
    assert "Ünnamed" in file.read_text(encoding="utf-8")


def test_a_diverged_training_can_be_told(tmp_path: Path) -> None:
    write_result(tmp_path, _result().model_copy(update={"training": {"loss": [1.0, math.nan, math.inf]}}))
    values = read_result(tmp_path).training["loss"]
    assert math.isnan(values[1])
    assert values[2] == math.inf


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"result\.json: no such file; make it with  caos segment eval"):
        read_result(tmp_path)
    with pytest.raises(CaosError, match="no such file"):
        read_result(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"schema_version": 2}, "schema_version: "),
        ({"unknown": 1}, "unknown: "),
        ({"anomaly_share": "many"}, "anomaly_share: "),
        ({"protocols": {"pooled": {"images": 3}}}, "protocols.pooled.description: "),
    ],
)
def test_faults_are_named(tmp_path: Path, edit: dict[str, object], message: str) -> None:
    file = write_result(tmp_path, _result())
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | edit))
    with pytest.raises(CaosError, match=re.escape(f"result.json: {message}")):
        read_result(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe"])
def test_not_json(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "result.json").write_bytes(content)
    with pytest.raises(CaosError, match=r"result\.json: the file: "):
        read_result(tmp_path)


def test_provenance_names_what_ran() -> None:
    told = provenance(command="caos demo", seed=7, seconds={"train": 2.0})
    assert told.seed == 7
    assert told.versions["caos-suite"]
    assert told.versions["numpy"]
    assert told.created.endswith("+00:00")
