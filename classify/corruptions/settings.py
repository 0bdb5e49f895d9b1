"""With which settings a folder of corrupted pictures was made: a later run must have the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.frames import atomic_write_text

SETTINGS_FILE: Final = "corruptions.json"


def keep_settings(out: Path, settings: Mapping[str, str | int | None]) -> None:
    """Write `settings` into `out`, or compare them with those that the files there were made with.

    Raises:
        CaosError: they differ, the file cannot be read, or `out` holds something else.
    """
    file = out / SETTINGS_FILE
    others = sorted(path.name for path in out.iterdir() if path != file and not path.name.startswith("."))
    if not others:  # nothing was made yet, whatever an earlier run had wanted
        atomic_write_text(file, json.dumps(settings, indent=2) + "\n")
        return
    if not file.exists():
        raise CaosError(
            f"{out}: holds {others[0]!r} but no {SETTINGS_FILE}; choose an empty folder for --out"
        )
    earlier = _read(file)
    for name, value in settings.items():
        if name not in earlier:
            raise CaosError(f"{file}: has no {name!r}; choose another --out")
        if earlier[name] != value:
            raise CaosError(
                f"{file}: made with {name} {earlier[name]}, not {value}; use that, or choose another --out"
            )


def _read(file: Path) -> dict[str, object]:
    try:
        earlier = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise CaosError(f"{file}: cannot be read ({cause}); choose another --out") from cause
    if not isinstance(earlier, dict):
        raise CaosError(f"{file}: no table of settings; choose another --out")
    return earlier
