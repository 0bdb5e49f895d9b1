from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from caos.errors import CaosError
from caos.training import (
    RunDescription,
    TrainingConfig,
    gains_from_bf16,
    load_weights,
    read_description,
    read_log,
    resolve_precision,
    write_description,
)
from caos.training.checkpoints import read_tensors, same_run, save_weights

DESCRIPTION = RunDescription(
    model="pspnet_resnet18", classes=("road", "sky"), dataset="toy", data="data", training=TrainingConfig()
)


def test_description_round_trip(tmp_path):
    write_description(tmp_path / "run", DESCRIPTION)
    assert read_description(tmp_path / "run") == DESCRIPTION


def test_no_run_folder(tmp_path):
    with pytest.raises(CaosError, match=r"run\.json: no such file: not a run folder"):
        read_description(tmp_path)


def test_broken_description(tmp_path):
    (tmp_path / "run.json").write_text('{"model": 3}')
    with pytest.raises(CaosError, match=r"run\.json: model: "):
        read_description(tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"model": "pspnet_resnet101"}, "another model: 'pspnet_resnet18', not 'pspnet_resnet101'"),
        ({"classes": ("road",)}, "another classes: 2 and 1 classes"),
        ({"dataset": "other"}, "another dataset"),
        ({"training": TrainingConfig(seed=1)}, "trained with seed = 0, not 1"),
        ({"options": {"crop": [8, 8]}}, r"trained with crop = None, not \[8, 8\]"),
    ],
)
def test_checkpoint_of_another_run(tmp_path, change, told):
    write_description(tmp_path, DESCRIPTION)
    same_run(tmp_path, DESCRIPTION)
    with pytest.raises(CaosError, match=told):
        same_run(tmp_path, DESCRIPTION.model_copy(update=change))


def test_more_epochs_are_no_other_run(tmp_path):
    write_description(tmp_path, DESCRIPTION)
    same_run(tmp_path, DESCRIPTION.model_copy(update={"training": TrainingConfig(epochs=99, workers=2)}))


def test_weights_round_trip_bit_exactly_from_channels_last(tmp_path):
    network, other = nn.Conv2d(3, 4, 3), nn.Conv2d(3, 4, 3)
    network.to(memory_format=torch.channels_last)
    save_weights(tmp_path / "w.safetensors", network)
    load_weights(tmp_path / "w.safetensors", other)
    assert torch.equal(network.weight, other.weight)


def test_weights_of_another_network_or_class_count(tmp_path):
    save_weights(tmp_path / "w.safetensors", nn.Conv2d(3, 4, 3))
    with pytest.raises(CaosError, match="weights of another network: 'weight' differs"):
        load_weights(tmp_path / "w.safetensors", nn.Conv2d(3, 5, 3))
    with pytest.raises(CaosError, match="weights of another network"):
        load_weights(tmp_path / "w.safetensors", nn.BatchNorm2d(3))


def test_missing_truncated_and_foreign_weights(tmp_path):
    with pytest.raises(CaosError, match="no such weights; train first"):
        read_tensors(tmp_path / "none.safetensors")
    save_file({"a": torch.zeros(100)}, tmp_path / "w.safetensors")
    whole = (tmp_path / "w.safetensors").read_bytes()
    (tmp_path / "w.safetensors").write_bytes(whole[:200])
    (tmp_path / "w.pth").write_bytes(b"no weights")
    torch.save([1, 2], tmp_path / "list.pth")
    for name, told in (
        ("w.safetensors", "not readable"),
        ("w.pth", "not readable"),
        ("list.pth", "no dictionary"),
    ):
        with pytest.raises(CaosError, match=told):
            read_tensors(tmp_path / name)


def test_weights_that_carry_code_are_refused(tmp_path):
    class Evil:
        def __reduce__(self):
            return print, ("executed",)

    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Evil()))
    torch.save({"a": Evil()}, tmp_path / "zip.pth")
    for name in ("evil.pth", "zip.pth"):
        with pytest.raises(CaosError, match="not readable as weights"):
            read_tensors(tmp_path / name)


@pytest.mark.skipif(torch.cuda.is_available(), reason="asks the GPU instead")
def test_bf16_only_where_the_processor_multiplies_it(tmp_path):
    for flags, gains in (("fpu avx512f avx512_bf16", True), ("amx_bf16", True), ("fpu avx512f", False)):
        (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
        assert gains_from_bf16(tmp_path / "cpuinfo") is gains
    assert gains_from_bf16(tmp_path / "none") is False
    assert resolve_precision("bf16") == "bf16-mixed"
    assert resolve_precision("32") == "32-true"


def test_broken_descriptions_and_logs(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(b"\xff{")
    with pytest.raises(CaosError, match=r"run\.json"):
        read_description(tmp_path)
    (tmp_path / "log.csv").write_text("epoch,loss\n1,x\n")
    with pytest.raises(CaosError, match=r"log\.csv"):
        read_log(tmp_path)
