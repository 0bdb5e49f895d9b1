"""Runs of several training seeds: what is put together, what is refused, what the tables say."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from caos.cli import app
from caos.errors import CaosError
from caos.metrics import intervals
from caos.metrics.intervals import resample_means
from caos.report import read_across, seeds_json, seeds_markdown, write_report
from caos.runs import (
    RESAMPLES_FILE,
    MethodFigures,
    ProtocolFigures,
    read_resamples,
    read_result,
    write_resamples,
    write_result,
)

IMAGES = 40
GAINS = {"msp": (0, 0, 0), "steady": (0.08, 0.081, 0.079), "lucky": (0.09, 0.04, 0.02), "same": (0, 0, 0)}
"""AUROC above MSP's, by seed; no spread over images, but for "same"."""


@pytest.fixture(autouse=True)
def _fewer_resamples(monkeypatch):
    monkeypatch.setattr(intervals, "RESAMPLES", 1000)


def rows_of(seed):
    rng = np.random.default_rng(7)
    base = 0.6 + 0.2 * rng.random(IMAGES)
    rows = {name: base + gains[seed] for name, gains in GAINS.items()}
    rows["same"] = base + rng.normal(0, 0.01, IMAGES)
    return {name: {"auroc": row, "aupr": row / 4, "fpr95": 1 - row} for name, row in rows.items()}


@pytest.fixture(scope="module")
def plain(synthetic, tmp_path_factory):
    result = synthetic.write_run(tmp_path_factory.mktemp("plain"))
    return result.model_copy(update={"gallery": [], "curves": {}, "training": {}})


@pytest.fixture
def make_run(plain, tmp_path):
    def make(seed, **changes):
        folder = tmp_path / f"run{seed}"
        resampled = resample_means(rows_of(seed % 3), np.random.default_rng(0))
        told = ProtocolFigures(
            description="all pixels in one pool",
            ignored=["void"],
            images=IMAGES,
            skipped_images=0,
            anomaly_share=0.02,
            methods={name: MethodFigures(**row) for name, row in resampled.figures.items()},
        )
        update = {
            "protocols": {"pooled": told},
            "provenance": plain.provenance.model_copy(update={"seed": seed}),
            "weights": {"model": f"digest{seed}"},
            "recipes": {"model": {"model": "pspnet_resnet18", "training.epochs": 18}},
            **changes,
        }
        write_resamples(folder, {"pooled": resampled})
        write_result(folder, plain.model_copy(update=update))
        return folder

    return make


@pytest.fixture
def runs(make_run):
    return [make_run(seed) for seed in range(3)]


def test_the_figures_are_those_of_the_seeds(runs):
    across = read_across(runs)
    (group,) = across.groups
    assert (group.seeds, group.runs, across.notes) == ((0, 1, 2), ("run0", "run1", "run2"), [])
    (protocol,) = group.protocols
    found = protocol.figures["lucky"]["auroc"]
    own = [read_result(run).protocols["pooled"].methods["lucky"].auroc for run in runs]
    assert found.per_seed == tuple(own)
    assert found.mean == pytest.approx(np.mean(own))
    assert found.deviation == pytest.approx(np.std(own, ddof=1))


def test_tests_against_msp_are_students_where_images_agree(runs):
    tests = {(test.first, test.figure): test for test in read_across(runs).groups[0].protocols[0].tests}
    assert len(tests) == 9
    for name, factor in (("steady", 3), ("lucky", 1)):  # Holm: the smallest of three, the last that counts
        expected = stats.ttest_1samp(GAINS[name], 0)
        test = tests[name, "auroc"]
        assert test.difference.others == pytest.approx(tuple(expected.confidence_interval(0.95)), abs=1e-6)
        assert test.p_others >= min(1, factor * expected.pvalue) * 0.99
    verdicts = {
        name: (tests[name, "auroc"].better_these, tests[name, "auroc"].better)
        for name in GAINS
        if name != "msp"
    }
    assert verdicts == {"steady": ("steady", "steady"), "lucky": ("lucky", None), "same": (None, None)}
    assert tests["steady", "fpr95"].better == "steady"


def test_no_verdict_without_a_test(runs):
    text = seeds_markdown(read_across(runs))
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| `")}
    assert list(rows) == ["`msp`", "`steady`", "`lucky`", "`same`"]
    assert re.search(r"| 78\.\d ± 0\.1 \(.*\) ▲ |", rows["`steady`"])
    assert rows["`steady`"].count("▲") == rows["`lucky`"].count("△") == 3
    assert not re.search("[▲▼△▽]", rows["`msp`"] + rows["`same`"])
    assert "steady better than msp |" in text
    assert "lucky better than msp in these 3 trainings |" in text
    assert "same better" not in text
    assert "at least 2.5 standard deviations" in text


def test_the_page_has_the_table_and_is_the_same_again(runs, tmp_path):
    write_report(runs, tmp_path / "a.html")
    write_report(runs, tmp_path / "b.html")
    page = (tmp_path / "a.html").read_text()
    assert page == (tmp_path / "b.html").read_text()
    assert "Across 3 training seeds (0, 1, 2): pspnet_resnet18 on streethazards" in page
    assert "lucky better than msp in these 3 trainings" in page


def test_json_has_fractions(runs):
    told = json.loads(seeds_json(read_across(runs)))
    (protocol,) = told["groups"][0]["protocols"]
    assert protocol["figures"]["msp"]["auroc"]["deviation"] == pytest.approx(0, abs=1e-12)
    assert {test["first"] for test in protocol["tests"]} == {"steady", "lucky", "same"}


def test_one_run_has_no_such_table(make_run, tmp_path):
    one = make_run(0)
    assert read_across([one]).groups == []
    write_report([one], tmp_path / "a.html")
    assert "Across" not in (tmp_path / "a.html").read_text()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"recipes": {"model": {"model": "pspnet_resnet18", "training.epochs": 9}}},
            "run0 and run1 differ in model: training.epochs (18 and 9)",
        ),
        (
            {"recipes": {}},
            "the result of run1 does not tell the recipe; evaluate again with  caos segment eval",
        ),
        ({"weights": {"model": "digest0"}}, "run0 and run1 share the weights of 'model'"),
        ({"anomaly_share": 0.5}, "run0 and run1 were evaluated on different test images"),
    ],
)
def test_other_recipes_are_not_put_together(make_run, tmp_path, changes, told):
    runs = [make_run(0), make_run(1, **changes)]
    across = read_across(runs)
    assert not across.groups
    (note,) = across.notes
    assert note.startswith("no table across training seeds of pspnet_resnet18: ")
    assert told in note
    write_report(runs, tmp_path / "a.html")
    assert "No table across training seeds" in (tmp_path / "a.html").read_text()


def test_the_same_seed_twice_is_no_second_training(make_run):
    runs = [make_run(0), make_run(3)]
    first = read_result(runs[0])
    second = read_result(runs[1])
    write_result(runs[1], second.model_copy(update={"provenance": first.provenance}))
    assert "share seed 0" in read_across(runs).notes[0]


def test_figures_may_differ_by_rounding_from_their_resamples(runs):
    kept = read_resamples(runs[1])
    for resampled in kept.values():
        for row in resampled.figures.values():
            row["auroc"] = np.nextafter(np.nextafter(row["auroc"], 1), 1)
    write_resamples(runs[1], kept)
    assert read_across(runs).groups


def test_resamples_of_another_evaluation_are_refused(runs):
    write_resamples(runs[1], read_resamples(runs[2]))
    with pytest.raises(
        CaosError, match=r"run1/resamples.safetensors: of another evaluation than result.json"
    ):
        read_across(runs)


@pytest.mark.parametrize("damage", [lambda data: data[:100], lambda data: b"\xff" * 300, lambda data: b""])
def test_broken_resamples_are_told(runs, damage):
    file = runs[1] / RESAMPLES_FILE
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(
        CaosError, match=r"run1/resamples.safetensors: not readable as resamples .*segment eval"
    ):
        read_across(runs)


def test_missing_resamples_leave_the_report_without_the_table(runs):
    (runs[2] / RESAMPLES_FILE).unlink()
    assert "run2/resamples.safetensors is missing" in read_across(runs).notes[0]


def test_the_command_writes_all_three(runs, tmp_path):
    names = [str(run) for run in runs]
    options = [f"--{kind}={tmp_path / f'r.{kind}'}" for kind in ("out", "markdown", "json")]
    assert CliRunner().invoke(app, ["report", *names, *options]).exit_code == 0
    assert (tmp_path / "r.markdown").read_text() == seeds_markdown(read_across(runs))
    assert (tmp_path / "r.json").read_text() == seeds_json(read_across(runs))


def test_the_command_writes_nothing_where_there_is_no_table(runs, tmp_path):
    done = CliRunner().invoke(
        app, ["report", str(runs[0]), f"--out={tmp_path / 'r.html'}", f"--markdown={tmp_path / 'r.md'}"]
    )
    assert isinstance(done.exception, CaosError)
    assert "r.md: no table across training seeds to write: give two or more" in str(done.exception)
    assert not list(tmp_path.glob("r.*"))
