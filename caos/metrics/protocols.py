"""Named protocols: which pixels count and how images are put together. No figure without its protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from caos.lookup import look_up


@dataclass(frozen=True, slots=True)
class Protocol:
    """How the figures of single pixels become the figures of a data set. Pixels labelled `VOID` never count.

    Attributes:
        name: what tables and result.json call it.
        description: one line for a table's caption.
        aggregate: "images" = figures per image, then their mean over the images that have both kinds of
            pixels; "pixels" = all pixels of all images in one pool.
        ignored: names of in-distribution classes whose pixels are left out as well.
        legacy_fpr95: whether the FPR95 of the thesis code is reported beside the usual one.
    """

    name: str
    description: str
    aggregate: Literal["images", "pixels"]
    ignored: tuple[str, ...] = ()
    legacy_fpr95: bool = False


PROTOCOLS: Final[Mapping[str, Protocol]] = {
    "hendrycks": Protocol(
        name="hendrycks",
        description="per-image figures, mean over the images with both normal and anomalous pixels",
        aggregate="images",
        legacy_fpr95=True,
    ),
    "pooled": Protocol(
        name="pooled",
        description="all pixels of all images in one pool",
        aggregate="pixels",
    ),
}
"""The protocols by name; a variant is `dataclasses.replace(PROTOCOLS["pooled"], name=..., ignored=...)`.

"hendrycks" is that of StreetHazards and BDD-Anomaly (Hendrycks et al., "Scaling out-of-distribution detection
for real-world settings", ICML 2022); "pooled" that of most later benchmarks.
"""


def protocol(name: str) -> Protocol:
    """The protocol called `name`.

    Raises:
        CaosError: unknown; the message lists the known names and the nearest.
    """
    return look_up("protocol", name, PROTOCOLS)
