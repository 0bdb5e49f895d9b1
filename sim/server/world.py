"""The world: the clock, the settings, the current episode, and what is sent at each tick.

All of it is used from one thread, the engine's, which also owns the renderer; so there are no locks in here.
"""

from __future__ import annotations

from itertools import count
from typing import Final

from . import signals
from .actors import Actor, Sensor
from .blueprints import BlueprintLibrary
from .cameras import CAMERAS, publish_pictures
from .episode import Episode
from .lidar import LIDAR, publish_scans
from .ports import Draws, Towns
from .rpc import RpcError
from .scene import Town
from .sensors import MEASUREMENTS, publish_measurements
from .state import encode_state
from .streams import StreamServer, Subscriber, framed
from .wire import Moment, Settings

VARIABLE_STEP: Final = 0.05
"""Simulated seconds per tick when the client fixes none; the wall clock stays out of the simulation."""

MAP_FOLDER: Final = "Carla/Maps"
CUSTOM_MAP: Final = "OpenDriveMap"
FIRST_EPISODE: Final = 1000
ALL_LAYERS: Final = 0xFFFF
SOON: Final = 1e-6


class World:
    """Everything that the RPC methods work on."""

    def __init__(
        self, *, towns: Towns, renderer: Draws, library: BlueprintLibrary, streams: StreamServer, town: Town
    ) -> None:
        """Start with `town` loaded."""
        self.towns, self.library, self.streams = towns, library, streams
        self.settings = Settings()
        self.custom: Town | None = None
        self.traffic_managers: dict[int, str] = {}
        self.frame, self.elapsed = 0, 0.0
        self.state_stream = streams.create()
        self._renderer = renderer
        self._episode_ids, self._actor_ids = count(FIRST_EPISODE), count(1)
        self._map_changed = False
        self.episode = self._begin(town)

    @property
    def delta(self) -> float:
        """Simulated seconds per tick."""
        return self.settings.fixed_delta_seconds or VARIABLE_STEP

    @property
    def map_path(self) -> str:
        """The map's name as `carla.Map.name` gives it."""
        return f"{MAP_FOLDER}/{self.episode.town.name}"

    def available_maps(self) -> list[str]:
        """Full names of the maps that `load` takes."""
        own = [] if self.custom is None else [CUSTOM_MAP]
        return [f"/Game/{MAP_FOLDER}/{name}" for name in (*self.towns.names, *own)]

    def load(self, name: str, *, reset_settings: bool, layers: int = ALL_LAYERS) -> None:
        """Begin a new episode on a map; an empty name reloads the current one.

        Raises:
            RpcError: no such map.
        """
        town = self._build(name.rsplit("/", 1)[-1] or self.episode.town.name)
        self.episode.close()
        if reset_settings:
            self.settings = Settings()
        self.elapsed, self._map_changed = 0.0, True
        self.episode = self._begin(town, layers)

    def show_scenery(self, indices: list[int], shown: bool) -> None:
        """Show or hide scenery from the next picture on."""
        if indices:
            self.episode.scenery.show(indices, shown)
            self._renderer.set_static(self.episode.scenery.instances())

    def layer(self, layers: int) -> list[int]:
        """Positions of the scenery that belongs to any of these map layers."""
        return [index for index, item in enumerate(self.episode.town.scenery) if item.layer & layers]

    def tick(self) -> int:
        """Advance by one step, tell everybody, and return the new frame number."""
        self.frame += 1
        self.elapsed += self.delta
        self.episode.step(self.delta)
        self.state_stream.publish(self._state(), wait=self.settings.synchronous_mode)
        self._map_changed = False
        self._measure()
        return self.frame

    def welcome(self, subscriber: Subscriber) -> None:
        """Give a new client its first state; without one it would know no frame until the next tick."""
        subscriber.put(framed((self._state(),)), wait=False)

    def _build(self, name: str) -> Town:
        if name == CUSTOM_MAP and self.custom is not None:
            return self.custom
        if name == self.episode.town.name:
            return self.episode.town
        if name not in self.towns.names:
            raise RpcError(f"map {name!r} not found; known: {', '.join(self.towns.names)}")
        return self.towns.build(name)

    def _begin(self, town: Town, layers: int = ALL_LAYERS) -> Episode:
        episode = Episode(next(self._episode_ids), town, self.library, self.streams, self._actor_ids)
        hidden = [index for index, item in enumerate(town.scenery) if item.layer and not item.layer & layers]
        episode.scenery.show(hidden, False)
        self._renderer.set_static(episode.scenery.instances())
        return episode

    def _state(self) -> bytes:
        return encode_state(
            self._moment(),
            delta=self.delta,
            episode_id=self.episode.id,
            map_changed=self._map_changed,
            actors=self.episode.actors.values(),
        )

    def _measure(self) -> None:
        """Let every sensor that someone listens to and whose time has come measure."""
        due = [actor for actor in self.episode.actors.values() if self._is_due(actor)]
        plain = [actor for actor in due if actor.type_id in MEASUREMENTS]
        publish_measurements(plain, self.episode, self._moment())
        cameras = [actor for actor in due if actor.type_id in CAMERAS]
        lidars = [actor for actor in due if actor.type_id == LIDAR]
        things, weather = self.episode.instances(), self.episode.weather.drawn()
        if cameras:
            self._renderer.switch(signals.switches(self.episode.actors.values()))
        if not self.settings.no_rendering_mode:
            publish_pictures(cameras, self._renderer, things, weather, self._moment())
        publish_scans(lidars, self._renderer, things, weather, self._moment(), self.delta)

    def _moment(self) -> Moment:
        return Moment(self.frame, self.elapsed, self.settings.synchronous_mode)

    def _is_due(self, actor: Actor) -> bool:
        state = actor.role
        if not isinstance(state, Sensor) or actor.stream is None or not actor.stream.has_subscribers:
            return False
        if self.elapsed + SOON < state.due:
            return False
        state.due = self.elapsed + float(actor.attributes.get("sensor_tick", "0"))
        return True
