"""The scripts of `scenarios/` run, and write what they say."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("carla")
pytest.importorskip("moderngl")

from caos.scenarios import anomaly_on_the_lane, drive_and_collect, weather_sweep

SMALL = ["--town", "Town01", "--width", "160", "--height", "90"]


def pictures(folder: Path) -> dict[str, np.ndarray]:
    return {file.stem: cv2.imread(str(file), cv2.IMREAD_UNCHANGED) for file in sorted(folder.iterdir())}


def test_driving_moves_and_labels(tmp_path: Path, catalogue: Path) -> None:
    options = ["--catalogue", str(catalogue), "--frames", "2"]
    assert drive_and_collect.main(["--out", str(tmp_path), *options, *SMALL]) == 0
    found = pictures(tmp_path)
    assert list(found) == ["0001", "0001_label", "0002", "0002_label"]
    assert (found["0001"] != found["0002"]).any()
    assert set(np.unique(found["0001_label"])) <= set(range(1, 14))


def test_a_nearer_anomaly_is_larger(
    tmp_path: Path, catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--model", "crate", "--catalogue", str(catalogue), "--weathers", "ClearNoon"]
    assert anomaly_on_the_lane.main(["--out", str(tmp_path), *options, "--distances", "8", "16", *SMALL]) == 0
    near, far = (int(line.split()[2]) for line in capsys.readouterr().out.splitlines())
    assert near > 2 * far > 0


def test_the_sun_changes_the_picture(tmp_path: Path, catalogue: Path) -> None:
    options = ["--catalogue", str(catalogue), "--presets", "ClearNoon", "--suns", "-10", "50"]
    assert weather_sweep.main(["--out", str(tmp_path), *options, *SMALL]) == 0
    day, night = pictures(tmp_path).values()  # "+" sorts before "-"
    assert day.mean() > 1.5 * night.mean()
