"""Each model against the model it differs from by one thing: gains in points, tests, and what they show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from caos.errors import CaosError
from caos.metrics.comparisons import ALPHA, holm
from caos.metrics.intervals import Interval, Resampled, resample_means

from .results import Kind, Measurement, Model, Results, Shift

Outcome = Literal["helps", "hurts", "too little", "as in distribution", "not shown", "left out"]

_SEED: Final = 0
_EXACT: Final = 1e-9  # 58.7 - 56.7 is 2 - 7e-15 in floating point, and meant to be 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as help, in points of a percentage; docs/classification-metrics.md tells why these.

    Attributes:
        threshold: smallest gain on a shift that counts.
        margin: by how much that gain must exceed the gain in distribution.
    """

    threshold: float = 2.0
    margin: float = 0.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model against its baseline on one shift; gains in points, positive = the model is better.

    Attributes:
        model: name.
        baseline: name.
        kind: how the model differs.
        shift: name.
        gain: on the shift.
        iid_gain: on the shift's test set in distribution; None = not measured.
        interval: 95 % bounds of the gain; None = nothing known of its spread.
        p_value: two-sided, paired, corrected by Holm for the comparisons on this shift; None without
            outcomes per image.
        seed_gains: of each training.
        outcome: what the rule makes of it.
        reason: why, with the numbers.
    """

    model: str
    baseline: str
    kind: Kind
    shift: str
    gain: float
    iid_gain: float | None
    interval: Interval | None
    p_value: float | None
    seed_gains: tuple[float, ...]
    outcome: Outcome
    reason: str


def compare_models(results: Results, rule: Rule) -> list[Comparison]:
    """All models against their baselines, wherever both were measured, shift by shift.

    Raises:
        CaosError: outcomes or seeds of different numbers on one shift.
    """
    found = []
    for name, shift in results.shifts.items():
        pairs = {
            model: each
            for model, each in results.models.items()
            if each.baseline is not None
            and name in each.results
            and name in results.models[each.baseline].results
        }
        rows = [_compare(results, model, each, name, shift) for model, each in pairs.items()]
        found += [_judge(row, results.models[row.model], rule) for row in _tested(rows, results, name, shift)]
    return found


def _compare(results: Results, name: str, model: Model, place: str, shift: Shift) -> Comparison:
    """Gains; not judged yet."""
    base = str(model.baseline)
    own, other = model.results[place], results.models[base].results[place]
    sign = 1.0 if shift.lower_is_better else -1.0
    return Comparison(
        model=name,
        baseline=base,
        kind=model.kind,
        shift=place,
        gain=sign * (other.value - own.value),
        iid_gain=_iid_gain(results, model, base, shift),
        interval=_unpaired(own, other, sign),
        p_value=None,
        seed_gains=_seed_gains(own, other, sign, f"models.{name}.results.{place}"),
        outcome="not shown",
        reason="",
    )


def _iid_gain(results: Results, model: Model, base: str, shift: Shift) -> float | None:
    other = results.models[base]
    if shift.iid is None or shift.iid not in model.results or shift.iid not in other.results:
        return None
    gain = other.results[shift.iid].value - model.results[shift.iid].value
    return gain if results.iid[shift.iid].lower_is_better else -gain


def _unpaired(own: Measurement, other: Measurement, sign: float) -> Interval | None:
    """Bounds of a difference from the bounds of its two sides (Zou and Donner, Stat. in Medicine 27, 2008).

    The two were measured on the same images, whose difficulty they share: too wide rather than too narrow.
    """
    first, second = (other, own) if sign > 0 else (own, other)
    if first.interval is None or second.interval is None:
        return None
    gain = first.value - second.value
    below = math.hypot(first.value - first.interval[0], second.interval[1] - second.value)
    above = math.hypot(first.interval[1] - first.value, second.value - second.interval[0])
    return gain - below, gain + above


def _seed_gains(own: Measurement, other: Measurement, sign: float, where: str) -> tuple[float, ...]:
    if own.seeds is None or other.seeds is None:
        return ()
    if len(own.seeds) != len(other.seeds):
        raise CaosError(
            f"{where}: {len(own.seeds)} seeds, its baseline has {len(other.seeds)}; give the same ones"
        )
    return tuple(sign * (b - a) for a, b in zip(own.seeds, other.seeds, strict=True))


def _tested(rows: list[Comparison], results: Results, place: str, shift: Shift) -> list[Comparison]:
    """With paired intervals and corrected p-values where there are outcomes per image."""
    outcomes = {
        name: model.results[place].outcomes
        for name, model in results.models.items()
        if place in model.results and model.results[place].outcomes is not None
    }
    lengths = {name: len(values) for name, values in outcomes.items() if values is not None}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise CaosError(f"outcomes on {place} are of different numbers of images: {told}")
    both = [row for row in rows if row.model in outcomes and row.baseline in outcomes]
    if not both:
        return rows
    resampled = resample_means(
        {name: {"value": np.asarray(values)} for name, values in outcomes.items()},
        np.random.default_rng(_SEED),
    )
    tests = _paired(both, resampled, shift)
    return [
        replace(row, interval=tests[row.model][0], p_value=tests[row.model][1]) if row.model in tests else row
        for row in rows
    ]


def _paired(
    rows: list[Comparison], resampled: Resampled, shift: Shift
) -> Mapping[str, tuple[Interval, float]]:
    """Model -> interval of its gain in points, corrected p-value."""
    tests = {}
    for row in rows:
        sides = (row.baseline, row.model) if shift.lower_is_better else (row.model, row.baseline)
        tests[row.model] = resampled.paired("value", *sides)
    corrected = holm([test.p_value for test in tests.values()])
    return {
        name: ((100 * test.low, 100 * test.high), p_value)
        for (name, test), p_value in zip(tests.items(), corrected, strict=True)
    }


def _judge(row: Comparison, model: Model, rule: Rule) -> Comparison:
    outcome, reason = _outcome(row, model, rule)
    return replace(row, outcome=outcome, reason=reason)


def _outcome(row: Comparison, model: Model, rule: Rule) -> tuple[Outcome, str]:
    if row.shift in model.confounded:
        return "left out", model.confounded[row.shift]
    if row.gain <= -rule.threshold + _EXACT:
        return "hurts", f"worse by {-row.gain:.1f}"
    if row.gain < rule.threshold - _EXACT:
        return "too little", f"{row.gain:+.1f}, less than {rule.threshold:g}"
    if row.interval is not None and row.interval[0] <= 0:
        return "not shown", f"{row.gain:+.1f}, but its interval reaches {row.interval[0]:+.1f}"
    if row.p_value is not None and row.p_value > ALPHA:
        return "not shown", f"{row.gain:+.1f}, but p = {row.p_value:.2g} after correction"
    if any(gain <= 0 for gain in row.seed_gains):
        return "not shown", f"{row.gain:+.1f}, but not for every seed ({min(row.seed_gains):+.1f})"
    if row.iid_gain is not None and row.gain - row.iid_gain < rule.margin - _EXACT:
        return "as in distribution", f"{row.gain:+.1f}, as in distribution ({row.iid_gain:+.1f})"
    return "helps", f"{row.gain:+.1f}" + (
        "" if row.iid_gain is None else f", in distribution {row.iid_gain:+.1f}"
    )
