"""What a user sees when something fails: one line and an exit code; a traceback only with --debug."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from caos.errors import CaosError

USER_CAN_MEND, BUG, INTERRUPTED = 2, 1, 130


@contextmanager
def told_in_one_line(*, debug: bool) -> Iterator[None]:
    """Turn what escapes the block into one line on stderr and an exit code; with `debug`, let it escape."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        if debug and not _is_usage(error):
            raise
        message, code = _explain(error)
        if message:
            _tell(message)
        sys.exit(code)


def _tell(message: str) -> None:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)


def _is_usage(error: BaseException) -> bool:
    """Whether it is a mistake in options; by its face, since Typer brings its own copy of Click or not."""
    return hasattr(error, "format_message")


def _usage(error: BaseException) -> str:
    message = str(error.format_message())  # type: ignore[attr-defined]
    return message[:1].lower() + message[1:].rstrip(".")


def _explain(error: BaseException) -> tuple[str, int]:
    if isinstance(error, CaosError):
        return str(error), USER_CAN_MEND
    if _is_usage(error):
        mistake = _usage(error)  # none when only the help was asked for, by giving no command
        return f"{mistake} (--help shows what can be given)" if mistake else "", USER_CAN_MEND
    if isinstance(error, KeyboardInterrupt | typer.Abort):  # Typer turns Ctrl-C into Abort
        return (
            "stopped; run the same command again to go on (caos ... train: with --resume)",
            INTERRUPTED,
        )
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}", USER_CAN_MEND
    return f"internal error: {type(error).__name__}: {error}; --debug shows the traceback", BUG
