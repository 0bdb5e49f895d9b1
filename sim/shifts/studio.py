"""One loaded town as a studio: an object on the street, and the camera aimed at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from ..boxes import Box, Boxes, overlapping
from ..calibration import instance_codes, new_codes, object_mask
from ..cameras import CameraRig, Kind
from ..connect import Session
from ..placement import GAP, Model, box_around, resting
from ..scenario import Camera, PlacementKind
from ..silhouette import Pinhole, occluded_fraction, silhouette
from ..spots import Draw, spot
from ..stage import NoPlaceError
from ..streets import Streets, draw_view
from ..traffic import ground_below
from ..weather import to_carla
from .aim import aimed_camera, bounding_ball
from .hiding import hidden_at_most
from .plan import PicturePlan
from .scenario import Conditions
from .surroundings import Surroundings, surroundings

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]

_PLACES: Final[tuple[PlacementKind, ...]] = ("lane", "shoulder", "sidewalk", "verge")
_AHEAD: Final = (4.0, 14.0)  # metres along a lane from a free place on it
_LENS_HALF: Final = (0.3, 0.3, 0.3)  # metres around the camera that nothing else may fill
_OCCLUDERS: Final = 12  # are tried before the object moves elsewhere
_FEWEST: Final = 30  # visible pixels
_BOTH: Final[tuple[Kind, ...]] = ("rgb", "instance_segmentation")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """An object where it stands: its model, pose and box, and the outline that the camera would see."""

    model: Model
    ground: carla.Transform
    box: Box
    lens: carla.Transform
    outline: Flags
    pinhole: Pinhole


@dataclass(frozen=True, slots=True, eq=False)
class Studio:
    """A town that is loaded.

    Attributes:
        session, world: the server and the town.
        streets: surveyed.
        models: by id.
        fov: of the lens at zoom 1, degrees.
    """

    session: Session
    world: carla.World
    streets: Streets
    models: Mapping[str, Model]
    fov: float

    def shoot(self, plan: PicturePlan, rig: CameraRig, camera: Camera, attempts: int) -> tuple[Pixels, float]:
        """The picture of `plan`, which alone it follows from.

        Returns:
            (H, W, 3) uint8 RGB of `camera`'s size, and the share of the object that is hidden.

        Raises:
            NoPlaceError: no attempt found a place.
        """
        self.world.set_weather(to_carla(plan.weather))
        for attempt in range(attempts):
            rng = plan.stream(attempt)
            subject = self._subject(plan, camera, rng)
            if subject is None:
                continue
            rig.move(subject.lens)
            free = Boxes.of([subject.box, _lens_box(subject.lens)])
            with surroundings(self.session, self.world, free, self.streets.fixed) as place:
                taken = self._taken(plan, rig, subject, place, rng)
            if taken is not None:
                return taken
        raise NoPlaceError(
            f"no place for {plan.model} in {plan.town} in {attempts} attempts; loosen the conditions of the "
            f"set {plan.set!r}, or raise `attempts`"
        )

    def _subject(self, plan: PicturePlan, camera: Camera, rng: np.random.Generator) -> Subject | None:
        """A pose for the object and the camera at which nothing of the town is in either's way."""
        model = self.models[plan.model]
        ground = self._ground(model, rng)
        if ground is None:
            return None
        pose = np.array(ground.get_matrix(), dtype=np.float64)
        vertices = model.vertices @ pose[:3, :3].T + pose[:3, 3]
        box = box_around(vertices, ground.rotation.yaw)
        middle, radius = bounding_ball(vertices)
        lens = aimed_camera(
            middle,
            radius,
            heading=ground.rotation.yaw,
            yaw=plan.yaw,
            elevation=plan.elevation,
            size=plan.size,
            fov=self.fov,
        )
        if overlapping(box, self.streets.fixed, margin=GAP).any() or self._blocked(lens):
            return None
        pinhole = Pinhole(camera.width, camera.height, camera.fov)
        outline = silhouette(vertices, model.faces, np.array(lens.get_matrix(), dtype=np.float64), pinhole)
        return Subject(model, ground, box, lens, outline, pinhole)

    def _ground(self, model: Model, rng: np.random.Generator) -> carla.Transform | None:
        """Where the object stands, drawn on and beside the lanes."""
        view = draw_view(self.world, self.streets, Camera(), rng)
        drawn = Draw.of(rng)
        if view is None:
            return None
        kind = _PLACES[int(drawn.kind * len(_PLACES))]
        place = spot(view, self.streets.crosswalks, kind, _AHEAD, max(model.size[:2]), drawn)
        if place is None:
            return None
        ground = resting(self.world, model, place, drawn.yaw)
        return ground if isinstance(ground, carla.Transform) else None

    def _blocked(self, lens: carla.Transform) -> bool:
        """Whether the camera would be in something, or under the ground."""
        below = ground_below(self.world, lens.location)
        underground = below is not None and below.location.z > lens.location.z - _LENS_HALF[2]
        return underground or bool(overlapping(_lens_box(lens), self.streets.fixed).any())

    def _taken(
        self,
        plan: PicturePlan,
        rig: CameraRig,
        subject: Subject,
        place: Surroundings,
        rng: np.random.Generator,
    ) -> tuple[Pixels, float] | None:
        """The picture, when as much of the object shows as its set asks for."""
        usual = plan.conditions
        count = int(rng.integers(usual.furniture_count[0], usual.furniture_count[1] + 1))
        place.furnish(subject.box, usual.furniture, count if usual.furniture else 0, rng)
        without = instance_codes(rig.capture(_BOTH[1:])["instance_segmentation"])
        if place.put(subject.model.blueprint, subject.ground) is None:
            return None
        to_be_hidden = usual.occlusion[0] > 0
        pictures = rig.capture(_BOTH[1:] if to_be_hidden else _BOTH)
        codes = new_codes(without, instance_codes(pictures["instance_segmentation"]))
        if to_be_hidden:
            return self._occluded(rig, subject, place, codes, usual, rng)
        return _judged(pictures, codes, subject.outline, usual.occlusion)

    def _occluded(
        self,
        rig: CameraRig,
        subject: Subject,
        place: Surroundings,
        codes: frozenset[int],
        usual: Conditions,
        rng: np.random.Generator,
    ) -> tuple[Pixels, float] | None:
        """The picture with something before the object, when that hides as much as asked for."""
        least, most = usual.occlusion
        for _ in range(_OCCLUDERS):
            standing = place.stand_before(subject.box, subject.lens, usual.occluders, rng)
            if standing is None:
                continue
            blocker, box = standing
            # colour takes much longer than the rest: only of what was found to be right
            if hidden_at_most(box, subject.outline, subject.lens, subject.pinhole) >= least:
                visible = _visible(rig.capture(_BOTH[1:]), codes)
                if least <= occluded_fraction(visible, subject.outline) <= most:
                    return _judged(rig.capture(_BOTH), codes, subject.outline, usual.occlusion)
            place.take_away(blocker)
        return None


def _judged(
    pictures: Mapping[Kind, Pixels], codes: frozenset[int], outline: Flags, occlusion: tuple[float, float]
) -> tuple[Pixels, float] | None:
    """The colour picture and the share that is hidden; None when that is not what was asked for."""
    visible = _visible(pictures, codes)
    hidden = occluded_fraction(visible, outline)
    if visible < _FEWEST or not occlusion[0] <= hidden <= occlusion[1]:
        return None
    return np.ascontiguousarray(pictures["rgb"][..., 2::-1]), round(hidden, 4)


def _visible(pictures: Mapping[Kind, Pixels], codes: frozenset[int]) -> int:
    """Pixels of an object."""
    return int(object_mask(codes, instance_codes(pictures["instance_segmentation"])).sum())


def _lens_box(lens: carla.Transform) -> Box:
    place = lens.location
    return Box((place.x, place.y, place.z), _LENS_HALF)
