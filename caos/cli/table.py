"""The table of figures, on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from caos.runs import MethodFigures, ProtocolFigures, Result


def print_result(result: Result, console: Console | None = None) -> None:
    """Print one table per protocol, never without the protocol's name, ignored classes and skipped images."""
    console = console or Console()
    console.print("In percent; larger score = more anomalous.")
    for name, figures in result.protocols.items():
        left_out = ", ".join(figures.ignored) or "nothing"
        console.print(f"\n[bold]Protocol {name}[/bold]: {figures.description}")
        console.print(f"ignored: {left_out}; images: {figures.images}, skipped: {figures.skipped_images}")
        console.print(_table(figures, chance=result.anomaly_share))
    for split, quality in result.segmentation.items():
        accuracy = 100 * quality.pixel_accuracy
        console.print(f"{split}: mIoU {100 * quality.miou:.1f} %, pixel accuracy {accuracy:.1f} %")


def _table(figures: ProtocolFigures, *, chance: float) -> Table:
    legacy = any(row.fpr95_legacy is not None for row in figures.methods.values())
    table = Table("method")
    for column in ("FPR95 ↓", "AUROC ↑", "AUPR ↑", *(("FPR95 legacy ↓",) if legacy else ())):
        table.add_column(column, justify="right")
    for method, row in figures.methods.items():
        table.add_row(method, *_cells(row, legacy=legacy))
    table.add_row(
        "[dim]chance",
        "[dim]95.0",
        "[dim]50.0",
        f"[dim]{100 * chance:.1f}",
        *(["[dim]95.0"] if legacy else []),
    )
    return table


def _cells(row: MethodFigures, *, legacy: bool) -> list[str]:
    values = [row.fpr95, row.auroc, row.aupr]
    if legacy and row.fpr95_legacy is not None:
        values.append(row.fpr95_legacy)
    return [f"{100 * value:.1f}" for value in values]
