"""Figures of merit of image classifiers under shift; docs/classification-metrics.md has every formula.

Functions take plain arrays; `Predictions` is what a classifier said about a set of images, checked, and
`classification_figures` gives all its figures with intervals.
"""

from __future__ import annotations

from .bootstrap import (
    corruption_outcomes,
    figure_interval,
    gap_test,
    paired_figures,
    resample_figure,
)
from .calibration import (
    expected_calibration_error,
    l2_calibration_error,
    rms_calibration_error,
    rms_calibration_error_published,
)
from .corruption import (
    ALEXNET,
    ALEXNET_SEVERITY_ERRORS,
    CORRUPTIONS,
    CorruptionBaseline,
    CorruptionFigures,
    baseline_of,
    corruption_figures,
)
from .errors import accuracy_by_severity, error_by_group, iid_ood_gap, label_ranks, top_k_correct, top_k_error
from .figures import FigureOfMerit, classification_figures, compare_predictions
from .flips import (
    PERTURBATIONS,
    flip_rate,
    flips,
    normalised_mean,
    normalised_outcomes,
    top5_distance,
    top5_distances,
)
from .multilabel import average_precisions, frequency_weighted_map
from .predictions import Predictions
from .selective import aurra, response_rate_curve
from .tables import corruption_errors

__all__ = [
    "ALEXNET",
    "ALEXNET_SEVERITY_ERRORS",
    "CORRUPTIONS",
    "PERTURBATIONS",
    "CorruptionBaseline",
    "CorruptionFigures",
    "FigureOfMerit",
    "Predictions",
    "accuracy_by_severity",
    "aurra",
    "average_precisions",
    "baseline_of",
    "classification_figures",
    "compare_predictions",
    "corruption_errors",
    "corruption_figures",
    "corruption_outcomes",
    "error_by_group",
    "expected_calibration_error",
    "figure_interval",
    "flip_rate",
    "flips",
    "frequency_weighted_map",
    "gap_test",
    "iid_ood_gap",
    "l2_calibration_error",
    "label_ranks",
    "normalised_mean",
    "normalised_outcomes",
    "paired_figures",
    "resample_figure",
    "response_rate_curve",
    "rms_calibration_error",
    "rms_calibration_error_published",
    "top5_distance",
    "top5_distances",
    "top_k_correct",
    "top_k_error",
]
