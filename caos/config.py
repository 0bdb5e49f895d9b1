"""Typed configuration files: TOML in, a validated pydantic model out, every mistake told in one line."""

from __future__ import annotations

import difflib
import json
import sys
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from .errors import CaosError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class ConfigModel(BaseModel):
    """Base of everything read from a file: unknown keys and silent conversions are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Model = TypeVar("Model", bound=BaseModel)


def load_toml(path: Path, model: type[Model]) -> Model:
    """Read `path` and validate it as `model`.

    Args:
        path: a TOML file, UTF-8.
        model: what it must look like; give its fields the ranges that hold, they end up in the message.

    Raises:
        CaosError: missing, not TOML (with line and column), an unknown key (with the nearest known one), or a
            value of the wrong type or outside its range (with file, dotted key, value and what is allowed).
    """
    if not path.is_file():
        raise CaosError(f"{path}: no such file; give the path of a TOML file")
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as cause:  # not TOML, not UTF-8, endless digits or brackets
        raise CaosError(f"{path}: not valid TOML: {cause}") from cause
    except OSError as cause:
        raise CaosError(f"{path}: cannot be read: {cause.strerror}") from cause
    return validate(data, model, source=str(path))


def validate(data: Mapping[str, Any], model: type[Model], *, source: str) -> Model:
    """Validate already parsed `data` as `model`; `source` opens the message.

    Raises:
        CaosError: as `load_toml`.
    """
    try:
        # Through JSON because its strict mode takes lists for tuples and still refuses "8" for 8.
        return model.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as cause:
        errors = cause.errors(include_url=False)
        # A misspelt key is the cause of the missing one that pydantic lists first.
        first = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise CaosError(f"{source}: {_explain(first, model)}{more}") from cause


def first_complaint(error: ValidationError) -> str:
    """Where a JSON file of ours is wrong, and how: for files that programs write and people seldom edit."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    return f"{where}: {first['msg']}"


def _explain(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One pydantic error in our words."""
    where = _dotted(error["loc"])
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if error["type"] == "extra_forbidden":
        known = sorted(_fields_at(model, error["loc"][:-1]))
        nearest = difflib.get_close_matches(str(error["loc"][-1]), known, n=1, cutoff=0.0)
        hint = f"did you mean {nearest[0]!r}? " if nearest else ""
        return f"unknown key {where!r}; {hint}known here: {', '.join(known)}"
    if error["type"] == "missing":
        return f"{where} is missing; add it"
    if error["type"] == "value_error":
        return f"{where}: {message}" if where else message
    value = json.dumps(error["input"], default=str)
    shown = value if len(value) <= 60 else value[:57] + "..."
    return f"{where} = {shown}: {message}"


def _dotted(location: tuple[int | str, ...]) -> str:
    """("weather", 0, "fog") -> "weather[0].fog"."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Field names of the model that `location` leads to; list positions do not change the model."""
    current = model
    for part in location:
        if isinstance(part, str) and part in current.model_fields:
            nested = _nested_model(current.model_fields[part].annotation)
            if nested is None:
                return []
            current = nested
    return list(current.model_fields)


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside `Model`, `Model | None`, `tuple[Model, ...]`, `list[Model]` or `dict[str, Model]`."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    for inner in typing.get_args(annotation):
        found = _nested_model(inner)
        if found is not None:
            return found
    return None
