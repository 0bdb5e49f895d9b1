"""ImageNet-C: corruption errors, mCE and relative mCE (Hendrycks and Dietterich, ICLR 2019, section 4.1).

With E_{s,c} the top-1 error under corruption c at severity s, E_clean the clean one, and a baseline network:

* CE_c = sum_s E_{s,c} / sum_s E^base_{s,c}, mCE its mean over corruptions;
* relative CE_c = sum_s (E_{s,c} - E_clean) / sum_s (E^base_{s,c} - E^base_clean), likewise averaged;
* unnormalised mCE = mean over c and s of E_{s,c}; no baseline. What CIFAR-10-C papers call mCE.

The three are easily confused: an "mCE" of 61 for ResNet-50 is the unnormalised one, 76.7 the published one
(issue 35 of github.com/hendrycks/robustness).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

SEVERITIES: Final = 5


@dataclass(frozen=True, slots=True)
class CorruptionBaseline:
    """Errors of the network that corruption errors are relative to.

    Attributes:
        name: what to call it.
        errors: corruption -> error in (0, 1], mean over the severities; their order is the order of reports.
        clean_error: in [0, 1]; None = not known, then there is no relative mCE.
    """

    name: str
    errors: Mapping[str, float]
    clean_error: float | None


ALEXNET_SEVERITY_ERRORS: Final[Mapping[str, tuple[float, ...]]] = {
    "gaussian_noise": (0.69528, 0.82542, 0.93554, 0.98138, 0.99452),
    "shot_noise": (0.71224, 0.85108, 0.93574, 0.98182, 0.99146),
    "impulse_noise": (0.78374, 0.89808, 0.94870, 0.98720, 0.99548),
    "defocus_blur": (0.65624, 0.73202, 0.85036, 0.91364, 0.94714),
    "glass_blur": (0.64308, 0.75054, 0.88806, 0.91622, 0.93344),
    "motion_blur": (0.58430, 0.70048, 0.82108, 0.89750, 0.92638),
    "zoom_blur": (0.70008, 0.76992, 0.80784, 0.84198, 0.87198),
    "snow": (0.71726, 0.88392, 0.86468, 0.91870, 0.94952),
    "frost": (0.61390, 0.79734, 0.88790, 0.89942, 0.93430),
    "fog": (0.67474, 0.76050, 0.84378, 0.87260, 0.94500),
    "brightness": (0.45140, 0.48502, 0.54048, 0.62166, 0.72440),
    "contrast": (0.64548, 0.76150, 0.88874, 0.97760, 0.99270),
    "elastic_transform": (0.52596, 0.70116, 0.55686, 0.64076, 0.80554),
    "pixelate": (0.52218, 0.54620, 0.73728, 0.87092, 0.91262),
    "jpeg_compression": (0.51002, 0.54718, 0.57294, 0.65458, 0.74778),
}
"""AlexNet's top-1 errors on ImageNet-C at severities 1 to 5, as the benchmark's author published them
(github.com/hendrycks/robustness, issue 10; the means are those of its README)."""

ALEXNET: Final = CorruptionBaseline(
    "AlexNet",
    {name: sum(errors) / SEVERITIES for name, errors in ALEXNET_SEVERITY_ERRORS.items()},
    clean_error=0.4345,  # torchvision's AlexNet: the one these errors are of; the paper prints 43.5 %
)
"""The published benchmark's baseline, over ImageNet-1K. For other data take a network of your own."""

CORRUPTIONS: Final = tuple(ALEXNET_SEVERITY_ERRORS)
"""The 15 corruptions of ImageNet-C, in the order of the published tables."""


@dataclass(frozen=True, slots=True)
class CorruptionFigures:
    """Figures over all corruptions; fractions (0.767 is what tables print as 76.7), smaller is better.

    Attributes:
        baseline: name of the network that `ce` and `relative_ce` refer to.
        errors: corruption -> error, mean over severities.
        clean_error: on the images without corruption.
        ce: corruption -> CE.
        mce: mean CE; above 1 = worse than the baseline.
        unnormalised_mce: mean error.
        relative_ce: corruption -> relative CE; empty where a clean error is not known.
        relative_mce: mean relative CE; None likewise.
    """

    baseline: str
    errors: Mapping[str, float]
    clean_error: float | None
    ce: Mapping[str, float]
    mce: float
    unnormalised_mce: float
    relative_ce: Mapping[str, float]
    relative_mce: float | None


def corruption_figures(
    severity_errors: Mapping[str, npt.ArrayLike],
    clean_error: float | None = None,
    baseline: CorruptionBaseline = ALEXNET,
) -> CorruptionFigures:
    """CE, mCE, relative mCE and unnormalised mCE.

    Args:
        severity_errors: corruption -> (S,) top-1 errors in [0, 1], or their mean as one number.
        clean_error: top-1 error on the clean images in [0, 1]; None leaves the relative figures out.
        baseline: what to divide by; its corruptions must be those of `severity_errors`.

    Raises:
        CaosError: a corruption is missing or unknown to the baseline, errors outside [0, 1], or a baseline
            error that nothing can be divided by.
    """
    _same_corruptions(severity_errors, baseline)
    errors = {name: _mean_error(name, severity_errors[name]) for name in baseline.errors}
    ce = {name: _ratio(name, errors[name], base, baseline) for name, base in baseline.errors.items()}
    relative: dict[str, float] = {}
    if clean_error is not None and baseline.clean_error is not None:
        clean, base_clean = _mean_error("clean", clean_error), baseline.clean_error
        relative = {
            name: _ratio(name, errors[name] - clean, base - base_clean, baseline)
            for name, base in baseline.errors.items()
        }
    return CorruptionFigures(
        baseline=baseline.name,
        errors=errors,
        clean_error=clean_error,
        ce=ce,
        mce=_mean(ce),
        unnormalised_mce=_mean(errors),
        relative_ce=relative,
        relative_mce=_mean(relative) if relative else None,
    )


def baseline_of(
    name: str, severity_errors: Mapping[str, npt.ArrayLike], clean_error: float | None
) -> CorruptionBaseline:
    """A network of your own as the baseline: mCE then says how errors compare with its errors.

    Args:
        name: what to call it.
        severity_errors: corruption -> (S,) errors in [0, 1], or their mean.
        clean_error: in [0, 1].

    Raises:
        CaosError: no corruption, or errors outside [0, 1].
    """
    if not severity_errors:
        raise CaosError(f"baseline {name}: no corruption given; name one at least")
    return CorruptionBaseline(
        name, {each: _mean_error(each, errors) for each, errors in severity_errors.items()}, clean_error
    )


def _same_corruptions(given: Mapping[str, object], baseline: CorruptionBaseline) -> None:
    missing = [name for name in baseline.errors if name not in given]
    if missing:
        raise CaosError(
            f"no errors for {', '.join(missing)}; mCE over {baseline.name} needs every corruption"
        )
    unknown = [name for name in given if name not in baseline.errors]
    if unknown:
        raise CaosError(
            f"{baseline.name} has no errors for {', '.join(unknown)}; leave them out, or give a "
            "baseline of your own"
        )


def _mean_error(name: str, errors: npt.ArrayLike) -> float:
    values = np.asarray(errors, dtype=np.float64)
    if not values.size or not ((values >= 0) & (values <= 1)).all():
        raise CaosError(f"{name}: errors must lie in [0, 1], got {values.tolist()}; divide percent by 100")
    return float(values.mean())


def _ratio(name: str, value: float, base: float, baseline: CorruptionBaseline) -> float:
    if base <= 0:
        raise CaosError(
            f"{name}: nothing to divide by, {baseline.name} loses {base:.4f} there; take another baseline"
        )
    return value / base


def _mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values)
