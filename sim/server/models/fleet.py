"""The vehicles of `vehicle.*`, and parked cars."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from caos.meshes import Mesh

from .actor import ActorModel, Rgb
from .buses import BusShape, bus
from .carlist import CARS, ON_DUTY, PRIVATE
from .cars import car
from .carshape import CarShape
from .cycles import BicycleShape, bicycle
from .look import Look
from .lorries import LorryShape, lorry
from .materials import TAG
from .motorcycles import CRUISER, SCOOTER, SPORTS, MotorcycleShape, motorcycle
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


def vehicles() -> list[ActorModel]:
    """Everything that drives."""
    return [*_cars(), *_vans(), *_lorries(), *_motorcycles(), *_bicycles()]


def parked_car(rng: np.random.Generator) -> Mesh:
    """Some car in some common colour, nobody in it, tagged Car."""
    shape = PRIVATE[int(rng.integers(len(PRIVATE)))]
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
        for index, (name, shape) in enumerate(CARS.items())
    ]
    return [*plain, *(entry(name, *rest) for name, rest in ON_DUTY.items())]


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
