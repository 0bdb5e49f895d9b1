from __future__ import annotations

import re
from pathlib import Path

import pytest

from caos.frames import EXTRA_FOLDERS
from caos.frames.manifest import SCHEMA
from caos.labels import ANOMALY_COLOUR, CARLA_TAG_NAMES, CARLA_TO_CLASS, STREETHAZARDS

PAGE = Path(__file__).parents[2] / "docs" / "dataset-format.md"


@pytest.fixture(scope="module")
def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_table_of_ids_is_that_of_the_code(text: str) -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+|-) \| ([a-z ]+) \| ([\d, ]+) \| (.*) \|$", text, flags=re.MULTILINE)
    classes = zip(STREETHAZARDS.disk_ids, STREETHAZARDS.classes, STREETHAZARDS.palette, strict=True)
    expected = [
        (
            str(disk_id),
            str(index),
            name,
            ", ".join(map(str, colour)),
            ", ".join(tag for tag in CARLA_TAG_NAMES if CARLA_TO_CLASS[tag] == name),
        )
        for index, (disk_id, name, colour) in enumerate(classes)
    ]
    assert [(*row[:4], ", ".join(sorted(row[4].split(", ")))) for row in rows[:-1]] == [
        (*row[:4], ", ".join(sorted(row[4].split(", ")))) for row in expected
    ]
    assert rows[-1][:4] == ("14", "-", "anomaly", ", ".join(map(str, ANOMALY_COLOUR)))


def first_columns(text: str, heading: str) -> list[str]:
    """The code words in the first column of the tables under a heading."""
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`[^|]+`) \|", section, flags=re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_every_column_of_the_manifest_is_told(text: str) -> None:
    assert first_columns(text, "Manifest") == SCHEMA.names


def test_every_extra_is_told(text: str) -> None:
    labels = {"twin_annotations", "sequence_annotations"}
    assert {*first_columns(text, "Extras"), *labels} == set(EXTRA_FOLDERS)
    assert all(f"`{name}/.../N" in text for name in EXTRA_FOLDERS)
