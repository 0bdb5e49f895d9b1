"""What is laid on the body of a car: glass, lamps, grille, plates, gaps, mirrors."""

from __future__ import annotations

import numpy as np

from caos.meshes import Mesh
from caos.shapes import bevelled_box, box, ellipsoid, place, tube

from .carshape import CarShape
from .endparts import lamp_front, lamp_rear, plate
from .finish import GAP, GRILLE, PLATE_LAMP, SEAL, SILVER, TRIM, glass
from .glazing import screen, side_panes
from .sheets import band, bars, gap
from .skin import Skin, both
from .underside import cladding
from .wheels import wheel


def glazing(shape: CarShape, skin: Skin, driven: bool) -> list[Mesh]:
    """All windows."""
    pane = glass(driven)
    ahead, behind = shape.at(shape.screen), shape.at(shape.tail)
    post = doors(shape)
    splits = (post[0], post[1]) if shape.doors == 4 else (post[1],)
    return [
        *side_panes(skin, (behind, ahead), splits, pane),
        *screen(skin, (ahead - 0.02, shape.at(shape.roof_front)), "front", pane, part=(0.02, 0.90)),
        *screen(skin, (behind, shape.at(shape.roof_rear)), "rear", pane, part=(0.10, 0.90), margin=0.09),
    ]


def doors(shape: CarShape) -> tuple[float, float, float]:
    """X of the rear edges of the rear and front doors, and of the front edge of these."""
    rear = shape.at(shape.rear_axle) + shape.wheel + 0.10
    front = shape.at(shape.screen) - 0.10
    middle = front - (1.02 if shape.doors == 4 else 1.32)
    return rear, middle, front


def ends(shape: CarShape, skin: Skin) -> list[Mesh]:
    """Lamps, grille, bumpers, plates."""
    half, nose, low = shape.width / 2, shape.nose, shape.clearance + 0.09
    parts = [*lamp_front(shape.lamps, skin, half, nose), *lamp_rear(skin, half, shape.trunk, tall=shape.tall)]
    wide = 0.40 * half if shape.lamps == "slim" else 0.46 * half
    grille = (nose - 0.27, nose - 0.15)
    parts.append(band(skin, (wide, wide * 0.94), grille, 1, GRILLE))
    if shape.bed:
        parts.append(_bed(shape, skin))
    if skin.fine == 0:
        return parts
    parts.append(band(skin, (0.52 * half, 0.60 * half), (low + 0.01, low + 0.11), 1, GRILLE))
    parts.append(band(skin, (0.60 * half, 0.66 * half), (low, low + 0.13), -1, TRIM))
    parts.append(plate(skin, (low + 0.14, low + 0.25), 1, round(shape.length * 100)))
    back = shape.trunk - (0.40 if shape.boot else 0.34)
    parts.append(plate(skin, (back, back + 0.11), -1, round(shape.length * 100)))
    if skin.fine == 2:
        parts.append(band(skin, (0.09, 0.09), (back + 0.118, back + 0.133), -1, PLATE_LAMP))
        parts += bars(skin, wide, grille)
        parts.append(band(skin, (0.05, 0.05), (nose - 0.14, nose - 0.09), 1, SILVER))
        parts.append(band(skin, (0.05, 0.05), (back + 0.17, back + 0.21), -1, SILVER))
        tip = [
            (-shape.length / 2 + 0.12, -0.5 * half, low - 0.03),
            (-shape.length / 2 - 0.0, -0.5 * half, low - 0.03),
        ]
        parts.append(tube(tip, 0.032, SILVER, sides=8, tag=skin.tag))
    return parts


def _bed(shape: CarShape, skin: Skin) -> Mesh:
    """The cover over the load floor of a pickup."""
    x = np.linspace(shape.at(0.03), shape.at(shape.tail - 0.02), 6 if skin.fine == 2 else 2)
    y = np.linspace(-0.74, 0.74, 7 if skin.fine == 2 else 2) * shape.width / 2
    grid = np.stack(np.broadcast_arrays(x[:, None], y, 99.0), axis=-1)
    return skin.sheet(grid, 2, TRIM, lift=0.012)


def side_parts(shape: CarShape, skin: Skin) -> list[Mesh]:
    """Mirrors, sills, rails, a spare wheel."""
    x = shape.at(shape.screen) - 0.30
    z = float(np.interp(x, *np.array(skin.body.belt).T)) + 0.10
    y = shape.width / 2 + 0.045
    paint = skin.mesh.materials[0]
    segments, rings = (10, 8) if skin.fine == 2 else (6, 4)
    housing = ellipsoid(
        (0.075, 0.11, 0.072), paint, segments=segments, rings=rings, at=(x, y, z), tag=skin.tag
    )
    parts = both(housing)
    sill = (shape.at(shape.rear_axle) + shape.wheel + 0.08, shape.at(shape.front_axle) - shape.wheel - 0.08)
    xs = np.linspace(*sill, 7 if skin.fine == 2 else 3)
    high = shape.clearance + (0.13 if shape.clad else 0.055)
    low = np.column_stack([xs, np.full(len(xs), shape.clearance + 0.002)])
    parts += both(skin.side(low, np.column_stack([xs, np.full(len(xs), high)]), TRIM, rows=2))
    if shape.clad and skin.fine == 2:
        parts += cladding(skin)
    if shape.rails:
        parts += _rails(shape, skin)
    if shape.spare:
        tyre = wheel(shape.wheel * 0.92, 0.2, skin.tag, shape.rim, min(skin.fine, 1))
        parts.append(place(tyre, (-shape.length / 2 - 0.06, 0.12, shape.trunk - 0.12), yaw=90.0))
    if skin.fine == 2:
        arm = box((0.05, 0.12, 0.03), TRIM, at=(x - 0.01, y - 0.10, z - 0.055), tag=skin.tag)
        face = bevelled_box(
            (0.012, 0.16, 0.10), SILVER, bevel=0.005, at=(x - 0.058, y, z - 0.05), tag=skin.tag
        )
        parts += [*both(arm), *both(face)]
    return parts


def _rails(shape: CarShape, skin: Skin) -> list[Mesh]:
    x = np.linspace(
        shape.at(shape.roof_rear) + 0.15, shape.at(shape.roof_front) - 0.1, 6 if skin.fine == 2 else 3
    )
    half = np.array([skin.body.corner(float(at))[1] for at in x]) - 0.03
    points, _ = skin.on(np.column_stack([x, half, np.full(len(x), 99.0)]), 2)
    points[1:-1, 2] += 0.035
    return both(tube(points, 0.016, TRIM, sides=5, tag=skin.tag))


def gaps(shape: CarShape, skin: Skin) -> list[Mesh]:
    """Shut lines, handles, wipers, aerial."""
    parts: list[Mesh] = []
    low = shape.clearance + 0.10
    belt = np.array(skin.body.belt).T
    rear, middle, front = doors(shape)
    for x in (rear, middle, front) if shape.doors == 4 else (middle, front):
        high = float(np.interp(x, *belt)) - 0.005
        lean = 0.10 if x == rear else 0.0
        start, stop = (x + lean, low), (x, high)
        parts += both(gap(skin, 1, start, stop))
    parts += both(gap(skin, 1, (rear if shape.doors == 4 else middle, low), (front, low)))
    for x in (rear, middle) if shape.doors == 4 else (middle,):
        z = float(np.interp(x, *belt)) - 0.11
        at, _ = skin.on([[x + 0.16, 99.0, z]], 1)
        handle = bevelled_box((0.17, 0.028, 0.026), skin.mesh.materials[0], bevel=0.008,
                              at=(float(at[0, 0]), float(at[0, 1]) + 0.012, z), tag=skin.tag)  # fmt: skip
        parts += both(handle)
    parts += _lids(shape, skin)
    return parts + _wipers(shape, skin)


def _lids(shape: CarShape, skin: Skin) -> list[Mesh]:
    """Gaps of bonnet and boot, fuel flap."""
    half = shape.width / 2
    back, ahead = shape.at(shape.screen) + 0.06, shape.at(0.955)
    parts = both(gap(skin, 2, (back, 0.80 * half), (ahead, 0.70 * half)))
    middle = ahead + 0.45 * shape.bow
    parts += both(gap(skin, 2, (ahead, 0.70 * half), (middle, 0.0)))
    t = np.linspace(-1, 1, 9)
    level = shape.trunk - (0.40 if not shape.boot else 0.36)
    line = np.column_stack([t * 0.60 * half, np.full(9, level - 0.02)])
    parts.append(skin.end(line, line + np.array([0.0, 0.009]), -1, GAP, lift=0.003))
    rise = np.array([[0.62 * half, level], [0.66 * half, shape.trunk - 0.02]])
    flank = np.linspace(rise[0], rise[1], 5)
    parts += both(skin.end(flank, flank + np.array([0.009, 0.0]), -1, GAP, lift=0.003))
    return parts


def _wipers(shape: CarShape, skin: Skin) -> list[Mesh]:
    x = shape.at(shape.screen) - 0.03
    parts = []
    for y in (-0.42, 0.16):
        ends_ = np.array([[x - 0.02, y + 0.52], [x - 0.10, y]])
        line = np.linspace(ends_[0], ends_[1], 4)
        points, normal = skin.on(np.insert(line, 2, 99.0, axis=1), 2)
        parts.append(tube(points + 0.022 * normal, 0.007, SEAL, sides=4, tag=skin.tag))
    at, _ = skin.on([[shape.at(shape.roof_rear) + 0.16, 0.0, 99.0]], 2)
    z = float(at[0, 2])
    fin = [(float(at[0, 0]) + 0.06, 0.0, z - 0.01), (float(at[0, 0]) - 0.02, 0.0, z + 0.032)]
    return [*parts, tube(fin, [(0.012, 0.03), (0.005, 0.008)], SEAL, sides=6, tag=skin.tag)]
