"""Trainings of all methods, at the smallest size, and the detectors that score with them."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch
from caos.segment.companions import read_companions
from caos.segment.datasets import StreetScenes
from caos.segment.detectors import Setting, make_detector
from caos.segment.methods import refuse_without_classes, trained_network
from caos.segment.segmenter import FeatureNetwork, Segmenter
from caos.segment.tasks import AutoencoderTask, ConfidenceTask, EnergyTask, EntropyTask
from caos.segment.train import train

from caos.errors import CaosError
from caos.labels import STREETHAZARDS, bdd_anomaly
from caos.scores import SCORES
from caos.training import read_description, read_log

QUICK = """
[training]
precision = "32"
epochs = 2
batch_size = 4
learning_rate = 0.02
[data]
crop = [32, 48]
[autoencoder]
width = 4
latent = 2
"""

TASKS = {
    "autoencoder": AutoencoderTask,
    "confidence": ConfidenceTask,
    "entropy": EntropyTask,
    "energy": EnergyTask,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory, make_scenes):
    return make_scenes(tmp_path_factory.mktemp("scenes") / "data")


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    file = tmp_path_factory.mktemp("config") / "quick.toml"
    file.write_text(QUICK)
    return file


@pytest.fixture(scope="module")
def standard(tmp_path_factory, data, quick):
    return train(
        data, tmp_path_factory.mktemp("standard") / "run", config=quick, model="tiny", progress=False
    )


def started(method, standard):
    if method in ("entropy", "energy"):
        return {"method": method, "start": standard, "negatives": "shapes"}
    return {"method": method, "model": "tiny"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory, data, quick, standard):
    folder = tmp_path_factory.mktemp("runs")
    return {
        method: train(data, folder / method, config=quick, progress=False, **started(method, standard))
        for method in TASKS
    }


class Killed(BaseException):
    """Stands for SIGKILL."""


@pytest.mark.parametrize("method", TASKS)
def test_killed_and_resumed_equals_uninterrupted(method, data, quick, standard, runs, tmp_path, monkeypatch):
    arguments = {"config": quick, "progress": False, **started(method, standard)}
    steps = iter(range(100))
    loss = TASKS[method].loss

    def dying_loss(self, batch):
        if next(steps) == 3:  # two steps an epoch: in the middle of the second
            raise Killed
        return loss(self, batch)

    with monkeypatch.context() as patch:
        patch.setattr(TASKS[method], "loss", dying_loss)
        with pytest.raises(Killed):
            train(data, tmp_path / "killed", **arguments)
    killed = train(data, tmp_path / "killed", resume=True, **arguments)
    for file in ("model.safetensors", "run.json"):
        assert (killed / file).read_bytes() == (runs[method] / file).read_bytes()
    before, after = read_log(runs[method]), read_log(killed)
    assert {name: values for name, values in before.items() if name != "seconds"} == {
        name: values for name, values in after.items() if name != "seconds"
    }


def test_the_run_folder_tells_method_and_parameters(runs, standard):
    assert "method" not in read_description(standard).options
    ae = read_description(runs["autoencoder"])
    assert (ae.model, ae.options["method"], ae.options["autoencoder.latent"]) == ("autoencoder",) * 2 + (2,)
    assert read_description(runs["confidence"]).options["confidence.budget"] == 0.3
    energy = read_description(runs["energy"])
    assert (energy.model, energy.options["from"]) == ("tiny", str(standard))
    assert energy.options["exposure.negatives"] == "shapes"
    assert set(read_log(runs["entropy"])) >= {"val_auroc", "val_miou"}


def test_other_parameters_do_not_resume(data, quick, runs, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(runs["confidence"], run)
    with pytest.raises(CaosError, match="trained with --method confidence, not standard"):
        train(data, run, config=quick, model="tiny", resume=True)
    other = tmp_path / "other.toml"
    other.write_text(QUICK + "[confidence]\nbudget = 0.5\n")
    with pytest.raises(CaosError, match=r"confidence\.budget = 0\.3, not 0\.5"):
        train(data, run, config=other, model="tiny", method="confidence", resume=True)


def test_exposure_starts_from_the_weights_it_is_given(data, quick, standard, tmp_path, monkeypatch):
    seen = []

    def look(self, batch):
        seen.append({name: value.clone() for name, value in self.network.state_dict().items()})
        raise Killed

    monkeypatch.setattr(EnergyTask, "loss", look)
    with pytest.raises(Killed):
        train(data, tmp_path / "run", config=quick, progress=False, **started("energy", standard))
    wanted = trained_network(standard).state_dict()
    assert all(torch.equal(value, wanted[name]) for name, value in seen[0].items())


def test_autoencoders_train_for_the_thesis_s_ten_epochs_unless_told(data, quick, tmp_path, monkeypatch):
    from caos.segment import train as module

    epochs = []
    monkeypatch.setattr(module, "fit", lambda *arguments, **_: epochs.append(arguments[3].epochs))
    silent = tmp_path / "silent.toml"
    silent.write_text(QUICK.replace("epochs = 2\n", ""))
    for number, (config, options) in enumerate(
        [(silent, {}), (quick, {}), (silent, {"epochs": 4}), (silent, {"method": "confidence"})]
    ):
        options = {"method": "autoencoder", "model": "tiny"} | options
        train(data, tmp_path / str(number), config=config, **options)
    assert epochs == [10, 2, 4, 20]


def test_mistakes_are_told_in_one_line_and_leave_nothing(data, quick, standard, runs, tmp_path):
    def told(**options):
        with pytest.raises(CaosError) as caught:
            train(data, tmp_path / "run", **{"config": quick, "progress": False, **options})
        assert not (tmp_path / "run").exists()
        assert "\n" not in str(caught.value)
        return str(caught.value)

    assert "add  --from RUN" in told(method="energy", negatives="shapes")
    assert "add  --negatives DIR" in told(method="energy", start=standard)
    assert "takes no --from" in told(method="confidence", start=standard, model="tiny")
    assert "takes no --negatives" in told(negatives="shapes", model="tiny")
    exposed = {"method": "entropy", "negatives": "shapes"}
    assert "--from takes a standard run" in told(start=runs["confidence"], **exposed)
    assert "not a run folder" in told(start=tmp_path / "nothing", **exposed)
    assert "leave one out" in told(start=standard, model="pspnet_resnet18", **exposed)
    assert "no such folder" in told(method="entropy", start=standard, negatives=str(tmp_path / "nowhere"))
    # a data set without a manifest: nobody knows what its anomalies are
    assert "manifest.parquet" in told(method="entropy", start=standard, negatives=str(data))


def test_rendered_negatives_train_where_they_are_no_test_anomalies(
    data, quick, standard, tmp_path, make_scenes, manifests
):
    shown = make_scenes(tmp_path / "negatives", seed=9)
    manifests.negatives(shown, ("gong", "bell"))
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    manifests.evaluated(copy, ("gong_2", "bell"))
    arguments = {"config": quick, "epochs": 1, "start": standard, "negatives": str(shown), "progress": False}
    with pytest.raises(CaosError, match="negatives are never test anomalies"):
        train(copy, tmp_path / "run", method="energy", **arguments)
    manifests.evaluated(copy, ("stool", "chair"))
    run = train(copy, tmp_path / "run", method="energy", **arguments)
    assert json.loads((run / "run.json").read_text())["options"]["exposure.models"] == ["gong"]
    assert 0 < read_log(run)["val_auroc"][0] <= 1


def test_exposure_lowers_the_score_of_the_streets_below_that_of_negatives(
    data, standard, tmp_path, make_scenes, manifests
):
    """What it is for: anomalies like the negatives stand out more than before."""
    shown = manifests.negatives(make_scenes(tmp_path / "negatives", seed=9), ("gong", "bell"))
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    manifests.evaluated(copy, ("stool", "chair"))
    config = tmp_path / "config.toml"
    config.write_text(QUICK.replace("epochs = 2", "epochs = 15").replace("0.02", "0.2"))
    run = train(
        copy, tmp_path / "run", config=config, method="entropy", start=standard, negatives=str(shown),
        progress=False,
    )  # fmt: skip
    scenes = StreetScenes(copy, "test")
    images, labels = (torch.stack(list(items)) for items in zip(*(scenes[i] for i in range(4)), strict=True))

    def gap(folder):
        entropy = SCORES["entropy"](Segmenter(trained_network(folder), precision="32")(images).logits)
        return float(entropy[labels == 254].mean() - entropy[labels < 254].mean())

    assert gap(run) > gap(standard) + 0.2


@pytest.fixture(scope="module")
def setting(standard, runs):
    segmenter = Segmenter(trained_network(standard), precision="32")
    return Setting(segmenter, STREETHAZARDS, companions=read_companions(list(runs.values())))


def test_detectors_score_with_their_companions(setting, runs):
    images = torch.randn(2, 3, 48, 64, generator=torch.Generator().manual_seed(2))
    outputs = setting.segmenter(images)
    networks = {method: trained_network(run) for method, run in runs.items()}
    with torch.no_grad():
        wanted = {
            "autoencoder": (images - networks["autoencoder"](images)).abs().mean(dim=1),
            "confidence": 1 - torch.sigmoid(networks["confidence"](images)[2]),
            "oe_entropy": SCORES["entropy"](networks["entropy"](images)[0]),
            "oe_energy": SCORES["energy"](networks["energy"](images)[0]),
        }
    for name, values in wanted.items():
        score = make_detector(name, setting).score(outputs)
        assert score.dtype == torch.float32
        torch.testing.assert_close(score, values, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("autoencoder", "autoencoder"),
        ("confidence", "confidence"),
        ("oe_entropy", "entropy"),
        ("oe_energy", "energy"),
    ],
)
def test_a_missing_companion_names_the_command_that_makes_it(name, method, setting, runs, standard):
    bare = Setting(setting.segmenter, STREETHAZARDS)
    with pytest.raises(CaosError, match=f"caos segment train --method {method} .*--companion runs/{method}"):
        make_detector(name, bare)
    wrong = Setting(setting.segmenter, STREETHAZARDS, companions={method: standard})
    with pytest.raises(CaosError, match=f"trained with --method standard; detector {name!r} needs {method}"):
        make_detector(name, wrong)


def test_companions_are_read_by_their_method(runs, standard, tmp_path):
    assert read_companions(list(runs.values())) == runs
    assert read_companions([]) == {}
    with pytest.raises(CaosError, match="a standard run is no companion"):
        read_companions([standard])
    twin = tmp_path / "twin"
    shutil.copytree(runs["energy"], twin)
    with pytest.raises(CaosError, match="a second companion trained with --method energy"):
        read_companions([runs["energy"], twin])
    with pytest.raises(CaosError, match="not a run folder"):
        read_companions([tmp_path])


def test_a_companion_for_other_classes_is_refused(setting):
    other = Setting(setting.segmenter, bdd_anomaly(["train"]), companions=setting.companions)
    with pytest.raises(CaosError, match="a companion for the classes of streethazards"):
        make_detector("oe_energy", other)
    make_detector("autoencoder", other)


def test_a_confidence_run_is_a_network_of_its_own(runs):
    network = trained_network(runs["confidence"])
    segmenter = Segmenter(network, precision="32")
    assert isinstance(network, FeatureNetwork)
    images = torch.randn(1, 3, 48, 64)
    outputs = segmenter(images)
    assert outputs.logits.shape == (1, 13, 48, 64)
    with torch.no_grad():
        torch.testing.assert_close(outputs.logits, network(images)[0], rtol=1e-4, atol=1e-5)
    own = make_detector("confidence", Setting(segmenter, STREETHAZARDS)).score(outputs)
    assert own.shape == (1, 48, 64)
    assert ((own >= 0) & (own <= 1)).all()
    with pytest.raises(CaosError, match="an autoencoder predicts no classes"):
        refuse_without_classes(runs["autoencoder"], read_description(runs["autoencoder"]))
    refuse_without_classes(runs["confidence"], read_description(runs["confidence"]))


def test_lambda_and_step_travel_with_the_run(runs):
    network = trained_network(runs["confidence"])
    assert int(network.steps) in (2, 4)  # two an epoch; the better one was kept
    assert float(network.budget_weight) != pytest.approx(0.1)


def test_shipped_configurations_are_valid():
    from importlib import resources

    from caos.segment.config import SegmentConfig

    from caos.config import load_toml

    folder = resources.files("caos.segment") / "configs"
    for method in TASKS:
        config = load_toml(folder / f"{method}.toml", SegmentConfig)
        assert config.method == method
    assert load_toml(folder / "autoencoder.toml", SegmentConfig).training.epochs == 10


def test_plain_networks_without_halves_take_the_branch_too():
    from caos.segment.models.confidence import with_confidence

    class Plain(torch.nn.Module):
        def forward(self, images):
            return torch.cat([images, images[:, :1]], dim=1), None

    network = with_confidence(Plain())
    assert not isinstance(network, FeatureNetwork)
    logits, auxiliary, confidence = network(torch.ones(1, 3, 4, 4))
    assert (logits.shape, auxiliary, confidence.shape) == ((1, 3, 4, 4), None, (1, 4, 4))
    assert np.isclose(float(network.budget_weight), 0.1)
