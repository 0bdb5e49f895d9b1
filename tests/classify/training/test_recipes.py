"""The shipped configurations: each loads, can be followed, and is told in docs/recipes.md."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from caos.classify.augment import AugmentSettings, make_schedule
from caos.classify.datasets.formats import FORMATS
from caos.classify.models import MODELS, build_model
from caos.classify.training.config import ClassifyConfig
from caos.classify.training.task import scheduled_loss
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from caos.config import load_toml, validate
from caos.training import TrainingConfig
from caos.training.schedule import make_optimizer

ROOT = Path(__file__).parents[3]
CONFIGS = ROOT / "classify" / "configs"
NAMES = sorted(path.relative_to(CONFIGS).as_posix() for path in CONFIGS.rglob("*.toml"))
PUBLISHED = [name for name in NAMES if "/" in name]
STEP_SIZES = {"imagenet": {256, 512, 1024}, "svsf": {256}, "dfr": {100}}


def recipe(name: str) -> ClassifyConfig:
    return load_toml(CONFIGS / name, ClassifyConfig)


def test_there_is_one_for_each_row() -> None:
    assert len(PUBLISHED) >= 36
    assert {name.split("/")[0] for name in PUBLISHED} == {"imagenet", "svsf", "dfr"}


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_can_be_followed(name: str) -> None:
    settings = recipe(name)
    assert settings.data.format in FORMATS
    if "style_transfer" not in settings.augment.schedule:  # needs files that we may not ship
        assert make_schedule(settings.augment).settings == settings.augment
    optimizer, _ = make_optimizer(nn.Conv2d(3, 4, 1), settings.training, steps=3)
    assert optimizer.param_groups[0]["lr"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_and_how_it_is_run(name: str) -> None:
    text = (CONFIGS / name).read_text(encoding="utf-8")
    head = text[: text.index("model = ")]
    assert all(line.startswith("# ") for line in head.splitlines())
    assert f"classify/configs/{name}" in head
    folder = name.split("/")[0] if "/" in name else None
    if folder is not None:
        assert re.search(r"tables? [5-6A]\.\d|ablation of paper 002", head), "which row of which table?"
        settings = recipe(name)
        assert settings.data.format == folder
        batch = settings.training.batch_size * settings.training.accumulate
        assert batch in STEP_SIZES[folder] or name == "imagenet/wsl.toml"


def test_networks_are_known() -> None:
    """Those of the registry are built in its own tests; those of timm here, without memory."""
    for model in sorted({recipe(name).model for name in NAMES} - MODELS.keys()):
        with torch.device("meta"):
            network = build_model(model, 7, seed=0)
        assert network(torch.zeros(1, 3, 64, 64, device="meta")).shape == (1, 7)


def test_new_heads_are_where_the_weights_are_of_other_classes() -> None:
    for name in PUBLISHED:
        settings = recipe(name)
        of_imagenet = settings.data.format == "imagenet" and name != "imagenet/imagenet21k.toml"
        assert settings.new_head is (settings.weights is not None and not of_imagenet), name


def test_the_documentation_names_every_file() -> None:
    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    assert [name for name in PUBLISHED if f"`{name}`" not in text] == []
    named = set(re.findall(r"`((?:imagenet|svsf|dfr)/[a-z0-9-]+\.toml)`", text))
    assert named <= set(PUBLISHED), "names a file that is not there"


def test_an_installed_package_has_them() -> None:
    folder = files("caos.classify") / "configs"
    assert all((folder / name).is_file() for name in NAMES)


@pytest.mark.parametrize(
    ("name", "views", "folders"),
    [
        ("imagenet/deepaugment-augmix.toml", 3, 2),
        ("imagenet/augmix.toml", 3, 0),
        ("imagenet/deepaugment.toml", 1, 2),
        ("imagenet/deepaugment-cae.toml", 1, 1),
        ("imagenet/deepaugment-all.toml", 1, 2),
    ],
)
def test_views_of_combined_schedules(name: str, views: int, folders: int) -> None:
    """The first view is the picture itself, the others are not."""
    made = make_schedule(recipe(name).augment)
    assert (made.view_count, len(made.folders)) == (views, folders)
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    seen = made.views(picture, rng)
    assert len(seen) == views
    np.testing.assert_array_equal(seen[0], picture)
    assert all((view != picture).any() for view in seen[1:])


class _Counted(nn.Module):
    """A linear network that notes how many pictures it saw."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.layer = nn.Linear(3 * 32 * 32, classes)
        self.seen: list[int] = []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.seen.append(len(images))
        logits: torch.Tensor = self.layer(images.flatten(1))
        return logits


def test_deepaugment_and_augmix_train_on_three_views_of_each_picture() -> None:
    schedule = make_schedule(recipe("imagenet/deepaugment-augmix.toml").augment)
    network = _Counted(5)
    views = torch.randn(4, 3, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    targets = torch.eye(5)[:4]
    keys = torch.zeros(4, 2, dtype=torch.int64)
    loss = scheduled_loss(schedule, network, (views, targets, keys), cross_entropy, seed=0)
    assert network.seen == [12]
    alike = views[:, :1].expand(-1, 3, -1, -1, -1).contiguous()
    plain = scheduled_loss(schedule, network, (alike, targets, keys), cross_entropy, seed=0)
    clean = cross_entropy(network(views[:, 0]), targets)
    torch.testing.assert_close(plain, clean, rtol=1e-4, atol=1e-4)  # nothing disagrees: no consistency loss
    assert float(loss.detach()) > float(clean.detach())


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name.startswith("dfr/")])
def test_a_step_on_several_labels_lowers_the_loss(name: str) -> None:
    """Every DFR recipe but style transfer's: views, binary cross-entropy of 13 classes, its own optimiser."""
    settings = recipe(name)
    if "style_transfer" in settings.augment.schedule:
        settings = settings.model_copy(update={"augment": AugmentSettings()})
    schedule = make_schedule(settings.augment)
    assert schedule.view_count == 1, "the consistency loss is over softmaxes"
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (32, 32, 3), dtype=np.uint8) for _ in range(6)]
    seen = np.stack([schedule.views(picture, rng)[0] for picture in pictures]).transpose(0, 3, 1, 2)
    views = torch.from_numpy(seen.astype(np.float32) / 255.0)[:, None]
    targets = torch.from_numpy(rng.integers(0, 2, (6, 13)).astype(np.float32))
    torch.manual_seed(0)
    network = _Counted(13)
    optimizer, _ = make_optimizer(network, settings.training, steps=10)
    batch = (views, targets, torch.zeros(6, 2, dtype=torch.int64))
    losses = []
    for _ in range(2):
        loss = scheduled_loss(schedule, network, batch, binary_cross_entropy_with_logits, seed=0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[1] < losses[0]


def test_the_rates_of_the_recipes() -> None:
    """As their sources tell them: a tenth after 30 of 90 epochs, a cosine, and none."""

    def factors(name: str) -> list[float]:
        training = recipe(name).training
        _, schedule = make_optimizer(nn.Linear(2, 2), training, steps=90)
        return [schedule.lr_lambdas[0](step) for step in (0, 29, 31, 61, 89)]

    assert factors("imagenet/resnet50.toml") == pytest.approx([1, 1, 0.1, 0.01, 0.01])
    cosine = [(1 + np.cos(np.pi * step / 90)) / 2 for step in (0, 29, 31, 61, 89)]
    assert factors("imagenet/deepaugment.toml") == pytest.approx(cosine)
    assert factors("dfr/resnet50.toml") == [1.0] * 5
    assert validate({}, TrainingConfig, source="test").decay == "poly"
