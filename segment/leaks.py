"""The rule of outlier exposure: what a network was shown as a negative is never a test anomaly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from caos.errors import CaosError
from caos.frames.layout import MANIFEST_FILE
from caos.frames.manifest import read_manifest
from caos.frames.records import FrameRecord
from caos.training import RunDescription

MODELS: Final = "exposure.models"
CATEGORIES: Final = "exposure.categories"
"""Options of `run.json`: sorted ids and categories of the models that were shown."""

_LISTED: Final = 3


def shown_models(negatives: Path, data: Path, *, unchecked: bool) -> dict[str, list[str]]:
    """What rendered negatives show, as options of `run.json`, after a look at the test split of `data`.

    Args:
        negatives: root of a rendered data set.
        data: root of the data set that is trained on and whose test split will be evaluated.
        unchecked: go on where `data` has no manifest, so that nobody knows its anomalies.

    Raises:
        CaosError: no manifest; no anomaly among the negatives; a model, a category or a held-out town in
            both data sets.
    """
    records = read_manifest(negatives)
    shown = _shown(records)
    if not shown[MODELS]:
        raise CaosError(
            f"{negatives}: its frames show no anomaly, so no negative; render some with  [anomalies]"
        )
    if not (data / MANIFEST_FILE).is_file():
        if unchecked:
            return shown
        raise CaosError(
            f"{data / MANIFEST_FILE}: no such file, so nobody knows whether the negatives are among its "
            "anomalies; if they are not, set exposure.unchecked = true"
        )
    held_out = [record for record in read_manifest(data) if record.split != "train"]
    _refuse_common(
        "town", {record.town for record in records}, {record.town for record in held_out}, negatives, data
    )
    _refuse_shown(shown, held_out, negatives, data)
    return shown


def refuse_shown_anomalies(run: Path, description: RunDescription, data: Path) -> None:
    """See that the test split of `data` has no anomaly that `run` was shown as a negative.

    Nothing is refused where the run saw no rendered negatives or the data has no manifest.

    Raises:
        CaosError: a model or a category in both.
    """
    shown = {key: description.options.get(key, []) for key in (MODELS, CATEGORIES)}
    if any(shown.values()) and (data / MANIFEST_FILE).is_file():
        _refuse_shown(shown, read_manifest(data), run, data)


def _refuse_shown(shown: dict[str, Any], records: Iterable[FrameRecord], negatives: Path, data: Path) -> None:
    tested = _shown(records)
    _refuse_common("model", shown[MODELS], tested[MODELS], negatives, data)
    _refuse_common("category", shown[CATEGORIES], tested[CATEGORIES], negatives, data)


def _refuse_common(
    what: str, negative: Iterable[str], tested: Iterable[str], negatives: Path, data: Path
) -> None:
    common = sorted(set(negative) & set(tested))
    if common:
        more = f" and {len(common) - _LISTED} more" if len(common) > _LISTED else ""
        way_out = (
            "render them in the training towns, see scenarios/negatives.toml"
            if what == "town"
            else f"choose others with  caos assets select --without {data}"
        )
        raise CaosError(
            f"{negatives}: the {what} {', '.join(map(repr, common[:_LISTED]))}{more} of the negatives is "
            f"also held out in {data}; negatives are never test anomalies: {way_out}"
        )


def _shown(records: Iterable[FrameRecord]) -> dict[str, list[str]]:
    anomalies = [anomaly for record in records for anomaly in record.anomalies]
    return {
        MODELS: sorted({anomaly.model_id for anomaly in anomalies}),
        CATEGORIES: sorted({anomaly.category.strip().lower() for anomaly in anomalies if anomaly.category}),
    }
