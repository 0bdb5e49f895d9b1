"""Several writers in one data set; two runs in one folder; a disk without room."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from caos.errors import CaosError
from caos.frames import FrameWriter, atomic_path, locked
from caos.labels import STREETHAZARDS


def files_of(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_attached_writers_give_the_same_bytes(small: ModuleType, tmp_path: Path) -> None:
    small.write_dataset(tmp_path / "alone")
    parent = FrameWriter(tmp_path / "shared", STREETHAZARDS)
    workers = [FrameWriter(tmp_path / "shared", STREETHAZARDS, attach=True) for _ in range(3)]
    for index, key in enumerate(reversed(small.KEYS)):
        workers[index % 3].write(*small.make_frame(*key))
    parent.reread()
    parent.finish()
    assert files_of(tmp_path / "shared") == files_of(tmp_path / "alone")


def test_attaching_leaves_what_others_are_writing(tmp_path: Path) -> None:
    FrameWriter(tmp_path, STREETHAZARDS)
    with atomic_path(tmp_path / "test" / "file") as partial:
        partial.write_bytes(b"half")
        FrameWriter(tmp_path, STREETHAZARDS, attach=True)
        assert partial.exists()


def test_a_second_run_is_told_the_folder(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from caos.frames import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(CaosError, match="another run is writing") as caught, locked(tmp_path):
            pass
        assert str(tmp_path) in str(caught.value)
        holder.kill()
        holder.wait()
    with locked(tmp_path):  # the dead process left its file, not its lock
        pass


def test_a_folder_that_stays_empty_goes_again(tmp_path: Path) -> None:
    with locked(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="No space left on device; make room"), atomic_path(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())
