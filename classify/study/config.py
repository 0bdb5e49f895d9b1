"""What a study compares: a TOML file that names models, the runs of each, and what the shifts are."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from caos.config import ConfigModel, load_toml
from caos.errors import CaosError
from caos.lookup import look_up

from ..hypotheses.results import Kind


class StudyModel(ConfigModel):
    """One method.

    Attributes:
        title: what to print; its name if absent.
        kind: what was done to the baseline; "baseline" for models that are compared with none.
        runs: folders of its evaluated trainings, one per seed.
        baseline: the model that it is compared with; the study's if absent.
    """

    title: str = ""
    kind: Kind
    runs: tuple[str, ...] = Field(min_length=1)
    baseline: str | None = None


class ShiftSettings(ConfigModel):
    """What is to be known of a shift; fields as in `caos.classify.hypotheses.Shift`.

    Attributes:
        title: what to print; the name of the split if absent.
        natural: of a kind that occurs in the world, as sculptures and sketches do.
        alters_texture: textures or local statistics differ from the training's; absent = not known.
        dataset: column of the table of evidence; the title if absent.
    """

    title: str = ""
    natural: bool = True
    alters_texture: bool | None = None
    dataset: str | None = None


class StudyConfig(ConfigModel):
    """A whole file.

    Attributes:
        title: of the tables.
        baseline: name of the model that others are compared with, and that mCE is relative to.
        models: by name, in the order of the rows.
        shifts: by split; those not named have the defaults and come last.
    """

    title: str
    baseline: str
    models: dict[str, StudyModel] = Field(min_length=1)
    shifts: dict[str, ShiftSettings] = Field(default_factory=dict)

    def baseline_of(self, name: str) -> str | None:
        """The model that `name` is compared with; None for baselines."""
        model = self.models[name]
        return None if model.kind == "baseline" else model.baseline or self.baseline

    def title_of(self, name: str) -> str:
        """What to call a model."""
        return self.models[name].title or name


def load_study(path: Path) -> StudyConfig:
    """Read a study file and see that its names lead somewhere.

    Raises:
        CaosError: no such file, one that is wrong, or a baseline that is no other model of kind "baseline".
    """
    config = load_toml(path, StudyConfig)
    try:
        _check(config)
    except CaosError as error:
        raise CaosError(f"{path}: {error}") from error
    return config


def _check(config: StudyConfig) -> None:
    look_up("model in baseline", config.baseline, config.models)
    kind = config.models[config.baseline].kind
    if kind != "baseline":
        raise CaosError(f"models.{config.baseline}.kind = {kind!r}: the study's baseline; write 'baseline'")
    for name, model in config.models.items():
        if model.baseline is None:
            continue
        if model.kind == "baseline":
            raise CaosError(
                f"models.{name}.baseline = {model.baseline!r}: one of kind 'baseline' is compared with none; "
                "leave it out, or name another kind"
            )
        others = {other: None for other in config.models if other != name}
        look_up(f"models.{name}.baseline", model.baseline, others)
