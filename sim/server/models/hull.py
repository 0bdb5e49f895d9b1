"""The lofted body of a road vehicle: a skin over cross-sections, with wheel arches in its lower edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import Vector, box, loft, shaded

Array = npt.NDArray[np.float64]

# How a body narrows towards its ends: |x| / half length -> part of the full width.
_TAPER = np.array(
    [(0.0, 1.0), (0.6, 1.0), (0.8, 0.985), (0.9, 0.955), (0.96, 0.90), (0.985, 0.84), (1.0, 0.74)]
)


@dataclass(frozen=True, slots=True)
class Hull:
    """The outside of a body, without cabin and wheels.

    Attributes:
        length, width: metres.
        top: (x, z) points of the upper edge in side view, rear to front.
        clearance: height of the sills.
        axles: x of the wheels.
        arch: radius of the wheel arches.
        axle_height: z of the wheel centres.
        waist: part of the full width at the upper edge.
        square: 0 tapers the ends like a car, 1 keeps them as wide as the middle.
        soft: metres over which the upper edge is rounded along x.
    """

    length: float
    width: float
    top: Sequence[tuple[float, float]]
    clearance: float
    axles: Sequence[float]
    arch: float
    axle_height: float
    waist: float = 0.93
    square: float = 0.0
    soft: float = 0.12

    def top_at(self, x: npt.ArrayLike) -> Array:
        """Height of the upper edge at x."""
        line = np.asarray(self.top, dtype=np.float64)
        spread = np.linspace(-self.soft, self.soft, 5)
        return np.asarray(np.interp(np.asarray(x)[..., None] + spread, line[:, 0], line[:, 1]).mean(axis=-1))

    def half_width_at(self, x: npt.ArrayLike) -> Array:
        """Half of the greatest width at x."""
        part = np.interp(np.abs(np.asarray(x)) / (self.length / 2), _TAPER[:, 0], _TAPER[:, 1])
        return np.asarray(self.width / 2 * (part + (1 - part) * self.square))

    def bottom_at(self, x: npt.ArrayLike) -> Array:
        """Height of the lower edge at x: sill, bumper, or wheel arch."""
        at = np.asarray(x, dtype=np.float64)
        end = np.clip((np.abs(at) / (self.length / 2) - 0.88) / 0.12, 0, 1)
        edge = self.clearance + 0.10 * end**2
        for axle in self.axles:
            inside = self.arch**2 - (at - axle) ** 2
            edge = np.where(inside > -1e-9, self.axle_height + np.sqrt(np.clip(inside, 0, None)), edge)
        return np.asarray(edge)

    def stations(self) -> Array:
        """(R,) x of the cross-sections, rear to front, dense at arches and ends."""
        half = self.length / 2
        xs = [np.linspace(-half, half, 15), half * np.array([-0.985, -0.96, -0.93, 0.93, 0.96, 0.985])]
        for axle in self.axles:
            xs.append(axle + self.arch * np.cos(np.linspace(0, np.pi, 9)))
            xs.append(axle + np.array([-1.0, 1.0]) * (self.arch + 1e-4))
        xs.append(np.array([x for x, _ in self.top]))
        merged = np.unique(np.round(np.clip(np.concatenate(xs), -half, half), 5))
        return np.asarray(merged)

    def ring(self, x: float) -> Array:
        """(18, 3) the cross-section at x, from the middle of the floor up the +y side and down the other."""
        low, high, half = float(self.bottom_at(x)), float(self.top_at(x)), float(self.half_width_at(x))
        base, rise = self.clearance, high - self.clearance
        profile = np.array(
            [
                (0.0, low),
                (0.86, low),
                (0.955, base + 0.05 * rise),
                (0.99, base + 0.22 * rise),
                (1.0, base + 0.45 * rise),
                (0.5 + 0.5 * self.waist, base + 0.78 * rise),
                (self.waist, base + 0.93 * rise),
                (self.waist - 0.08, high),
                (0.45, high + 0.02),
                (0.0, high + 0.025),
            ]
        )
        profile[:, 1] = np.maximum(profile[:, 1], low)
        right = np.column_stack([np.full(len(profile), x), profile[:, 0] * half, profile[:, 1]])
        left = right[-2:0:-1] * (1, -1, 1)
        return np.concatenate([right, left])

    def side_at(self, x: npt.ArrayLike, z: npt.ArrayLike) -> Array:
        """The +y side's y at each (x, z)."""
        xs, zs = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(z, dtype=np.float64))
        found = [
            np.interp(level, *self.ring(float(at))[1:8, [2, 1]].T)
            for at, level in zip(xs.flat, zs.flat, strict=True)
        ]
        return np.array(found).reshape(xs.shape)

    def mesh(self, material: Material, tag: int) -> Mesh:
        """The painted skin."""
        return loft([self.ring(float(x)) for x in self.stations()], material, crease=38.0, tag=tag)

    def patch(
        self,
        xs: Sequence[float],
        zs: Sequence[float],
        side: int,
        material: Material,
        tag: int,
        *,
        lean: float = 0.0,
    ) -> Mesh:
        """A sheet lying 8 mm outside the skin of one side (+1 or -1): a window, a stripe, the gap of a door.

        Args:
            xs: its two ends along the vehicle.
            zs: its lower and upper edge.
            side: +1 right, -1 left.
            material: of the sheet.
            tag: CARLA tag.
            lean: how far the upper edge is shifted along x.
        """
        u, v = np.linspace(0, 1, 4), np.linspace(0, 1, 4)
        z = zs[0] + (zs[1] - zs[0]) * v[:, None] + 0 * u
        x = xs[0] + (xs[1] - xs[0]) * u + lean * v[:, None]
        points = np.stack([x, side * (self.side_at(x, z) + 0.008), z], axis=-1).reshape(-1, 3)
        corner = (np.arange(3)[:, None] * 4 + np.arange(3)).reshape(-1, 1)
        square = corner + np.array([0, 4, 5, 1])
        faces = np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])
        return shaded(points, faces if side > 0 else faces[:, ::-1], material, tag=tag)

    def underbody(self, material: Material, tag: int) -> Mesh:
        """A dark block between the wheels that closes the arches towards the middle."""
        at: Vector = (0.0, 0.0, self.clearance + 0.02)
        high = self.axle_height + self.arch - self.clearance
        return box((self.length * 0.93, self.width * 0.62, high), material, at=at, tag=tag)
