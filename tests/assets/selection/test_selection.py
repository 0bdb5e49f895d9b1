"""Choosing models: what is kept out, how the rest is spread, and the file that people edit."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from caos.assets.builtin import BUILTIN_MODELS
from caos.assets.selection import exclusion, select, update_selection, write_selection

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError
from caos.selection import read_blueprints, read_selection, selected_entries


def entry(
    name: str, category: str = "", synset: str = "", side: float = 1.0, sha: str | None = None
) -> CatalogueEntry:
    digest = sha or hashlib.sha256(name.encode()).hexdigest()
    return CatalogueEntry(
        id=f"m_{digest[-6:]}",
        category=category,
        synset=synset,
        name=name,
        size=(side, 1.0, 1.0),
        file="a.glb",
        sha256=digest,
        triangles=12,
        source="test",
        licence="",
    )


@pytest.mark.parametrize(
    ("name", "category", "synset", "rule"),
    [
        ("", "", "sports_car.n.01", "car"),
        ("", "", "school_bus.n.01", "bus"),
        ("", "", "oak.n.02", "vegetation"),
        ("", "", "policeman.n.01", "person"),
        ("Audi", "Car", "", "car"),
        ("", "SportsCar,Vehicle", "", "car"),
        ("three buses", "", "", "bus"),
        ("mountain bike", "", "", "bicycle"),
        ("red stop sign", "thing", "", "traffic sign"),
        ("", "StreetLight", "", "pole"),
        ("women", "", "", "person"),
        ("fire hydrant", "", "", "street furniture"),
        ("garden fences", "", "chair.n.01", "fence"),
    ],
)
def test_what_streets_show_is_kept_out(name: str, category: str, synset: str, rule: str) -> None:
    found = exclusion(entry(name, category, synset))
    assert found is not None
    assert found.rule == rule
    assert len(found.reason) > 20


@pytest.mark.parametrize(
    "name",
    [
        "carousel",
        "carpet",
        "caravan",
        "polecat",
        "hand cart",
        "toy car",
        "wall clock",
        "WallClock",
        "sign language",
        "rocking horse",
        "shopping cart",
        "postcard",
        "manta ray",
        "busby hat",
        "trainers",
        "Christmas tree",
        "dog house",
    ],
)
def test_traps(name: str) -> None:
    assert exclusion(entry(name)) is None


def test_no_builtin_model_is_kept_out() -> None:
    wrong = {
        model.id: found
        for model in BUILTIN_MODELS.values()
        if (found := exclusion(entry("", model.category, model.synset).model_copy(update={"id": model.id})))
    }
    assert wrong == {}


def catalogue() -> list[CatalogueEntry]:
    """30 chairs, 5 lamps, 1 boat, a car, and a chair that is another's twin."""
    counts = {"chair": 30, "lamp": 5, "boat": 1, "car": 1}
    rows = [(category, number) for category, count in counts.items() for number in range(count)]
    entries = [
        entry(f"x{number}", category, side=1 + number, sha=f"{index + 1:064x}")
        for index, (category, number) in enumerate(rows)
    ]
    return [*entries, entries[0].model_copy(update={"id": "twin"})]


@pytest.mark.parametrize("count", [1, 3, 8, 12, 36, 100])
def test_categories_come_in_rounds(count: int) -> None:
    choice = select(catalogue(), count, seed=4)
    got = Counter(model.category for model in choice.models)
    assert sum(got.values()) == min(count, 36)
    available = {"chair": 30, "lamp": 5, "boat": 1}
    for name, here in available.items():
        for other in available:
            assert got[name] >= min(here, got[other] - 1)  # nobody is two ahead of one who could have more
    assert {model.id: why.rule for model, why in choice.excluded} == {
        catalogue()[36].id: "car",
        "twin": "duplicate",
    }


def test_same_seed_same_choice_in_any_order() -> None:
    models = select(catalogue()[:-1], 20, seed=1).models
    assert select(catalogue()[-2::-1], 20, seed=1).models == models
    assert select(catalogue()[:-1], 20, seed=2).models != models


def test_a_category_is_spread_over_sizes() -> None:
    chosen = select([model for model in catalogue() if model.category == "chair"], 3, seed=0).models
    sides = sorted(model.size[0] for model in chosen)
    assert sides[-1] >= 10 * sides[0]  # of 1 to 30


def test_file_round_trip_and_comments(tmp_path: Path) -> None:
    entries, file = catalogue(), tmp_path / "selection.toml"
    choice = select(entries, 6, seed=0)
    write_selection(file, tmp_path, choice, count=6, seed=0)
    assert selected_entries(file, entries, tmp_path) == choice.models
    with pytest.raises(CaosError, match="is there already"):
        write_selection(file, tmp_path, choice, count=6, seed=0)
    file.write_text("# mine\n" + file.read_text().replace("[[models]]\n", "[[models]]  # nice\n", 1))
    first = choice.models[0]
    changed = [
        model.model_copy(update={"sha256": "f" * 64}) if model.id == first.id else model for model in entries
    ]
    with pytest.raises(CaosError, match=f"{first.id} changed in the catalogue .*--update"):
        selected_entries(file, changed, tmp_path)
    before = file.read_text()
    assert update_selection(file, tmp_path, changed) == (first.id,)
    assert file.read_text() == before.replace(first.sha256, "f" * 64, 1)
    assert [model.id for model in selected_entries(file, changed, tmp_path)] == [m.id for m in choice.models]


def test_mistakes_get_one_line(tmp_path: Path) -> None:
    entries, file = catalogue(), tmp_path / "selection.toml"
    write_selection(file, tmp_path, select(entries, 3, seed=0), count=3, seed=0)
    text, listed = file.read_text(), read_selection(file).models[0].id
    file.write_text(text + f'\n[[excluded]]\nid = "{listed}"\nrule = "car"\nreason = "test"\n')
    with pytest.raises(CaosError, match="listed and excluded") as caught:
        read_selection(file)
    assert "\n" not in str(caught.value)
    file.write_text(text.replace(f'"{listed}"', '"nobody"', 1))
    with pytest.raises(CaosError, match="nobody not in the catalogue"):
        selected_entries(file, entries, tmp_path)
    file.write_text(text.replace("count", "cuont"))
    with pytest.raises(CaosError, match="unknown key 'cuont'"):
        read_selection(file)
    with pytest.raises(CaosError, match="no model is left"):
        write_selection(tmp_path / "b.toml", tmp_path, select(entries[36:37], 3, seed=0), count=3, seed=0)


def test_blueprints_file(tmp_path: Path) -> None:
    file = tmp_path / "blueprints.json"
    file.write_text('{"cow": "static.prop.m_cow"}')
    assert read_blueprints(file) == {"cow": "static.prop.m_cow"}
    for text in ("[]", "{", '{"cow": 3}'):
        file.write_text(text)
        with pytest.raises(CaosError, match=r"blueprints\.json"):
            read_blueprints(file)
