from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from caos.classify.datasets.deepfashion2 import (
    ATTRIBUTES,
    CATEGORIES,
    annotation_files,
    pictures_by_stem,
    read_annotation,
)

from caos.errors import CaosError

Garment = dict[str, Any]
NewGarment = Callable[..., Garment]


def test_categories_by_deepfashion2s_readme() -> None:
    assert len(CATEGORIES) == 13
    assert (CATEGORIES[0], CATEGORIES[6], CATEGORIES[12]) == ("short sleeve top", "shorts", "sling dress")
    assert ATTRIBUTES["viewpoint"] == {1: "not-worn", 2: "frontal", 3: "side-back"}


def test_all_items_are_read(deepfashion2: Any, new_garment: NewGarment) -> None:
    path = deepfashion2.add("train", 1, new_garment(7, scale=3), new_garment(13, occlusion=1, zoom_in=2))
    items, problems = read_annotation(path)
    assert problems == []
    assert [item.name for item in items] == ["item1", "item2"]
    first, second = items
    assert (first.category, first.scale, first.occlusion, first.viewpoint, first.zoom_in) == (6, 3, 2, 3, 1)
    assert (second.category, second.scale, second.occlusion, second.zoom_in) == (12, 2, 1, 2)


@pytest.mark.parametrize("field", ["category_id", "scale", "occlusion", "viewpoint", "zoom_in"])
@pytest.mark.parametrize("value", [None, 0, 14, -1, "2", 2.0, True, [1]])
def test_wrong_values_are_named(
    field: str, value: object, deepfashion2: Any, new_garment: NewGarment
) -> None:
    broken = new_garment(3) | {field: value}
    path = deepfashion2.add("train", 1, new_garment(2), broken)
    items, problems = read_annotation(path)
    assert [item.name for item in items] == ["item1"]
    highest = 13 if field == "category_id" else 3
    assert problems == [f"{path}: item2: {field} is {value!r}; must be a whole number from 1 to {highest}"]


@pytest.mark.parametrize("field", ["category_id", "scale", "occlusion", "viewpoint", "zoom_in"])
def test_missing_fields_are_named(field: str, deepfashion2: Any, new_garment: NewGarment) -> None:
    broken = new_garment()
    del broken[field]
    path = deepfashion2.add("validation", 7, broken)
    assert read_annotation(path) == ([], [f"{path}: item1: {field} is missing"])


def test_name_and_number_of_a_category_must_agree(deepfashion2: Any, new_garment: NewGarment) -> None:
    path = deepfashion2.add("train", 1, new_garment(3) | {"category_name": "skirt"})
    _, problems = read_annotation(path)
    assert problems == [
        f"{path}: item1: category_name is 'skirt' but category_id 3 is 'short sleeve outwear'"
    ]
    outerwear = deepfashion2.add("train", 2, new_garment(4) | {"category_name": "long_sleeve_outerwear"})
    assert read_annotation(outerwear)[1] == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([1], "holds a list"),
        ({"source": "user", "pair_id": 3}, "has no item"),
        ({"item1": 3}, "item1: is a int"),
        ({"Item 1": {}, "item_2": {}}, "item_2: unknown key"),
    ],
)
def test_files_of_another_shape(content: Any, message: str, deepfashion2: Any) -> None:
    items, problems = read_annotation(deepfashion2.write("train", 1, content))
    assert items == []
    assert message in problems[0]


def test_files_that_are_no_json(tmp_path: Path) -> None:
    path = tmp_path / "000001.json"
    assert "cannot be read as JSON" in read_annotation(path)[1][0]
    path.write_bytes(b'{"item1": {"scale": ')
    assert "cannot be read as JSON" in read_annotation(path)[1][0]


def test_folders_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"annos: missing; DeepFashion2 unpacks into"):
        annotation_files(tmp_path, "train")
    (tmp_path / "train" / "annos").mkdir(parents=True)
    with pytest.raises(CaosError, match="holds no annotation"):
        annotation_files(tmp_path, "train")
    with pytest.raises(CaosError, match="a folder is needed"):
        pictures_by_stem(tmp_path, "train")
