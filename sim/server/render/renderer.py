"""Scene in, picture out: color, tags, instances and depth of one camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType

import moderngl
import numpy as np

from caos.meshes import Lamps

from ..scene import Instance, Picture, View, Weather
from .batch import Batch
from .camera import Camera, linear_depth
from .context import check_health, open_context
from .film import Film
from .lens import through
from .levels import drawn
from .passes import ScenePasses
from .post import ScreenPasses
from .power import Power
from .programs import load_programs
from .reflections import ripples
from .shadows import SIDE, Cascade, ShadowMap, cascades
from .sky import atmosphere
from .stages import StageClock
from .store import Store
from .targets import TargetCache, Targets, read_depth, read_identity, read_picture
from .traced import Traces, daylight_of, guide_of

_FAINT = 0.04


class Renderer:
    """Draws scenes with OpenGL. Use as a context manager, from one thread.

    Pictures depend on the arguments and the static scene only, never on earlier calls.

    Args:
        timed: keep the seconds of each stage in `clock`; slows a graphics card down.
        tracer: what computes the light in place of the lighting pass; None for that pass.

    Raises:
        CaosError: no OpenGL 4.5 through EGL.
    """

    def __init__(self, *, timed: bool = False, tracer: Traces | None = None) -> None:
        self._tracer = tracer
        self._context = open_context()
        self._closed = False
        self.clock = StageClock(self._context, on=timed)
        with self._context:
            self._programs = load_programs(self._context, SHADOW_SIDE=SIDE)
            self._scene = ScenePasses(self._context, self._programs)
            self._screen = ScreenPasses(self._context, self._programs)
            self._film = Film(self._context, self._programs)
            self._shadows = ShadowMap(self._context, self._programs)
            self._targets = TargetCache(self._context)
            self._power = Power(self._context)
            self._store = Store(self._context, self._programs)

    @property
    def device(self) -> str:
        """The driver's name for what draws, e.g. "llvmpipe (LLVM 15.0.6, 256 bits)"."""
        return str(self._context.info["GL_RENDERER"])

    def set_static(self, instances: Sequence[Instance]) -> None:
        """Replace what stands in every picture; the buffers of the last static scene are freed."""
        self._power.set_static(instances)
        with self._context:
            self._store.set_static(instances)
            check_health(self._context)

    def switch(self, lamps: Mapping[int, Lamps]) -> None:
        """Say what is on of static instances, by id, until the next call or the next static scene.

        Those not named have what their `Instance.lamps` says. Street lamps and windows need no call: they
        are on at dusk and in thick fog.
        """
        self._power.switch(lamps)

    def render(
        self, view: View, dynamic: Sequence[Instance], weather: Weather, *, rgb: bool = True
    ) -> Picture:
        """What a camera sees of the static scene and `dynamic`.

        Args:
            view: where from, how large (1 to 4096 pixels a side), how wide (degrees, horizontally).
            dynamic: what stands there in this picture alone; meshes stay on the card for later pictures.
            weather: sun, clouds, fog and wetness; without effect on anything but `rgb`.
            rgb: False skips all shading: `Picture.rgb` is None, the rest is the same.

        Raises:
            ValueError: a size or field of view out of range, an instance id outside 1..65535.
            CaosError: the drawing context is lost, or OpenGL failed.
        """
        camera = Camera.of(view)
        with self._context:
            with self.clock("place"):
                batches = self._store.place(dynamic)
                targets = self._targets.get((view.width, view.height))
            with self.clock("geometry"):
                chosen = self._scene.see(batches, camera, targets, rgb=rgb)
            if rgb:
                with self.clock("edges"):
                    self._scene.sample(chosen, camera, targets)
                traced = self._trace(targets, view, dynamic, weather)
                with self.clock("lamps"):
                    lamps = self._power.bind(dynamic, weather, camera, targets, self._store.lamps)
                self._shade(targets, view, camera, weather, batches, lamps, traced)
            with self.clock("read"):
                picture = self._read(targets, view, rgb)
                check_health(self._context)
                return picture

    def _trace(
        self, targets: Targets, view: View, dynamic: Sequence[Instance], weather: Weather
    ) -> moderngl.Texture | None:
        """Radiance of the surfaces in view by the path tracer, on the card."""
        if self._tracer is None:
            return None
        with self.clock("tracing"):
            standing = drawn([*self._power.powered(weather), *dynamic], view)
            guide = guide_of(targets, self._store.surfaces)
            radiance = self._tracer.radiance(view, standing, daylight_of(atmosphere(weather)), guide)
            return self._context.texture((view.width, view.height), 3, radiance.tobytes(), dtype="f4")

    def _shade(
        self,
        targets: Targets,
        view: View,
        camera: Camera,
        weather: Weather,
        batches: Sequence[Batch],
        lamps: Mapping[str, object],
        traced: moderngl.Texture | None,
    ) -> None:
        air = atmosphere(weather)
        parts: tuple[Cascade, ...] = ()
        if traced is None and float(air.light.max()) > _FAINT * float(air.sky_light.max()):
            parts = cascades(camera, air.light_direction)
            with self.clock("shadows"):
                self._shadows.draw(parts, batches, camera, air.light_direction, targets)
        self._context.enable_only(moderngl.NOTHING)
        with self.clock("occlusion"):
            self._screen.occlude(targets, camera)
        with self.clock("lighting"):
            self._screen.light(
                targets,
                camera,
                air,
                ripples(view, weather),
                parts,
                self._shadows,
                self._store.surfaces,
                lamps,
                traced,
            )
        if traced is not None:
            traced.release()
        with self.clock("development"):
            self._film.develop(targets, view, camera, air, weather)

    def _read(self, targets: Targets, view: View, rgb: bool) -> Picture:
        identity, depth = read_identity(targets), read_depth(targets)
        if not view.lens.is_pinhole:
            places = self._film.lenses.get(view.lens, view.width, view.height)[0]
            identity, depth = through(identity, places), through(depth, places)
        return Picture(
            rgb=read_picture(targets) if rgb else None,
            tag=self._store.tags[identity & np.uint32(0xFFFF)],
            instance=(identity >> np.uint32(16)).astype(np.uint16),
            depth=linear_depth(depth),
        )

    def close(self) -> None:
        """Free the context and everything on the card; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        with self._context:
            for part in (
                self._store,
                self._targets,
                self._shadows,
                self._screen,
                self._film,
                self._power,
            ):
                part.release()
        self._context.release()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
