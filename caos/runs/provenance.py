"""Where the figures of a run come from."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path

from caos import __version__

from .result import Provenance


def provenance(*, command: str, seed: int | None, seconds: dict[str, float]) -> Provenance:
    """The provenance of a run that ends now; `seconds` holds wall times by stage."""
    packages = (
        "numpy",
        "torch",
        "lightning",
        "segmentation-models-pytorch",
        "opencv-python-headless",
        "carla",
    )
    versions = {"caos-suite": __version__, "python": platform.python_version()}
    versions |= {package: version for package in packages if (version := _version(package))}
    return Provenance(
        created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        command=command,
        seed=seed,
        git=_git_revision(),
        versions=versions,
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        seconds=seconds,
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _git_revision() -> str | None:
    """Commit of the checkout this code runs from; None for an installed copy."""
    folder = Path(__file__).parent
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
