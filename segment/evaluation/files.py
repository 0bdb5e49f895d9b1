"""Score maps on disk.

    DIR/<score>/<town>/<stem>.npy                      float32 (H, W)
    DIR/segmentation/<split>/<town>/<stem>.png         predicted class indices, uint8
    DIR/segmentation/<split>/<town>/<stem>.npy         their softmax probabilities, float32
    DIR/scores.json                                    what made them

Nothing but the maps is needed: a folder with one map per frame of the split, named like the frames, will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.frames import write_png

from ..datasets import StreetScenes
from .maps import READERS, read_classes, read_map, write_map
from .progress import Tick
from .source import ScoredFrame, ScoreSource

SEGMENTATION: Final = "segmentation"
"""The folder of class maps; no score may be called so."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """Score maps of a folder; a `ScoreSource`. Made by `open_scores`.

    Attributes:
        dataset: the split.
        files: score name -> file of every frame, in the order of the split.
        segmentation: folder of the split's class maps; None where there is none.
    """

    dataset: StreetScenes
    files: Mapping[str, Sequence[Path]]
    segmentation: Path | None

    @property
    def names(self) -> tuple[str, ...]:
        """The scores."""
        return tuple(self.files)

    def frames(
        self, names: Sequence[str] | None = None, indices: Sequence[int] | None = None
    ) -> Iterator[ScoredFrame]:
        """Read the maps, frame by frame."""
        wanted = self.names if names is None else tuple(names)
        for index in sorted(range(len(self.dataset)) if indices is None else indices):
            _, label = self.dataset.read(index)
            height, width = label.shape
            scores = {name: read_map(self.files[name][index], (height, width)) for name in wanted}
            if self.segmentation is None:
                yield ScoredFrame(index, label, scores)
                continue
            stem = self.segmentation / self.dataset.name(index)
            classes = len(self.dataset.label_set.classes)
            prediction = read_classes(_with(stem, ".png"), (height, width), classes)
            confidence = read_map(_with(stem, ".npy"), (height, width))
            yield ScoredFrame(index, label, scores, prediction, confidence.astype("float32", copy=False))


def save_scores(source: ScoreSource, folder: Path, tick: Tick | None = None) -> None:
    """Write every map of `source` that `folder` lacks: a killed run goes on where it stopped.

    Raises:
        CaosError: two frames of one name, or a score called "segmentation".
    """
    dataset = source.dataset
    _check_names(dataset, source.names)
    missing = {
        name: {i for i in range(len(dataset)) if not _score_file(folder, name, dataset.name(i)).is_file()}
        for name in source.names
    }
    below = folder / SEGMENTATION / dataset.split
    bare = {i for i in range(len(dataset)) if not _with(below / dataset.name(i), ".npy").is_file()}
    todo = sorted(bare.union(*missing.values()))
    for _ in range(len(dataset) - len(todo)):
        if tick:
            tick("")
    for frame in source.frames([name for name in source.names if missing[name]], todo):
        stem = dataset.name(frame.index)
        for name, scores in frame.scores.items():
            if frame.index in missing[name]:
                write_map(_score_file(folder, name, stem), scores)
        if frame.prediction is not None and frame.confidence is not None and frame.index in bare:
            write_png(_with(below / stem, ".png"), frame.prediction)
            write_map(_with(below / stem, ".npy"), frame.confidence)  # the last one: it stands for both
        if tick:
            tick(f"predicting {dataset.split}")


def open_scores(folder: Path, dataset: StreetScenes, names: Sequence[str] | None = None) -> FileSource:
    """The score maps in `folder` for the frames of `dataset`.

    Args:
        folder: one folder per score, `<score>/<town>/<stem>.npy` or `<score>/<stem>.npy`; or the maps of one
            score themselves, which is then called like the folder. `.npz` and 32-bit `.tif` will do as well.
        dataset: the split they belong to.
        names: only these scores; None = all.

    Raises:
        CaosError: no such folder or score, no maps in it, a frame without a map or with two, or a map of no
            frame.
    """
    if not folder.is_dir():
        raise CaosError(f"{folder}: no such folder; make it with  caos segment predict --out {folder}")
    _check_names(dataset, names or ())
    places = _score_folders(folder, dataset)
    for name in names or ():
        if name not in places:
            known = ", ".join(places) or "nothing"
            raise CaosError(f"{folder}: no scores called {name!r}; there are: {known}")
    chosen = places if names is None else {name: places[name] for name in names}
    if names is None and not chosen:
        raise CaosError(
            f"{folder}: no score maps; expected <score>/<town>/<stem>.npy, for example "
            f"msp/{dataset.name(0)}.npy"
        )
    segmentation = folder / SEGMENTATION / dataset.split
    return FileSource(
        dataset,
        {name: _files(place, dataset) for name, place in chosen.items()},
        segmentation if segmentation.is_dir() else None,
    )


def open_segmentation(folder: Path, dataset: StreetScenes) -> FileSource:
    """The class maps in `folder` for the frames of `dataset`, without scores."""
    return FileSource(dataset, {}, folder / SEGMENTATION / dataset.split)


def _score_folders(folder: Path, dataset: StreetScenes) -> dict[str, Path]:
    """Score name -> folder of its maps."""
    if _maps_below(folder).keys() & _known_stems(dataset).keys():
        return {folder.resolve().name: folder}
    return {
        each.name: each
        for each in sorted(folder.iterdir())
        if each.is_dir() and each.name != SEGMENTATION and not each.name.startswith(".")
    }


def _files(place: Path, dataset: StreetScenes) -> list[Path]:
    """The map of every frame of the split, in its order."""
    stems = _known_stems(dataset)
    found: dict[int, Path] = {}
    for stem, files in _maps_below(place).items():
        if stem not in stems:
            raise CaosError(
                f"{files[0]}: the {dataset.split} split of {dataset.root} has no frame {stem!r}; "
                "take the map out, or give the split that it belongs to"
            )
        for file in files:
            if stems[stem] in found:
                raise CaosError(f"{file}: a second map of frame {stem!r}; keep one of the two")
            found[stems[stem]] = file
    lacking = [index for index in range(len(dataset)) if index not in found]
    if lacking:
        raise CaosError(
            f"{place}: no map of {len(lacking)} of {len(dataset)} frames, {dataset.name(lacking[0])!r} "
            "first; a killed  caos segment predict  goes on when it is repeated"
        )
    return [found[index] for index in range(len(dataset))]


def _maps_below(place: Path) -> dict[str, list[Path]]:
    """Posix path without suffix, relative to `place` -> files that look like score maps."""
    found: dict[str, list[Path]] = {}
    for file in sorted(place.rglob("*")):
        if file.suffix.lower() in READERS and not file.name.startswith("."):
            found.setdefault(file.relative_to(place).with_suffix("").as_posix(), []).append(file)
    return found


def _known_stems(dataset: StreetScenes) -> dict[str, int]:
    """`<town>/<stem>`, and `<stem>` where only one frame has it -> position in the split."""
    names = [dataset.name(index) for index in range(len(dataset))]
    short = [name.rsplit("/", 1)[-1] for name in names]
    once = {name: index for index, name in enumerate(short)} if len(set(short)) == len(short) else {}
    return {**once, **{name: index for index, name in enumerate(names)}}


def _check_names(dataset: StreetScenes, scores: Sequence[str]) -> None:
    if SEGMENTATION in scores:
        raise CaosError(f"score {SEGMENTATION!r}: this name is taken by the class maps; choose another")
    names = [dataset.name(index) for index in range(len(dataset))]
    if len(set(names)) < len(names):
        twice = next(name for index, name in enumerate(names) if name in names[:index])
        raise CaosError(
            f"{dataset.root}: two frames of the {dataset.split} split are called {twice!r}, but score maps "
            "are named <town>/<stem>; rename one"
        )


def _score_file(folder: Path, score: str, name: str) -> Path:
    return _with(folder / score / name, ".npy")


def _with(stem: Path, suffix: str) -> Path:
    """`with_suffix` for stems that hold dots."""
    return stem.with_name(stem.name + suffix)
