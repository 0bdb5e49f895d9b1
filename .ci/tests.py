"""All tests, in groups: a pytest process each, two side by side, the log of each shown whole when it ends.

The tests that drive the real carla client get processes of their own: that library (0.9.16, compiled) goes on
retrying the streams of servers that are gone and now and then crashes its whole process. A process that a
signal ended is started once more, and says so; a failed test never is.

Arguments are passed on to every pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PYTEST: Final = Path(sys.executable).with_name("pytest")
SIM, CLIENT, SERVER = "tests/sim", "tests/sim/client", "tests/sim/server"
FLEET: Final = "tests/sim/client/test_fleet*.py"
GROUPS: Final = {  # the longest first, so that both lanes end together
    "client": [CLIENT, f"--ignore-glob={FLEET}"],
    "fleet": sorted(str(file.relative_to(ROOT)) for file in ROOT.glob(FLEET)),
    "everything else": [f"--ignore={SIM}"],
    "towns and pictures": [SIM, f"--ignore={CLIENT}", f"--ignore={SERVER}"],
    "server": [SERVER],
}
LANES: Final = 2
"""Groups at a time: half the groups mostly wait for servers and other child processes."""

# Property tests draw the same examples in every run, so that a red run points at the change; plain `pytest`
# goes on searching.
OPTIONS: Final = ("--hypothesis-profile=ci", "--durations=10")
_SHOWING: Final = threading.Lock()


def main(arguments: list[str]) -> int:
    """Run all groups; 0 when every one passed, else the exit code of one that did not."""
    began, codes = time.monotonic(), [0]
    pool = ThreadPoolExecutor(LANES)
    try:
        running = [pool.submit(run, name, arguments) for name in GROUPS]
        codes.extend(group.result() for group in as_completed(running))
    except KeyboardInterrupt:  # the pytest processes have heard it too, and end by themselves
        codes.append(130)
    finally:
        pool.shutdown(cancel_futures=True)
    print(f"tests: {(time.monotonic() - began) / 60:.1f} min", flush=True)
    return max(codes)


def run(name: str, arguments: list[str]) -> int:
    """Run a group and show its log; returns pytest's exit code, 128 and more when a signal ended it."""
    color = "--color=yes" if sys.stdout.isatty() else "--color=no"
    command = [str(PYTEST), *OPTIONS, color, *GROUPS[name], *arguments]
    say(f"tests, {name}: started")
    code = once(name, command)
    if code < 0:
        say(f"tests, {name}: ended by signal {-code}, most likely inside the carla client library; once more")
        code = once(name, command)
    return 128 - code if code < 0 else code


def once(name: str, command: list[str]) -> int:
    """One pytest process; returns what `subprocess` says."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as log:
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), stdout=log, stderr=subprocess.STDOUT, check=False
        )
        log.seek(0)
        with _SHOWING:
            print(f"\ntests, {name}: exit code {done.returncode} after {time.monotonic() - began:.0f} s")
            sys.stdout.flush()
            shutil.copyfileobj(log, sys.stdout.buffer)
            sys.stdout.flush()
    return done.returncode


def say(text: str) -> None:
    """A line of our own, never in the middle of a log."""
    with _SHOWING:
        print(text, flush=True)


def environment() -> dict[str, str]:
    """Ours, without what slows the tests' hundreds of child processes down."""
    found = dict(os.environ)
    found.pop("PYTHONDONTWRITEBYTECODE", None)  # each would compile PyTorch, Lightning, ... anew
    found.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // LANES)))
    found.setdefault("OMP_WAIT_POLICY", "passive")  # a thread that waits leaves its core to the other lane
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
