"""Named protocols: which pixels count and how images are put together. No figure without its protocol.

docs/protocols.md tells where each comes from, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, CLASS_NAMES, VOID, LabelSet
from caos.lookup import look_up

from .ranks import FPRConvention
from .tracks import ANOMALY_TRACK, OBSTACLE_TRACK, ComponentSettings


@dataclass(frozen=True, slots=True)
class Protocol:
    """How the figures of single pixels become the figures of a data set.

    Attributes:
        name: what tables and result.json call it.
        description: one line for a table's caption.
        aggregate: "images" = figures per image, then their mean over the images that have both kinds of
            pixels; "pixels" = all pixels of all images in one pool.
        ignored: names of in-distribution classes whose pixels are left out. A class of StreetHazards that a
            label set lacks is passed over.
        only: names of the in-distribution classes that count, where not all of them do; likewise.
        void_is_normal: whether `VOID` pixels count as in-distribution instead of being left out.
        anomalous_images_only: whether images without an anomaly stay out of the pool.
        legacy_fpr: the reading of FPR95 in the protocol's published code, where it is not "first"; reported
            beside it as `fpr95_legacy`.
        legacy_aupr: whether the published code takes trapezoids; reported beside as `aupr_legacy`.
        components: which components count, where the protocol has component figures.
    """

    name: str
    description: str
    aggregate: Literal["images", "pixels"]
    ignored: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    void_is_normal: bool = False
    anomalous_images_only: bool = False
    legacy_fpr: FPRConvention | None = None
    legacy_aupr: bool = False
    components: ComponentSettings | None = None

    def kept(self, label_set: LabelSet) -> npt.NDArray[np.bool_]:
        """(256,) whether a pixel with this label counts.

        Raises:
            CaosError: a class name that neither `label_set` nor StreetHazards has, or no class left.
        """
        kept = np.zeros(256, dtype=np.bool_)
        counting = [name for name in label_set.classes if name not in self.left_out(label_set)]
        if not counting:
            raise CaosError(f"protocol {self.name!r} leaves no class of {label_set.name} to count")
        kept[list(label_set.indices(counting))] = True
        kept[ANOMALY] = True
        kept[VOID] = self.void_is_normal
        return kept

    def left_out(self, label_set: LabelSet) -> list[str]:
        """Names of what is left out of `label_set`: "void" unless it counts, then classes.

        Raises:
            CaosError: a class name that neither `label_set` nor StreetHazards has.
        """
        ignored, only = _known(self.ignored, label_set), _known(self.only, label_set)
        if self.only:
            ignored = [name for name in label_set.classes if name not in only or name in ignored]
        return [*(() if self.void_is_normal else ("void",)), *ignored]


def _known(names: tuple[str, ...], label_set: LabelSet) -> list[str]:
    """Those of `names` that `label_set` has; names of StreetHazards that it lacks fall away."""
    known = [name for name in names if name in label_set.classes or name not in CLASS_NAMES]
    label_set.indices(known)
    return known


_ENTRIES: Final = (
    Protocol(
        name="hendrycks",
        description="per-image figures, mean over the images with both normal and anomalous pixels",
        aggregate="images",
        legacy_fpr="legacy",
    ),
    Protocol(
        name="hendrycks-void",
        description="as hendrycks, with void pixels as normal ones (public code on BDD-Anomaly)",
        aggregate="images",
        void_is_normal=True,
        legacy_fpr="legacy",
    ),
    Protocol(
        name="pooled",
        description="all pixels of all images in one pool",
        aggregate="pixels",
    ),
    Protocol(
        name="densehybrid",
        description="per-image figures, mean over the images with both kinds of pixels; FPR95 legacy: recall "
        "above 0.95",
        aggregate="images",
        ignored=("other",),
        legacy_fpr="strict",
    ),
    Protocol(
        name="mask2anomaly",
        description="all pixels of the images with an anomaly in one pool; FPR95 legacy: interpolated",
        aggregate="pixels",
        ignored=("background", "other"),
        anomalous_images_only=True,
        legacy_fpr="interpolated",
    ),
    Protocol(
        name="smiyc-anomaly",
        description="all pixels of all images in one pool, and components; AUPR legacy: trapezoids",
        aggregate="pixels",
        legacy_aupr=True,
        components=ANOMALY_TRACK,
    ),
    Protocol(
        name="smiyc-obstacle",
        description="all pixels of the road and of anomalies in one pool, and components; AUPR legacy: "
        "trapezoids",
        aggregate="pixels",
        only=("road", "road line"),
        legacy_aupr=True,
        components=OBSTACLE_TRACK,
    ),
)

_SCALED: Final = tuple(
    replace(
        entry,
        name=f"{entry.name}-scaled",
        description=f"as {entry.name}, with component filters that are shares of the image (not published)",
        components=entry.components.scaled(),
    )
    for entry in _ENTRIES
    if entry.components
)

PROTOCOLS: Final[Mapping[str, Protocol]] = {entry.name: entry for entry in (*_ENTRIES, *_SCALED)}
"""The protocols by name; a variant is `dataclasses.replace(PROTOCOLS["pooled"], name=..., ignored=...)`."""


def protocol(name: str) -> Protocol:
    """The protocol called `name`.

    Raises:
        CaosError: unknown; the message lists the known names and the nearest.
    """
    return look_up("protocol", name, PROTOCOLS)
