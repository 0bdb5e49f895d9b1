"""Slices against plain loops over objects with scikit-learn."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, VOID
from caos.metrics import PROTOCOLS, ood_metrics
from caos.metrics.cuts import Cut
from caos.metrics.objects import ImageObjects
from caos.metrics.slices import SliceCollector
from caos.runs import Slice

SIZE = Cut("size", "share of the image", "object", edges=(0.01, 0.02), unit="%", scale=100)
CATEGORY = Cut("category", "kind", "object")
WEATHER = Cut("weather", "sky", "image", order=("clear", "rain"))
KEPT = PROTOCOLS["pooled"].kept(STREETHAZARDS)


def images(number=14, seed=0):
    """Two objects in most images, none in the last; void counts nowhere."""
    rng = np.random.default_rng(seed)
    for index in range(number):
        label = rng.integers(0, 3, (20, 30)).astype(np.uint8)
        label[:2] = VOID
        ids = np.zeros(label.shape, np.int32)
        properties = []
        for number_, (left, width, kind) in enumerate(((2, 3 + index % 3, "chair"), (15, 2, "boat"))):
            if index == number - 1 or (number_ and index % 4 == 0):
                continue
            label[6:9, left : left + width] = ANOMALY
            ids[6:9, left : left + width] = len(properties) + 1
            properties.append({"size": 3 * width / label.size, "category": kind})
        scores = {name: rng.standard_normal(label.shape) + (label == ANOMALY) for name in ("a", "b")}
        scores["a"][label == VOID] = 9
        known = {"weather": ("rain", "clear", "fog")[index % 3]} if index else {}
        yield f"t/{index:02}", scores, label, known, ImageObjects(ids, properties)


def collected(seen, cuts=(SIZE, CATEGORY, WEATHER)):
    collector = SliceCollector(["a", "b"], cuts)
    for name, scores, label, properties, objects in seen:
        collector.update(name, scores, label, kept=KEPT, properties=properties, objects=objects)
    return collector


def tables(collector):
    return {each.name: each for each in collector.slices(np.random.default_rng(0))}


def against_normals(scores, label, chosen):
    normal = (label != ANOMALY) & (label != VOID)
    truth = np.append(np.ones(chosen.sum()), np.zeros(normal.sum()))
    values = np.append(scores[chosen], scores[normal])
    return (
        roc_auc_score(truth, values),
        average_precision_score(truth, values),
        ood_metrics(values, truth).fpr95,
    )


def test_rows_of_objects_are_means_over_objects():
    seen = list(images())
    found = tables(collected(seen))["category"]
    assert [row.value for row in found.rows] == ["boat", "chair"]
    for row in found.rows:
        for score in ("a", "b"):
            figures, hosts = [], set()
            for name, scores, label, _, objects in seen:
                for number, known in enumerate(objects.properties):
                    if known["category"] == row.value:
                        figures.append(against_normals(scores[score], label, objects.ids == number + 1))
                        hosts.add(name)
            own = row.methods[score]
            assert (own.auroc, own.aupr, own.fpr95) == pytest.approx(tuple(np.mean(figures, axis=0)))
            assert (row.anomalies, row.images) == (len(figures), len(hosts))


def test_rows_of_images_are_means_over_whole_images():
    seen = list(images())
    found = tables(collected(seen))["weather"]
    assert [(row.value, row.images, row.anomalies) for row in found.rows] == [
        ("clear", 4, 7), ("rain", 4, 7), ("fog", 4, 7)
    ]  # fmt: skip
    for row in found.rows:
        figures = [
            against_normals(scores["a"], label, label == ANOMALY)
            for _, scores, label, known, objects in seen
            if known.get("weather") == row.value and objects.properties
        ]
        own = row.methods["a"]
        assert (own.auroc, own.aupr, own.fpr95) == pytest.approx(tuple(np.mean(figures, axis=0)))
        assert own.intervals == {}


def test_sizes_lie_between_edges():
    found = tables(collected(list(images())))["size"]
    # 3 x 2 of 20 x 30 pixels lie on the edge, and above it
    assert [row.value for row in found.rows] == ["1 to 2 %", "2 % and more"]
    cut = Cut("d", "", "object", edges=(5.0, 10.0), unit="m")
    assert [cut.row({"d": value}) for value in (0, 4.999, 5, 10, 1e9)] == [
        "below 5 m", "below 5 m", "5 to 10 m", "10 m and more", "10 m and more"
    ]  # fmt: skip
    assert cut.row({}) is None
    assert cut.ordered(["10 m and more", "below 5 m"]) == ["below 5 m", "10 m and more"]


def test_intervals_resample_images_not_objects():
    """Twenty images that say everything twice know no more than once."""
    rng = np.random.default_rng(0)
    once, twice = (SliceCollector(["a"], [CATEGORY]) for _ in range(2))
    for index in range(20):
        label = rng.integers(0, 3, (12, 16)).astype(np.uint8)
        label[4:8, 2:5] = label[4:8, 10:13] = ANOMALY
        scores = rng.standard_normal(label.shape) + (label == ANOMALY) * rng.normal(1, 0.5)
        scores[4:8, 10:13] = scores[4:8, 2:5]
        ids = np.zeros(label.shape, np.int32)
        ids[4:8, 2:5], ids[4:8, 10:13] = 1, 2
        for collector, count in ((once, 1), (twice, 2)):
            objects = ImageObjects(ids, [{"category": "chair"}] * count)
            collector.update(str(index), {"a": scores}, label, kept=KEPT, properties={}, objects=objects)
    first, second = (tables(each)["category"].rows[0].methods["a"] for each in (once, twice))
    assert first.intervals["auroc"] == pytest.approx(second.intervals["auroc"])
    low, high = first.intervals["auroc"]
    assert low < first.auroc < high


@given(st.permutations(range(14)), st.integers(0, 14))
@settings(max_examples=6, deadline=None)
def test_order_and_merging_do_not_matter(order, cut):
    seen = list(images())
    left = collected([seen[place] for place in order[:cut]])
    left.merge(collected([seen[place] for place in order[cut:]]))
    assert tables(left) == tables(collected(seen))


def test_result_json_takes_them():
    for each in tables(collected(list(images()))).values():
        assert Slice.model_validate(asdict(each)).name == each.name


def test_nothing_known_gives_no_slices():
    seen = [(name, scores, label, {}, ImageObjects(o.ids, [])) for name, scores, label, _, o in images()]
    assert tables(collected(seen)) == {}


def test_bad_input():
    seen = list(images())
    collector = collected(seen)
    before = tables(collector)
    name, scores, label, properties, objects = seen[0]
    with pytest.raises(CaosError, match="image t/00 was given twice"):
        collector.update(name, scores, label, kept=KEPT, properties=properties, objects=objects)
    with pytest.raises(CaosError, match="image x: scores a, expected a, b"):
        collector.update("x", {"a": 1}, label, kept=KEPT, properties={}, objects=objects)
    bad = scores | {"b": np.full(label.shape, np.nan)}
    with pytest.raises(CaosError, match="NaN"):
        collector.update("x", bad, label, kept=KEPT, properties={}, objects=objects)
    with pytest.raises(CaosError, match="cannot merge slices"):
        collector.merge(collected([], cuts=[SIZE]))
    with pytest.raises(CaosError, match="image t/00 was given twice"):
        collector.merge(collector)
    assert tables(collector) == before
