"""The compiled kernel: it agrees with the formulas, and a pixel's scores depend on its logits alone."""

from __future__ import annotations

import math
import sys
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from caos.scores import FORMULAS, SCORES, apply_formulas, compiled, energy, formulas, logit_scores
from caos.scores.compiled import compiled_jobs
from caos.scores.terms import Terms

shapes = st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 3), st.integers(1, 3))
values = st.one_of(st.floats(-2e4, 2e4, width=32), st.sampled_from([math.nan, -math.inf]))


@pytest.fixture
def without_numba(monkeypatch):
    """As where Numba cannot be imported."""
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "caos.scores.kernel", raising=False)
    monkeypatch.delattr("caos.scores.kernel", raising=False)
    compiled._kernel.cache_clear()
    yield
    compiled._kernel.cache_clear()


@pytest.fixture
def street():
    """Logits (2, 13, 300, 301): more than one piece, and blocks that do not divide the pixels."""
    return torch.randn(2, 13, 300, 301, generator=torch.Generator().manual_seed(9)) * 5


def by_formulas(logits):
    return {name: formula(Terms.of(logits, 1)) for name, formula in FORMULAS.items()}


def assert_same(found, wanted):
    """Equal to the last bit."""
    for name, scores in wanted.items():
        assert torch.equal(found[name].view(torch.int32), scores.view(torch.int32)), name


def test_the_kernel_takes_all_scores():
    assert list(SCORES) == list(FORMULAS)
    assert set(compiled_jobs(FORMULAS, torch.zeros(13, 2))) == set(FORMULAS)


@given(logits=hnp.arrays(np.float32, shapes, elements=values))
@settings(max_examples=60, deadline=None)
def test_agrees_with_the_formulas(logits):
    """NaN and -inf included."""
    logits = torch.from_numpy(logits)
    found = logit_scores(logits, SCORES)
    for name, wanted in by_formulas(logits).items():
        torch.testing.assert_close(found[name], wanted, rtol=1e-6, atol=1e-6, equal_nan=True)


@pytest.mark.parametrize("classes", [2, 150, 1000])
@pytest.mark.parametrize("spread", [0.1, 3, 30])
def test_many_classes(float64, classes, spread):
    logits = torch.randn(300, classes, generator=torch.Generator().manual_seed(10)) * spread
    for name, found in logit_scores(logits, SCORES).items():
        if name != "generalised_entropy" or classes <= formulas.TOP_CLASSES:
            wanted = float64.FORMULAS[name](logits.double().numpy())
            np.testing.assert_allclose(found, wanted, rtol=3e-6, atol=2e-6, err_msg=name)


@pytest.mark.parametrize("index", [-2, 4])
@pytest.mark.parametrize("gamma", [0.05, 1.0])
@pytest.mark.parametrize("temperature", [0.5, 5000.0])
def test_settings(index, gamma, temperature):
    logits = torch.randn(2, 5, 3, 7, generator=torch.Generator().manual_seed(11)) * 5
    chosen = {
        "background": formulas.background_formula(index),
        "generalised_entropy": partial(formulas.generalised_entropy, gamma=gamma),
        "usual": formulas.generalised_entropy,
        "odin": partial(formulas.odin_temperature, temperature=temperature),
    }
    assert set(compiled_jobs(chosen, logits.movedim(1, 0))) == set(chosen)
    for name, found in apply_formulas(logits, chosen).items():
        torch.testing.assert_close(found, chosen[name](Terms.of(logits, 1)), rtol=1e-6, atol=1e-6)


def test_torch_takes_what_the_kernel_does_not_know():
    logits = torch.randn(2, 5, 3, 7, generator=torch.Generator().manual_seed(12))
    chosen = {
        "hot": partial(formulas.energy, temperature=2.0),
        "few": partial(formulas.generalised_entropy, top=3),
        "own": lambda terms: terms.lead,
        "msp": formulas.msp,
        "elsewhere": partial(formulas.background, index=5),
    }
    planes = logits.movedim(1, 0)
    assert list(compiled_jobs(chosen, planes)) == ["msp"]
    assert not compiled_jobs(FORMULAS, planes.clone().requires_grad_())
    with pytest.raises(IndexError):
        apply_formulas(logits, chosen)
    del chosen["elsewhere"]
    for name, found in apply_formulas(logits, chosen).items():
        torch.testing.assert_close(found, chosen[name](Terms.of(logits, 1)), rtol=1e-6, atol=1e-6)
    torch.testing.assert_close(energy(logits, temperature=2.0), apply_formulas(logits, chosen)["hot"])


def test_threads_change_nothing(street):
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(1)
        alone = logit_scores(street, SCORES)
        torch.set_num_threads(3)
        assert_same(logit_scores(street, SCORES), alone)
    finally:
        torch.set_num_threads(before)


def test_layout_and_company_change_nothing(street):
    wanted = logit_scores(street, SCORES)
    assert_same(logit_scores(street.contiguous(memory_format=torch.channels_last), SCORES), wanted)
    assert_same(logit_scores(street.movedim(1, -1), SCORES, dim=-1), wanted)
    assert_same({name: function(street) for name, function in SCORES.items()}, wanted)


@pytest.mark.parametrize("start", [1, 100, 255, 300])
def test_a_pixels_place_changes_nothing(street, start):
    wanted = {name: found[..., start:] for name, found in logit_scores(street, SCORES).items()}
    assert_same(logit_scores(street[..., start:], SCORES), wanted)


def test_every_other_pixel_of_a_view(street):
    wanted = {name: found[:, ::2, 1::2] for name, found in logit_scores(street, SCORES).items()}
    assert_same(logit_scores(street[:, :, ::2, 1::2], SCORES), wanted)


def test_without_numba(without_numba):
    logits = torch.randn(2, 5, 3, 7, generator=torch.Generator().manual_seed(13))
    with pytest.warns(UserWarning, match="without Numba"):
        found = logit_scores(logits, SCORES)
    assert_same(found, by_formulas(logits))
