"""The seven robustness hypotheses of the thesis, weighed against results of several models on several shifts.

`read_results` reads figures, `weigh` computes the table of evidence: which sign, by which rule, from which
numbers. docs/classification-metrics.md has the format of the file and the rules.
"""

from __future__ import annotations

from .claims import HYPOTHESES, Hypothesis
from .comparing import Comparison, Rule
from .evidence import Agreement, Cell, Evidence, weigh
from .results import Measurement, Model, Results, Shift, TestSet, check_results, read_results
from .writing import refuse_folders, to_json, to_markdown, write_json, write_markdown, write_page

__all__ = [
    "HYPOTHESES",
    "Agreement",
    "Cell",
    "Comparison",
    "Evidence",
    "Hypothesis",
    "Measurement",
    "Model",
    "Results",
    "Rule",
    "Shift",
    "TestSet",
    "check_results",
    "read_results",
    "refuse_folders",
    "to_json",
    "to_markdown",
    "weigh",
    "write_json",
    "write_markdown",
    "write_page",
]
