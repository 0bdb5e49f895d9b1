"""Mistakes in a scenario file are told in one line that names file, key and way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from caos.sim.scenario import Scenario, load_scenario

from caos.config import load_toml
from caos.errors import CaosError

GOOD = """
name = "tiny"
seed = 3
[camera]
width = 160
height = 96
[splits.train]
towns = ["Town01"]
frames = 2
[splits.validation]
towns = ["Town04"]
frames = 2
[splits.test]
towns = ["Town05", "Town06"]
frames = 2
[[weather]]
preset = "ClearNoon"
cloudiness = [0, 30]
[[times]]
name = "day"
altitude = [30, 70]
"""

REPOSITORY = Path(__file__).parents[3]


def write(folder: Path, text: str) -> Path:
    path = folder / "scenario.toml"
    path.write_text(text)
    return path


def test_a_good_file_loads(tmp_path: Path) -> None:
    scenario = load_scenario(write(tmp_path, GOOD))
    assert scenario.camera.width == 160
    assert scenario.weather[0].cloudiness == (0.0, 30.0)
    assert [name for name, _ in scenario.splits.items()] == ["train", "validation", "test"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("width = 160", "widht = 160", ["camera.widht", "did you mean 'width'?"]),
        (
            "cloudiness = [0, 30]",
            "cloudines = [0, 30]",
            ["weather[0].cloudines", "did you mean 'cloudiness'?"],
        ),
        ("seed = 3", "sed = 3", ["'sed'", "did you mean 'seed'?"]),
        ("frames = 2\n[splits.v", "frame = 2\n[splits.v", ["splits.train.frame", "did you mean 'frames'?"]),
        ("width = 160", 'width = "160"', ["camera.width", '"160"', "valid integer"]),
        ("width = 160", "width = 3", ["camera.width", "3", "greater than or equal to 32"]),
        ("width = 160", "width = true", ["camera.width", "true"]),
        ("width = 160", "fov = nan", ["camera.fov"]),
        ("cloudiness = [0, 30]", "cloudiness = [30, 0]", ["weather[0].cloudiness", "write [low, high]"]),
        ("cloudiness = [0, 30]", "cloudiness = [0, 300]", ["weather[0].cloudiness[1]", "300", "100"]),
        ('["Town05", "Town06"]', '["Town05", "Town01"]', ["splits", "Town01", "train and in test"]),
        ('name = "day"', "", ["times[0].name is missing"]),
        ("[camera]", "[camera", ["not valid TOML", "line 4"]),
    ],
)
def test_mistakes_name_file_key_and_way_out(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(CaosError) as caught:
        load_scenario(path)
    message = str(caught.value)
    assert "\n" not in message
    for part in [str(path), *expected]:
        assert part in message


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such file"):
        load_toml(tmp_path / "nothing.toml", Scenario)


@pytest.mark.parametrize(
    ("file", "frames", "size"),
    [
        ("streethazards.toml", (5125, 1031, 1500), (1280, 720)),
        ("quick.toml", (240, 40, 60), (480, 270)),
        ("detectors.toml", (300, 60, 150), (480, 270)),
    ],
)
def test_shipped_scenarios_load(file: str, frames: tuple[int, int, int], size: tuple[int, int]) -> None:
    scenario = load_scenario(REPOSITORY / "scenarios" / file)
    assert scenario.splits.train.towns == ("Town01", "Town02", "Town03")
    assert scenario.splits.validation.towns == ("Town04",)
    assert scenario.splits.test.towns == ("Town05", "Town06")
    assert tuple(split.frames for _, split in scenario.splits.items()) == frames
    assert (scenario.camera.width, scenario.camera.height) == size


def test_negatives_are_frames_like_those_they_are_for_in_the_training_towns() -> None:
    negatives, compared = (
        load_scenario(REPOSITORY / "scenarios" / f"{name}.toml") for name in ("negatives", "detectors")
    )
    assert negatives.splits.test.towns == compared.splits.train.towns
    assert tuple(split.frames for _, split in negatives.splits.items()) == (0, 0, 150)
    for part in ("camera", "weather", "times", "traffic"):
        assert getattr(negatives, part) == getattr(compared, part)
    assert negatives.anomalies.selection.endswith("scenarios/negatives-selection.toml")
    assert negatives.seed != compared.seed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("seed = 3", "seed = " + "9" * 5000), "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
        (GOOD.replace("frames = 2", "frames = 0"), "no split has frames"),
    ],
)
def test_hostile_and_empty_scenarios(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=told):
        load_scenario(write(tmp_path, text))
