"""What a built-in model is: a name, what it shows, and how to make one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from caos.meshes import Mesh

from .parts import standing

Make = Callable[[np.random.Generator], Mesh]


@dataclass(frozen=True, slots=True)
class BuiltinModel:
    """A procedural model.

    Attributes:
        id: also its id in a catalogue.
        category: what it is, e.g. "farm animal"; one of at least forty.
        synset: its WordNet 3.0 synset, e.g. "sheep.n.01".
        make: draws one, standing; the generator chooses colors and details.
    """

    id: str
    category: str
    synset: str
    make: Make


def model(make: Make, category: str, synset: str, name: str = "") -> BuiltinModel:
    """An entry of a module's `MODELS`.

    Args:
        make: draws one, anywhere and facing +x; it is stood on the ground here. Functions of several shapes
            are given with `functools.partial`.
        category: see `BuiltinModel`.
        synset: see `BuiltinModel`.
        name: its id; the function's name if absent, which functions made by `functools.partial` lack.
    """
    return BuiltinModel(name or make.__name__, category, synset, lambda rng: standing(make(rng)))
