from __future__ import annotations

from pathlib import Path

import pytest

from caos.frames import atomic_path, atomic_write_bytes, atomic_write_text
from caos.frames.atomic import remove_partials


def test_appears_whole_at_the_end_only(tmp_path: Path) -> None:
    target = tmp_path / "folder" / "file"
    with atomic_path(target) as partial:
        partial.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def test_failure_leaves_the_old_content(tmp_path: Path) -> None:
    target = tmp_path / "file"
    atomic_write_bytes(target, b"old")
    with pytest.raises(KeyboardInterrupt):
        _interrupted_write(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def _interrupted_write(target: Path) -> None:
    with atomic_path(target) as partial:
        partial.write_text("half")
        raise KeyboardInterrupt


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(OSError, match="cannot be written: Is a directory") as caught:
        atomic_write_bytes(target, b"new")
    assert caught.value.filename == str(target)  # not the temporary file
    assert list(tmp_path.iterdir()) == [target]


def test_text_is_utf8_and_untranslated(tmp_path: Path) -> None:
    atomic_write_text(tmp_path / "file", "ä\n")
    assert (tmp_path / "file").read_bytes() == b"\xc3\xa4\n"


def test_leftovers_go_and_nothing_else(tmp_path: Path) -> None:
    kept = [tmp_path / "a" / "x.partial", tmp_path / ".hidden", tmp_path / ".download.partial"]
    others = [tmp_path / "other" / ".x.png.01234567.partial"]
    left = [tmp_path / "a" / "b" / ".x.png.01234567.partial", tmp_path / ".labels.json.0a1b2c3d.partial"]
    for path in (*kept, *others, *left):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.touch()
    assert remove_partials(tmp_path, ["a", "missing"]) == 2
    assert all(path.exists() for path in (*kept, *others))
    assert not any(path.exists() for path in left)
