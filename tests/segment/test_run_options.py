"""What an edited run.json may say, and how many passes MC dropout makes."""

from __future__ import annotations

import pytest
from caos.segment.companions import method_of
from caos.segment.evaluation.description import write_scores_description
from caos.segment.methods import build_network
from caos.segment.predict import prepare

from caos.errors import CaosError
from caos.labels import STREETHAZARDS
from caos.training import RunDescription, TrainingConfig


def described(**options):
    return RunDescription(
        model="tiny",
        classes=STREETHAZARDS.classes,
        dataset="streethazards",
        data="data",
        training=TrainingConfig(),
        options=options,
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"method": "autoencoder"}, r"options.autoencoder.width = None, not a number from 1 to 4096"),
        (
            {"method": "autoencoder", "autoencoder.width": 4, "autoencoder.latent": 10**12},
            r"options.autoencoder.latent = 1000000000000, not a number from 1 to 4096",
        ),
        (
            {"method": "autoencoder", "autoencoder.width": True, "autoencoder.latent": 4},
            r"options.autoencoder.width = True",
        ),
        ({"method": "confidence", "confidence.weight": "x"}, r"options.confidence.weight = 'x'"),
        ({"method": "confidence", "confidence.weight": float("nan")}, r"options.confidence.weight = nan"),
        ({"method": "foo"}, r"options.method = 'foo', but there are standard, autoencoder, confidence"),
        ({"method": ["entropy"]}, r"options.method = \['entropy'\], but there are"),
    ],
)
def test_options_that_no_training_wrote(options, told):
    with pytest.raises(CaosError, match=told):
        build_network(described(**options), seed=0)


def test_the_methods_that_there_are():
    assert method_of(described()) == "standard"
    assert method_of(described(method="energy")) == "energy"


def test_passes_of_dropout(trained, tmp_path):
    prepared = prepare(*trained, scores=("msp", "dropout"), passes=3)
    assert prepared.description.recipes["dropout"] == {"passes": 3}
    assert prepared.test.detectors["dropout"]._passes == 3
    write_scores_description(tmp_path, prepared.description)
    other = prepare(*trained, scores=("dropout+guided",), passes=4).description
    with pytest.raises(
        CaosError, match=r"scores of dropout with \{'passes': 3\}, not \{'passes': 4\}; choose another folder"
    ):
        write_scores_description(tmp_path, other)
    without = prepare(*trained, scores=("energy",), passes=4).description
    assert "dropout" not in without.recipes
    assert write_scores_description(tmp_path, without).recipes["dropout"] == {"passes": 3}
