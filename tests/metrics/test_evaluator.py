"""The evaluator against per-image and concatenated figures of scikit-learn."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

import numpy as np
import pytest
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score

from caos.errors import CaosError
from caos.labels import ANOMALY, CLASS_NAMES, VOID, bdd_anomaly
from caos.metrics import PROTOCOLS, PixelEvaluator, ood_metrics, protocol
from caos.runs import Curve, ProtocolFigures

OTHER = CLASS_NAMES.index("other")


def images(rng, number=6, shape=(20, 30)):
    """Some images lack anomalies, one is all anomaly, one all void."""
    for index in range(number):
        label = rng.choice([0, OTHER, 7, VOID], size=shape).astype(np.uint8)
        if index % 3:
            label[3:6, 3:9] = ANOMALY
        if index == 4:
            label[:] = ANOMALY
        if index == 5:
            label[:] = VOID
        noise = rng.standard_normal((2, *shape)).astype(np.float32)
        noise[:, label == VOID] += 50
        noise[:, label == OTHER] += 1
        yield {"a": noise[0] + (label == ANOMALY), "b": noise[1]}, label


@pytest.fixture
def seen():
    return list(images(np.random.default_rng(0)))


def evaluated(seen, protocols=("hendrycks", "pooled"), names=("a", "b")):
    evaluator = PixelEvaluator(protocols, names)
    return evaluator, [evaluator.update(scores, label) for scores, label in seen]


def test_hendrycks_is_the_mean_over_images_with_both_kinds(seen):
    evaluator, own = evaluated(seen)
    figures = evaluator.compute()["hendrycks"]
    assert (figures.images, figures.skipped_images, figures.ignored) == (2, 4, ["void"])
    for name in ("a", "b"):
        rows = []
        for index in (1, 2):
            scores, label = seen[index]
            kept = label != VOID
            values, truth = scores[name][kept], label[kept] == ANOMALY
            rows.append((roc_auc_score(truth, values), average_precision_score(truth, values)))
            assert own[index][name] == ood_metrics(values, truth)
        means = np.mean(rows, axis=0)
        assert (figures.methods[name].auroc, figures.methods[name].aupr) == pytest.approx(
            tuple(means), abs=1e-12
        )
        legacy = [
            ood_metrics(scores[name][label != VOID], label[label != VOID] == ANOMALY, fpr="legacy").fpr95
            for scores, label in seen[1:3]
        ]
        assert figures.methods[name].fpr95_legacy == pytest.approx(np.mean(legacy), abs=1e-12)
    assert [own[index] for index in (0, 3, 4, 5)] == [{"a": None, "b": None}] * 4


def test_pooled_is_the_concatenation(seen):
    evaluator, _ = evaluated(seen)
    figures = evaluator.compute()["pooled"]
    assert (figures.images, figures.skipped_images) == (5, 1)
    for name in ("a", "b"):
        values = np.concatenate([scores[name][label != VOID] for scores, label in seen])
        truth = np.concatenate([label[label != VOID] == ANOMALY for _, label in seen])
        row = figures.methods[name]
        assert row.auroc == pytest.approx(roc_auc_score(truth, values), abs=1e-12)
        assert row.aupr == pytest.approx(average_precision_score(truth, values), abs=1e-12)
        assert row.fpr95 == ood_metrics(values, truth).fpr95
        assert row.fpr95_legacy is None


def test_ignored_classes_are_left_out(seen):
    variant = replace(PROTOCOLS["pooled"], name="pooled-no-other", ignored=("other",))
    evaluator, _ = evaluated(seen, protocols=["pooled", variant])
    figures = evaluator.compute()
    assert figures["pooled-no-other"].ignored == ["void", "other"]
    values = np.concatenate([s["a"][(label != VOID) & (label != OTHER)] for s, label in seen])
    truth = np.concatenate([label[(label != VOID) & (label != OTHER)] == ANOMALY for _, label in seen])
    assert figures["pooled-no-other"].methods["a"].auroc == pytest.approx(
        roc_auc_score(truth, values), abs=1e-12
    )
    assert figures["pooled"].methods["a"] != figures["pooled-no-other"].methods["a"]


def joined(seen, name, ignored, *, anomalous_images_only=False):
    chosen = [
        (scores[name][kept], label[kept] == ANOMALY)
        for scores, label in seen
        for kept in [~np.isin(label, ignored)]
        if not anomalous_images_only or (label == ANOMALY).any()
    ]
    return np.concatenate([pixels for pixels, _ in chosen]), np.concatenate([mask for _, mask in chosen])


def test_densehybrid_leaves_out_other_and_reads_fpr_above_the_level(seen):
    evaluator, _ = evaluated(seen, protocols=["densehybrid"])
    figures = evaluator.compute()["densehybrid"]
    assert (figures.images, figures.skipped_images, figures.ignored) == (2, 4, ["void", "other"])
    rows = [joined(seen[index : index + 1], "a", [VOID, OTHER]) for index in (1, 2)]
    row = figures.methods["a"]
    for figure, convention in (("fpr95", "first"), ("fpr95_legacy", "strict")):
        own = [ood_metrics(*image, fpr=convention).fpr95 for image in rows]
        assert getattr(row, figure) == pytest.approx(np.mean(own), abs=1e-12)
    assert row.aupr == pytest.approx(np.mean([ood_metrics(*image).aupr for image in rows]), abs=1e-12)


def test_mask2anomaly_pools_images_with_an_anomaly(seen):
    evaluator, _ = evaluated(seen, protocols=["mask2anomaly"])
    figures = evaluator.compute()["mask2anomaly"]
    # two images lack an anomaly and one is all void; the one that is all anomaly stays
    assert (figures.images, figures.skipped_images) == (3, 3)
    assert figures.ignored == ["void", "background", "other"]
    pixels = joined(seen, "a", [VOID, 0, OTHER], anomalous_images_only=True)
    row = figures.methods["a"]
    assert row.auroc == ood_metrics(*pixels).auroc
    assert row.fpr95_legacy == ood_metrics(*pixels, fpr="interpolated").fpr95
    assert row.aupr_legacy is None


def test_smiyc_pools_all_and_tells_the_trapezoids_beside(seen):
    evaluator, _ = evaluated(seen, protocols=["smiyc-anomaly", "smiyc-obstacle"])
    figures = evaluator.compute()
    scores, mask = joined(seen, "a", [VOID])
    row = figures["smiyc-anomaly"].methods["a"]
    precision, recall, _ = precision_recall_curve(mask, scores)
    assert row.aupr_legacy == pytest.approx(auc(recall, precision), abs=1e-12)
    assert (row.aupr, row.fpr95_legacy) == (ood_metrics(scores, mask).aupr, None)
    # of the classes in these labels only the road, 7, counts on the obstacle track
    road = joined(seen, "a", [VOID, 0, OTHER])
    assert figures["smiyc-obstacle"].methods["a"].auroc == ood_metrics(*road).auroc
    assert "road" not in figures["smiyc-obstacle"].ignored
    assert {"void", "sidewalk", "background"} < set(figures["smiyc-obstacle"].ignored)
    assert evaluator.pooled("smiyc-obstacle")["a"].metrics() == ood_metrics(*road)


def test_void_counts_as_normal_where_the_public_code_does_so(seen):
    evaluator, _ = evaluated(seen, protocols=["hendrycks", "hendrycks-void"])
    figures = evaluator.compute()
    assert figures["hendrycks-void"].ignored == []
    rows = [ood_metrics(*joined(seen[index : index + 1], "b", [])) for index in (1, 2)]
    own = figures["hendrycks-void"].methods["b"]
    assert own.auroc == pytest.approx(np.mean([row.auroc for row in rows]), abs=1e-12)
    assert own.auroc < figures["hendrycks"].methods["b"].auroc  # void pixels score high here


def test_every_protocol_in_one_pass_is_each_alone(seen):
    together, _ = evaluated(seen, protocols=tuple(PROTOCOLS))
    alone = {name: evaluated(seen, protocols=[name])[0].compute()[name] for name in PROTOCOLS}
    assert together.compute() == alone
    left, right = (evaluated(part, protocols=tuple(PROTOCOLS))[0] for part in (seen[:2], seen[2:]))
    left.merge(right)
    assert left.compute() == alone


def test_classes_that_a_label_set_lacks_are_passed_over():
    labels = bdd_anomaly(["train", "motorcycle"])
    assert PROTOCOLS["densehybrid"].left_out(labels) == ["void"]
    assert PROTOCOLS["densehybrid"].kept(labels).sum() == len(labels.classes) + 1
    obstacle = PROTOCOLS["smiyc-obstacle"].kept(labels)
    assert np.flatnonzero(obstacle).tolist() == [0, ANOMALY]
    with pytest.raises(CaosError, match="leaves no class of bdd-anomaly"):
        replace(PROTOCOLS["pooled"], only=("pedestrian",)).kept(labels)


def test_chance_is_the_share_of_what_each_protocol_counts(seen):
    figures = evaluated(seen, protocols=tuple(PROTOCOLS))[0].compute()
    _, mask = joined(seen, "a", [VOID])
    assert figures["pooled"].anomaly_share == pytest.approx(mask.mean(), abs=1e-15)
    _, mask = joined(seen, "a", [VOID, 0, OTHER], anomalous_images_only=True)
    assert figures["mask2anomaly"].anomaly_share == pytest.approx(mask.mean(), abs=1e-15)
    each = [joined(seen[index : index + 1], "a", [VOID])[1].mean() for index in (1, 2)]
    assert figures["hendrycks"].anomaly_share == pytest.approx(np.mean(each), abs=1e-15)
    constant = [({"a": np.zeros(label.shape), "b": scores["b"]}, label) for scores, label in seen]
    for name, one in evaluated(constant, protocols=tuple(PROTOCOLS))[0].compute().items():
        assert one.methods["a"].aupr == pytest.approx(one.anomaly_share, abs=1e-12), name


def test_pools_by_protocol(seen):
    evaluator, _ = evaluated(seen, protocols=["hendrycks", "densehybrid"])
    assert evaluator.pooled("hendrycks")["a"] is evaluator.pooled()["a"]
    with pytest.raises(CaosError, match="'densehybrid' averages images"):
        evaluator.pooled("densehybrid")
    with pytest.raises(CaosError, match="'pooled' is not evaluated; evaluated: hendrycks, densehybrid"):
        evaluator.pooled("pooled")


def test_void_scores_do_not_matter(seen):
    changed = [
        ({n: np.where(label == VOID, -9, s) for n, s in scores.items()}, label) for scores, label in seen
    ]
    assert evaluated(seen)[0].compute() == evaluated(changed)[0].compute()


def test_merge_is_evaluating_together(seen):
    whole, _ = evaluated(seen)
    left, right = evaluated(seen[:3])[0], evaluated(seen[3:])[0]
    left.merge(right)
    assert left.compute() == whole.compute()
    assert left.curves() == whole.curves()
    with pytest.raises(CaosError, match="cannot merge"):
        left.merge(evaluated(seen, protocols=["pooled"])[0])


def test_result_json_takes_the_figures(seen):
    evaluator, _ = evaluated(seen)
    for figures in evaluator.compute().values():
        kept = ProtocolFigures.model_validate(asdict(figures))
        assert kept.model_dump(exclude={"methods", "components"}) | {"methods": None} == asdict(
            replace(figures, methods=None)
        )
        for name, row in figures.methods.items():
            assert kept.methods[name].model_dump(exclude={"intervals"}) == asdict(row)
    for curve in evaluator.curves().values():
        assert Curve.model_validate(asdict(curve)).model_dump() == asdict(curve)


def test_approximate_figures_are_told_with_their_bound(seen):
    variants = ["hendrycks", "pooled", "mask2anomaly", "smiyc-anomaly"]
    evaluator = PixelEvaluator(variants, ["a", "b"], counting="approximate")
    for scores, label in seen:
        evaluator.update(scores, label)
    exact = evaluated(seen, variants)[0].compute()
    found, bounds = evaluator.compute(), evaluator.bounds()
    assert found["hendrycks"] == exact["hendrycks"]
    assert set(bounds) == {"pooled", "mask2anomaly", "smiyc-anomaly"}
    for name in bounds:
        told = re.search(
            r"; approximate: every figure within (\S+) of the exact one", found[name].description
        )
        assert found[name].description.startswith(exact[name].description.removesuffix("; exact") + told[0])
        for score, row in asdict_rows(found[name]).items():
            for figure, value in row.items():
                expected = asdict_rows(exact[name])[score][figure]
                assert value == pytest.approx(expected, abs=1.05 * float(told[1]))
    assert evaluator.curves().keys() == {"a", "b"}
    with pytest.raises(CaosError, match="ways of counting"):
        evaluator.merge(evaluated(seen, variants)[0])


def asdict_rows(figures):
    return {
        score: {figure: value for figure, value in asdict(row).items() if value is not None}
        for score, row in figures.methods.items()
    }


def test_exact_figures_are_told_and_take_the_memory_they_get(seen):
    evaluator = PixelEvaluator(["pooled"], ["a", "b"], memory=1)
    for scores, label in seen:
        evaluator.update(scores, label)
    assert evaluator.compute()["pooled"].description.endswith("; exact")
    assert evaluator.compute() == evaluated(seen, ["pooled"])[0].compute()
    assert evaluator.bounds() == {}
    with pytest.raises(CaosError, match="counting 'roughly' is unknown; choose exact or approximate"):
        PixelEvaluator(["pooled"], ["a"], counting="roughly")


def test_a_refused_image_counts_nothing(seen):
    evaluator, _ = evaluated(seen)
    before = evaluator.compute()
    scores, label = seen[1]
    bad = {"a": scores["a"], "b": np.full(label.shape, np.nan)}
    with pytest.raises(CaosError, match="score 'b': 600 of 600 scores are NaN"):
        evaluator.update(bad, label)
    with pytest.raises(CaosError, match=r"score 'b': scores have shape \(3,\) but is_anomaly has \(20, 30\)"):
        evaluator.update({**scores, "b": np.zeros(3)}, label)
    with pytest.raises(CaosError, match="scores a given, but a, b expected"):
        evaluator.update({"a": scores["a"]}, label)
    assert evaluator.compute() == before


def test_data_without_anomalies(seen):
    evaluator, _ = evaluated(seen[:1])
    with pytest.raises(CaosError, match="none of 1 images has both"):
        evaluator.compute()
    with pytest.raises(CaosError, match="no anomalous pixel"):
        evaluator.curves()


def test_bad_construction():
    with pytest.raises(CaosError, match=r"unknown protocol 'hendryks' \(did you mean 'hendrycks'\?\)"):
        PixelEvaluator(["hendryks"], ["a"])
    with pytest.raises(CaosError, match="at least one"):
        PixelEvaluator([], ["a"])
    with pytest.raises(CaosError, match="unknown class 'tree'"):
        PixelEvaluator([replace(PROTOCOLS["pooled"], ignored=("tree",))], ["a"])
    with pytest.raises(CaosError, match="two different protocols are called 'pooled'"):
        PixelEvaluator(["pooled", replace(PROTOCOLS["pooled"], ignored=("other",))], ["a"])
    assert protocol("pooled") is PROTOCOLS["pooled"]
    assert all(name == entry.name for name, entry in PROTOCOLS.items())
