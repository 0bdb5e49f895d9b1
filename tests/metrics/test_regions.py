"""False alarms by region against plain loops; the boundary against SciPy's distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import distance_transform_edt

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, VOID
from caos.metrics.regions import FalsePositiveCounts, boundary_mask
from caos.runs import FalsePositives

LABELS = (0, 1, 12, ANOMALY, VOID)


def distances(label):
    """To the nearest pixel of another class, from pixels of a class; infinity elsewhere."""
    classes = [value for value in np.unique(label) if value not in (ANOMALY, VOID)]
    found = np.full(label.shape, np.inf)
    for own in classes:
        others = np.isin(label, [value for value in classes if value != own])
        if others.any():
            found[label == own] = distance_transform_edt(~others)[label == own]
    return found


@given(arrays(np.uint8, (11, 14), elements=st.sampled_from(LABELS)), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_boundary_of_noise(label, radius):
    assert (boundary_mask(label, radius) == (distances(label) <= radius)).all()


@given(st.integers(0, 1000), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_boundary_of_areas(seed, radius):
    rng = np.random.default_rng(seed)
    label = np.kron(rng.choice(LABELS, (3, 4)), np.ones((9, 9))).astype(np.uint8)
    assert (boundary_mask(label, radius) == (distances(label) <= radius)).all()


def test_anomalies_and_void_make_no_border():
    label = np.full((20, 20), 7, np.uint8)
    label[5:10, 5:10] = ANOMALY
    label[15:] = VOID
    assert not boundary_mask(label).any()


def images(number=5, seed=0):
    rng = np.random.default_rng(seed)
    for index in range(number):
        shape = (24, 36) if index % 2 else (30, 20)
        label = rng.choice(LABELS, (shape[0] // 6, shape[1] // 4))
        label = np.kron(label, np.ones((6, 4))).astype(np.uint8)
        yield {name: rng.standard_normal(shape).astype(np.float32) for name in ("a", "b")}, label


def counted(seen, **settings_):
    counts = FalsePositiveCounts({"a": 0.5, "b": 1.0}, STREETHAZARDS, radius=2, grid=(3, 4), **settings_)
    for scores, label in seen:
        counts.update(scores, label)
    return counts


def test_shares_are_those_of_plain_loops():
    seen = list(images())
    counts = counted(seen)
    for score, threshold in (("a", 0.5), ("b", 1.0)):
        alarms, normals = {}, {}
        for scores, label in seen:
            height, width = label.shape
            near = distances(label) <= 2
            for y, x in np.argwhere((label != ANOMALY) & (label != VOID)):
                places = (
                    STREETHAZARDS.classes[label[y, x]],
                    "boundary" if near[y, x] else "interior",
                    (y * 3 // height, x * 4 // width),
                )
                for place in places:
                    normals[place] = normals.get(place, 0) + 1
                    alarms[place] = alarms.get(place, 0) + int(scores[score][y, x] >= threshold)
        shares = {place: alarms[place] / count for place, count in normals.items()}
        found = counts.compute()[score]
        assert found.by_class == {name: shares.get(name) for name in STREETHAZARDS.classes}
        assert (found.boundary, found.interior) == (shares["boundary"], shares["interior"])
        heat = counts.heat_maps()[score]
        assert heat.shape == (3, 4)
        for place in np.ndindex(3, 4):
            assert heat[place] == pytest.approx(shares.get(place, np.nan), nan_ok=True)


@given(st.permutations(range(5)), st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_order_and_merging_do_not_matter(order, cut):
    seen = list(images())
    left = counted([seen[place] for place in order[:cut]])
    left.merge(counted([seen[place] for place in order[cut:]]))
    whole = counted(seen)
    assert left.compute() == whole.compute()
    for score, heat in left.heat_maps().items():
        np.testing.assert_array_equal(heat, whole.heat_maps()[score])


def test_nothing_seen_has_no_share():
    found = counted([]).compute()["a"]
    assert (found.boundary, found.interior) == (None, None)
    assert set(found.by_class.values()) == {None}
    assert np.isnan(counted([]).heat_maps()["a"]).all()


def test_result_json_takes_them():
    found = counted(list(images())).compute()["a"]
    assert FalsePositives.model_validate(found, from_attributes=True).by_class == found.by_class


def test_bad_input():
    counts = counted([])
    label = np.zeros((4, 4), np.uint8)
    with pytest.raises(CaosError, match="scores a given, but a, b expected"):
        counts.update({"a": np.zeros((4, 4))}, label)
    with pytest.raises(CaosError, match=r"score 'b': shape \(3, 4\), but the labels have \(4, 4\)"):
        counts.update({"a": np.zeros((4, 4)), "b": np.zeros((3, 4))}, label)
    assert counts.compute() == counted([]).compute()
    with pytest.raises(CaosError, match="cannot merge"):
        counts.merge(FalsePositiveCounts({"a": 0.5, "b": 1.0}, STREETHAZARDS))
    with pytest.raises(CaosError, match="radius 0 and heat map 54x96 must be at least 1"):
        FalsePositiveCounts({"a": 0.5}, STREETHAZARDS, radius=0)
