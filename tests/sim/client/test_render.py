"""From a scenario to a data set through the embedded server, interruptions included."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

carla = pytest.importorskip("carla")

from caos.sim.connect import Session, connect  # noqa: E402
from caos.sim.fleet import work as work_module  # noqa: E402
from caos.sim.fleet.log import LOG_FILE  # noqa: E402
from caos.sim.render import render_dataset  # noqa: E402
from caos.sim.scenario import Scenario  # noqa: E402

from caos.config import validate  # noqa: E402
from caos.errors import CaosError  # noqa: E402
from caos.frames import read_manifest, verify  # noqa: E402

CHILD = """
import sys
from pathlib import Path
from caos.sim.render import render_dataset
from caos.sim.scenario import Scenario
scenario = Scenario.model_validate_json(Path(sys.argv[1]).read_text())
render_dataset(scenario, Path(sys.argv[2]), catalogue=Path(sys.argv[3]))
"""


def contents(root: Path) -> dict[str, bytes]:
    files = (
        file for file in sorted(root.rglob("*")) if file.is_file() and file.name not in {LOG_FILE, ".lock"}
    )
    return {str(file.relative_to(root)): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def finished(scenario: Scenario, catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("render") / "data"
    told: list[tuple[int, int, str]] = []
    summary = render_dataset(scenario, out, catalogue=catalogue, progress=lambda *report: told.append(report))
    assert summary.frames == {"train": 2, "validation": 1, "test": 3}
    assert summary.rendered == 6
    assert told[-1][:2] == (6, 6)
    return out


def test_data_set_verifies(finished: Path) -> None:
    report = verify(finished)
    assert report.ok, report.problems
    rows = read_manifest(finished)
    assert [len(row.anomalies) for row in rows if row.split == "test"] == [1, 1, 1]
    assert all(not row.anomalies for row in rows if row.split != "test")
    assert len({row.anomalies[0].model_id for row in rows if row.split == "test"}) == 3
    assert {row.time_of_day for row in rows} == {"day"}


def test_a_finished_data_set_starts_no_server(
    finished: Path, scenario: Scenario, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_module, "connect", None)
    before = contents(finished)
    assert render_dataset(scenario, finished, catalogue=catalogue).rendered == 0
    assert contents(finished) == before


def test_killed_render_and_dead_server_change_nothing_in_the_end(
    finished: Path, scenario: Scenario, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, file = tmp_path / "data", tmp_path / "scenario.json"
    file.write_text(scenario.model_dump_json())
    command = [sys.executable, "-c", CHILD, str(file), str(out), str(catalogue)]
    child = subprocess.Popen(command)
    try:
        wait_for_frames(out, 1, child)
    finally:
        child.kill()  # SIGKILL: no clean-up of any kind
        child.wait()
    kept = frames_in(out)
    assert 1 <= len(kept) < 6

    monkeypatch.setattr(work_module, "connect", connect_and_remember)
    sessions.clear()

    def kill_the_server(done: int, total: int, text: str) -> None:
        if sessions and done > len(kept):
            process = sessions[-1].child
            assert process is not None
            process.kill()

    with pytest.raises(
        CaosError, match=r"embedded server on port .* stopped.*run the same command again"
    ) as told:
        render_dataset(scenario, out, catalogue=catalogue, progress=kill_the_server)
    assert "\n" not in str(told.value)
    assert len(kept) < len(frames_in(out)) < 6
    assert not list(out.rglob("*.partial"))

    summary = render_dataset(scenario, out, catalogue=catalogue)
    assert 0 < summary.rendered < 6 - len(kept)
    assert contents(out) == contents(finished)


def test_limit_renders_the_same_frames(
    finished: Path, scenario: Scenario, catalogue: Path, tmp_path: Path
) -> None:
    out = tmp_path / "data"
    summary = render_dataset(scenario, out, catalogue=catalogue, limit=1)
    assert summary.frames == {"test": 1}  # the largest split has the only frame
    few, all_files = contents(out), contents(finished)
    assert len(frames_in(out)) == 1
    assert all(few[name] == all_files[name] for name in frames_in(out))


def test_other_scenario_in_the_same_folder_is_refused(
    finished: Path, scenario: Scenario, catalogue: Path
) -> None:
    with pytest.raises(
        CaosError, match="holds frames of another scenario, seed, quality or anomaly catalogue"
    ):
        render_dataset(scenario, finished, catalogue=catalogue, seed=99)


def test_unknown_town_lists_the_known_and_leaves_nothing(
    scenario: Scenario, catalogue: Path, tmp_path: Path
) -> None:
    data = scenario.model_dump()
    data["splits"]["train"]["towns"] = ["Town77"]
    wrong = validate(data, Scenario, source="x")
    with pytest.raises(CaosError, match=r"no town Town77; known: .*Town01.*Town06"):
        render_dataset(wrong, tmp_path / "data", catalogue=catalogue)
    assert not (tmp_path / "data").exists()


def test_unknown_model_is_told(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    data = scenario.model_dump()
    data["anomalies"]["models"] = ["no_such_thing"]
    wrong = validate(data, Scenario, source="x")
    with pytest.raises(CaosError, match=r"anomalies\.models: no_such_thing not in the catalogue"):
        render_dataset(wrong, tmp_path / "data", catalogue=catalogue)


sessions: list[Session] = []


@contextmanager
def connect_and_remember(*args: Any, **options: Any) -> Iterator[Session]:
    with connect(*args, **options) as session:
        sessions.append(session)
        yield session


def frames_in(out: Path) -> set[str]:
    """Label files: each is there only when its frame's image is."""
    return {str(file.relative_to(out)) for file in out.glob("*/annotations/*/*/*.png")}


def wait_for_frames(out: Path, count: int, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and child.poll() is None and len(frames_in(out)) < count:
        time.sleep(0.02)
    assert child.poll() is None, "the render ended before it could be killed"
    assert len(frames_in(out)) >= count


def test_frames_without_a_place_are_named_and_the_others_rendered(
    scenario: Scenario, catalogue: Path, tmp_path: Path
) -> None:
    data = scenario.model_dump()
    data["anomalies"] |= {"min_pixels": 15_000, "max_share": 1.0, "views": 1, "attempts": 1}
    strict = validate(data, Scenario, source="strict")
    out = tmp_path / "data"
    summary = render_dataset(strict, out, catalogue=catalogue)
    assert summary.rendered == 3
    assert [str(failure).partition(":")[0] for failure in summary.failures] == [
        f"test frame {number} in Town05" for number in (1, 2, 3)
    ]
    assert {row.split for row in read_manifest(out)} == {"train", "validation"}
