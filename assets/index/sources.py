"""What there is to index in a source folder: one job per model, and what is not taken and why."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from caos.catalogue import Rejected
from caos.errors import CaosError

from .annotations import Annotation, read_annotations
from .jobs import Job, Vector
from .names import id_of, slug, unique_ids, words
from .reading import FORMATS
from .shapenetsem import find_shapenetsem, is_shapenetsem

KINDS: Final = ("shapenetsem", "folder")

_ARCHIVES: Final = (".zip", ".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".zae", ".usdz")


@dataclass(frozen=True, slots=True)
class Found:
    """What a source holds.

    Attributes:
        jobs: models to read, in order of their paths; ids are unique.
        rejected: what is not read, with reasons.
    """

    jobs: tuple[Job, ...]
    rejected: tuple[Rejected, ...]


def find_models(
    source: Path,
    out: Path,
    *,
    kind: str | None = None,
    up: Vector | None = None,
    front: Vector | None = None,
    unit: float | None = None,
) -> Found:
    """List the models of a source folder.

    Args:
        source: the folder.
        out: the catalogue's folder; what lies in it is no source.
        kind: one of `KINDS`; None: recognised by its files.
        up: axis of the files, instead of what their formats say; not for ShapeNetSem, whose metadata say it.
        front: likewise.
        unit: metres per unit of the files, likewise.

    Raises:
        CaosError: no such folder, no models in it, or metadata that cannot be read.
    """
    if not source.is_dir():
        raise CaosError(
            f"{source}: no such folder; give the folder that holds the models (archives: unpack them)"
        )
    if out.resolve() == source.resolve():
        raise CaosError(f"--out {out}: is the source folder itself; choose another")
    if kind == "shapenetsem" or (kind is None and is_shapenetsem(source)):
        jobs, rejected = find_shapenetsem(source)
    else:
        jobs, rejected = _find_in_folder(source, out, up, front, unit)
    if not jobs and not rejected:
        raise CaosError(
            f"{source}: holds no models; known are {', '.join(FORMATS)} and ShapeNetSem (metadata.csv)"
        )
    ids = unique_ids([job.id for job in jobs], [job.source for job in jobs])
    named = [job.model_copy(update={"id": name}) for job, name in zip(jobs, ids, strict=True)]
    return Found(
        tuple(sorted(named, key=lambda job: job.source)), tuple(sorted(rejected, key=lambda r: r.source))
    )


def _find_in_folder(
    source: Path, out: Path, up: Vector | None, front: Vector | None, unit: float | None
) -> tuple[list[Job], list[Rejected]]:
    annotations = read_annotations(source)
    jobs, rejected = [], []
    for path in _files(source, out.resolve()):
        below = path.relative_to(source).as_posix()
        if path.name.lower().endswith(_ARCHIVES):
            reason = "an archive; archives are not unpacked: do it yourself, then index the folder"
            rejected.append(Rejected(id=slug(path.stem), source=_text(below), reason=reason))
        elif path.suffix.lower().lstrip(".") in FORMATS:
            if _text(below) != below:
                reason = "its name is no valid UTF-8; rename it"
                rejected.append(Rejected(id=id_of(_text(below)), source=_text(below), reason=reason))
                continue
            jobs.append(_job(source, path, below, annotations, up, front, unit))
    return jobs, rejected


def _job(
    source: Path,
    path: Path,
    below: str,
    annotations: Mapping[str, Annotation],
    up: Vector | None,
    front: Vector | None,
    unit: float | None,
) -> Job:
    said = annotations.get(path.stem, Annotation())
    folder = PurePosixPath(below).parent.name or source.resolve().name
    # Objaverse's folders are numbers, which are no categories.
    category = said.category or (
        "" if folder.replace("-", "").isdigit() or folder == "glbs" else words(folder)
    )
    status = path.stat()
    near = PurePosixPath(below).parent
    return Job(
        id=id_of(below),
        root=str(source.resolve()),
        source=below,
        stamp=f"{status.st_size}-{status.st_mtime_ns}",
        category=category,
        name=said.name,
        licence=said.licence,
        up=up,
        front=front,
        unit=unit,
        texture_folders=tuple(
            str(near / name) for name in ("textures", "../textures") if (path.parent / name).is_dir()
        ),
    )


def _files(source: Path, out: Path) -> list[Path]:
    """Regular files below `source`, sorted; links to folders are not followed, hidden ones skipped."""
    files = []
    for folder, below, names in os.walk(source):
        here = Path(folder)
        below[:] = sorted(name for name in below if name[0] != "." and (here / name).resolve() != out)
        files += [here / name for name in sorted(names) if name[0] != "." and (here / name).is_file()]
    return files


def _text(name: str) -> str:
    """A file name as text; bytes that are none become question marks."""
    return name.encode(errors="surrogateescape").decode(errors="replace")
