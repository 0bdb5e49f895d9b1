"""The page of a catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError
from caos.report import write_gallery

GREY = np.full((8, 8, 3), 128, dtype=np.uint8)


def entry(key: str, category: str, **changes: str) -> CatalogueEntry:
    given = {"source": "test", "licence": "MIT", "file": f"{key}.glb", "sha256": "0" * 64} | changes
    return CatalogueEntry.model_validate(
        {"id": key, "category": category, "size": (1.0, 0.5, 0.25), "triangles": 1234, **given}
    )


def page(folder: Path, *entries: CatalogueEntry) -> str:
    out = folder / "gallery.html"
    write_gallery("models", [(one, {"front": GREY, "side": GREY, "back": GREY}) for one in entries], out)
    return out.read_text(encoding="utf-8")


def test_every_model_stands_once_under_its_category(tmp_path: Path) -> None:
    text = page(tmp_path, entry("sheep", "animal"), entry("sofa", "seat"), entry("cow", "animal"))
    assert "3 models of 2 categories" in text
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>|<strong>([^<]*)</strong>", text)
    assert ["".join(pair) for pair in headings] == ["animal", "sheep", "cow", "seat", "sofa"]
    assert text.count("data:image/jpeg") == 9
    assert "1.00 x 0.50 x 0.25 m · 1,234 triangles" in text


def test_it_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    text = page(tmp_path, entry("sheep", ""))
    assert "without a category" in text
    assert "<script" not in text
    assert not re.search(r"https?://", text)


def test_names_from_elsewhere_stay_text(tmp_path: Path) -> None:
    text = page(tmp_path, entry("odd", "<b>bold</b>", name="<script>alert(1)</script>"))
    assert "<script" not in text
    assert "&lt;b&gt;bold" in text


def test_the_same_pictures_give_the_same_bytes(tmp_path: Path) -> None:
    assert page(tmp_path, entry("sheep", "animal")) == page(tmp_path, entry("sheep", "animal"))


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"a folder; give a file name, such as .*gallery\.html"):
        write_gallery("models", [], tmp_path)
