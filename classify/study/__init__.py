"""Several methods, several trainings of each: one table with intervals and tests, and the hypotheses' input.

`load_study` reads what to compare, `read_runs` what its runs said, `compute_study` all figures and tests;
docs/study.md has the conventions.
"""

from __future__ import annotations

from .config import ShiftSettings, StudyConfig, StudyModel, load_study
from .figures import compute_study
from .hypotheses import to_results, write_results
from .outcomes import Run, RunSet
from .page import write_page
from .reading import read_runs
from .result import Cell, Difference, Estimate, ModelFigures, ShiftInfo, Study
from .writing import to_json, to_markdown, write_json, write_markdown

__all__ = [
    "Cell",
    "Difference",
    "Estimate",
    "ModelFigures",
    "Run",
    "RunSet",
    "ShiftInfo",
    "ShiftSettings",
    "Study",
    "StudyConfig",
    "StudyModel",
    "compute_study",
    "load_study",
    "read_runs",
    "to_json",
    "to_markdown",
    "to_results",
    "write_json",
    "write_markdown",
    "write_page",
    "write_results",
]
