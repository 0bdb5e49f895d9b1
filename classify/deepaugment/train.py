"""Training a small EDSR or CAE on any folder of images: `caos classify train-net`.

EDSR learns to enlarge patches four times (L1 loss, as Lim et al. 2017), CAE to give its input back (squared
error) through bits rounded at random, whose gradient is passed straight through (Theis et al. 2017, section
2.1). Left to itself CAE ends with saturated bits that tell nothing, or with grey pictures. So it starts as an
identity of colours (`pass_colours`), the rounding is faded in, and differences of colour count more.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from caos import __version__
from caos.errors import CaosError
from caos.frames import atomic_path
from caos.lookup import look_up

from .cae import CAE, binarise, pass_colours
from .draws import generator
from .edsr import EDSR, RANGE, SCALE
from .folder import Progress, find_images
from .pictures import Pixels, read_picture, resize
from .terms import uniform
from .weights import save_network

_PATCH: Final = 96
_PER_PICTURE: Final = 4
"""Patches taken of a picture that is read."""

_SAVED_EVERY: Final = 100
_WARM_UP: Final = 50
"""Steps over which CAE's rate rises."""

_FADED_IN: Final = 0.4
"""Share of the training until bits are wholly rounded."""

_COLOUR: Final = 2.0
"""Weight of differences of colour, of which streets have little."""

_KEPT: Final = 0.98
"""Of the running loss at each step."""


@dataclass(frozen=True, slots=True)
class Training:
    """A recipe.

    Attributes:
        net: "edsr" or "cae".
        images: folder of images.
        out: safetensors file to write.
        steps: of Adam; its rate falls linearly to zero.
        batch: patches of 96x96 per step, a multiple of four.
        seed: of weights, patches and bits.
        rate: of Adam, highest.
        blocks: residual blocks of EDSR (published: 16).
        channels: of EDSR's features (published: 64), or of CAE's residual blocks (published: 128).
    """

    net: str
    images: Path
    out: Path
    steps: int = 2000
    batch: int = 16
    seed: int = 0
    rate: float = 1e-3
    blocks: int = 8
    channels: int = 48


def train_net(training: Training, *, progress: Progress) -> float:
    """Train, and write the weights with their provenance; run again after an interruption, it goes on.

    Every hundredth step is kept beside `out`, with the ending `.ckpt`, until the training is done.

    Returns:
        Running loss at the end: grey levels (EDSR), or squared error in 0..1 with colour weighted (CAE).

    Raises:
        CaosError: no images, an unreadable one, or a checkpoint of another recipe.
    """
    look_up("net", training.net, _NETWORKS)
    if training.out.suffix != ".safetensors":
        raise CaosError(f"--out {training.out}: name a file that ends in .safetensors")
    if training.batch % _PER_PICTURE:
        raise CaosError(f"--batch {training.batch}: must be a multiple of {_PER_PICTURE}")
    above = next(folder for folder in training.out.absolute().parents if folder.exists())
    if training.out.is_dir() or not above.is_dir() or not os.access(above, os.W_OK):
        raise CaosError(f"--out {training.out}: cannot be written; name a file elsewhere")
    paths = find_images(training.images)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(training.seed)
        network = _NETWORKS[training.net](training)
    optimizer = torch.optim.Adam(network.parameters(), training.rate)
    first, loss = _resume(training, paths, network, optimizer)
    for step in range(first, training.steps):
        for group in optimizer.param_groups:
            group["lr"] = _rate(training, step)
        value = _step(training, paths, step, network, optimizer)
        loss = value if step == 0 else _KEPT * loss + (1.0 - _KEPT) * value
        if (step + 1) % _SAVED_EVERY == 0:
            _save(training, paths, network, optimizer, step + 1, loss)
        progress(step + 1, training.steps, f"loss {loss:.4g}")
    save_network(training.out, network, _provenance(training, len(paths), loss))
    _checkpoint(training).unlink(missing_ok=True)
    return loss


def _step(
    training: Training, paths: list[str], step: int, network: nn.Module, optimizer: torch.optim.Optimizer
) -> float:
    rng = generator(training.seed, training.net, "step", str(step))
    patches = _patches(training, paths, rng)
    loss = _LOSSES[training.net](network, patches, rng, step / training.steps)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0 if training.net == "cae" else 100.0)
    optimizer.step()
    return float(loss.detach())


def _rate(training: Training, step: int) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP) if training.net == "cae" else 1.0
    return training.rate * warm * (1.0 - step / training.steps)


def _patches(training: Training, paths: list[str], rng: np.random.Generator) -> Tensor:
    """(batch, 3, 96, 96) float32 in 0..255: crops, half of them mirrored, four of a picture."""
    cut = []
    for index in rng.integers(len(paths), size=training.batch // _PER_PICTURE):
        pixels = _large_enough(read_picture(training.images / paths[index]))
        for _ in range(_PER_PICTURE):
            top, left = (int(rng.integers(side - _PATCH + 1)) for side in pixels.shape[:2])
            crop = pixels[top : top + _PATCH, left : left + _PATCH]
            cut.append(crop[:, ::-1] if rng.integers(2) else crop)
    return torch.from_numpy(np.stack(cut)).permute(0, 3, 1, 2).float()


def _large_enough(pixels: Pixels) -> Pixels:
    return resize(pixels, _PATCH) if min(pixels.shape[:2]) < _PATCH else pixels


def _edsr_loss(network: nn.Module, patches: Tensor, _rng: np.random.Generator, _done: float) -> Tensor:
    side = _PATCH // SCALE
    small = functional.interpolate(patches, (side, side), mode="bilinear", antialias=True)
    return functional.l1_loss(network(small), patches)


def _cae_loss(network: nn.Module, patches: Tensor, rng: np.random.Generator, done: float) -> Tensor:
    images = patches / RANGE
    code = network.encode(images)  # type: ignore[operator]
    soft = (1.0 + code) / 2.0
    rounding = (binarise(code, uniform(rng, code)) - soft).detach()
    made = network.decode(soft + min(1.0, done / _FADED_IN) * rounding)  # type: ignore[operator]
    return functional.mse_loss(made, images) + _COLOUR * functional.mse_loss(_colour(made), _colour(images))


def _colour(images: Tensor) -> Tensor:
    """(N, 3, H, W) less the mean of each pixel's channels."""
    return images - images.mean(dim=1, keepdim=True)


def _new_cae(training: Training) -> nn.Module:
    network = CAE(training.channels)
    pass_colours(network)
    return network


_NETWORKS: Final[Mapping[str, Callable[[Training], nn.Module]]] = {
    "edsr": lambda training: EDSR(training.blocks, training.channels),
    "cae": _new_cae,
}
_LOSSES: Final[Mapping[str, Callable[[nn.Module, Tensor, np.random.Generator, float], Tensor]]] = {
    "edsr": _edsr_loss,
    "cae": _cae_loss,
}


def _checkpoint(training: Training) -> Path:
    return training.out.with_suffix(".ckpt")


def _recipe(training: Training, paths: list[str]) -> dict[str, Any]:
    """What a checkpoint must agree in."""
    values = {name: value for name, value in asdict(training).items() if name not in ("images", "out")}
    listing = hashlib.sha256("\0".join(paths).encode(errors="surrogateescape")).hexdigest()
    return {**values, "images": listing}


def _save(
    training: Training,
    paths: list[str],
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    step: int,
    loss: float,
) -> None:
    state = {"recipe": _recipe(training, paths), "step": step, "loss": loss}
    with atomic_path(_checkpoint(training)) as partial:
        torch.save({**state, "network": network.state_dict(), "optimizer": optimizer.state_dict()}, partial)


def _resume(
    training: Training, paths: list[str], network: nn.Module, optimizer: torch.optim.Optimizer
) -> tuple[int, float]:
    """Step to go on with, and the running loss."""
    file = _checkpoint(training)
    if not file.is_file():
        return 0, 0.0
    try:
        state = torch.load(file, weights_only=True)
        recipe, step, loss = state["recipe"], int(state["step"]), float(state["loss"])
    except (OSError, RuntimeError, EOFError, UnpicklingError, KeyError, TypeError, ValueError) as cause:
        raise CaosError(f"{file}: not a readable checkpoint; remove it to begin anew") from cause
    for name, value in _recipe(training, paths).items():
        if recipe.get(name) != value:
            raise CaosError(f"{file}: of a training with another {name}; remove it to begin anew")
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return step, loss


def _provenance(training: Training, images: int, loss: float) -> dict[str, str]:
    recipe = {name: str(value) for name, value in asdict(training).items() if name not in ("out", "images")}
    made = {"images": f"{images} of {training.images.name}", "loss": f"{loss:.5g}"}
    return {**recipe, **made, "made_by": f"caos-suite {__version__}: caos classify train-net {training.net}"}
