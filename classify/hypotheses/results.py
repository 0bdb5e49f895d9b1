"""The input of the hypotheses report: what several models get on several shifts, as a JSON file.

docs/classification-metrics.md shows the format. All figures are in percent, as published tables print them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, FiniteFloat, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from caos.config import first_complaint
from caos.errors import CaosError
from caos.lookup import look_up

Kind = Literal[
    "baseline",
    "larger-model",
    "self-attention",
    "diverse-augmentation",
    "simple-augmentation",
    "pretraining",
    "other",
]
Sign = Literal["+", "-"]

NAMES: Final = (
    "larger-models",
    "self-attention",
    "diverse-augmentation",
    "pretraining",
    "texture-bias",
    "iid-accuracy",
    "synthetic-natural",
)
"""The seven hypotheses, in the order of the thesis."""

_STRICT: Final = ConfigDict(extra="forbid")
_PRINTED: Final = 0.06
"""Points by which a printed figure may differ from the mean of what it is made of: one decimal, rounded."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class TestSet:
    """A test set in distribution.

    Attributes:
        title: what to print.
        lower_is_better: of its figure; true for errors, false for accuracy and mAP.
    """

    title: str
    lower_is_better: bool = True

    __test__ = False  # no test class, though its name begins like one


@dataclass(frozen=True, slots=True, config=_STRICT)
class Shift:
    """A test set out of distribution.

    Attributes:
        title: what to print.
        natural: it occurs in the world; false for simulated corruptions.
        dataset: column of the evidence table that it belongs to, alone or with others; None = title.
        metric: name of the figure.
        lower_is_better: of the figure.
        alters_texture: textures or local image statistics differ from the training images'; None = not known.
        iid: name of the test set in distribution to compare with; None = there is none.
    """

    title: str
    natural: bool
    dataset: str | None = None
    metric: str = "top-1 error"
    lower_is_better: bool = True
    alters_texture: bool | None = None
    iid: str | None = None

    @property
    def column(self) -> str:
        """Name of its column."""
        return self.dataset or self.title


@dataclass(frozen=True, slots=True, config=_STRICT)
class Measurement:
    """What one model gets on one test set, in percent; in JSON a plain number will do.

    Attributes:
        value: the figure.
        interval: its 95 % bounds.
        outcomes: one value per image, in the same order for all models, whose mean is value / 100; errors: 0
            or 1. With them differences are tested image by image.
        seeds: the figure of each training, whose mean is the value; the same seeds for all models.
        source: where the figure is from, if not from this run.
    """

    value: FiniteFloat
    interval: tuple[FiniteFloat, FiniteFloat] | None = None
    outcomes: tuple[FiniteFloat, ...] | None = None
    seeds: tuple[FiniteFloat, ...] | None = None
    source: str | None = None


def _number(value: Any) -> Any:
    return {"value": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


@dataclass(frozen=True, slots=True, config=_STRICT)
class Model:
    """One trained model.

    Attributes:
        title: what to print.
        kind: what was done to the baseline; "baseline" for the baselines themselves.
        baseline: the model that differs from this one by nothing but `kind`; None for baselines.
        results: test set or shift -> figure; not every model needs to be measured everywhere.
        confounded: shift -> why a comparison with the baseline there says nothing about `kind`.
    """

    title: str
    kind: Kind
    results: dict[str, Annotated[Measurement, BeforeValidator(_number)]]
    baseline: str | None = None
    confounded: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, config=_STRICT)
class Results:
    """All models on all shifts.

    Attributes:
        format: what file this is.
        title: of the report.
        iid: name -> test set in distribution.
        shifts: name -> shift, in the order of columns.
        models: name -> model.
        stated: hypothesis -> column -> sign that somebody has given, to compare with.
        stated_by: who.
    """

    format: Literal["caos-hypotheses 1"]
    title: str
    iid: dict[str, TestSet]
    shifts: dict[str, Shift]
    models: dict[str, Model]
    stated: dict[str, dict[str, Sign]] = field(default_factory=dict)
    stated_by: str = ""


_ADAPTER: Final = TypeAdapter(Results)


def read_results(path: Path) -> Results:
    """Read and check a results file.

    Raises:
        CaosError: no such file, or one whose contents are wrong; the file and the field are named.
    """
    try:
        results = _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        raise CaosError(f"{path}: no such file; give a JSON file of results") from None
    except IsADirectoryError:
        raise CaosError(f"{path}: a folder; give a JSON file of results") from None
    except ValidationError as error:
        raise CaosError(f"{path}: {first_complaint(error)}") from error
    try:
        check_results(results)
    except CaosError as error:
        raise CaosError(f"{path}: {error}") from error
    return results


def check_results(results: Results) -> None:
    """See that names lead somewhere and figures agree with what they are made of.

    Raises:
        CaosError: where they do not; the field is named.
    """
    if not results.shifts or not results.models:
        raise CaosError("shifts and models must hold one entry at least")
    for name, shift in results.shifts.items():
        if shift.iid is not None:
            look_up(f"shifts.{name}.iid", shift.iid, results.iid)
    twice = [name for name in results.shifts if name in results.iid]
    if twice:
        raise CaosError(f"shifts.{twice[0]}: also a test set in distribution; rename one of them")
    for name, model in results.models.items():
        _check_model(f"models.{name}", model, name, results)
    columns = dict.fromkeys(shift.column for shift in results.shifts.values())
    for hypothesis, row in results.stated.items():
        look_up("hypothesis in stated", hypothesis, dict.fromkeys(NAMES))
        for column in row:
            look_up(f"column in stated.{hypothesis}", column, columns)


def _check_model(where: str, model: Model, name: str, results: Results) -> None:
    if (model.kind == "baseline") != (model.baseline is None):
        raise CaosError(
            f"{where}: kind {model.kind!r} with baseline {model.baseline!r}; only baselines have none"
        )
    if model.baseline is not None:
        look_up(
            f"{where}.baseline", model.baseline, {other: None for other in results.models if other != name}
        )
    places: dict[str, object] = {**results.iid, **results.shifts}
    for place, measured in model.results.items():
        look_up(f"test set in {where}.results", place, places)
        _check_measurement(f"{where}.results.{place}", measured)
    for place in model.confounded:
        look_up(f"shift in {where}.confounded", place, results.shifts)


def _check_measurement(where: str, measured: Measurement) -> None:
    bounds = measured.interval
    if bounds is not None and not bounds[0] - _PRINTED <= measured.value <= bounds[1] + _PRINTED:
        raise CaosError(f"{where}: {measured.value} lies outside its interval {bounds[0]} to {bounds[1]}")
    parts: Iterable[tuple[str, tuple[float, ...] | None, float]] = (
        ("outcomes", measured.outcomes, 100.0),
        ("seeds", measured.seeds, 1.0),
    )
    for what, values, scale in parts:
        if values is None:
            continue
        mean = scale * fmean(values) if values else float("nan")
        if not abs(mean - measured.value) <= _PRINTED:
            raise CaosError(f"{where}: value {measured.value}, but its {what} have the mean {mean:.2f}")
