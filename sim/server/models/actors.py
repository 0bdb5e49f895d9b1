"""CARLA's blueprint ids and what each looks like here: shapes of our own in the sizes of the originals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from caos.meshes import Mesh

from . import furniture, props
from .actor import ActorModel, colourless
from .crowd import walkers
from .fleet import vehicles
from .materials import TAG

_PROPS: Final[Mapping[str, tuple[Callable[[], Mesh], float]]] = {
    "trafficcone01": (props.traffic_cone, 3.0),
    "trafficcone02": (props.traffic_cone, 3.0),
    "constructioncone": (props.traffic_cone, 3.0),
    "streetbarrier": (props.street_barrier, 20.0),
    "chainbarrier": (props.street_barrier, 20.0),
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
    "concretebarrier": (props.concrete_barrier, 900.0),
}
"""Name after `static.prop.` -> maker, mass in kg."""


def _static() -> list[ActorModel]:
    return [
        ActorModel(f"static.prop.{name}", TAG["Static"], colourless(make), mass=mass)
        for name, (make, mass) in _PROPS.items()
    ]


ACTOR_MODELS: Final[Mapping[str, ActorModel]] = MappingProxyType(
    {model.type_id: model for model in (*vehicles(), *walkers(), *_static())}
)
"""Every actor the embedded server can spawn, by blueprint id."""
