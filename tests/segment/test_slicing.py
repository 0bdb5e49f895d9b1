"""What is known of images and anomalies: with a manifest, with instance maps, and with labels alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from caos.segment.datasets import StreetScenes
from caos.segment.slicing import CUTS, SplitFacts, components, weather_name

from caos.errors import CaosError
from caos.frames import MANIFEST_FILE, WEATHER_NAMES, AnomalyRecord, ExtraData, FrameRecord, FrameWriter
from caos.labels import ANOMALY, STREETHAZARDS

SHAPE = (40, 60)
CALM = dict.fromkeys(WEATHER_NAMES, 0.0)


def anomaly(model, pixels, **changes):
    known = {"category": model.split("-")[0], "distance_m": 7.5, "occluded_fraction": 0.2} | changes
    return AnomalyRecord(model_id=model, pose=(0.0,) * 6, pixels=pixels, **known)


def frame(number, anomalies, **changes):
    known = {"town": "t5", "weather": CALM, "time_of_day": "dusk"} | changes
    return FrameRecord(
        split="test", number=number, width=SHAPE[1], height=SHAPE[0], camera=(0.0,) * 6, fov=70.0, seed=1,
        server_version="0.9.16", anomalies=anomalies, **known,
    )  # fmt: skip


def label_of(*rectangles):
    label = np.full(SHAPE, 7, np.uint8)
    for top, left, height, width in rectangles:
        label[top : top + height, left : left + width] = ANOMALY
    return label


@pytest.fixture
def rendered(tmp_path):
    """Three frames: an anomaly cut in two by a pole; two of different sizes; two of one size."""
    writer = FrameWriter(tmp_path, STREETHAZARDS)
    image = np.zeros((*SHAPE, 3), np.uint8)
    wet = CALM | {"wetness": 50.0}
    writer.write(
        frame(0, (anomaly("chair-1", 20),), weather=wet), image, label_of((5, 5, 5, 2), (5, 9, 5, 2))
    )
    two = (anomaly("chair-1", 25, distance_m=3.0), anomaly("boat-2", 40, distance_m=30.0))
    writer.write(frame(1, two), image, label_of((5, 5, 5, 5), (20, 20, 5, 8)))
    twins = (anomaly("chair-1", 25), anomaly("boat-2", 25))
    writer.write(frame(2, twins, town="t6"), image, label_of((5, 5, 5, 5), (20, 20, 5, 5)))
    writer.finish()
    return tmp_path


def facts_of(root):
    dataset = StreetScenes(root, "test")
    known = SplitFacts(dataset)
    return {dataset.name(index): known.of(index, dataset.read(index)[1]) for index in range(len(dataset))}


def test_one_recorded_anomaly_owns_all_pixels(rendered):
    facts = facts_of(rendered)["t5/0"]
    assert facts.properties == {"town": "t5", "weather": "wet", "time of day": "dusk"}
    assert facts.objects.properties == [
        {"size": pytest.approx(20 / 2400), "distance": 7.5, "occlusion": 0.2, "category": "chair"}
    ]
    assert (facts.objects.ids == 1).sum() == 20


def test_several_are_told_apart_by_their_pixels(rendered):
    found = facts_of(rendered)["t5/1"].objects
    by_size = {(found.ids == number + 1).sum(): known for number, known in enumerate(found.properties)}
    assert by_size[25]["category"] == "chair"
    assert by_size[25]["distance"] == 3.0
    assert by_size[40]["category"] == "boat"
    assert by_size[40]["size"] == pytest.approx(40 / 2400)


def test_what_is_ambiguous_keeps_its_size_alone(rendered):
    found = facts_of(rendered)["t6/2"].objects
    assert found.properties == [{"size": pytest.approx(25 / 2400)}] * 2


def test_instances_settle_it(tmp_path):
    """Two anomalies of one size that touch: only the instance map knows where one ends."""
    writer = FrameWriter(tmp_path, STREETHAZARDS)
    label = label_of((5, 5, 5, 10))
    ids = np.zeros(SHAPE, np.uint16)
    ids[30:] = 1
    ids[5:10, 5:10], ids[5:10, 10:15] = 3, 2
    rows = (
        '{"instances": ['
        '{"id": 1, "kind": "vehicle", "class_name": "car", "model": "v", "pixels": 600},'
        '{"id": 2, "kind": "anomaly", "class_name": "anomaly", "model": "boat-2", "pixels": 25},'
        '{"id": 3, "kind": "anomaly", "class_name": "anomaly", "model": "chair-1", "pixels": 25}]}'
    )
    extras = (
        ExtraData("instances", ".png", bytes(cv2.imencode(".png", ids)[1])),
        ExtraData("instances", ".json", rows.encode()),
    )
    records = (anomaly("chair-1", 25, distance_m=3.0), anomaly("boat-2", 25, distance_m=9.0))
    writer.write(frame(0, records), np.zeros((*SHAPE, 3), np.uint8), label, extras)
    writer.finish()
    found = facts_of(tmp_path)["t5/0"].objects
    places = {known["category"]: found.ids == number + 1 for number, known in enumerate(found.properties)}
    assert (places["chair"] == (ids == 3)).all()
    assert (places["boat"] == (ids == 2)).all()
    assert [known["distance"] for known in found.properties] == [9.0, 3.0]


def test_without_manifest_there_are_town_and_components(rendered):
    (rendered / MANIFEST_FILE).unlink()
    facts = facts_of(rendered)
    assert facts["t5/0"].properties == {"town": "t5"}
    assert facts["t5/0"].objects.properties == [{"size": pytest.approx(10 / 2400)}] * 2
    assert facts["t6/2"].properties == {"town": "t6"}


def test_frames_without_anomalies_have_no_objects(rendered):
    found = SplitFacts(StreetScenes(rendered, "test")).of(1, np.full(SHAPE, 7, np.uint8)).objects
    assert found.properties == []
    assert not found.ids.any()


def test_components_join_over_corners():
    label = np.full((4, 4), 7, np.uint8)
    label[0, 0] = label[1, 1] = label[3, 3] = ANOMALY
    ids = components(label)
    assert ids[0, 0] == ids[1, 1] != ids[3, 3]
    assert ids.max() == 2


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "clear"),
        ({"cloudiness": 50}, "cloudy"),
        ({"cloudiness": 90, "precipitation_deposits": 30}, "wet"),
        ({"wetness": 90, "precipitation": 10}, "rain"),
        ({"precipitation": 10, "fog_density": 20}, "fog"),
    ],
)
def test_weather_has_one_name(changes, name):
    assert weather_name(CALM | changes) == name


def test_every_cut_has_a_name_of_its_own():
    assert len({cut.name for cut in CUTS}) == len(CUTS) == 7


def test_a_broken_manifest_is_told(rendered):
    (rendered / MANIFEST_FILE).write_bytes(b"no parquet")
    with pytest.raises(CaosError, match="not a readable Parquet file"):
        SplitFacts(StreetScenes(rendered, "test"))
