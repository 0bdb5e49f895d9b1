"""Weights from files, training of small networks, contact sheets, the commands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from caos.classify import deepaugment
from caos.classify.deepaugment.train import Training, train_net
from caos.classify.deepaugment.weights import default_weights, load_network, provenance, save_network
from PIL import Image
from typer import Typer
from typer.testing import CliRunner

from caos.cli import deepaugment as commands
from caos.errors import CaosError


def quiet(done, total, detail=""):
    pass


def test_official_files_load_as_they_are(tmp_path, small_edsr, small_cae):
    for net, network, name in (
        ("edsr", small_edsr, "edsr_baseline_x4.pt"),
        ("cae", small_cae, "model_final.state"),
    ):
        torch.save(network.state_dict(), tmp_path / name)
        loaded = load_network(net, tmp_path / name).state_dict()
        assert loaded.keys() == network.state_dict().keys()
        assert all(torch.equal(loaded[key], value) for key, value in network.state_dict().items())
        save_network(tmp_path / "ours.safetensors", network, {"net": net})
        assert provenance(tmp_path / "ours.safetensors") == {"net": net}
        again = load_network(net, tmp_path / "ours.safetensors").state_dict()
        assert all(torch.equal(again[key], value) for key, value in loaded.items())


def test_what_is_no_weights_of_the_net_is_told(tmp_path, small_edsr, small_cae):
    file = tmp_path / "weights.pt"

    def complaint(state, net="edsr"):
        torch.save(state, file)
        with pytest.raises(CaosError) as caught:
            load_network(net, file)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    state = small_edsr.state_dict()
    assert "not weights of edsr: 'head.0.weight' is missing" in complaint(small_cae.state_dict())
    assert "not weights of cae" in complaint(state, "cae")
    assert "'tail.1.bias' is missing" in complaint({k: v for k, v in state.items() if k != "tail.1.bias"})
    assert "'extra' is unknown" in complaint({**state, "extra": torch.zeros(1)})
    assert "'body.3.body.0.bias' is (3,), not (8,)" in complaint(
        {**state, "body.3.body.0.bias": torch.zeros(3)}
    )
    assert "not finite" in complaint({**state, "tail.1.bias": torch.full((3,), torch.nan)})
    assert "dictionary" in complaint([1, 2])
    file.write_bytes(b"garbage")
    with pytest.raises(CaosError, match="not readable"):
        load_network("edsr", file)


def test_pickled_code_is_not_run(tmp_path):
    class Evil:
        def __reduce__(self):
            return (print, ("run",))

    torch.save({"head.0.weight": Evil()}, tmp_path / "evil.pt")
    with pytest.raises(CaosError, match="not readable"):
        load_network("edsr", tmp_path / "evil.pt")


@pytest.mark.parametrize("net", ["edsr", "cae"])
def test_default_weights_load_or_the_way_out_is_told(net):
    shipped = Path(deepaugment.__file__).parent / "shipped" / f"{net}.safetensors"
    if not shipped.is_file():
        with pytest.raises(CaosError, match=f"caos classify train-net {net}"):
            default_weights(net)
        return
    file = default_weights(net)
    assert file.stat().st_size <= 3_000_000
    load_network(net, file)
    assert provenance(file)["net"] == net


@pytest.fixture
def photographs(tmp_path):
    rng = np.random.default_rng(0)
    (tmp_path / "photographs").mkdir()
    for index in range(3):
        small = rng.integers(0, 256, (8, 9, 3), dtype=np.uint8)
        Image.fromarray(small).resize((120, 100), Image.Resampling.BICUBIC).save(
            tmp_path / "photographs" / f"{index}.png"
        )
    return tmp_path / "photographs"


@pytest.mark.parametrize(("net", "rate"), [("edsr", 2e-3), ("cae", 2e-3)])
def test_training_learns_resumes_and_repeats(photographs, tmp_path, monkeypatch, net, rate):
    train = "caos.classify.deepaugment.train"
    monkeypatch.setattr(f"{train}._SAVED_EVERY", 4)
    monkeypatch.setattr(f"{train}._KEPT", 0.0)
    monkeypatch.setattr(f"{train}._WARM_UP", 1)
    monkeypatch.setattr(f"{train}._FADED_IN", 1e-9)  # the loss of whole bits from the second step on
    first = Training(net, photographs, tmp_path / "first.safetensors", 12, 4, rate=rate, blocks=1, channels=8)
    losses = []
    train_net(first, progress=lambda done, total, detail="": losses.append(float(detail.split()[1])))
    assert np.mean(losses[-4:]) < np.mean(losses[1:5])
    made = provenance(first.out)
    assert made["net"] == net
    assert made["images"] == "3 of photographs"
    assert not first.out.with_suffix(".ckpt").exists()

    class StopError(Exception):
        pass

    def stop(done, total, detail=""):
        if done == 6:
            raise StopError

    second = Training(
        net, photographs, tmp_path / "second.safetensors", 12, 4, rate=rate, blocks=1, channels=8
    )
    with pytest.raises(StopError):
        train_net(second, progress=stop)
    assert not second.out.exists()
    steps = []
    train_net(second, progress=lambda done, total, detail="": steps.append(done))
    assert steps[0] == 5
    assert first.out.read_bytes() == second.out.read_bytes()


def test_training_complains_in_one_line(photographs, tmp_path):
    with pytest.raises(CaosError, match=r"ends in \.safetensors"):
        train_net(Training("edsr", photographs, tmp_path / "x.pt"), progress=quiet)
    with pytest.raises(CaosError, match="multiple of 4"):
        train_net(Training("edsr", photographs, tmp_path / "x.safetensors", batch=6), progress=quiet)
    (tmp_path / "x.ckpt").write_bytes(b"garbage")
    with pytest.raises(CaosError, match="not a readable checkpoint"):
        train_net(
            Training("edsr", photographs, tmp_path / "x.safetensors", 1, blocks=1, channels=8), progress=quiet
        )


def test_commands(photographs, tmp_path, edsr_file):
    app, sheets = Typer(), Typer()
    app.add_typer(sheets, name="sheet")
    commands.add_commands(app, sheets)

    def caos(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    out = tmp_path / "out"
    options = ("--net", "edsr", "--weights", edsr_file, "--size", 32)
    assert "3 images (3 made now)" in caos("deepaugment", photographs, "--out", out, *options)
    assert "3 images (0 made now)" in caos("deepaugment", photographs, "--out", out, *options)
    for net, cells in (("edsr", 1 + 1 + 17 + 7 + 5), ("noise2net", 12)):
        weights = ("--weights", edsr_file) if net == "edsr" else ()
        sheet = tmp_path / f"{net}.png"
        told = caos(
            "sheet",
            "deepaugment",
            photographs / "0.png",
            "--out",
            sheet,
            "--net",
            net,
            "--size",
            32,
            *weights,
        )
        assert f"{cells} pictures" in told
        with Image.open(sheet) as opened:
            assert opened.size == (6 * 32, -(-cells // 6) * 48)
    file = tmp_path / "net.safetensors"
    told = caos(
        "train-net",
        "cae",
        "--images",
        photographs,
        "--out",
        file,
        "--steps",
        1,
        "--channels",
        8,
        "--batch",
        4,
    )
    assert "loss" in told
    load_network("cae", file)
