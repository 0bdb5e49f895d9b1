"""What a wheel would carry: every package and every data file of the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = "caos", "sim", "assets", "segment", "classify", "scenarios"


def test_the_wheel_carries_every_tracked_file(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    listed = subprocess.run(
        ["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    build = [sys.executable, "setup.py", "--quiet", "build", "--build-base", str(tmp_path)]
    subprocess.run([*build, "--build-lib", str(tmp_path / "lib")], cwd=ROOT, check=True, timeout=120)
    missing = [
        name
        for name in listed.stdout.split()
        if (ROOT / name).is_file()
        and not (tmp_path / "lib" / ("" if name.startswith("caos/") else "caos") / name).is_file()
    ]
    assert missing == []
