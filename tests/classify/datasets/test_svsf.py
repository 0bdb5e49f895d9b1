from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from caos.classify.datasets import SvsfOptions, convert_svsf, read_images
from caos.classify.datasets.manifest import read_rows
from caos.classify.datasets.svsf import RULES, StoreFront, plain_country, sample_splits
from caos.classify.datasets.svsf_table import COLUMNS, read_store_fronts

from caos.errors import CaosError

Row = dict[str, Any]


def _row(number: int, **changes: Any) -> Row:
    values = {"image": f"i/{number:04d}.jpg", "class": "bank", "country": "US", "year": 2019, "camera": "new"}
    return values | changes


def _write(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    elif path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n\n" for row in rows))
    else:
        pq.write_table(pa.Table.from_pylist(list(rows)), path)
    return path


@pytest.mark.parametrize(
    ("country", "year", "camera", "wanted"),
    [
        ("USA", 2019, "new", "home"),
        ("Mexico", 2019, "new", "home"),
        ("ca", 2019, "new", "home"),
        ("United States", 2018, "new", "year-2018"),
        ("MX", 2017, "new", "year-2017"),
        ("Canada", 2019, "old", "camera-old"),
        ("France", 2019, "new", "country-france"),
        ("France", 2018, "new", None),
        ("France", 2019, "old", None),
        ("US", 2018, "old", None),
        ("US", 2016, "new", None),
        ("Germany", 2019, "new", None),
    ],
)
def test_rules_of_the_thesis(country: str, year: int, camera: str, wanted: str | None) -> None:
    """Section 5.3.2: one attribute altered, the other two as in training."""
    front = StoreFront("a.jpg", "bank", plain_country(country), year, camera)
    assert [name for name, fits in RULES.items() if fits(front)] == ([wanted] if wanted else [])


def test_sampling_is_without_overlap_and_independent_of_order() -> None:
    fronts = [StoreFront(f"{number:03d}", "bank", "usa", 2019, "new") for number in range(100)]
    fronts += [StoreFront(f"o{number:03d}", "bank", "usa", 2019, "old") for number in range(9)]
    splits = sample_splits(fronts, train=50, test=10, generator=np.random.default_rng(1))
    again = sample_splits(fronts[::-1], train=50, test=10, generator=np.random.default_rng(1))
    other = sample_splits(fronts, train=50, test=10, generator=np.random.default_rng(2))
    assert splits == again
    assert splits["iid"] != other["iid"]
    assert list(splits) == ["train", "iid", "year-2018", "year-2017", "camera-old", "country-france"]
    counts = {name: len(chosen) for name, chosen in splits.items()}
    assert counts == {
        "train": 50,
        "iid": 10,
        "year-2018": 0,
        "year-2017": 0,
        "camera-old": 9,
        "country-france": 0,
    }
    images = [front.image for chosen in splits.values() for front in chosen]
    assert len(set(images)) == len(images)
    assert images[:50] == sorted(images[:50])


def test_few_pictures_are_divided_in_the_ratio() -> None:
    fronts = [StoreFront(f"{number:03d}", "bank", "usa", 2019, "new") for number in range(42)]
    splits = sample_splits(fronts, train=200, test=10, generator=np.random.default_rng(1))
    assert (len(splits["train"]), len(splits["iid"])) == (40, 2)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_tables_of_every_kind(suffix: str, tmp_path: Path) -> None:
    rows = [_row(1, country=" U.S. "), _row(2, year=2018, camera="Old"), _row(3, **{"class": " bakery "})]
    fronts, problems = read_store_fronts(_write(tmp_path / f"t{suffix}", rows))
    assert problems == []
    assert fronts[0] == StoreFront("i/0001.jpg", "bank", "usa", 2019, "new")
    assert fronts[1] == StoreFront("i/0002.jpg", "bank", "usa", 2018, "old")
    assert fronts[2].label == "bakery"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("column", COLUMNS)
def test_missing_attributes_are_named(suffix: str, column: str, tmp_path: Path) -> None:
    table = _write(tmp_path / f"t{suffix}", [_row(1), _row(2, **{column: None}), _row(3)])
    fronts, problems = read_store_fronts(table)
    place = {".csv": "line 3", ".jsonl": "line 3", ".parquet": "row 2"}[suffix]
    assert problems == [f"{table}: {place}: {column} is missing"]
    assert len(fronts) == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"year": "twenty"}, "year is 'twenty'; must be a whole number"),
        ({"year": 19}, "year is 19"),
        ({"year": 2019.5}, "year is 2019.5"),
        ({"camera": "newer"}, "camera is 'newer'; must be new or old"),
        ({"country": 7}, "country is 7; text is needed"),
        ({"image": "i/0001.jpg"}, "image 'i/0001.jpg' comes a second time"),
    ],
)
def test_wrong_attributes_are_named(changes: Row, message: str, tmp_path: Path) -> None:
    table = _write(tmp_path / "t.jsonl", [_row(1), _row(2) | changes])
    fronts, problems = read_store_fronts(table)
    assert len(fronts) == len(problems) == 1
    assert f"{table}: line 3: {message}" in problems[0]


def test_tables_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"must end in .csv, .jsonl, .parquet"):
        read_store_fronts(tmp_path / "t.txt")
    for suffix in (".csv", ".jsonl", ".parquet"):
        with pytest.raises(CaosError, match="cannot be read"):
            read_store_fronts(tmp_path / f"none{suffix}")
    for suffix in (".csv", ".parquet"):
        row = {name: value for name, value in _row(1).items() if name != "camera"}
        with pytest.raises(CaosError, match="column 'camera' is missing"):
            read_store_fronts(_write(tmp_path / f"t{suffix}", [row]))
    for content, message in (("[1]\n", "holds a list"), ("{\n", "line 1: not JSON")):
        (tmp_path / "t.jsonl").write_text(content)
        with pytest.raises(CaosError, match=message):
            read_store_fronts(tmp_path / "t.jsonl")
    (tmp_path / "b.parquet").write_bytes(b"PAR1nonsense")
    with pytest.raises(CaosError, match="cannot be read"):
        read_store_fronts(tmp_path / "b.parquet")


@pytest.fixture
def store_fronts(tmp_path: Path, draw_picture: Callable[..., None]) -> Path:
    """A table of 46 pictures of three classes, with the pictures."""
    kinds = [{}] * 30 + [{"year": 2018}] * 5 + [{"year": 2017}] * 4 + [{"camera": "old"}] * 3
    kinds += [{"country": "FR"}] * 2 + [{"country": "Japan"}] * 2
    names = ("pharmacy", "bank", "gym")
    rows = [_row(number, **{"class": names[number % 3]}, **kind) for number, kind in enumerate(kinds)]
    draw_picture(tmp_path / "one.jpg")
    (tmp_path / "svsf" / "i").mkdir(parents=True)
    for row in rows:
        (tmp_path / "svsf" / row["image"]).hardlink_to(tmp_path / "one.jpg")
    return _write(tmp_path / "svsf" / "table.csv", rows)


def test_conversion(store_fronts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    counts = convert_svsf(store_fronts, out, SvsfOptions(classes=3, train=20, test=4))
    assert counts == {
        "train": 20,
        "iid": 4,
        "year-2018": 4,
        "year-2017": 4,
        "camera-old": 3,
        "country-france": 2,
    }
    images = read_images("svsf", out, "year-2018")
    assert images.classes == ("bank", "gym", "pharmacy")
    numbers = [int(Path(file).stem) for file in images.files]
    assert images.labels.tolist() == [(2, 0, 1)[number % 3] for number in numbers]
    assert all(path.is_file() for path in images.paths())
    rows = read_rows(out, "country-france")
    assert set(rows.column("country").to_pylist()) == {"france"}
    assert set(rows.column("year").to_pylist()) == {2019}
    first = (out / "manifest.parquet").read_bytes()
    convert_svsf(store_fronts, out, SvsfOptions(classes=3, train=20, test=4))
    assert (out / "manifest.parquet").read_bytes() == first


def test_conversion_refuses(store_fronts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(CaosError, match=r"has 3 classes, 20 are needed .*'bank'"):
        convert_svsf(store_fronts, out)
    with pytest.raises(CaosError, match=r"no such picture \(\d+ missing"):
        convert_svsf(store_fronts, out, SvsfOptions(classes=3), images=tmp_path)
    with store_fronts.open("a") as stream:
        stream.write("i/9.jpg,bank,US,2019,newish\n")
    with pytest.raises(CaosError, match=r"camera is 'newish'.*--skip-broken"):
        convert_svsf(store_fronts, out, SvsfOptions(classes=3))
    assert not out.exists()
    counts = convert_svsf(store_fronts, out, SvsfOptions(classes=3, skip_broken=True))
    assert counts["train"] + counts["iid"] == 30


def test_conversion_without_home_pictures(tmp_path: Path) -> None:
    table = _write(tmp_path / "t.csv", [_row(1, country="FR")])
    with pytest.raises(CaosError, match="0 pictures are from the USA, Mexico or Canada"):
        convert_svsf(table, tmp_path / "out", SvsfOptions(classes=1))


@pytest.mark.parametrize("change", [{"train": 0}, {"test": 0}, {"classes": 0}, {"seed": -1}])
def test_options_out_of_range(change: dict[str, int]) -> None:
    with pytest.raises(CaosError, match="must be at least"):
        SvsfOptions(**change)
