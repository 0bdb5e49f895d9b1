from __future__ import annotations

import os

import pytest
from caos.segment.evaluation.description import SCORES_FILE, read_scores_description
from caos.segment.outputs import refuse_unwritable

from caos.errors import CaosError


def test_folders_that_can_be_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, tmp_path / "new" / "below", tmp_path.relative_to(tmp_path) / "here"):
        refuse_unwritable(folder)
    assert list(tmp_path.iterdir()) == []


def test_files_are_no_folders(tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    for folder in (file, file / "below" / "it"):
        with pytest.raises(CaosError, match=f"^{folder}: {file} is a file where a folder is needed"):
            refuse_unwritable(folder)


def test_folders_that_may_not_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(CaosError, match=f"new: no permission to write into {tmp_path}; choose another"):
        refuse_unwritable(tmp_path / "new")


def test_a_split_that_there_is_not(tmp_path):
    told = '{"split": "tst", "model": "m", "dataset": "streethazards", "scores": ["det"]}'
    (tmp_path / SCORES_FILE).write_text(told)
    with pytest.raises(CaosError, match=r"scores.json: split: .*; predict again into a new folder"):
        read_scores_description(tmp_path)
