"""What a full result adds to the page: tests, components, slices, false alarms, calibration, the slider."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import pytest

from caos.report import write_report
from caos.report.details import details, leading
from caos.report.explorer import script
from caos.runs import Result, read_result, write_result

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def full(synthetic: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "run"
    synthetic.write_full_run(folder)
    return folder


@pytest.fixture(scope="module")
def page(full: Path) -> str:
    write_report([full], full.parent / "report.html")
    return (full.parent / "report.html").read_text(encoding="utf-8")


def data_in(page: str) -> Any:
    (block,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


def test_a_verdict_needs_an_interval_that_leaves_out_zero(full: Path) -> None:
    tests = details(read_result(full)).tests
    assert [(one.figure, one.difference, one.interval, one.verdict) for one in tests] == [
        ("AUPR", "+2.1", "+0.4 to +3.8", "max_logit better than msp"),
        ("AUROC", "+0.8", "-1.1 to +2.7", "no verdict"),
    ]


def test_every_figure_of_a_slice_is_told(full: Path, page: str) -> None:
    result = read_result(full)
    (table,) = details(result).slices
    for name, lines in table.lines.items():
        for line, row in zip(lines, result.slices[0].rows, strict=True):
            assert [cell.text for cell in line.cells] == [
                f"{100 * value:.1f}"
                for value in (row.methods[name].fpr95, row.methods[name].auroc, row.methods[name].aupr)
            ]
            low, high = row.methods[name].intervals["auroc"]
            assert line.whisker == pytest.approx((2 * low - 1, min(2 * high - 1, 1.0)))
    assert page.count("data-method=") == len(table.lines)


def test_intervals_stand_below_the_figures(full: Path, page: str) -> None:
    low, high = read_result(full).protocols["pooled"].methods["msp"].intervals["auroc"]
    assert f'<span class="spread">{100 * low:.1f}–{100 * high:.1f}</span>' in page
    assert "with the 95 % interval over resampled images below" in page


def test_left_out_detectors_and_calibration_are_told(page: str) -> None:
    assert "<strong>autoencoder</strong> (no run of its own was given)" in page
    assert "Reliability, test: ECE 6.2 %, RMS 8.1 %" in page
    assert "Open-mIoU, test" in page


def test_false_alarms_by_place_are_shown(page: str) -> None:
    assert page.count('by place in the image"') == 5


def test_only_our_own_script_may_run(page: str) -> None:
    told = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    assert f"script-src 'sha256-{told}'" in page
    assert page.count(f"<script>{script()}</script>") == 1
    assert page.count("<script") == 2


def test_levels_come_through_unchanged(full: Path, page: str) -> None:
    result, data = read_result(full), data_in(page)
    for item, entry in zip(result.gallery, data["entries"], strict=True):
        for name, file in item.levels.items():
            kind, _, text = entry["levels"][name].partition(";base64,")
            assert kind == "data:image/webp"
            shown = cv2.imdecode(np.frombuffer(base64.b64decode(text), np.uint8), cv2.IMREAD_GRAYSCALE)
            np.testing.assert_array_equal(shown, cv2.imread(str(full / file), cv2.IMREAD_GRAYSCALE))


def test_slider_starts_where_95_percent_are_found(full: Path, page: str) -> None:
    scale, start = read_result(full).levels["msp"], data_in(page)["start"]["msp"]
    assert scale.tpr[start - 1] >= 0.95 > scale.tpr[start]


def test_names_cannot_leave_their_place(synthetic: ModuleType, tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script>"
    result = synthetic.write_full_run(tmp_path / "run")
    text = result.model_dump_json().replace('"msp"', json.dumps(evil))
    write_result(tmp_path / "run", Result.model_validate_json(text))
    write_report([tmp_path / "run"], tmp_path / "report.html")
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in written
    assert evil in data_in(written)["levels"]


def test_many_detectors_draw_the_leading_ones(full: Path) -> None:
    result = read_result(full)
    methods = result.protocols["hendrycks"].methods
    best = max(methods, key=lambda name: methods[name].auroc)
    assert leading(result, most=3) == (best, "max_logit", "msp")


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_in_a_browser(full: Path, page: str, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    file = (full.parent / "report.html").resolve().as_uri()
    done = subprocess.run(
        [*command, "--virtual-time-budget=10000", "--dump-dom", file],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    start = data_in(page)["start"]["entropy"]
    score = read_result(full).levels["entropy"].score[start - 1]
    assert f"score ≥ {score:.4g}" in done.stdout
    sizes = re.findall(r'<canvas class="(?:heat|alarm)"[^>]* width="(\d+)" height="(\d+)"', done.stdout)
    assert sizes == [("480", "270")] * 6
