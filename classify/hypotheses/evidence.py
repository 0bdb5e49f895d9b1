"""The table of evidence for and against the seven hypotheses, computed.

"+" is evidence for a hypothesis; "-" denotes, as in the thesis, an absence of evidence or evidence against; a
cell is empty where the results do not test the hypothesis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .claims import HYPOTHESES
from .comparing import Comparison, Rule, compare_models
from .results import Kind, Results, Shift, Sign

_MODELS: Final = 3  # fewer gaps have no range to speak of


@dataclass(frozen=True, slots=True)
class Cell:
    """What one data set says about one hypothesis.

    Attributes:
        sign: "+", "-", or "" where it is not tested.
        reason: what decided, with the numbers.
        stated: sign that somebody gave; None = none.
    """

    sign: Sign | Literal[""]
    reason: str
    stated: Sign | None

    @property
    def agrees(self) -> bool | None:
        """Whether computed and stated sign are the same; None where one of them is missing."""
        return None if self.stated is None or not self.sign else self.sign == self.stated


@dataclass(frozen=True, slots=True)
class Agreement:
    """Numbers of stated signs: all; those that come out, that do not, that these results do not test."""

    stated: int
    same: int
    other: int
    untested: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole report.

    Attributes:
        title: of the results.
        rule: with which it was decided.
        columns: data sets, in order.
        rows: hypothesis -> column -> cell.
        comparisons: all that the cells rest on.
        stated_by: who gave the stated signs; empty = nobody.
    """

    title: str
    rule: Rule
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Cell]]
    comparisons: tuple[Comparison, ...]
    stated_by: str

    def agreement(self) -> Agreement:
        """How the stated signs compare with the computed ones."""
        found = [cell.agrees for row in self.rows.values() for cell in row.values() if cell.stated]
        return Agreement(len(found), found.count(True), found.count(False), found.count(None))


def weigh(results: Results, rule: Rule | None = None) -> Evidence:
    """Compute the table of evidence.

    Raises:
        CaosError: results that cannot be compared; the field is named.
    """
    rule = rule or Rule()
    comparisons = compare_models(results, rule)
    columns = tuple(dict.fromkeys(shift.column for shift in results.shifts.values()))
    return Evidence(
        title=results.title,
        rule=rule,
        columns=columns,
        rows={
            name: {column: _cell(name, column, results, comparisons, rule) for column in columns}
            for name in HYPOTHESES
        },
        comparisons=tuple(comparisons),
        stated_by=results.stated_by,
    )


def _cell(name: str, column: str, results: Results, comparisons: Sequence[Comparison], rule: Rule) -> Cell:
    shifts = {key: shift for key, shift in results.shifts.items() if shift.column == column}
    here = [row for row in comparisons if row.shift in shifts]
    kind = HYPOTHESES[name].kind
    if kind is not None:
        sign, reason = _help(here, kind, shifts)
    else:
        sign, reason = _abstract(name, results, shifts, here, rule)
    return Cell(sign, reason, results.stated.get(name, {}).get(column))


Decision = tuple[Sign | Literal[""], str]


def _help(here: Sequence[Comparison], kind: Kind, titles: Mapping[str, Shift]) -> Decision:
    """Whether more than half of the comparisons of a kind help, and each of them."""
    sign, counted = _majority(here, kind)
    if not sign:
        return sign, counted
    rows = [row for row in here if row.kind == kind and row.outcome != "left out"]
    several = len(titles) > 1
    told = [f"{row.model}{f' on {titles[row.shift].title}' if several else ''} {row.reason}" for row in rows]
    return sign, f"{counted}: {'; '.join(told)}"


def _majority(here: Sequence[Comparison], kind: Kind) -> Decision:
    """Sign, and how many help."""
    rows = [row for row in here if row.kind == kind]
    judged = [row for row in rows if row.outcome != "left out"]
    left = f"; {len(rows) - len(judged)} left out" if len(rows) > len(judged) else ""
    if not judged:
        return "", f"not tested{left}"
    helping = sum(row.outcome == "helps" for row in judged)
    return ("+" if 2 * helping > len(judged) else "-"), f"{helping} of {len(judged)} help{left}"


def _abstract(
    name: str, results: Results, shifts: Mapping[str, Shift], here: Sequence[Comparison], rule: Rule
) -> Decision:
    if name == "texture-bias":
        return _texture(shifts, here)
    if name == "iid-accuracy":
        return _iid_only(results, shifts, rule)
    return _synthetic(shifts, here)


def _texture(shifts: Mapping[str, Shift], here: Sequence[Comparison]) -> Decision:
    if not all(shift.alters_texture for shift in shifts.values()):
        known = all(shift.alters_texture is False for shift in shifts.values())
        return "", "textures stay as they are" if known else "not known whether textures change"
    sign, counted = _majority(here, "diverse-augmentation")
    return sign, f"diverse augmentation: {counted}"


def _iid_only(results: Results, shifts: Mapping[str, Shift], rule: Rule) -> Decision:
    ranges = {}
    for key, shift in shifts.items():
        gaps = _gaps(results, key, shift)
        if len(gaps) >= _MODELS:
            ranges[key] = (min(gaps), max(gaps))
    if not ranges:
        return "", f"fewer than {_MODELS} models with a figure in distribution"
    widest, (low, high) = max(ranges.items(), key=lambda item: item[1][1] - item[1][0])
    told = f"gaps {low:.1f} to {high:.1f} on {results.shifts[widest].title}, a range of {high - low:.1f}"
    return ("+" if high - low < rule.threshold else "-"), told


def _gaps(results: Results, key: str, shift: Shift) -> list[float]:
    """Points lost from the test set in distribution to the shift, one per model."""
    if shift.iid is None or results.iid[shift.iid].lower_is_better != shift.lower_is_better:
        return []
    sign = 1.0 if shift.lower_is_better else -1.0
    return [
        sign * (model.results[key].value - model.results[shift.iid].value)
        for model in results.models.values()
        if key in model.results and shift.iid in model.results and key not in model.confounded
    ]


def _synthetic(shifts: Mapping[str, Shift], here: Sequence[Comparison]) -> Decision:
    if not all(shift.natural for shift in shifts.values()):
        return "", "not a natural shift"
    sign, counted = _majority(here, "diverse-augmentation")
    return ("-" if sign == "+" else "+" if sign == "-" else ""), f"diverse augmentation: {counted}"
