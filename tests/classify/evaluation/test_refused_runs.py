"""Run folders that `caos classify eval` refuses, in one line."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from caos.classify.evaluation.predict import open_run
from caos.classify.training.config import DataConfig

from caos.errors import CaosError
from caos.training import RunDescription, TrainingConfig, write_description

OPTIONS = {
    "method": "classification",
    "augment.schedule": [],
    **DataConfig(size=32, resize=32).model_dump(mode="json"),
}


@pytest.mark.parametrize(
    ("changes", "weights", "told"),
    [
        ({"method": "segmentation"}, None, r"no run of  caos classify train"),
        ({"resize": None}, None, r"run.json: options.resize is missing; train again"),
        ({"augment.schedule": None}, None, r"run.json: options.augment.schedule is missing"),
        ({"size": "32"}, None, r'run.json: options: size = "32": should be a valid integer'),
        ({"area": [0.5, "nan"]}, None, r"run.json: options: area"),
        ({}, None, r"no such weights.*caos classify train"),
        ({}, b"", "not readable as weights"),
        ({}, pickle.dumps(os.getcwd), "not readable as weights"),
    ],
)
def test_one_line(changes: dict[str, Any], weights: bytes | None, told: str, tmp_path: Path) -> None:
    options = {name: value for name, value in {**OPTIONS, **changes}.items() if value is not None}
    write_description(
        tmp_path,
        RunDescription(
            model="resnet_small",
            classes=("a", "b"),
            dataset="shift",
            data="d",
            training=TrainingConfig(),
            options=options,
        ),
    )
    if weights is not None:
        (tmp_path / "model.safetensors").write_bytes(weights)
    with pytest.raises(CaosError, match=told) as caught:
        open_run(tmp_path)
    assert "\n" not in str(caught.value)


def test_no_run_at_all(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"not a run folder; make one with .*caos classify train"):
        open_run(tmp_path)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(CaosError, match=r"run.json: the file: Invalid JSON"):
        open_run(tmp_path)
