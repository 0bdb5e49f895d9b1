"""With which settings a folder of made pictures was made: a later run into it must have the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from caos.errors import CaosError
from caos.frames import atomic_write_text


def keep_settings(out: Path, name: str, settings: Mapping[str, Any]) -> None:
    """Write `settings` into `out`, or compare them with those that the files there were made with.

    Args:
        out: an existing folder.
        name: of the file of settings in it.
        settings: what JSON can hold.

    Raises:
        CaosError: they differ, the file cannot be read, or `out` holds something else.
    """
    file = out / name
    others = sorted(path.name for path in out.iterdir() if path != file and not path.name.startswith("."))
    if not others:  # nothing was made yet, whatever an earlier run had wanted
        atomic_write_text(file, json.dumps(settings, indent=2) + "\n")
        return
    if not file.exists():
        raise CaosError(f"{out}: holds {others[0]!r} but no {name}; choose an empty folder for --out")
    earlier = _read(file)
    for key in [*settings, *sorted(earlier.keys() - settings.keys())]:
        if key not in earlier:
            raise CaosError(f"{file}: has no {key!r}; choose another --out")
        if earlier[key] != settings.get(key):
            raise CaosError(
                f"{file}: made with {key} {earlier[key]}, not {settings.get(key)}; use that, or choose "
                "another --out"
            )


def _read(file: Path) -> dict[str, object]:
    try:
        earlier = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise CaosError(f"{file}: cannot be read ({cause}); choose another --out") from cause
    if not isinstance(earlier, dict):
        raise CaosError(f"{file}: no table of settings; choose another --out")
    return earlier
