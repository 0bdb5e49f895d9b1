"""A scenario file of shifts: the classes, what holds in training, and what each test set alters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from caos.config import ConfigModel, load_toml
from caos.errors import CaosError

from ..scenario import Counts, TimeOfDay, TownName, WeatherKind, ordered

TRAIN: Final = "train"
IID: Final = "iid"

Fraction = Annotated[float, Field(ge=0, le=0.95)]
Fractions = Annotated[tuple[Fraction, Fraction], AfterValidator(ordered)]
Share = Annotated[float, Field(ge=0.05, le=1.5)]
Shares = Annotated[tuple[Share, Share], AfterValidator(ordered)]
Zoom = Annotated[float, Field(ge=0.25, le=8)]
Zooms = Annotated[tuple[Zoom, Zoom], AfterValidator(ordered)]
Yaw = Annotated[float, Field(ge=-180, le=180)]
Yaws = Annotated[tuple[Yaw, Yaw], AfterValidator(ordered)]
Elevation = Annotated[float, Field(ge=-10, le=80)]
Elevations = Annotated[tuple[Elevation, Elevation], AfterValidator(ordered)]
SetName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Blueprint = Annotated[str, Field(pattern=r"^[a-z0-9_.]+$")]


def folder_of(category: str) -> str:
    """The folder of a class: its name, without characters that folders had better not have."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", category)


class Picture(ConfigModel):
    """The pictures.

    Attributes:
        side: width and height, pixels.
        supersample: rendered so many times as large along each side, then averaged.
        fov: horizontal field of view at zoom 1, degrees.
        settle_ticks: as in other scenarios; a real server's exposure needs some.
    """

    side: int = Field(96, ge=32, le=1024)
    supersample: int = Field(2, ge=1, le=4)
    fov: float = Field(40.0, ge=10, le=120)
    settle_ticks: int = Field(10, ge=0, le=200)


class Classes(ConfigModel):
    """What is to be told apart, and how many pictures.

    Attributes:
        names: categories of the catalogue; their order gives the class indices.
        models: models of each class, the first of the catalogue.
        unseen: so many of them, the last ones, are kept out of training and of every test set that does not
            ask for them with `models = "unseen"`.
        train, test: pictures of each class in the training set and in each test set.
    """

    names: tuple[str, ...] = Field(min_length=2)
    models: int = Field(4, ge=1, le=1000)
    unseen: int = Field(0, ge=0, le=1000)
    train: int = Field(ge=0, le=100_000)
    test: int = Field(ge=0, le=100_000)

    @model_validator(mode="after")
    def _makes_sense(self) -> Classes:
        twice = sorted({name for name in self.names if self.names.count(name) > 1})
        if twice:
            raise ValueError(f"names: {twice[0]!r} stands there twice")
        folders = {folder_of(name) for name in self.names}
        if len(folders) < len(self.names):
            raise ValueError("names: two of them would share a folder; rename one in the catalogue")
        if self.unseen >= self.models:
            raise ValueError(f"unseen = {self.unseen} of models = {self.models} leaves none for training")
        return self


class Conditions(ConfigModel):
    """Every factor under control. Ranges are [low, high], drawn evenly for each picture.

    Attributes:
        towns: where the objects stand, in turn.
        weather, times: drawn by weight; without `times` each weather preset keeps its own sun.
        furniture: blueprints of the street's furniture: what a year or a season puts around the object.
        furniture_count: [least, most] pieces of it.
        camera: attributes of CARLA's colour camera, by name: its lens, film and exposure.
        size: diameter of the object's bounding ball, as a share of the picture's height; the camera comes
            nearer.
        zoom: the lens's; more than 1 shows less of the surroundings, and at last of the object.
        occlusion: share of the object that something before it hides.
        occluders: blueprints of what hides it.
        yaw: degrees from which the object is seen: 0 its front, 90 its left side, 180 its back.
        mirrored: whether -yaw is as likely as yaw.
        elevation: degrees of the camera above the object's horizon.
        rendition: style of `caos assets renditions`; "" = as it was modelled.
        models: those of training, or the unseen ones.
    """

    towns: tuple[TownName, ...] = Field(("Town01",), min_length=1)
    weather: tuple[WeatherKind, ...] = Field((WeatherKind(),), min_length=1)
    times: tuple[TimeOfDay, ...] = ()
    furniture: tuple[Blueprint, ...] = ()
    furniture_count: Counts = (0, 3)
    camera: dict[str, float | bool | str] = Field(default_factory=dict)
    size: Shares = (0.6, 0.85)
    zoom: Zooms = (1.0, 1.0)
    occlusion: Fractions = (0.0, 0.1)
    occluders: tuple[Blueprint, ...] = Field(
        ("static.prop.trafficcone01", "static.prop.trashcan01", "static.prop.streetbarrier"), min_length=1
    )
    yaw: Yaws = (-60.0, 60.0)
    mirrored: bool = False
    elevation: Elevations = (5.0, 25.0)
    rendition: Annotated[str, Field(pattern=r"^[a-z0-9_]*$")] = ""
    models: Literal["seen", "unseen"] = "seen"


class Shift(ConfigModel):
    """One test set: its name, the factor it belongs to, and the conditions that it alters."""

    name: SetName
    factor: str = ""
    towns: tuple[TownName, ...] | None = Field(None, min_length=1)
    weather: tuple[WeatherKind, ...] | None = Field(None, min_length=1)
    times: tuple[TimeOfDay, ...] | None = None
    furniture: tuple[Blueprint, ...] | None = None
    furniture_count: Counts | None = None
    camera: dict[str, float | bool | str] | None = None
    size: Shares | None = None
    zoom: Zooms | None = None
    occlusion: Fractions | None = None
    occluders: tuple[Blueprint, ...] | None = Field(None, min_length=1)
    yaw: Yaws | None = None
    mirrored: bool | None = None
    elevation: Elevations | None = None
    rendition: Annotated[str, Field(pattern=r"^[a-z0-9_]*$")] | None = None
    models: Literal["seen", "unseen"] | None = None

    def altered(self, usual: Conditions) -> Conditions:
        """The conditions of this test set."""
        changes = {name: getattr(self, name) for name in Conditions.model_fields}
        return usual.model_copy(update={name: value for name, value in changes.items() if value is not None})

    @model_validator(mode="after")
    def _alters_something(self) -> Shift:
        if self.name in (TRAIN, IID):
            raise ValueError(f"name = {self.name!r}: this set is there already; choose another name")
        if all(getattr(self, name) is None for name in Conditions.model_fields):
            raise ValueError(f"shift {self.name!r} alters nothing; give it a condition")
        return self


class ShiftScenario(ConfigModel):
    """A whole scenario file of shifts.

    Attributes:
        name: for messages.
        seed: everything random follows from it; the same seed gives the same pictures.
        attempts: places and poses tried for one picture.
    """

    name: str = Field(min_length=1, max_length=80)
    seed: int = Field(0, ge=0, lt=2**32)
    attempts: int = Field(60, ge=1, le=10_000)
    picture: Picture = Picture()
    classes: Classes
    conditions: Conditions = Conditions()
    shift: tuple[Shift, ...] = ()

    def sets(self) -> Iterator[tuple[str, Conditions]]:
        """(name, conditions) of the training set, the IID test set, and each shift."""
        yield TRAIN, self.conditions
        yield IID, self.conditions
        for shift in self.shift:
            yield shift.name, shift.altered(self.conditions)

    @model_validator(mode="after")
    def _sets_differ(self) -> ShiftScenario:
        names = [shift.name for shift in self.shift]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"shift: two are called {twice[0]!r}")
        if not self.classes.unseen and any(shift.models == "unseen" for shift in self.shift):
            raise ValueError('a shift asks for models = "unseen", but classes.unseen is 0')
        return self


def is_shift_scenario(path: Path) -> bool:
    """Whether a scenario file is of this kind: it has a table `classes`. What cannot be read is not."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    return re.search(r"^\s*(\[\s*classes\s*\]|classes\s*[.=])", text, re.MULTILINE) is not None


def load_shifts(path: Path) -> ShiftScenario:
    """Read a scenario file of shifts.

    Raises:
        CaosError: unreadable, an unknown key, a value out of range: file, key and what is allowed.
    """
    scenario = load_toml(path, ShiftScenario)
    if not scenario.classes.train and not scenario.classes.test:
        raise CaosError(f"{path}: classes.train and classes.test are 0: nothing to render")
    return scenario
