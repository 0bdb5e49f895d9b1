"""Studies and runs that are wrong: one line each, naming what and the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from caos.classify.predictions import read_predictions, write_predictions
from caos.classify.study import compute_study, load_study, read_runs

from caos.errors import CaosError
from caos.metrics.classification import Predictions

from .conftest import MakeRun

GOOD = """
title = "trial"
baseline = "base"
[models.base]
kind = "baseline"
runs = ["base0", "base1"]
[models.aug]
kind = "diverse-augmentation"
runs = ["aug0", "aug1"]
[shifts.night]
natural = true
"""
IMAGES = 12


@pytest.fixture
def study(make_run: MakeRun, tmp_path: Path) -> Path:
    """Two models of two trainings, with corruptions."""
    for number, name in enumerate(("base0", "base1", "aug0", "aug1")):
        rng = np.random.default_rng(number)
        splits = {split: rng.random(IMAGES) < 0.5 for split in ("iid", "night")}
        corrupted = {f"fog/{severity}": rng.random(IMAGES) < 0.5 for severity in (1, 2)}
        make_run(name, splits, corrupted, seed=number % 2)
    file = tmp_path / "study.toml"
    file.write_text(GOOD)
    return file


def told(file: Path) -> str:
    """The one line that a study is refused with."""
    with pytest.raises(CaosError) as caught:
        compute_study(config := load_study(file), read_runs(config, file.parent))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('baseline = "base"', 'baseline = "bsae"', "unknown model in baseline 'bsae' (did you mean 'base'?)"),
        ('kind = "baseline"', 'kind = "other"', "models.base.kind = 'other': the study's baseline"),
        ('"diverse-augmentation"', '"diverse"', "models.aug.kind"),
        ('runs = ["aug0", "aug1"]', "runs = []", "models.aug.runs"),
        ('runs = ["aug0", "aug1"]', 'runs = ["aug0", "aug1"]\nrun = 1', "unknown key 'models.aug.run'"),
        (
            'runs = ["aug0", "aug1"]',
            'runs = ["aug0", "aug1"]\nbaseline = "bass"',
            "unknown models.aug.baseline 'bass' (did you mean 'base'?)",
        ),
        (
            'runs = ["aug0", "aug1"]',
            'runs = ["aug0", "aug1"]\nbaseline = "aug"',
            "unknown models.aug.baseline 'aug'",
        ),
        (
            'runs = ["base0", "base1"]',
            'runs = ["base0", "base1"]\nbaseline = "aug"',
            "one of kind 'baseline' is compared with none",
        ),
        ('"aug1"', '"aug7"', "aug7: no such run; train it with  caos classify train"),
        ('"aug1"', '"base1"', "models.aug.runs: 'base1' is also in models.base.runs; name it once"),
        ('"aug1"', '"./aug0"', "models.aug.runs: './aug0' is also in models.aug.runs"),
        (
            '"aug0", "aug1"',
            '"aug0"',
            "models.aug.runs: 1 run (seed 0), its baseline 'base' has 2 runs (seed 0, 1)",
        ),
        ("[shifts.night]", "[shifts.nihgt]", "unknown split in shifts 'nihgt' (did you mean 'night'?)"),
        ("[shifts.night]", "[shifts.iid]", "unknown split in shifts 'iid'"),
    ],
)
def test_wrong_studies(study: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    study.write_text(GOOD.replace(old, new))
    assert message in told(study)


def rewrite(file: Path, **changes: object) -> None:
    """Predictions with other arrays."""
    old = read_predictions(file)
    arrays = {"scores": old.scores, "labels": old.labels, "names": old.names} | changes
    file.unlink()
    write_predictions(file, Predictions(**arrays, kind="logits"))  # type: ignore[arg-type]


def test_runs_that_are_not_evaluated(study: Path) -> None:
    run = study.parent / "aug1"
    (run / "predictions" / "night.npz").unlink()
    assert told(study).endswith(
        f"night.npz: no such file; make it with  caos classify eval --run {run} --data data"
    )
    (run / "classification.json").unlink()
    assert f"make it with  caos classify eval --run {run}" in told(study)


def test_runs_evaluated_on_other_splits(study: Path, make_run: MakeRun) -> None:
    wrong = np.arange(IMAGES) % 2 == 0
    shutil.rmtree(study.parent / "base0")
    base = make_run("base0", {"iid": wrong})
    # the one that lacks something is named, first or not
    assert told(study) == (
        f"{base}: not evaluated on the split 'night', as {study.parent / 'base1'} is; do it with  "
        f"caos classify eval --run {base} --data data"
    )
    shutil.rmtree(base)
    make_run("base0", {"iid": wrong, "night": wrong})
    assert f"{base}: not evaluated on the corruption 'fog', as" in told(study)
    assert told(study).endswith(f"caos classify eval --run {base} --data data --corrupted DIR")
    make_run("base0", {"iid": wrong, "night": wrong}, {"fog/1": wrong, "fog/3": wrong})
    assert "fog at severities 1, 2," in told(study)
    assert "base0 has 1, 3" in told(study)


def test_runs_on_other_images(study: Path) -> None:
    file = study.parent / "aug1" / "predictions" / "night.npz"
    before = file.read_bytes()
    said = read_predictions(file)
    rewrite(file, names=np.char.add(said.names, "x"))
    assert "aug1: night: image class0/0000.pngx, " in told(study)
    file.write_bytes(before)
    scores = np.concatenate([said.scores, np.full((IMAGES, 1), -50, np.float32)], axis=1)
    rewrite(file, scores=scores)
    assert "aug1: night: 4 classes, " in told(study)
    file.write_bytes(before)
    # another label, and scores that get it as right or wrong as before
    labels, scores = said.labels.copy(), said.scores.copy()
    labels[0], scores[0] = (labels[0] + 1) % 3, np.roll(scores[0], 1)
    rewrite(file, labels=labels, scores=scores)
    assert "aug1: night: class0/0000.png is class 1, for " in told(study)


def test_runs_with_fewer_images(study: Path, make_run: MakeRun) -> None:
    wrong = np.arange(IMAGES - 1) % 2 == 0
    make_run("aug1", {"iid": wrong, "night": wrong}, {"fog/1": wrong, "fog/2": wrong}, seed=1)
    assert "aug1: iid: 11 images, " in told(study)
    make_run("aug1", {"iid": wrong[:4], "night": wrong}, {"fog/1": wrong, "fog/2": wrong}, seed=1)
    assert "iid.npz: 4 images; at least 5 are needed" in told(study)


def test_predictions_of_another_evaluation(study: Path) -> None:
    for place in ("night", "fog/2"):
        file = study.parent / "aug0" / "predictions" / f"{place}.npz"
        before = file.read_bytes()
        rewrite(file, scores=np.roll(read_predictions(file).scores, 1, axis=0))
        assert f"predictions of '{place.split('/')[0]}' are not those of classification.json" in told(study)
        file.write_bytes(before)
    rewrite(file, names=np.char.add(read_predictions(file).names, "x"))
    assert "not the images of 'iid'" in told(study)
    shutil.rmtree(file.parent)
    assert "predictions of 'fog' are not those of classification.json" in told(study)


def test_several_labels_per_image(study: Path) -> None:
    rewrite(study.parent / "aug0" / "predictions" / "iid.npz", labels=np.ones((IMAGES, 3), np.bool_))
    assert "iid.npz: several labels per image" in told(study)


def test_one_training_twice(study: Path) -> None:
    shutil.rmtree(study.parent / "aug1")
    shutil.copytree(study.parent / "aug0", study.parent / "aug1")
    assert "say exactly the same of 'iid': one training, twice" in told(study)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 0}, "'aug0' and 'aug1' both have seed 0; train one of them with another  --seed"),
        ({"seed": 1, "schedule": ("augmix",)}, "differ in their schedule (none and augmix)"),
        ({"seed": 1, "model": "resnet50"}, "differ in their model (resnet_small and resnet50)"),
        ({"seed": 5}, "models.aug.runs: 2 runs (seed 0, 5), its baseline 'base' has 2 runs (seed 0, 1)"),
    ],
)
def test_runs_of_another_recipe_or_seed(
    study: Path, make_run: MakeRun, change: dict[str, object], message: str
) -> None:
    wrong = np.arange(IMAGES) % 2 == 0
    make_run("aug1", {"iid": wrong, "night": wrong}, {"fog/1": wrong, "fog/2": wrong}, **change)
    assert message in told(study)


def test_gaps_from_another_split(study: Path) -> None:
    file = study.parent / "aug1" / "classification.json"
    file.write_text(file.read_text().replace('"iid": "iid"', '"iid": "night"'))
    assert "gaps are measured from 'night'" in told(study)


def test_nothing_but_iid(study: Path, make_run: MakeRun) -> None:
    for number, name in enumerate(("base0", "base1", "aug0", "aug1")):
        shutil.rmtree(study.parent / name)
        make_run(name, {"iid": np.random.default_rng(number).random(IMAGES) < 0.5}, seed=number % 2)
    study.write_text(GOOD.replace("[shifts.night]\nnatural = true\n", ""))
    assert "evaluated on 'iid' alone; a study needs shifts or corruptions" in told(study)


def test_a_baseline_without_errors_under_a_corruption(study: Path, make_run: MakeRun) -> None:
    right = np.zeros(IMAGES, np.bool_)
    for seed in (0, 1):
        wrong = np.arange(IMAGES) % (2 + seed) == 0
        make_run(f"base{seed}", {"iid": wrong, "night": wrong}, {"fog/1": right, "fog/2": right}, seed=seed)
    assert "models.base: makes no error under fog; nothing can be divided by that" in told(study)


def test_corruptions_alone_will_do(study: Path, make_run: MakeRun) -> None:
    for number, name in enumerate(("base0", "base1", "aug0", "aug1")):
        shutil.rmtree(study.parent / name)
        wrong = np.random.default_rng(number).random((3, IMAGES)) < 0.5
        make_run(name, {"iid": wrong[0]}, {"fog/1": wrong[1], "fog/2": wrong[2]}, seed=number % 2)
    study.write_text(GOOD.replace("[shifts.night]\nnatural = true\n", ""))
    computed = compute_study(config := load_study(study), read_runs(config, study.parent))
    assert list(computed.models["aug"].summary) == ["iid", "corruptions", "mce"]
