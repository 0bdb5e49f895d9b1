"""result.json: the figures of a run, the protocol behind each, and where they came from."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from . import __version__
from .config import first_complaint
from .errors import CaosError
from .frames import atomic_write_text

RESULT_FILE = "result.json"
SCHEMA_VERSION: Literal[1] = 1


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MethodFigures(_Strict):
    """Figures of one score under one protocol, in [0, 1]; `fpr95_legacy` where the protocol reports it."""

    auroc: float
    aupr: float
    fpr95: float
    fpr95_legacy: float | None = None


class Curve(_Strict):
    """ROC and precision-recall points of one score, pooled over the evaluated pixels, thinned for drawing."""

    fpr: list[float]
    tpr: list[float]
    recall: list[float]
    precision: list[float]


class ProtocolFigures(_Strict):
    """One protocol: what it leaves out, how it aggregates, and a row per score name.

    `images` counts the images that entered the figures, `skipped_images` those that could not: they show no
    anomaly, or nothing else.
    """

    description: str
    ignored: list[str]
    images: int
    skipped_images: int
    methods: dict[str, MethodFigures]


class SegmentationFigures(_Strict):
    """Quality of the segmentation itself, from one summed confusion matrix per split."""

    miou: float
    pixel_accuracy: float
    iou: dict[str, float | None]


class GalleryItem(_Strict):
    """One image of the report's gallery; paths relative to the run folder.

    `figures` are this image's own, per score name; `rank` says why it was chosen ("best", "median", "worst").
    """

    rank: str
    name: str
    image: str
    truth: str
    prediction: str
    scores: dict[str, str]
    figures: dict[str, MethodFigures]


class Provenance(_Strict):
    """Where the figures came from."""

    created: str
    command: str
    seed: int | None
    git: str | None
    versions: dict[str, str]
    machine: str
    seconds: dict[str, float]


class Result(_Strict):
    """The whole of a result.json."""

    schema_version: Literal[1] = SCHEMA_VERSION
    title: str
    model: str
    dataset: str
    anomaly_share: float
    protocols: dict[str, ProtocolFigures]
    segmentation: dict[str, SegmentationFigures]
    curves: dict[str, Curve]
    gallery: list[GalleryItem]
    training: dict[str, list[float]]
    provenance: Provenance


def provenance(*, command: str, seed: int | None, seconds: dict[str, float]) -> Provenance:
    """The provenance of a run that ends now; `seconds` holds wall times by stage."""
    packages = (
        "numpy",
        "torch",
        "lightning",
        "segmentation-models-pytorch",
        "opencv-python-headless",
        "carla",
    )
    versions = {"caos-suite": __version__, "python": platform.python_version()}
    versions |= {package: version for package in packages if (version := _version(package))}
    return Provenance(
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        command=command,
        seed=seed,
        git=_git_revision(),
        versions=versions,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        seconds=seconds,
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _git_revision() -> str | None:
    """Commit of the checkout this code runs from; None for an installed copy."""
    folder = Path(__file__).parent
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def read_result(path: Path) -> Result:
    """Read a result.json, or the one in a run folder.

    Raises:
        CaosError: missing, not JSON, or of another schema.
    """
    file = path if path.is_file() or path.suffix == ".json" else path / RESULT_FILE
    if not file.is_file():
        raise CaosError(
            f"{file}: no such file; make it with  caos segment eval --data DIR --run {file.parent}"
        )
    try:
        return Result.model_validate_json(file.read_bytes())
    except ValidationError as cause:
        raise CaosError(
            f"{file}: {first_complaint(cause)}; write it again with  caos segment eval"
        ) from cause


def write_result(run_dir: Path, result: Result) -> Path:
    """Write `result.json` into a run folder, which is made when missing; returns the file. Atomic.

    Numbers that are not finite (the loss of a diverged training) are written as Python does: NaN, Infinity.
    """
    file = run_dir / RESULT_FILE
    text = json.dumps(result.model_dump(mode="python"), ensure_ascii=False, indent=1)
    atomic_write_text(file, text + "\n")
    return file
