"""The table on the terminal: no figure without its protocol."""

from __future__ import annotations

import io

from rich.console import Console

from caos.cli.table import print_result
from caos.runs import (
    Comparison,
    ComponentFigures,
    MethodFigures,
    ProtocolFigures,
    Provenance,
    Result,
    SegmentationFigures,
)


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


def compared(**changes: object) -> Comparison:
    values: dict[str, object] = {
        "protocol": "pooled",
        "figure": "auroc",
        "first": "max_logit",
        "second": "msp",
        "difference": 0.012,
        "interval": (-0.003, 0.031),
        "p_value": 0.31,
        "better": None,
    }
    return Comparison.model_validate(values | changes)


def two_scores(comparisons: list[Comparison]) -> str:
    result = a_result()
    row = MethodFigures(auroc=0.7, aupr=0.1, fpr95=0.5, aupr_legacy=0.123, intervals={"auroc": (0.61, 0.79)})
    component = ComponentFigures(
        siou=0.21, ppv=float("nan"), f1=0.05, threshold=1.25, intervals={"f1": (0.01, 0.09)}
    )
    pooled = result.protocols["pooled"].model_copy(
        update={"methods": {"msp": row, "max_logit": row}, "components": {"msp": component}}
    )
    result = result.model_copy(update={"protocols": {"pooled": pooled}, "comparisons": comparisons})
    out = io.StringIO()
    print_result(result, Console(file=out, width=120))
    return out.getvalue()


def test_intervals_and_components_are_told() -> None:
    text = two_scores([])
    assert "70.0 (61.0–79.0)" in text
    assert "AUPR legacy" in text
    assert "12.3" in text
    cells = next(line for line in text.splitlines() if "1.25" in line).strip("│").split("│")
    assert [cell.strip() for cell in cells] == ["msp", "21.0", "–", "5.0 (1.0–9.0)", "1.25"]
    assert "95 % intervals" in text


def test_nothing_is_better_without_a_test_that_shows_it() -> None:
    assert "max_logit against msp: too few images for a paired test" in two_scores([])
    open_question = two_scores([compared(), compared(protocol="hendrycks", better="max_logit")])
    assert "AUROC: +1.2 points (-0.3 to +3.1), corrected p = 0.31: no difference shown" in open_question
    assert "better" not in open_question
    shown = two_scores([compared(figure="fpr95", difference=-0.2, interval=(-0.3, -0.1), better="max_logit")])
    assert "FPR95: -20.0 points (-30.0 to -10.0), corrected p = 0.31: max_logit is better" in shown
    assert "against" not in out_of_one_score()


def out_of_one_score() -> str:
    out = io.StringIO()
    print_result(a_result(), Console(file=out, width=100))
    return out.getvalue()
