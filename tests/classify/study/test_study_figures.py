"""Figures of a study against direct transcriptions in NumPy and SciPy."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from caos.classify.study import RunSet, Study, StudyConfig, compute_study, read_runs
from scipy import stats
from scipy.optimize import brentq

from caos.config import validate
from caos.metrics.classification import baseline_of, corruption_outcomes, gap_test
from caos.metrics.intervals import RESAMPLES, mean_interval, paired, percentiles, two_sided

from .conftest import MakeRun, write_run

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

IMAGES = 40
SEEDS = 3
SPLITS = ("iid", "night", "wood")
CORRUPTED = tuple(f"{name}/{severity}" for name in ("fog", "snow") for severity in (1, 2, 3))
ORDER = np.argsort([f"class{number % 3}/{number:04d}.png" for number in range(IMAGES)])
RATES = {"base": 0.5, "good": 0.25, "bad": 0.7, "same": 0.5}


def outcomes(rate: float, seed: int, places: tuple[str, ...]) -> dict[str, Bools]:
    """Wrong images; the same ones are hard for everybody."""
    rng = np.random.default_rng(seed)
    hard = np.random.default_rng(99).normal(0, 0.25, IMAGES)
    return {place: rng.random(IMAGES) < rate + hard + 0.02 * number for number, place in enumerate(places)}


def study_config(seeds: int = SEEDS, **shifts: object) -> StudyConfig:
    """Four models: the baseline, and three others compared with it."""
    models = {
        name: {
            "kind": "baseline" if name == "base" else "diverse-augmentation",
            "runs": [f"{name}{seed}" for seed in range(seeds)],
        }
        for name in RATES
    }
    given = {"title": "trial", "baseline": "base", "models": models, "shifts": shifts}
    return validate(given, StudyConfig, source="study")


def wrong(name: str, seed: int) -> tuple[dict[str, Bools], dict[str, Bools]]:
    """Of one run: splits, and corrupted ones."""
    number = 100 * list(RATES).index(name) + seed
    return outcomes(RATES[name], number, SPLITS), outcomes(RATES[name], number + 50, CORRUPTED)


def make_all(make_run: MakeRun, seeds: int = SEEDS) -> None:
    for name in RATES:
        for seed in range(seeds):
            make_run(f"{name}{seed}", *wrong(name, seed), seed=seed)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Four models of three trainings."""
    folder = tmp_path_factory.mktemp("runs")
    make_all(partial(write_run, folder))
    return compute_study(study_config(), read_runs(study_config(), folder))


def figure(name: str, what: str) -> Floats:
    """(seeds, images) values whose means are the figure."""
    values = []
    for seed in range(SEEDS):
        splits, corrupted = wrong(name, seed)
        if what in SPLITS:
            values.append(splits[what].astype(float))
        elif what == "shifts":
            values.append((splits["night"].astype(float) + splits["wood"]) / 2)
        elif what == "gap":
            values.append((splits["night"].astype(float) + splits["wood"]) / 2 - splits["iid"])
        else:
            values.append(corruption_values(corrupted, relative=what == "mce"))
    return np.array(values)[:, ORDER]


def corruption_values(corrupted: dict[str, Bools], *, relative: bool) -> Floats:
    total = np.zeros(IMAGES)
    for corruption in ("fog", "snow"):
        error = sum(corrupted[f"{corruption}/{severity}"].astype(float) for severity in (1, 2, 3)) / 3
        base = np.mean(
            [
                wrong("base", seed)[1][f"{corruption}/{level}"].mean()
                for seed in range(SEEDS)
                for level in (1, 2, 3)
            ]
        )
        total += error / base if relative else error
    return total / 2


def zou_donner(values: Floats) -> tuple[float, float, float, float]:
    """(seeds, images) -> interval over images, and over images and trainings."""
    drawn = np.random.default_rng(0).integers(IMAGES, size=(RESAMPLES, IMAGES))
    means = values.mean(axis=0)[drawn].mean(axis=1)
    low, high = percentiles(means, IMAGES)
    each = values.mean(axis=1)
    mean = each.mean()
    reach = stats.t.ppf(0.975, SEEDS - 1) * each.std(ddof=1) / np.sqrt(SEEDS)
    return low, high, mean - np.hypot(mean - low, reach), mean + np.hypot(high - mean, reach)


@pytest.mark.parametrize("what", ["iid", "night", "shifts", "gap", "corruptions", "mce"])
@pytest.mark.parametrize("name", ["base", "good"])
def test_estimates(computed: Study, name: str, what: str) -> None:
    model = computed.models[name]
    cell = (model.errors if what == "night" else model.summary)[what]
    values = figure(name, what)
    each = values.mean(axis=1)
    found = cell.estimate
    assert found.value == pytest.approx(each.mean())
    assert found.seeds == pytest.approx(each)
    assert found.deviation == pytest.approx(each.std(ddof=1))
    bounds = (-1, 1) if what == "gap" else (0, np.inf) if what == "mce" else (0, 1)
    assert found.interval == pytest.approx(np.clip(zou_donner(values)[2:], *bounds))


@pytest.mark.parametrize("what", ["iid", "wood", "shifts", "gap", "corruptions", "mce"])
def test_differences(computed: Study, what: str) -> None:
    others = [name for name in RATES if name != "base"]
    raw = []
    for name in others:
        difference = figure(name, what) - figure("base", what)
        model = computed.models[name]
        test = (model.errors if what == "wood" else model.summary)[what].difference
        assert test is not None
        assert test.value == pytest.approx(difference.mean())
        assert test.seeds == pytest.approx(difference.mean(axis=1))
        low, high, *interval = zou_donner(difference)
        assert test.these == pytest.approx((low, high))
        assert test.interval == pytest.approx(interval)
        raw.append(p_values(difference))
        beyond = test.interval is not None and (test.interval[0] > 0 or test.interval[1] < 0)
        assert (test.verdict in ("better", "worse")) == (test.p is not None and test.p <= 0.05 and beyond)
    for place, field in enumerate(("p_these", "p")):
        given = np.array([each[place] for each in raw])
        order = np.argsort(given, kind="stable")
        steps = np.minimum(1, np.maximum.accumulate(given[order] * [3, 2, 1]))
        for name, expected in zip(np.array(others)[order], steps, strict=True):
            model = computed.models[name]
            test = (model.errors if what == "wood" else model.summary)[what].difference
            assert getattr(test, field) == pytest.approx(expected, rel=1e-3, abs=1e-6)


def p_values(difference: Floats) -> tuple[float, float]:
    """Of (seeds, images): over images, and the level at which the interval over both touches zero."""
    drawn = np.random.default_rng(0).integers(IMAGES, size=(RESAMPLES, IMAGES))
    draws = np.round(difference.sum(axis=0)[drawn].sum(axis=1), 9) / (SEEDS * IMAGES)
    each = difference.mean(axis=1) * np.sign(difference.mean())
    mean, error = each.mean(), each.std(ddof=1) / np.sqrt(SEEDS)
    turned = draws * np.sign(difference.mean())

    def level(tail: float) -> float:
        return float(2 * stats.t.sf(-stats.norm.ppf(tail) * np.sqrt((IMAGES - 1) / IMAGES), IMAGES - 1))

    def beyond_zero(logarithm: float) -> float:
        tail = np.exp(logarithm)
        reach = stats.t.isf(level(tail) / 2, SEEDS - 1) * error
        return float(np.hypot(max(mean - np.quantile(turned, tail), 0), reach) - mean)

    least, most = np.log(1 / (RESAMPLES + 1)), np.log(0.5)
    if mean == 0:
        return two_sided(draws, IMAGES), 1.0
    root = least if beyond_zero(least) < 0 else brentq(beyond_zero, least, most)
    return two_sided(draws, IMAGES), level(np.exp(root))


def test_verdicts(computed: Study) -> None:
    verdicts = {name: computed.models[name].summary["mce"].difference for name in RATES}
    assert verdicts["base"] is None
    assert [test and test.verdict for test in verdicts.values()] == [None, "better", "worse", "not shown"]


def test_mean_corruption_error_is_that_of_the_metrics(computed: Study) -> None:
    def tables(name: str, seed: int) -> dict[str, Floats]:
        corrupted = wrong(name, seed)[1]
        return {
            corruption: np.stack([corrupted[f"{corruption}/{level}"] for level in (1, 2, 3)], axis=1).astype(
                float
            )
            for corruption in ("fog", "snow")
        }

    errors = {
        corruption: float(np.mean([tables("base", seed)[corruption] for seed in range(SEEDS)]))
        for corruption in ("fog", "snow")
    }
    base = baseline_of("base", errors, None)
    expected = [corruption_outcomes(tables("good", seed), None, base)["mce"].mean() for seed in range(SEEDS)]
    assert computed.models["good"].summary["mce"].estimate.seeds == pytest.approx(expected)
    assert computed.models["base"].summary["mce"].estimate.value == pytest.approx(1)
    assert computed.models["base"].corruptions == pytest.approx(errors)


def test_one_training_has_intervals_over_images(make_run: MakeRun, tmp_path: Path) -> None:
    make_all(make_run, seeds=1)
    computed = compute_study(study_config(1), read_runs(study_config(1), tmp_path))
    own, base = figure("good", "night")[0], figure("base", "night")[0]
    cell = computed.models["good"].errors["night"]
    assert cell.estimate.interval == pytest.approx(mean_interval(own, np.random.default_rng(0)))
    assert cell.estimate.deviation is None
    test = paired(own, base, np.random.default_rng(0))
    assert cell.difference is not None
    assert cell.difference.value == pytest.approx(test.difference)
    assert cell.difference.these == pytest.approx((test.low, test.high))
    assert cell.difference.interval is None
    assert cell.difference.p is None
    assert cell.difference.verdict == "better in these"  # of other trainings, one can say nothing


def test_a_split_that_lacks_images_is_averaged_over_its_own(make_run: MakeRun, tmp_path: Path) -> None:
    names = np.array([f"{number:04d}.png" for number in range(IMAGES)])
    kept = np.r_[3:IMAGES]  # labels go round by threes, and stay
    for name in RATES:
        for seed in range(SEEDS):
            splits = wrong(name, seed)[0]
            splits["night"] = splits["night"][kept]
            places = {"iid": names, "night": names[kept], "wood": names}
            make_run(f"{name}{seed}", splits, seed=seed, names=places)
    computed = compute_study(study_config(), read_runs(study_config(), tmp_path))
    gap = computed.models["good"].gaps["night"].estimate
    per_seed = np.array([wrong("good", seed)[0]["night"][kept] for seed in range(SEEDS)]).mean(axis=1)
    iid = figure("good", "iid")
    each = per_seed - iid.mean(axis=1)
    assert gap.seeds == pytest.approx(each)
    night = np.full(IMAGES, np.nan)
    night[kept] = np.mean([wrong("good", seed)[0]["night"][kept] for seed in range(SEEDS)], axis=0)
    usual = np.mean([wrong("good", seed)[0]["iid"] for seed in range(SEEDS)], axis=0)
    drawn = np.random.default_rng(0).integers(IMAGES, size=(RESAMPLES, IMAGES))
    draws = np.nanmean(night[drawn], axis=1) - usual[drawn].mean(axis=1)
    low, high = percentiles(draws, IMAGES - 3)
    reach = stats.t.ppf(0.975, SEEDS - 1) * each.std(ddof=1) / np.sqrt(SEEDS)
    expected = (
        each.mean() - np.hypot(each.mean() - low, reach),
        each.mean() + np.hypot(high - each.mean(), reach),
    )
    assert gap.interval == pytest.approx(expected)


def test_other_images_are_independent(make_run: MakeRun, tmp_path: Path) -> None:
    for name in RATES:
        splits = wrong(name, 0)[0]
        other = {"night": np.array([f"other/{number:04d}.png" for number in range(IMAGES)])}
        make_run(f"{name}0", splits, names=other)
    computed = compute_study(study_config(1), read_runs(study_config(1), tmp_path))
    splits = wrong("good", 0)[0]
    expected = gap_test(splits["iid"], splits["night"], np.random.default_rng(1))
    found = computed.models["good"].gaps["night"].estimate
    assert found.value == pytest.approx(expected.difference)
    assert found.interval == pytest.approx((expected.low, expected.high), abs=0.06)
    assert found.interval[1] - found.interval[0] == pytest.approx(expected.high - expected.low, rel=0.1)


def test_orders_do_not_matter(make_run: MakeRun, tmp_path: Path) -> None:
    make_all(make_run)
    config = study_config()
    runs = config.models["good"].runs
    backwards = config.models | {"good": config.models["good"].model_copy(update={"runs": runs[::-1]})}
    turned = config.model_copy(update={"models": backwards})
    first, second = (compute_study(each, read_runs(each, tmp_path)) for each in (config, turned))
    assert first == second
    assert first.models["good"].seeds == (0, 1, 2)


def test_a_baseline_of_its_own(make_run: MakeRun, tmp_path: Path) -> None:
    make_all(make_run)
    config = study_config()
    same = config.models["same"].model_copy(update={"baseline": "bad"})
    config = config.model_copy(update={"models": config.models | {"same": same}})
    found: RunSet = read_runs(config, tmp_path)
    computed = compute_study(config, found)
    test = computed.models["same"].summary["mce"].difference
    assert test is not None
    # relative to the study's baseline, so that a column has one unit; compared with its own
    assert test.value == pytest.approx((figure("same", "mce") - figure("bad", "mce")).mean())
    assert computed.models["same"].baseline == "bad"


def test_shifts_come_in_the_order_of_the_study(make_run: MakeRun, tmp_path: Path) -> None:
    make_all(make_run, seeds=1)
    config = study_config(1, wood={"title": "Wood"})
    computed = compute_study(config, read_runs(config, tmp_path))
    assert list(computed.splits) == ["iid", "wood", "night"]
    assert [info.title for info in computed.splits.values()] == ["IID", "Wood", "night"]
    assert list(computed.models["good"].errors) == ["iid", "wood", "night"]
    assert list(computed.models["good"].gaps) == ["wood", "night"]
