"""Published weights as a run, and runs on data with some of their classes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from caos.classify.datasets import read_images
from caos.classify.evaluation.evaluate import evaluate
from caos.classify.evaluation.predict import open_run, predict
from caos.classify.models import build_model
from caos.classify.training.adopt import adopt
from typer.testing import CliRunner

from caos.cli.classify import app
from caos.errors import CaosError

RECIPE = 'model = "resnet_small"\n[data]\nsize = 24\nresize = 24\n[augment]\nschedule = ["speckle"]\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "recipe.toml"
    file.write_text(RECIPE)
    return file


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A checkpoint as published ones are: DataParallel's names, an epoch and an optimiser beside them."""
    network = build_model("resnet_small", 3, seed=7)
    state = {f"module.{name}": tensor for name, tensor in network.state_dict().items()}
    torch.save({"epoch": 30, "arch": "resnet", "state_dict": state}, tmp_path / "published.pth.tar")
    return tmp_path / "published.pth.tar"


def test_an_adopted_run_is_evaluated(shapes: Path, config: Path, weights: Path, tmp_path: Path) -> None:
    run = adopt(weights, shapes, tmp_path / "run", config=config)
    network, description = open_run(run)
    expected = build_model("resnet_small", 3, seed=7).state_dict()
    assert all(torch.equal(tensor, expected[name]) for name, tensor in network.state_dict().items())
    assert description.classes == read_images("shift", shapes, "train").classes
    assert description.options["adopted"] == str(weights)
    result = evaluate(run, shapes)
    assert "train" not in result.splits
    assert result.schedule == ("speckle",)
    with pytest.raises(CaosError, match="is a run already"):
        adopt(weights, shapes, run, config=config)


def test_weights_that_do_not_fit_leave_nothing(
    shapes: Path, config: Path, weights: Path, tmp_path: Path
) -> None:
    config.write_text(RECIPE.replace("resnet_small", "resnet_small_wide"))
    with pytest.raises(CaosError, match="give weights of this model"):
        adopt(weights, shapes, tmp_path / "run", config=config)
    with pytest.raises(CaosError, match="no such weights"):
        adopt(tmp_path / "none.pth", shapes, tmp_path / "run", config=config)
    with pytest.raises(CaosError, match="no such folder"):
        adopt(weights, tmp_path / "none", tmp_path / "run", config=config)
    assert not (tmp_path / "run").exists()


def test_the_command(shapes: Path, config: Path, weights: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    options = ["--data", str(shapes), "--out", str(out), "--config", str(config)]
    told = CliRunner().invoke(app, ["adopt", str(weights), *options])
    assert told.exit_code == 0, told.output
    assert sorted(file.name for file in out.iterdir()) == ["model.safetensors", "run.json"]


def test_some_of_the_classes(shapes: Path, config: Path, weights: Path, tmp_path: Path) -> None:
    """As ImageNet-R's 200 of 1000: their logits alone, in the order of the split's classes."""
    run = adopt(weights, shapes, tmp_path / "run", config=config)
    network, description = open_run(run)
    whole = read_images("shift", shapes, "iid")
    first, *_, last = whole.classes
    shutil.copytree(shapes / "iid" / first, tmp_path / "two" / "iid" / first)
    shutil.copytree(shapes / "iid" / last, tmp_path / "two" / "iid" / last)
    part = read_images("shift", tmp_path / "two", "iid")
    assert part.classes == (first, last)
    said, among_all = predict(network, description, part), predict(network, description, whole)
    rows = [among_all.names.tolist().index(name) for name in said.names]
    np.testing.assert_allclose(said.scores, among_all.scores[rows][:, [0, 2]], rtol=1e-5, atol=1e-5)
    assert sorted(set(said.labels.tolist())) == [0, 1]


def test_other_classes_are_named(shapes: Path, config: Path, weights: Path, tmp_path: Path) -> None:
    run = adopt(weights, shapes, tmp_path / "run", config=config)
    network, description = open_run(run)
    source = shapes / "iid" / read_images("shift", shapes, "iid").classes[0]
    shutil.copytree(source, tmp_path / "strange" / "iid" / "zebra")
    with pytest.raises(CaosError, match="'zebra' is none of them"):
        predict(network, description, read_images("shift", tmp_path / "strange", "iid"))
