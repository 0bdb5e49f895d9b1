"""What a user sees when something fails: one line and an exit code; a traceback only with --debug."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from caos.errors import CaosError

USER_CAN_MEND, BUG, INTERRUPTED = 2, 1, 130


@contextmanager
def told_in_one_line(*, debug: bool) -> Iterator[None]:
    """Turn what escapes the block into one line on stderr and an exit code; with `debug`, let it escape."""
    try:
        yield
    except SystemExit as leaving:
        # Typer turns Ctrl-C into this exit code and says nothing.
        if leaving.code == INTERRUPTED:
            _tell(_explain(KeyboardInterrupt())[0])
        raise
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        message, code = _explain(error)
        _tell(message)
        sys.exit(code)


def _tell(message: str) -> None:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)


def _explain(error: BaseException) -> tuple[str, int]:
    if isinstance(error, CaosError):
        return str(error), USER_CAN_MEND
    if isinstance(error, KeyboardInterrupt):
        return "stopped; run the same command again to go on (caos segment train: with --resume)", INTERRUPTED
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}", USER_CAN_MEND
    return f"internal error: {type(error).__name__}: {error}; --debug shows the traceback", BUG
