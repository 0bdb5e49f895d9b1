"""Scenarios of shifts on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("carla")

from typer.testing import CliRunner

from caos.catalogue import CatalogueModel, write_catalogue
from caos.cli import app
from caos.errors import CaosError
from caos.meshes import Material
from caos.shapes import box

SCENARIO = """
name = "small"
[classes]
names = ["crate", "chest"]
models = 2
unseen = 1
train = 3
test = 2
[[shift]]
name = "unseen"
models = "unseen"
towns = ["Town02"]
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A scenario and a catalogue for it."""
    (tmp_path / "small.toml").write_text(SCENARIO)
    cube = box((1.0, 1.0, 1.0), Material((0.5, 0.5, 0.5)))
    models = [CatalogueModel(f"{kind}{n}", kind, cube, "test") for kind in ("crate", "chest") for n in (1, 2)]
    write_catalogue(tmp_path / "models", models)
    return tmp_path / "small.toml", tmp_path / "models"


def test_check_tells_what_will_be_rendered(files: tuple[Path, Path]) -> None:
    done = CliRunner().invoke(app, ["sim", "check", str(files[0]), "--catalogue", str(files[1])])
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "small: 14 pictures of 2 classes",
        "train: 6 pictures of 2 models in Town01",
        "iid: 4 pictures of 2 models in Town01",
        "unseen: 4 pictures of 2 models in Town02",
    ]


def test_options_that_shifts_do_not_have_are_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    for option in (["--workers", "2"], ["--extras", "all"], ["--quality", "high"]):
        arguments = ["sim", "render", str(files[0]), "--out", str(out), "--catalogue", str(files[1]), *option]
        done = CliRunner().invoke(app, arguments)
        assert isinstance(done.exception, CaosError)
        assert option[0] in str(done.exception)
    assert not out.exists()
