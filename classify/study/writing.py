"""The tables of a study, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from caos.frames import atomic_write_text
from caos.metrics.intervals import Interval
from caos.report.tables import p_value_text, percent, points

from .result import Cell, Difference, ModelFigures, Study, Verdict

FORMAT: Final = "caos-study 1"
MISSING: Final = "–"
MARKS: Final[Mapping[Verdict, str]] = {
    "better": "▲",
    "worse": "▼",
    "better in these": "△",
    "worse in these": "▽",
    "not shown": "",
}
_WORDS: Final[Mapping[Verdict, str]] = {
    "better": "better",
    "worse": "worse",
    "better in these": "better in these trainings",
    "worse in these": "worse in these trainings",
    "not shown": "no difference shown",
}
MEANS: Final = {"shifts": "mean of the shifts", "corruptions": "corruptions, mean error"}
"""Last rows of the table by shift: figure of the summary and title."""

DIFFERENCES: Final = (
    "Differences in points, below zero = better; each seed in parentheses; 95 % interval and p for other "
    "trainings of this kind on other images, or for the one training there is."
)


def headings(study: Study) -> dict[str, str]:
    """Figures of the first table and their headings, of those that are defined."""
    shifts = len(study.splits) - 1
    titles = {
        "iid": "IID",
        "shifts": f"mean of {shifts} shifts" if shifts > 1 else "the shift",
        "mce": "mCE",
        "gap": "gap to IID",
    }
    defined = next(iter(study.models.values())).summary
    return {name: title for name, title in titles.items() if name in defined}


def cell_text(cell: Cell, *, signed: bool = False) -> str:
    """Percent with the interval and the mark of the test."""
    show = points if signed else percent
    low, high = cell.estimate.interval
    mark = MARKS[cell.difference.verdict] if cell.difference else ""
    return f"{show(cell.estimate.value)} [{show(low)}, {show(high)}] {mark}".rstrip()


def legend(study: Study) -> list[str]:
    """How to read the tables, a sentence or two each."""
    counts = sorted({len(model.seeds) for model in study.models.values()})
    over = "images and trainings" if counts[0] > 1 else "images, and trainings where there are several"
    figures = (
        "Top-1 error in percent, lower is better: "
        + ("of one training" if counts == [1] else f"mean over {' or '.join(map(str, counts))} trainings")
        + f", with its 95 % interval over {'images alone' if counts == [1] else over}."
    )
    marks = (
        "▲ better, ▼ worse than its baseline, for trainings of this kind; △ better, ▽ worse, for these very "
        "trainings on other images, not shown for others. No mark: no difference is shown. Tests are paired "
        "by image and by seed, and corrected by Holm for the number of models, figure by figure."
    )
    found = [figures, marks]
    if study.severities:
        levels = len(next(iter(study.severities.values())))
        found.append(
            f"mCE: {len(study.severities)} corruptions, mean over {levels} severities, relative to "
            f"{study.models[study.baseline].title} (100), which is held fixed."
        )
    if len(study.splits) > 1:
        found.append("Gap: mean error over the shifts minus the IID error, in points.")
    return found


def to_markdown(study: Study) -> str:
    """First table, errors by shift, differences to baselines, and what is shown, in words."""
    blocks = [
        f"# {_plain(study.title)}",
        _summary(study),
        "\n".join(f"- {_plain(line)}" for line in legend(study)),
    ]
    blocks += ["## Errors by shift", _by_shift(study)]
    compared = [model for model in study.models.values() if model.baseline is not None]
    if compared:
        blocks += ["## Against the baseline", DIFFERENCES, _differences(study, compared)]
        told = [f"- **{_plain(model.title)}.** {_plain(verdict_text(study, model))}" for model in compared]
        blocks += ["## What is shown", "\n".join(told)]
    return "\n\n".join(blocks) + "\n"


def _summary(study: Study) -> str:
    titles = headings(study)
    rows = [
        [_plain(model.title), *(_summary_cell(model.summary[name], name) for name in titles)]
        for model in study.models.values()
    ]
    return _table(["method", *titles.values()], rows)


def _summary_cell(cell: Cell, name: str) -> str:
    return _bold(cell, cell_text(cell, signed=name == "gap"))


def _by_shift(study: Study) -> str:
    models = list(study.models.values())
    rows = [
        [_plain(info.title), str(info.images), *(_short(model.errors[split]) for model in models)]
        for split, info in study.splits.items()
    ]
    for name, title in MEANS.items():
        if name in models[0].summary:
            rows.append([title, "", *(_short(model.summary[name]) for model in models)])
    return _table(["split", "images", *(_plain(model.title) for model in models)], rows)


def _differences(study: Study, compared: Sequence[ModelFigures]) -> str:
    titles = headings(study)
    rows = []
    for model in compared:
        cells = [difference_text(model.summary[name].difference) for name in titles]
        rows.append([_plain(model.title), _plain(study.models[model.baseline or ""].title), *cells])
    return _table(["method", "against", *titles.values()], rows)


def difference_text(test: Difference | None) -> str:
    """In points, with interval, p-value and the difference of each seed; a dash for none."""
    if test is None:
        return MISSING
    interval: Interval = test.these if test.interval is None else test.interval
    p_value = test.p_these if test.p is None else test.p
    each = f" ({', '.join(points(seed) for seed in test.seeds)})" if len(test.seeds) > 1 else ""
    low, high = points(interval[0]), points(interval[1])
    return (
        f"{points(test.value)}{each} [{low}, {high}] p {p_value_text(p_value)} {MARKS[test.verdict]}".rstrip()
    )


def verdict_text(study: Study, model: ModelFigures) -> str:
    """What is shown of a model, negative results included, in words."""
    tests = {title: model.summary[name].difference for name, title in headings(study).items()}
    parts = [f"{title}: {_WORDS[test.verdict]}" for title, test in tests.items() if test is not None]
    found: dict[Verdict, list[str]] = {verdict: [] for verdict in MARKS}
    for split, info in study.splits.items():
        test = model.errors[split].difference
        if split != study.iid and test is not None:
            found[test.verdict].append(info.title)
    told = [
        f"{_WORDS[verdict]} on {len(where) if verdict == 'not shown' else ', '.join(where)}"
        for verdict, where in found.items()
        if where
    ]
    by_shift = f". By shift: {'; '.join(told)}" if told else ""
    return f"{'; '.join(parts)}{by_shift}."


def short_text(cell: Cell) -> str:
    """Percent and the mark of the test, without the interval."""
    mark = MARKS[cell.difference.verdict] if cell.difference else ""
    return f"{percent(cell.estimate.value)} {mark}".rstrip()


def is_better(cell: Cell) -> bool:
    """Whether it is shown to be better than its baseline, for trainings of its kind."""
    return cell.difference is not None and cell.difference.verdict == "better"


def _bold(cell: Cell, text: str) -> str:
    """With the figure, which comes first, in bold where it is better."""
    if not is_better(cell):
        return text
    value, rest = text.split(" ", 1)
    return f"**{value}** {rest}"


def _short(cell: Cell) -> str:
    return _bold(cell, short_text(cell))


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *["---:"] * (len(titles) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [titles, ruler, *rows])


def _plain(text: str) -> str:
    """Text that no Markdown table takes for markup."""
    safe = " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return safe.replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")


def to_json(study: Study) -> str:
    """Everything, as fractions; fields as in `caos.classify.study.result`."""
    splits: dict[str, dict[str, Any]] = {
        split: {"title": info.title, "images": info.images} for split, info in study.splits.items()
    }
    for split, info in study.splits.items():
        if info.settings is not None:
            splits[split] |= info.settings.model_dump(exclude={"title"})
    report: dict[str, Any] = {
        "format": FORMAT,
        "title": study.title,
        "baseline": study.baseline,
        "iid": study.iid,
        "splits": splits,
        "severities": study.severities,
        "models": {name: asdict(model) for name, model in study.models.items()},
    }
    return json.dumps(report, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def write_markdown(path: Path, study: Study) -> None:
    """Write `to_markdown`, atomically.

    Raises:
        CaosError: the disk is full, or no such folder can be made.
    """
    atomic_write_text(path, to_markdown(study))


def write_json(path: Path, study: Study) -> None:
    """Write `to_json`, atomically; raises as `write_markdown`."""
    atomic_write_text(path, to_json(study))
