"""What is not sharp: depth of field and motion blur."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ..optics import CameraSettings
from ..scene import Pose, View
from .camera import NEAR, Camera, Floats

TAPS: Final = 48
SENSOR_WIDTH: Final = 0.024576
"""Metres; Unreal's default film back."""

_LARGEST: Final = 0.02
_SEEN: Final = 1.0
_GOLDEN: Final = math.pi * (3.0 - math.sqrt(5.0))
_REFERENCE_WIDTH: Final = 1920.0
_KILOMETRE: Final = 1000.0


def confusion(camera: Camera, settings: CameraSettings) -> tuple[float, float]:
    """Radius in pixels of the spot of a point at infinity, and the distance in metres that is sharp.

    The thin lens's circle of confusion, f^2 / (N (s - f)) for a focal length f, the f-number N and the sharp
    distance s; at a distance d it is that times |1 - s / d| (Potmesil and Chakravarty 1981).
    """
    sharp = settings.focal_distance / 100.0
    focal = 0.5 * SENSOR_WIDTH * camera.scale[0]
    sharp = max(sharp, 2.0 * focal)
    diameter = focal * focal / (settings.fstop * (sharp - focal))
    return 0.5 * diameter / SENSOR_WIDTH * camera.width, sharp


def needs_focus(camera: Camera, settings: CameraSettings, nearest: float) -> bool:
    """Whether anything from `nearest` (metres) on is blurred by more than a pixel."""
    at_infinity, sharp = confusion(camera, settings)
    haze = settings.blur_radius * camera.width / _REFERENCE_WIDTH
    return max(at_infinity, at_infinity * abs(1.0 - sharp / max(nearest, NEAR)), haze) > _SEEN


def focus_uniforms(camera: Camera, settings: CameraSettings) -> dict[str, object]:
    """What `focus.frag` wants to know."""
    at_infinity, sharp = confusion(camera, settings)
    haze = settings.blur_radius * camera.width / _REFERENCE_WIDTH
    return {
        "near_plane": NEAR,
        "confusion": (at_infinity, 1.0 / sharp, haze, 1.0 / (settings.blur_amount * _KILOMETRE)),
        "largest": max(_LARGEST * camera.width, 1.0),
        "aperture": [tuple(place) for place in aperture(settings).tolist()],
    }


def aperture(settings: CameraSettings) -> Floats:
    """(TAPS, 2) places all over the aperture, which lies in a disc of radius 1.

    At `min_fstop` and below it is round; the more it is closed, the straighter are the blades' edges.
    """
    numbers = np.arange(TAPS)
    radius = np.sqrt((numbers + 0.5) / TAPS)
    angle = numbers * _GOLDEN
    half = math.pi / settings.blade_count
    edge = math.cos(half) / np.cos(np.mod(angle, 2.0 * half) - half)
    roundness = min(settings.min_fstop / settings.fstop, 1.0)
    radius = radius * (roundness + (1.0 - roundness) * edge)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def smear_uniforms(camera: Camera, view: View) -> dict[str, object] | None:
    """What `smear.frag` wants to know, or None where nothing moves."""
    settings = view.settings
    longest = settings.motion_blur_max_distortion / 100.0 * view.width
    if view.previous is None or settings.motion_blur_intensity == 0.0 or longest < _SEEN:
        return None
    before = _axes(view.previous)
    shortest = settings.motion_blur_min_object_screen_size / 100.0 * view.width
    moved = before @ (camera.eye - np.array(view.previous.location))
    return {
        "lens": (*camera.scale, NEAR),
        "turned": tuple((before @ camera.axes.T).T.ravel()),
        "moved": tuple(moved),
        "share": settings.motion_blur_intensity,
        "limits": (max(shortest, 0.5), longest),
    }


def _axes(pose: Pose) -> Floats:
    """(3, 3) rows right, up, forward."""
    matrix = pose.matrix()
    return np.stack([matrix[:3, 1], matrix[:3, 2], matrix[:3, 0]])
