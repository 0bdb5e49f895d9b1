from __future__ import annotations

import shutil

import numpy as np
import pytest
import torch
from caos.segment.datasets import StreetScenes
from caos.segment.evaluate import evaluate
from caos.segment.gallery import choose, colour_map
from caos.segment.predict import load_run
from caos.segment.segmenter import Segmenter
from caos.segment.train import train
from PIL import Image
from sklearn.metrics import average_precision_score, jaccard_score, roc_auc_score

from caos.errors import CaosError
from caos.frames import write_label_set
from caos.labels import bdd_anomaly
from caos.metrics import OODMetrics
from caos.runs import read_result

CONFIG = """
model = "tiny"
[training]
precision = "32"
batch_size = 4
"""


@pytest.fixture(scope="module")
def result(evaluated):
    return evaluated[2]


@pytest.fixture(scope="module")
def evaluated(trained, tmp_path_factory):
    """Data set, a run folder with its result, the result."""
    run = tmp_path_factory.mktemp("evaluated") / "run"
    shutil.copytree(trained[1], run, ignore=shutil.ignore_patterns("*.ckpt"))
    return trained[0], run, evaluate(trained[0], run)


def test_figures_equal_scikit_learn_on_the_same_logits(trained, result):
    data, run = trained
    dataset = StreetScenes(data, "test")
    segmenter = Segmenter(load_run(run, dataset.label_set)[0])
    auroc, aupr, predictions, truths, pooled = [], [], [], [], ([], [])
    for index in range(len(dataset)):
        image, label = dataset[index]
        logits = segmenter(image[None]).logits[0].numpy()
        anomaly, score = label.numpy() == 254, -logits.max(axis=0)
        predictions.append(logits.argmax(axis=0)[~anomaly])
        truths.append(label.numpy()[~anomaly])
        pooled[0].append(anomaly.ravel())
        pooled[1].append(score.ravel())
        if anomaly.any():
            auroc.append(roc_auc_score(anomaly.ravel(), score.ravel()))
            aupr.append(average_precision_score(anomaly.ravel(), score.ravel()))
    hendrycks = result.protocols["hendrycks"]
    assert (hendrycks.images, hendrycks.skipped_images) == (3, 1)
    # Batches of two and of one may differ in the last bits of the logits, and so may ranks.
    assert hendrycks.methods["max_logit"].auroc == pytest.approx(np.mean(auroc), abs=1e-3)
    assert hendrycks.methods["max_logit"].aupr == pytest.approx(np.mean(aupr), abs=1e-2)
    truth, scores = (np.concatenate(part) for part in pooled)
    assert result.protocols["pooled"].methods["max_logit"].auroc == pytest.approx(
        roc_auc_score(truth, scores), abs=1e-3
    )
    assert result.anomaly_share == pytest.approx(truth.mean())
    guess, right = np.concatenate(predictions), np.concatenate(truths)
    present = np.union1d(guess, right)
    miou = jaccard_score(right, guess, labels=present, average="macro", zero_division=0)
    assert result.segmentation["test"].miou == pytest.approx(miou, abs=5e-3)


def test_result_is_on_disk_whole(evaluated):
    _, run, result = evaluated
    assert read_result(run) == result
    assert set(result.protocols["pooled"].methods) == {"msp", "max_logit", "background", "energy", "entropy"}
    assert set(result.segmentation) == {"validation", "test"}
    assert len(result.training["val_miou"]) == 6
    assert result.provenance.seed == 0
    assert all(len(curve.fpr) == len(curve.tpr) <= 200 for curve in result.curves.values())


def test_gallery_pictures_are_small_and_all_there(evaluated):
    _, run, result = evaluated
    ranks = [item.rank for item in result.gallery]
    assert ranks == ["best", "best", "worst"]
    for item in result.gallery:
        for name in (item.image, item.truth, item.prediction, *item.scores.values(), *item.levels.values()):
            with Image.open(run / name) as picture:
                assert picture.size == (64, 48)
        assert set(item.scores) == set(item.figures)


def test_gallery_takes_best_median_and_worst_once_each():
    def figures(count):
        values = np.random.default_rng(0).permutation(count) / count
        return [{"msp": OODMetrics(float(value), 0.5, 0.5)} for value in values], values

    rows, values = figures(9)
    chosen = choose([*rows, {"msp": None}], "msp")
    assert [choice.rank for choice in chosen] == ["best"] * 2 + ["median"] * 2 + ["worst"] * 2
    assert [values[choice.index] * 9 for choice in chosen] == pytest.approx([8, 7, 5, 4, 1, 0])
    for count in range(1, 7):
        indices = [choice.index for choice in choose(figures(count)[0], "msp")]
        assert len(indices) == len(set(indices)) == count
    assert choose([{"msp": None}], "msp") == []


def test_colour_map_survives_constants_and_infinities():
    scores = np.array([[-np.inf, 0.0], [1.0, np.inf]], dtype=np.float32)
    picture = colour_map(scores)
    assert (picture[0, 0] == colour_map(np.array([[0.0, 1.0]], np.float32))[0, 0]).all()
    assert colour_map(np.zeros((3, 3), np.float32)).shape == (3, 3, 3)


def test_background_is_left_out_where_there_is_no_such_class(tmp_path, make_scenes):
    data = make_scenes(tmp_path / "data")
    write_label_set(
        data, bdd_anomaly(["motorcycle"])
    )  # disk ids 1..19 without 18 are classes: all ids here are valid
    for file in (data / "test/annotations").rglob("*.png"):
        ids = np.asarray(Image.open(file)).copy()
        ids[ids == 14] = 18
        Image.fromarray(ids).save(file)
    (tmp_path / "c.toml").write_text(CONFIG)
    run = train(data, tmp_path / "run", config=tmp_path / "c.toml", epochs=1, progress=False)
    result = evaluate(data, run, scores=("msp", "background"), protocols=("pooled",))
    assert set(result.protocols["pooled"].methods) == {"msp"}
    assert "left out: background" in result.protocols["pooled"].description
    assert "no class 'background'" in result.left_out["background"]
    with pytest.raises(CaosError, match="no score to evaluate"):
        evaluate(data, run, scores=("background",))


def test_mistakes_are_told_in_one_line(trained, tmp_path, make_scenes):
    data, run = trained
    with pytest.raises(CaosError, match=r"unknown score 'maxlogit'"):
        evaluate(data, run, scores=("maxlogit",))
    with pytest.raises(CaosError, match="unknown protocol"):
        evaluate(data, run, protocols=("hendriks",))
    with pytest.raises(CaosError, match="not a run folder"):
        evaluate(data, tmp_path / "none")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/run.json").write_bytes((run / "run.json").read_bytes())
    with pytest.raises(CaosError, match=r"model\.safetensors: no such weights; train first"):
        evaluate(data, tmp_path / "empty")
    other = make_scenes(tmp_path / "other")
    write_label_set(other, bdd_anomaly(["train"]))
    with pytest.raises(CaosError, match="trained on the 13 classes of streethazards"):
        evaluate(other, run)
    (other / "test/test.odgt").unlink()
    with pytest.raises(CaosError, match="has no test split"):
        evaluate(other, run)


def test_a_test_split_without_anomalies(tmp_path, trained, make_scenes):
    clean = make_scenes(tmp_path / "clean", clean_test_images=4)
    with pytest.raises(CaosError, match="none of 4 images has both normal and anomalous pixels"):
        evaluate(clean, trained[1])


def test_bf16_and_float32_agree_roughly_and_logits_are_float32(trained):
    data, run = trained
    dataset = StreetScenes(data, "test")
    network, _ = load_run(run, dataset.label_set)
    image = dataset[1][0][None]
    exact, rounded = (Segmenter(network, precision=name)(image).logits for name in ("32", "bf16"))
    assert exact.dtype == rounded.dtype == torch.float32
    assert (exact.argmax(1) == rounded.argmax(1)).float().mean() > 0.97
