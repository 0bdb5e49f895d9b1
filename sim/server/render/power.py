"""What is switched on, on the card: lamps by square of the picture, and the switches of every instance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import moderngl
import numpy as np
import numpy.typing as npt

from caos.meshes import Lamps

from ..scene import Instance, Weather
from .camera import Camera
from .lamps import WorldLamps, depth_ranges, street_power, tile_lists
from .targets import Targets, read_depth

_IDS: Final = 65536
_LAMPS, _TILES, _POWER, _SURFACES = 1, 2, 3, 4


class Power:
    """The lamps of the static scene and of each picture."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._standing: tuple[Instance, ...] = ()
        self._lamps = WorldLamps.of(())
        self._switched: dict[int, Lamps] = {}
        self._bits = np.zeros(_IDS, dtype=np.uint32)
        self._power = context.buffer(self._bits.tobytes())
        self._table = context.buffer(reserve=64, dynamic=True)
        self._tiles = context.buffer(reserve=64, dynamic=True)

    def set_static(self, instances: Sequence[Instance]) -> None:
        """Replace the static scene; nothing of it is switched any more."""
        self._standing = tuple(instances)
        self._lamps = WorldLamps.of(self._standing)
        self._switched = {}

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        """What is on of static instances, by id; those not named have what their `Instance.lamps` says."""
        self._switched = dict(lamps)

    def powered(self, weather: Weather) -> list[Instance]:
        """The static scene with everything switched as it is in this weather."""
        common = street_power(weather)
        return [
            replace(one, lamps=self._switched.get(one.instance_id, one.lamps) | common)
            for one in self._standing
        ]

    def bind(
        self,
        dynamic: Sequence[Instance],
        weather: Weather,
        camera: Camera,
        targets: Targets,
        surfaces: moderngl.Buffer,
    ) -> dict[str, object]:
        """Make the tables of a picture ready for the shader; returns its uniforms.

        Args:
            dynamic: what moves.
            weather: decides about street lamps.
            camera: of the picture.
            targets: after the geometry pass.
            surfaces: `Lamps` bits of each surface (`post.lamp_table`).
        """
        bits = self._bits_of(dynamic, weather)
        if (bits != self._bits).any():
            self._power.write(bits.tobytes())
            self._bits = bits
        lamps = self._lamps.with_more(WorldLamps.of(dynamic)).shining(bits).in_view(camera)
        columns = 0
        if len(lamps):
            lists = tile_lists(lamps, camera, depth_ranges(read_depth(targets)))
            columns = lists.shape[1]
            _refill(self._table, lamps.table())
            _refill(self._tiles, lists)
        buffers = {_LAMPS: self._table, _TILES: self._tiles, _POWER: self._power, _SURFACES: surfaces}
        for place, buffer in buffers.items():
            buffer.bind_to_storage_buffer(place)
        return {"tile_columns": columns}

    def _bits_of(self, dynamic: Iterable[Instance], weather: Weather) -> npt.NDArray[np.uint32]:
        bits = np.full(_IDS, int(street_power(weather)), dtype=np.uint32)
        for instance in self._standing:
            if instance.lamps:
                bits[instance.instance_id] |= int(instance.lamps)
        for number, lamps in self._switched.items():
            bits[number] = int(street_power(weather) | lamps)
        for instance in dynamic:
            bits[instance.instance_id] = int(instance.lamps)
        return bits

    def release(self) -> None:
        """Free everything on the card."""
        for buffer in (self._power, self._table, self._tiles):
            buffer.release()


def _refill(buffer: moderngl.Buffer, values: npt.NDArray[np.float32] | npt.NDArray[np.uint32]) -> None:
    buffer.orphan(max(values.nbytes, 64))
    buffer.write(values.tobytes())
