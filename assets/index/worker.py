"""A process that indexes models one at a time, so that a bad file costs only itself.

Started by `pool`: options as one JSON argument, a job per line on standard input, an answer per line on
standard output. JSON, never pickles. The memory limit is the operating system's; the time limit is kept by
the parent, which ends the process.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TextIO

from caos.catalogue import Rejected
from caos.errors import CaosError

from .jobs import Job, Limits, Outcome


def main(arguments: list[str]) -> None:
    """Serve until standard input ends, which it does when the parent dies."""
    limits, out = Limits.model_validate_json(arguments[0]), Path(arguments[1])
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # libraries may print; only answers go to the parent
        from .pictures import lift_pillows_limit
        from .process import process  # before the limit: shared libraries count little against it then

        _warm_up()
        lift_pillows_limit()
        _limit_memory(limits.memory)
        _answer(answers, {"ready": True})
        for line in sys.stdin:
            job = Job.model_validate_json(line)
            try:
                outcome = process(job, limits, out)
            except MemoryError:
                reason = (
                    f"takes more than {limits.memory:g} GiB of memory to read; simplify it first (--memory)"
                )
                outcome = Outcome(rejected=Rejected(id=job.id, source=job.source, reason=reason))
            except OSError as cause:
                _answer(
                    answers,
                    {"fatal": f"{cause.filename or out}: {cause.strerror}; make room, then run it again"},
                )
                continue
            except CaosError as cause:
                _answer(answers, {"fatal": str(cause)})
                continue
            except Exception as cause:  # noqa: BLE001  (a broken model must not stop the run)
                reason = f"cannot be processed: {type(cause).__name__}: {' '.join(str(cause).split())[:160]}"
                outcome = Outcome(rejected=Rejected(id=job.id, source=job.source, reason=reason))
            _answer(answers, outcome.model_dump(mode="json"))


def _answer(answers: TextIO, message: dict[str, object]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _warm_up() -> None:
    """Load what every model needs, so that it counts against no model's limits."""
    import PIL.Image
    import scipy.sparse.csgraph
    import scipy.spatial
    import trimesh

    del PIL, scipy, trimesh


def _limit_memory(gigabytes: float) -> None:
    """Allow so much address space beyond what is in use; where the system has no such limit, none is set."""
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + int(gigabytes * 2**30),) * 2)


if __name__ == "__main__":
    main(sys.argv[1:])
