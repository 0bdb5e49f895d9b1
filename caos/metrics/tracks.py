"""Which components count in the tracks of SegmentMeIfYouCan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from caos.errors import CaosError


@dataclass(frozen=True, slots=True)
class ComponentSettings:
    """Which components count.

    Attributes:
        name: what tables call them.
        min_prediction: pixels; smaller predicted components are dropped before anything is counted.
        min_anomaly: pixels; smaller objects are left out, and predictions on them are not counted either way.
        image_pixels: size of the images that the two bounds were published for.
        relative: whether the bounds are shares of `image_pixels`, fitted to each image's own size.
    """

    name: str
    min_prediction: int
    min_anomaly: int
    image_pixels: int
    relative: bool = False

    def __post_init__(self) -> None:
        for field in ("min_prediction", "min_anomaly", "image_pixels"):
            if getattr(self, field) < 1:
                raise CaosError(
                    f"component settings {self.name!r}: {field} {getattr(self, field)} must be 1 or more"
                )

    def for_image(self, height: int, width: int) -> ComponentSettings:
        """The bounds for an image of this size: the same, or if `relative` the same share, at least a pixel.

        Raises:
            CaosError: a size that is not positive.
        """
        if height < 1 or width < 1:
            raise CaosError(f"image size {width}x{height} must be positive")
        if not self.relative:
            return self
        share = height * width / self.image_pixels
        return replace(
            self,
            min_prediction=max(1, round(self.min_prediction * share)),
            min_anomaly=max(1, round(self.min_anomaly * share)),
            image_pixels=height * width,
        )

    def scaled(self) -> ComponentSettings:
        """With filters that are shares of the image. Not published: the name says so."""
        return replace(self, name=f"{self.name}, filters scaled to the image", relative=True)


ANOMALY_TRACK: Final = ComponentSettings("anomaly track", 500, 100, image_pixels=1280 * 720)
"""RoadAnomaly21, whose images have 1280x720 or 2048x1024 pixels; the bounds are the same for both."""

OBSTACLE_TRACK: Final = ComponentSettings("obstacle track", 50, 10, image_pixels=1920 * 1080)
"""RoadObstacle21."""
