"""Vans: panel vans, minibuses, ambulances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box

from .body import Body
from .detail import levelled, road_lights
from .endparts import lamp_front, lamp_rear, plate
from .finish import BLUE_LAMP, GRILLE, SILVER, TRIM, Rgb, glass, paint
from .glazing import screen, side_panes
from .liveries import livery
from .materials import TAG
from .sheets import band, bars, gap, panel
from .skin import Skin, both
from .underside import under
from .wheels import wheels


@dataclass(frozen=True, slots=True)
class VanShape:
    """A van in side view, metres.

    Attributes:
        length, width, height: of the body.
        bonnet: length of the part before the windscreen's foot.
        rake: length of the windscreen in side view.
        hood, nose: heights of the windscreen's foot and of the bonnet's front edge.
        belt: height of the windows' foot.
        wheel: radius of the tyres.
        windows: whether passengers sit in the back.
        worn: scratched and dirty.
        livery: name of the stickers on the sides, or "".
        bar: blue lights on the roof.
    """

    length: float
    width: float
    height: float
    bonnet: float = 0.85
    rake: float = 0.85
    hood: float = 1.24
    nose: float = 1.02
    belt: float = 1.28
    wheel: float = 0.345
    windows: bool = False
    worn: bool = False
    livery: str = ""
    bar: bool = False
    tumble: float = 0.14

    @property
    def screen(self) -> tuple[float, float]:
        """X of the windscreen's foot and upper edge."""
        foot = self.length / 2 - self.bonnet
        return foot, foot - self.rake

    def body(self) -> Body:
        """The painted outside."""
        rear, front = -self.length / 2, self.length / 2
        foot, head = self.screen
        high = self.height
        top = [
            (rear, high - 0.30), (rear + 0.012, high - 0.12), (rear + 0.05, high - 0.04), (rear + 0.25,
            high - 0.005),
            (0.0, high), (head - 0.12, high - 0.03), (head, high - 0.10),
            (0.5 * (head + foot), 0.5 * (high - 0.10 + self.hood)), (foot, self.hood),
            (front - 0.45 * self.bonnet, 0.45 * self.hood + 0.55 * self.nose + 0.02), (front - 0.10,
            self.nose),
            (front - 0.035, self.nose - 0.08), (front - 0.01, self.nose - 0.20), (front, self.nose - 0.36),
        ]  # fmt: skip
        belt = [
            (rear, self.belt - 0.02), (head, self.belt), (foot - 0.2, self.belt - 0.05), (foot + 0.1,
            self.hood - 0.10),
            (front - 0.12, self.nose - 0.09), (front, self.nose - 0.42),
        ]  # fmt: skip
        axles = (rear + 0.2 * self.length, front - 0.9)
        return Body(
            self.length, self.width, top, belt, 0.22, axles, self.wheel, self.wheel + 0.05, plan=0.93,
            bow=0.11,
            tumble=self.tumble, edge=0.16, crown=0.05,
        )  # fmt: skip


def van(shape: VanShape, color: Rgb) -> Mesh:
    """A van of the given shape and body colour (0..255), every face tagged Car, with lights and levels."""
    near, middle, far = (_version(shape, color, fine) for fine in (2, 1, 0))
    return levelled(near, middle, far, road_lights(shape.body(), shape.nose - 0.15, 1.0))


def _version(shape: VanShape, color: Rgb, fine: int) -> Mesh:
    body = shape.body()
    skin = Skin.of(body, paint(color, worn=shape.worn), TAG["Car"], fine)
    parts = [skin.mesh, *under(skin), *_glazing(shape, skin), *_ends(shape, skin)]
    parts += wheels(body.axles, shape.width - 0.26, shape.wheel, 0.225, skin.tag, "hubcap", fine)
    if fine:
        parts += _sides(shape, skin)
    if shape.livery:
        parts += livery(
            shape.livery,
            skin,
            (-shape.length / 2 + 0.12, shape.screen[1] - 0.85),
            (0.72, shape.height - 0.45),
        )
    if shape.bar:
        head = shape.screen[1] - 0.25
        parts.append(bevelled_box((0.26, 0.72 * shape.width, 0.12), BLUE_LAMP, bevel=0.03,
                                  at=(head, 0.0, shape.height - 0.035), tag=skin.tag))  # fmt: skip
    return merge(parts)


def _glazing(shape: VanShape, skin: Skin) -> list[Mesh]:
    pane = glass(driven=True)
    foot, head = shape.screen
    rear = -shape.length / 2
    door = head - 0.62
    length = shape.length
    splits = (rear + 0.28 * length, rear + 0.50 * length, door) if shape.windows else ()
    ends = (rear + 0.22, 99.0) if shape.windows else (door + 0.06, 99.0)
    parts = side_panes(
        skin,
        (rear, foot),
        splits,
        pane,
        ends=ends,
        inset=max(0.16, 0.17 * (shape.height - shape.belt)),
        post=0.09,
    )
    parts += screen(skin, (foot, head), "front", pane, part=(0.06, 0.94), margin=0.07)
    low, high = shape.belt + 0.06, shape.height - 0.50
    for y in ((0.05, 0.38 * shape.width), (-0.38 * shape.width, -0.05)):
        t = np.linspace(*y, 4)
        edge, upper = (np.column_stack([t, np.full(4, z)]) for z in (low, high))
        parts.append(skin.end(edge, upper, -1, pane, rows=3, lift=0.006))
    return parts


def _ends(shape: VanShape, skin: Skin) -> list[Mesh]:
    half, nose = shape.width / 2, shape.nose
    parts = [*lamp_front("round", skin, half, nose), *lamp_rear(skin, 1.07 * half, 1.22, tall=True)]
    parts.append(band(skin, (0.40 * half, 0.44 * half), (nose - 0.30, nose - 0.14), 1, GRILLE))
    parts.append(band(skin, (0.80 * half, 0.84 * half), (0.33, 0.52), 1, TRIM))
    parts.append(band(skin, (0.86 * half, 0.86 * half), (0.31, 0.48), -1, TRIM))
    number = round(100 * shape.length)
    if skin.fine:
        parts += [plate(skin, (0.42, 0.53), 1, number), plate(skin, (0.62, 0.73), -1, number)]
    if skin.fine == 2:
        parts += bars(skin, 0.42 * half, (nose - 0.30, nose - 0.14), 2)
        low, high = (-0.006, 0.5), (-0.006, shape.height - 0.16)
        parts.append(skin.end([low, (0.006, low[1])], [high, (0.006, high[1])], -1, TRIM, rows=8))
        parts.append(band(skin, (0.06, 0.06), (nose - 0.25, nose - 0.19), 1, SILVER))
        parts.append(band(skin, (0.09, 0.09), (1.04, 1.08), -1, TRIM))
    return parts


def _sides(shape: VanShape, skin: Skin) -> list[Mesh]:
    foot, head = shape.screen
    rear = -shape.length / 2
    body = skin.body
    parts: list[Mesh] = []
    span = (body.axles[0] + body.arch + 0.04, body.axles[1] - body.arch - 0.04)
    parts += both(panel(skin, span, (0.60, 0.70), TRIM, lift=0.012))
    parts += both(panel(skin, span, (0.224, 0.30), TRIM))
    mirror = bevelled_box(
        (0.12, 0.17, 0.28),
        TRIM,
        bevel=0.04,
        at=(foot - 0.30, shape.width / 2 + 0.10, shape.belt - 0.02),
        tag=skin.tag,
    )
    parts += both(mirror)
    if skin.fine < 2:
        return parts
    door = head - 0.62
    for x in (foot - 0.10, door, max(door - 1.15, rear + 1.4)):
        parts += both(gap(skin, 1, (x, 0.34), (x, shape.belt if x > door - 0.1 else shape.height - 0.22)))
    rail = (rear + 0.35, door - 0.1)
    if not shape.windows:
        parts += both(gap(skin, 1, (rail[0], shape.belt - 0.10), (rail[1], shape.belt - 0.10), TRIM, 0.022))
    for x in (door + 0.14, door - 0.20):
        at, _ = skin.on([[x, 99.0, shape.belt - 0.17]], 1)
        handle = bevelled_box(
            (0.17, 0.03, 0.035),
            TRIM,
            bevel=0.008,
            at=(x, float(at[0, 1]) + 0.012, shape.belt - 0.19),
            tag=skin.tag,
        )
        parts += both(handle)
    return parts
