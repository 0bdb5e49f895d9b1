"""How someone is built and dressed, and where the joints are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caos.meshes import Material
from caos.shapes import Vector

from .fabrics import cloth
from .materials import Colour

Joints = Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Look:
    """How someone is built and dressed; colours are sRGB in [0, 1].

    Attributes:
        height: metres.
        girth: 1 for slim, 1.3 for stout.
        female: broader hips, narrower shoulders.
        sleeves: "long" or "short".
        wear: "trousers", "skirt", "dress", "coat" or "shorts".
        jacket: open jacket or hooded top over the shirt: "", "jacket" or "hoodie".
        pattern: of the shirt: "plain", "stripes" or "checks".
        cut, hat: see `caos.sim.server.models.heads.head`.
        bag: "", "rucksack", "shoulder" or "carrier".
    """

    height: float = 1.75
    girth: float = 1.0
    female: bool = False
    skin: Colour = (0.80, 0.60, 0.48)
    hair: Colour = (0.18, 0.12, 0.08)
    top: Colour = (0.25, 0.32, 0.45)
    bottom: Colour = (0.14, 0.16, 0.22)
    shoes: Colour = (0.12, 0.10, 0.09)
    accent: Colour = (0.30, 0.18, 0.12)
    sleeves: str = "long"
    wear: str = "trousers"
    jacket: str = ""
    pattern: str = "plain"
    cut: str = "short"
    hat: str = ""
    bag: str = ""

    @property
    def upper(self) -> Material:
        """What the body and the arms wear outermost."""
        return cloth(self.top, self.pattern if not self.jacket and self.wear != "coat" else "plain")
