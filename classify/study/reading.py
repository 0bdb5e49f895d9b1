"""The runs of a study, and whether they are trainings that can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from caos.errors import CaosError
from caos.lookup import look_up

from .config import StudyConfig
from .outcomes import Images, Run, RunSet, command, read_run, same_images


def read_runs(config: StudyConfig, folder: Path) -> RunSet:
    """Read the runs of all models.

    Args:
        config: names the runs.
        folder: that their names are relative to.

    Raises:
        CaosError: as `read_run`; a run that is there twice; runs of one model that are not trainings of one
            recipe with several seeds; runs with other splits, corruptions or images than the first; a model
            with other seeds than its baseline; or shifts named in the study that the runs do not have.
    """
    _refuse_doubles(config, folder)
    read = {
        name: [read_run(run, folder / run) for run in model.runs] for name, model in config.models.items()
    }
    everything = [each for found in read.values() for each in found]
    first, images = everything[0]
    for run, own in everything[1:]:
        _check_alike(run, own, first, images)
    runs = {
        name: tuple(sorted((run for run, _ in found), key=lambda run: run.result.seed))
        for name, found in read.items()
    }
    _refuse_copies([run for run, _ in everything])
    for name, trainings in runs.items():
        _check_recipe(name, trainings)
    for name in runs:
        _check_seeds(config, name, runs)
    for shift in config.shifts:
        look_up("split in shifts", shift, {split: None for split in images if split != first.result.iid})
    if len(images) == 1 and not first.corruptions:
        raise CaosError(
            f"{first.folder}: evaluated on {first.result.iid!r} alone; a study needs shifts or corruptions: "
            f"{command(first.folder, first.result.data, corrupted=True)}"
        )
    order = [first.result.iid, *config.shifts]
    order += [split for split in images if split not in order]
    return RunSet(first.result.iid, {split: images[split] for split in order}, runs)


def _refuse_doubles(config: StudyConfig, folder: Path) -> None:
    seen: dict[Path, str] = {}
    for name, model in config.models.items():
        for run in model.runs:
            place = (folder / run).resolve()
            if place in seen:
                raise CaosError(
                    f"models.{name}.runs: {run!r} is also in models.{seen[place]}.runs; name it once"
                )
            seen[place] = name


def _refuse_copies(runs: Sequence[Run]) -> None:
    seen: dict[bytes, Run] = {}
    for run in runs:
        other = seen.setdefault(run.digest, run)
        if other is not run:
            raise CaosError(
                f"{other.folder} and {run.folder} say exactly the same of {run.result.iid!r}: one training, "
                "twice; give every run a seed of its own"
            )


def _check_alike(run: Run, own: Mapping[str, Images], first: Run, images: Mapping[str, Images]) -> None:
    """Whether a run was evaluated as the first one."""
    if run.result.iid != first.result.iid:
        raise CaosError(
            f"{run.folder}: gaps are measured from {run.result.iid!r}, those of {first.folder} from "
            f"{first.result.iid!r}; evaluate again with  {command(run.folder, run.result.data)} "
            f"--iid {first.result.iid}"
        )
    _check_names("split", (run, own), (first, images), corrupted=False)
    _check_names("corruption", (run, run.corruptions), (first, first.corruptions), corrupted=True)
    for corruption, severities in run.severities.items():
        if severities != first.severities[corruption]:
            raise CaosError(
                f"{run.folder}: {corruption} at severities {', '.join(severities)}, {first.folder} has "
                f"{', '.join(first.severities[corruption])}; evaluate again with  "
                f"{command(run.folder, run.result.data, corrupted=True)}"
            )
    for split, seen in own.items():
        _check_images(run, split, seen, first, images[split])


def _check_names(
    what: str,
    one: tuple[Run, Mapping[str, object]],
    other: tuple[Run, Mapping[str, object]],
    *,
    corrupted: bool,
) -> None:
    """Whether two runs were evaluated on splits, or corruptions, of the same names."""
    for (run, own), (beside, names) in ((one, other), (other, one)):
        missing = next((name for name in names if name not in own), None)
        if missing is not None:
            raise CaosError(
                f"{run.folder}: not evaluated on the {what} {missing!r}, as {beside.folder} is; do it with  "
                f"{command(run.folder, run.result.data, corrupted=corrupted)}"
            )


def _check_images(run: Run, split: str, own: Images, first: Run, images: Images) -> None:
    if same_images(own, images):
        return
    if own.classes != images.classes:
        what = f"{own.classes} classes, {first.folder} has {images.classes}"
    elif len(own.names) != len(images.names):
        what = f"{len(own.names)} images, {first.folder} has {len(images.names)}"
    elif (own.names != images.names).any():
        at = int((own.names != images.names).argmax())
        what = f"image {own.names[at]}, {first.folder} has {images.names[at]}"
    else:
        at = int((own.labels != images.labels).argmax())
        what = f"{own.names[at]} is class {own.labels[at]}, for {first.folder} it is {images.labels[at]}"
    raise CaosError(
        f"{run.folder}: {split}: {what}; evaluate both on the same data, with  "
        f"{command(run.folder, run.result.data)}"
    )


def _check_recipe(name: str, runs: Sequence[Run]) -> None:
    """Whether runs of one model are trainings of one recipe with several seeds."""
    for one, other in combinations(runs, 2):
        if one.result.seed == other.result.seed:
            raise CaosError(
                f"models.{name}.runs: {one.name!r} and {other.name!r} both have seed {one.result.seed}; "
                "train one of them with another  --seed"
            )
        for what in ("model", "schedule"):
            values = getattr(one.result, what), getattr(other.result, what)
            if values[0] != values[1]:
                shown = [", ".join(value) if isinstance(value, tuple) else value for value in values]
                raise CaosError(
                    f"models.{name}.runs: {one.name!r} and {other.name!r} differ in their {what} "
                    f"({shown[0] or 'none'} and {shown[1] or 'none'}); they are no trainings of one method"
                )


def _check_seeds(config: StudyConfig, name: str, runs: Mapping[str, Sequence[Run]]) -> None:
    baseline = config.baseline_of(name)
    if baseline is None:
        return
    own, other = ([run.result.seed for run in runs[each]] for each in (name, baseline))
    if own != other:
        raise CaosError(
            f"models.{name}.runs: {_seeds(own)}, its baseline {baseline!r} has {_seeds(other)}; differences "
            "are taken seed by seed, so train and name the same ones"
        )


def _seeds(seeds: Sequence[int]) -> str:
    return f"{len(seeds)} run{'s' * (len(seeds) > 1)} (seed {', '.join(map(str, seeds))})"
