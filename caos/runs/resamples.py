"""`resamples.safetensors`: the figures of a run in every resample of its images.

Runs of several training seeds are compared resample by resample (`caos.metrics.seeds`), for which result.json
has too little. One tensor (scores, figures, resamples) float32 per protocol; the metadata tell the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from caos.config import first_complaint
from caos.errors import CaosError
from caos.frames import atomic_write_bytes
from caos.metrics import intervals
from caos.metrics.intervals import Resampled

RESAMPLES_FILE: Final = "resamples.safetensors"

FIGURES: Final = ("auroc", "aupr", "fpr95")
"""The figures that are kept."""


class _Contents(BaseModel):
    """What the tensor of one protocol holds; `figures`: score -> figure -> its value over the images."""

    model_config = ConfigDict(extra="forbid")

    figures: dict[str, dict[str, float]]
    images: int = Field(ge=1, le=10**7)
    fingerprint: int


_About: Final = TypeAdapter(dict[str, _Contents])


def write_resamples(run_dir: Path, resampled: Mapping[str, Resampled]) -> Path:
    """Write the resamples of every protocol (`FIGURES` only) into a run folder; returns the file. Atomic."""
    tensors = {
        protocol: np.stack(
            [
                np.stack([each.draws[score][figure] for figure in FIGURES]).astype(np.float32)
                for score in each.draws
            ]
        )
        for protocol, each in resampled.items()
    }
    about = {
        protocol: _Contents(
            figures={
                score: {figure: row[figure] for figure in FIGURES} for score, row in each.figures.items()
            },
            images=each.images,
            fingerprint=each.fingerprint,
        )
        for protocol, each in resampled.items()
    }
    file = run_dir / RESAMPLES_FILE
    # one entry: safetensors writes several in any order
    atomic_write_bytes(file, save(tensors, metadata={"about": _About.dump_json(about).decode()}))
    return file


def read_resamples(run_dir: Path) -> dict[str, Resampled]:
    """Protocol -> figures of a run in every resample of its images.

    Raises:
        CaosError: missing, broken, or not what `write_resamples` writes.
    """
    file = run_dir / RESAMPLES_FILE
    again = "evaluate the run again with  caos segment eval"
    if not file.is_file():
        raise CaosError(f"{file}: no such file; {again}")
    try:
        with safe_open(file, framework="numpy") as archive:
            about = _About.validate_json((archive.metadata() or {})["about"])
            return {
                name: _resampled(archive.get_tensor(name), about[name]) for name in sorted(archive.keys())
            }
    except ValidationError as cause:
        raise CaosError(f"{file}: {first_complaint(cause)}; {again}") from cause
    except (SafetensorError, OSError, KeyError, ValueError) as cause:
        raise CaosError(f"{file}: not readable as resamples ({cause}); {again}") from cause


def _resampled(draws: np.ndarray[tuple[int, ...], np.dtype[np.float32]], about: _Contents) -> Resampled:
    scores = list(about.figures)
    expected = (len(scores), len(FIGURES), intervals.RESAMPLES)
    if draws.shape != expected:
        raise ValueError(f"shape {draws.shape} where {expected} is expected")
    if any(set(row) != set(FIGURES) for row in about.figures.values()):
        raise ValueError(f"expected the figures {', '.join(FIGURES)}")
    values = draws.astype(np.float64)
    return Resampled(
        about.figures,
        {score: dict(zip(FIGURES, values[place], strict=True)) for place, score in enumerate(scores)},
        about.images,
        about.fingerprint,
    )
