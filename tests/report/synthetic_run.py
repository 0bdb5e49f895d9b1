"""Run folders with made-up figures and pictures, to look at and to test the report with."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from caos.labels import ANOMALY, CLASS_NAMES, STREETHAZARDS
from caos.runs import (
    Calibration,
    Comparison,
    ComponentFigures,
    Curve,
    FalsePositives,
    GalleryItem,
    LevelScale,
    MethodFigures,
    ProtocolFigures,
    Provenance,
    Result,
    SegmentationFigures,
    Slice,
    SliceRow,
    write_result,
)

METHODS = ("msp", "max_logit", "background", "energy", "entropy")
WIDTH, HEIGHT = 480, 270


def write_run(
    folder: Path, *, seed: int = 0, model: str = "pspnet_resnet18", title: str | None = None
) -> Result:
    """Write `result.json` and a gallery; figures differ a little from seed to seed."""
    rng = np.random.default_rng(seed)
    result = Result(
        title=title or f"{model} on quick",
        model=model,
        dataset="streethazards",
        anomaly_share=0.0123,
        protocols={name: _protocol(name, rng) for name in ("hendrycks", "pooled")},
        segmentation={"validation": _segmentation(rng), "test": _segmentation(rng)},
        curves={name: _curve(2.0 + index) for index, name in enumerate(METHODS)},
        gallery=[_item(folder, rank, number, rng) for number, rank in enumerate(("best", "median", "worst"))],
        training={
            "epoch": [float(epoch) for epoch in range(12)],
            "train_loss": [float(2.2 * 0.8**epoch + 0.1 * rng.random()) for epoch in range(12)],
            "learning_rate": [0.02 * (1 - epoch / 12) ** 0.9 for epoch in range(12)],
            "validation_miou": [float(0.45 * (1 - 0.75**epoch)) for epoch in range(1, 13)],
            "seconds": [3.0] * 12,
        },
        provenance=Provenance(
            created="2026-11-21T02:00:00+00:00",
            command="caos segment eval --data demo/data --run demo/run --protocol hendrycks,pooled",
            seed=seed,
            git="370b2eb63bae",
            versions={"caos-suite": "0.1.0", "python": "3.11.7", "numpy": "2.4.6", "torch": "2.14.1"},
            machine="Linux x86_64, 2 cores",
            seconds={"train": 312.0, "evaluate": 41.5},
        ),
    )
    write_result(folder, result)
    return result


def write_full_run(folder: Path, *, seed: int = 0) -> Result:
    """As `write_run`, with everything a result can hold."""
    rng = np.random.default_rng(seed)
    result = write_run(folder, seed=seed)
    for protocol in result.protocols.values():
        for figures in protocol.methods.values():
            figures.intervals = _intervals(figures)
    components = {
        name: ComponentFigures(siou=0.3, ppv=0.2, f1=0.1 + 0.1 * rng.random(), threshold=1.5)
        for name in METHODS
    }
    smiyc = result.protocols["pooled"].model_copy(update={"components": components})
    rate = 1e-4 ** (np.arange(1, 256) / 255)
    levels = LevelScale(score=np.linspace(-9, -1, 255).tolist(), fpr=rate.tolist(), tpr=(rate**0.2).tolist())
    segmentation = {
        split: told.model_copy(
            update={"calibration": _calibration(), "open_miou": dict.fromkeys(METHODS, 0.3)}
        )
        for split, told in result.segmentation.items()
    }
    full = result.model_copy(
        update={
            "protocols": {**result.protocols, "smiyc-anomaly": smiyc},
            "segmentation": segmentation,
            "comparisons": _comparisons(),
            "slices": [_slice("distance", ["0 to 10 m", "10 to 20 m", "over 20 m"], rng)],
            "false_positives": {name: _false_positives(folder, name, rng) for name in METHODS},
            "levels": dict.fromkeys(METHODS, levels),
            "left_out": {"autoencoder": "no run of its own was given"},
            "gallery": [_with_levels(folder, item) for item in result.gallery],
        }
    )
    write_result(folder, full)
    return full


def _intervals(figures: MethodFigures) -> dict[str, tuple[float, float]]:
    return {
        name: (getattr(figures, name) - 0.03, getattr(figures, name) + 0.04)
        for name in ("auroc", "aupr", "fpr95")
    }


def _calibration() -> Calibration:
    bins = [(0.05 + 0.1 * index, 0.1 + 0.085 * index, 0.1) for index in range(10)]
    return Calibration(ece=0.062, rms=0.081, bins=bins)


def _comparisons() -> list[Comparison]:
    told = [
        ("aupr", 0.021, (0.004, 0.038), 0.012, "max_logit"),
        ("auroc", 0.008, (-0.011, 0.027), 0.43, None),
    ]
    return [
        Comparison(
            protocol="hendrycks",
            figure=figure,
            first="max_logit",
            second="msp",
            difference=difference,
            interval=interval,
            p_value=p_value,
            better=better,
        )
        for figure, difference, interval, p_value, better in told
    ]


def _slice(name: str, values: list[str], rng: np.random.Generator) -> Slice:
    rows = []
    for value in values:
        methods = {method: _figures(rng, index, legacy=False) for index, method in enumerate(METHODS)}
        for figures in methods.values():
            figures.intervals = _intervals(figures)
        rows.append(SliceRow(value=value, images=16, anomalies=17, methods=methods))
    return Slice(name=name, description="of the nearest point, in metres", rows=rows)


def _false_positives(folder: Path, method: str, rng: np.random.Generator) -> FalsePositives:
    heat_map = f"gallery/alarms-{method}.png"
    shades = np.linspace(0, 255, 54 * 96).reshape(54, 96, 1).astype(np.uint8)
    _write(folder / heat_map, np.repeat(shades, 3, axis=2))
    by_class: dict[str, float | None] = {name: float(rng.random()) for name in CLASS_NAMES}
    by_class["wall"] = None
    return FalsePositives(by_class=by_class, boundary=0.6, interior=0.2, heat_map=heat_map)


def _with_levels(folder: Path, item: GalleryItem) -> GalleryItem:
    """Levels of the same pictures as the coloured maps: their green channel grows with the score."""
    levels = {}
    for method, file in item.scores.items():
        green = cv2.imread(str(folder / file))[..., 1]
        levels[method] = file.replace(".jpg", ".webp").replace("-", "-levels-", 1)
        cv2.imwrite(str(folder / levels[method]), green, [cv2.IMWRITE_WEBP_QUALITY, 101])
    return item.model_copy(update={"levels": levels, "worst_for": ["msp"] if item.rank == "worst" else []})


def _protocol(name: str, rng: np.random.Generator) -> ProtocolFigures:
    per_image = name == "hendrycks"
    return ProtocolFigures(
        description="per-image figures, mean over the images with both kinds of pixels"
        if per_image
        else "all pixels in one pool",
        ignored=["void"],
        images=48 if per_image else 50,
        skipped_images=2 if per_image else 0,
        methods={method: _figures(rng, index, legacy=per_image) for index, method in enumerate(METHODS)},
    )


def _figures(rng: np.random.Generator, index: int, *, legacy: bool) -> MethodFigures:
    noise = 0.02 * rng.random()
    fpr95 = 0.45 - 0.03 * index + noise
    return MethodFigures(
        auroc=0.85 + 0.02 * index + noise,
        aupr=0.1 + 0.04 * index + noise,
        fpr95=fpr95,
        fpr95_legacy=fpr95 + 0.01 if legacy else None,
    )


def _segmentation(rng: np.random.Generator) -> SegmentationFigures:
    iou: dict[str, float | None] = {name: float(rng.random()) for name in CLASS_NAMES}
    known = [value for value in iou.values() if value is not None]
    iou["wall"] = None
    return SegmentationFigures(miou=float(np.mean(known)), pixel_accuracy=0.91, iou=iou)


def _curve(power: float) -> Curve:
    tpr = np.linspace(0, 1, 100)
    fpr = tpr**power
    precision = (
        0.0123 * np.maximum(tpr, 1e-4) / (0.0123 * np.maximum(tpr, 1e-4) + 0.9877 * np.maximum(fpr, 1e-5))
    )
    return Curve(fpr=fpr.tolist(), tpr=tpr.tolist(), recall=tpr.tolist(), precision=precision.tolist())


def _item(folder: Path, rank: str, number: int, rng: np.random.Generator) -> GalleryItem:
    label = np.zeros((HEIGHT, WIDTH), np.uint8)
    label[60:, :140] = 1
    label[150:] = 7
    label[150:, :120] = 8
    label[170:210, 300:380] = 10
    prediction = label.copy()
    centre = (220 + 30 * number, 200)
    cv2.circle(label, centre, 25, ANOMALY, -1)
    palette = STREETHAZARDS.colour_table()
    image = np.clip(palette[label] * 0.6 + 70 + rng.normal(0, 8, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8)
    distance = np.hypot(*(np.mgrid[:HEIGHT, :WIDTH] - np.array([centre[1], centre[0]])[:, None, None]))
    stem = f"gallery/{number}-{rank}"
    _write(folder / f"{stem}-image.jpg", image)
    _write(folder / f"{stem}-truth.png", palette[label])
    _write(folder / f"{stem}-prediction.png", palette[prediction])
    scores = {}
    for index, method in enumerate(METHODS):
        grey = (255 * np.exp(-distance / (30 + 20 * index)) * 0.8 + rng.random((HEIGHT, WIDTH)) * 50).astype(
            np.uint8
        )
        scores[method] = f"{stem}-{method}.jpg"
        _write(folder / scores[method], cv2.applyColorMap(grey, cv2.COLORMAP_VIRIDIS)[..., ::-1])
    return GalleryItem(
        rank=rank,
        name=f"test/t5/{17 + number}",
        image=f"{stem}-image.jpg",
        truth=f"{stem}-truth.png",
        prediction=f"{stem}-prediction.png",
        scores=scores,
        figures={method: _figures(rng, index, legacy=False) for index, method in enumerate(METHODS)},
    )


def _write(file: Path, picture: npt.NDArray[np.uint8]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), np.ascontiguousarray(picture[..., ::-1]))


if __name__ == "__main__":
    for index, argument in enumerate(sys.argv[1:]):
        write_full_run(Path(argument), seed=index)
