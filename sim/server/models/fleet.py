"""The vehicles of `vehicle.*`, and parked cars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from caos.meshes import Mesh

from .actor import ActorModel, Rgb
from .buses import BusShape, bus
from .cars import car
from .carshape import CarShape
from .cycles import BicycleShape, bicycle
from .lorries import LorryShape, lorry
from .materials import TAG
from .motorcycles import CRUISER, SCOOTER, SPORTS, MotorcycleShape, motorcycle
from .people import Look
from .vans import VanShape, van

_PAINTS: Final[tuple[Rgb, ...]] = (
    (17, 19, 22), (196, 199, 202), (110, 114, 118), (120, 18, 22),
    (26, 46, 86), (232, 232, 228), (58, 66, 60), (96, 84, 70),
)  # fmt: skip
_PARKED: Final[tuple[tuple[Rgb, int], ...]] = (
    ((232, 232, 228), 23), ((20, 21, 24), 19), ((84, 88, 92), 11), ((128, 131, 134), 9), ((188, 191, 194),
    14),
    ((24, 40, 78), 7), ((52, 92, 140), 4), ((128, 20, 24), 5), ((178, 34, 30), 3), ((52, 64, 54), 2),
    ((102, 88, 72), 2), ((196, 158, 60), 1),
)  # fmt: skip
"""Colours of parked cars and how many per cent have them, after what is sold."""

_SALOON: Final = CarShape(4.90, 1.86, 1.48)
_HATCH: Final = CarShape(
    3.65, 1.70, 1.50, nose=0.76, hood=1.0, belt=0.95, trunk=1.04, screen=0.745, roof_front=0.60,
    roof_rear=0.10,
    tail=0.025, wheel=0.305, front_axle=0.815, rear_axle=0.17, tumble=0.33, tall=True, rim="hubcap",
    drop=0.09,
)  # fmt: skip
_COUPE: Final = CarShape(
    4.18, 1.83, 1.35, nose=0.66, hood=0.90, belt=0.88, trunk=0.93, screen=0.66, roof_front=0.50,
    roof_rear=0.30,
    tail=0.10, clearance=0.14, tumble=0.48, doors=2, rim="ten", drop=0.06,
)  # fmt: skip
_OFFROAD: Final = CarShape(
    5.17, 1.99, 1.94, nose=1.02, hood=1.18, belt=1.14, trunk=1.20, screen=0.70, roof_front=0.60,
    roof_rear=0.06,
    tail=0.02, wheel=0.40, clearance=0.26, tumble=0.24, edge=0.12, plan=0.91, bow=0.14, tall=True, rim="mesh",
    rails=True, clad=True, drop=0.06, lamps="round",
)  # fmt: skip


_ESTATE_SUV: Final = CarShape(
    4.87, 1.93, 1.63, nose=0.86, hood=1.08, belt=1.04, trunk=1.12, screen=0.715, roof_front=0.575,
    roof_rear=0.12,
    tail=0.03, wheel=0.37, clearance=0.20, tumble=0.36, rim="twin", rails=True, clad=True, lamps="slim",
    drop=0.09,
)  # fmt: skip


def _sized(shape: CarShape, length: float, width: float, height: float, **changes: Any) -> CarShape:
    return replace(shape, length=length, width=width, height=height, **changes)


_CARS: Final[Mapping[str, CarShape]] = {
    "audi.a2": _sized(_HATCH, 3.70, 1.68, 1.55, screen=0.79, hood=0.98, roof_front=0.60, rim="ten"),
    "audi.tt": _COUPE,
    "bmw.grandtourer": _sized(
        _HATCH, 4.58, 1.80, 1.61, screen=0.75, roof_front=0.585, wheel=0.335, belt=1.0, rails=True,
        rim="twin",
        front_axle=0.805, rear_axle=0.20, drop=0.06,
    ),
    "chevrolet.impala": _sized(
        _SALOON, 5.10, 1.85, 1.41, screen=0.655, roof_front=0.53, roof_rear=0.30, tail=0.185, plan=0.93,
        bow=0.10,
        tumble=0.30, rim="hubcap", lamps="round", nose=0.76, trunk=0.95, hood=0.92, edge=0.10,
    ),
    "citroen.c3": _sized(_HATCH, 3.99, 1.75, 1.52, clad=True, rim="five", wheel=0.32),
    "dodge.charger_2020": _sized(
        _SALOON, 5.01, 1.90, 1.48, nose=0.78, hood=0.99, belt=0.97, trunk=1.06, wheel=0.355, rim="twin",
        lamps="slim",
        screen=0.665, roof_front=0.51, roof_rear=0.30, tail=0.12,
    ),
    "ford.mustang": _sized(
        _COUPE, 4.72, 1.88, 1.36, hood=0.97, nose=0.74, belt=0.93, trunk=1.0, wheel=0.35, screen=0.635,
        roof_front=0.485, roof_rear=0.29, tail=0.115, rim="five", tumble=0.44,
    ),
    "jeep.wrangler_rubicon": _sized(
        _OFFROAD, 3.87, 1.80, 1.88, screen=0.645, roof_front=0.585, doors=2, spare=True, plan=0.95, bow=0.06,
        tumble=0.12, edge=0.07, rails=False, nose=1.04, hood=1.12, belt=1.08, trunk=1.12, drop=0.02,
        rim="five",
    ),
    "lincoln.mkz_2017": _sized(_SALOON, 4.90, 1.86, 1.49, rim="twin", nose=0.72, trunk=1.04),
    "lincoln.mkz_2020": _SALOON,
    "mercedes.coupe_2020": _sized(
        _COUPE, 4.67, 1.81, 1.40, hood=0.95, belt=0.92, trunk=0.99, nose=0.70, screen=0.675, roof_front=0.52,
        roof_rear=0.28, tail=0.085, wheel=0.345, rim="twin",
    ),
    "mini.cooper_s": _sized(
        _HATCH, 3.82, 1.73, 1.41, screen=0.695, roof_front=0.585, lamps="round", doors=2, rim="ten",
        tumble=0.27,
        belt=0.94, hood=0.98, nose=0.78, drop=0.04,
    ),
    "nissan.micra": _sized(_HATCH, 3.63, 1.66, 1.50, lamps="round", edge=0.17, drop=0.12),
    "nissan.patrol_2021": _OFFROAD,
    "seat.leon": _sized(
        _HATCH, 4.19, 1.77, 1.46, screen=0.725, roof_front=0.56, roof_rear=0.14, tail=0.04, wheel=0.325,
        rim="five",
        nose=0.70, hood=0.95, belt=0.92, trunk=1.02, tall=False, drop=0.08,
    ),
    "tesla.model3": _sized(
        _SALOON, 4.79, 1.85, 1.44, screen=0.735, roof_front=0.56, roof_rear=0.30, tail=0.085, nose=0.66,
        hood=0.92,
        belt=0.90, trunk=1.03, lamps="slim", tumble=0.46, edge=0.17, rim="mesh",
    ),
    "toyota.prius": _sized(
        _SALOON, 4.51, 1.78, 1.49, screen=0.755, roof_front=0.575, roof_rear=0.24, tail=0.03, trunk=1.10,
        hood=0.98,
        tall=True, rim="twin", drop=0.10,
    ),
    "audi.etron": _ESTATE_SUV,
    "mini.cooper_s_2021": _sized(
        _HATCH, 3.88, 1.74, 1.43, screen=0.70, roof_front=0.59, lamps="round", doors=2, rim="mesh",
        tumble=0.27,
        belt=0.95, hood=0.99, nose=0.79, drop=0.04, clad=True,
    ),
    "nissan.patrol": _sized(_OFFROAD, 4.60, 1.88, 1.86, rim="five", lamps="wide"),
}  # fmt: skip


_ON_DUTY: Final[Mapping[str, tuple[CarShape, tuple[Rgb, ...], str]]] = {
    "dodge.charger_police": (replace(_CARS["dodge.charger_2020"], duty="police", rim="steel"), ((20, 20,
    23),), "emergency"),
    "dodge.charger_police_2020": (replace(_CARS["dodge.charger_2020"], duty="police"), ((20, 20, 23),),
    "emergency"),
    "ford.crown": (
        _sized(_SALOON, 5.36, 1.80, 1.46, duty="taxi", rim="hubcap", plan=0.90, tumble=0.34), ((236, 184,
        30),), "taxi"
    ),
}  # fmt: skip
_PRIVATE: Final = (
    *_CARS.values(),
    _sized(_SALOON, 4.74, 1.82, 1.50, roof_rear=0.09, tail=0.025, rails=True, drop=0.05, rim="twin"),
    _sized(_SALOON, 4.60, 1.80, 1.47, rim="ten"),
    _sized(
        _HATCH, 4.36, 1.82, 1.62, screen=0.775, roof_front=0.63, wheel=0.325, belt=1.0, trunk=1.08,
        rim="hubcap", drop=0.05
    ),
    _sized(
        _OFFROAD, 5.25, 1.88, 1.79, screen=0.72, roof_front=0.62, roof_rear=0.425, tail=0.40, bed=True,
        rails=False,
        trunk=1.12, belt=1.08, hood=1.14, lamps="wide", rim="five", tall=False, front_axle=0.82,
    ),
)  # fmt: skip
"""What is parked: also an estate, a saloon, a people carrier and a pickup."""


def vehicles() -> list[ActorModel]:
    """Everything that drives."""
    return [*_cars(), *_vans(), *_lorries(), *_motorcycles(), *_bicycles()]


def parked_car(rng: np.random.Generator) -> Mesh:
    """Some car in some common colour, nobody in it, tagged Car."""
    shape = _PRIVATE[int(rng.integers(len(_PRIVATE)))]
    share = np.array([part for _, part in _PARKED], dtype=np.float64)
    return car(shape, _PARKED[int(rng.choice(len(_PARKED), p=share / share.sum()))][0], driven=False)


def _cars() -> list[ActorModel]:
    """Each starts its list of paints elsewhere, so that defaults differ."""

    def entry(name: str, shape: CarShape, paints: tuple[Rgb, ...], special: str = "") -> ActorModel:
        return ActorModel(
            f"vehicle.{name}", TAG["Car"], partial(car, shape), "car", special,
            generation=2 if "_20" in name else 1, wheels=4, colors=paints, mass=1500.0,
        )  # fmt: skip

    plain = [
        entry(name, shape, _PAINTS[index % 8 :] + _PAINTS[: index % 8])
        for index, (name, shape) in enumerate(_CARS.items())
    ]
    return [*plain, *(entry(name, *rest) for name, rest in _ON_DUTY.items())]


def _vans() -> list[ActorModel]:
    def entry(name: str, make: partial[Mesh], mass: float, special: str, *paints: Rgb) -> ActorModel:
        return ActorModel(f"vehicle.{name}", TAG["Car"], make, "van", special, 2, 4, paints, mass)

    sprinter = partial(van, VanShape(5.91, 1.99, 2.56, worn=True, livery="plumber"))
    minibus = partial(
        van,
        VanShape(
            4.48,
            1.80,
            2.04,
            bonnet=0.14,
            rake=0.62,
            hood=1.16,
            nose=0.98,
            belt=1.16,
            windows=True,
            wheel=0.33,
            tumble=0.22,
        ),
    )
    ambulance = partial(van, VanShape(6.36, 2.20, 2.43, livery="ambulance", bar=True))
    return [
        entry(
            "mercedes.sprinter",
            sprinter,
            2300.0,
            "",
            (235, 235, 232),
            (30, 52, 92),
            (150, 152, 155),
            (176, 30, 26),
        ),
        entry("volkswagen.t2", minibus, 1300.0, "", (70, 120, 150), (215, 196, 160), (170, 60, 40)),
        entry("ford.ambulance", ambulance, 3000.0, "emergency", (240, 240, 238)),
    ]


def _lorries() -> list[ActorModel]:
    truck = TAG["Truck"]
    cola = partial(lorry, LorryShape(5.20, 2.40, 2.48, roof=2.36, wheel=0.42, livery="cola"))
    freight = partial(lorry, LorryShape(7.94, 2.50, 3.45, roof=2.80, livery="freight"))
    fire = partial(lorry, LorryShape(8.40, 2.60, 3.30, cab=2.75, roof=2.75, fire=True))
    coach = partial(bus, BusShape(10.2, 2.55, 3.05))
    greys: tuple[Rgb, ...] = ((60, 90, 140), (232, 232, 228), (150, 40, 30))
    liveries: tuple[Rgb, ...] = ((222, 190, 60), (196, 52, 40), (236, 236, 232), (40, 84, 140))
    return [
        ActorModel(
            "vehicle.carlamotors.carlacola",
            truck,
            cola,
            "truck",
            "",
            1,
            4,
            ((200, 24, 24), (235, 235, 232)),
            4500.0,
        ),
        ActorModel("vehicle.carlamotors.european_hgv", truck, freight, "truck", "", 2, 4, greys, 8000.0),
        ActorModel(
            "vehicle.carlamotors.firetruck", truck, fire, "truck", "emergency", 1, 4, ((186, 20, 18),), 9000.0
        ),
        ActorModel("vehicle.mitsubishi.fusorosa", TAG["Bus"], coach, "bus", "", 2, 4, liveries, 7000.0),
    ]


def _motorcycles() -> list[ActorModel]:
    leather = Look(
        top=(0.09, 0.09, 0.10),
        bottom=(0.08, 0.08, 0.09),
        jacket="jacket",
        accent=(0.80, 0.80, 0.82),
        hat="shell",
    )
    denim = replace(leather, bottom=(0.16, 0.20, 0.30), accent=(0.07, 0.07, 0.08), girth=1.2)
    casual = replace(
        leather, top=(0.35, 0.36, 0.30), bottom=(0.2, 0.2, 0.25), shoes=(0.3, 0.2, 0.15), jacket=""
    )

    def entry(name: str, shape: MotorcycleShape, look: Look, mass: float, *paints: Rgb) -> ActorModel:
        make = partial(motorcycle, shape, look)
        return ActorModel(f"vehicle.{name}", TAG["Motorcycle"], make, "motorcycle", "", 1, 2, paints, mass)

    return [
        entry("yamaha.yzf", SPORTS, leather, 260.0, (20, 60, 160), (24, 24, 26)),
        entry(
            "kawasaki.ninja",
            SPORTS,
            replace(leather, accent=(0.1, 0.1, 0.1)),
            260.0,
            (60, 150, 40),
            (28, 28, 30),
        ),
        entry("harley-davidson.low_rider", CRUISER, denim, 340.0, (24, 24, 26), (120, 20, 20)),
        entry("vespa.zx125", SCOOTER, casual, 190.0, (180, 210, 195), (200, 60, 50), (235, 225, 200)),
    ]


def _bicycles() -> list[ActorModel]:
    sporty = Look(
        top=(0.75, 0.2, 0.15), wear="shorts", sleeves="short", hat="cycle", accent=(0.85, 0.85, 0.86)
    )
    man = Look(
        top=(0.35, 0.36, 0.30),
        bottom=(0.2, 0.2, 0.25),
        hat="cycle",
        accent=(0.12, 0.12, 0.13),
        bag="rucksack",
    )
    lady = Look(
        height=1.68,
        female=True,
        top=(0.80, 0.72, 0.60),
        bottom=(0.20, 0.24, 0.36),
        cut="long",
        hair=(0.4, 0.26, 0.14),
    )

    def entry(name: str, shape: BicycleShape, look: Look, *paints: Rgb) -> ActorModel:
        make = partial(bicycle, shape, look)
        return ActorModel(f"vehicle.{name}", TAG["Bicycle"], make, "bicycle", "", 1, 2, paints, 95.0)

    return [
        entry("bh.crossbike", BicycleShape(), sporty, (30, 60, 160), (160, 30, 30)),
        entry(
            "diamondback.century", BicycleShape(tyre=0.014, frame="racer"), man, (220, 220, 222), (30, 30, 32)
        ),
        entry("gazelle.omafiets", BicycleShape(frame="roadster"), lady, (30, 34, 32), (70, 100, 90)),
    ]
