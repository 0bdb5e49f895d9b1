"""The cars of the library and those that are parked, by their measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from .carshape import CarShape
from .finish import Rgb

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


CARS: Final[Mapping[str, CarShape]] = {
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


ON_DUTY: Final[Mapping[str, tuple[CarShape, tuple[Rgb, ...], str]]] = {
    "dodge.charger_police": (replace(CARS["dodge.charger_2020"], duty="police", rim="steel"), ((20, 20,
    23),), "emergency"),
    "dodge.charger_police_2020": (replace(CARS["dodge.charger_2020"], duty="police"), ((20, 20, 23),),
    "emergency"),
    "ford.crown": (
        _sized(_SALOON, 5.36, 1.80, 1.46, duty="taxi", rim="hubcap", plan=0.90, tumble=0.34), ((236, 184,
        30),), "taxi"
    ),
}  # fmt: skip
PRIVATE: Final = (
    *CARS.values(),
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
