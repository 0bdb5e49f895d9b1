"""Every score against a float64 transcription of its formula, and against bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from caos.errors import CaosError
from caos.scores import SCORES, background, energy, generalised_entropy, kl_matching, odin_temperature, score

shapes = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
logits32 = hnp.arrays(np.float32, shapes, elements=st.floats(-2e4, 2e4, width=32))


def test_every_score_has_a_formula(float64):
    assert set(float64.FORMULAS) == set(SCORES)


@pytest.mark.parametrize("name", SCORES)
@given(logits=logits32)
@settings(max_examples=25, deadline=None)
def test_equals_the_formula(float64, name, logits):
    found = SCORES[name](torch.from_numpy(logits), dim=1)
    wanted = float64.FORMULAS[name](logits.astype(np.float64))
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
def test_extreme_logits(float64, name):
    logits = torch.tensor(
        [[1e30, -1e30, 0.0], [-1e30, -1e30, -1e30], [88.0, 89.0, 1e4], [0.0, -math.inf, 1.0]]
    )
    found = SCORES[name](logits)
    with np.errstate(invalid="ignore"):
        np.testing.assert_allclose(
            found, float64.FORMULAS[name](logits.double().numpy()), rtol=1e-6, atol=1e-6
        )
    assert found[:3].isfinite().all()


def test_larger_is_more_anomalous():
    sure, unsure = torch.tensor([[0.0, 9.0, 0.0]]), torch.tensor([[0.1, 0.0, 0.2]])
    for name, function in SCORES.items():
        assert function(unsure) > function(sure), name


@given(logits=logits32, temperature=st.floats(0.05, 50))
@settings(max_examples=50, deadline=None)
def test_energy_with_temperature(float64, logits, temperature):
    wanted = -temperature * float64.logsumexp64(logits.astype(np.float64) / temperature)
    found = energy(torch.from_numpy(logits), temperature=temperature)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_energy_refuses_other_temperatures(temperature):
    with pytest.raises(ValueError, match="temperature"):
        energy(torch.zeros(1, 2), temperature=temperature)


def test_background_of_another_class(float64):
    logits = torch.tensor([[0.0, 1.0, 2.0]])
    assert background(logits, background=2).item() == pytest.approx(float64.softmax64(logits.numpy())[0, 2])


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


@pytest.mark.parametrize("name", SCORES)
def test_no_classes(name):
    with pytest.raises(ValueError, match="no class"):
        SCORES[name](torch.zeros(2, 0, 3, 3))


@given(logits=logits32, temperature=st.floats(0.5, 5000))
@settings(max_examples=50, deadline=None)
def test_odin_with_temperature(float64, logits, temperature):
    wanted = float64.odin_temperature64(logits.astype(np.float64), temperature)
    found = odin_temperature(torch.from_numpy(logits), temperature=temperature)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=2e-6)


@given(logits=logits32, gamma=st.floats(0.05, 1), top=st.integers(1, 6))
@settings(max_examples=50, deadline=None)
def test_generalised_entropy_with_settings(float64, logits, gamma, top):
    wanted = float64.generalised_entropy64(logits.astype(np.float64), gamma, top)
    found = generalised_entropy(torch.from_numpy(logits), gamma=gamma, top=top)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("setting", [{"gamma": 0.0}, {"gamma": math.nan}, {"gamma": 1.5}, {"top": 0}])
def test_generalised_entropy_refuses(setting):
    with pytest.raises(ValueError, match=next(iter(setting))):
        generalised_entropy(torch.zeros(1, 2), **setting)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_odin_refuses_other_temperatures(temperature):
    with pytest.raises(ValueError, match="temperature"):
        odin_temperature(torch.zeros(1, 2), temperature=temperature)


@given(
    logits=hnp.arrays(np.float32, (6, 4), elements=st.floats(-60, 60, width=32)),
    typical=hnp.arrays(np.float32, (3, 4), elements=st.sampled_from([0, 0.125, 0.5, 1])),
)
@settings(max_examples=25, deadline=None)
def test_kl_matching(float64, logits, typical):
    found = kl_matching(torch.from_numpy(logits), torch.from_numpy(typical))
    wanted = float64.kl_matching64(logits.astype(np.float64), typical.astype(np.float64))
    np.testing.assert_allclose(found.numpy(), np.maximum(wanted, 0), rtol=1e-5, atol=1e-5)
    pixels = torch.from_numpy(logits).T.reshape(1, 4, 2, 3)
    torch.testing.assert_close(
        kl_matching(pixels, torch.from_numpy(typical)).flatten(), found, rtol=1e-5, atol=1e-5
    )


def test_kl_matching_of_a_class_that_is_ruled_out():
    found = kl_matching(torch.tensor([[0.0, -math.inf]]), torch.tensor([[0.5, 0.5]]))
    assert found.item() == pytest.approx(math.log(2))


@pytest.mark.parametrize("shape", [(2,), (2, 3), (0, 4), (1, 2, 4)])
def test_kl_matching_refuses_other_classes(shape):
    with pytest.raises(ValueError, match=r"must be \(K, C\) with C = 4"):
        kl_matching(torch.zeros(1, 4), torch.ones(shape))
