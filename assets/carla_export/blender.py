"""Blender in a process of its own, fed with one model at a time."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np

from caos.errors import CaosError
from caos.extras import require
from caos.glb import linear_from_srgb

from .shape import Shape, painted

SCRIPT: Final = Path(__file__).with_name("blender_script.py")
_ARRAYS: Final = "arrays.npz"
_HOW: Final = (
    "pip install 'caos-suite[export]' in Python 3.11 brings it; or name a Blender 4.2 or newer, or a Python "
    "with bpy, with --blender PROGRAM"
)


@dataclass(frozen=True, slots=True)
class Blender:
    """A running Blender.

    Attributes:
        version: as it says, e.g. "Blender 5.0.1".
        process: the child.
    """

    version: str
    process: subprocess.Popen[str]


def find_blender(program: str | None = None) -> tuple[str, ...]:
    """The command that runs the script: this Python when it has `bpy`, else Blender from the path.

    Args:
        program: in place of the search: Blender, or a Python with `bpy`.

    Raises:
        CaosError: there is none.
    """
    if program is None and importlib.util.find_spec("bpy") is not None:
        return sys.executable, str(SCRIPT)
    found = shutil.which(program or "blender")
    if found is None:
        missing = f"--blender {program}: no such program" if program else "writing FBX needs Blender"
        raise CaosError(f"{missing}; {_HOW}")
    if "blender" in Path(found).name.lower():
        return found, "--background", "--factory-startup", "--python-exit-code", "1", "--python", str(SCRIPT)
    return found, str(SCRIPT)


@contextmanager
def running_blender(command: tuple[str, ...], log: Path) -> Iterator[Blender]:
    """Blender for the length of a `with` block; what it writes to stderr goes to `log`.

    Raises:
        CaosError: it does not start.
    """
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # the FBX exporter numbers its objects by hash
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        )
        try:
            ready = _answer(process, log)
            if not ready.startswith("ready "):
                raise CaosError(f"{command[0]}: an unexpected answer, {ready!r}; {_HOW}")
            yield Blender(ready.removeprefix("ready "), process)
        finally:
            _pipe(process.stdin).close()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def write_fbx(blender: Blender, name: str, shape: Shape, folder: Path, log: Path) -> None:
    """Write `<name>.fbx` and its textures into `folder`, which is there and is ours.

    Raises:
        CaosError: Blender cannot, or died.
    """
    hull, hull_faces = shape.hull
    np.savez(
        folder / _ARRAYS,
        positions=shape.positions,
        normals=shape.normals,
        uvs=shape.uvs,
        faces=shape.faces,
        face_material=shape.face_material,
        hull0=hull,
        hull0_faces=hull_faces,
    )
    job = {
        "name": name,
        "folder": str(folder.absolute()),
        "arrays": _ARRAYS,
        "hulls": 1,
        "materials": _materials(name, shape, folder),
    }
    try:
        pipe = _pipe(blender.process.stdin)
        pipe.write(json.dumps(job) + "\n")
        pipe.flush()
    except BrokenPipeError:
        raise CaosError(f"Blender died before {name}; its last words are in {log}") from None
    answer = _answer(blender.process, log)
    if answer != f"done {name}":
        raise CaosError(f"Blender could not write the FBX file of a model: {answer.removeprefix('failed ')}")
    (folder / _ARRAYS).unlink()


def _materials(name: str, shape: Shape, folder: Path) -> list[dict[str, object]]:
    """What the script needs of the materials; textures are written beside the FBX file.

    Unreal reads FBX colors as linear light. Row 0 of a picture file is at v = 1, ours at v = 0.
    """
    rows: list[dict[str, object]] = []
    for index, given in enumerate(shape.materials):
        material = painted(given)
        file = ""
        if material.texture is not None:
            file = f"{name}_{index}_Diff.png"
            picture = require("PIL.Image", extra="sim").fromarray(material.texture.pixels[::-1])
            picture.save(folder / file)
        rows.append(
            {
                "name": f"M_{name}_{index}",
                "color": [float(part) for part in linear_from_srgb(material.color)],
                "roughness": float(material.roughness),
                "metallic": float(material.metallic),
                "emission": float(material.emission),
                "texture": file,
            }
        )
    return rows


def _answer(process: subprocess.Popen[str], log: Path) -> str:
    """The next line that is meant for us."""
    for line in _pipe(process.stdout):
        if line.startswith("CAOS "):
            return line.removeprefix("CAOS ").rstrip()
    raise CaosError(f"Blender ended (exit code {process.wait()}); its last words are in {log}; {_HOW}")


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the child was started without this pipe")
    return pipe
