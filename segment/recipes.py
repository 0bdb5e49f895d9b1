"""How a network was trained, without what changes from seed to seed."""

from __future__ import annotations

from typing import Any, Final

from caos.training import RunDescription

from .leaks import CATEGORIES, MODELS

_OF_ONE_TRAINING: Final = ("seed", "workers")
"""Of the training section: the seed, and what changes no result."""

_OF_ONE_RUN: Final = ("from", "from_weights", MODELS, CATEGORIES)
"""Options that name another run of the same seed, or are long and told by others."""


def recipe(description: RunDescription) -> dict[str, Any]:
    """What two trainings share that differ in nothing but their seed: flat names -> JSON values."""
    training = description.training.model_dump(mode="json", exclude=set(_OF_ONE_TRAINING))
    options = {name: value for name, value in description.options.items() if name not in _OF_ONE_RUN}
    return {
        "model": description.model,
        **{f"training.{name}": value for name, value in training.items()},
        **options,
    }
