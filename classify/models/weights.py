"""Weights from local files, checked key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

import torch
from safetensors.torch import load_file as load_safetensors
from torch import Tensor, nn

from caos.errors import CaosError
from caos.training.checkpoints import unreadable

_WRAPPERS: Final = ("state_dict", "model")
"""Keys under which training scripts keep the state dict in their checkpoints."""

_COUNTER: Final = ".num_batches_tracked"
"""Batch norms of before torch 0.4.1 lack it; nothing is computed from it."""


def load_file(network: nn.Module, file: Path, *, new_head: bool = False) -> None:
    """Load `file` into `network`; every tensor must be there, fit, and be wanted.

    Args:
        network: a network of timm, or one with `get_classifier()`.
        file: safetensors, or torch's format without code: a state dict, or a checkpoint with one in
            "state_dict" or "model"; "module." in front of every name (DataParallel) is taken off.
        new_head: keep the network's own classifier, whatever the file has there.

    Raises:
        CaosError: missing, unreadable, or weights of another network; names the first keys that differ.
    """
    tensors = _without_module(read_state(file))
    expected = network.state_dict()
    head = _head(network)
    if new_head:
        tensors = {name: tensor for name, tensor in tensors.items() if not name.startswith(head)}
        expected = {name: tensor for name, tensor in expected.items() if not name.startswith(head)}
    missing = [name for name in expected if name not in tensors and not name.endswith(_COUNTER)]
    unexpected = [name for name in tensors if name not in expected]
    if missing or unexpected:
        raise CaosError(
            f"{file}: weights of another network: {_some('missing', missing)}, "
            f"{_some('unexpected', unexpected)}; give weights of this model"
        )
    for name, tensor in tensors.items():
        if tensor.shape != expected[name].shape:
            raise CaosError(
                f"{file}: {name} is {_shape(tensor)}, this network's {_shape(expected[name])}; "
                + ("set new_head to keep the rest" if name.startswith(head) else "give weights of this model")
            )
    network.load_state_dict(tensors, strict=False)


def read_state(file: Path) -> dict[str, Tensor]:
    """Read a state dict from a file, without running code.

    Raises:
        CaosError: missing, unreadable, or without tensors.
    """
    if not file.is_file():
        raise CaosError(f"{file}: no such weights; nothing is downloaded: put the file there, or train first")
    try:
        if file.suffix == ".safetensors":
            return dict(load_safetensors(file))
        state: Any = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as cause:  # whatever the pickle and zip readers raise on foreign bytes
        raise CaosError(f"{file}: not readable as weights ({unreadable(cause)}); copy it again") from cause
    for wrapper in _WRAPPERS:
        if isinstance(state, Mapping) and isinstance(state.get(wrapper), Mapping):
            state = state[wrapper]
    found = state.items() if isinstance(state, Mapping) else ()
    tensors = {str(name): value for name, value in found if isinstance(value, Tensor)}
    if not tensors:
        raise CaosError(f"{file}: holds no dictionary of tensors; save the network's state_dict()")
    return tensors


def _without_module(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    prefix = "module."
    if not all(name.startswith(prefix) for name in tensors):
        return tensors
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items()}


def _head(network: nn.Module) -> str:
    """The name of the classifier, with the dot after it."""
    classifier = cast(Callable[[], nn.Module], network.get_classifier)()
    name: str = next(name for name, module in network.named_modules() if module is classifier)
    return f"{name}."


def _some(kind: str, names: Sequence[str]) -> str:
    shown = ", ".join(names[:2]) + (", ..." if len(names) > 2 else "")
    return f"{len(names)} {kind}" + (f" ({shown})" if names else "")


def _shape(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "a number"
