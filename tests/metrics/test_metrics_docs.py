"""The examples in the docstrings run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from caos import lookup
from caos.metrics import (
    PROTOCOLS,
    calibration,
    components,
    confusion,
    evaluator,
    exact,
    open_miou,
    thresholds,
)
from caos.metrics.pooled import approximate, counts


@pytest.mark.parametrize(
    "module",
    [
        lookup,
        calibration,
        components,
        confusion,
        evaluator,
        exact,
        open_miou,
        counts,
        approximate,
        thresholds,
    ],
    ids=lambda m: m.__name__,
)
def test_examples(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_page_of_protocols_has_each_with_what_it_leaves_out():
    page = (Path(__file__).parents[2] / "docs" / "protocols.md").read_text(encoding="utf-8")
    table = page[: page.index("### Where they come from")]
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \|", table, re.MULTILINE))
    assert list(rows) == list(PROTOCOLS)
    for name, entry in PROTOCOLS.items():
        assert rows[name].startswith("nothing" if entry.void_is_normal else "void")
        assert re.findall("`([^`]+)`", rows[name]) == [*entry.ignored, *entry.only]
