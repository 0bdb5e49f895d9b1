"""What a training is told of its augmentations: names in order, and the settings of each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import model_validator

from caos.config import ConfigModel
from caos.errors import CaosError
from caos.lookup import look_up

from .adversarial import AdversarialSettings
from .augmix import AugMixSettings
from .erasing import CutoutSettings, RandomErasingSettings
from .mixing import CutMixSettings, MixupSettings
from .moments import MomentSettings
from .networks import Noise2NetSettings
from .noise import SpeckleSettings
from .style import StyleSettings

_ALONE: Final = frozenset({"mixup", "cutmix", "noise2net", "moment_exchange", "adversarial"})
"""Those that change targets or images of a batch, of which the consistency loss knows nothing."""


class DeepAugmentSettings(ConfigModel):
    """DeepAugment's images, made beforehand: more training images, as in the papers.

    Attributes:
        folders: one for each network (EDSR, CAE), with the training set's sub-folders of classes.
    """

    folders: tuple[Path, ...] = ()


class AugmentSettings(ConfigModel):
    """A schedule, and settings for what it names; the table `[augment]` of a configuration file.

    Attributes:
        schedule: names in `AUGMENTATIONS`, in the order in which images meet them; see
            `caos.classify.augment.Schedule`.
        augmix, speckle, style_transfer, cutout, random_erasing, mixup, cutmix, noise2net, moment_exchange,
            adversarial, deepaugment: settings of the augmentations of these names, read where the schedule
            has the name.
    """

    schedule: tuple[str, ...] = ()
    augmix: AugMixSettings = AugMixSettings()
    speckle: SpeckleSettings = SpeckleSettings()
    style_transfer: StyleSettings = StyleSettings()
    cutout: CutoutSettings = CutoutSettings()
    random_erasing: RandomErasingSettings = RandomErasingSettings()
    mixup: MixupSettings = MixupSettings()
    cutmix: CutMixSettings = CutMixSettings()
    noise2net: Noise2NetSettings = Noise2NetSettings()
    moment_exchange: MomentSettings = MomentSettings()
    adversarial: AdversarialSettings = AdversarialSettings()
    deepaugment: DeepAugmentSettings = DeepAugmentSettings()

    @property
    def consistent(self) -> bool:
        """Whether a training sees three views of each image and has AugMix's consistency loss."""
        return "augmix" in self.schedule and self.augmix.consistency > 0

    @model_validator(mode="after")
    def _schedule_can_be_followed(self) -> AugmentSettings:
        known = {name: name for name in type(self).model_fields if name != "schedule"}
        for position, name in enumerate(self.schedule):
            try:
                look_up("augmentation", name, known)
            except CaosError as error:
                raise ValueError(f"schedule[{position}]: {error}") from None
            if name in self.schedule[:position]:
                raise ValueError(f"schedule[{position}]: {name!r} stands there twice; name it once")
        if "deepaugment" in self.schedule and not self.deepaugment.folders:
            raise ValueError(
                'schedule has "deepaugment": set deepaugment.folders to the folders of its images'
            )
        alone = [name for name in self.schedule if name in _ALONE]
        if self.consistent and alone:
            raise ValueError(
                f"schedule: {alone[0]!r} does not go with the consistency loss of augmix; "
                "set augmix.consistency = 0"
            )
        return self
