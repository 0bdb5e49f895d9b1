"""Results files that are wrong, and the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from caos.classify.hypotheses import read_results, weigh
from typer.testing import CliRunner

from caos.cli import app
from caos.errors import CaosError

THESIS = Path(__file__).parent / "thesis.json"
WRITTEN = {"markdown": "h.md", "html": "h.html", "json": "h.json"}


def small():
    return {
        "format": "caos-hypotheses 1",
        "title": "small",
        "iid": {"test": {"title": "Test"}},
        "shifts": {"fog": {"title": "Fog", "natural": True, "iid": "test"}},
        "models": {
            "a": {"title": "A", "kind": "baseline", "results": {"test": 10, "fog": 50}},
            "b": {"title": "B", "kind": "pretraining", "baseline": "a", "results": {"fog": 40}},
        },
    }


def change(given, where, value):
    *path, last = where.split(".")
    for part in path:
        given = given[part]
    given[last] = value


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("format", "caos-hypotheses 9", "format: Input should be 'caos-hypotheses 1'"),
        ("shifts.fog.natrual", True, "shifts.fog.natrual: Unexpected keyword argument"),
        ("models.b.kind", "bigger", "models.b.kind"),
        ("models.b.baseline", "c", "unknown models.b.baseline 'c'"),
        ("models.b.baseline", "b", "unknown models.b.baseline 'b'"),
        ("models.b.baseline", None, "only baselines have none"),
        ("models.a.baseline", "b", "only baselines have none"),
        ("models.b.results", {"fgo": 40}, "unknown test set in models.b.results 'fgo' (did you mean 'fog'?)"),
        ("models.b.results", {"fog": "40 %"}, "models.b.results.fog"),
        ("models.b.results", {"fog": True}, "models.b.results.fog"),
        ("models.b.results", {"fog": {"value": 40, "outcomes": [0, 1]}}, "its outcomes have the mean 50.00"),
        ("models.b.results", {"fog": {"value": 40, "outcomes": []}}, "its outcomes have the mean nan"),
        ("models.b.results", {"fog": {"value": 40, "seeds": [40, 42]}}, "its seeds have the mean 41.00"),
        (
            "models.b.results",
            {"fog": {"value": 40, "interval": [41, 42]}},
            "outside its interval 41.0 to 42.0",
        ),
        ("models.b.confounded", {"rain": "why"}, "unknown shift in models.b.confounded 'rain'"),
        ("shifts.fog.iid", "tset", "unknown shifts.fog.iid 'tset'"),
        ("shifts.test", {"title": "T", "natural": True}, "shifts.test: also a test set in distribution"),
        ("stated", {"pretraining": {"Rain": "+"}}, "unknown column in stated.pretraining 'Rain'"),
        ("stated", {"pretrained": {"Fog": "+"}}, "unknown hypothesis in stated 'pretrained'"),
        ("stated", {"pretraining": {"Fog": "?"}}, "stated.pretraining.Fog"),
        ("models", {}, "must hold one entry"),
    ],
)
def test_wrong_results(tmp_path, where, value, told):
    given = small()
    change(given, where, value)
    path = tmp_path / "results.json"
    path.write_text(json.dumps(given))
    with pytest.raises(CaosError) as caught:
        read_results(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": NaN}', "\x00"])
def test_no_results_at_all(tmp_path, text):
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(CaosError, match=r"results\.json"):
        read_results(path)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(CaosError, match="no such file"):
        read_results(tmp_path / "none.json")
    with pytest.raises(CaosError, match="a folder"):
        read_results(tmp_path)


def test_command(tmp_path):
    options = [f"--{name}={tmp_path / file}" for name, file in WRITTEN.items()]
    run = CliRunner().invoke(app, ["classify", "hypotheses", str(THESIS), *options])
    assert run.exit_code == 0, run.output
    assert "29 of 29 signs" in run.output
    assert "refuted by 2" in run.output
    assert {path.name for path in tmp_path.iterdir()} == set(WRITTEN.values())


def test_command_with_a_wrong_rule(tmp_path):
    run = CliRunner().invoke(app, ["classify", "hypotheses", str(THESIS), "--threshold", "0"])
    assert isinstance(run.exception, CaosError)
    assert "--threshold 0" in str(run.exception)


def test_command_writes_all_or_nothing(tmp_path):
    run = CliRunner().invoke(
        app, ["classify", "hypotheses", str(THESIS), f"--json={tmp_path / 'h.json'}", f"--html={tmp_path}"]
    )
    assert isinstance(run.exception, CaosError)
    assert "a folder" in str(run.exception)
    assert not list(tmp_path.iterdir())


def test_the_example_of_the_docs(tmp_path):
    page = (Path(__file__).parents[3] / "docs" / "classification-metrics.md").read_text(encoding="utf-8")
    path = tmp_path / "example.json"
    path.write_text(page.split("```json\n")[1].split("```")[0])
    evidence = weigh(read_results(path))
    assert evidence.agreement().same == evidence.agreement().stated == 1
