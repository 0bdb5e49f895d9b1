from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """The module `small_dataset.py` beside this file."""
    name = "caos_tests_small_dataset"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("small_dataset.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dataset(small: ModuleType, tmp_path: Path) -> Path:
    """A finished small data set, free to be damaged."""
    root = tmp_path / "data"
    small.write_dataset(root)
    return root
