"""The import package: one folder per prop, the description last, so that nothing half-made looks complete."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry, load_mesh
from caos.errors import CaosError
from caos.frames import atomic_write_text, locked

from .blender import Blender, running_blender, write_fbx
from .names import check_package_name, prop_names
from .readme import readme
from .shape import shape_of

EXPORTS_FILE: Final = "blueprints.json"
TAG: Final = "Props"
"""CARLA moves the assets into a folder of this name, and takes the semantic tag from it."""
_FORMAT: Final = "caos FBX 1"
_SIZES: Final = ((0.3, "tiny"), (0.7, "small"), (1.5, "medium"), (4.0, "big"))
_STAMPS, _WORK, _LOG = ".stamps", ".work", "blender.log"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """What an export did.

    Attributes:
        folder: of the package, `OUT/Import/<Package>`.
        props: in it.
        written: by this call; the others were there.
    """

    folder: Path
    props: int
    written: int


def export_package(
    catalogue: Path,
    entries: Sequence[CatalogueEntry],
    out: Path,
    *,
    package: str,
    blender: tuple[str, ...],
    progress: Progress,
) -> PackageSummary:
    """Write models as an import package of CARLA; a killed call is continued by the same call.

    The package's description, `<Package>.json`, is removed first and written last: without it CARLA's
    importer finds nothing. It reads every `.json` below `Import` as a package, so the map of blueprints is
    kept outside.

    Args:
        catalogue: folder of the models.
        entries: which of them.
        out: gets `Import/<Package>/`, `blueprints.json` and `README.md`.
        package: its name in CARLA.
        blender: from `find_blender`.
        progress: told (done, total, id) after each model.

    Raises:
        CaosError: no models, a model that does not load, a bad name, or Blender failed.
    """
    check_package_name(package)
    if not entries:
        raise CaosError(f"{catalogue}: no models to export")
    names = prop_names(entry.id for entry in entries)
    folder = out / "Import" / package
    with locked(out):
        pending = [entry for entry in entries if not _is_done(out, folder, names[entry.id], entry)]
        description = _description(entries, names)
        (folder / f"{package}.json").unlink(missing_ok=True)
        _remove_strangers(folder / "Props", set(names.values()))
        if pending:
            _write_props(catalogue, pending, out, folder, names, blender, progress, len(entries))
        blueprints = {entry.id: f"static.prop.{names[entry.id]}" for entry in entries}
        atomic_write_text(out / EXPORTS_FILE, json.dumps(blueprints, indent=1) + "\n")
        atomic_write_text(out / "README.md", readme(package, len(entries)))
        atomic_write_text(folder / f"{package}.json", json.dumps(description, indent=1) + "\n")
    return PackageSummary(folder, len(entries), len(pending))


def _write_props(
    catalogue: Path,
    pending: Sequence[CatalogueEntry],
    out: Path,
    folder: Path,
    names: dict[str, str],
    command: tuple[str, ...],
    progress: Progress,
    total: int,
) -> None:
    """Each prop in a folder that is renamed when it is whole, and stamped after that."""
    work = out / _WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    done = total - len(pending)
    with running_blender(command, out / _LOG) as blender:
        for entry in pending:
            progress(done, total, entry.id)
            _write_prop(catalogue, entry, names[entry.id], work, folder / "Props", blender, out / _LOG)
            atomic_write_text(out / _STAMPS / names[entry.id], _key(entry))
            done += 1
        progress(done, total, "")
    shutil.rmtree(work)
    (out / _LOG).unlink(missing_ok=True)


def _write_prop(
    catalogue: Path,
    entry: CatalogueEntry,
    name: str,
    work: Path,
    props: Path,
    blender: Blender,
    log: Path,
) -> None:
    making, target = work / name, props / name
    making.mkdir()
    write_fbx(blender, name, shape_of(load_mesh(catalogue, entry)), making, log)
    shutil.rmtree(target, ignore_errors=True)
    props.mkdir(parents=True, exist_ok=True)
    making.rename(target)


def _is_done(out: Path, folder: Path, name: str, entry: CatalogueEntry) -> bool:
    """Whether the prop is there, made from this very model."""
    stamp = out / _STAMPS / name
    fbx = folder / "Props" / name / f"{name}.fbx"
    return fbx.is_file() and stamp.is_file() and stamp.read_text() == _key(entry)


def _key(entry: CatalogueEntry) -> str:
    """What a prop follows from."""
    return hashlib.sha256(f"{_FORMAT} {entry.id} {entry.sha256}".encode()).hexdigest() + "\n"


def _remove_strangers(props: Path, wanted: set[str]) -> None:
    """Props of an earlier export that are no longer asked for."""
    for folder in sorted(props.iterdir()) if props.is_dir() else ():
        if folder.is_dir() and folder.name not in wanted:
            shutil.rmtree(folder)


def _description(entries: Sequence[CatalogueEntry], names: dict[str, str]) -> dict[str, object]:
    """`<Package>.json` as CARLA's `Util/BuildTools/Import.py` reads it."""
    props = [
        {
            "name": names[entry.id],
            "size": next((word for limit, word in _SIZES if max(entry.size) <= limit), "huge"),
            "source": f"./Props/{names[entry.id]}/{names[entry.id]}.fbx",
            "tag": TAG,
        }
        for entry in entries
    ]
    return {"maps": [], "props": props}
