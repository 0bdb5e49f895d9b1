"""A data set that is learnt in seconds: discs, squares and stripes."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

SIDE = 24
KINDS = ("disc", "square", "stripes")


def shape_picture(kind: str, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """(24, 24, 3) uint8: a shape of its class's colour somewhere on grey noise."""
    image = rng.integers(90, 140, (SIDE, SIDE, 3)).astype(np.uint8)
    x, y = (int(value) for value in rng.integers(8, 16, 2))
    if kind == "disc":
        cv2.circle(image, (x, y), 6, (220, 40, 40), -1)
    elif kind == "square":
        cv2.rectangle(image, (x - 5, y - 5), (x + 5, y + 5), (40, 220, 40), -1)
    else:
        image[::4] = (40, 40, 220)
    return image


@pytest.fixture(scope="session")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shift folder: train (12 of each class), iid (8) and "grey", the same 8 without colour."""
    root = tmp_path_factory.mktemp("shapes")
    rng = np.random.default_rng(0)
    for split, count in (("train", 12), ("iid", 8)):
        for kind in KINDS:
            for number in range(count):
                image = shape_picture(kind, rng)
                _write(root / split / kind / f"{number}.png", image)
                if split == "iid":
                    grey = image.mean(axis=2, keepdims=True).astype(np.uint8).repeat(3, axis=2)
                    _write(root / "grey" / kind / f"{number}.png", grey)
    return root


def _write(path: Path, image: npt.NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image[..., ::-1])
