"""Putting the page together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from caos.errors import CaosError
from caos.frames import atomic_write_text
from caos.labels import ANOMALY_COLOUR, BDD_CLASS_NAMES, BDD_PALETTE, STREETHAZARDS
from caos.runs import Result, read_result

from . import charts
from .details import Details, details, leading
from .environment import environment, refuse_folder
from .explorer import explorer_data, script, script_source
from .gallery import Entry, gallery_entries, gallery_pictures
from .pictures import Picture, embed
from .seed_tables import seed_sections, seeds_json, seeds_markdown
from .seeds import Across, compare_seeds
from .tables import COLUMNS, Cell, Table, mean_and_range, protocol_tables

PICTURE_BUDGET: Final = 8_000_000
"""Characters of all pictures of a page together, which keeps it under 10 MB."""

_COLOURS: Final = {
    **dict(zip(BDD_CLASS_NAMES, BDD_PALETTE, strict=True)),
    **dict(zip(STREETHAZARDS.classes, STREETHAZARDS.palette, strict=True)),
}
"""Colour by class name; the names that both label sets have, have the same colour in both."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run as the template needs it; `anchor` names its part of the page.

    `explorer` is the data of the gallery's switch and slider, None without score levels; `methods` are the
    detectors that those can show, `chosen` is the one shown first.
    """

    name: str
    anchor: str
    result: Result
    tables: Sequence[Table]
    curves: Sequence[charts.Chart]
    training: Sequence[charts.Chart]
    gallery: Sequence[Entry]
    details: Details
    heat_maps: Mapping[str, Picture]
    explorer: Markup | None
    methods: Sequence[str]
    chosen: str
    colours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of one model on one data set: mIoU per split as mean and range."""

    model: str
    dataset: str
    runs: int
    miou: Mapping[str, Cell]


def write_report(
    run_dirs: Sequence[Path], out: Path, *, markdown: Path | None = None, json_file: Path | None = None
) -> Sequence[str]:
    """Write one HTML page on one or several runs that loads nothing; same runs, same bytes.

    Without JavaScript all figures are there; the gallery's slider and the switches between detectors are not.

    Args:
        run_dirs: folders that hold `result.json` and the gallery, or paths of `result.json` files.
        out: the page. Atomic.
        markdown: file for the table across training seeds.
        json_file: file for the same figures and tests, see `seeds_json`.

    Returns:
        Why runs of one model were not put together across training seeds, a line each.

    Raises:
        CaosError: no run, a missing or broken `result.json`, resamples or gallery picture, a file to write
            that is a folder; runs that make no table across seeds where one is to be written.
    """
    if not run_dirs:
        raise CaosError("no run to report on; give one or more run folders")
    for file, name in ((out, "report.html"), (markdown, "seeds.md"), (json_file, "seeds.json")):
        if file is not None:
            refuse_folder(file, name)
    folders, results = _read(run_dirs)
    across = compare_seeds(_names(folders), folders, results)
    if not across.groups and (markdown or json_file):
        why = "; ".join(across.notes) or "give two or more runs of one recipe, trained with different seeds"
        raise CaosError(f"{markdown or json_file}: no table across training seeds to write: {why}")
    page = _page(folders, results, across)
    tables = [(markdown, seeds_markdown), (json_file, seeds_json)]
    texts = [(out, page), *((file, write(across)) for file, write in tables if file is not None)]
    for file, text in texts:
        atomic_write_text(file, text)
    return across.notes


def _page(folders: Sequence[Path], results: Sequence[Result], across: Across) -> str:
    budget = PICTURE_BUDGET // len(folders)
    runs = [
        _run(name, index, folder, result, budget)
        for index, (name, folder, result) in enumerate(zip(_names(folders), folders, results, strict=True), 1)
    ]
    return (
        environment()
        .get_template("page.html")
        .render(
            runs=runs,
            tables=protocol_tables(results),
            groups=_groups(results),
            seed_sections=seed_sections(across),
            seed_notes=across.notes,
            columns=COLUMNS,
            splits=list(dict.fromkeys(split for result in results for split in result.segmentation)),
            geometry=charts,
            script=Markup(script()) if any(map(_switches, runs)) else "",  # noqa: S704  (our own file)
            script_source=script_source(),
        )
    )


def read_across(run_dirs: Sequence[Path]) -> Across:
    """Put the runs together that differ in nothing but their training seed; arguments as of `write_report`.

    Raises:
        CaosError: a missing or broken `result.json`, or broken resamples beside it.
    """
    folders, results = _read(run_dirs)
    return compare_seeds(_names(folders), folders, results)


def _read(run_dirs: Sequence[Path]) -> tuple[list[Path], list[Result]]:
    folders = [path.parent if path.is_file() else path for path in dict.fromkeys(run_dirs)]
    return folders, [read_result(folder) for folder in folders]


def _run(name: str, index: int, folder: Path, result: Result, budget: int) -> Run:
    drawn = leading(result)
    curves: list[charts.Chart] = []
    if result.curves:
        told = {name: result.curves[name] for name in drawn if name in result.curves} or result.curves
        curves = [charts.roc_chart(told), charts.precision_recall_chart(told, result.anomaly_share)]
    pictures = gallery_pictures(folder, result.gallery, budget)
    told_more = details(result)
    alarms = told_more.alarms.heat_maps if told_more.alarms else {}
    heat_maps = embed(folder, list(alarms.values()), budget=budget // 10) if alarms else {}
    methods = list(dict.fromkeys(name for item in result.gallery for name in item.levels))
    first = next((name for name in drawn if name in methods), drawn[0] if drawn else "")
    return Run(
        name=name,
        anchor=f"run-{index}",
        result=result,
        tables=protocol_tables([result]),
        curves=curves,
        training=charts.training_charts(result.training),
        gallery=gallery_entries(result.gallery, pictures),
        details=told_more,
        heat_maps={name: heat_maps[file] for name, file in alarms.items()},
        explorer=explorer_data(result, result.gallery, pictures),
        methods=methods,
        chosen=first,
        colours=_class_colours(result),
    )


def _switches(run: Run) -> bool:
    """Whether there is anything for the script to do."""
    return run.explorer is not None or bool(run.details.slices)


def _class_colours(result: Result) -> dict[str, str]:
    """CSS colours of the classes whose IoU is told, and of the anomaly."""
    classes = dict.fromkeys(name for figures in result.segmentation.values() for name in figures.iou)
    colours = {name: _css(_COLOURS[name]) for name in classes if name in _COLOURS}
    return {**colours, "anomaly": _css(ANOMALY_COLOUR)}


def _css(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _groups(results: Sequence[Result]) -> list[Group]:
    keys = dict.fromkeys((result.model, result.dataset) for result in results)
    return [_group(*key, [r for r in results if (r.model, r.dataset) == key]) for key in keys]


def _group(model: str, dataset: str, results: Sequence[Result]) -> Group:
    splits = dict.fromkeys(split for result in results for split in result.segmentation)
    miou = {
        split: mean_and_range([r.segmentation[split].miou for r in results if split in r.segmentation])
        for split in splits
    }
    return Group(model, dataset, len(results), miou)


def _names(folders: Sequence[Path]) -> list[str]:
    """Folder names, or whole paths where two folders have the same name."""
    names = [folder.resolve().name for folder in folders]
    if len(set(names)) == len(names):
        return names
    return [str(folder) for folder in folders]
