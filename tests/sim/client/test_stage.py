"""Pictures of one town: exact masks, outlines that fit, frames that depend on their plan alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.anomalies import Scene, standing_anomalies  # noqa: E402
from caos.sim.boxes import Box, overlapping  # noqa: E402
from caos.sim.calibration import instance_codes, new_codes, object_mask  # noqa: E402
from caos.sim.connect import connect  # noqa: E402
from caos.sim.plan import FramePlan, Purpose, plan  # noqa: E402
from caos.sim.scenario import Scenario  # noqa: E402
from caos.sim.silhouette import Pinhole  # noqa: E402
from caos.sim.stage import Stage, open_stage, stepped_by_hand  # noqa: E402
from caos.sim.streets import actor_box, draw_view, survey  # noqa: E402
from caos.sim.traffic import standing_traffic  # noqa: E402

from caos.catalogue import read_catalogue  # noqa: E402
from caos.errors import CaosError  # noqa: E402
from caos.labels import ANOMALY  # noqa: E402


@pytest.fixture(scope="module")
def stage(scenario: Scenario, catalogue: Path) -> Iterator[Stage]:
    entries = read_catalogue(catalogue)
    with (
        connect(catalogue=catalogue) as session,
        stepped_by_hand(session),
        open_stage(session, scenario, "Town05", seed=1, catalogue=catalogue, entries=entries) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def test_frames(scenario: Scenario) -> list[FramePlan]:
    return [frame for frame in plan(scenario) if frame.split == "test"]


def test_survey_finds_a_town(stage: Stage) -> None:
    assert len(stage.streets.lanes) > 50
    assert len(stage.streets.sidewalks) > 20
    assert len(stage.streets.fixed) > 20
    again = survey(stage.world, "Town05")
    np.testing.assert_array_equal(stage.streets.points, again.points)
    np.testing.assert_array_equal(stage.streets.fixed.center, again.fixed.center)


def test_views_are_clear_of_fixed_things(stage: Stage) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        view = draw_view(stage.world, stage.streets, stage.scenario.camera, rng)
        assert view is not None
        assert not overlapping(view.clear, stage.streets.fixed).any()
        assert view.transform.location.z == pytest.approx(view.waypoint.transform.location.z + 1.5, abs=1e-4)


def test_mask_equals_the_difference_with_and_without(stage: Stage) -> None:
    """Every model: its calibrated pixels are exactly those that change when it appears."""
    rng, found = np.random.default_rng(3), 0
    for model in stage.models:
        view = draw_view(stage.world, stage.streets, stage.scenario.camera, rng)
        assert view is not None
        stage.rig.move(view.transform)
        without = instance_codes(stage.rig.capture(["instance_segmentation"])["instance_segmentation"])
        ahead = view.waypoint.next(8.0)[0].transform
        ahead.location.z += 0.1
        actor = stage.world.try_spawn_actor(model.blueprint, ahead)
        if actor is None:
            continue
        with_it = instance_codes(stage.rig.capture(["instance_segmentation"])["instance_segmentation"])
        actor.destroy()
        mask = object_mask(new_codes(without, with_it), with_it)
        np.testing.assert_array_equal(mask, without != with_it)
        assert mask.any()
        found += 1
    assert found >= len(stage.models) - 2


def test_outlines_fit_and_nothing_interpenetrates(stage: Stage, scenario: Scenario) -> None:
    rng, rejections, placed_count = np.random.default_rng(4), Counter(), 0  # type: ignore[var-annotated]
    camera = scenario.camera
    for model in stage.models[:6]:
        view = draw_view(stage.world, stage.streets, camera, rng)
        assert view is not None
        stage.rig.move(view.transform)
        pinhole = Pinhole(camera.width, camera.height, camera.fov)
        scene = Scene(
            session=stage.session, world=stage.world, rig=stage.rig, view=view, pinhole=pinhole,
            rules=scenario.anomalies, crosswalks=stage.streets.crosswalks,
            obstacles=stage.streets.fixed, rejections=rejections,
        )  # fmt: skip
        with standing_anomalies(scene, [model], rng) as outcome:
            if outcome is None:
                continue
            pictures, (placed,) = outcome
            codes = instance_codes(pictures["instance_segmentation"])
            mask = object_mask(placed.codes, codes)
            outline = placed.candidate.outline
            grown = dilated(outline)
            assert (mask & ~grown).sum() == 0, model.id
            if (mask & outline).sum() > 0.95 * mask.sum() and mask.sum() > 300:
                assert mask.sum() >= 0.3 * outline.sum()
            box = actor_box(placed.actor, placed.actor.get_transform())
            assert not overlapping(shrunk(box), stage.streets.fixed).any(), model.id
            placed_count += 1
    assert placed_count >= 3, rejections


def test_traffic_keeps_apart_and_leaves_again(stage: Stage, test_frames: list[FramePlan]) -> None:
    stage.world.tick()
    before = {actor.id for actor in stage.world.get_actors()}
    view = draw_view(stage.world, stage.streets, stage.scenario.camera, test_frames[0].stream(Purpose.VIEW))
    assert view is not None
    rng = np.random.default_rng(0)
    rules = stage.scenario.traffic.model_copy(update={"vehicles": (6, 6), "walkers": (6, 6)})
    with standing_traffic(
        stage.session, stage.world, stage.streets, view, stage.scenario.camera, rules, stage.cast, rng
    ) as boxes:
        stage.world.tick()
        assert len(boxes) >= 4
        assert not overlapping(view.clear, boxes).any()
        for index in range(len(boxes)):
            own = Box(tuple(boxes.center[index]), tuple(boxes.half[index]), float(boxes.yaw[index]))
            assert overlapping(own, boxes).sum() == 1  # itself
    stage.world.tick()
    assert {actor.id for actor in stage.world.get_actors()} == before


def test_frames_follow_from_their_plan_alone(stage: Stage, test_frames: list[FramePlan]) -> None:
    first = [stage.shoot(frame) for frame in test_frames]
    second = [stage.shoot(frame) for frame in reversed(test_frames)][::-1]
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a.image, b.image)
        np.testing.assert_array_equal(a.label, b.label)
        assert a.record == b.record
    assert len({shot.image.tobytes() for shot in first}) == len(first)


def test_anomaly_frames_keep_the_rules(stage: Stage, test_frames: list[FramePlan]) -> None:
    rules = stage.scenario.anomalies
    for frame in test_frames:
        shot = stage.shoot(frame)
        (anomaly,) = shot.record.anomalies
        assert (shot.label == ANOMALY).sum() == anomaly.pixels >= rules.min_pixels
        assert anomaly.occluded_fraction <= rules.max_occluded_fraction
        assert anomaly.distance_m < rules.distance[1] + 8
        assert shot.image.shape == (96, 160, 3)


def test_several_anomalies_in_one_frame(stage: Stage, test_frames: list[FramePlan]) -> None:
    anomalies = stage.scenario.anomalies.model_copy(update={"per_frame": (2, 2)})
    crowded = replace(stage, scenario=stage.scenario.model_copy(update={"anomalies": anomalies}))
    shot = crowded.shoot(test_frames[0])
    assert len({anomaly.model_id for anomaly in shot.record.anomalies}) == 2
    assert sum(anomaly.pixels for anomaly in shot.record.anomalies) == (shot.label == ANOMALY).sum()


def test_impossible_anomaly_counts_the_reasons(stage: Stage, test_frames: list[FramePlan]) -> None:
    rules = {"min_pixels": 15_000, "max_share": 1.0, "views": 2, "attempts": 4}
    anomalies = stage.scenario.anomalies.model_copy(update=rules)
    strict = replace(stage, scenario=stage.scenario.model_copy(update={"anomalies": anomalies}))
    expected = r"^no place for the anomalies in 2 views \(.*too small.*loosen"
    with pytest.raises(CaosError, match=expected):
        strict.shoot(test_frames[0])


def dilated(mask: np.ndarray) -> np.ndarray:
    """Grown by one pixel on all sides."""
    padded = np.pad(mask, 1)
    rows, columns = mask.shape
    return np.any([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0)


def shrunk(box: Box) -> Box:
    return Box(box.center, tuple(max(0.01, h - 0.05) for h in box.half), box.yaw)  # type: ignore[arg-type]
