"""Libraries kept from talking to the user about themselves."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet(*loggers: str, module: str = "") -> Iterator[None]:
    """Keep a library's advice out of the user's terminal while the block runs.

    Args:
        *loggers: names of its loggers; only their errors pass.
        module: regular expression of the modules whose warnings are left out; "" = of all.
    """
    known = [logging.getLogger(name) for name in loggers]
    levels = [logger.level for logger in known]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=module)
        for logger in known:
            logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            for logger, level in zip(known, levels, strict=True):
                logger.setLevel(level)
