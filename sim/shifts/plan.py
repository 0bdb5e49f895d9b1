"""From a scenario of shifts to a list of pictures, each with what can be drawn without a simulator.

Picture N of a class draws alike in every test set: sets differ by what the scenario alters and, where the
street leaves no choice, by the place; so results on a shift pair with those on the IID set.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError

from ..plan import OWN_TIME, weighted_choice
from ..weather import draw_weather
from .scenario import TRAIN, Conditions, ShiftScenario, folder_of

_TRAINING, _TESTING = 0, 1


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """One picture to be rendered.

    Attributes:
        set, category, number: where it belongs; numbers count from 1 within set and class.
        model: id in the catalogue, the rendition's where one is asked for.
        town: where it is taken.
        seed: spawn key of its random streams.
        weather: the 14 parameters of `carla.WeatherParameters`.
        time_of_day: name from the scenario, or "preset".
        size, zoom, yaw, elevation: see `Conditions`.
        conditions: of its set.
    """

    set: str
    category: str
    number: int
    model: str
    town: str
    seed: tuple[int, ...]
    weather: Mapping[str, float]
    time_of_day: str
    size: float
    zoom: float
    yaw: float
    elevation: float
    conditions: Conditions

    @property
    def file(self) -> str:
        """Path within the data set."""
        return f"{self.set}/{folder_of(self.category)}/{self.number:05d}.png"

    def stream(self, attempt: int) -> np.random.Generator:
        """The random stream of one attempt at placing."""
        return np.random.default_rng(
            np.random.SeedSequence(self.seed[0], spawn_key=(*self.seed[1:], 1, attempt))
        )


def plan_shifts(
    scenario: ShiftScenario,
    entries: Sequence[CatalogueEntry],
    *,
    seed: int | None = None,
    limit: int | None = None,
) -> tuple[PicturePlan, ...]:
    """The pictures of a scenario, grouped by town.

    Args:
        scenario: what to render.
        entries: of the catalogue.
        seed: in place of the scenario's.
        limit: pictures of each class and set, at most.

    Raises:
        CaosError: a class with too few models, a rendition that the catalogue does not have, a weather preset
            that CARLA does not have.
    """
    chosen_seed = scenario.seed if seed is None else seed
    pictures: list[PicturePlan] = []
    for name, conditions in scenario.sets():
        count = scenario.classes.train if name == TRAIN else scenario.classes.test
        for category in scenario.classes.names:
            models = _models(scenario, entries, category, conditions)
            pictures += [
                _picture(name, conditions, category, number, models, chosen_seed)
                for number in range(1, min(count, limit or count) + 1)
            ]
    return tuple(sorted(pictures, key=lambda picture: picture.town))


def _picture(
    name: str, conditions: Conditions, category: str, number: int, models: Sequence[str], seed: int
) -> PicturePlan:
    which = _TRAINING if name == TRAIN else _TESTING
    key = (seed, which, zlib.crc32(category.encode()), number)
    rng = np.random.default_rng(np.random.SeedSequence(key[0], spawn_key=(*key[1:], 0)))
    kind = weighted_choice(conditions.weather, rng)
    # always as many draws, so that altering one factor leaves the others' draws alone
    time_rng, weather_rng, factor_rng = rng.spawn(3)
    time = weighted_choice(conditions.times, time_rng) if conditions.times else None
    size, zoom, yaw, elevation, side = (float(share) for share in factor_rng.random(5))
    turned = _between(conditions.yaw, yaw)
    return PicturePlan(
        set=name,
        category=category,
        number=number,
        model=models[(number - 1) % len(models)],
        town=conditions.towns[((number - 1) // len(models)) % len(conditions.towns)],
        seed=key,
        weather=draw_weather(kind, time, weather_rng),
        time_of_day=time.name if time else OWN_TIME,
        size=_between(conditions.size, size),
        zoom=_between(conditions.zoom, zoom),
        yaw=-turned if conditions.mirrored and side < 0.5 else turned,
        elevation=_between(conditions.elevation, elevation),
        conditions=conditions,
    )


def _models(
    scenario: ShiftScenario, entries: Sequence[CatalogueEntry], category: str, conditions: Conditions
) -> list[str]:
    """Ids of a class's models under `conditions`."""
    ids = {entry.id for entry in entries}
    originals = [entry.id for entry in entries if entry.category == category and not _is_rendition(entry)]
    classes = scenario.classes
    if len(originals) < classes.models:
        raise CaosError(
            f"classes: the catalogue has {len(originals)} models of {category!r}, {classes.models} are asked "
            "for; choose other names, or lower classes.models"
        )
    first = classes.models - classes.unseen
    models = originals[first : classes.models] if conditions.models == "unseen" else originals[:first]
    if not conditions.rendition:
        return models
    renditions = [f"{model}_{conditions.rendition}" for model in models]
    missing = next((name for name in renditions if name not in ids), None)
    if missing is not None:
        raise CaosError(
            f"rendition {conditions.rendition!r}: the catalogue has no model {missing}; make it with "
            "`caos assets renditions`, and give its folder with --catalogue"
        )
    return renditions


def _is_rendition(entry: CatalogueEntry) -> bool:
    return "; rendition " in entry.source


def catalogue_models(pictures: Sequence[PicturePlan]) -> Iterator[str]:
    """Ids of all models that are shown, each once, sorted."""
    yield from sorted({picture.model for picture in pictures})


def _between(limits: tuple[float, float], share: float) -> float:
    return round(limits[0] + share * (limits[1] - limits[0]), 3)
