from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from caos.cli import datasets
from caos.errors import CaosError

app = typer.Typer()
app.command("verify")(datasets.verify)
app.command("convert-dfr")(datasets.convert_dfr)
app.command("convert-svsf")(datasets.convert_svsf)


def _run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_convert_and_verify_dfr(deepfashion2: Any, new_garment: Callable[..., Any], tmp_path: Path) -> None:
    deepfashion2.add("train", 1, new_garment(1))
    deepfashion2.add("validation", 1, new_garment(1))
    result = _run("convert-dfr", deepfashion2.root, "--out", tmp_path / "dfr")
    assert result.exit_code == 0
    assert "manifest.parquet: 2 samples" in result.output
    assert "iid: 1" in result.output
    result = _run("verify", tmp_path / "dfr")
    assert result.exit_code == 0
    assert "DeepFashion Remixed" in result.output
    assert "all is well" in result.output


def test_verify_tells_problems_by_its_exit_code(tmp_path: Path, draw_picture: Callable[..., None]) -> None:
    draw_picture(tmp_path / "n01440764" / "a.png")
    result = _run("verify", tmp_path, "--as", "real-blurry")
    assert result.exit_code == 1
    assert "problem: test: 1 samples, 1,000 were published" in result.output
    assert "1 problem." in result.output
    result = _run("verify", tmp_path, "--as", "imagenet-z")
    assert isinstance(result.exception, CaosError)


def test_long_lists_are_cut(deepfashion2: Any, new_garment: Callable[..., Any]) -> None:
    for number in range(datasets.SHOWN + 3):
        deepfashion2.add("train", number, new_garment(1, scale=0), picture=True)
    deepfashion2.add("validation", 1, new_garment(1))
    result = _run("verify", deepfashion2.root)
    assert result.exit_code == 1
    assert "... and 3 more problems" in result.output
    assert f"{datasets.SHOWN + 3} problems." in result.output


def test_convert_svsf(tmp_path: Path, draw_picture: Callable[..., None]) -> None:
    lines = ["image,class,country,year,camera"]
    for number in range(30):
        draw_picture(tmp_path / f"{number}.png")
        lines.append(f"{number}.png,{'bank' if number % 2 else 'gym'},US,2019,new")
    (tmp_path / "t.csv").write_text("\n".join(lines))
    arguments = ["convert-svsf", tmp_path / "t.csv", "--out", tmp_path / "svsf"]
    result = _run(*arguments, "--classes", 2, "--train", 20, "--test", 5)
    assert result.exit_code == 0
    assert "train: 20" in result.output
    assert "iid: 5" in result.output
    assert isinstance(_run(*arguments).exception, CaosError)
    assert _run("verify", tmp_path / "svsf").exit_code == 0


@pytest.mark.parametrize(
    "option", [("--convention", "paper"), ("--partition", "all"), ("--pictures", "move")]
)
def test_wrong_options(option: tuple[str, str], tmp_path: Path) -> None:
    result = _run("convert-dfr", tmp_path, "--out", tmp_path / "out", *option)
    assert isinstance(result.exception, CaosError)
    assert not (tmp_path / "out").exists()
