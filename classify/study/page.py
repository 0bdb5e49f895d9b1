"""The tables of a study as an HTML page."""

from __future__ import annotations

from pathlib import Path

from caos.frames import atomic_write_text
from caos.report.environment import environment

from .result import Study
from .writing import (
    DIFFERENCES,
    MEANS,
    cell_text,
    difference_text,
    headings,
    is_better,
    legend,
    short_text,
    verdict_text,
)


def write_page(path: Path, study: Study) -> None:
    """Write one page that loads nothing, atomically; the same study, the same bytes.

    Raises:
        CaosError: the disk is full, or no such folder can be made.
    """
    models = list(study.models.values())
    template = environment("caos.classify.study").get_template("study.html")
    page = template.render(
        study=study,
        headings=headings(study),
        legend=legend(study),
        means={name: title for name, title in MEANS.items() if name in models[0].summary},
        compared=[model for model in models if model.baseline is not None],
        differences=DIFFERENCES,
        cell_text=cell_text,
        short_text=short_text,
        difference_text=difference_text,
        verdict_text=verdict_text,
        is_better=is_better,
    )
    atomic_write_text(path, page)
