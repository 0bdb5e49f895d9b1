"""Files of one JSON object per line that a killed process may leave half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from caos.frames.lines import append_rows, ends_torn, whole_rows


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    append_rows(file, [{"n": 1}, {"n": 2, "text": "zwei\nZeilen"}])
    append_rows(file, [{"n": 3}])
    assert list(whole_rows(file)) == [{"n": 1}, {"n": 2, "text": "zwei\nZeilen"}, {"n": 3}]
    assert not ends_torn(file)


def test_nothing_is_read_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert list(whole_rows(tmp_path / "journal.jsonl")) == []
    assert not ends_torn(tmp_path / "journal.jsonl")


@pytest.mark.parametrize("cut", range(1, len('{"n": 2}\n')))
def test_half_a_line_is_lost_alone(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "journal.jsonl"
    append_rows(file, [{"n": 1}, {"n": 2}])
    file.write_bytes(file.read_bytes()[:-cut])
    assert ends_torn(file)
    append_rows(file, [{"n": 3}])
    survivors = [row["n"] for row in whole_rows(file)]
    assert survivors == ([1, 2, 3] if cut == 1 else [1, 3])  # without its end alone, a line is whole


@pytest.mark.parametrize("foreign", [b"[1, 2]", b"7", b"\xff\xfe", b"", b"{}extra"])
def test_foreign_lines_are_passed_over(tmp_path: Path, foreign: bytes) -> None:
    file = tmp_path / "journal.jsonl"
    file.write_bytes(b'{"n": 1}\n' + foreign + b'\n{"n": 2}\n')
    assert [row["n"] for row in whole_rows(file)] == [1, 2]
