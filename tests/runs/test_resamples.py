from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save_file

from caos.errors import CaosError
from caos.metrics import intervals
from caos.metrics.intervals import resample_means
from caos.runs import RESAMPLES_FILE, read_resamples, write_resamples


@pytest.fixture
def resampled(monkeypatch):
    monkeypatch.setattr(intervals, "RESAMPLES", 50)
    rng = np.random.default_rng(0)
    rows = {name: {f: rng.random(9) for f in ("auroc", "aupr", "fpr95", "fpr95_legacy")} for name in "ba"}
    return resample_means(rows, np.random.default_rng(1))


def test_what_is_written_is_read(resampled, tmp_path):
    file = write_resamples(tmp_path / "run", {"pooled": resampled, "hendrycks": resampled})
    assert file == tmp_path / "run" / RESAMPLES_FILE
    found = read_resamples(tmp_path / "run")
    assert list(found) == ["hendrycks", "pooled"]
    for each in found.values():
        assert (each.images, each.fingerprint) == (resampled.images, resampled.fingerprint)
        assert list(each.figures) == ["b", "a"]
        for name, row in each.figures.items():
            assert row == {f: resampled.figures[name][f] for f in ("auroc", "aupr", "fpr95")}
            for figure, draws in each.draws[name].items():
                assert draws == pytest.approx(resampled.draws[name][figure], abs=1e-7)


def test_the_same_bytes_again(resampled, tmp_path):
    told = dict.fromkeys(("pooled", "hendrycks", "densehybrid", "smiyc-anomaly"), resampled)
    one, other = (write_resamples(tmp_path / name, told) for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_too_few_images_leave_nothing(tmp_path):
    write_resamples(tmp_path, {})
    assert read_resamples(tmp_path) == {}


@pytest.mark.parametrize(
    ("tensors", "metadata"),
    [
        ({"pooled": np.zeros((1, 3, 5), np.float32)}, None),
        ({"pooled": np.zeros((1, 3, 5), np.float32)}, {"about": "{}"}),
        ({"pooled": np.zeros((1, 3, 5), np.float32)}, {"about": "no json"}),
        (
            {"pooled": np.zeros((2, 3, 5), np.float32)},
            {"about": '{"pooled": {"figures": {"a": {}}, "images": 9, "fingerprint": 1}}'},
        ),
    ],
)
def test_other_files_are_refused(tmp_path, tensors, metadata):
    save_file(tensors, tmp_path / RESAMPLES_FILE, metadata)
    with pytest.raises(CaosError, match="evaluate the run again") as told:
        read_resamples(tmp_path)
    assert str(tmp_path / RESAMPLES_FILE) in str(told.value)
    assert "\n" not in str(told.value)
