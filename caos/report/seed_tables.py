"""The table across training seeds, for the page, as Markdown, and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from caos.metrics.seeds import SeedFigure, SeedTest, student

from .seeds import REFERENCE, Across, SeedGroup, SeedProtocol
from .tables import COLUMNS, interval_text, p_value_text, percent, points, points_interval


@dataclass(frozen=True, slots=True)
class SeedCell:
    """A figure in percent: mean, deviation between trainings, interval, and the mark of its test."""

    mean: str
    deviation: str
    interval: str
    mark: str


@dataclass(frozen=True, slots=True)
class SeedLine:
    """One test in words; `each` lists the difference of every training."""

    pair: str
    figure: str
    difference: str
    each: str
    these: str
    p_these: str
    others: str
    p_others: str
    verdict: str


@dataclass(frozen=True, slots=True)
class SeedTable:
    """One protocol of a group, ready to print: (score, cells) rows and the tests behind their marks."""

    protocol: str
    description: str
    rows: tuple[tuple[str, tuple[SeedCell, ...]], ...]
    chance: tuple[str, ...]
    tests: tuple[SeedLine, ...]


@dataclass(frozen=True, slots=True)
class SeedSection:
    """A group of trainings; `legend` says how to read it."""

    title: str
    legend: tuple[str, ...]
    tables: tuple[SeedTable, ...]


def seed_sections(across: Across) -> list[SeedSection]:
    """All groups, ready to print."""
    return [
        SeedSection(
            f"Across {len(group.seeds)} training seeds ({', '.join(map(str, group.seeds))}): "
            f"{group.model} on {group.dataset}",
            _legend(len(group.seeds)),
            tuple(_table(group, protocol) for protocol in group.protocols),
        )
        for group in across.groups
    ]


def seeds_json(across: Across) -> str:
    """All figures and tests as JSON: fractions, not percent; fields as in `caos.metrics.seeds`."""
    return json.dumps(asdict(across), ensure_ascii=False, indent=1) + "\n"


def seeds_markdown(across: Across) -> str:
    """All groups as Markdown."""
    blocks = [block for section in seed_sections(across) for block in _section_blocks(section)]
    return "\n\n".join(blocks) + "\n"


def _section_blocks(section: SeedSection) -> list[str]:
    headings = [f"{column.heading} {'↓' if column.lower_is_better else '↑'}" for column in COLUMNS]
    blocks = [f"## {section.title}"]
    for table in section.tables:
        rows = [
            [f"`{score}`", *(f"{c.mean} ± {c.deviation} ({c.interval}) {c.mark}".rstrip() for c in cells)]
            for score, cells in table.rows
        ]
        blocks += [f"**Protocol {table.protocol}.** {table.description}"]
        blocks += [_markdown_table(["score", *headings], [*rows, ["chance", *table.chance]])]
    blocks += ["\n".join(f"- {line}" for line in section.legend)]
    for table in section.tables:
        if table.tests:
            blocks += [f"**Tests, {table.protocol}** (percentage points; p corrected by Holm)"]
            blocks += [_tests_markdown(table.tests)]
    return blocks


def _tests_markdown(tests: Sequence[SeedLine]) -> str:
    headings = [
        "pair",
        "figure",
        "difference",
        "each seed",
        "these trainings",
        "p",
        "other trainings",
        "p",
        "verdict",
    ]
    rows = [
        [t.pair, t.figure, t.difference, t.each, t.these, t.p_these, t.others, t.p_others, t.verdict]
        for t in tests
    ]
    return _markdown_table(headings, rows)


def _markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _legend(trainings: int) -> tuple[str, ...]:
    reach = student(0.05, trainings - 1) / math.sqrt(trainings)
    figures = (
        f"In percent: mean over {trainings} trainings ± standard deviation between them; then the 95 % "
        "interval that covers other test images and other trainings of the same recipe."
    )
    marks = (
        f"▲ better, ▼ worse than {REFERENCE}: shown for trainings of this recipe. △ better, ▽ worse: shown "
        f"for these {trainings} trainings on other images, not for others. No mark: nothing is shown."
    )
    power = (
        f"With {trainings} trainings the interval reaches at least {reach:.1f} standard deviations to either "
        "side, so only large and steady differences are shown for other trainings."
    )
    return figures, marks, power


def _table(group: SeedGroup, protocol: SeedProtocol) -> SeedTable:
    tests = {(test.first, test.figure): test for test in protocol.tests}
    ignored = ", ".join(protocol.ignored) or "none"
    return SeedTable(
        protocol=protocol.name,
        description=f"{protocol.description[:1].upper()}{protocol.description[1:]}. "
        f"Ignored pixels: {ignored}. Images: {protocol.images:,}, skipped: {protocol.skipped_images:,}.",
        rows=tuple(
            (score, tuple(_cell(row[c.field], tests.get((score, c.field))) for c in COLUMNS))
            for score, row in protocol.figures.items()
        ),
        chance=tuple(percent(protocol.chance if c.chance is None else c.chance) for c in COLUMNS),
        tests=tuple(_line(test, len(group.seeds)) for test in protocol.tests),
    )


def _cell(figure: SeedFigure, test: SeedTest | None) -> SeedCell:
    return SeedCell(
        percent(figure.mean),
        percent(figure.deviation),
        interval_text(figure.others),
        _mark(test) if test else "",
    )


def _mark(test: SeedTest) -> str:
    if test.better is not None:
        return "▲" if test.better == test.first else "▼"
    if test.better_these is not None:
        return "△" if test.better_these == test.first else "▽"
    return ""


def _line(test: SeedTest, trainings: int) -> SeedLine:
    better = test.better or test.better_these
    other = test.second if better == test.first else test.first
    scope = "" if test.better else f" in these {trainings} trainings"
    return SeedLine(
        pair=f"{test.first} against {test.second}",
        figure={column.field: column.heading for column in COLUMNS}[test.figure],
        difference=points(test.difference.mean),
        each=" ".join(points(one) for one in test.difference.per_seed),
        these=points_interval(test.difference.these),
        p_these=p_value_text(test.p_these),
        others=points_interval(test.difference.others),
        p_others=p_value_text(test.p_others),
        verdict=f"{better} better than {other}{scope}" if better else "no verdict",
    )
