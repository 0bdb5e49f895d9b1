"""What `caos sim check` tells of a scenario; kinds of places and their weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("carla")

from caos.sim.preview import preview
from caos.sim.scenario import Scenario, load_scenario
from caos.sim.spots import weighted

from caos.catalogue import read_catalogue
from caos.config import validate
from caos.errors import CaosError


def changed(scenario: Scenario, **rules: object) -> Scenario:
    settings = scenario.model_dump(mode="json")
    settings["anomalies"] |= rules
    return validate(settings, Scenario, source="changed")


def test_preview_tells_frames_towns_and_places(scenario: Scenario, catalogue: Path) -> None:
    rules = changed(scenario, placements={"lane": 3, "verge": 1}, bearing=[-35, 35])
    text = "\n".join(preview(rules, read_catalogue(catalogue), catalogue))
    assert "small: 6 frames of 160x96, seed 5" in text
    assert "3 frames: Town05 3" in text
    assert "5 models, 1 categories" in text
    assert "lane 75%, verge 25%; 5 to 14 m away, -35 to 35 degrees aside" in text


def test_preview_refuses_unknown_models(scenario: Scenario, catalogue: Path) -> None:
    with pytest.raises(CaosError, match="unicorn not in the catalogue"):
        preview(changed(scenario, models=["unicorn"]), read_catalogue(catalogue), catalogue)


def test_a_list_of_places_weighs_all_alike(scenario: Scenario) -> None:
    rules = changed(scenario, placements=["lane", "crossing"]).anomalies
    assert rules.placements == {"lane": 1.0, "crossing": 1.0}
    assert rules == changed(scenario, placements={"lane": 1.0, "crossing": 1.0}).anomalies


@pytest.mark.parametrize(
    "rules",
    [
        {"placements": ["roof"]},
        {"placements": []},
        {"placements": {"lane": 0}},
        {"placements": "lane"},
        {"bearing": [30, -30]},
        {"bearing": [-120, 0]},
    ],
)
def test_bad_places_and_bearings_are_refused(scenario: Scenario, rules: dict[str, object]) -> None:
    with pytest.raises(CaosError, match=next(iter(rules))):
        changed(scenario, **rules)


def test_weights_are_kept() -> None:
    shares = (np.arange(1000) + 0.5) / 1000
    kinds = [weighted({"lane": 3.0, "verge": 1.0}, float(share)) for share in shares]
    assert kinds.count("lane") == 750
    assert kinds.count("verge") == 250


@pytest.mark.parametrize("name", ["quick", "streethazards"])
def test_our_scenarios_are_valid(name: str) -> None:
    rules = load_scenario(Path(__file__).parents[3] / "scenarios" / f"{name}.toml")
    assert rules.anomalies.placements["crossing"] > 0
