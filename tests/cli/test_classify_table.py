"""The table of `caos classify eval`."""

from __future__ import annotations

from caos.classify.evaluation.result import ClassificationResult, Estimate, Gap, SplitFigures
from rich.console import Console

from caos.cli.classifying import _table

FIGURES = ("top1_error", "top5_error", "ece", "rms", "l2", "aurra")


def test_every_figure_stands_whole_in_120_columns() -> None:
    half = dict.fromkeys(FIGURES, Estimate(value=0.456, low=0.357, high=0.557))
    single = dict.fromkeys(FIGURES, Estimate(value=0.456))
    gap = Gap(value=0.123, low=0.1, high=0.15, p=0.01, paired=True)
    splits = {
        "iid": SplitFigures(images=240, figures=half),
        "occluded": SplitFigures(images=240, figures=half, gap=gap),
        "few": SplitFigures(images=3, figures=single),
    }
    result = ClassificationResult(
        run="r", model="resnet_small", seed=0, schedule=(), data="d", iid="iid", splits=splits
    )
    console = Console(width=120, record=True)
    console.print(_table(result))
    text = console.export_text()
    assert text.count("[35.7, 55.7]") == 12
    assert "+12.3" in text
    assert "[10.0, 15.0]" in text
    assert "top-1 error ↓" in text
    assert "AURRA ↑" in text
