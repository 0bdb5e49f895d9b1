"""The table on the terminal: no figure without its protocol."""

from __future__ import annotations

import io

from rich.console import Console

from caos.cli.table import print_result
from caos.runs import MethodFigures, ProtocolFigures, Provenance, Result, SegmentationFigures


def a_result() -> Result:
    methods = {"max_logit": MethodFigures(auroc=0.815, aupr=0.0331, fpr95=0.358, fpr95_legacy=0.359)}
    pooled = {"max_logit": MethodFigures(auroc=0.796, aupr=0.0204, fpr95=0.607)}
    return Result(
        title="t",
        model="m",
        dataset="d",
        anomaly_share=0.0066,
        protocols={
            "hendrycks": ProtocolFigures(
                description="mean over images", ignored=["void"], images=57, skipped_images=3, methods=methods
            ),
            "pooled": ProtocolFigures(
                description="one pool", ignored=[], images=60, skipped_images=0, methods=pooled
            ),
        },
        segmentation={
            "validation": SegmentationFigures(miou=0.483, pixel_accuracy=0.895, iou={"road": None})
        },
        curves={},
        gallery=[],
        training={},
        provenance=Provenance(
            created="", command="", seed=0, git=None, versions={}, machine="", seconds={"train": 1.0}
        ),
    )


def test_each_table_names_its_protocol_and_what_it_leaves_out() -> None:
    out = io.StringIO()
    print_result(a_result(), Console(file=out, width=100))
    text = out.getvalue()
    hendrycks, pooled = text.split("Protocol pooled")
    assert "larger score = more anomalous" in text
    assert "ignored: void; images: 57, skipped: 3" in hendrycks
    assert "ignored: nothing; images: 60, skipped: 0" in pooled
    for cell in ("35.8", "81.5", "3.3", "35.9"):
        assert cell in hendrycks
    assert "legacy" not in pooled
    for cell in ("60.7", "79.6", "2.0"):
        assert cell in pooled
    assert "validation: mIoU 48.3 %, pixel accuracy 89.5 %" in pooled


def test_chance_stands_beside_the_figures() -> None:
    out = io.StringIO()
    print_result(a_result(), Console(file=out, width=100))
    chance = next(line for line in out.getvalue().splitlines() if "chance" in line)
    assert [cell.strip() for cell in chance.strip("│").split("│")][1:4] == ["95.0", "50.0", "0.7"]
