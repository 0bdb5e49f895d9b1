"""What a folder of pictures is made into: corrupted pictures or films of perturbations, as published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from caos.errors import CaosError
from caos.lookup import look_up

from .arrays import Image
from .corrupt import CORRUPTIONS, HELD_OUT, SEVERITIES, corrupt, generator_for
from .files import Framing, film_name, output_name, read_picture, write_film, write_picture
from .frost import read_frost
from .parameters import BENCHMARKS
from .perturbations import PERTURBATIONS, perturb
from .sequences import SEQUENCES

Settings = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Output:
    """One `file` to make: corruption or perturbation `name`, and for corruptions the `severity`."""

    name: str
    severity: int
    file: Path


@dataclass(frozen=True, slots=True)
class Job:
    """Corrupted pictures, CORRUPTION/SEVERITY/class/file as in ImageNet-C.

    Attributes:
        source: folder of pictures, at any depth; ImageNet has class/file.
        out: folder to write to.
        names: of `CORRUPTIONS` and `HELD_OUT`.
        severities: 1 to 5.
        seed: chance depends on it, the picture's path within `source`, the corruption and the severity alone.
        parameters: one of `BENCHMARKS`.
        framing: how pictures are resized and cut first.
        frost: folder of pictures to lay over for "frost"; ours when not given.
    """

    source: Path
    out: Path
    names: tuple[str, ...] = CORRUPTIONS
    severities: tuple[int, ...] = SEVERITIES
    seed: int = 0
    parameters: str = "imagenet-c"
    framing: Framing = field(default_factory=Framing)
    frost: Path | None = None

    def check(self) -> None:
        """Refuse what cannot be made.

        Raises:
            CaosError: an unknown corruption, severity or parameter set, or `out` within `source`.
        """
        known = dict.fromkeys(CORRUPTIONS + HELD_OUT)
        for name in self.names:
            look_up("corruption", name, known)
        look_up("parameter set", self.parameters, BENCHMARKS)
        for severity in self.severities:
            if severity not in SEVERITIES:
                raise CaosError(f"--severities: {severity} is not one of 1 to 5")
        _keep_apart(self.source, self.out)

    def settings(self) -> Settings:
        """What all files in `out` must have in common."""
        return _settings("pictures", self) | {"frost": _fingerprint(self.frost)}

    def outputs(self, relative: PurePosixPath) -> Iterator[Output]:
        """Everything that one picture becomes."""
        name = output_name(relative)
        for corruption in self.names:
            for severity in self.severities:
                yield Output(corruption, severity, self.out / corruption / str(severity) / name)

    def read(self, relative: PurePosixPath) -> Image:
        """The picture as it is before it is corrupted."""
        return read_picture(self.source / relative, self.framing)

    def write(self, image: Image, relative: PurePosixPath, output: Output) -> None:
        """Make one file of it."""
        rng = generator_for(self.seed, relative, output.name, output.severity)
        frost = _frost(self.frost) if output.name == "frost" and self.frost else None
        made = corrupt(image, output.name, output.severity, rng, parameters=self.parameters, frost=frost)
        write_picture(output.file, made)


@dataclass(frozen=True, slots=True)
class FilmJob:
    """Films of perturbations, PERTURBATION/class/file.mp4 as in ImageNet-P; attributes as of `Job`.

    Pictures are resized first and cut after they have moved, as published.
    """

    source: Path
    out: Path
    names: tuple[str, ...] = PERTURBATIONS
    seed: int = 0
    parameters: str = "imagenet-p"
    framing: Framing = field(default_factory=Framing)

    def check(self) -> None:
        """As of `Job`."""
        known = dict.fromkeys(PERTURBATIONS)
        for name in self.names:
            look_up("perturbation", name, known)
        look_up("parameter set", self.parameters, SEQUENCES)
        _keep_apart(self.source, self.out)

    def settings(self) -> Settings:
        """As of `Job`."""
        return _settings("films", self)

    def outputs(self, relative: PurePosixPath) -> Iterator[Output]:
        """As of `Job`."""
        for name in self.names:
            yield Output(name, 0, self.out / name / film_name(relative))

    def read(self, relative: PurePosixPath) -> Image:
        """As of `Job`."""
        return read_picture(self.source / relative, Framing(self.framing.resize))

    def write(self, image: Image, relative: PurePosixPath, output: Output) -> None:
        """As of `Job`."""
        rng = generator_for(self.seed, relative, output.name)
        frames = perturb(image, output.name, rng, parameters=self.parameters, crop=self.framing.crop)
        write_film(output.file, frames)


def _settings(kind: str, job: Job | FilmJob) -> dict[str, str | int | None]:
    return {
        "kind": kind,
        "seed": job.seed,
        "parameters": job.parameters,
        "resize": job.framing.resize,
        "crop": job.framing.crop,
    }


def _keep_apart(source: Path, out: Path) -> None:
    if out.resolve().is_relative_to(source.resolve()):
        raise CaosError(f"{out}: lies within {source}; choose an --out elsewhere")


@cache
def _frost(folder: Path) -> tuple[Image, ...]:
    """The user's pictures, read once per process."""
    return read_frost(folder)


def _fingerprint(folder: Path | None) -> str | None:
    """A hash of the frost pictures, when there are any of the user's."""
    if folder is None:
        return None
    digest = hashlib.sha256()
    for picture in read_frost(folder):
        digest.update(repr(picture.shape).encode() + picture.tobytes())
    return digest.hexdigest()
