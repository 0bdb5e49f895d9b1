"""The examples in the docstrings run as they stand, and the documentation lists every score."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
import torch

from caos.scores import SCORES, fused, matching, of_logits, of_softmax

PAGE = Path(__file__).parents[2] / "docs" / "detectors.md"


@pytest.mark.parametrize("module", [fused, matching, of_logits, of_softmax], ids=lambda m: m.__name__)
def test_examples(module):
    outcome = doctest.testmod(module, extraglobs={"torch": torch})
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", SCORES)
def test_the_page_has_a_row_for_every_score(name):
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}`")]
    assert len(rows) == 1
