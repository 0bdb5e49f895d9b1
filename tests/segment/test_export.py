"""ONNX export of network and scores."""

from __future__ import annotations

import sys

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from caos.segment import export
from caos.segment.export import export_onnx, score_formulas
from caos.segment.models import build_model
from caos.segment.models.pspnet import _cells

from caos.errors import CaosError
from caos.labels import CLASS_NAMES
from caos.scores import msp
from caos.training import RunDescription, TrainingConfig, write_description
from caos.training.checkpoints import save_weights


@pytest.fixture
def run(tmp_path):
    description = RunDescription(
        model="tiny", classes=CLASS_NAMES, dataset="streethazards", data="data", training=TrainingConfig()
    )
    write_description(tmp_path / "run", description)
    save_weights(tmp_path / "run" / "model.safetensors", build_model("tiny", len(CLASS_NAMES), seed=0))
    return tmp_path / "run"


@pytest.fixture
def needs_onnx():
    for package in ("onnx", "onnxscript", "onnxruntime"):
        pytest.importorskip(package)


@pytest.mark.usefixtures("needs_onnx")
def test_one_graph_of_logits_and_scores(run, tmp_path):
    import onnxruntime

    done = export_onnx(run, tmp_path / "m.onnx", scores=["msp", "energy", "background"], size=(64, 96))
    assert done.outputs == ("logits", "msp", "energy", "background")
    assert done.difference <= export.TOLERANCE
    session = onnxruntime.InferenceSession(tmp_path / "m.onnx", providers=["CPUExecutionProvider"])
    images = torch.rand(3, 3, 64, 96)
    outputs = dict(zip(done.outputs, session.run(None, {"images": images.numpy()}), strict=True))
    logits = torch.from_numpy(outputs["logits"])
    with torch.inference_mode():
        expected = build_model("tiny", len(CLASS_NAMES), seed=0).eval()(images)[0]
    torch.testing.assert_close(logits, expected, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(torch.from_numpy(outputs["msp"]), msp(expected), rtol=1e-4, atol=1e-4)
    facts = session.get_modelmeta().custom_metadata_map
    assert {"model", "classes", "mean", "std"} <= facts.keys()


@pytest.mark.usefixtures("needs_onnx")
def test_a_graph_that_differs_is_not_kept(run, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "TOLERANCE", -1.0)
    with pytest.raises(CaosError, match="logits: onnxruntime differs from torch by"):
        export_onnx(run, tmp_path / "m.onnx", scores=["msp"], size=(32, 32))
    assert not list(tmp_path.glob("*.onnx*"))


@pytest.mark.parametrize(("side", "bins"), [(45, 6), (80, 6), (6, 6), (5, 3), (2, 6), (64, 1)])
def test_cells_average_as_adaptive_pooling_does(side, bins):
    features = torch.rand(1, 2, side, side + 3)
    rows, columns = _cells(side, bins, features), _cells(side + 3, bins, features)
    torch.testing.assert_close(rows @ features @ columns.T, F.adaptive_avg_pool2d(features, bins))


def test_scores_that_cannot_be():
    with pytest.raises(CaosError, match=r"unknown score on logits 'maxlogit' \(did you mean 'max_logit'\?\)"):
        score_formulas(["maxlogit"], CLASS_NAMES, "streethazards")
    with pytest.raises(CaosError, match="score 'background': other has no class"):
        score_formulas(["background"], ("road", "sky"), "other")


@pytest.mark.parametrize("package", ["onnx", "onnxruntime"])
def test_without_onnx(run, tmp_path, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CaosError, match=r"pip install 'caos-suite\[onnx\]'"):
        export_onnx(run, tmp_path / "m.onnx", scores=["msp"])
    assert not (tmp_path / "m.onnx").exists()
