"""Score maps on disk: the same figures as without, resumed predictions, and folders that are no good."""

from __future__ import annotations

import json
import shutil

import cv2
import numpy as np
import pytest
from caos.segment import evaluate as evaluate_module
from caos.segment.datasets import StreetScenes
from caos.segment.detectors import DETECTORS
from caos.segment.evaluate import evaluate, evaluate_files
from caos.segment.evaluation.files import open_scores
from caos.segment.evaluation.network import NetworkSource
from caos.segment.evaluation.source import Remembered
from caos.segment.predict import predict_scores, prepare, save_prepared
from caos.segment.recipes import recipe
from caos.segment.train import train
from PIL import Image
from sklearn.metrics import roc_auc_score

from caos.errors import CaosError
from caos.training import read_description

FRAMES = ("t5/0", "t5/1", "t5/2", "t5/3")
SCORES = ("msp", "max_logit")


@pytest.fixture(scope="module")
def saved(trained, tmp_path_factory):
    """Score maps of the trained network."""
    folder = tmp_path_factory.mktemp("saved") / "scores"
    predict_scores(*trained, folder, scores=SCORES)
    return folder


@pytest.fixture
def foreign(tmp_path, trained):
    """Maps of a detector that knows the truth in part: float64, nothing else in the folder."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "foreign"
    for index in range(4):
        label = StreetScenes(trained[0], "test").read(index)[1]
        file = folder / "oracle" / f"{FRAMES[index]}.npy"
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, (label == 254) + rng.normal(size=label.shape))
    return folder


def without_provenance(result):
    return result.model_dump(exclude={"provenance"})


def test_a_recipe_tells_all_but_the_seed(trained, saved):
    recipes = json.loads((saved / "scores.json").read_text())["recipes"]
    first = recipe(read_description(trained[1]))
    assert recipes == {"model": first}
    assert (first["model"], first["training.epochs"], first["crop"]) == ("tiny", 6, None)
    description = read_description(trained[1])
    training = description.training.model_copy(update={"seed": 7, "workers": 2})
    options = {**description.options, "from": "runs/other", "from_weights": "abc"}
    again = description.model_copy(update={"training": training, "options": options})
    assert recipe(again) == first
    training = training.model_copy(update={"epochs": 7})
    assert recipe(again.model_copy(update={"training": training})) != first


def pictures(run):
    return {file.name: file.read_bytes() for file in (run / "gallery").iterdir()}


def test_saved_maps_give_the_figures_of_the_network_to_the_last_digit(trained, run_folder, saved, tmp_path):
    protocols = ("hendrycks", "pooled")
    direct = evaluate(trained[0], run_folder, scores=SCORES, protocols=protocols)
    kept = evaluate(trained[0], run_folder, scores=SCORES, protocols=protocols, keep=tmp_path / "kept")
    again = evaluate_files(saved, trained[0], tmp_path / "again", protocols=protocols)
    assert without_provenance(direct) == without_provenance(again) == without_provenance(kept)
    assert set(again.segmentation) == {"validation", "test"}
    assert pictures(run_folder) == pictures(tmp_path / "again")


def test_every_kind_of_detector_scores_alike_when_it_predicts_again(
    trained, run_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(evaluate_module, "_MEMORY", 0)
    kinds = ("msp", "sml", "vim", "knn", "dropout", "max_logit+guided")
    options = {"scores": kinds, "protocols": ("pooled",)}
    direct = evaluate(trained[0], run_folder, **options)
    kept = evaluate(trained[0], run_folder, **options, keep=tmp_path / "kept")
    assert without_provenance(direct) == without_provenance(kept)


def test_layout_and_what_made_the_maps(saved):
    files = {file.relative_to(saved).as_posix() for file in saved.rglob("*.*")}
    assert {"scores.json", "msp/t5/0.npy", "segmentation/test/t5/3.png"} < files
    assert len(files) == 1 + 2 * 4 + 2 * 4 + 2 * 2
    array = np.load(saved / "msp/t5/0.npy", allow_pickle=False)
    assert (array.dtype, array.shape) == (np.float32, (48, 64))
    told = json.loads((saved / "scores.json").read_text())
    assert (told["scores"], told["split"], told["model"]) == (["msp", "max_logit"], "test", "tiny")


def test_a_killed_prediction_goes_on_and_scores_are_added(trained, saved, tmp_path):
    folder = tmp_path / "scores"

    class Killed(BaseException):
        pass

    def kill(done, total, what):
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        predict_scores(*trained, folder, scores=SCORES, progress=kill)
    early = {file: file.stat().st_mtime_ns for file in folder.rglob("*.npy")}
    assert len(early) == 3 * 3
    with pytest.raises(CaosError, match=r"no map of 1 of 4 frames, 't5/3' first; a killed"):
        evaluate_files(folder, trained[0], tmp_path / "run")
    assert not (tmp_path / "run").exists()
    predict_scores(*trained, folder, scores=SCORES)
    assert all(file.stat().st_mtime_ns == time for file, time in early.items())
    for file in saved.rglob("*.*"):
        assert (folder / file.relative_to(saved)).read_bytes() == file.read_bytes()
    told = predict_scores(*trained, folder, scores=("energy",))
    assert told.scores == ("msp", "max_logit", "energy")
    assert len(list((folder / "energy").rglob("*.npy"))) == 4


def test_a_folder_of_another_run_is_refused(trained, run_folder, saved):
    weights = run_folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    before = (saved / "scores.json").read_bytes()
    with pytest.raises(CaosError, match=r"scores\.json: scores of other weights \(model\)"):
        predict_scores(trained[0], run_folder, saved, scores=SCORES)
    with pytest.raises(CaosError, match="scores of split 'test', not 'validation'"):
        predict_scores(*trained, saved, scores=SCORES, split="validation")
    assert (saved / "scores.json").read_bytes() == before


def test_any_pass_gives_the_same_maps(trained):
    prepared = prepare(*trained, scores=SCORES)
    source = prepared.test
    whole = list(source.frames())
    for index in range(4):
        (alone,) = source.frames(("max_logit",), [index])
        assert np.array_equal(alone.scores["max_logit"], whole[index].scores["max_logit"])
        assert np.array_equal(alone.prediction, whole[index].prediction)


def test_remembered_frames_are_not_predicted_again(trained, monkeypatch):
    prepared = prepare(*trained, scores=SCORES)
    one_frame = next(prepared.test.frames()).nbytes
    remembered = Remembered(prepared.test, 3 * one_frame)
    first = list(remembered.frames())
    asked = []
    frames = NetworkSource.frames

    def spy(self, names=None, indices=None):
        asked.extend(indices)
        return frames(self, names, indices)

    monkeypatch.setattr(NetworkSource, "frames", spy)
    second = list(remembered.frames(("msp",)))
    assert asked == [3]
    assert [frame.index for frame in second] == [0, 1, 2, 3]
    for one, two in zip(first, second, strict=True):
        assert list(two.scores) == ["msp"]
        assert np.array_equal(one.scores["msp"], two.scores["msp"])


def test_maps_from_elsewhere(trained, foreign, tmp_path):
    result = evaluate_files(foreign, trained[0], tmp_path / "run", protocols=("pooled",))
    labels, scores = [], []
    for index, name in enumerate(FRAMES):
        labels.append(StreetScenes(trained[0], "test").read(index)[1] == 254)
        scores.append(np.load(foreign / "oracle" / f"{name}.npy"))
    expected = roc_auc_score(np.stack(labels).ravel(), np.stack(scores).ravel())
    assert result.protocols["pooled"].methods["oracle"].auroc == pytest.approx(expected, abs=1e-12)
    assert (result.model, result.segmentation) == ("foreign", {})
    assert all(item.prediction is None for item in result.gallery)


@pytest.mark.parametrize("kind", ["flat", "one score", "npz", "tif"])
def test_other_layouts_and_kinds(trained, foreign, tmp_path, kind):
    expected = evaluate_files(foreign, trained[0], tmp_path / "before", protocols=("pooled",))
    folder = foreign
    for name in FRAMES:
        file = foreign / "oracle" / f"{name}.npy"
        array = np.load(file)
        if kind == "flat":
            file.rename(foreign / "oracle" / file.name)
        elif kind == "npz":
            np.savez_compressed(file.with_suffix(".npz"), array[None])
        elif kind == "tif":
            cv2.imwrite(str(file.with_suffix(".tif")), array.astype(np.float32))
        if kind in ("npz", "tif"):
            file.unlink()
    (foreign / "oracle/README.txt").write_text("not a map")
    if kind == "one score":
        folder = foreign / "oracle"
    result = evaluate_files(folder, trained[0], tmp_path / "run", protocols=("pooled",))
    one, two = (each.protocols["pooled"].methods["oracle"].auroc for each in (expected, result))
    assert one == pytest.approx(two, abs=1e-4 if kind == "tif" else 0)


def spoil(foreign, array):
    np.save(foreign / "oracle/t5/2.npy", array)


GOOD = np.zeros((48, 64), dtype=np.float32)


@pytest.mark.parametrize(
    ("array", "told"),
    [
        (GOOD[:24], r"t5/2\.npy: 64x24 pixels, its frame 64x48 pixels"),
        (GOOD.astype(np.float16), r"t5/2\.npy: float16 scores tie in their thousands"),
        (np.where(np.arange(64) == 5, np.nan, GOOD), r"t5/2\.npy: 48 of 3072 scores are NaN"),
        (GOOD.astype(np.uint8), r"t5/2\.npy: scores of dtype uint8; save the maps as float32"),
        (np.stack([GOOD, GOOD]), r"t5/2\.npy: an array of shape \(2, 48, 64\)"),
    ],
)
def test_maps_that_are_no_good(trained, foreign, tmp_path, array, told):
    spoil(foreign, array)
    with pytest.raises(CaosError, match=told):
        evaluate_files(foreign, trained[0], tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_broken_files(trained, foreign, tmp_path):
    file = foreign / "oracle/t5/2.npy"
    data = file.read_bytes()
    spoil(foreign, np.array([[{}]], dtype=object))
    with pytest.raises(CaosError, match=r"t5/2\.npy: not a readable score map \(Python objects"):
        evaluate_files(foreign, trained[0], tmp_path / "run")
    for broken in (b"", data[:200], b"junk"):
        file.write_bytes(broken)
        with pytest.raises(CaosError, match=r"t5/2\.npy: not a readable score map"):
            evaluate_files(foreign, trained[0], tmp_path / "run")


def test_folders_that_do_not_fit(trained, foreign, tmp_path):
    data = trained[0]

    def refused(told, folder=foreign, **options):
        with pytest.raises(CaosError, match=told):
            evaluate_files(folder, data, tmp_path / "run", **options)
        assert not (tmp_path / "run").exists()

    refused("no such folder; make it with", folder=tmp_path / "none")
    refused("no scores called 'orakle'; there are: oracle", scores=("orakle",))
    refused("unknown protocol", protocols=("pool",))
    (tmp_path / "empty").mkdir()
    refused(r"empty: no score maps; expected <score>/<town>/<stem>\.npy", folder=tmp_path / "empty")
    np.savez(foreign / "oracle/t5/1.npz", GOOD)
    refused("a second map of frame 't5/1'")
    (foreign / "oracle/t5/1.npz").rename(foreign / "oracle/t5/77.npz")
    refused(r"77\.npz: the test split of .* has no frame 't5/77'")
    (foreign / "oracle/t5/77.npz").unlink()
    (foreign / "oracle/t5/0.npy").unlink()
    refused("no map of 1 of 4 frames, 't5/0' first")


def test_class_maps_that_do_not_fit(trained, saved, tmp_path):
    folder = shutil.copytree(saved, tmp_path / "scores")
    file = folder / "segmentation/test/t5/1.png"
    Image.fromarray(np.full((48, 64), 14, np.uint8)).save(file)
    with pytest.raises(CaosError, match=r"t5/1\.png: class index 14, but there are 13 classes"):
        evaluate_files(folder, trained[0], tmp_path / "run")
    Image.fromarray(np.zeros((48, 32), np.uint8)).save(file)
    with pytest.raises(CaosError, match=r"t5/1\.png: 32x48 pixels, its frame 64x48 pixels"):
        evaluate_files(folder, trained[0], tmp_path / "run")


def test_all_is_every_detector_that_works_here(trained):
    prepared = prepare(*trained, scores=("all",))
    assert set(prepared.description.scores) | set(prepared.description.left_out) == set(DETECTORS)
    assert {"msp", "max_logit", "background", "energy", "entropy"} <= set(prepared.description.scores)


def test_scores_of_this_split_only(trained, saved):
    dataset = StreetScenes(trained[0], "validation")
    with pytest.raises(CaosError, match=r"the validation split of .* has no frame 't5/0'"):
        open_scores(saved, dataset)


def test_companions_are_named_with_their_weights(trained, tmp_path):
    data, run = trained
    (tmp_path / "ae.toml").write_text(
        'method = "autoencoder"\n[autoencoder]\nwidth = 4\nlatent = 2\n'
        '[training]\nprecision = "32"\nepochs = 1\nbatch_size = 4\n'
    )
    companion = train(data, tmp_path / "ae", config=tmp_path / "ae.toml", progress=False)
    prepared = prepare(data, run, scores=("all",), companions={"autoencoder": companion})
    assert "autoencoder" in prepared.description.scores
    assert {"model", "autoencoder"} == set(prepared.description.weights)
    assert "needs a companion run" in prepared.description.left_out["confidence"]
    without = prepare(data, run, scores=("msp",))
    folder = tmp_path / "scores"
    save_prepared(without, folder)
    told = predict_scores(data, run, folder, scores=("autoencoder",), companions={"autoencoder": companion})
    assert told.scores == ("msp", "autoencoder")
    with pytest.raises(CaosError, match="detector 'autoencoder' needs a companion run"):
        prepare(data, run, scores=("msp", "autoencoder"))
