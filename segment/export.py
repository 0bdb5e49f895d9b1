"""`caos segment export`: a run folder in, one ONNX graph of network and scores out, checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, nn

from caos.errors import CaosError
from caos.extras import require
from caos.frames import atomic_path
from caos.labels import CLASS_NAMES
from caos.lookup import look_up
from caos.scores import FORMULAS, Formula, background_formula
from caos.scores.terms import Terms
from caos.training import load_weights, read_description
from caos.training.checkpoints import WEIGHTS
from caos.training.quiet import quiet

from .companions import STANDARD, method_of
from .datasets import IMAGENET_MEAN, IMAGENET_STD
from .models import build_model

TOLERANCE: Final = 1e-4
"""Largest difference between torch and onnxruntime, absolute below 1 and relative above."""

_LOGGERS: Final = ("torch.onnx", "onnxscript", "onnx_ir")
"""Loggers of the exporter, which advises its authors."""

_DYNAMIC_PROBES: Final = ((2, 128, 192), (1, 96, 160), (3, 150, 202))
"""(images, height, width) of what an export of any size is traced and checked with."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was written.

    Attributes:
        file: the ONNX file.
        outputs: names of its outputs: "logits" and the scores.
        difference: largest difference from torch over the probes, see `TOLERANCE`.
        size: (height, width) of the images it takes; None = any.
    """

    file: Path
    outputs: tuple[str, ...]
    difference: float
    size: tuple[int, int] | None


class ScoredNetwork(nn.Module):
    """Network and scores as one module: images (N, 3, H, W) -> logits (N, C, H, W), scores (N, H, W) each."""

    def __init__(self, network: nn.Module, formulas: Sequence[Formula]) -> None:
        super().__init__()
        self.network = network
        self.formulas = tuple(formulas)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """All float32, at the size of the images."""
        logits = self.network(images)[0].float()
        terms = Terms.of(logits, dim=1)
        return (logits, *(formula(terms) for formula in self.formulas))


def export_onnx(
    run: Path, out: Path, *, scores: Sequence[str], size: tuple[int, int] | None = None, seed: int = 0
) -> Export:
    """Write the best weights of `run` with `scores` as one ONNX graph, if onnxruntime agrees with torch.

    The input "images" is (N, 3, H, W) float32 RGB, normalised as the file's metadata tell. The outputs are
    "logits" (N, C, H, W) and one (N, H, W) per score, all float32, larger = more anomalous.

    Args:
        run: run folder of `caos segment train`.
        out: the file; it appears once it is checked.
        scores: names from `caos.scores.FORMULAS`: scores on logits.
        size: (height, width) of the images; None = any size. The number of images is always free.
        seed: of the random images that torch and onnxruntime are compared on.

    Raises:
        CaosError: no run, or one without classes; an unknown score; `onnx` or `onnxruntime` is missing; the
            network cannot be exported; the two differ by more than `TOLERANCE`.
    """
    if out.is_dir():
        raise CaosError(f"{out}: a folder; give a file name, such as {out / 'model.onnx'}")
    for package in ("onnx", "onnxscript", "onnxruntime"):
        require(package, extra="onnx")
    description = read_description(run)
    if method_of(description) == "autoencoder":
        raise CaosError(f"{run}: an autoencoder has no logits; export a run of --method {STANDARD}")
    classes = description.classes
    formulas = score_formulas(scores, classes, description.dataset)
    network = build_model(description.model, len(classes), seed=0)
    load_weights(run / WEIGHTS, network)
    module = ScoredNetwork(network, list(formulas.values())).eval()
    names = ("logits", *formulas)
    probes = _probes(size, seed)
    with atomic_path(out) as partial:
        _write(module, probes[0], partial, names, fixed=size is not None, model=description.model)
        _describe(partial, {"model": description.model, "dataset": description.dataset, "classes": classes})
        difference = _compare(module, partial, names, probes, fixed=size is not None)
    return Export(out, names, difference, size)


def score_formulas(names: Sequence[str], classes: Sequence[str], dataset: str) -> dict[str, Formula]:
    """The formulas of the scores called `names`.

    Raises:
        CaosError: an unknown name, or `background` where the classes have none.
    """
    chosen = {name: look_up("score on logits", name, FORMULAS) for name in names}
    if "background" in chosen:
        if CLASS_NAMES[0] not in classes:
            raise CaosError(f"score 'background': {dataset} has no class {CLASS_NAMES[0]!r}; leave it out")
        chosen["background"] = background_formula(classes.index(CLASS_NAMES[0]))
    return chosen


def _probes(size: tuple[int, int] | None, seed: int) -> list[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    shapes = _DYNAMIC_PROBES if size is None else ((2, *size), (1, *size))
    return [torch.randn(images, 3, height, width, generator=generator) for images, height, width in shapes]


def _write(
    module: nn.Module, images: Tensor, file: Path, names: Sequence[str], *, fixed: bool, model: str
) -> None:
    free = torch.export.Dim.DYNAMIC
    axes = {0: free} if fixed else {0: free, 2: free, 3: free}
    # With gradients: without, scores take logarithms through NumPy, where nothing is traced.
    module.requires_grad_(True)
    try:
        with quiet(*_LOGGERS):
            program: Any = torch.onnx.export(
                module, (images,), dynamo=True, dynamic_shapes={"images": axes}, input_names=["images"],
                output_names=list(names), external_data=False, verbose=False,
            )  # fmt: skip
            program.save(file)
    except Exception as cause:  # torch's exporter raises whatever it meets on its way through a network
        way_out = "this network cannot be exported" if fixed else "give one size with  --size HEIGHTxWIDTH"
        reason = (str(cause).splitlines() or [""])[0][:120]
        raise CaosError(f"{model}: {way_out} ({type(cause).__name__}: {reason})") from cause


def _describe(file: Path, facts: dict[str, Any]) -> None:
    """Write into the file what its user needs to know."""
    onnx: Any = require("onnx", extra="onnx")
    graph = onnx.load(file)
    known = {**facts, "mean": IMAGENET_MEAN, "std": IMAGENET_STD, "scores": "larger = more anomalous"}
    onnx.helper.set_model_props(graph, {name: json.dumps(value) for name, value in known.items()})
    onnx.save(graph, file)


def _compare(
    module: nn.Module, file: Path, names: Sequence[str], probes: Sequence[Tensor], *, fixed: bool
) -> float:
    """Largest difference between torch and onnxruntime.

    Raises:
        CaosError: it is too large, or onnxruntime does not run the graph.
    """
    hint = "" if fixed else "; give one size with  --size HEIGHTxWIDTH"
    worst = 0.0
    for images, outputs in zip(probes, _run(file, probes, hint), strict=True):
        with torch.no_grad():
            expected = module(images)
        for name, wanted, got in zip(names, expected, outputs, strict=True):
            error = _difference(got, wanted)
            if not error <= TOLERANCE:
                raise CaosError(f"{name}: onnxruntime differs from torch by {error:.1e}{hint}")
            worst = max(worst, error)
    return worst


def _run(file: Path, probes: Sequence[Tensor], hint: str) -> list[list[Tensor]]:
    """The outputs of the graph for each of `probes`."""
    runtime: Any = require("onnxruntime", extra="onnx")
    options = runtime.SessionOptions()
    options.log_severity_level = 4  # what is wrong is told below, in one line
    try:
        session = runtime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])
        outputs = [session.run(None, {"images": images.numpy()}) for images in probes]
    except Exception as cause:  # onnxruntime has exceptions of its own, of no common kind
        raise CaosError(f"onnxruntime does not run the graph ({type(cause).__name__}){hint}") from cause
    return [[torch.from_numpy(array) for array in arrays] for arrays in outputs]


def _difference(got: Tensor, wanted: Tensor) -> float:
    """Largest |got - wanted| / max(1, |wanted|); infinite where the shapes differ."""
    if got.shape != wanted.shape:
        return float("inf")
    return float(((got - wanted).abs() / wanted.abs().clamp(min=1)).amax())
