"""What all pages share: the template engine and its filters."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from caos.errors import CaosError

from .tables import percent


def environment(*packages: str) -> Environment:
    """The templates of `packages`, and of this folder; what a template asks for must be there."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package, "") for package in (*packages, "caos.report")]),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = percent
    made.filters["share"] = _share
    made.filters["duration"] = _duration
    return made


def refuse_folder(out: Path, name: str) -> None:
    """See that a page may be written to `out`.

    Raises:
        CaosError: `out` is a folder; `name` is proposed.
    """
    if out.is_dir():
        raise CaosError(f"{out}: a folder; give a file name, such as {out / name}")


def _share(value: float) -> str:
    """A fraction in percent with three significant digits."""
    return f"{100 * value:.3g} %"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
