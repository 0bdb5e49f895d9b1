"""Path tracing of one view: linear radiance per pixel, cleaned of noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.extras import require

from ..render.camera import Camera
from ..render.lamps import WorldLamps
from ..render.traced import Daylight, Guide
from ..scene import Instance, View
from .shapes import FLIP, Shapes
from .variant import mitsuba

Floats = npt.NDArray[np.float32]

_BOUNCES: Final = 6
_SUN_RADIUS: Final = math.radians(0.27)
_SUN_PARTS: Final = 9
_NEAR: Final = 0.05
_FAR: Final = 5000.0
_MOST_LAMPS: Final = 24
_ALL_AROUND: Final = 0.0  # cosine; Mitsuba's spots open to 90 degrees at most


class Tracer:
    """Keeps meshes and materials between pictures; a picture depends on its arguments only.

    Args:
        samples: paths per pixel.

    Raises:
        CaosError: Mitsuba or the denoiser is not installed.
    """

    def __init__(self, samples: int) -> None:
        mitsuba()  # a missing one is told at once, not at the first picture
        self._samples = samples
        self._shapes = Shapes()
        self._denoise: Any = require("pyoidn", extra="quality").denoise

    def radiance(self, view: View, instances: Sequence[Instance], daylight: Daylight, guide: Guide) -> Floats:
        """(H, W, 3) linear radiance of what `view` sees; the sky shows as `daylight.sky`."""
        mi = mitsuba()
        scene = mi.load_dict(
            {
                "type": "scene",
                # Not "path": its shadow rays stop at the holes of textures.
                "integrator": {"type": "volpath", "max_depth": _BOUNCES, "rr_depth": 4},
                "sensor": _sensor(view, self._samples),
                **_emitters(daylight),
                **_lamps(instances, view),
                **self._shapes.entries(instances),
            },
            optimize=False,
        )
        noisy = np.asarray(mi.render(scene, spp=self._samples, seed=0), dtype=np.float32)
        return np.asarray(
            self._denoise(np.nan_to_num(noisy), guide.albedo, guide.normal, hdr=True, clean_aux=True)
        )


def _sensor(view: View, samples: int) -> dict[str, Any]:
    matrix = FLIP @ view.pose.matrix()
    eye, forward, up = matrix[:3, 3], matrix[:3, 0], matrix[:3, 2]
    return {
        "type": "perspective",
        "fov": view.fov,
        "fov_axis": "x",
        "near_clip": _NEAR,
        "far_clip": _FAR,
        "to_world": mitsuba()
        .ScalarTransform4f()
        .look_at(origin=eye.tolist(), target=(eye + forward).tolist(), up=up.tolist()),
        "film": {
            "type": "hdrfilm",
            "width": view.width,
            "height": view.height,
            "rfilter": {"type": "box"},
            "pixel_format": "rgb",
            "component_format": "float32",
        },
        "sampler": {"type": "independent", "sample_count": samples},
    }


def _emitters(daylight: Daylight) -> dict[str, Any]:
    """The sky all around, and the sun as a few directions within its disc, which softens shadows."""
    mi = mitsuba()
    # Mitsuba's maps stand on y and begin at CARLA's azimuth of -90 degrees.
    sky = np.roll(daylight.sky, -daylight.sky.shape[1] // 4, axis=1)
    upright = mi.ScalarTransform4f().rotate(axis=[1.0, 0.0, 0.0], angle=90.0)
    emitters: dict[str, Any] = {
        "sky": {"type": "envmap", "bitmap": mi.Bitmap(np.ascontiguousarray(sky)), "to_world": upright}
    }
    if daylight.irradiance.max() <= 0.0:
        return emitters
    share = (daylight.irradiance / _SUN_PARTS).tolist()
    for number, towards in enumerate(_disc(daylight.direction)):
        emitters[f"sun_{number}"] = {
            "type": "directional",
            "direction": (-(FLIP[:3, :3] @ towards)).tolist(),
            "irradiance": {"type": "rgb", "value": share},
        }
    return emitters


def _lamps(instances: Sequence[Instance], view: View) -> dict[str, Any]:
    """The lamps that look brightest from the camera; more of them would add noise."""
    power = np.zeros(max((one.instance_id for one in instances), default=0) + 1, dtype=np.uint32)
    for one in instances:
        power[one.instance_id] = int(one.lamps)
    shining = WorldLamps.of(instances).shining(power).in_view(Camera.of(view))
    return {f"lamp_{number}": _lamp(shining, number) for number in range(min(len(shining), _MOST_LAMPS))}


def _lamp(lamps: WorldLamps, number: int) -> dict[str, Any]:
    place = FLIP[:3, :3] @ lamps.position[number]
    strength = {"type": "rgb", "value": (math.pi * lamps.color[number]).tolist()}
    edge = float(lamps.edge[number])
    if edge <= _ALL_AROUND:
        return {"type": "point", "position": place.tolist(), "intensity": strength}
    axis = FLIP[:3, :3] @ lamps.axis[number]
    helper = [0.0, 0.0, 1.0] if abs(axis[2]) < 0.9 else [1.0, 0.0, 0.0]
    towards = (
        mitsuba()
        .ScalarTransform4f()
        .look_at(origin=place.tolist(), target=(place + axis).tolist(), up=helper)
    )
    return {
        "type": "spot",
        "to_world": towards,
        "intensity": strength,
        "cutoff_angle": math.degrees(math.acos(max(edge, 0.0))),
    }


def _disc(center: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(N, 3) unit vectors spread evenly over the sun's disc (Vogel's spiral)."""
    helper = np.array([0.0, 0.0, 1.0]) if abs(center[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.cross(helper, center)
    across /= np.linalg.norm(across)
    up = np.cross(center, across)
    number = np.arange(_SUN_PARTS)
    radius = _SUN_RADIUS * np.sqrt((number + 0.5) / _SUN_PARTS)
    angle = number * math.pi * (3.0 - math.sqrt(5.0))
    spread = center + (radius * np.cos(angle))[:, None] * across + (radius * np.sin(angle))[:, None] * up
    return np.asarray(spread / np.linalg.norm(spread, axis=1, keepdims=True))
