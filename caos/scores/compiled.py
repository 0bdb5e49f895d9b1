"""Which scores the compiled kernel takes, and its work in pieces for several threads."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from types import ModuleType
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from . import formulas
from .formulas import GAMMA, ODIN_TEMPERATURE, TOP_CLASSES, Formula
from .terms import is_plain

PIECE: Final = 256
"""Blocks that a thread scores at a time: 65,536 pixels."""

MOST_CLASSES: Final = 150
"""The kernel adds one class after the other; of more, float32 would lose a digit, so they are for torch."""

_NUMBERS: Final[Mapping[Any, int]] = {
    formulas.msp: 0,
    formulas.max_logit: 1,
    formulas.background: 2,
    formulas.energy: 3,
    formulas.entropy: 4,
    formulas.margin: 5,
    formulas.logit_margin: 6,
    formulas.logit_gap: 7,
    formulas.generalised_entropy: 8,
    formulas.kl_uniform: 9,
    formulas.odin_temperature: 10,
}
"""What the kernel calls the formulas that it knows."""


@dataclass(frozen=True, slots=True)
class Job:
    """A score as the kernel takes it.

    Attributes:
        number: the kernel's for the formula.
        setting: index of the background class, gamma or temperature; 0 where there is none.
    """

    number: int
    setting: float


def compiled_jobs(chosen: Mapping[str, Formula], planes: Tensor) -> dict[str, Job]:
    """Those of `chosen` that the kernel takes of logits (C, ...).

    All where the logits are on a CPU, of `MOST_CLASSES` or fewer, and only the numbers are asked for (no
    gradient, no tracing); but for formulas of others, energy at a temperature other than 1, and GEN over some
    of the classes.
    """
    usable = planes.device.type == "cpu" and is_plain(planes) and 0 < len(planes) <= MOST_CLASSES
    if not usable or _kernel() is None:
        return {}
    jobs = {name: _job(formula, len(planes)) for name, formula in chosen.items()}
    return {name: job for name, job in jobs.items() if job is not None}


def fill_compiled(scores: Mapping[str, Tensor], planes: Tensor, jobs: Mapping[str, Job]) -> None:
    """Compute `jobs`.

    Args:
        scores: name -> (...) float32, contiguous; those of `jobs` are written.
        planes: (C, ...) logits of any real dtype.
        jobs: of `compiled_jobs`.
    """
    planes = planes.detach().float()
    # (images, C, pixels): a view where logits are contiguous or have their channels last
    if planes.ndim > 2:
        images = planes.transpose(0, 1).flatten(2)
    else:
        images = (planes if planes.ndim == 2 else planes[:, None])[None]
    waiting = dict(jobs)
    while waiting:  # once, unless a formula is asked for with several settings
        batch = {job.number: name for name, job in waiting.items()}
        _run(images, {number: scores[name] for number, name in batch.items()},
             {number: waiting.pop(name).setting for number, name in batch.items()})  # fmt: skip


def _job(formula: Formula, classes: int) -> Job | None:
    """`formula` for the kernel; None where the kernel does not know it, or not with these settings."""
    bound = formula if isinstance(formula, partial) else partial(formula)
    function, settings = bound.func, bound.keywords
    if function not in _NUMBERS or bound.args:
        return None
    number, setting, known = _NUMBERS[function], 0.0, not settings
    if function is formulas.background:
        index = settings["index"]
        known, setting = -classes <= index < classes, index % classes
    elif function is formulas.energy:
        known = settings.get("temperature", 1) == 1
    elif function is formulas.generalised_entropy:
        setting = settings.get("gamma", GAMMA)
        known = 0 < setting <= 1 and settings.get("top", TOP_CLASSES) >= classes
    elif function is formulas.odin_temperature:
        setting = settings.get("temperature", ODIN_TEMPERATURE)
        known = setting > 0
    return Job(number, float(setting)) if known else None


def _run(images: Tensor, maps: Mapping[int, Tensor], settings: Mapping[int, float]) -> None:
    """Score images (N, C, P) into maps of N * P pixels, by the kernel's numbers."""
    kernel = _kernel()
    if kernel is None or not images.numel():
        return
    number, classes, pixels = images.shape
    extent = 1 + sum((size - 1) * step for size, step in zip(images.shape, images.stride(), strict=True))
    flat = images.as_strided((extent,), (1,)).numpy()
    wanted, values = np.zeros(len(_NUMBERS), np.bool_), np.zeros(len(_NUMBERS), np.float32)
    for place, setting in settings.items():
        wanted[place], values[place] = True, setting
    none = np.empty((0, 0), np.float32)
    arrays = tuple(maps[n].view(number, pixels).numpy() if n in maps else none for n in _NUMBERS.values())

    def score(first: int, last: int) -> None:
        kernel.score_blocks(flat, (classes, pixels), images.stride(), first, last, wanted, values, arrays)

    _spread(score, number * -(-pixels // kernel.BLOCK))


def _spread(score: Callable[[int, int], None], blocks: int) -> None:
    """Call `score(first, last)` for all blocks, in pieces, on as many threads as torch uses."""
    starts = range(0, blocks, PIECE)
    threads = min(torch.get_num_threads(), len(starts))
    if threads == 1:
        score(0, blocks)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(score, starts, [min(start + PIECE, blocks) for start in starts]))


@cache
def _kernel() -> ModuleType | None:
    """The compiled kernel; None where Numba cannot be imported, as under a NumPy too new for it."""
    try:
        from . import kernel
    except ImportError as reason:
        warnings.warn(f"without Numba scores on a CPU take several times as long: {reason}", stacklevel=2)
        return None
    return kernel
