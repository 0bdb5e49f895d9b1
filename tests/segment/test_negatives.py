from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from caos.segment.config import ExposureConfig
from caos.segment.datasets import StreetScenes
from caos.segment.leaks import refuse_shown_anomalies, shown_models
from caos.segment.negatives import Shapes, blob, cutouts, paste, read_cutout, rendered
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.errors import CaosError
from caos.training import RunDescription, TrainingConfig

RED = (200, 10, 20)


def save_cutout(file, *, alpha=255, size=(20, 30)):
    """A red square with a transparent border of four pixels."""
    picture = np.zeros((*size, 4), dtype=np.uint8)
    picture[4:-4, 4:-4, :3] = RED[::-1]
    picture[4:-4, 4:-4, 3] = alpha
    file.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(file), picture)
    return file


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.05, 1.0), st.integers(1, 40), st.integers(1, 90))
def test_pasting_changes_the_cut_out_s_pixels_and_no_other(seed, largest, height, width):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (24, 32, 3), dtype=np.uint8)
    label = rng.integers(0, 13, (24, 32), dtype=np.uint8)
    before = image.copy(), label.copy()
    cutout = np.full((height, width, 4), 255, dtype=np.uint8)
    cutout[..., :3] = RED
    pasted, marked = paste(image, label, cutout, (0.05, largest), rng)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(label, before[1])
    negative = marked == 254
    assert negative.any()
    np.testing.assert_array_equal(marked[~negative], label[~negative])
    np.testing.assert_array_equal(pasted[~negative], image[~negative])
    assert (np.abs(pasted[negative].astype(int) - RED) <= 1).all()
    assert negative.any(axis=1).sum() <= max(1, round(largest * 24))


def test_half_transparent_edges_blend_and_belong_to_the_scene_below_half():
    cutout = np.array([[[200, 200, 200, 127], [200, 200, 200, 128]]], dtype=np.uint8)
    image, label = np.zeros((1, 2, 3), dtype=np.uint8), np.zeros((1, 2), dtype=np.uint8)
    pasted, marked = paste(image, label, cutout, (1.0, 1.0), np.random.default_rng(0))
    assert marked.tolist() == [[0, 254]]
    assert pasted[..., 0].tolist() == [[100, 100]]


def test_transparent_pixels_lend_no_colour_to_the_edges():
    cutout = np.zeros((40, 40, 4), dtype=np.uint8)
    cutout[5:35, 5:35] = 255
    image, label = np.full((20, 20, 3), 255, dtype=np.uint8), np.zeros((20, 20), dtype=np.uint8)
    for size in (0.3, 0.9):
        pasted, marked = paste(image, label, cutout, (size, size), np.random.default_rng(0))
        assert (marked == 254).any()
        assert pasted.min() == 255  # white on white


def test_cut_outs_are_cropped_sorted_and_refused_with_a_reason(tmp_path):
    folder = tmp_path / "cutouts"
    files = [save_cutout(folder / name) for name in ("b.png", "deep/a.png")]
    pasted = cutouts(folder, (0.1, 0.5))
    assert pasted.files == tuple(sorted(files))
    assert read_cutout(files[0]).shape == (12, 22, 4)
    assert tuple(read_cutout(files[0])[0, 0]) == (*RED, 255)
    image, label = np.zeros((24, 32, 3), dtype=np.uint8), np.zeros((24, 32), dtype=np.uint8)
    once, again = (pasted(image, label, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(once[0], again[0])
    np.testing.assert_array_equal(once[1], again[1])
    cv2.imwrite(str(folder / "c.png"), np.zeros((4, 4, 3), dtype=np.uint8))
    with pytest.raises(CaosError, match=r"c\.png: a cut-out needs 8-bit RGB with an alpha channel"):
        cutouts(folder, (0.1, 0.5))
    save_cutout(folder / "c.png", alpha=0)
    with pytest.raises(CaosError, match="wholly transparent"):
        cutouts(folder, (0.1, 0.5))
    (folder / "c.png").write_bytes(b"no picture")
    with pytest.raises(CaosError, match="not a readable picture"):
        cutouts(folder, (0.1, 0.5))
    with pytest.raises(CaosError, match="no such folder"):
        cutouts(tmp_path / "nowhere", (0.1, 0.5))
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaosError, match="neither a data set"):
        cutouts(tmp_path / "empty", (0.1, 0.5))


def test_shapes_are_blobs_of_their_own_and_follow_the_seed(scenes):
    shapes = Shapes(StreetScenes(scenes, "train"), (0.2, 0.5))
    image, label = StreetScenes(scenes, "train").read(0)
    one, two, other = (shapes(image, label, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one[0], two[0])
    assert not np.array_equal(one[1], other[1])
    for pasted, marked in (one, other):
        changed = (pasted != image).any(axis=2)
        assert (marked == 254).any()
        assert not changed[cv2.dilate((marked == 254).astype(np.uint8), np.ones((5, 5))) == 0].any()
    alpha = blob(96, np.random.default_rng(0))
    assert alpha[48, 48] == 255
    assert alpha[[0, 0, -1, -1], [0, -1, 0, -1]].tolist() == [0, 0, 0, 0]


def test_rendered_negatives_hold_some_frames_out_and_bring_their_own_labels(scenes):
    training, validation = rendered(scenes)
    assert (training.indices, validation.indices) == ((1, 2, 3), (0,))
    image, label = np.zeros((48, 64, 3), dtype=np.uint8), np.zeros((48, 64), dtype=np.uint8)
    shown, marked = training(image, label, np.random.default_rng(0))
    assert (marked == 254).any()
    assert shown.shape == image.shape
    odgt = scenes / "test" / "test.odgt"
    odgt.write_text(json.dumps(json.loads(odgt.read_text())[:1]))
    with pytest.raises(CaosError, match="need two or more"):
        rendered(scenes)


def test_negatives_that_are_test_anomalies_are_refused(tmp_path, manifests):
    data = manifests.evaluated(tmp_path / "data", ("stool_1", "stool"), ("cat", "pet"))

    def told(*anomalies, town="t1"):
        with pytest.raises(CaosError) as caught:
            shown_models(manifests.negatives(tmp_path / "neg", *anomalies, town=town), data, unchecked=False)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    assert "the model 'cat'" in told(("cat", "lion"), ("gong", "bell"))
    assert "the category 'stool' of the negatives" in told(("stool_2", " Stool "))
    assert "the town 't5'" in told(("gong", "bell"), town="t5")
    assert "the town 't4'" in told(("gong", "bell"), town="t4")
    assert "show no anomaly" in told()
    fine = manifests.negatives(tmp_path / "neg", ("gong", "Bell"), ("lamp", "lamp"))
    shown = shown_models(fine, data, unchecked=False)
    assert shown == {"exposure.models": ["gong", "lamp"], "exposure.categories": ["bell", "lamp"]}


def test_unknown_anomalies_need_a_word(tmp_path, scenes, manifests):
    shown = manifests.negatives(tmp_path / "neg", ("gong", "bell"))
    with pytest.raises(CaosError, match=r"set exposure\.unchecked = true"):
        shown_models(shown, scenes, unchecked=False)
    assert shown_models(shown, scenes, unchecked=True)["exposure.models"] == ["gong"]


def test_a_run_is_not_evaluated_on_what_it_was_shown(tmp_path, manifests):
    def run(**options):
        return RunDescription(
            model="tiny", classes=("a",), dataset="x", data="d", training=TrainingConfig(), options=options
        )

    exposed = run(**{"exposure.models": ["gong"], "exposure.categories": ["bell"]})
    refuse_shown_anomalies(tmp_path / "run", exposed, manifests.evaluated(tmp_path / "one", ("cat", "pet")))
    refuse_shown_anomalies(tmp_path / "run", run(), manifests.evaluated(tmp_path / "two", ("gong", "bell")))
    with pytest.raises(CaosError, match="the category 'bell'"):
        refuse_shown_anomalies(
            tmp_path / "run", exposed, manifests.evaluated(tmp_path / "three", ("gong_2", "bell"))
        )


def test_exposure_configuration_mistakes():
    with pytest.raises(ValueError, match="must lie below"):
        ExposureConfig(energy_in=-2.0, energy_out=-3.0)
    with pytest.raises(ValueError, match="high <= 1"):
        ExposureConfig(size=(0.5, 0.2))
