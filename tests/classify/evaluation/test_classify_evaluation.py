"""Evaluation of classifiers: predictions on disk, and figures from them alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from caos.classify.datasets import read_images
from caos.classify.evaluation.evaluate import evaluate
from caos.classify.evaluation.predict import open_run
from caos.classify.evaluation.result import read_result
from caos.classify.predictions import read_predictions
from caos.classify.training.cropping import normalised
from caos.classify.training.train import train
from sklearn.metrics import accuracy_score

from caos.errors import CaosError
from caos.training.checkpoints import save_weights

RECIPE = """
model = "resnet_small"
[training]
epochs = 4
batch_size = 8
learning_rate = 0.05
precision = "32"
[data]
size = 24
resize = 24
area = [0.7, 1.0]
"""


@pytest.fixture(scope="module")
def trained(shapes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of four epochs."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "recipe.toml").write_text(RECIPE)
    return train(shapes, folder / "run", config=folder / "recipe.toml", progress=False)


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(trained, tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture(scope="module")
def corrupted(shapes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The IID pictures darkened and blurred, in ImageNet-C's layout."""
    root = tmp_path_factory.mktemp("corrupted")
    for file in sorted((shapes / "iid").rglob("*.png")):
        image = cv2.imread(str(file))
        for severity in (1, 2):
            for name, made in (
                ("brightness", image // (2 * severity)),
                ("gaussian_blur", cv2.GaussianBlur(image, (0, 0), 2 * severity)),
            ):
                target = root / name / str(severity) / file.relative_to(shapes / "iid")
                target.parent.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(target), made)
    return root


def test_figures_follow_from_the_network(shapes: Path, run: Path) -> None:
    result = evaluate(run, shapes)
    assert set(result.splits) == {"iid", "grey"}
    network, _ = open_run(run)
    for split in ("iid", "grey"):
        images = read_images("shift", shapes, split)
        batch = torch.stack([normalised(cv2.imread(str(path))[..., ::-1]) for path in images.paths()])
        with torch.inference_mode():
            logits = network(batch).numpy()
        said = read_predictions(run / "predictions" / f"{split}.npz")
        np.testing.assert_allclose(said.scores, logits, rtol=1e-4, atol=1e-4)
        wrong = 1 - accuracy_score(images.labels, logits.argmax(axis=1))
        assert result.splits[split].figures["top1_error"].value == pytest.approx(wrong)
    # the same pictures by name, so the gap is paired
    gap = result.splits["grey"].gap
    assert gap is not None
    assert gap.paired
    errors = {split: result.splits[split].figures["top1_error"].value for split in ("iid", "grey")}
    assert gap.value == pytest.approx(errors["grey"] - errors["iid"])
    assert gap.low <= gap.value <= gap.high
    assert result.splits["iid"].gap is None
    assert read_result(run) == result


def test_predictions_are_kept_and_alone_make_the_figures(shapes: Path, run: Path, tmp_path: Path) -> None:
    before = evaluate(run, shapes)
    times = {file: file.stat().st_mtime_ns for file in run.rglob("*.npz")}
    assert len(times) == 2
    assert evaluate(run, shapes) == before
    assert {file: file.stat().st_mtime_ns for file in run.rglob("*.npz")} == times
    evaluate(run, shapes, again=True)
    assert all(file.stat().st_mtime_ns > time for file, time in times.items())
    # a data set with fewer pictures is another one
    fewer = tmp_path / "fewer"
    shutil.copytree(shapes, fewer)
    (fewer / "iid" / "disc" / "0.png").unlink()
    assert evaluate(run, fewer, splits=["iid"]).splits["iid"].images == 23


def test_other_pictures_or_weights_are_predicted_anew(shapes: Path, run: Path, tmp_path: Path) -> None:
    before = evaluate(run, shapes)
    dark = tmp_path / "dark"  # the same names, other pictures
    for file in sorted(shapes.rglob("*.png")):
        target = dark / file.relative_to(shapes)
        target.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(target), cv2.imread(str(file)) // 4)
    said = read_predictions(run / "predictions" / "iid.npz").scores
    evaluate(run, dark)
    assert not np.allclose(read_predictions(run / "predictions" / "iid.npz").scores, said)
    assert evaluate(run, shapes).splits == before.splits
    network, _ = open_run(run)
    with torch.no_grad():
        next(network.parameters()).mul_(-1)
    save_weights(run / "model.safetensors", network)
    evaluate(run, shapes)
    assert not np.allclose(read_predictions(run / "predictions" / "iid.npz").scores, said)


def test_corruption_errors_relative_to_a_baseline(
    shapes: Path, run: Path, corrupted: Path, tmp_path: Path
) -> None:
    base = tmp_path / "base"
    shutil.copytree(run, base)
    first = evaluate(base, shapes, corrupted=corrupted)
    assert first.corruptions is not None
    assert set(first.corruptions.errors) == {"brightness", "gaussian_blur"}
    means = []
    for name, error in first.corruptions.errors.items():
        parts = [read_predictions(base / "predictions" / name / f"{severity}.npz") for severity in (1, 2)]
        by_hand = np.mean([1 - part.correct().mean() for part in parts])
        assert error == pytest.approx(by_hand)
        means.append(by_hand)
    assert first.corruptions.unnormalised.value == pytest.approx(np.mean(means))
    if min(means) > 0:
        again = evaluate(run, shapes, corrupted=corrupted, baseline=base)
        assert again.corruptions is not None
        assert again.corruptions.mce is not None
        assert again.corruptions.mce.value == pytest.approx(1.0)
    else:
        with pytest.raises(CaosError, match="makes no error under"):
            evaluate(run, shapes, corrupted=corrupted, baseline=base)


def test_mistakes_are_named(shapes: Path, run: Path, corrupted: Path, tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="unknown split"):
        evaluate(run, shapes, splits=["idd"])
    with pytest.raises(CaosError, match="say --iid; splits: grey"):
        evaluate(run, shapes, splits=["grey"])
    with pytest.raises(CaosError, match="not a run folder"):
        evaluate(tmp_path, shapes)
    evaluate(run, shapes)
    with pytest.raises(CaosError, match="no errors of the same corruptions"):
        evaluate(run, shapes, corrupted=corrupted, baseline=run)
    other = tmp_path / "other"
    shutil.copytree(shapes, other)
    shutil.copytree(other / "iid" / "disc", other / "iid" / "extra")
    with pytest.raises(CaosError, match="4 classes, not the 3 of the run"):
        evaluate(run, other, splits=["iid"])
