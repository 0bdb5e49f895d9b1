"""Label sets: the published ids and colours, and tables that invert one another."""

from __future__ import annotations

import numpy as np
import pytest

from caos.errors import CaosError
from caos.labels import (
    ANOMALY,
    BDD_CLASS_NAMES,
    CARLA_TAG_NAMES,
    CARLA_TO_CLASS,
    CLASS_NAMES,
    STREETHAZARDS,
    VOID,
    LabelSet,
    bdd_anomaly,
    carla_to_class_table,
)

LABEL_SETS = [
    STREETHAZARDS,
    bdd_anomaly(["train", "motorcycle", "bicycle"]),
    bdd_anomaly(["train", "motorcycle"]),
]


def test_streethazards_ids_are_the_published_ones() -> None:
    # Disk id = published index + 1; 13 (disk 14) is the anomaly.
    decode = STREETHAZARDS.decode_table()
    assert decode[1] == CLASS_NAMES.index("background")
    assert decode[8] == CLASS_NAMES.index("road")
    assert decode[11] == CLASS_NAMES.index("car")
    assert decode[14] == ANOMALY
    assert set(decode[[0, 15, 200, 255]]) == {VOID}


def test_bdd_anomaly_keeps_the_classes_that_are_not_anomalies() -> None:
    labels = bdd_anomaly(["train", "motorcycle"])
    decode = labels.decode_table()
    for train_id, name in enumerate(BDD_CLASS_NAMES):
        expected = ANOMALY if name in ("train", "motorcycle") else labels.classes.index(name)
        assert decode[train_id + 1] == expected
    assert decode[0] == VOID
    assert len(labels.classes) == 17


@pytest.mark.parametrize("labels", LABEL_SETS, ids=lambda labels: f"{labels.name}-{len(labels.classes)}")
def test_encoding_inverts_decoding(labels: LabelSet) -> None:
    decode, encode = labels.decode_table(), labels.encode_table()
    in_memory = np.array(
        [*range(len(labels.classes)), ANOMALY, *([VOID] if labels.void_ids else [])], dtype=np.uint8
    )
    np.testing.assert_array_equal(decode[encode[in_memory]], in_memory)


@pytest.mark.parametrize("labels", LABEL_SETS, ids=lambda labels: f"{labels.name}-{len(labels.classes)}")
def test_id_anomaly_and_void_are_distinct(labels: LabelSet) -> None:
    values = set(range(len(labels.classes)))
    assert ANOMALY not in values
    assert VOID not in values
    assert ANOMALY != VOID
    assert len(labels.palette) == len(labels.classes) == len(labels.disk_ids)


def test_every_carla_tag_has_a_class() -> None:
    assert set(CARLA_TO_CLASS) == set(CARLA_TAG_NAMES)
    table = carla_to_class_table()
    assert table[CARLA_TAG_NAMES.index("RoadLines")] == CLASS_NAMES.index("road line")
    assert table[CARLA_TAG_NAMES.index("Sky")] == CLASS_NAMES.index("background")
    assert table.max() < len(CLASS_NAMES)


def test_the_tag_names_are_those_of_the_client() -> None:
    carla = pytest.importorskip("carla")
    for tag, name in enumerate(CARLA_TAG_NAMES):
        label = "NONE" if name == "None" else name
        assert int(getattr(carla.CityObjectLabel, label)) == tag


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(CaosError, match=r"'lorry'.*truck"):
        bdd_anomaly(["lorry"])
    with pytest.raises(CaosError, match=r"'sheep'.*building"):
        STREETHAZARDS.indices(["sheep"])
