"""Scenarios of shifts, their plan, and where the camera stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.shifts.aim import aimed_camera, bounding_ball, zoomed_fov  # noqa: E402
from caos.sim.shifts.plan import PicturePlan, plan_shifts  # noqa: E402
from caos.sim.shifts.scenario import ShiftScenario, is_shift_scenario, load_shifts  # noqa: E402
from caos.sim.silhouette import Pinhole, project  # noqa: E402

from caos.catalogue import CatalogueEntry  # noqa: E402
from caos.config import validate  # noqa: E402
from caos.errors import CaosError  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]


def entry(name: str, category: str, source: str = "test") -> CatalogueEntry:
    return CatalogueEntry(
        id=name,
        category=category,
        size=(1.0, 1.0, 1.0),
        file=f"{name}.glb",
        sha256="0" * 64,
        triangles=12,
        source=source,
        licence="MIT",
    )


ENTRIES = [
    *(entry(f"chair{number}", "chair") for number in range(3)),
    *(entry(f"ball{number}", "ball") for number in range(3)),
    *(
        entry(f"{kind}{number}_wood", kind, "test; rendition wood, seed 0")
        for kind in ("chair", "ball")
        for number in range(3)
    ),
]

SMALL: dict[str, Any] = {
    "name": "small",
    "classes": {"names": ["chair", "ball"], "models": 3, "unseen": 1, "train": 4, "test": 3},
    "conditions": {
        "towns": ["Town01"],
        "weather": [{"preset": "ClearNoon", "cloudiness": [0, 40]}],
        "times": [{"name": "day", "altitude": [30, 70]}],
        "zoom": [1.0, 1.5],
    },
    "shift": [
        {"name": "town", "towns": ["Town02"]},
        {"name": "behind", "yaw": [120, 180]},
        {"name": "wood", "rendition": "wood"},
        {"name": "unseen", "models": "unseen"},
    ],
}


def scenario(**changes: Any) -> ShiftScenario:
    return validate({**SMALL, **changes}, ShiftScenario, source="small")


def by_set(pictures: tuple[PicturePlan, ...], name: str) -> dict[tuple[str, int], PicturePlan]:
    return {(plan.category, plan.number): plan for plan in pictures if plan.set == name}


def test_a_shift_alters_its_factor_alone() -> None:
    pictures = plan_shifts(scenario(), ENTRIES)
    usual = by_set(pictures, "iid")
    altered = {
        "town": {"town"},
        "behind": {"yaw"},
        "wood": {"model"},
        "unseen": {"model"},
    }
    for name, fields in altered.items():
        for key, plan in by_set(pictures, name).items():
            twin = usual[key]
            changed = {field: getattr(plan, field) for field in (*fields, "set", "conditions")}
            assert replace(twin, **changed) == plan
            assert all(getattr(plan, field) != getattr(twin, field) for field in fields)
            assert plan.stream(3).random() == twin.stream(3).random()


def test_training_and_test_draw_apart() -> None:
    pictures = plan_shifts(scenario(), ENTRIES)
    train, test = by_set(pictures, "train"), by_set(pictures, "iid")
    assert len(train) == 8
    assert len(test) == 6
    assert all(train[key].yaw != plan.yaw for key, plan in test.items())


def test_unseen_models_are_kept_out() -> None:
    pictures = plan_shifts(scenario(), ENTRIES)
    assert {plan.model for plan in pictures if plan.set in ("train", "iid", "town")} == {
        "chair0", "chair1", "ball0", "ball1",
    }  # fmt: skip
    assert {plan.model for plan in pictures if plan.set == "unseen"} == {"chair2", "ball2"}
    assert {plan.model for plan in pictures if plan.set == "wood"} == {
        "chair0_wood", "chair1_wood", "ball0_wood", "ball1_wood",
    }  # fmt: skip


def test_a_limit_takes_the_first_of_each() -> None:
    whole, part = plan_shifts(scenario(), ENTRIES), plan_shifts(scenario(), ENTRIES, limit=2)
    assert list(part) == [plan for plan in whole if plan.number <= 2]
    assert plan_shifts(scenario(), ENTRIES, seed=1) != whole


def test_what_the_catalogue_lacks_is_named() -> None:
    with pytest.raises(CaosError, match="has 3 models of 'chair', 4 are asked"):
        plan_shifts(scenario(classes={**SMALL["classes"], "models": 4}), ENTRIES)
    with pytest.raises(CaosError, match="no model chair0_toy; make it with"):
        plan_shifts(scenario(shift=[{"name": "toy", "rendition": "toy"}]), ENTRIES)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shift": [{"name": "iid", "yaw": [0, 1]}]}, "'iid': this set is there already"),
        ({"shift": [{"name": "x"}]}, "alters nothing"),
        ({"shift": [{"name": "x", "yaw": [0, 1]}, {"name": "x", "yaw": [0, 2]}]}, "two are called 'x'"),
        ({"shift": [{"name": "x", "yaw": [90, 1]}]}, "runs backwards"),
        ({"shift": [{"name": "x", "yow": [0, 1]}]}, "yaw"),
        ({"shift": [{"name": "x", "towns": []}]}, "towns = .*at least 1 item"),
        ({"shift": [{"name": "x", "weather": []}]}, "weather = .*at least 1 item"),
        ({"shift": [{"name": "x", "occluders": []}]}, "occluders = .*at least 1 item"),
        ({"conditions": {"occluders": []}}, "occluders = .*at least 1 item"),
        ({"classes": {"names": ["a", "a"], "train": 1, "test": 1}}, "'a' stands there twice"),
        ({"classes": {**SMALL["classes"], "unseen": 3}}, "leaves none for training"),
        ({"classes": {**SMALL["classes"], "unseen": 0}}, "classes.unseen is 0"),
    ],
)
def test_mistakes_in_a_file_are_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CaosError, match=message):
        scenario(**changes)


@pytest.mark.parametrize("table", ["[classes]", " [ classes ]  # what to tell apart", "classes.train = 3"])
def test_a_table_of_classes_makes_a_scenario_of_shifts(table: str, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(f'name = "s"\n{table}\n')
    assert is_shift_scenario(tmp_path / "s.toml")
    (tmp_path / "s.toml").write_text('name = "s"  # classes = none\n[classes2]\n')
    assert not is_shift_scenario(tmp_path / "s.toml")


def test_the_shipped_scenario() -> None:
    shipped = ROOT / "scenarios" / "shifts.toml"
    assert is_shift_scenario(shipped)
    assert not is_shift_scenario(ROOT / "scenarios" / "quick.toml")
    assert not is_shift_scenario(ROOT / "scenarios" / "missing.toml")
    loaded = load_shifts(shipped)
    assert len(loaded.classes.names) >= 12
    assert loaded.classes.train >= 100


@pytest.mark.parametrize("size", [0.3, 0.9])
@pytest.mark.parametrize(("yaw", "elevation"), [(0.0, 0.0), (70.0, 25.0), (-150.0, 60.0)])
def test_a_ball_fills_the_share_that_is_asked_for(size: float, yaw: float, elevation: float) -> None:
    rng = np.random.default_rng(0)
    sphere = rng.standard_normal((20_000, 3))
    middle = np.array([3.0, -2.0, 1.5])
    points = middle + 0.7 * sphere / np.linalg.norm(sphere, axis=1, keepdims=True)
    lens = aimed_camera(middle, 0.7, heading=30.0, yaw=yaw, elevation=elevation, size=size, fov=40.0)
    corners, depth = project(points, np.array(lens.get_matrix()), Pinhole(200, 200, 40.0))
    assert (depth > 0).all()
    np.testing.assert_allclose((corners.max(axis=0) + corners.min(axis=0)) / 2, 100.0, atol=1.0)
    np.testing.assert_allclose(np.ptp(corners, axis=0), 200 * size, rtol=0.02)


def test_sides_of_an_object() -> None:
    """Heading along x: the front is seen from +x looking back, the left side from -y."""
    front = aimed_camera(np.zeros(3), 1.0, heading=0.0, yaw=0.0, elevation=0.0, size=0.5, fov=40.0)
    left = aimed_camera(np.zeros(3), 1.0, heading=0.0, yaw=90.0, elevation=0.0, size=0.5, fov=40.0)
    assert front.location.x > 0
    assert abs(front.rotation.yaw) == pytest.approx(180.0)
    assert left.location.y < 0
    assert left.rotation.yaw == pytest.approx(90.0)


def test_zoom_and_ball() -> None:
    assert zoomed_fov(40.0, 1.0) == pytest.approx(40.0)
    assert np.tan(np.radians(zoomed_fov(40.0, 2.0) / 2)) == pytest.approx(np.tan(np.radians(20.0)) / 2)
    middle, radius = bounding_ball(np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0], [1.0, 0.5, 0.0]]))
    np.testing.assert_allclose(middle, [1.0, 0.25, 0.0])
    assert radius == pytest.approx(np.hypot(1.0, 0.25))
