"""Predictions written and read again, and files that are none."""

from __future__ import annotations

import numpy as np
import pytest
from caos.classify.predictions import FORMAT, read_predictions, write_predictions

from caos.errors import CaosError
from caos.metrics.classification import Predictions


def some():
    rng = np.random.default_rng(0)
    return Predictions(
        rng.normal(size=(6, 4)).astype(np.float32),
        np.array([0, 1, 2, 3, 0, 1]),
        np.array(["a", "b", "c", "a", "b", "ü"]),
        "logits",
        {"severity": np.array([1, 1, 1, 2, 2, 2]), "file": np.array(["x"] * 6)},
    )


def members():
    one = some()
    return {
        "format": np.array(FORMAT),
        "kind": np.array("logits"),
        "scores": one.scores,
        "labels": one.labels,
        "names": one.names,
        "group.severity": one.groups["severity"],
    }


def test_round_trip_and_same_bytes(tmp_path):
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write_predictions(first, some())
    write_predictions(second, read_predictions(first))
    assert first.read_bytes() == second.read_bytes()
    read = read_predictions(first)
    assert np.array_equal(read.scores, some().scores)
    assert read.names.tolist() == some().names.tolist()
    assert read.groups["severity"].tolist() == [1, 1, 1, 2, 2, 2]
    assert read.groups["file"].tolist() == ["x"] * 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.npz", "b.npz"]


def test_multi_label_round_trip(tmp_path):
    truth = np.array([[True, False], [True, True]])
    given = Predictions(np.zeros((2, 2), np.float32), truth, np.array(["a", "b"]), "probabilities")
    write_predictions(tmp_path / "m.npz", given)
    read = read_predictions(tmp_path / "m.npz")
    assert read.multilabel
    assert np.array_equal(read.labels, truth)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"format": np.array("caos-predictions 9")}, "format 'caos-predictions 9'"),
        ({"kind": np.array("votes")}, "kind='votes'"),
        ({"scores": None}, "no member 'scores'"),
        ({"severity": np.zeros(6, int)}, "unknown member 'severity'; groups are called group.<name>"),
        ({"labels": np.full(6, 9)}, "label 9 of image 0"),
        ({"names": np.array(["a", 1], dtype=object)}, "not readable as predictions"),
        ({"group.severity": np.zeros(5, int)}, "group 'severity'"),
    ],
)
def test_files_that_are_none(tmp_path, changes, told):
    path = tmp_path / "p.npz"
    np.savez(path, **{name: value for name, value in (members() | changes).items() if value is not None})
    with pytest.raises(CaosError, match=r"p\.npz") as caught:
        read_predictions(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_files(tmp_path):
    with pytest.raises(CaosError, match="no such file"):
        read_predictions(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("hello")
    with pytest.raises(CaosError, match="not readable"):
        read_predictions(tmp_path / "text.npz")
    (tmp_path / "empty.npz").write_bytes(b"")
    with pytest.raises(CaosError, match="not readable"):
        read_predictions(tmp_path / "empty.npz")
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(CaosError, match="a single array"):
        read_predictions(tmp_path / "one.npy")
    write_predictions(tmp_path / "cut.npz", some())
    whole = (tmp_path / "cut.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CaosError, match="not readable"):
        read_predictions(tmp_path / "cut.npz")
    with pytest.raises(CaosError, match=r"ends in \.npz"):
        write_predictions(tmp_path / "a.txt", some())


def test_a_flipped_bit_is_noticed(tmp_path):
    path = tmp_path / "p.npz"
    write_predictions(path, some())
    data = bytearray(path.read_bytes())
    data[data.index(some().scores.tobytes()) + 5] ^= 1
    path.write_bytes(data)
    with pytest.raises(CaosError, match="not readable"):
        read_predictions(path)
