"""A small picture with everything in it that corruptions treat differently."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest


@pytest.fixture(scope="session")
def picture() -> npt.NDArray[np.uint8]:
    """(48, 64, 3) uint8: smooth colours, edges, flat areas, pure black, white and grey."""
    rng = np.random.default_rng(5)
    rough = rng.integers(0, 256, size=(6, 8, 3)).astype(np.float32)
    image = cv2.resize(rough, (64, 48), interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    image[4:14, 4:20] = 0
    image[4:14, 24:40] = 255
    image[30:44, 6:20] = 128
    image[30:44, 40:60, :2] = (200, 17)
    return image


@pytest.fixture(scope="session")
def square(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """(48, 48, 3) of it: the published code takes pictures to be square."""
    return np.ascontiguousarray(picture[:, :48])
