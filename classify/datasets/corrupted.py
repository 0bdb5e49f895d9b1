"""ImageNet-C (pictures per corruption and severity) and ImageNet-P (short films per perturbation)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.lookup import look_up

from .folders import read_class_folders, subfolders
from .imagelist import ImageList
from .subsets import imagenet_wnids

CORRUPTION_GROUPS: Final = {
    "noise": ("gaussian_noise", "shot_noise", "impulse_noise"),
    "blur": ("defocus_blur", "glass_blur", "motion_blur", "zoom_blur"),
    "weather": ("snow", "frost", "fog", "brightness"),
    "digital": ("contrast", "elastic_transform", "pixelate", "jpeg_compression"),
    "extra": ("speckle_noise", "gaussian_blur", "spatter", "saturate"),
}
"""Archives of ImageNet-C and the corruptions in each; `extra` holds those kept back for tuning."""

CORRUPTIONS: Final = tuple(name for group in CORRUPTION_GROUPS.values() for name in group)
SEVERITIES: Final = (1, 2, 3, 4, 5)

NOISE_PERTURBATIONS: Final = ("gaussian_noise", "shot_noise")
PERTURBATIONS: Final = (
    *NOISE_PERTURBATIONS,
    *("motion_blur", "zoom_blur", "brightness", "snow", "translate", "rotate", "tilt", "scale"),
)
"""The ten of the flip rate (paper 004, footnote 4)."""

HELD_OUT_PERTURBATIONS: Final = ("speckle_noise", "gaussian_blur", "spatter", "shear")
FRAMES: Final = {"translate": 41}
"""Frames per film by the published generator; 31 where nothing is said."""
USUAL_FRAMES: Final = 31

_PERTURBATION_GROUPS: Final = ("noise", "blur", "weather", "digital", "validation")
_DIFFICULTIES: Final = ("", "_2", "_3")


def corrupted_splits(root: Path) -> tuple[str, ...]:
    """`<corruption>/<severity>` for each that is in `root`, in the benchmark's order."""
    places = {name: _place(root, name, CORRUPTION_GROUPS) for name in CORRUPTIONS}
    return tuple(
        f"{name}/{severity}"
        for name, place in places.items()
        for severity in SEVERITIES
        if place is not None and (place / str(severity)).is_dir()
    )


def read_corrupted(root: Path, split: str) -> ImageList:
    """One corruption at one severity: `[<group>/]<corruption>/<severity>/<wnid>/<file>`.

    The archives of the release unpack into `<corruption>/`; people also keep them in `noise/`, `blur/`,
    `weather/`, `digital/` and `extra/`. Both are read. Labels are ImageNet-1K's, 0 to 999.

    Args:
        root: folder of ImageNet-C.
        split: such as "fog/3".

    Raises:
        CaosError: unknown or missing corruption or severity, or broken class folders.
    """
    name, _, severity = split.partition("/")
    look_up("corruption", name, dict.fromkeys(CORRUPTIONS, name))
    if severity not in map(str, SEVERITIES):
        raise CaosError(f"imagenet-c {split}: the severity must be 1 to 5, as in {name}/3")
    return read_class_folders("imagenet-c", split, corrupted_folder(root, split), imagenet_wnids())


def corrupted_folder(root: Path, split: str) -> Path:
    """Folder of the class folders of one corruption at one severity.

    Raises:
        CaosError: it is not there.
    """
    name, _, severity = split.partition("/")
    place = _place(root, name, CORRUPTION_GROUPS)
    if place is None:
        raise CaosError(f"{root}: has no {name}; ImageNet-C keeps it in {name}/ or <group>/{name}/")
    return place / severity


def perturbed_splits(root: Path) -> tuple[str, ...]:
    """The perturbations in `root`, noises of higher difficulty as `gaussian_noise_2`, `gaussian_noise_3`."""
    places = {name: _place(root, name, _PERTURBATION_GROUPS) for name in _perturbation_names()}
    known = set(imagenet_wnids())
    return tuple(
        name for name, place in places.items() if place is not None and known.intersection(subfolders(place))
    )


def read_perturbed(root: Path, split: str) -> ImageList:
    """The films of one perturbation: `[<group>/]<perturbation>/<wnid>/<file>.mp4`.

    Raises:
        CaosError: unknown or missing perturbation, or broken class folders.
    """
    names = _perturbation_names()
    look_up("perturbation", split, dict.fromkeys(names, split))
    place = _place(root, split, _PERTURBATION_GROUPS)
    if place is None:
        raise CaosError(f"{root}: has no {split}; ImageNet-P keeps it in {split}/ or <group>/{split}/")
    return read_class_folders("imagenet-p", split, place, imagenet_wnids(), videos=True)


def expected_frames(split: str) -> int:
    """Frames that the published generator puts into a film of `split`."""
    return FRAMES.get(split, USUAL_FRAMES)


def _perturbation_names() -> tuple[str, ...]:
    """All folder names: the noises come in three difficulties, the others are strided when read."""
    difficult = [f"{name}{level}" for name in NOISE_PERTURBATIONS for level in _DIFFICULTIES]
    held_out = [f"speckle_noise{level}" for level in _DIFFICULTIES]
    rest = [name for name in (*PERTURBATIONS, *HELD_OUT_PERTURBATIONS) if not name.endswith("_noise")]
    return (*difficult, *rest, *held_out)


def _place(root: Path, name: str, groups: Iterable[str]) -> Path | None:
    """Folder of a corruption, at the top or within a group's folder."""
    candidates = [root / name, *(root / group / name for group in groups)]
    return next((place for place in candidates if place.is_dir() and subfolders(place)), None)
