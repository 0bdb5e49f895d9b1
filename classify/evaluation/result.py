"""`result.json` of a classifier: figures of every split, gaps to the IID one, and what they follow from."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from caos.config import ConfigModel, first_complaint
from caos.errors import CaosError
from caos.frames import atomic_write_text

RESULT = "classification.json"


class Estimate(ConfigModel):
    """A figure and its 95 % interval over images; None where there are too few of them."""

    value: float
    low: float | None = None
    high: float | None = None


class Gap(ConfigModel):
    """Error on a shift minus error on the IID split.

    Attributes:
        paired: whether both show the same pictures but for what was altered, by their names.
        p: two-sided, not corrected.
    """

    value: float
    low: float
    high: float
    p: float
    paired: bool


class SplitFigures(ConfigModel):
    """One split: pictures, figures by name, and its gap; None for the IID split itself."""

    images: int
    figures: dict[str, Estimate]
    gap: Gap | None = None


class CorruptionResult(ConfigModel):
    """Errors under corruptions.

    Attributes:
        errors: corruption -> mean top-1 error over severities.
        mce: mean of them relative to `baseline`'s; None without one.
        unnormalised: mean of `errors`, with its interval over images.
        baseline: run that errors are divided by, or "alexnet".
    """

    errors: dict[str, float]
    unnormalised: Estimate
    mce: Estimate | None = None
    baseline: str = ""


class ClassificationResult(ConfigModel):
    """A whole file.

    Attributes:
        run: folder.
        model, seed, schedule: of the training.
        data: root of the data set.
        iid: name of the split that gaps are measured from.
        splits: by name.
        corruptions: where there is a corrupted version of the IID split.
    """

    run: str
    model: str
    seed: int
    schedule: tuple[str, ...]
    data: str
    iid: str
    splits: dict[str, SplitFigures]
    corruptions: CorruptionResult | None = None


def write_result(run: Path, result: ClassificationResult) -> None:
    """Write a run's figures, atomically."""
    atomic_write_text(run / RESULT, result.model_dump_json(indent=2) + "\n")


def read_result(run: Path) -> ClassificationResult:
    """Read a run's figures.

    Raises:
        CaosError: missing or of another schema.
    """
    file = run / RESULT
    if not file.is_file():
        raise CaosError(f"{file}: no such file; make it with  caos classify eval --run {run}")
    try:
        return ClassificationResult.model_validate_json(file.read_bytes())
    except ValidationError as cause:
        raise CaosError(f"{file}: {first_complaint(cause)}; evaluate again") from cause
