"""The page of statistics of a data set."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from caos.errors import CaosError
from caos.frames import read_label, read_manifest
from caos.report import write_dataset_page


def rows(page: str) -> dict[str, list[str]]:
    """Heading of each table row -> its cells, tags and blanks taken away."""
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, flags=re.DOTALL):
        cells = [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)
        ]
        found[cells[0]] = [cell for cell in cells[1:] if cell]
    return found


def test_figures_are_those_of_the_files(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert write_dataset_page(dataset, out).ok
    text = out.read_text(encoding="utf-8")
    table = rows(text)
    assert table["train frames"] == ["12", "5,125"]
    assert table["test frames"] == ["8", "1,500"]
    assert table["anomaly models seen"] == ["1", "250"]
    assert table["10 to 15 m"] == ["8", "100 %"]
    assert table["0.1 to 0.2"] == ["8", "100 %"]
    test = [record for record in read_manifest(dataset) if record.split == "test"]
    labels = np.concatenate([read_label(dataset / record.annotation).ravel() for record in test])
    assert table["anomaly"][-1] == f"{100 * float((labels == 14).mean()):.3g} %"
    assert table["building"][-1] == f"{100 * float((labels == 2).mean()):.3g} %"
    assert text.count("<img") == len(test)
    assert "Verified." in text
    assert "<script" not in text


def test_the_same_set_gives_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        write_dataset_page(dataset, tmp_path / name)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_problems_are_told(dataset: Path, tmp_path: Path) -> None:
    for split in ("train", "test"):
        record = next(record for record in read_manifest(dataset) if record.split == split)
        (dataset / record.annotation).unlink()
    report = write_dataset_page(dataset, tmp_path / "page.html")
    assert not report.ok
    assert "problems." in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Verified." not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_set_without_manifest_is_refused_before_anything_is_written(dataset: Path, tmp_path: Path) -> None:
    (dataset / "manifest.parquet").unlink()
    with pytest.raises(CaosError, match=r"manifest\.parquet: no such file"):
        write_dataset_page(dataset, tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()
