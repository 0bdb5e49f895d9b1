"""The published sizes of every perturbation of ImageNet-P and its smaller sisters.

Source: Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and
Perturbations", ICLR 2019, section 3.2, and the scripts that made its data (github.com/hendrycks/robustness,
`make_imagenet_p`, `make_tinyimagenet_p`, `make_cifar_p`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sequences:
    """One published parameter set.

    Attributes:
        side: pixels along each side of the published frames.
        context: pixels along the shorter side of the picture that they are cut from, once all has moved.
        gaussian: standard deviations of the three Gaussian noises.
        photons: mean counts of white of the three shot noises.
        motion: radius, standard deviation, number of frames, and degrees turned from frame to frame.
        snow: mean and standard deviation of the noise, zoom, radius and standard deviation of the motion.
        brightness: change from frame to frame.
        translate: number of frames, and the one that does not move.
        tilt: degrees from frame to frame.
        scale: of frame 0, and growth from frame to frame.
    """

    side: int
    context: int
    gaussian: tuple[float, float, float]
    photons: tuple[float, float, float]
    motion: tuple[int, float, int, float]
    snow: tuple[float, float, float, int, float]
    brightness: float
    translate: tuple[int, int]
    tilt: float
    scale: tuple[float, float]


SEQUENCES: Final[Mapping[str, Sequences]] = {
    "imagenet-p": Sequences(
        side=224,
        context=256,
        gaussian=(0.03, 0.05, 0.08),
        photons=(300.0, 120.0, 60.0),
        motion=(10, 3.0, 31, 4.0),
        snow=(0.05, 0.3, 3.0, 14, 4.0),
        brightness=0.02,
        translate=(41, 20),
        tilt=1.0,
        scale=(0.4, 0.025),
    ),
    "tiny-imagenet-p": Sequences(
        side=64,
        context=64,
        gaussian=(0.025, 0.05, 0.075),
        photons=(500.0, 250.0, 125.0),
        motion=(14, 3.0, 31, 5.0),
        snow=(0.05, 0.28, 2.0, 10, 2.5),
        brightness=0.02,
        translate=(31, 15),
        tilt=1.0,
        scale=(0.4, 0.025),
    ),
    "cifar-p": Sequences(
        side=32,
        context=32,
        gaussian=(0.02, 0.04, 0.06),
        photons=(700.0, 400.0, 200.0),
        motion=(6, 1.8, 21, 9.0),
        snow=(0.05, 0.3, 2.0, 10, 2.0),
        brightness=0.015,
        translate=(16, 7),
        tilt=0.75,
        scale=(0.7, 0.02),
    ),
}
"""Name -> published parameter set."""
