from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

Touch = Callable[[Path], None]
Garment = dict[str, Any]


@pytest.fixture
def draw_picture() -> Callable[..., None]:
    """Writes a small picture of one colour, in the format of its suffix."""

    def draw(
        path: Path, colour: tuple[int, int, int] = (200, 100, 50), size: tuple[int, int] = (8, 6)
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, colour).save(path)

    return draw


@pytest.fixture
def draw_film() -> Callable[[Path, int], None]:
    """Writes an MP4 whose frames grow brighter."""

    def draw(path: Path, frames: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 1.0, (32, 32))
        if not writer.isOpened():
            pytest.skip("OpenCV here cannot write MP4")
        for level in np.linspace(20, 230, frames):
            writer.write(np.full((32, 32, 3), (0, 0, round(level)), dtype=np.uint8))  # BGR: red
        writer.release()

    return draw


def garment(category: int = 1, **attributes: int) -> Garment:
    """One item in DeepFashion2's format; medium, medium, side/back, no zoom unless told otherwise."""
    from caos.classify.datasets.deepfashion2 import CATEGORIES

    values = {"scale": 2, "occlusion": 2, "viewpoint": 3, "zoom_in": 1, **attributes}
    return {
        "segmentation": [[1, 1, 4, 1, 4, 4]],
        "landmarks": [2, 2, 2],
        "style": 1,
        "bounding_box": [1, 1, 5, 5],
        "category_id": category,
        "category_name": CATEGORIES[category - 1],
        **values,
    }


class DeepFashion2:
    """A small DeepFashion2 on disk."""

    def __init__(self, root: Path, draw: Callable[[Path], None]) -> None:
        self.root = root
        self._draw = draw

    def add(self, source: str, number: int, *garments: Garment, picture: bool = True) -> Path:
        """One picture with its annotation; returns the annotation's path."""
        data: dict[str, Any] = {"source": "shop", "pair_id": number}
        data |= {f"item{place}": item for place, item in enumerate(garments, 1)}
        return self.write(source, number, data, picture=picture)

    def write(self, source: str, number: int, data: Mapping[str, Any], *, picture: bool = True) -> Path:
        """Like `add`, with any content."""
        path = self.root / source / "annos" / f"{number:06d}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data))
        image = self.root / source / "image" / f"{number:06d}.jpg"
        image.parent.mkdir(parents=True, exist_ok=True)
        if picture:
            self._draw(image)
        return path


@pytest.fixture
def deepfashion2(tmp_path: Path, draw_picture: Callable[..., None]) -> DeepFashion2:
    """An empty one; `add` pictures to it."""
    return DeepFashion2(tmp_path / "deepfashion2", draw_picture)


@pytest.fixture
def new_garment() -> Callable[..., Garment]:
    """`garment`, for tests (which cannot import this file)."""
    return garment
