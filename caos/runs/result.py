"""result.json: the figures of a run, the protocol behind each, and where they came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from caos.config import first_complaint
from caos.errors import CaosError
from caos.frames import atomic_write_text

RESULT_FILE = "result.json"
SCHEMA_VERSION: Literal[1] = 1

Interval = tuple[float, float]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MethodFigures(_Strict):
    """Figures of one score under one protocol, in [0, 1].

    `fpr95_legacy` and `aupr_legacy`: as the protocol's published code computes them, where that differs.
    """

    auroc: float
    aupr: float
    fpr95: float
    fpr95_legacy: float | None = None
    aupr_legacy: float | None = None
    intervals: dict[str, Interval] = Field(default_factory=dict)
    """Figure's name -> bounds of its 95 % interval from resampling images."""


class ComponentFigures(_Strict):
    """Figures of one score over connected components, in [0, 1] (SegmentMeIfYouCan, Chan et al., 2021)."""

    siou: float
    ppv: float
    f1: float
    threshold: float
    """The score from which a pixel counts as anomalous."""
    intervals: dict[str, Interval] = Field(default_factory=dict)


class Comparison(_Strict):
    """Paired test of two scores over the same images: `difference` is the figure of `first` minus `second`'s.

    `interval` holds 95 % of the resampled differences, `p_value` is two-sided; `better` names the better one
    of the two where the interval leaves out zero, and is None where nothing can be said.
    """

    protocol: str
    figure: str
    first: str
    second: str
    difference: float
    interval: Interval
    p_value: float
    better: str | None


class SliceRow(_Strict):
    """Part of the test split: `images` had the figures of `methods`, `anomalies` counts objects, if known."""

    value: str
    images: int
    anomalies: int | None
    methods: dict[str, MethodFigures]


class Slice(_Strict):
    """The test split cut by one property ("distance", "category", "town", ...), in reading order."""

    name: str
    description: str
    rows: list[SliceRow]


class FalsePositives(_Strict):
    """Where one score's false alarms at 95 % recall lie; shares in [0, 1].

    `by_class`: class -> share of its normal pixels that are called anomalous. `boundary` and `interior`: the
    same for normal pixels near a border of two classes, and for the others. `heat_map`: picture of the
    shares by place in the image, relative to the run folder; 8-bit grey, white = every normal pixel.
    """

    by_class: dict[str, float | None]
    boundary: float | None
    interior: float | None
    heat_map: str | None = None


class Calibration(_Strict):
    """How far confidence is from accuracy over in-distribution pixels; `bins` draw the reliability diagram.

    Each bin: mean confidence, accuracy, share of the pixels.
    """

    ece: float
    rms: float
    bins: list[tuple[float, float, float]]


class Curve(_Strict):
    """ROC and precision-recall points of one score, pooled over the evaluated pixels, thinned for drawing."""

    fpr: list[float]
    tpr: list[float]
    recall: list[float]
    precision: list[float]


class ProtocolFigures(_Strict):
    """One protocol: what it leaves out, how it aggregates, and a row per score name.

    `images` counts the images that entered the figures, `skipped_images` those that could not: they show no
    anomaly, or nothing else. `anomaly_share` is the AUPR of chance under this protocol; older files lack it.
    """

    description: str
    ignored: list[str]
    images: int
    skipped_images: int
    anomaly_share: float | None = None
    methods: dict[str, MethodFigures]
    components: dict[str, ComponentFigures] = Field(default_factory=dict)


class SegmentationFigures(_Strict):
    """Quality of the segmentation itself, from one summed confusion matrix per split.

    `open_miou`: score -> mIoU over classes and pixels where what the score calls anomalous at 95 % recall is
    taken away from every class.
    """

    miou: float
    pixel_accuracy: float
    iou: dict[str, float | None]
    calibration: Calibration | None = None
    open_miou: dict[str, float] = Field(default_factory=dict)


class GalleryItem(_Strict):
    """One image of the report's gallery; paths relative to the run folder.

    `figures` are this image's own, per score name; `rank` says why it was chosen ("best", "median", "worst"
    by the AUROC of one score, or "worst for others"); `worst_for` names the scores that have their lowest
    AUROC of all images here. `prediction` is None where only score maps were given. `levels`: score -> 8-bit
    grey WebP of the score in the steps of `Result.levels`, for a slider: at position k (1..255) the pixels
    with value >= k are called anomalous.
    """

    rank: str
    name: str
    image: str
    truth: str
    prediction: str | None
    scores: dict[str, str]
    figures: dict[str, MethodFigures]
    levels: dict[str, str] = Field(default_factory=dict)
    worst_for: list[str] = Field(default_factory=list)


class LevelScale(_Strict):
    """Thresholds behind a score's pictures of levels, ascending; 255 of each, or none.

    Position k of the slider, 1..255, calls a pixel anomalous from `score[k - 1]` on; `fpr[k - 1]` and
    `tpr[k - 1]` are the rates of that over all pixels of the first protocol, in [0, 1]. A position means
    nearly the same false positive rate for every score: it falls from 0.965 at 1 to 0.0001 at 255 in even
    ratios, except where many pixels tie.
    """

    score: list[float]
    fpr: list[float]
    tpr: list[float]


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
    """The whole of a result.json.

    `left_out`: detector that was asked for -> why it could not be used. `weights`: network -> SHA-256 of its
    weights, "model" being the one that was evaluated and others companions; `recipes`: network -> how it was
    trained, but for the seed and paths. Both are empty where it is not known.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    title: str
    model: str
    dataset: str
    anomaly_share: float
    protocols: dict[str, ProtocolFigures]
    segmentation: dict[str, SegmentationFigures]
    curves: dict[str, Curve]
    comparisons: list[Comparison] = Field(default_factory=list)
    slices: list[Slice] = Field(default_factory=list)
    false_positives: dict[str, FalsePositives] = Field(default_factory=dict)
    gallery: list[GalleryItem]
    levels: dict[str, LevelScale] = Field(default_factory=dict)
    left_out: dict[str, str] = Field(default_factory=dict)
    weights: dict[str, str] = Field(default_factory=dict)
    recipes: dict[str, dict[str, Any]] = Field(default_factory=dict)
    training: dict[str, list[float]]
    provenance: Provenance


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
