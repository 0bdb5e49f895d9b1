"""Predictions on disk: the file that prediction writes and evaluation reads, so that each can be run alone.

An uncompressed `.npz` (NumPy's archive of arrays; no pickle, ever) with these members:

* `format`: the string "caos-predictions 1";
* `scores`: (N, C) float32; `kind`: "logits" or "probabilities";
* `labels`: (N,) int64, or (N, C) bool for multi-label;
* `names`: (N,) strings;
* `group.<name>`: (N,) strings, integers or bools, any number of them.

The same predictions give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.frames import atomic_write_bytes
from caos.metrics.classification import Predictions

FORMAT: Final = "caos-predictions 1"
GROUP: Final = "group."
_UNREADABLE: Final = (
    ValueError,
    EOFError,
    KeyError,
    MemoryError,  # a damaged header that speaks of terabytes
    NotImplementedError,  # a compression that Python does not know
    zipfile.BadZipFile,
    zlib.error,
)
_MEMBERS: Final = ("format", "kind", "scores", "labels", "names")


def write_predictions(path: Path, predictions: Predictions) -> None:
    """Write predictions, atomically.

    Args:
        path: file to write, ending in `.npz`.
        predictions: what to write.

    Raises:
        CaosError: another ending, a folder, or a disk that is full.
    """
    if path.suffix != ".npz" or path.is_dir():
        raise CaosError(f"{path}: predictions are written to a file that ends in .npz")
    members: dict[str, npt.NDArray[Any]] = {
        "format": np.array(FORMAT),
        "kind": np.array(predictions.kind),
        "scores": predictions.scores,
        "labels": predictions.labels,
        "names": predictions.names,
        **{f"{GROUP}{name}": values for name, values in predictions.groups.items()},
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **members)
    atomic_write_bytes(path, buffer.getvalue())


def read_predictions(path: Path) -> Predictions:
    """Read predictions and check all of them.

    Raises:
        CaosError: no such file, another format, members missing or unknown, or contents that `Predictions`
            refuses; the file is named.
    """
    members = _read_members(path)
    missing = [name for name in _MEMBERS if name not in members]
    if missing:
        raise CaosError(f"{path}: no member {missing[0]!r}; predictions have {', '.join(_MEMBERS)}")
    found = str(members["format"])
    if found != FORMAT:
        raise CaosError(f"{path}: format {found!r}, expected {FORMAT!r}; write it again with this version")
    unknown = [name for name in members if name not in _MEMBERS and not name.startswith(GROUP)]
    if unknown:
        raise CaosError(f"{path}: unknown member {unknown[0]!r}; groups are called {GROUP}<name>")
    groups = {name.removeprefix(GROUP): values for name, values in members.items() if name.startswith(GROUP)}
    try:
        return Predictions(
            members["scores"],
            members["labels"],
            members["names"],
            str(members["kind"]),  # type: ignore[arg-type]  # Predictions checks it
            groups,
        )
    except CaosError as error:
        raise CaosError(f"{path}: {error}") from error


def _read_members(path: Path) -> dict[str, npt.NDArray[Any]]:
    if not path.is_file():
        raise CaosError(f"{path}: no such file; give predictions, an .npz file")
    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise CaosError(f"{path}: a single array, no archive; expected predictions, an .npz file")
            return {name: archive[name] for name in archive.files}
    except _UNREADABLE as error:
        raise CaosError(f"{path}: not readable as predictions ({error}); write it again") from error
