"""Kinds of command-line options that the benchmarks share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

MOST_SEED: Final = 2**32 - 1


def whole(least: int, most: int) -> Callable[[str], int]:
    """An argparse type: a whole number from `least` to `most`."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{number} is not within {least} to {most}")
        return number

    return parse
