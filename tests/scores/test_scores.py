"""Every score against a float64 transcription of its formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from caos.errors import CaosError
from caos.scores import SCORES, background, energy, score


def softmax64(logits):
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def logsumexp64(logits):
    top = logits.max(1, keepdims=True)
    return (np.log(np.exp(logits - top).sum(1, keepdims=True)) + top)[:, 0]


def entropy64(logits):
    share = softmax64(logits)
    return -np.where(share > 0, share * np.log(np.where(share > 0, share, 1)), 0).sum(1)


FORMULAS = {
    "msp": lambda z: -softmax64(z).max(1),
    "max_logit": lambda z: -z.max(1),
    "background": lambda z: softmax64(z)[:, 0],
    "energy": lambda z: -logsumexp64(z),
    "entropy": entropy64,
}

shapes = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
logits32 = hnp.arrays(np.float32, shapes, elements=st.floats(-2e4, 2e4, width=32))


def test_every_score_has_a_formula():
    assert set(FORMULAS) == set(SCORES)


@pytest.mark.parametrize("name", SCORES)
@given(logits=logits32)
@settings(max_examples=60, deadline=None)
def test_equals_the_formula(name, logits):
    found = SCORES[name](torch.from_numpy(logits), dim=1)
    wanted = FORMULAS[name](logits.astype(np.float64))
    assert found.dtype == torch.float32
    assert tuple(found.shape) == wanted.shape
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64, torch.int64, torch.uint8])
def test_other_dtypes_are_computed_in_float32(name, dtype):
    logits = torch.randint(0, 20, (2, 13, 5, 6), generator=torch.Generator().manual_seed(0))
    found = SCORES[name](logits.to(dtype))
    assert found.dtype == torch.float32
    assert torch.equal(found, SCORES[name](logits.float()))


@pytest.mark.parametrize("name", SCORES)
def test_dim_and_shapes(name):
    logits = torch.randn(2, 4, 3, 5, generator=torch.Generator().manual_seed(1))
    expected = SCORES[name](logits)
    assert expected.shape == (2, 3, 5)
    for dim, moved in ((-1, logits.movedim(1, -1)), (0, logits.movedim(1, 0))):
        torch.testing.assert_close(SCORES[name](moved, dim=dim), expected)
    torch.testing.assert_close(SCORES[name](logits[:, :, 0, 0]), expected[:, 0, 0])


@pytest.mark.parametrize("name", SCORES)
def test_extreme_logits_stay_finite(name):
    logits = torch.tensor(
        [[1e30, -1e30, 0.0], [-1e30, -1e30, -1e30], [88.0, 89.0, 1e4], [0.0, -math.inf, 1.0]]
    )
    assert SCORES[name](logits).isfinite().all()


def test_larger_is_more_anomalous():
    sure, unsure = torch.tensor([[0.0, 9.0, 0.0]]), torch.tensor([[0.1, 0.0, 0.2]])
    for name, function in SCORES.items():
        assert function(unsure) > function(sure), name


@given(logits=logits32, temperature=st.floats(0.05, 50))
@settings(max_examples=50, deadline=None)
def test_energy_with_temperature(logits, temperature):
    wanted = -temperature * logsumexp64(logits.astype(np.float64) / temperature)
    found = energy(torch.from_numpy(logits), temperature=temperature)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_energy_refuses_other_temperatures(temperature):
    with pytest.raises(ValueError, match="temperature"):
        energy(torch.zeros(1, 2), temperature=temperature)


def test_background_of_another_class():
    logits = torch.tensor([[0.0, 1.0, 2.0]])
    assert background(logits, background=2).item() == pytest.approx(softmax64(logits.numpy())[0, 2])


def test_inputs_are_left_alone():
    logits = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(2))
    before = logits.clone()
    for function in SCORES.values():
        function(logits)
    assert torch.equal(logits, before)


def test_look_up():
    assert score("msp") is SCORES["msp"]
    with pytest.raises(CaosError, match=r"'maxlogit' \(did you mean 'max_logit'\?\); known: msp, max_logit"):
        score("maxlogit")
    with pytest.raises(CaosError, match=r"unknown score 'zzz'; known: "):
        score("zzz")
