"""Dinosaurs and their kin, as small as statues in a park."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, place

from .beasts import ball, balls, pair
from .creatures import horn, horns, legs, plates, spikes, sweep
from .model import model
from .parts import BLACK, DARK, IVORY
from .skins import cells, shade, spots, stripes

_KITE: Final = [(-0.28, 0.0), (0.28, 0.0), (0.42, 0.45), (0.0, 1.0), (-0.42, 0.45)]
_AMBER: Final = Material((0.90, 0.62, 0.10), roughness=0.2)
_MOUTH: Final = Material((0.62, 0.22, 0.22), roughness=0.4)
_GREENS: Final = [(0.34, 0.44, 0.20), (0.46, 0.40, 0.22), (0.50, 0.32, 0.20), (0.30, 0.40, 0.38)]


def _hide(rng: np.random.Generator, pattern: str = "cells") -> Material:
    """Skin of green, brown or grey, darker in the pattern's joints, spots or stripes."""
    base = np.array(shade(rng, _GREENS))
    light, dark = tuple(base.tolist()), tuple((base * 0.55).tolist())
    if pattern == "stripes":
        return stripes(rng, light, dark, 4, share=0.4)
    if pattern == "spots":
        return spots(rng, light, dark, 36, radius=0.3)
    return cells(rng, light, dark, 144, width=0.25)


def _eyes(x: float, y: float, z: float, radius: float) -> list[Mesh]:
    return [*balls((x, y, z), radius, _AMBER), *balls((x + radius * 0.4, y + radius * 0.5, z), radius * 0.65)]


def t_rex(rng: np.random.Generator) -> Mesh:
    """A tyrannosaur in stride, mouth open, 2.6 m long."""
    skin = _hide(rng, "stripes")
    teeth = [(x, 0.115 - 0.06 * (x - 0.75) / 0.3, 1.52, 0.07) for x in (0.78, 0.86, 0.94, 1.02, 1.08)]
    return merge(
        [
            sweep([(-1.45, 0.98, 0.02, 0.02), (-0.95, 0.92, 0.07, 0.08), (-0.45, 0.96, 0.16, 0.20),
                (-0.10, 1.02, 0.22, 0.29), (0.25, 1.10, 0.22, 0.28), (0.52, 1.32, 0.13, 0.19),
                (0.66, 1.54, 0.11, 0.14)], skin, sides=20),
            sweep([(0.58, 1.62, 0.12, 0.11), (0.74, 1.66, 0.145, 0.12), (0.92, 1.62, 0.11, 0.10),
                (1.12, 1.57, 0.075, 0.07)], skin),
            sweep([(0.64, 1.48, 0.10, 0.06), (0.85, 1.41, 0.09, 0.04), (1.06, 1.37, 0.06, 0.03)], skin),
            sweep([(0.64, 1.51, 0.09, 0.05), (0.84, 1.46, 0.07, 0.025), (1.0, 1.42, 0.045, 0.015)], _MOUTH),
            *spikes(teeth, (0.1, 0.0, -1.0), IVORY),
            *spikes([(x - 0.04, y, 1.40, 0.05) for x, y, _, _ in teeth], (0.1, 0.0, 1.0), IVORY),
            *_eyes(0.76, 0.115, 1.72, 0.032),
            *balls((1.13, 0.04, 1.62), 0.014),
            *legs([[(-0.10, 0.17, 0.98, 0.23), (0.16, 0.22, 0.70, 0.17), (0.0, 0.22, 0.42, 0.09),
                (-0.16, 0.22, 0.28, 0.06), (-0.04, 0.22, 0.06, 0.08)]], skin, DARK, 0.24, stride=0.34),
            *horns([(0.42, 0.15, 1.12, 0.06), (0.48, 0.22, 0.98, 0.045), (0.60, 0.19, 0.94, 0.03)], skin),
            *pair([(0.59, 0.19, 0.94, 0.022), (0.66, 0.18, 0.91, 0.005)], DARK, 6),
        ]
    )  # fmt: skip


def stegosaurus(rng: np.random.Generator) -> Mesh:
    """A stegosaur with two rows of plates and a spiked tail."""
    skin = _hide(rng, "spots")
    plate = Material(shade(rng, [(0.72, 0.34, 0.14), (0.66, 0.52, 0.22), (0.50, 0.20, 0.16)]), roughness=0.7)
    row = [(-0.98, 0.62, 0.17), (-0.78, 0.76, 0.24), (-0.58, 0.92, 0.31), (-0.36, 1.05, 0.38),
        (-0.12, 1.10, 0.40), (0.12, 1.06, 0.36), (0.34, 0.93, 0.29), (0.52, 0.78, 0.22),
        (0.66, 0.66, 0.15)]  # fmt: skip
    return merge(
        [
            sweep([(-1.38, 0.52, 0.02, 0.02), (-1.0, 0.56, 0.07, 0.08), (-0.6, 0.72, 0.20, 0.23),
                (-0.15, 0.82, 0.30, 0.34), (0.28, 0.68, 0.25, 0.28), (0.60, 0.52, 0.12, 0.14),
                (0.82, 0.46, 0.08, 0.085), (0.94, 0.44, 0.085, 0.08),
                (1.10, 0.40, 0.05, 0.05)], skin, sides=20),
            *plates(row, _KITE, plate, thick=0.04, apart=0.07),
            *spikes([(-1.18, 0.03, 0.54, 0.26), (-1.30, 0.02, 0.53, 0.24)], (-0.35, 0.75, 0.65), IVORY),
            *legs([[(0.28, 0.18, 0.6, 0.14), (0.30, 0.24, 0.3, 0.09), (0.30, 0.22, 0.06, 0.085)],
                [(-0.32, 0.18, 0.76, 0.20), (-0.26, 0.24, 0.4, 0.12), (-0.34, 0.22, 0.06, 0.095)]],
                skin, DARK, 0.16, stride=0.16),
            *_eyes(0.97, 0.07, 0.48, 0.018),
            ball((1.13, 0, 0.39), (0.03, 0.04, 0.035), DARK),
        ]
    )  # fmt: skip


def triceratops(rng: np.random.Generator) -> Mesh:
    """A triceratops: a frill and three horns."""
    skin = _hide(rng)
    turn = np.radians(np.linspace(-35, 215, 22))
    wave = 0.46 + 0.025 * (np.arange(22) % 2)
    frill = extrude(
        np.column_stack([wave * np.cos(turn), wave * np.sin(turn)]), 0.07, skin, plane="yz", bevel=0.02
    )
    rim = [ball((0, 0.43 * np.cos(t), 0.43 * np.sin(t)), (0.04, 0.05, 0.05), IVORY, fine=6)
        for t in np.radians(np.linspace(-20, 200, 11))]  # fmt: skip
    return merge(
        [
            sweep([(-1.30, 0.50, 0.02, 0.02), (-0.95, 0.66, 0.10, 0.12), (-0.6, 0.76, 0.27, 0.28),
                (-0.1, 0.80, 0.36, 0.37), (0.3, 0.78, 0.31, 0.33), (0.62, 0.80, 0.20, 0.22)], skin, sides=16),
            place(merge([frill, *rim]), (0.56, 0, 0.98), pitch=22),
            sweep([(0.56, 0.90, 0.19, 0.20), (0.80, 0.84, 0.17, 0.17), (1.02, 0.72, 0.09, 0.11)], skin),
            sweep([(1.0, 0.74, 0.07, 0.09), (1.12, 0.68, 0.05, 0.07), (1.16, 0.58, 0.015, 0.02)], DARK),
            *horns([(0.74, 0.12, 1.0, 0.06), (0.88, 0.15, 1.18, 0.045), (1.14, 0.17, 1.27, 0.008)], IVORY),
            horn([(1.0, 0, 0.82, 0.05), (1.05, 0, 0.92, 0.035), (1.12, 0, 1.0, 0.006)], IVORY),
            *_eyes(0.83, 0.155, 0.90, 0.025),
            *legs([[(0.34, 0.22, 0.66, 0.16), (0.32, 0.28, 0.36, 0.11), (0.34, 0.26, 0.07, 0.10)],
                [(-0.52, 0.22, 0.72, 0.21), (-0.46, 0.27, 0.4, 0.13), (-0.54, 0.26, 0.07, 0.11)]],
                skin, IVORY, 0.18, stride=0.16),
        ]
    )  # fmt: skip


def brontosaurus(rng: np.random.Generator) -> Mesh:
    """A long-necked sauropod."""
    skin = _hide(rng)
    return merge(
        [
            sweep([(-1.40, 0.34, 0.015, 0.015), (-1.05, 0.42, 0.05, 0.05), (-0.7, 0.62, 0.15, 0.16),
                (-0.3, 0.78, 0.29, 0.30), (0.1, 0.80, 0.30, 0.31), (0.40, 0.90, 0.18, 0.20),
                (0.62, 1.16, 0.10, 0.12), (0.78, 1.52, 0.075, 0.085), (0.94, 1.78, 0.065, 0.065)],
                skin, sides=20),
            sweep([(0.90, 1.80, 0.08, 0.07), (1.02, 1.82, 0.09, 0.075), (1.22, 1.76, 0.06, 0.05)], skin),
            sweep([(1.06, 1.75, 0.065, 0.025), (1.24, 1.72, 0.05, 0.02)], DARK),
            *_eyes(1.05, 0.075, 1.85, 0.02),
            *legs([[(0.22, 0.18, 0.7, 0.15), (0.22, 0.22, 0.36, 0.10), (0.24, 0.21, 0.06, 0.10)],
                [(-0.40, 0.18, 0.7, 0.18), (-0.36, 0.22, 0.38, 0.12), (-0.42, 0.21, 0.06, 0.11)]],
                skin, IVORY, 0.16, stride=0.2),
        ]
    )  # fmt: skip


def ankylosaurus(rng: np.random.Generator) -> Mesh:
    """An armoured ankylosaur with a club on its tail."""
    skin, armour = _hide(rng), cells(rng, (0.50, 0.42, 0.30), (0.24, 0.18, 0.12), 36, width=0.2)
    bone = Material((0.76, 0.68, 0.52), roughness=0.6)
    out = (-0.3, 1.0, 0.1)
    knobs = [(x, y, 0.64 - 0.55 * y * y - 0.28 * x * x, 0.10)
        for x in (-0.6, -0.36, -0.12, 0.12, 0.36) for y in (0.09, 0.27)]  # fmt: skip
    return merge(
        [
            sweep([(-1.35, 0.42, 0.04, 0.04), (-0.95, 0.42, 0.08, 0.08), (-0.62, 0.44, 0.25, 0.18),
                (-0.2, 0.46, 0.46, 0.24), (0.25, 0.46, 0.42, 0.23), (0.58, 0.46, 0.22, 0.16)],
                skin, sides=20),
            ball((-0.12, 0, 0.48), (0.66, 0.47, 0.22), armour, fine=22),
            *balls((-1.36, 0.09, 0.42), (0.15, 0.13, 0.09), bone, fine=12),
            *spikes(knobs, (-0.25, 0.2, 1.0), bone),
            *spikes([(x, 0.42 - 0.3 * x * x, 0.44, 0.18) for x in (-0.5, -0.25, 0.0, 0.25)], out, bone),
            sweep([(0.58, 0.48, 0.16, 0.13), (0.74, 0.48, 0.18, 0.13), (0.96, 0.42, 0.10, 0.08)], armour),
            *spikes([(0.66, 0.13, 0.56, 0.16)], (-0.6, 0.7, 0.4), bone),
            *_eyes(0.82, 0.13, 0.53, 0.022),
            *balls((0.98, 0.04, 0.45), 0.014, BLACK),
            *legs([[(0.34, 0.26, 0.4, 0.13), (0.34, 0.36, 0.2, 0.09), (0.34, 0.34, 0.05, 0.09)],
                [(-0.50, 0.26, 0.4, 0.15), (-0.48, 0.36, 0.2, 0.10), (-0.52, 0.34, 0.05, 0.10)]],
                skin, DARK, 0.15),
        ]
    )  # fmt: skip


def dimetrodon(rng: np.random.Generator) -> Mesh:
    """A dimetrodon with a sail along its back."""
    skin = _hide(rng, "spots")
    sail = stripes(rng, shade(rng, [(0.80, 0.42, 0.14), (0.72, 0.22, 0.16)]), (0.25, 0.10, 0.08), 3, wild=0.2)
    turn = np.radians(np.linspace(0, 180, 26))
    fin = np.column_stack([0.60 * np.cos(turn), 0.62 * np.sin(turn) + 0.02 * (np.arange(26) % 2)])
    return merge(
        [
            sweep([(-1.35, 0.12, 0.015, 0.015), (-0.95, 0.22, 0.06, 0.06), (-0.55, 0.36, 0.15, 0.14),
                (0, 0.40, 0.21, 0.18), (0.45, 0.42, 0.16, 0.15), (0.70, 0.48, 0.11, 0.11)], skin, sides=18),
            extrude(fin, 0.04, sail, plane="xz", at=(-0.08, 0, 0.48)),
            sweep([(0.68, 0.52, 0.11, 0.11), (0.84, 0.54, 0.12, 0.11), (1.08, 0.48, 0.07, 0.07)], skin),
            sweep([(0.72, 0.42, 0.10, 0.04), (1.05, 0.40, 0.06, 0.025)], _MOUTH),
            *spikes([(x, 0.075, 0.45, 0.07) for x in (0.88, 0.95, 1.02)], (0.1, 0, -1), IVORY),
            *_eyes(0.86, 0.10, 0.61, 0.024),
            *legs([[(0.40, 0.12, 0.38, 0.10), (0.38, 0.34, 0.28, 0.07), (0.44, 0.36, 0.05, 0.055)],
                [(-0.48, 0.12, 0.36, 0.11), (-0.46, 0.34, 0.28, 0.075), (-0.50, 0.36, 0.05, 0.06)]],
                skin, DARK, 0.16, stride=0.12),
        ]
    )  # fmt: skip


MODELS: Final = (
    model(t_rex, "dinosaur", "tyrannosaur.n.01"),
    model(stegosaurus, "dinosaur", "stegosaur.n.01"),
    model(triceratops, "dinosaur", "triceratops.n.01"),
    model(brontosaurus, "dinosaur", "apatosaur.n.01"),
    model(ankylosaurus, "dinosaur", "ankylosaur.n.01"),
    model(dimetrodon, "dinosaur", "dimetrodon.n.01"),
)
