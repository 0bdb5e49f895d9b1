"""CARLA's blueprint ids and what each looks like here: shapes of our own in the sizes of the originals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh

from . import furniture, props
from .cars import CarShape, car
from .cycles import bicycle, motorcycle
from .lorries import bus, lorry, van
from .materials import TAG
from .people import Look, walker

Rgb = tuple[int, int, int]

_PAINTS: Final[tuple[Rgb, ...]] = (
    (17, 19, 22), (205, 208, 210), (140, 145, 150), (120, 18, 22), (26, 46, 86), (235, 235, 230), (58, 66, 60), (96, 84, 70),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorModel:
    """Something that can be spawned.

    Attributes:
        type_id: CARLA's blueprint id.
        tag: CARLA tag of the whole actor; some faces carry others (riders).
        make: body colour (0..255) -> mesh; walkers and props ignore the colour. Origin on the ground, front
            +x.
        base_type: of vehicles: "car", "van", "truck", "bus", "motorcycle", "bicycle"; "" for others.
        special_type: "emergency" or "".
        generation: CARLA's blueprint generation, 1 or 2.
        wheels: number of wheels; 0 for what does not drive.
        colors: recommended body colours; empty where none can be chosen.
        mass: kg.
        gender, age: of walkers: "male" or "female"; "adult" or "child". "" for others.
    """

    type_id: str
    tag: int
    make: Callable[[Rgb], Mesh]
    base_type: str = ""
    special_type: str = ""
    generation: int = 2
    wheels: int = 0
    colors: tuple[Rgb, ...] = ()
    mass: float = 50.0
    gender: str = ""
    age: str = ""


_HATCH = {
    "screen": 0.76, "roof_front": 0.58, "roof_rear": 0.10, "tail": 0.03, "trunk": 1.0, "belt": 0.98, "hood": 0.97,
    "nose": 0.75, "front_axle": 0.83, "rear_axle": 0.17,
}  # fmt: skip
_COUPE = {
    "hood": 0.90, "belt": 0.92, "trunk": 0.93, "screen": 0.66, "roof_front": 0.48, "roof_rear": 0.30, "tail": 0.07
}  # fmt: skip
_OFFROAD = {
    "screen": 0.70, "roof_front": 0.60, "roof_rear": 0.07, "tail": 0.03, "trunk": 1.15, "belt": 1.15, "hood": 1.12,
    "nose": 0.98, "wheel": 0.40, "clearance": 0.28, "square": 0.45, "roof_width": 0.80,
}  # fmt: skip

_CARS: Final[Mapping[str, CarShape]] = {
    "audi.a2": CarShape(3.70, 1.68, 1.55, **_HATCH),
    "audi.tt": CarShape(4.18, 1.83, 1.35, **_COUPE),
    "bmw.grandtourer": CarShape(4.58, 1.80, 1.61, **{**_HATCH, "screen": 0.75, "roof_front": 0.57}),
    "chevrolet.impala": CarShape(
        5.10, 1.85, 1.41, screen=0.66, roof_front=0.53, roof_rear=0.27, tail=0.15, square=0.3
    ),
    "citroen.c3": CarShape(3.99, 1.75, 1.52, **_HATCH),
    "dodge.charger_2020": CarShape(5.01, 1.90, 1.48, nose=0.74, hood=0.99, belt=1.0, trunk=1.04, wheel=0.36),
    "ford.mustang": CarShape(4.72, 1.88, 1.36, **{**_COUPE, "hood": 0.95, "nose": 0.74, "wheel": 0.35}),
    "jeep.wrangler_rubicon": CarShape(
        3.87, 1.80, 1.88, **{**_OFFROAD, "square": 0.8, "screen": 0.64, "roof_front": 0.60}
    ),
    "lincoln.mkz_2020": CarShape(4.90, 1.86, 1.48),
    "mercedes.coupe_2020": CarShape(4.67, 1.81, 1.40, **{**_COUPE, "belt": 0.94, "trunk": 0.97}),
    "mini.cooper_s": CarShape(
        3.82, 1.73, 1.41, **{**_HATCH, "screen": 0.70, "roof_front": 0.58, "wheel": 0.31}
    ),
    "nissan.micra": CarShape(3.63, 1.66, 1.50, **_HATCH),
    "nissan.patrol_2021": CarShape(5.17, 1.99, 1.94, **_OFFROAD),
    "seat.leon": CarShape(4.19, 1.77, 1.46, **{**_HATCH, "screen": 0.72, "roof_front": 0.54}),
    "tesla.model3": CarShape(
        4.79, 1.85, 1.44, screen=0.74, roof_front=0.55, roof_rear=0.28, tail=0.07, nose=0.66, hood=0.90
    ),
    "toyota.prius": CarShape(
        4.51, 1.78, 1.49, screen=0.76, roof_front=0.54, roof_rear=0.22, tail=0.05, trunk=1.02
    ),
}
_RED: Final = Material((0.72, 0.07, 0.06), roughness=0.35)


def _cars() -> list[ActorModel]:
    return [
        ActorModel(
            f"vehicle.{name}",
            TAG["Car"],
            partial(car, shape),
            "car",
            "",
            2 if "20" in name else 1,
            4,
            _PAINTS,
            1500.0,
        )
        for name, shape in _CARS.items()
    ]


def _heavy() -> list[ActorModel]:
    car_tag, truck, coach = TAG["Car"], TAG["Truck"], TAG["Bus"]
    white = Material((0.88, 0.88, 0.86), roughness=0.4)
    return [
        ActorModel("vehicle.mercedes.sprinter", car_tag, partial(van, length=5.91, width=1.99, height=2.56, windows=False),
                   "van", "", 2, 4, ((235, 235, 232), (30, 52, 92), (150, 152, 155), (176, 30, 26)), 2300.0),
        ActorModel("vehicle.volkswagen.t2", car_tag, partial(van, length=4.48, width=1.80, height=2.04, windows=True),
                   "van", "", 1, 4, ((70, 120, 150), (215, 196, 160), (170, 60, 40)), 1300.0),
        ActorModel("vehicle.ford.ambulance", car_tag, partial(van, length=6.36, width=2.20, height=2.43, windows=False),
                   "van", "emergency", 1, 4, ((240, 240, 238),), 3000.0),
        ActorModel("vehicle.carlamotors.carlacola", truck, partial(lorry, length=5.20, width=2.40, height=2.48, body=_RED),
                   "truck", "", 1, 4, ((200, 24, 24), (235, 235, 232)), 4500.0),
        ActorModel("vehicle.carlamotors.european_hgv", truck, partial(lorry, length=7.94, width=2.50, height=3.45, body=white),
                   "truck", "", 2, 6, ((60, 90, 140), (232, 232, 228), (150, 40, 30)), 8000.0),
        ActorModel("vehicle.carlamotors.firetruck", truck, partial(lorry, length=8.40, width=2.60, height=3.30, body=_RED, fire=True),
                   "truck", "emergency", 1, 4, ((186, 20, 18),), 9000.0),
        ActorModel("vehicle.mitsubishi.fusorosa", coach, partial(bus, length=10.2, width=2.55, height=3.05),
                   "bus", "", 2, 4, ((222, 190, 60), (196, 52, 40), (236, 236, 232), (40, 84, 140)), 7000.0),
    ]  # fmt: skip


def _cycles() -> list[ActorModel]:
    motor, cycle = TAG["Motorcycle"], TAG["Bicycle"]
    dark = Look(top=(0.35, 0.36, 0.30), bottom=(0.2, 0.2, 0.25), shoes=(0.3, 0.2, 0.15))
    lady = Look(
        height=1.68, top=(0.80, 0.72, 0.60), bottom=(0.20, 0.24, 0.36), long_hair=True, hair=(0.4, 0.26, 0.14)
    )
    return [
        ActorModel("vehicle.yamaha.yzf", motor, motorcycle, "motorcycle", "", 1, 2, ((20, 60, 160), (24, 24, 26)), 260.0),
        ActorModel("vehicle.kawasaki.ninja", motor, motorcycle, "motorcycle", "", 1, 2, ((60, 150, 40), (28, 28, 30)), 260.0),
        ActorModel("vehicle.harley-davidson.low_rider", motor, partial(motorcycle, fairing=False), "motorcycle", "", 1, 2,
                   ((24, 24, 26), (120, 20, 20)), 340.0),
        ActorModel("vehicle.vespa.zx125", motor, partial(motorcycle, scooter=True, look=dark), "motorcycle", "", 1, 2,
                   ((180, 210, 195), (200, 60, 50), (235, 225, 200)), 190.0),
        ActorModel("vehicle.bh.crossbike", cycle, bicycle, "bicycle", "", 1, 2, ((30, 60, 160), (160, 30, 30)), 95.0),
        ActorModel("vehicle.diamondback.century", cycle, partial(bicycle, look=dark), "bicycle", "", 1, 2,
                   ((220, 220, 222), (30, 30, 32)), 90.0),
        ActorModel("vehicle.gazelle.omafiets", cycle, partial(bicycle, upright=True, look=lady), "bicycle", "", 1, 2,
                   ((30, 34, 32), (70, 100, 90)), 95.0),
    ]  # fmt: skip


_SKINS = ((0.87, 0.69, 0.58), (0.78, 0.57, 0.43), (0.58, 0.39, 0.27), (0.36, 0.24, 0.17))
_HAIRS = ((0.10, 0.08, 0.06), (0.30, 0.19, 0.10), (0.62, 0.46, 0.24), (0.62, 0.61, 0.60))
_TOPS = (
    (0.16, 0.22, 0.36), (0.74, 0.72, 0.68), (0.52, 0.12, 0.14), (0.22, 0.32, 0.22), (0.13, 0.13, 0.15), (0.72, 0.56, 0.28),
    (0.40, 0.46, 0.54), (0.56, 0.36, 0.44),
)  # fmt: skip
_BOTTOMS = (
    (0.13, 0.15, 0.22),
    (0.30, 0.27, 0.23),
    (0.10, 0.10, 0.11),
    (0.24, 0.32, 0.46),
    (0.52, 0.46, 0.36),
)


def _walkers(count: int = 24) -> list[ActorModel]:
    """People 0001 and on: every third a woman in a skirt or coat, children among them, each the same on every run."""
    models = []
    for number in range(1, count + 1):
        rng = np.random.default_rng([number, 77])
        child, woman = number in (9, 10, 11, 12), bool(number % 2)
        wear = ("trousers", "trousers", "skirt" if woman else "shorts", "coat")[int(rng.integers(4))]
        adult_height = (1.66 if woman else 1.78) + float(rng.normal(0, 0.05))
        look = Look(
            height=float(rng.uniform(1.05, 1.4)) if child else adult_height,
            girth=float(rng.uniform(0.92, 1.3)),
            skin=_SKINS[int(rng.integers(4))],
            hair=_HAIRS[int(rng.integers(3 if child else 4))],
            top=_TOPS[number % len(_TOPS)],
            bottom=_BOTTOMS[int(rng.integers(len(_BOTTOMS)))],
            shoes=((0.1, 0.09, 0.08), (0.85, 0.84, 0.82), (0.32, 0.2, 0.12))[int(rng.integers(3))],
            sleeves="short" if wear == "shorts" or rng.random() < 0.3 else "long",
            wear=wear,
            long_hair=woman and bool(rng.random() < 0.75),
            cap=not woman and bool(rng.random() < 0.3),
            backpack=bool(rng.random() < 0.25),
        )
        stride = float(rng.uniform(12, 24) * rng.choice([-1, 1]))
        models.append(
            ActorModel(
                f"walker.pedestrian.{number:04d}", TAG["Pedestrians"], partial(_walker, look, stride), mass=70.0,
                gender="female" if woman else "male", age="child" if child else "adult",
            )
        )  # fmt: skip
    return models


def _walker(look: Look, stride: float, color: Rgb) -> Mesh:  # noqa: ARG001: people have no body colour
    return walker(look, stride)


def _prop(make: Callable[[], Mesh], color: Rgb) -> Mesh:  # noqa: ARG001: nor have props
    return make()


_PROPS: Final[Mapping[str, tuple[Callable[[], Mesh], float]]] = {
    "trafficcone01": (props.traffic_cone, 3.0),
    "trafficcone02": (props.traffic_cone, 3.0),
    "constructioncone": (props.traffic_cone, 3.0),
    "streetbarrier": (props.street_barrier, 20.0),
    "trafficwarning": (props.warning_sign, 12.0),
    "warningconstruction": (props.warning_sign, 12.0),
    "busstop": (furniture.bus_stop, 900.0),
    "bench01": (furniture.bench, 60.0),
    "bench02": (furniture.bench, 60.0),
    "bin": (furniture.litter_bin, 25.0),
    "trashcan01": (props.wheelie_bin, 15.0),
    "trashcan03": (props.wheelie_bin, 15.0),
    "trashbag": (props.rubbish_bag, 6.0),
    "garbage01": (props.rubbish_bag, 6.0),
    "mailbox": (furniture.mailbox, 80.0),
    "box01": (props.box_prop, 5.0),
    "box02": (props.box_prop, 5.0),
    "creasedbox01": (props.box_prop, 5.0),
    "barrel": (props.barrel, 30.0),
    "pallet": (props.pallet, 22.0),
    "chainbarrier": (props.street_barrier, 20.0),
    "concretebarrier": (props.concrete_barrier, 900.0),
}


def _static() -> list[ActorModel]:
    return [
        ActorModel(f"static.prop.{name}", TAG["Static"], partial(_prop, make), mass=mass)
        for name, (make, mass) in _PROPS.items()
    ]


ACTOR_MODELS: Final[Mapping[str, ActorModel]] = MappingProxyType(
    {model.type_id: model for model in (*_cars(), *_heavy(), *_cycles(), *_walkers(), *_static())}
)
"""Every actor the embedded server can spawn, by blueprint id."""


def parked_car(rng: np.random.Generator) -> Mesh:
    """Some car in some common colour, tagged Car."""
    names = sorted(_CARS)
    shape = _CARS[names[int(rng.integers(len(names)))]]
    return car(shape, _PAINTS[int(rng.integers(len(_PAINTS)))])
