"""The same figures when counts become tables, go to disk, or travel as arrays."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from caos.errors import CaosError
from caos.metrics import PooledCounts, ood_metrics
from caos.metrics.pooled import blocks, buckets, counts, runs, sorted_runs, spill
from caos.metrics.pooled.keys import keys_of, values_of


@pytest.fixture(params=[1, 40, 2000], ids=lambda pixels: f"tables from {pixels}")
def small(request, monkeypatch):
    """Everything that happens to hundreds of millions of pixels happens to some ten thousand."""
    monkeypatch.setattr(runs, "TABLE_FROM", request.param)
    monkeypatch.setattr(blocks, "TABLE_PAYS_FROM", request.param)
    monkeypatch.setattr(blocks, "BLOCK_PIXELS", 700)
    monkeypatch.setattr(buckets, "RUN_PIXELS", 900)
    monkeypatch.setattr(buckets, "_CHUNK", 500)
    monkeypatch.setattr(sorted_runs, "RUN_PIXELS", 900)
    monkeypatch.setattr(sorted_runs, "_STEP", 16)
    monkeypatch.setattr(counts, "LEAST_MEMORY", 1)
    return request.param


def images(rng, dtype, number=6, size=1500):
    """Crowded scores: many ties, a constant image, values on both sides of zero."""
    for index in range(number):
        mask = rng.random(size) < 0.1
        values = rng.standard_normal(size).round(3) / 40 + 5 + mask / 50
        values[: size // 20] *= -1
        yield (np.full(size, 5.0) if index == 3 else values).astype(dtype), mask


def filled(parts, memory):
    pool = PooledCounts(memory)
    for scores, mask in parts:
        pool.update(scores, mask)
    return pool


def expected(parts):
    return ood_metrics(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16])
def test_tables_and_disk_change_nothing(small, dtype):
    parts = list(images(np.random.default_rng(0), dtype))
    in_memory = filled(parts, 1 << 30)
    on_disk = filled(parts, 1 << 16)
    own = in_memory.metrics()
    exact = expected(parts)
    assert (own.auroc, own.aupr) == pytest.approx((exact.auroc, exact.aupr), abs=1e-12, rel=0)
    assert own.fpr95 == exact.fpr95
    assert on_disk.figures() == in_memory.figures()
    assert on_disk.curve() == in_memory.curve()
    assert on_disk.thresholds().tolist() == in_memory.thresholds().tolist()


def test_compacting_makes_tables_and_keeps_memory_bounded(monkeypatch):
    monkeypatch.setattr(buckets, "RUN_PIXELS", 1 << 16)
    monkeypatch.setattr(runs, "TABLE_FROM", 1 << 13)
    monkeypatch.setattr(counts, "LEAST_MEMORY", 1)
    rng = np.random.default_rng(1)
    memory = 1 << 25
    pool, parts = PooledCounts(memory), []
    for _ in range(60):
        mask = rng.random(1 << 16) < 0.05
        parts.append(((1 + rng.random(mask.size) / 32 + mask / 64).astype(np.float32), mask))
        pool.update(*parts[-1])
        assert sum(kind.nbytes for kind in pool._kinds) <= memory // 2
    held = pool._narrow[1]._runs
    assert any(run.tabled.size for run in held)
    assert not any(run.is_stored for run in held), "a dozen tables fit"
    assert pool.metrics().fpr95 == expected(parts).fpr95
    assert pool.metrics().auroc == pytest.approx(expected(parts).auroc, abs=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_spilled_counts_leave_main_memory_and_can_be_merged(small, dtype):
    parts = list(images(np.random.default_rng(2), dtype))
    left, right = filled(parts[:3], 1), filled(parts[3:], 1)
    for pool in (left, right):
        for kind in pool._kinds:
            kind.settle()
        pool._keep_in_bounds()
    stored = [run for kind in left._kinds for run in kind._runs]
    assert stored
    assert all(isinstance(getattr(run, "keys", None) or run.lows, spill.StoredArray) for run in stored)
    if dtype is np.float32:
        assert [kind.nbytes for kind in left._kinds] == [0, 0]
        assert len({id(run.lows.file) for run in left._narrow[1]._runs}) == 1, "one open file per kind"
    left.merge(right)
    before = left.figures()
    assert before == filled(parts, 1 << 30).figures()
    del right
    assert left.figures() == before, "what was merged stays when the other pool goes"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("memory", [1, 1 << 30])
def test_state_goes_round(small, dtype, memory, tmp_path):
    parts = list(images(np.random.default_rng(3), dtype))
    pool = filled(parts, memory)
    np.savez(tmp_path / "state.npz", **pool.state())
    loaded = filled(parts[:1], memory)
    with np.load(tmp_path / "state.npz", allow_pickle=False) as file:
        loaded.load(dict(file))
    pickled = pickle.loads(pickle.dumps(pool))  # noqa: S301
    for other in (loaded, pickled):
        assert other.figures() == pool.figures()
        assert other.pixels == pool.pixels
        other.update(*parts[0])
        assert other.metrics().fpr95 == expected([*parts, parts[0]]).fpr95


def test_state_that_is_none():
    pool = PooledCounts()
    pool.update([0.25, 0.5], [0, 1])
    state = pool.state()
    with pytest.raises(CaosError, match="state of pooled counts: lows missing"):
        pool.load({name: array for name, array in state.items() if name != "normals.lows"})
    with pytest.raises(CaosError, match="do not fit each other"):
        pool.load({**state, "normals.lows": np.zeros(3, np.uint16)})
    assert pool.metrics().auroc == 1
    pool.update([0.1], [0])
    keys = pool.state()
    with pytest.raises(CaosError, match="not sorted 64-bit integers"):
        pool.load({**keys, "normals.keys": keys["normals.keys"][::-1]})


def test_a_full_disk_is_told(small, monkeypatch):
    def on_full_disk(**_):
        return Path("/dev/full").open("r+b", buffering=0)

    monkeypatch.setattr(spill.tempfile, "TemporaryFile", on_full_disk)
    parts = list(images(np.random.default_rng(4), np.float32))
    pool = filled(parts, 1 << 30)
    with pytest.raises(CaosError, match=r"pooled counts away \(No space left on device\); set TMPDIR"):
        filled(parts, 1)
    assert pool.metrics().fpr95 == expected(parts).fpr95


def test_no_temporary_folder_is_told(small, monkeypatch):
    monkeypatch.setattr(spill.tempfile, "tempdir", "/nonexistent")
    with pytest.raises(CaosError, match="no temporary file for pooled counts"):
        filled(images(np.random.default_rng(4), np.float32), 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_keys_have_the_order_and_the_ties_of_the_scores(dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    values = np.array([-np.inf, -3.5, -1, -tiny, -0.0, 0.0, tiny, 1, 3.5, np.inf], dtype)
    keys = keys_of(values)
    assert keys.dtype.itemsize == values.dtype.itemsize
    assert (np.sign(np.diff(keys.astype(object))) == np.sign(np.diff(values))).all()
    assert np.array_equal(values_of(keys), values)
