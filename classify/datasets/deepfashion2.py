"""DeepFashion2's annotations: one JSON file per picture, with `item1`, `item2`, ... for its garments.

Format: https://github.com/switchablenorms/DeepFashion2 (Ge et al., CVPR 2019).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from caos.errors import CaosError

from .folders import media_files

SOURCES: Final = ("train", "validation")
"""Folders of DeepFashion2 that have annotations; its test set has none."""

CATEGORIES: Final = (
    "short sleeve top",
    "long sleeve top",
    "short sleeve outwear",
    "long sleeve outwear",
    "vest",
    "sling",
    "shorts",
    "trousers",
    "skirt",
    "short sleeve dress",
    "long sleeve dress",
    "vest dress",
    "sling dress",
)
"""In the order of `category_id` 1 to 13, in DeepFashion2's spelling."""

ATTRIBUTES: Final[Mapping[str, Mapping[int, str]]] = {
    "scale": {1: "small", 2: "medium", 3: "large"},
    "occlusion": {1: "slight", 2: "medium", 3: "heavy"},
    "viewpoint": {1: "not-worn", 2: "frontal", 3: "side-back"},
    "zoom_in": {1: "none", 2: "medium", 3: "large"},
}
"""Meaning of the values by DeepFashion2's README."""

_ITEM: Final = re.compile(r"item\d+")


@dataclass(frozen=True, slots=True)
class Item:
    """One garment.

    Attributes:
        name: its key in the file ("item1").
        category: 0 to 12, the position in `CATEGORIES`.
        scale: 1 to 3, as the attributes below: `ATTRIBUTES` tells their meaning.
        occlusion: 1 to 3.
        viewpoint: 1 to 3.
        zoom_in: 1 to 3.
    """

    name: str
    category: int
    scale: int
    occlusion: int
    viewpoint: int
    zoom_in: int


def read_annotation(path: Path) -> tuple[list[Item], list[str]]:
    """The garments of one picture, and what is wrong with the file.

    Only what DeepFashion Remixed needs is looked at: category and the four attributes. A garment with a wrong
    or missing one is left out and named among the problems.

    Args:
        path: such as `train/annos/000001.json`.

    Returns:
        The good items in the order of the file, and one line per problem: file, item, field, value.
    """
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as cause:
        return [], [f"{path}: cannot be read as JSON ({cause})"]
    if not isinstance(data, dict):
        return [], [f"{path}: holds a {type(data).__name__}; an object with item1, item2, ... is needed"]
    strange = (key for key in data if "item" in key and not _ITEM.fullmatch(key))
    problems = [f"{path}: {key}: unknown key; garments are item1, item2, ..." for key in strange]
    items: list[Item] = []
    for key in filter(_ITEM.fullmatch, data):
        broken = [f"{path}: {key}: {problem}" for problem in _item_problems(data[key])]
        problems += broken
        if not broken:
            fields = {name: data[key][name] for name in ATTRIBUTES}
            items.append(Item(name=key, category=data[key]["category_id"] - 1, **fields))
    if not items and not problems:
        problems.append(f"{path}: has no item")
    return items, problems


def annotation_files(root: Path, source: str) -> list[str]:
    """Names of the annotation files in `root/source/annos`, sorted.

    Raises:
        CaosError: the folder is missing or has none.
    """
    folder = root / source / "annos"
    if not folder.is_dir():
        raise CaosError(
            f"{folder}: missing; DeepFashion2 unpacks into train/ and validation/ with image/ and annos/"
        )
    names = sorted(
        entry.name for entry in folder.iterdir() if entry.suffix == ".json" and entry.name[0] != "."
    )
    if not names:
        raise CaosError(f"{folder}: holds no annotation (.json)")
    return names


def pictures_by_stem(root: Path, source: str) -> dict[str, str]:
    """`000001` -> `train/image/000001.jpg` for every picture.

    Raises:
        CaosError: the folder is missing.
    """
    names = media_files(root / source / "image")
    return {Path(name).stem: f"{source}/image/{name}" for name in names}


def _item_problems(item: Any) -> Iterator[str]:
    """What is wrong with one item: field and value."""
    if not isinstance(item, dict):
        yield f"is a {type(item).__name__}; an object is needed"
        return
    yield from _number_problems(item, "category_id", len(CATEGORIES))
    for attribute in ATTRIBUTES:
        yield from _number_problems(item, attribute, 3)
    name, number = item.get("category_name"), item.get("category_id")
    if not isinstance(name, str) or type(number) is not int or not 1 <= number <= len(CATEGORIES):
        return
    if _plain(name) != CATEGORIES[number - 1]:
        yield f"category_name is {name!r} but category_id {number} is {CATEGORIES[number - 1]!r}"


def _number_problems(item: Mapping[str, Any], field: str, highest: int) -> Iterator[str]:
    if field not in item:
        yield f"{field} is missing"
    elif type(item[field]) is not int or not 1 <= item[field] <= highest:  # True is no 1
        yield f"{field} is {item[field]!r}; must be a whole number from 1 to {highest}"


def _plain(name: str) -> str:
    """Spelling apart: the papers write "outerwear", the data "outwear"."""
    return " ".join(name.lower().replace("_", " ").split()).replace("outerwear", "outwear")
