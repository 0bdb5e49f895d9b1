from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from caos.labels import ANOMALY


@pytest.mark.slow
def test_existing_loader_reads_our_data_set(
    small: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_datasets = pytest.importorskip("pytorch_ood.dataset.img")
    # It asks for the checksum of the published archive, which ours is not.
    monkeypatch.setattr(image_datasets.StreetHazards, "_check_integrity", lambda self: True)
    small.write_dataset(tmp_path / "streethazards")
    for split in ("train", "validation", "test"):
        loader = image_datasets.StreetHazards(str(tmp_path), subset=split)
        keys = [key for key in small.KEYS if key[0] == split]
        assert len(loader) == len(keys)
        for (image, target), key in zip((loader[index] for index in range(len(keys))), keys, strict=True):
            _, expected, label = small.make_frame(*key)
            assert np.array_equal(np.asarray(image), expected)
            assert np.array_equal(target.numpy(), np.where(label == ANOMALY, -1, label.astype(int)))
