"""The vehicles of `vehicle.*`, and parked cars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh

from .actor import ActorModel, Rgb
from .cars import CarShape, car
from .cycles import bicycle, motorcycle
from .lorries import bus, lorry, van
from .materials import TAG
from .people import Look

_PAINTS: Final[tuple[Rgb, ...]] = (
    (17, 19, 22), (205, 208, 210), (140, 145, 150), (120, 18, 22),
    (26, 46, 86), (235, 235, 230), (58, 66, 60), (96, 84, 70),
)  # fmt: skip

_SALOON: Final = CarShape(4.90, 1.86, 1.48)
_HATCH: Final = CarShape(
    3.65, 1.70, 1.50, screen=0.76, roof_front=0.58, roof_rear=0.10, tail=0.03, trunk=1.0, belt=0.98,
    hood=0.97, nose=0.75, front_axle=0.83, rear_axle=0.17,
)  # fmt: skip
_COUPE: Final = CarShape(
    4.18,
    1.83,
    1.35,
    hood=0.90,
    belt=0.92,
    trunk=0.93,
    screen=0.66,
    roof_front=0.48,
    roof_rear=0.30,
    tail=0.07,
)
_OFFROAD: Final = CarShape(
    5.17, 1.99, 1.94, screen=0.70, roof_front=0.60, roof_rear=0.07, tail=0.03, trunk=1.15, belt=1.15,
    hood=1.12,
    nose=0.98, wheel=0.40, clearance=0.28, square=0.45, roof_width=0.80,
)  # fmt: skip


def _sized(shape: CarShape, length: float, width: float, height: float, **changes: float) -> CarShape:
    return replace(shape, length=length, width=width, height=height, **changes)


_CARS: Final[Mapping[str, CarShape]] = {
    "audi.a2": _sized(_HATCH, 3.70, 1.68, 1.55),
    "audi.tt": _COUPE,
    "bmw.grandtourer": _sized(_HATCH, 4.58, 1.80, 1.61, screen=0.75, roof_front=0.57),
    "chevrolet.impala": _sized(
        _SALOON, 5.10, 1.85, 1.41, screen=0.66, roof_front=0.53, roof_rear=0.27, tail=0.15, square=0.3
    ),
    "citroen.c3": _sized(_HATCH, 3.99, 1.75, 1.52),
    "dodge.charger_2020": _sized(
        _SALOON, 5.01, 1.90, 1.48, nose=0.74, hood=0.99, belt=1.0, trunk=1.04, wheel=0.36
    ),
    "ford.mustang": _sized(_COUPE, 4.72, 1.88, 1.36, hood=0.95, nose=0.74, wheel=0.35),
    "jeep.wrangler_rubicon": _sized(_OFFROAD, 3.87, 1.80, 1.88, square=0.8, screen=0.64),
    "lincoln.mkz_2020": _SALOON,
    "mercedes.coupe_2020": _sized(_COUPE, 4.67, 1.81, 1.40, belt=0.94, trunk=0.97),
    "mini.cooper_s": _sized(_HATCH, 3.82, 1.73, 1.41, screen=0.70, wheel=0.31),
    "nissan.micra": _sized(_HATCH, 3.63, 1.66, 1.50),
    "nissan.patrol_2021": _OFFROAD,
    "seat.leon": _sized(_HATCH, 4.19, 1.77, 1.46, screen=0.72, roof_front=0.54),
    "tesla.model3": _sized(
        _SALOON,
        4.79,
        1.85,
        1.44,
        screen=0.74,
        roof_front=0.55,
        roof_rear=0.28,
        tail=0.07,
        nose=0.66,
        hood=0.90,
    ),
    "toyota.prius": _sized(_SALOON, 4.51, 1.78, 1.49, screen=0.76, roof_rear=0.22, tail=0.05, trunk=1.02),
}
_RED: Final = Material((0.72, 0.07, 0.06), roughness=0.35)
_WHITE: Final = Material((0.88, 0.88, 0.86), roughness=0.4)


def vehicles() -> list[ActorModel]:
    """Everything that drives."""
    return [*_cars(), *_vans(), *_lorries(), *_motorcycles(), *_bicycles()]


def parked_car(rng: np.random.Generator) -> Mesh:
    """Some car in some common colour, tagged Car."""
    shapes = tuple(_CARS.values())
    return car(shapes[int(rng.integers(len(shapes)))], _PAINTS[int(rng.integers(len(_PAINTS)))])


def _cars() -> list[ActorModel]:
    """Each starts its list of paints elsewhere, so that defaults differ."""
    return [
        ActorModel(
            f"vehicle.{name}", TAG["Car"], partial(car, shape), "car",
            generation=2 if "_20" in name else 1, wheels=4,
            colors=_PAINTS[index % 8 :] + _PAINTS[: index % 8], mass=1500.0,
        )
        for index, (name, shape) in enumerate(_CARS.items())
    ]  # fmt: skip


def _vans() -> list[ActorModel]:
    def entry(name: str, make: partial[Mesh], mass: float, special: str, *paints: Rgb) -> ActorModel:
        return ActorModel(f"vehicle.{name}", TAG["Car"], make, "van", special, 2, 4, paints, mass)

    sprinter = partial(van, length=5.91, width=1.99, height=2.56, windows=False)
    minibus = partial(van, length=4.48, width=1.80, height=2.04, windows=True)
    ambulance = partial(van, length=6.36, width=2.20, height=2.43, windows=False)
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
    cola = partial(lorry, length=5.20, width=2.40, height=2.48, body=_RED)
    freight = partial(lorry, length=7.94, width=2.50, height=3.45, body=_WHITE)
    fire = partial(lorry, length=8.40, width=2.60, height=3.30, body=_RED, fire=True)
    coach = partial(bus, length=10.2, width=2.55, height=3.05)
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
    dark = Look(top=(0.35, 0.36, 0.30), bottom=(0.2, 0.2, 0.25), shoes=(0.3, 0.2, 0.15))
    chopper, scooter = partial(motorcycle, fairing=False), partial(motorcycle, scooter=True, look=dark)

    def entry(name: str, make: partial[Mesh], mass: float, *paints: Rgb) -> ActorModel:
        return ActorModel(f"vehicle.{name}", TAG["Motorcycle"], make, "motorcycle", "", 1, 2, paints, mass)

    return [
        entry("yamaha.yzf", partial(motorcycle), 260.0, (20, 60, 160), (24, 24, 26)),
        entry("kawasaki.ninja", partial(motorcycle), 260.0, (60, 150, 40), (28, 28, 30)),
        entry("harley-davidson.low_rider", chopper, 340.0, (24, 24, 26), (120, 20, 20)),
        entry("vespa.zx125", scooter, 190.0, (180, 210, 195), (200, 60, 50), (235, 225, 200)),
    ]


def _bicycles() -> list[ActorModel]:
    man = Look(top=(0.35, 0.36, 0.30), bottom=(0.2, 0.2, 0.25))
    lady = Look(
        height=1.68, top=(0.80, 0.72, 0.60), bottom=(0.20, 0.24, 0.36), long_hair=True, hair=(0.4, 0.26, 0.14)
    )

    def entry(name: str, make: partial[Mesh], *paints: Rgb) -> ActorModel:
        return ActorModel(f"vehicle.{name}", TAG["Bicycle"], make, "bicycle", "", 1, 2, paints, 95.0)

    return [
        entry("bh.crossbike", partial(bicycle), (30, 60, 160), (160, 30, 30)),
        entry("diamondback.century", partial(bicycle, look=man), (220, 220, 222), (30, 30, 32)),
        entry("gazelle.omafiets", partial(bicycle, upright=True, look=lady), (30, 34, 32), (70, 100, 90)),
    ]
