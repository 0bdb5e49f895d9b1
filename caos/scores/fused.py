"""Many scores of the same logits in about the time of one.

On a CPU a compiled kernel computes them (`kernel`). Elsewhere, for gradients and tracing, and for formulas
that the kernel does not know, torch computes the formulas themselves, which the kernel is tested against. The
two differ in the last digits; but which of them computes a score is a matter of the machine, the formula and
its settings alone, so the same score of the same logits is the same to the last digit, alone or with others,
on any number of threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import torch
from torch import Tensor

from ..labels import BACKGROUND
from ..lookup import look_up
from .compiled import compiled_jobs, fill_compiled
from .formulas import FORMULAS, Formula, background_formula
from .terms import Terms, is_plain

TILE: Final = 1 << 17
"""Logits scored at a time on a CPU: 512 KiB, so that what the scores share stays in a core's cache."""


def logit_scores(
    logits: Tensor, names: Iterable[str], dim: int = 1, *, background: int = BACKGROUND
) -> dict[str, Tensor]:
    """Several scores that share their maxima, exponentials and sums. No gradients.

    Args:
        logits: (N, C, ...) of any real dtype, on any device, contiguous or channels last.
        names: of `SCORES`.
        dim: where the classes are.
        background: index of the background class, for the score of that name.

    Returns:
        Name -> (N, ...) float32, in the order of `names`; what `SCORES[name](logits, dim)` returns.

    Raises:
        CaosError: a name is unknown.
        ValueError: there are no classes.

    >>> scores = logit_scores(torch.tensor([[0.0, 0.0], [9.0, 0.0]]), ["msp", "max_logit"])
    >>> {name: [round(value, 4) for value in values.tolist()] for name, values in scores.items()}
    {'msp': [-0.5, -0.9999], 'max_logit': [-0.0, -9.0]}
    """
    chosen = {name: look_up("score", name, FORMULAS) for name in names}
    if "background" in chosen:
        chosen["background"] = background_formula(background)
    return apply_formulas(logits, chosen, dim)


def one_score(formula: Formula, logits: Tensor, dim: int) -> Tensor:
    """A score (N, ...) float32 of logits (N, C, ...): tile by tile, but in one go for gradients and tracing.

    Raises:
        ValueError: there are no classes.
    """
    if is_plain(logits):
        return apply_formulas(logits, {"score": formula}, dim)["score"]
    return formula(Terms.of(logits, dim))


@torch.no_grad()
def apply_formulas(logits: Tensor, chosen: Mapping[str, Formula], dim: int = 1) -> dict[str, Tensor]:
    """`logit_scores` for formulas with settings of their own.

    Args:
        logits: (N, C, ...).
        chosen: any name -> formula.
        dim: where the classes are.

    Returns:
        Name -> (N, ...) float32, in the order of `chosen`.

    Raises:
        ValueError: there are no classes.
    """
    planes = logits.movedim(dim, 0)
    scores = {name: planes.new_empty(planes.shape[1:], dtype=torch.float32) for name in chosen}
    jobs = compiled_jobs(chosen, planes)
    fill_compiled(scores, planes, jobs)
    _fill_by_formulas(scores, planes, {name: formula for name, formula in chosen.items() if name not in jobs})
    return scores


def _fill_by_formulas(scores: Mapping[str, Tensor], planes: Tensor, chosen: Mapping[str, Formula]) -> None:
    """Score (C, ...) logits into (...) maps, image by image."""
    if planes.ndim < 3:
        flat = planes.flatten(1) if planes.ndim == 2 else planes[:, None]
        _fill({name: scores[name].view(-1) for name in chosen}, flat, chosen)
        return
    for index, image in enumerate(planes.unbind(1)):
        _fill({name: scores[name][index].view(-1) for name in chosen}, image.flatten(1), chosen)


def _fill(scores: Mapping[str, Tensor], planes: Tensor, chosen: Mapping[str, Formula]) -> None:
    """Score (C, P) logits into (P,) maps, tile by tile."""
    pixels = planes.shape[1]
    width = max(TILE // max(len(planes), 1), 1) if planes.device.type == "cpu" else max(pixels, 1)
    for start in range(0, pixels, width):
        tile = planes[:, start : start + width]
        # pixels of one class side by side: logits with channels last are turned here, in the cache
        terms = Terms(tile if tile.stride(1) == 1 else tile.contiguous())
        for name, formula in chosen.items():
            scores[name][start : start + width] = formula(terms)
