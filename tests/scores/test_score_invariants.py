"""What holds of scores whatever the logits: invariances, ranges, order, gradients, what NaN does."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from caos.scores import SCORES


class Scorer(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, logits):
        return self.function(logits)


shapes = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
logits32 = hnp.arrays(np.float32, shapes, elements=st.floats(-2e4, 2e4, width=32))


@pytest.mark.parametrize("name", SCORES)
def test_sure_pixels_do_not_tie(float64, name):
    """Where the second class is exp(-20) or exp(-40) as probable, only what float32 cannot hold ties."""
    leads = torch.tensor([[20.0], [25.0], [40.0]])
    logits = torch.cat([torch.zeros(3, 12), leads], dim=1)
    found = SCORES[name](logits)
    wanted = float64.FORMULAS[name](logits.double().numpy())
    np.testing.assert_allclose(found.numpy(), wanted, rtol=2e-6)
    ties = {"msp", "margin"}
    assert (found.unique().numel() == 1) == (name in ties)


@pytest.mark.parametrize("name", sorted(set(SCORES) - {"max_logit", "energy"}))
@given(logits=logits32, shift=st.integers(-500, 500))
@settings(max_examples=15, deadline=None)
def test_a_shift_of_all_logits_changes_nothing(name, logits, shift):
    logits = np.round(logits)  # so that adding is exact
    plain, shifted = (SCORES[name](torch.from_numpy(z)) for z in (logits, logits + np.float32(shift)))
    torch.testing.assert_close(plain, shifted, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", sorted(set(SCORES) - {"background"}))
@given(logits=logits32, seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_the_order_of_classes_does_not_matter(name, logits, seed):
    order = np.random.default_rng(seed).permutation(logits.shape[1])
    plain, mixed = (SCORES[name](torch.from_numpy(z)) for z in (logits, logits[:, order]))
    torch.testing.assert_close(plain, mixed, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", sorted(set(SCORES) - {"background"}))
@given(logits=hnp.arrays(np.float32, (3, 5), elements=st.floats(-30, 30, width=32)), more=st.floats(0, 20))
@settings(max_examples=25, deadline=None)
def test_a_surer_class_is_less_anomalous(name, logits, more):
    surer = logits.copy()
    surer[np.arange(3), logits.argmax(1)] += np.float32(more)
    before, after = (SCORES[name](torch.from_numpy(z)) for z in (logits, surer))
    assert (after <= before + 2e-6 * before.abs() + 1e-6).all()


@pytest.mark.parametrize("name", SCORES)
def test_ranges(name):
    logits = torch.randn(500, 13, generator=torch.Generator().manual_seed(6)) * 20
    found = SCORES[name](torch.cat([logits, torch.zeros(1, 13)]))
    low, high = {
        "msp": (-1, -1 / 13),
        "background": (0, 1),
        "entropy": (0, math.log(13)),
        "margin": (-1, 0),
        "generalised_entropy": (0, 13 * (12 / 169) ** 0.1),
        "odin_temperature": (1 / 13 - 1, 0),
        "logit_margin": (-math.inf, 0),
        "logit_gap": (-math.inf, 0),
        "kl_uniform": (-math.inf, 0),
    }.get(name, (-math.inf, math.inf))
    assert low - 1e-6 <= found.min()
    assert found.max() <= high + 1e-6


@pytest.mark.parametrize("name", SCORES)
def test_nan_stays_visible_and_alone(name):
    logits = torch.zeros(1, 4, 1, 3)
    logits[0, 2, 0, 1] = math.nan
    expected = [False, True, False]
    assert SCORES[name](logits).isnan()[0, 0].tolist() == expected


@pytest.mark.parametrize("name", SCORES)
def test_gradients(float64, name):
    """Training uses some of these as losses."""
    logits = torch.randn(3, 5, dtype=torch.float32, generator=torch.Generator().manual_seed(7))
    logits.requires_grad_()
    (slope,) = torch.autograd.grad(SCORES[name](logits).sum(), logits)
    step, wanted = 1e-6, np.zeros((3, 5))
    start = logits.detach().double().numpy()
    for row, column in np.ndindex(3, 5):
        moved = [start.copy(), start.copy()]
        moved[0][row, column] += step
        moved[1][row, column] -= step
        wanted[row, column] = (float64.FORMULAS[name](moved[0]) - float64.FORMULAS[name](moved[1])).sum() / (
            2 * step
        )
    np.testing.assert_allclose(slope.numpy(), wanted, rtol=1e-3, atol=1e-5)


@pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")
@pytest.mark.parametrize("name", SCORES)
def test_a_trace_holds_for_other_logits(name):
    """Nothing of the traced logits may stay in an exported graph: neither their numbers nor their size."""
    first, other = (
        torch.randn(shape, generator=torch.Generator().manual_seed(8)) * 5
        for shape in ((1, 5, 4, 6), (2, 5, 7, 3))
    )
    traced = torch.jit.trace(SCORES[name], first)
    torch.testing.assert_close(traced(other), SCORES[name](other), rtol=1e-5, atol=1e-6)
    exported = torch.export.export(Scorer(SCORES[name]), (first,), strict=False).module()
    second = first.flip(1) + 1
    torch.testing.assert_close(exported(second), SCORES[name](second), rtol=1e-5, atol=1e-6)
