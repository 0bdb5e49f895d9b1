"""The table of evidence as Markdown, JSON and an HTML page."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from caos.frames import atomic_write_text
from caos.report.environment import environment, refuse_folder

from .claims import HYPOTHESES
from .evidence import Cell, Evidence
from .results import Results

MINUS: Final = "−"
_MARKS: Final = {"+": "+", "-": MINUS, "": ""}
_FORMAT: Final = "caos-hypotheses-evidence 1"


def mark(cell: Cell) -> str:
    """A cell in a table: its sign, with an exclamation mark where somebody stated another."""
    return _MARKS[cell.sign] + (f" (! {_MARKS[cell.stated or '']})" if cell.agrees is False else "")


def verdict(name: str, row: Mapping[str, Cell]) -> str:
    """On how many of the tested data sets there is evidence; what is claimed of all can be refuted."""
    signs = [cell.sign for cell in row.values() if cell.sign]
    against = signs.count("-")
    if against and HYPOTHESES[name].universal:
        return f"refuted by {against}"
    return f"{signs.count('+')} of {len(signs)}" if signs else "not tested"


def rule_of(name: str, evidence: Evidence) -> str:
    """The rule of a hypothesis in words, with its numbers."""
    rule = evidence.rule
    return HYPOTHESES[name].rule.format(threshold=rule.threshold, margin=rule.margin)


def agreement(evidence: Evidence) -> str:
    """How many stated signs come out; empty where none was stated."""
    found = evidence.agreement()
    if not found.stated:
        return ""
    told = f"{found.same} of {found.stated} signs are as stated by {evidence.stated_by or 'the file'}"
    return f"{told}; {found.other} differ, {found.untested} are not tested by these results."


def sources(results: Results) -> dict[str, int]:
    """Where figures are from -> how many of them."""
    found: dict[str, int] = {}
    for model in results.models.values():
        for measured in model.results.values():
            if measured.source:
                found[measured.source] = found.get(measured.source, 0) + 1
    return found


def to_json(evidence: Evidence) -> str:
    """The whole report: every sign with its rule and numbers, and every comparison."""
    rows: dict[str, Any] = {
        name: {
            "title": HYPOTHESES[name].title,
            "claim": HYPOTHESES[name].claim,
            "rule": rule_of(name, evidence),
            "verdict": verdict(name, row),
            "evidence": {column: dataclasses.asdict(cell) for column, cell in row.items()},
        }
        for name, row in evidence.rows.items()
    }
    report = {
        "format": _FORMAT,
        "title": evidence.title,
        "rule": dataclasses.asdict(evidence.rule),
        "hypotheses": rows,
        "comparisons": [dataclasses.asdict(row) for row in evidence.comparisons],
        "stated_by": evidence.stated_by,
        "agreement": dataclasses.asdict(evidence.agreement()),
    }
    return json.dumps(report, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def to_markdown(evidence: Evidence, results: Results) -> str:
    """Table, rules, the numbers behind every sign, and sources."""
    columns = evidence.columns
    lines = [
        f"# {_plain(evidence.title)}: seven hypotheses",
        "",
        f"\\+ is evidence for, {MINUS} an absence of evidence or evidence against, empty = not tested.",
        "",
        "| hypothesis | " + " | ".join(map(_plain, columns)) + " | for |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for name, row in evidence.rows.items():
        marks = " | ".join(mark(row[column]) for column in columns)
        lines.append(f"| {HYPOTHESES[name].title} | {marks} | {verdict(name, row)} |")
    told = agreement(evidence)
    lines += ["", _plain(told)] if told else []
    lines += _numbers(evidence)
    given = sources(results)
    if given:
        lines += ["", "## Sources", ""]
        lines += [f"- {_plain(source)}: {count} figures" for source, count in given.items()]
    return "\n".join(lines) + "\n"


def _numbers(evidence: Evidence) -> list[str]:
    """A section of Markdown per hypothesis."""
    lines = []
    for name, row in evidence.rows.items():
        lines += ["", f"## {HYPOTHESES[name].title}", "", f"Claim: {HYPOTHESES[name].claim}.", ""]
        lines += [f"\\+ when {rule_of(name, evidence)}.", ""]
        lines += [
            f"- **{_plain(column)}** {mark(cell) or 'not tested'}: {_plain(cell.reason)}"
            for column, cell in row.items()
        ]
    return lines


def refuse_folders(*paths: Path | None) -> None:
    """See that none of the files to write is a folder, before anything is computed; None = not to be written.

    Raises:
        CaosError: one is.
    """
    for path in paths:
        if path is not None:
            refuse_folder(path, "hypotheses")


def write_markdown(path: Path, evidence: Evidence, results: Results) -> None:
    """Write `to_markdown`, atomically.

    Raises:
        CaosError: `path` is a folder, or the disk is full.
    """
    refuse_folder(path, "hypotheses.md")
    atomic_write_text(path, to_markdown(evidence, results))


def write_json(path: Path, evidence: Evidence) -> None:
    """Write `to_json`, atomically.

    Raises:
        CaosError: `path` is a folder, or the disk is full.
    """
    refuse_folder(path, "hypotheses.evidence.json")
    atomic_write_text(path, to_json(evidence))


@dataclass(frozen=True, slots=True)
class PageRow:
    """One hypothesis as the template needs it."""

    title: str
    claim: str
    rule: str
    verdict: str
    cells: Mapping[str, Cell]


def write_page(path: Path, evidence: Evidence, results: Results) -> None:
    """Write one HTML page that loads nothing, atomically; same results, same bytes.

    Raises:
        CaosError: `path` is a folder, or the disk is full.
    """
    refuse_folder(path, "hypotheses.html")
    rows = [
        PageRow(
            HYPOTHESES[name].title, HYPOTHESES[name].claim, rule_of(name, evidence), verdict(name, row), row
        )
        for name, row in evidence.rows.items()
    ]
    template = environment("caos.classify.hypotheses").get_template("hypotheses.html")
    page = template.render(
        evidence=evidence,
        rows=rows,
        mark=mark,
        agreement=agreement(evidence),
        sources=sources(results),
        models=results.models,
        shifts=results.shifts,
    )
    atomic_write_text(path, page)


def _plain(text: str) -> str:
    """Text that no Markdown table or list takes for markup."""
    safe = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")
    return safe.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")
