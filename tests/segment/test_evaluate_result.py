"""Beyond single figures: intervals, tests, components, slices, false alarms, levels, worst cases."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from caos.segment.datasets import StreetScenes
from caos.segment.evaluate import evaluate_files
from caos.segment.evaluation.levels import FPR_GRID, level_map, level_scale

from caos.frames import SPLITS
from caos.frames.images import read_image
from caos.frames.odgt import read_odgt, write_odgt
from caos.metrics import PooledCounts
from caos.runs import read_resamples

PROTOCOLS = ("hendrycks", "pooled", "smiyc-obstacle")


@pytest.fixture(scope="module")
def many(tmp_path_factory, make_scenes):
    """A test split of 12 frames (three times the same four), and maps of three detectors of known quality."""
    root = tmp_path_factory.mktemp("many")
    data = make_scenes(root / "data")
    odgt = SPLITS["test"].odgt_path(data)
    entries = read_odgt(odgt)
    rng = np.random.default_rng(0)
    more = []
    for copy in range(3):
        for entry in entries:
            paths = []
            for old in (entry.image, entry.annotation):
                new = old.replace("/t5/", f"/t{copy}/")
                (odgt.parent / new).parent.mkdir(parents=True, exist_ok=True)
                (odgt.parent / new).write_bytes((odgt.parent / old).read_bytes())
                paths.append(new)
            more.append(type(entry)(*paths, entry.width, entry.height))
    write_odgt(odgt, more)
    dataset = StreetScenes(data, "test")
    for index in range(len(dataset)):
        label = dataset.read(index)[1]
        noise = rng.normal(size=(3, *label.shape)).astype(np.float32)
        truth = (label == 254).astype(np.float32)
        for name, scores in (
            ("msp", truth + noise[0]),
            ("max_logit", 3 * truth + noise[1]),
            ("blind", noise[2]),
        ):
            file = root / "scores" / name / f"{dataset.name(index)}.npy"
            file.parent.mkdir(parents=True, exist_ok=True)
            np.save(file, scores)
    return data, root / "scores", root / "run"


@pytest.fixture(scope="module")
def result(many):
    data, scores, run = many
    return evaluate_files(scores, data, run, protocols=PROTOCOLS)


def test_every_figure_has_an_interval_around_it(result):
    for protocol in PROTOCOLS:
        for row in result.protocols[protocol].methods.values():
            assert set(row.intervals) >= {"auroc", "aupr", "fpr95"}
            for figure, (low, high) in row.intervals.items():
                assert low <= getattr(row, figure) <= high, (protocol, figure)
                assert high - low < 0.3


def test_better_is_said_with_a_test_only(result):
    tests = {(test.protocol, test.figure, test.first): test for test in result.comparisons}
    assert len(tests) == len(result.comparisons) == 3 * 3 * 2
    assert all(test.second == "msp" for test in result.comparisons)
    for protocol in PROTOCOLS:
        for figure in ("auroc", "aupr", "fpr95"):
            assert tests[protocol, figure, "max_logit"].better == "max_logit"
            assert tests[protocol, figure, "blind"].better == "msp"
        methods = result.protocols[protocol].methods
        difference = methods["blind"].auroc - methods["msp"].auroc
        assert tests[protocol, "auroc", "blind"].difference == pytest.approx(difference)


def test_the_resamples_behind_the_intervals_are_kept(many, result):
    kept = read_resamples(many[2])
    assert set(kept) == set(PROTOCOLS)
    for protocol, resampled in kept.items():
        for name, row in result.protocols[protocol].methods.items():
            for figure, interval in resampled.intervals()[name].items():
                assert resampled.figures[name][figure] == getattr(row, figure)
                assert interval == pytest.approx(row.intervals[figure], abs=1e-6)


def test_components_are_told_for_the_protocols_that_have_them(result):
    assert not result.protocols["pooled"].components
    components = result.protocols["smiyc-obstacle"].components
    assert set(components) == {"msp", "max_logit", "blind"}
    assert all(set(row.intervals) == {"siou", "ppv", "f1"} for row in components.values())
    assert components["max_logit"].siou > components["blind"].siou


def test_slices_and_false_alarms(result):
    slices = {each.name: each for each in result.slices}
    assert [row.value for row in slices["town"].rows] == ["t0", "t1", "t2"]
    assert all(
        row.images == 4 and set(row.methods) == {"msp", "max_logit", "blind"} for row in slices["town"].rows
    )
    blind = result.false_positives["blind"]
    assert blind.by_class["road"] == pytest.approx(0.95, abs=0.03)
    assert blind.boundary == pytest.approx(blind.interior, abs=0.03)
    assert blind.by_class["wall"] is None
    assert result.false_positives["max_logit"].by_class["road"] < 0.1


def test_false_alarms_by_place(many, result):
    run = many[2]
    shares = {
        name: read_image(run / told.heat_map)[..., 0] / 255 for name, told in result.false_positives.items()
    }
    filled = shares["blind"] > 0  # the frames are smaller than the grid, so that some cells have no pixels
    assert shares["blind"][filled].mean() == pytest.approx(0.95, abs=0.04)
    assert shares["max_logit"][filled].mean() < 0.3


def test_levels_call_the_share_of_pixels_that_they_promise(many, result):
    data, scores, run = many
    dataset = StreetScenes(data, "test")
    label = np.stack([dataset.read(index)[1] for index in range(12)])
    for name in ("msp", "max_logit", "blind"):
        scale = result.levels[name]
        maps = np.stack([np.load(scores / name / f"{dataset.name(index)}.npy") for index in range(12)])
        assert len(scale.score) == 255
        for position in (1, 60, 128, 200, 255):
            called = level_map(maps, scale) >= position
            assert called[label != 254].mean() == pytest.approx(scale.fpr[position - 1])
            assert called[label == 254].mean() == pytest.approx(scale.tpr[position - 1])
        for wanted, fpr, tpr in zip(FPR_GRID, scale.fpr, scale.tpr, strict=True):
            assert fpr <= wanted or tpr == 0
        # the next threshold would let more through: 432 anomalies make steps of about 1 / 432 in the tail
        assert scale.fpr[128] > FPR_GRID[128] * 0.5
    item = result.gallery[0]
    picture = cv2.imread(str(run / item.levels["msp"]), cv2.IMREAD_UNCHANGED)
    shown = picture if picture.ndim == 2 else picture[..., 0]
    index = [dataset.name(position) for position in range(12)].index(item.name)
    exact = level_map(np.load(scores / "msp" / f"{item.name}.npy"), result.levels["msp"])
    assert index >= 0
    assert np.abs(shown.astype(int) - exact).mean() < 12


def test_levels_of_scores_that_tie():
    counts = PooledCounts()
    counts.update(np.array([0.0, 0.0, 1.0, 1.0, 1.0]), np.array([False, False, False, False, True]))
    scale = level_scale(counts)
    assert scale.fpr == [0.5 if wanted >= 0.5 else 0.0 for wanted in FPR_GRID]
    assert scale.tpr == [1.0 if wanted >= 0.5 else 0.0 for wanted in FPR_GRID]
    assert all(np.isfinite(scale.score))


def test_the_gallery_names_the_scores_that_are_worst_somewhere(result):
    worst = [name for item in result.gallery for name in item.worst_for]
    assert sorted(worst) == ["blind", "max_logit", "msp"]
    assert {item.rank for item in result.gallery} <= {"best", "median", "worst", "worst for others"}
    assert len({item.name for item in result.gallery}) == len(result.gallery)


def test_an_evaluation_leaves_no_pictures_of_the_last_one(many, tmp_path):
    data, scores, _ = many
    (tmp_path / "run/gallery").mkdir(parents=True)
    (tmp_path / "run/gallery/notes.txt").write_text("not ours")
    (tmp_path / "run/gallery/9-best-msp.jpg").write_bytes(b"old")
    item = evaluate_files(
        scores, data, tmp_path / "run", scores=("blind",), protocols=("hendrycks",)
    ).gallery[0]
    left = {file.name for file in (tmp_path / "run/gallery").iterdir()}
    assert "notes.txt" in left
    assert "9-best-msp.jpg" not in left
    assert {item.image, item.levels["blind"]} <= {f"gallery/{name}" for name in left}
