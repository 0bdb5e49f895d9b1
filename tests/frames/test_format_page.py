from __future__ import annotations

import re
from pathlib import Path

import pytest

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


def test_every_column_of_the_manifest_is_told(text: str) -> None:
    told = [
        name
        for row in re.findall(r"^\| (`[^|]+`) \|", text, flags=re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    ]
    assert told == SCHEMA.names
