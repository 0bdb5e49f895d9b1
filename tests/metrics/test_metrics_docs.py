"""The examples in the docstrings run as they stand."""

from __future__ import annotations

import doctest

import pytest

from caos import lookup
from caos.metrics import calibration, components, confusion, evaluator, exact, open_miou, pooled, thresholds


@pytest.mark.parametrize(
    "module",
    [lookup, calibration, components, confusion, evaluator, exact, open_miou, pooled, thresholds],
    ids=lambda m: m.__name__,
)
def test_examples(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
