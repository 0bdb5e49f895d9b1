"""Tiny data sets in the StreetHazards format, written with json and PIL alone."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from caos.segment.models import MODELS, PSPNet
from caos.segment.train import train
from PIL import Image

from caos.frames.manifest import write_manifest
from caos.frames.records import WEATHER_NAMES, AnomalyRecord, FrameRecord

WIDTH, HEIGHT = 64, 48
SPLITS = (
    ("train", "train", "training", "t1", 8),
    ("validation", "train", "validation", "t4", 2),
    ("test", "test", "test", "t5", 4),
)
COLOURS = {0: (130, 180, 240), 7: (90, 90, 95), 9: (60, 130, 50), 10: (180, 30, 30), 13: (250, 240, 20)}


@pytest.fixture(autouse=True, scope="session")
def _two_threads():
    torch.set_num_threads(2)


def draw_scene(rng, *, anomaly, width=WIDTH, height=HEIGHT):
    """Sky, grass, a road, a car, perhaps a yellow box: (H, W, 3) uint8 RGB, (H, W) uint8 class indices."""
    label = np.zeros((height, width), dtype=np.uint8)
    label[height // 2 :] = 9
    road = width // 3 + int(rng.integers(-5, 6))
    label[height // 2 :, road : road + width // 3] = 7
    top, left = height // 2 + int(rng.integers(2, 8)), int(rng.integers(2, width - 16))
    label[top : top + 8, left : left + 14] = 10
    if anomaly:
        top, left = int(rng.integers(height // 2, height - 10)), int(rng.integers(0, width - 10))
        label[top : top + 9, left : left + 9] = 13
    image = np.zeros((height, width, 3))
    for index, colour in COLOURS.items():
        image[label == index] = colour
    image += rng.normal(0, 8, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8), label


def write_scenes(root, *, seed=0, clean_test_images=0):
    """Write a data set of 8 / 2 / 4 frames; the first `clean_test_images` test frames have no anomaly."""
    rng = np.random.default_rng(seed)
    for name, archive, folder, town, count in SPLITS:
        records = []
        for number in range(count):
            image, label = draw_scene(rng, anomaly=name == "test" and number >= clean_test_images)
            paths = [f"{kind}/{folder}/{town}/{number}.png" for kind in ("images", "annotations")]
            for path, pixels in zip(paths, (image, label + 1), strict=True):
                (root / archive / path).parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels.astype(np.uint8)).save(root / archive / path)
            records.append(
                {
                    "dbName": "x",
                    "width": WIDTH,
                    "height": HEIGHT,
                    "fpath_img": paths[0],
                    "fpath_segm": paths[1],
                }
            )
        (root / archive / f"{name}.odgt").write_text(json.dumps(records))
    return root


@pytest.fixture(autouse=True, scope="session")
def _tiny_model():
    """A network of 0.7 M weights, for tests of everything but the networks."""
    patch = pytest.MonkeyPatch()
    patch.setitem(MODELS, "tiny", tiny)
    yield
    patch.undo()


def tiny(num_classes):
    return PSPNet("resnet18", num_classes, stages=3, width=32, dropout=0.1, skip=16, deep_supervision=False)


@pytest.fixture(scope="session")
def make_scenes():
    return write_scenes


@pytest.fixture
def scenes(tmp_path):
    return write_scenes(tmp_path / "data")


CONFIG = """
model = "tiny"
[training]
precision = "32"
epochs = 6
batch_size = 4
learning_rate = 0.05
"""


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A data set whose first test image has no anomaly, and a network trained on it; not to be changed."""
    root = tmp_path_factory.mktemp("trained")
    data = write_scenes(root / "data", clean_test_images=1)
    (root / "c.toml").write_text(CONFIG)
    return data, train(data, root / "run", config=root / "c.toml", progress=False)


@pytest.fixture
def run_folder(trained, tmp_path):
    """A copy of the trained run that a test may write into."""
    return shutil.copytree(trained[1], tmp_path / "run", ignore=shutil.ignore_patterns("*.ckpt"))


def record(split, town, number, *anomalies):
    return FrameRecord(
        split=split, town=town, number=number, width=64, height=48, weather=dict.fromkeys(WEATHER_NAMES, 0.0),
        time_of_day="day", camera=(0.0,) * 6, fov=90.0, seed=number, server_version="test",
        anomalies=tuple(
            AnomalyRecord(model_id=name, category=category, pose=(0.0,) * 6, pixels=9, distance_m=5.0,
                          occluded_fraction=0.0)
            for name, category in anomalies
        ),
    )  # fmt: skip


def evaluated(root, *anomalies):
    root.mkdir(exist_ok=True)
    rows = [record("train", "t1", 1), record("validation", "t4", 1), record("test", "t5", 1, *anomalies)]
    write_manifest(root, rows)
    return root


def negatives(root, *anomalies, town="t1"):
    root.mkdir(exist_ok=True)
    write_manifest(root, [record("test", town, 1, *anomalies)])
    return root


@pytest.fixture(scope="session")
def manifests():
    """Writers of manifests, without frames: (root, *(model id, category) of the test frame) -> root."""
    return SimpleNamespace(evaluated=evaluated, negatives=negatives)
