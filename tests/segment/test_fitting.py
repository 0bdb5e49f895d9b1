"""One pass over the train split, and figures that are kept."""

from __future__ import annotations

import pytest
import torch
from caos.segment.datasets import StreetScenes
from caos.segment.detectors import Setting, make_detector
from caos.segment.fitting import data_fingerprint, fit_detectors, weights_fingerprint
from caos.segment.models import build_model
from caos.segment.segmenter import Segmenter
from PIL import Image
from safetensors import safe_open

from caos.errors import CaosError

NAMES = ("msp", "sml", "sml_plain", "knn", "mahalanobis")


@pytest.fixture(autouse=True)
def _one_thread():
    """Layers as small as these lose time to threads that wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def segmenter():
    return Segmenter(build_model("tiny", 13, seed=0), precision="32")


@pytest.fixture
def train_set(scenes):
    return StreetScenes(scenes, "train")


class Passes:
    """Counts images and forward passes."""

    def __init__(self):
        self.told = []

    def __call__(self, *news):
        self.told.append(news)


def fitted(segmenter, train_set, folder, *, seed=0, names=NAMES, batch_size=2):
    """The detectors, and what was told meanwhile."""
    passes = Passes()
    setting = Setting(segmenter, train_set.label_set, seed)
    detectors = {name: make_detector(name, setting) for name in names}
    fit_detectors(detectors, segmenter, train_set, folder=folder, progress=passes, batch_size=batch_size)
    return detectors, passes.told


def states(detectors):
    return {name: detectors[name].state() for name in NAMES[1:]}


def assert_same(first, second):
    for name, state in states(first).items():
        for key, tensor in state.items():
            assert torch.equal(tensor, second[name].state()[key])


def test_one_pass_serves_all_and_is_kept(segmenter, train_set, tmp_path):
    first, told = fitted(segmenter, train_set, tmp_path / "detectors")
    assert [done for done, _, _ in told] == [2, 4, 6, 8]
    assert {total for _, total, _ in told} == {8}
    assert sorted(file.name for file in (tmp_path / "detectors").iterdir()) == sorted(
        f"{name}.safetensors" for name in NAMES[1:]
    )
    again, told = fitted(segmenter, train_set, tmp_path / "detectors")
    assert not told
    assert_same(first, again)


def test_metadata_names_the_origin(segmenter, train_set, tmp_path):
    fitted(segmenter, train_set, tmp_path, seed=7)
    with safe_open(tmp_path / "knn.safetensors", framework="pt") as archive:
        metadata = archive.metadata()
    assert metadata["weights"] == weights_fingerprint(segmenter)
    assert metadata["data"] == data_fingerprint(train_set)
    assert "seed=7" in metadata["recipe"]


def test_only_what_is_missing_is_learnt(segmenter, train_set, tmp_path):
    fitted(segmenter, train_set, tmp_path)
    kept = {name: (tmp_path / f"{name}.safetensors").stat().st_mtime_ns for name in NAMES[1:]}
    (tmp_path / "sml.safetensors").write_bytes(b"broken")
    (tmp_path / "knn.safetensors").unlink()
    _, told = fitted(segmenter, train_set, tmp_path)
    assert told
    changed = {name for name in kept if (tmp_path / f"{name}.safetensors").stat().st_mtime_ns != kept[name]}
    assert changed == {"sml", "knn"}


def test_other_weights_data_or_seed_are_learnt_anew(segmenter, train_set, tmp_path, make_scenes):
    before = states(fitted(segmenter, train_set, tmp_path)[0])
    other = Segmenter(build_model("tiny", 13, seed=1), precision="32")
    assert fitted(other, train_set, tmp_path)[1]
    after, told = fitted(segmenter, StreetScenes(make_scenes(tmp_path / "b", seed=9), "train"), tmp_path)
    assert told
    assert not torch.equal(after["knn"].state()["bank"], before["knn"]["bank"])
    fitted(segmenter, train_set, tmp_path)
    kept = (tmp_path / "mahalanobis.safetensors").stat().st_mtime_ns
    assert fitted(segmenter, train_set, tmp_path, seed=3)[1]
    assert (tmp_path / "mahalanobis.safetensors").stat().st_mtime_ns == kept  # draws nothing


def test_the_batch_size_does_not_matter(segmenter, train_set):
    first, _ = fitted(segmenter, train_set, None, batch_size=1)
    second, told = fitted(segmenter, train_set, None, batch_size=3)
    assert [done for done, _, _ in told] == [3, 6, 8]
    for name, state in states(first).items():
        for key, tensor in state.items():
            torch.testing.assert_close(tensor, second[name].state()[key], rtol=1e-2, atol=1e-4)


def test_a_pass_that_dies_keeps_nothing(segmenter, train_set, tmp_path):
    victim = train_set.entries[5].paths(train_set.root / "train" / "train.odgt")[0]
    whole = victim.read_bytes()
    victim.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CaosError, match=victim.name):
        fitted(segmenter, train_set, tmp_path / "detectors")
    assert not (tmp_path / "detectors").exists()
    victim.write_bytes(whole)
    assert fitted(segmenter, train_set, tmp_path / "detectors")[1]


def test_images_of_several_sizes_are_read_one_size_at_a_time(segmenter, train_set, tmp_path):
    for file in train_set.entries[2].paths(train_set.root / "train" / "train.odgt"):
        Image.open(file).crop((0, 0, 48, 32)).save(file)
    assert [done for done, _, _ in fitted(segmenter, train_set, None)[1]] == [2, 3, 5, 7, 8]


def test_nothing_to_fit_is_no_pass(segmenter, train_set, tmp_path):
    assert not fitted(segmenter, train_set, tmp_path / "detectors", names=("msp",))[1]
    assert not (tmp_path / "detectors").exists()


def test_the_test_split_is_refused(segmenter, scenes):
    with pytest.raises(CaosError, match="fitted on the train split, not on test"):
        fitted(segmenter, StreetScenes(scenes, "test"), None)


def test_a_missing_file_is_one_line(segmenter, train_set):
    train_set.entries[3].paths(train_set.root / "train" / "train.odgt")[1].unlink()
    with pytest.raises(CaosError, match=r"3\.png: not readable"):
        fitted(segmenter, train_set, None)
