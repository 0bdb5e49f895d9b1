"""A scenario file: what a data set is rendered from. `docs/render-streethazards.md` is its reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from caos.config import ConfigModel, load_toml
from caos.errors import CaosError

SplitName = Literal["train", "validation", "test"]
SPLIT_NAMES: tuple[SplitName, ...] = ("train", "validation", "test")
PlacementKind = Literal["lane", "shoulder", "sidewalk", "crossing", "verge"]


def ordered(limits: tuple[float, float]) -> tuple[float, float]:
    """Refuse [high, low]."""
    if limits[0] > limits[1]:
        raise ValueError(f"[{limits[0]:g}, {limits[1]:g}] runs backwards; write [low, high]")
    return limits


def _weights(placements: object) -> object:
    """A list of places is short for weights: each as much as it is named."""
    if isinstance(placements, (list, tuple)) and all(isinstance(kind, str) for kind in placements):
        return {kind: float(placements.count(kind)) for kind in placements}
    return placements


def _everywhere() -> dict[PlacementKind, float]:
    """The default of `placements`: every kind of place alike."""
    return dict.fromkeys(get_args(PlacementKind), 1.0)


def _ordered_counts(limits: tuple[int, int]) -> tuple[int, int]:
    """Refuse [high, low]."""
    if limits[0] > limits[1]:
        raise ValueError(f"[{limits[0]}, {limits[1]}] runs backwards; write [least, most]")
    return limits


Percent = Annotated[float, Field(ge=0, le=100)]
Percents = Annotated[tuple[Percent, Percent], AfterValidator(ordered)]
Altitude = Annotated[float, Field(ge=-90, le=90)]
Azimuth = Annotated[float, Field(ge=0, le=360)]
Distance = Annotated[float, Field(ge=2, le=300)]
Bearing = Annotated[float, Field(ge=-90, le=90)]
Weight = Annotated[float, Field(gt=0, le=1e6)]
Placements = Annotated[dict[PlacementKind, Weight], BeforeValidator(_weights), Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=200)]
Counts = Annotated[tuple[Count, Count], AfterValidator(_ordered_counts)]
Few = Annotated[int, Field(ge=1, le=8)]
FewCounts = Annotated[tuple[Few, Few], AfterValidator(_ordered_counts)]
TownName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]


class Camera(ConfigModel):
    """The camera that drives along.

    Attributes:
        width, height: pixels.
        fov: horizontal field of view, degrees.
        z: metres above the road.
        pitch: degrees, negative looks down.
        settle_ticks: simulation steps before each picture on a real CARLA server, whose exposure and temporal
            anti-aliasing need some; the embedded server needs none and does none.
    """

    width: int = Field(1280, ge=32, le=4096)
    height: int = Field(720, ge=32, le=4096)
    fov: float = Field(90.0, ge=5, le=150)
    z: float = Field(1.5, ge=0.5, le=10)
    pitch: float = Field(-2.0, ge=-45, le=45)
    settle_ticks: int = Field(10, ge=0, le=200)


class Split(ConfigModel):
    """One split: `frames` frames, taken in turn from `towns`."""

    towns: tuple[TownName, ...] = Field(min_length=1)
    frames: int = Field(ge=0, le=1_000_000)


class Splits(ConfigModel):
    """The three splits; no town may be in two of them."""

    train: Split
    validation: Split
    test: Split

    def items(self) -> Iterator[tuple[SplitName, Split]]:
        """(name, split) in the order train, validation, test."""
        for name in SPLIT_NAMES:
            yield name, getattr(self, name)

    @model_validator(mode="after")
    def _towns_are_disjoint(self) -> Splits:
        owner: dict[str, str] = {}
        for name, split in self.items():
            for town in split.towns:
                if town in owner:
                    raise ValueError(
                        f"{town} is listed in {owner[town]} and in {name}; a town belongs to one split, once"
                    )
                owner[town] = name
        if not any(split.frames for _, split in self.items()):
            raise ValueError("no split has frames; give at least one of them frames = 1 or more")
        return self


class WeatherKind(ConfigModel):
    """One kind of weather, drawn with probability proportional to `weight`.

    Attributes:
        preset: name of a `carla.WeatherParameters` preset that gives all values not stated here.
        cloudiness, precipitation, precipitation_deposits, wetness, fog_density, wind_intensity: [low, high],
            0 to 100, drawn evenly for each frame.
        fog_distance: [low, high] metres at which fog begins.
    """

    preset: str = "ClearNoon"
    weight: float = Field(1.0, gt=0, le=1e6)
    cloudiness: Percents | None = None
    precipitation: Percents | None = None
    precipitation_deposits: Percents | None = None
    wetness: Percents | None = None
    fog_density: Percents | None = None
    wind_intensity: Percents | None = None
    fog_distance: Percents | None = None


class TimeOfDay(ConfigModel):
    """One time of day, drawn with probability proportional to `weight`; angles of the sun in degrees."""

    name: str = Field(min_length=1, max_length=40)
    weight: float = Field(1.0, gt=0, le=1e6)
    altitude: Annotated[tuple[Altitude, Altitude], AfterValidator(ordered)]
    azimuth: Annotated[tuple[Azimuth, Azimuth], AfterValidator(ordered)] = (0.0, 360.0)


class Traffic(ConfigModel):
    """Standing vehicles and people before the camera: [least, most], and up to how many metres away."""

    vehicles: Counts = (0, 8)
    walkers: Counts = (0, 8)
    radius: float = Field(60.0, ge=10, le=300)


class Anomalies(ConfigModel):
    """What stands in the test frames, and only there, that no training frame has shown.

    Attributes:
        selection: file of `caos assets select`, relative to the scenario file; empty = none.
        models: ids from the catalogue, of the selection if there is one; empty = all of it.
        model_count: use only the first so many of `models` (or of the selection or catalogue, in its order);
            0 = all.
        blueprints: file of `caos assets export-carla` with the blueprint of each model, relative to the
            scenario file; empty = static.prop.<id>.
        per_frame: at least and at most this many in one frame.
        distance: [nearest, farthest] metres along the lane; straight from the camera to a crossing.
        bearing: [leftmost, rightmost] degrees from the camera's view axis, negative to the left.
        placements: where they may stand, with weights; one is drawn for each try. A list weighs all alike.
        min_pixels: fewest visible pixels of each.
        max_share: largest share of the picture that one may cover.
        max_occluded_fraction: largest share of its outline that other things may hide.
        attempts: poses tried for one anomaly before the camera moves elsewhere.
        views: camera poses tried before the frame is given up with an error.
    """

    selection: str = ""
    models: tuple[str, ...] = ()
    model_count: int = Field(0, ge=0)
    blueprints: str = ""
    per_frame: FewCounts = (1, 1)
    distance: Annotated[tuple[Distance, Distance], AfterValidator(ordered)] = (6.0, 30.0)
    bearing: Annotated[tuple[Bearing, Bearing], AfterValidator(ordered)] = (-90.0, 90.0)
    placements: Placements = Field(default_factory=_everywhere)
    min_pixels: int = Field(400, ge=1)
    max_share: float = Field(0.25, gt=0, le=1)
    max_occluded_fraction: float = Field(0.5, ge=0, lt=1)
    attempts: int = Field(30, ge=1, le=1000)
    views: int = Field(20, ge=1, le=1000)


class Extras(ConfigModel):
    """What lies beside each frame, e.g. `depth = true`; `docs/dataset-format.md` tells the formats.

    Attributes:
        instances: ids of single objects, with a table.
        depth: metres, to the centimetre.
        boxes: 2D and 3D boxes of vehicles, walkers and anomalies.
        camera: intrinsics and pose.
        twin: the test frame without its anomalies.
        sequence: frames before and after, as if driving.
        sequence_frames: how many before, and as many after.
        sequence_interval: seconds between them.
        sequence_speed: metres per second.
    """

    instances: bool = False
    depth: bool = False
    boxes: bool = False
    camera: bool = False
    twin: bool = False
    sequence: bool = False
    sequence_frames: int = Field(2, ge=1, le=100)
    sequence_interval: float = Field(0.2, gt=0, le=10)
    sequence_speed: float = Field(5.0, gt=0, le=50)


EXTRA_NAMES: tuple[str, ...] = ("instances", "depth", "boxes", "camera", "twin", "sequence")


class Scenario(ConfigModel):
    """A whole scenario file.

    Attributes:
        name: for messages and the manifest.
        seed: everything random follows from it; the same seed gives the same frames.
        weather, times: the sweep. Without `times` each preset keeps its own sun.
    """

    name: str = Field(min_length=1, max_length=80)
    seed: int = Field(0, ge=0, lt=2**32)
    camera: Camera = Camera()
    splits: Splits
    weather: tuple[WeatherKind, ...] = Field((WeatherKind(),), min_length=1)
    times: tuple[TimeOfDay, ...] = ()
    traffic: Traffic = Traffic()
    anomalies: Anomalies = Anomalies()
    extras: Extras = Extras()


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        CaosError: unreadable, an unknown key, a value out of range: file, key and what is allowed.
    """
    scenario = load_toml(path, Scenario)
    rules = scenario.anomalies
    files = {"selection": rules.selection, "blueprints": rules.blueprints}
    found = {key: str((path.parent / file).absolute()) for key, file in files.items() if file}
    return _with_anomalies(scenario, found)


def with_blueprints(scenario: Scenario, file: Path) -> Scenario:
    """The scenario with another map from models to blueprints."""
    return _with_anomalies(scenario, {"blueprints": str(file.absolute())})


def _with_anomalies(scenario: Scenario, changes: dict[str, str]) -> Scenario:
    return scenario.model_copy(update={"anomalies": scenario.anomalies.model_copy(update=changes)})


def with_extras(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """The scenario with these extras switched on, besides its own; "all" names all of them.

    Raises:
        CaosError: a name that is none.
    """
    asked = set(names)
    unknown = sorted(asked - {*EXTRA_NAMES, "all"})
    if unknown:
        raise CaosError(f"--extras {','.join(unknown)}: unknown; known: {', '.join(EXTRA_NAMES)}, all")
    chosen = {name: True for name in EXTRA_NAMES if name in asked or "all" in asked}
    return scenario.model_copy(update={"extras": scenario.extras.model_copy(update=chosen)})
