"""The transcriptions that scores are compared with."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def float64():
    """The module `float64.py` beside this file."""
    spec = importlib.util.spec_from_file_location(
        "caos_tests_float64", Path(__file__).with_name("float64.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
