"""Post-hoc anomaly scores: logits -> one number per pixel or image. LARGER = MORE ANOMALOUS, for every score.

Each score takes logits `(N, C, ...)`, with the C in-distribution classes along `dim`, and returns float32
`(N, ...)`: the same function scores the pixels of `(N, C, H, W)` and the images of `(N, C)`. Logits of any
real dtype are welcome; they are computed in float32, whatever the input, since bf16 or float16 softmax values
tie in their thousands near certainty and ties destroy FPR95.

`SCORES` maps names to functions; `score` looks one up and names the nearest when there is none.
`logit_scores` computes several at once and shares what they have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..lookup import look_up
from .base import Score
from .formulas import FORMULAS, Formula, background_formula
from .fused import apply_formulas, logit_scores
from .matching import kl_matching
from .of_logits import energy, logit_gap, logit_margin, max_logit
from .of_softmax import background, entropy, generalised_entropy, kl_uniform, margin, msp, odin_temperature

__all__ = [
    "FORMULAS",
    "SCORES",
    "Formula",
    "Score",
    "apply_formulas",
    "background",
    "background_formula",
    "energy",
    "entropy",
    "generalised_entropy",
    "kl_matching",
    "kl_uniform",
    "logit_gap",
    "logit_margin",
    "logit_scores",
    "margin",
    "max_logit",
    "msp",
    "odin_temperature",
    "score",
]

SCORES: Final[Mapping[str, Score]] = {
    "msp": msp,
    "max_logit": max_logit,
    "background": background,
    "energy": energy,
    "entropy": entropy,
    "margin": margin,
    "logit_margin": logit_margin,
    "logit_gap": logit_gap,
    "generalised_entropy": generalised_entropy,
    "kl_uniform": kl_uniform,
    "odin_temperature": odin_temperature,
}
"""Every score that needs logits only, by name; `SCORES[name](logits, dim=1)`."""


def score(name: str) -> Score:
    """The score called `name`.

    Raises:
        CaosError: unknown; the message lists the known names and the nearest.
    """
    return look_up("score", name, SCORES)
