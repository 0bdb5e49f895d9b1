from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.errors import CaosError
from caos.frames import SPLITS, OdgtEntry, read_odgt, split_named, write_odgt

NAMES = st.text(st.characters(categories=["L", "N"], include_characters="_- "), min_size=1, max_size=12)
ENTRIES = st.builds(
    OdgtEntry,
    image=NAMES.map(lambda name: f"images/test/{name}.png"),
    annotation=NAMES.map(lambda name: f"annotations/test/{name}.png"),
    width=st.integers(1, 10_000),
    height=st.integers(1, 10_000),
    db_name=st.text(max_size=5),
)


def _record(**changes: object) -> dict[str, object]:
    return {
        "dbName": "StreetHazards",
        "width": 1280,
        "height": 720,
        "fpath_img": "images/test/t5/300.png",
        "fpath_segm": "annotations/test/t5/300.png",
    } | changes


@given(st.lists(ENTRIES, max_size=5))
@settings(max_examples=40, deadline=None)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, entries: list[OdgtEntry]) -> None:
    path = tmp_path_factory.mktemp("odgt") / "test" / "test.odgt"
    write_odgt(path, entries)
    assert read_odgt(path) == entries


def test_one_line_that_any_json_reader_reads(tmp_path: Path) -> None:
    path = tmp_path / "test.odgt"
    write_odgt(path, [OdgtEntry("images/a.png", "annotations/a.png", 3, 2)] * 2)
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert json.loads(text)[0] == {
        "dbName": "StreetHazards",
        "width": 3,
        "height": 2,
        "fpath_img": "images/a.png",
        "fpath_segm": "annotations/a.png",
    }


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("count", [1, 3])
def test_one_record_per_line(tmp_path: Path, ending: str, count: int) -> None:
    path = tmp_path / "test.odgt"
    lines = [json.dumps(_record(fpath_img=f"images/test/{n}.png")) for n in range(count)]
    path.write_bytes((ending.join(lines) + ending + ending).encode())
    assert [entry.image for entry in read_odgt(path)] == [f"images/test/{n}.png" for n in range(count)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fpath_img": "/etc/passwd"}, "absolute"),
        ({"fpath_img": "C:\\x.png"}, "absolute"),
        ({"fpath_img": "\\\\host\\share\\x.png"}, "absolute"),
        ({"fpath_segm": "../../x.png"}, "leads out"),
        ({"fpath_segm": "a/../../../x.png"}, "leads out"),
        ({"fpath_segm": "..\\..\\x.png"}, "leads out"),
        ({"fpath_img": ""}, "no path"),
        ({"fpath_img": 7}, "no path"),
        ({"fpath_img": "a\0b"}, "no path"),
        ({"width": 0}, "width: 0"),
        ({"height": "720"}, "height: '720'"),
        ({"height": True}, "height: True"),
    ],
)
def test_bad_record_is_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = tmp_path / "test" / "test.odgt"
    path.parent.mkdir()
    path.write_text(json.dumps([_record(), _record(**change)]), encoding="utf-8")
    with pytest.raises(CaosError, match=rf"test\.odgt: record 2: .*{message}"):
        read_odgt(path)


def test_one_step_up_is_fine_in_an_archive_only(tmp_path: Path) -> None:
    record = json.dumps([_record(fpath_img="../test/images/a.png")])
    for folder in ("test", "elsewhere"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "test.odgt").write_text(record)
    assert read_odgt(tmp_path / "test" / "test.odgt")[0].image == "../test/images/a.png"
    with pytest.raises(CaosError, match="leads out"):
        read_odgt(tmp_path / "elsewhere" / "test.odgt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: not JSON"),
        ('[{"width": 3,', "line 1: not JSON"),
        ('{"a": 1}\n{"a": ', "line 2: not JSON"),
        ("[3]", "record 1: a int"),
        ('[{"width": 3}]', "record 1: 'height' is missing"),
    ],
)
def test_bad_list_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "test.odgt").write_text(text)
    with pytest.raises(CaosError, match=rf"test\.odgt: {message}"):
        read_odgt(tmp_path / "test.odgt")


def test_missing_and_binary_list(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such list"):
        read_odgt(tmp_path / "train" / "train.odgt")
    (tmp_path / "x.odgt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CaosError, match="UTF-8"):
        read_odgt(tmp_path / "x.odgt")


def test_layout_is_that_of_the_original() -> None:
    assert [split.odgt for split in SPLITS.values()] == [
        "train/train.odgt",
        "train/validation.odgt",
        "test/test.odgt",
    ]
    assert split_named("validation").frame_paths("t4", 7) == (
        "train/images/validation/t4/7.png",
        "train/annotations/validation/t4/7.png",
    )
    assert SPLITS["train"].frame_paths("t1-3", 0)[0] == "train/images/training/t1-3/0.png"
    for town in ("", "..", "a/b", ".hidden", "a\\b"):
        with pytest.raises(CaosError, match="folder name"):
            SPLITS["test"].frame_paths(town, 0)
    with pytest.raises(CaosError, match="negative"):
        SPLITS["test"].frame_paths("t5", -1)
    with pytest.raises(CaosError, match="known: train, validation, test"):
        split_named("val")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, "nested too deep"),
        ('[{"width": ' + "9" * 5000 + "}]", "digits"),
        (json.dumps([_record(fpath_img="a\ud800.png")]), "is no path"),
    ],
)
def test_hostile_json_is_told_in_one_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "test.odgt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaosError, match=told):
        read_odgt(path)
