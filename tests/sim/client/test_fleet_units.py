"""Handing out frames, addresses, the log and the projection: all without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("carla")

from caos.sim.fleet.events import Done, Unplaced
from caos.sim.fleet.keeper import Keeper
from caos.sim.fleet.log import LOG_FILE, Log, logged_run, read_log
from caos.sim.fleet.pool import Patience
from caos.sim.fleet.projection import Measured, doubling, measure, projection, wall_seconds
from caos.sim.fleet.units import Fleet, Server, Waiting, batches, parse_servers
from caos.sim.plan import FramePlan
from caos.sim.quality import Quality
from caos.sim.scenario import Scenario

from caos.errors import CaosError

towns = st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=40)


def frames_in(names: list[str]) -> list[FramePlan]:
    return [FramePlan("train", town, number, number, {}, "day") for number, town in enumerate(names, 1)]


@given(towns, st.integers(1, 5), st.randoms(use_true_random=False))
def test_every_frame_is_handed_out_once_whoever_asks_when(
    names: list[str], workers: int, random: object
) -> None:
    frames = frames_in(names)
    waiting = Waiting(frames)
    at: list[str | None] = [None] * workers
    taken: list[FramePlan] = []
    while waiting:
        progress = False
        for worker in random.sample(range(workers), workers):  # type: ignore[attr-defined]
            others = [town for other, town in enumerate(at) if other != worker and town is not None]
            frame = waiting.take(at[worker], others)
            if frame is not None:
                taken.append(frame)
                at[worker] = frame.town
                progress = True
        assert progress, "frames wait and nobody gets one"
    assert sorted(frame.number for frame in taken) == [frame.number for frame in frames]


def test_a_worker_keeps_its_town_and_then_helps_where_most_is_left() -> None:
    waiting = Waiting(frames_in(["A", "B", "B", "B", "A", "C"]))
    first = waiting.take("A")
    assert first is not None
    assert (first.town, first.number) == ("A", 1)
    waiting.put_back(first)
    assert waiting.take("A") is first
    second = waiting.take("A")
    assert second is not None
    assert second.number == 5
    third = waiting.take("A", ["B"])
    assert third is not None
    assert third.town == "B"
    assert [waiting.take("B").number for _ in range(2)] == [3, 4]  # type: ignore[union-attr]
    assert waiting.take("B", ["C"]) is None  # one frame, and somebody is there
    assert len(waiting) == 1


@given(towns, st.integers(1, 9))
def test_batches_hold_all_frames_each_of_one_town(names: list[str], size: int) -> None:
    frames = frames_in(names)
    cut = batches(frames, size)
    assert sorted(frame.number for batch in cut for frame in batch) == [frame.number for frame in frames]
    assert all(len({frame.town for frame in batch}) == 1 and len(batch) <= size for batch in cut)


def test_addresses() -> None:
    assert parse_servers("h1:2000, 10.0.0.2:2010,[::1]:2000") == (
        Server("h1", 2000), Server("10.0.0.2", 2010), Server("::1", 2000)
    )  # fmt: skip
    for wrong in ("h1", "h1:0", "h1:99999", "h1:2000,", "", "http://h1:2000"):
        with pytest.raises(CaosError, match=r"--servers: .* is no address; write host:port"):
            parse_servers(wrong)
    with pytest.raises(CaosError, match="h1:2000 stands there 2 times"):
        parse_servers("h1:2000,h1:2000")


@pytest.mark.parametrize(
    ("fleet", "quality", "message"),
    [
        (Fleet((Server("h"),)), Quality.HIGH, "only the embedded server knows it"),
        (Fleet((Server("h"),), engine="ray"), Quality.STANDARD, "--engine ray: its workers start"),
        (Fleet((Server("h"),), workers=2), Quality.STANDARD, "leave out --workers"),
        (Fleet(ray_address="auto"), Quality.STANDARD, "only with --engine ray"),
    ],
)
def test_options_that_do_not_go_together(fleet: Fleet, quality: Quality, message: str) -> None:
    with pytest.raises(CaosError, match=message):
        fleet.check(quality)


def test_patience_doubles_and_ends() -> None:
    patience = Patience(strikes=5, wait=2.0, longest=10.0)
    assert [patience.pause(strikes) for strikes in range(1, 7)] == [2.0, 4.0, 8.0, 10.0, None, None]


def test_the_log_is_only_added_to_and_survives_a_torn_line(tmp_path: Path) -> None:
    with Log(tmp_path / "early") as log:
        log.add("run started")
    assert not (tmp_path / "early").exists()

    for run in range(2):
        with Log(tmp_path) as log, logged_run(log, workers=2) as result:
            log.open()
            log.frame(Done(frames_in(["A"])[0], 1.0, 2.0, 0.5, {"hidden": run}), worker=1, attempt=1)
            result["rendered"] = 1
        with (tmp_path / LOG_FILE).open("a") as torn:
            torn.write('{"event": "fra')
    rows = read_log(tmp_path)
    assert [row["event"] for row in rows] == ["run started", "frame", "run ended"] * 2
    assert rows[1]["rejections"] == {"hidden": 0}
    assert rows[0]["versions"]["carla"]
    assert rows[5] | {"how": "finished", "rendered": 1} == rows[5]

    def interrupted() -> None:
        with Log(tmp_path) as log, logged_run(log):
            log.open()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert read_log(tmp_path)[-1]["how"] == "interrupted"


def test_no_log(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="render some frames first"):
        read_log(tmp_path)
    (tmp_path / LOG_FILE).write_text("what\n[1]\n")
    with pytest.raises(CaosError, match="no line of a render log"):
        read_log(tmp_path)


def log_of(workers: int, seconds: float, count: int) -> list[dict[str, object]]:
    start = {"event": "run started", "workers": workers, "cores": 2, "engine": "local", "size": "160x96"}
    loads = [{"event": "town loaded", "seconds": 4.0}] * workers
    frame = {"event": "frame", "split": "train", "place": seconds / 2, "render": seconds / 2, "write": 0.0}
    return [start, *loads, *[frame] * count]


def test_projection_from_a_log(scenario: Scenario) -> None:
    rows = json.loads(json.dumps(log_of(1, 1.0, 5) + log_of(2, 1.25, 8)))
    one, two = measure(rows, Path("data"))
    assert (one.rate, two.rate) == (1.0, 1.6)
    assert (one.load, one.frames, two.frames) == (4.0, 5, 8)
    assert doubling([one, two]) == pytest.approx(0.8)
    assert doubling([one]) is None
    lines = list(projection([one, two], scenario, cores=[2, 16], servers=[8]))
    assert "6 frames" in lines[2]
    assert lines[3].split()[:2] == ["2", "cores"]
    assert any("80%" in line for line in lines)
    assert any("measured at 160x96" in line for line in lines) is False


@given(st.floats(0.1, 10.0), st.floats(0.0, 60.0), st.integers(1, 16))
def test_one_worker_needs_all_frames_and_each_town_once(seconds: float, load: float, workers: int) -> None:
    data = {"train": (["A", "B"], 7), "validation": (["C"], 0), "test": (["D"], 3)}
    splits = {name: {"towns": names, "frames": count} for name, (names, count) in data.items()}
    wanted = Scenario.model_validate({"name": "x", "splits": splits})
    entry = Measured(1, 2, 5, {"": seconds}, load, 0.0, 0)
    alone = wall_seconds(entry, wanted, 1)
    assert alone == pytest.approx(10 * seconds + 3 * load)
    assert wall_seconds(entry, wanted, workers) == pytest.approx(
        alone / workers + load * (workers - 1) / workers
    )


def test_a_log_without_frames_projects_nothing() -> None:
    with pytest.raises(CaosError, match="render some first"):
        measure([{"event": "run started", "engine": "local", "workers": 1, "cores": 2}], Path("data"))


def test_frames_without_a_place_end_a_run_only_when_they_are_most(tmp_path: Path) -> None:
    first, second, third, fourth = frames_in(["A"] * 4)
    with Log(tmp_path) as log:
        keeper = Keeper(log, lambda *_: None, lambda: None, done=0, total=4)
        for frame in (first, second):
            keeper.note(1, Server(), Unplaced(frame, "too narrow"))
        keeper.note(1, Server(), Done(third, 1.0, 1.0, 1.0, {}))
        with pytest.raises(CaosError, match=r"train frame 1 in A: too narrow; 3 frames failed so far, 1 are"):
            keeper.note(1, Server(), Unplaced(fourth, "too narrow"))
    assert [failure.frame.number for failure in keeper.failures] == [1, 2, 4]
