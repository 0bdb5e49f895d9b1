"""Small networks with weights that make every distortion visible."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from caos.classify.deepaugment.cae import CAE
from caos.classify.deepaugment.edsr import EDSR
from PIL import Image

SHARED = Path(__file__).parents[4] / "shared/reference/deepaugment_nets.json"


def filled(network: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Weights as `deepaugment_nets.json` tells: normal, 1/sqrt(inputs) for kernels, 0.05 for biases."""
    state = network.state_dict()
    for name, tensor in state.items():
        if not name.startswith(("sub_mean", "add_mean")):
            spread = 1 / np.sqrt(np.prod(tensor.shape[1:])) if tensor.ndim > 1 else 0.05
            rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
            values = (rng.standard_normal(tuple(tensor.shape)) * spread).astype(np.float32)
            state[name] = torch.from_numpy(values)
    network.load_state_dict(state)
    return network.eval()


@pytest.fixture(scope="session")
def fill():
    return filled


@pytest.fixture(scope="session")
def reference():
    if not SHARED.is_file():
        pytest.skip("needs ../shared/reference/deepaugment_nets.json")
    return json.loads(SHARED.read_text())


@pytest.fixture(scope="session")
def small_edsr():
    return filled(EDSR(blocks=16, features=8), 3)


@pytest.fixture(scope="session")
def small_cae():
    return filled(CAE(width=16), 3)


@pytest.fixture
def pictures(tmp_path):
    """Twelve pictures of several sizes and kinds in two classes."""
    rng = np.random.default_rng(0)
    root = tmp_path / "pictures"
    for index in range(12):
        folder = root / f"class {index % 2}"
        folder.mkdir(parents=True, exist_ok=True)
        shape = [(40, 52), (36, 36), (60, 33)][index % 3]
        pixels = rng.integers(0, 256, (*shape, 3), dtype=np.uint8)
        image = Image.fromarray(pixels).resize((shape[1], shape[0]))
        if index == 5:
            image = image.convert("L")
        image.save(folder / f"{index}.{'png' if index % 2 else 'JPEG'}")
    (root / "notes.txt").write_text("not a picture")
    return root


@pytest.fixture
def edsr_file(tmp_path):
    file = tmp_path / "edsr.pt"
    torch.save(filled(EDSR(blocks=2, features=16), 1).state_dict(), file)
    return file
