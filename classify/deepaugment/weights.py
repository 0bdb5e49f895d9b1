"""Weights of EDSR and CAE: official files as they are, or ours with their provenance."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn

from caos.errors import CaosError
from caos.frames import atomic_write_bytes

from .cae import CAE
from .edsr import EDSR

OFFICIAL: Final[Mapping[str, str]] = {"edsr": "edsr_baseline_x4.pt", "cae": "model_final.state"}
"""Names of the authors' files."""

_PROVENANCE: Final = "provenance"
"""The only entry of the metadata: safetensors writes several in random order."""

_SHIPPED: Final = Path(__file__).parent / "shipped"


def default_weights(net: str) -> Path:
    """The weights that come with the package.

    Args:
        net: "edsr" or "cae".

    Raises:
        CaosError: there are none; the message says how to get some.
    """
    file = _SHIPPED / f"{net}.safetensors"
    if not file.is_file():
        raise CaosError(
            f"{net}: no weights come with this version; train some with  caos classify train-net {net} "
            f"--images DIR --out {net}.safetensors  and give  --weights {net}.safetensors  "
            f"(or the authors' {OFFICIAL[net]})"
        )
    return file


def load_network(net: str, file: Path) -> nn.Module:
    """Read weights and build the network that they fit: any number of blocks and channels.

    Args:
        net: "edsr" or "cae".
        file: safetensors, or a file of `torch.save` (read without running code from it).

    Returns:
        `EDSR` or `CAE`, float32, in evaluation mode.

    Raises:
        CaosError: missing, unreadable, or weights of another network; the message names the first difference.
    """
    if not file.is_file():
        raise CaosError(f"{file}: no such file; leave --weights out for the weights that come along")
    tensors = _read(file)
    with torch.device("meta"):
        network = _FITTING[net](tensors, file)
    _check(tensors, network.state_dict(), net, file)
    network.load_state_dict(tensors, assign=True)
    return network.eval()


def provenance(file: Path) -> dict[str, str]:
    """What a file of ours says of itself: how it was made; empty for others.

    Raises:
        CaosError: unreadable.
    """
    if file.suffix != ".safetensors":
        return {}
    try:
        with safe_open(file, "pt") as opened:
            found = json.loads((opened.metadata() or {}).get(_PROVENANCE, "{}"))
    except (SafetensorError, OSError, ValueError) as cause:
        raise CaosError(f"{file}: not readable as weights; copy it again") from cause
    return {str(name): str(value) for name, value in found.items()}


def save_network(file: Path, network: nn.Module, made: Mapping[str, str]) -> None:
    """Write weights as safetensors with their provenance, atomically."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in network.state_dict().items()}
    metadata = {_PROVENANCE: json.dumps(dict(made), sort_keys=True)}
    atomic_write_bytes(file, save(tensors, metadata))


def _read(file: Path) -> dict[str, Tensor]:
    """Tensors by name as float32. Not through `caos.training`, whose Lightning costs every worker seconds."""
    try:
        if file.suffix == ".safetensors":
            state: object = load_file(file)
        else:
            state = torch.load(file, map_location="cpu", weights_only=True)
    except (SafetensorError, OSError, RuntimeError, EOFError, ValueError, UnpicklingError) as cause:
        raise CaosError(f"{file}: not readable as weights; copy it again") from cause
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise CaosError(f"{file}: holds no dictionary of tensors; save the network's state_dict()")
    return {str(name): value.float() for name, value in state.items()}


def _fitting_edsr(tensors: Mapping[str, Tensor], file: Path) -> EDSR:
    blocks = sum(bool(re.fullmatch(r"body\.\d+\.body\.0\.weight", name)) for name in tensors)
    return EDSR(blocks, _outputs(tensors, "head.0.weight", "edsr", file))


def _fitting_cae(tensors: Mapping[str, Tensor], file: Path) -> CAE:
    return CAE(_outputs(tensors, "e_conv_2.1.weight", "cae", file))


_FITTING: Final[Mapping[str, Callable[[Mapping[str, Tensor], Path], nn.Module]]] = {
    "edsr": _fitting_edsr,
    "cae": _fitting_cae,
}


def _outputs(tensors: Mapping[str, Tensor], name: str, net: str, file: Path) -> int:
    if name not in tensors or tensors[name].ndim != 4 or not len(tensors[name]):
        raise CaosError(f"{file}: not weights of {net}: {name!r} is missing; give {OFFICIAL[net]} or ours")
    return len(tensors[name])


def _check(tensors: Mapping[str, Tensor], expected: Mapping[str, Tensor], net: str, file: Path) -> None:
    odd = sorted(tensors.keys() ^ expected.keys())
    if odd:
        kind = "missing" if odd[0] in expected else "unknown"
        raise CaosError(f"{file}: not weights of {net}: {odd[0]!r} is {kind}; give {OFFICIAL[net]} or ours")
    for name, tensor in tensors.items():
        if tensor.shape != expected[name].shape:
            shapes = f"{tuple(tensor.shape)}, not {tuple(expected[name].shape)}"
            raise CaosError(
                f"{file}: not weights of {net}: {name!r} is {shapes}; give {OFFICIAL[net]} or ours"
            )
        if not bool(torch.isfinite(tensor).all()):
            raise CaosError(f"{file}: {name!r} is not finite; copy the file again")
