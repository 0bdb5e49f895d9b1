"""Several workers, and what happens to them: the data set comes out the same byte for byte."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("carla")

from caos.sim import render as render_module
from caos.sim.fleet import pool as pool_module
from caos.sim.fleet.events import Done, Fault
from caos.sim.fleet.keeper import Keeper
from caos.sim.fleet.log import LOG_FILE, Log, Row, read_log
from caos.sim.fleet.pool import Patience, Pool
from caos.sim.fleet.units import Fleet, Job, Server, Waiting
from caos.sim.plan import plan
from caos.sim.quality import Quality
from caos.sim.render import render_dataset
from caos.sim.scenario import Scenario

from caos.config import validate
from caos.errors import CaosError
from caos.frames import locked, verify

RENDER = """
import signal
import sys
from pathlib import Path
from caos.sim.fleet.units import Fleet
from caos.sim.render import render_dataset
from caos.sim.scenario import Scenario
if __name__ == "__main__":
    # as in a terminal: what a shell script starts in the background ignores Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)
    scenario = Scenario.model_validate_json(Path(sys.argv[1]).read_text())
    render_dataset(scenario, Path(sys.argv[2]), catalogue=Path(sys.argv[3]), fleet=Fleet(workers=2))
"""


EASY = {
    "name": "fleet",
    "camera": {"width": 96, "height": 64},
    "splits": {
        "train": {"towns": ["Town01"], "frames": 3},
        "validation": {"towns": ["Town02"], "frames": 0},
        "test": {"towns": ["Town05"], "frames": 3},
    },
    "traffic": {"vehicles": [1, 2], "walkers": [0, 1]},
    "anomalies": {"distance": [6.0, 16.0], "min_pixels": 10, "placements": ["lane"]},
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Six small frames in two towns, with room for the anomalies."""
    return validate(EASY, Scenario, source="fleet")


def contents(root: Path) -> dict[str, bytes]:
    files = (file for file in sorted(root.rglob("*")) if file.is_file())
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in files
        if file.name not in {LOG_FILE, ".lock"}
    }


def frames_in(out: Path) -> int:
    return len(list(out.glob("*/annotations/*/*/*.png")))


def children(parent: int) -> list[int]:
    """Process ids; Linux."""
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(folder.name))
    return found


def servers_below(parent: int) -> dict[int, int]:
    """Embedded server -> its worker."""
    found = {}
    for worker in children(parent):
        for child in children(worker):
            with contextlib.suppress(OSError):
                if b"caos.sim.server" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found[child] = worker
    return found


def events(out: Path, name: str) -> list[Row]:
    return [row for row in read_log(out) if row["event"] == name]


@pytest.fixture(scope="module")
def reference(scenario: Scenario, catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("one") / "data"
    render_dataset(scenario, out, catalogue=catalogue)
    return out


@contextmanager
def serving(catalogue: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "caos.sim.server", "--port", "0", "--catalogue", str(catalogue)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert child.stdout is not None
        yield child, int(child.stdout.readline().rpartition(":")[2])
    finally:
        child.kill()
        child.wait()


def test_three_workers_one_killed_and_a_server_of_another(
    reference: Path, scenario: Scenario, catalogue: Path, tmp_path: Path
) -> None:
    out, killed = tmp_path / "data", []

    def kill(done: int, total: int, text: str) -> None:
        below = sorted(servers_below(os.getpid()).items())
        if done >= 1 and not killed and len(below) >= 2:
            (_, worker), (server, _) = below[:2]
            for victim in (worker, server):
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

    summary = render_dataset(scenario, out, catalogue=catalogue, fleet=Fleet(workers=3), progress=kill)
    assert len(killed) == 2
    assert (summary.rendered, summary.failures) == (6, ())
    assert contents(out) == contents(reference)
    assert verify(out).ok
    reasons = " ".join(row["reason"] for row in events(out, "worker lost"))
    assert "ended by signal 9" in reasons
    assert len(events(out, "frame")) == 6
    assert events(out, "run ended")[-1]["how"] == "finished"
    assert not servers_below(os.getpid())


def test_two_running_servers_one_dies(
    reference: Path, scenario: Scenario, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_module, "_STRIKES", 2)
    monkeypatch.setattr(render_module, "_WAIT", 0.1)
    out = tmp_path / "data"
    with serving(catalogue) as (first, port), serving(catalogue) as (_, other):

        def kill(done: int, total: int, text: str) -> None:
            if done >= 1:
                first.kill()

        fleet = Fleet((Server("127.0.0.1", port), Server("127.0.0.1", other)))
        render_dataset(scenario, out, catalogue=catalogue, fleet=fleet, progress=kill)
        assert contents(out) == contents(reference)
        assert {row["server"] for row in events(out, "worker lost")} <= {f"127.0.0.1:{port}"}


def test_no_server_is_left(
    scenario: Scenario, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_module, "_STRIKES", 2)
    monkeypatch.setattr(render_module, "_WAIT", 0.1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(
        CaosError, match=rf"no server is left \(127.0.0.1:{port}: no CARLA server answers"
    ) as told:
        render_dataset(
            scenario, tmp_path / "data", catalogue=catalogue, fleet=Fleet((Server("127.0.0.1", port),))
        )
    assert "\n" not in str(told.value)
    assert not (tmp_path / "data").exists()


def test_a_mistake_is_told_at_once(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    data = scenario.model_dump()
    data["splits"]["train"]["towns"] = ["Town77"]
    wrong = validate(data, Scenario, source="x")
    with pytest.raises(CaosError, match=r"no town Town77; known: .*Town01"):
        render_dataset(wrong, tmp_path / "data", catalogue=catalogue, fleet=Fleet(workers=2))
    assert not (tmp_path / "data").exists()


def test_parent_killed_leaves_no_process_and_the_next_run_goes_on(
    reference: Path, scenario: Scenario, catalogue: Path, tmp_path: Path
) -> None:
    out, file, script = tmp_path / "data", tmp_path / "scenario.json", tmp_path / "render.py"
    file.write_text(scenario.model_dump_json())
    script.write_text(RENDER)
    parent = subprocess.Popen([sys.executable, str(script), str(file), str(out), str(catalogue)])
    try:
        wait_until(lambda: frames_in(out) >= 1)
        with pytest.raises(CaosError, match="another run is writing this data set"):
            render_dataset(scenario, out, catalogue=catalogue)
        below = servers_below(parent.pid)
        everyone = [*below, *below.values()]
        assert everyone
    finally:
        parent.kill()
        parent.wait()
    wait_until(lambda: not any(runs(process) for process in everyone))
    kept = frames_in(out)
    summary = render_dataset(scenario, out, catalogue=catalogue, fleet=Fleet(workers=2))
    assert summary.rendered <= 6 - kept + 2  # a frame in hand may lie there without its journal entry
    assert contents(out) == contents(reference)


def test_ctrl_c_stops_everyone(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    out, file, script = tmp_path / "data", tmp_path / "scenario.json", tmp_path / "render.py"
    endless = scenario.model_dump()
    endless["splits"]["train"]["frames"] = 2000  # nobody is interrupted who is done already
    file.write_text(validate(endless, Scenario, source="endless").model_dump_json())
    script.write_text(RENDER)
    command = [sys.executable, str(script), str(file), str(out), str(catalogue)]
    parent = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: frames_in(out) >= 1)
        below = servers_below(parent.pid)
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to the whole group
        assert parent.wait(timeout=60) != 0
    finally:
        parent.kill()
        parent.wait()
    wait_until(lambda: not any(runs(process) for process in [*below, *below.values()]))
    assert events(out, "run ended")[-1]["how"] == "interrupted"
    assert not list(out.rglob("*.partial"))


def test_a_stalling_server_is_left_for_another(
    reference: Path, scenario: Scenario, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_module, "_STRIKES", 1)
    monkeypatch.setitem(render_module._TIMEOUTS, Quality.STANDARD, 10.0)
    out, stalled = tmp_path / "data", threading.Event()
    with serving(catalogue) as (_, behind), serving(catalogue) as (_, good), proxy(behind, stalled) as port:
        fleet = Fleet((Server("127.0.0.1", port), Server("127.0.0.1", good)))

        def stall(done: int, total: int, text: str) -> None:
            if "ready" in text:
                stalled.set()

        render_dataset(scenario, out, catalogue=catalogue, fleet=fleet, progress=stall)
        assert contents(out) == contents(reference)


def test_frames_that_fail_are_named_and_the_others_are_rendered(
    scenario: Scenario, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is replaced by one without a server that breaks over one frame."""
    monkeypatch.setattr(pool_module, "work", breaks_over_frame_two)
    frames = plan(scenario)
    job = Job(scenario, 5, catalogue, (), ("Town01",), tmp_path, Quality.STANDARD, 5.0)
    told: list[str] = []
    with Log(tmp_path) as log:
        log.open()
        keeper = Keeper(log, lambda done, total, text: told.append(text), lambda: None, 0, len(frames))
        patience = Patience(tries=3, strikes=9, wait=0.01)
        Pool(job, [(Server(), patience)] * 2, Waiting(frames), keeper).run()
    assert keeper.rendered == 5 - 1  # number 2 is there in train and in test
    assert sorted(str(failure) for failure in keeper.failures) == [
        "test frame 2 in Town05: internal error: broke",
        "train frame 2 in Town01: internal error: broke",
    ]
    assert len(events(tmp_path, "frame missed")) == 6
    assert any(text.startswith("2 failed, 6 workers lost\n") for text in told)


def breaks_over_frame_two(pipe: object, job: Job, server: Server, errors: Path) -> None:
    from caos.sim.fleet.events import Connected, Loaded

    pipe.send(Connected("x", 0.0))  # type: ignore[attr-defined]
    with contextlib.suppress(EOFError):
        while True:
            frame = pipe.recv()  # type: ignore[attr-defined]
            pipe.send(Loaded(frame.town, 0.0))  # type: ignore[attr-defined]
            if frame.number == 2:
                pipe.send(Fault("internal error: broke"))  # type: ignore[attr-defined]
                return
            pipe.send(Done(frame, 0.0, 0.0, 0.0, {}))  # type: ignore[attr-defined]


def test_the_folder_is_locked_against_a_fleet(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "data"), pytest.raises(CaosError, match="another run is writing this data set"):
        render_dataset(scenario, tmp_path / "data", catalogue=catalogue, fleet=Fleet(workers=2))


@contextmanager
def proxy(port: int, stalled: threading.Event) -> Iterator[int]:
    """Passes bytes on to `port` until it is told to stall, connections stay open."""

    def carry(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while stalled.is_set():
                    time.sleep(0.05)
                sink.sendall(data)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                open_sockets.extend((client, server))
                for pair in ((client, server), (server, client)):
                    threading.Thread(target=carry, args=pair, daemon=True).start()

    open_sockets: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        stalled.clear()
    for each in open_sockets:
        each.close()


def runs(process: int) -> bool:
    """Whether it is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
