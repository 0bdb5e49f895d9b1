"""A page on a rendered data set: what stands where, how often, and how it looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from caos.frames import VerifyReport, atomic_write_text, read_label_set, read_manifest, verify
from caos.frames.images import Pixels, read_image, read_label
from caos.frames.records import AnomalyRecord, FrameRecord
from caos.frames.verify import Progress

from .bars import Bars, counted, histogram
from .environment import environment, refuse_folder
from .pictures import Picture, jpeg

PUBLISHED: Final[Mapping[str, str]] = {
    "train": "5,125",
    "validation": "1,031",
    "test": "1,500",
    "towns": "3 / 1 / 2",
    "models": "250",
    "anomaly pixels": "not published",
}
"""StreetHazards, as its authors describe it (arXiv 1911.11132, section 4)."""

_PIXEL_SHARES: Final = (0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 25.0)
_DISTANCES: Final = (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0)
_OCCLUSIONS: Final = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75)
_SUN: Final = (-90.0, 0.0, 5.0, 15.0, 30.0, 45.0, 60.0, 75.0)
_MOST_PICTURES: Final = 60
_WIDTH: Final = 400
_MARK: Final = (255, 64, 160)


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the table of facts: ours beside the published figure, or an empty string."""

    name: str
    here: str
    published: str


@dataclass(frozen=True, slots=True)
class ClassShare:
    """Share of the pixels of each split that show a class, 0..1, in the order of the splits."""

    name: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A test frame of the gallery with its anomalies marked."""

    name: str
    caption: str
    picture: Picture


def write_dataset_page(root: Path, out: Path, *, progress: Progress | None = None) -> VerifyReport:
    """Verify a data set that we rendered and write one HTML page of its statistics; same set, same bytes.

    Args:
        root: of the data set.
        out: the page. Atomic; works without network and without scripts.
        progress: called with (frames checked, frames in all).

    Returns:
        What verifying found; the page lists its problems.

    Raises:
        CaosError: no data set, none with a manifest, or `out` a folder.
    """
    refuse_folder(out, "statistics.html")
    records = read_manifest(root)
    report = verify(root, progress=progress)
    splits = [split for split in report.counts if report.counts[split]]
    page = (
        environment()
        .get_template("dataset.html")
        .render(
            name=root.resolve().name,
            report=report,
            splits=splits,
            facts=_facts(records, report),
            classes=_class_shares(report, splits),
            anomalies=_anomaly_charts(records),
            conditions=_condition_charts(records),
            gallery=[_shown(root, record) for record in _chosen(root, records)],
        )
    )
    atomic_write_text(out, page)
    return report


def _facts(records: Sequence[FrameRecord], report: VerifyReport) -> list[Fact]:
    anomalies = _anomalies(records)
    pixels = sum(record.width * record.height for record in records if record.anomalies)
    share = sum(anomaly.pixels for _, anomaly in anomalies) / max(pixels, 1)
    towns = " / ".join(f"{len(report.towns[split])}" for split in report.towns)
    sizes = sorted({f"{record.width}x{record.height}" for record in records})
    rows = [
        *((f"{split} frames", f"{count:,}", PUBLISHED[split]) for split, count in report.counts.items()),
        ("towns: train / validation / test", towns, PUBLISHED["towns"]),
        ("size, pixels", ", ".join(sizes), "1280x720"),
        ("anomaly models seen", f"{len({row.model_id for _, row in anomalies}):,}", PUBLISHED["models"]),
        ("categories seen", f"{len({row.category for _, row in anomalies}):,}", ""),
        ("anomalies in all", f"{len(anomalies):,}", ""),
        ("anomalous share of test pixels", f"{100 * share:.3g} %", PUBLISHED["anomaly pixels"]),
    ]
    return [Fact(*row) for row in rows]


def _class_shares(report: VerifyReport, splits: Sequence[str]) -> list[ClassShare]:
    """Classes in the label set's order; rows of zeros are left out."""
    totals = {split: max(sum(report.histogram[split].values()), 1) for split in splits}
    names = dict.fromkeys(name for split in splits for name in report.histogram[split])
    rows = [
        ClassShare(name, tuple(report.histogram[split].get(name, 0) / totals[split] for split in splits))
        for name in names
    ]
    return [row for row in rows if any(row.shares)]


def _anomaly_charts(records: Sequence[FrameRecord]) -> list[Bars]:
    rows = _anomalies(records)
    if not rows:
        return []
    shares = [100 * anomaly.pixels / (record.width * record.height) for record, anomaly in rows]
    each = "anomalies"
    return [
        histogram("Size", f"{each} by share of the picture", shares, _PIXEL_SHARES, "%"),
        histogram(
            "Distance", f"{each} by meters from the camera", (a.distance_m for _, a in rows), _DISTANCES, "m"
        ),
        histogram(
            "Occlusion",
            f"{each} by hidden share of the outline",
            (a.occluded_fraction for _, a in rows),
            _OCCLUSIONS,
            "",
        ),
        counted("Town", each, (record.town for record, _ in rows), by_count=False),
        counted("Category", each, (a.category or "without a category" for _, a in rows)),
        counted(
            "Models by use",
            "how many models stand in so many frames",
            (f"{uses} x" for uses in _uses(a.model_id for _, a in rows)),
        ),
    ]


def _condition_charts(records: Sequence[FrameRecord]) -> list[Bars]:
    frames = "frames"
    return [
        counted("Towns", frames, (f"{r.split}, {r.town}" for r in records), by_count=False),
        counted("Times of day", frames, (r.time_of_day for r in records)),
        histogram(
            "Sun",
            "frames by height of the sun",
            (r.weather["sun_altitude_angle"] for r in records),
            _SUN,
            "°",
        ),
        counted("Weather", frames, (_weather(r) for r in records)),
    ]


def _sun_heights(records: Iterable[FrameRecord]) -> list[float]:
    return [record.weather["sun_altitude_angle"] for record in records]


def _uses(names: Iterable[str]) -> list[int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.values())


def _weather(record: FrameRecord) -> str:
    """The plainest words for a frame's weather."""
    weather = record.weather
    if weather["fog_density"] >= 10.0:
        return "fog"
    if weather["precipitation"] >= 15.0:
        return "rain"
    ground = "wet" if weather["wetness"] >= 30.0 else "dry"
    return f"{'cloudy' if weather['cloudiness'] >= 50.0 else 'clear'}, {ground}"


def _anomalies(records: Iterable[FrameRecord]) -> list[tuple[FrameRecord, AnomalyRecord]]:
    return [(record, anomaly) for record in records for anomaly in record.anomalies]


def _chosen(root: Path, records: Sequence[FrameRecord]) -> list[FrameRecord]:
    """The first frame of each category, then others, evenly, up to a fixed number."""
    with_anomaly = [record for record in records if record.anomalies and _is_there(root, record)]
    firsts = {record.anomalies[0].category: record for record in reversed(with_anomaly)}
    chosen = {record.key: record for record in firsts.values()}
    step = max(1, len(with_anomaly) // _MOST_PICTURES)
    for record in with_anomaly[::step]:
        chosen.setdefault(record.key, record)
    kept = list(chosen.values())[:_MOST_PICTURES]
    return sorted(kept, key=lambda record: (record.anomalies[0].category, record.key))


def _is_there(root: Path, record: FrameRecord) -> bool:
    return (root / record.image).is_file() and (root / record.annotation).is_file()


def _shown(root: Path, record: FrameRecord) -> Shown:
    image = read_image(root / record.image)
    mask = np.isin(read_label(root / record.annotation), sorted(read_label_set(root).anomaly_ids))
    words = [f"{a.model_id} at {a.distance_m:.0f} m, {a.pixels:,} px" for a in record.anomalies]
    return Shown(record.image, "; ".join(words), jpeg(_marked(image, mask)))


def _marked(image: Pixels, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Pixels:
    """A smaller copy with a line around what is marked."""
    scale = _WIDTH / image.shape[1]
    size = (_WIDTH, round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    scaled = [np.round(outline * scale).astype(np.int32) for outline in outlines]
    return np.asarray(cv2.drawContours(small, scaled, -1, _MARK, 1, cv2.LINE_AA), dtype=np.uint8)
