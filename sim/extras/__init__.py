"""What lies beside a frame when the scenario asks for it: instances, depth, boxes, camera, twin, sequence."""

from __future__ import annotations

from .collect import kinds_for, still_extras
from .objects import camera_model
from .sequence import sequence_extras
from .twin import twin_extras

__all__ = ["camera_model", "kinds_for", "sequence_extras", "still_extras", "twin_extras"]
