"""What every spawnable actor says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from caos.meshes import Mesh

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ActorModel:
    """Something that can be spawned.

    Attributes:
        type_id: CARLA's blueprint id.
        tag: CARLA tag of the whole actor; some faces carry others (riders).
        make: body colour (0..255) -> mesh, front +x; walkers and props ignore the colour.
        base_type: of vehicles: "car", "van", "truck", "bus", "motorcycle", "bicycle"; "" for others.
        special_type: "emergency" or "".
        generation: CARLA's blueprint generation, 1 or 2.
        wheels: number of wheels; 0 for what does not drive.
        colors: recommended body colours; empty where none can be chosen.
        mass: kg.
        gender: of walkers: "male" or "female"; "" for others.
        age: of walkers: "adult" or "child"; "" for others.
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


def colourless(make: Callable[[], Mesh]) -> Callable[[Rgb], Mesh]:
    """The maker of something whose colour cannot be chosen."""

    def made(_color: Rgb) -> Mesh:
        return make()

    return made
