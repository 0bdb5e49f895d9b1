"""Several scores in one computation equal each score alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from caos.errors import CaosError
from caos.scores import SCORES, logit_scores

shapes = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
logits32 = hnp.arrays(np.float32, shapes, elements=st.floats(-2e4, 2e4, width=32))


@given(logits=logits32)
@settings(max_examples=12, deadline=None)
def test_several_at_once_equal_each_alone(logits):
    tensor = torch.from_numpy(logits)
    together = logit_scores(tensor, SCORES)
    assert list(together) == list(SCORES)
    for name, function in SCORES.items():
        torch.testing.assert_close(together[name], function(tensor), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("pixels", [(37, 41), (1, 10_243), (0, 5)])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_tiles_meet(pixels, layout):
    """More pixels than one tile, and widths that no tile divides."""
    logits = torch.randn(2, 13, *pixels, generator=torch.Generator().manual_seed(3)) * 5
    for name, found in logit_scores(logits.contiguous(memory_format=layout), SCORES).items():
        assert found.shape == (2, *pixels)
        torch.testing.assert_close(found, SCORES[name](logits), rtol=1e-6, atol=1e-6)


def test_several_at_once_of_other_shapes():
    logits = torch.randn(4, 13, generator=torch.Generator().manual_seed(4))
    for moved, dim in ((logits, 1), (logits.T, 0), (logits[0], 0), (logits[:, :, None, None, None], 1)):
        for name, found in logit_scores(moved, SCORES, dim).items():
            torch.testing.assert_close(found, SCORES[name](moved, dim))


def test_several_at_once_with_another_background():
    logits = torch.randn(1, 5, 2, 2, generator=torch.Generator().manual_seed(5))
    found = logit_scores(logits, ["background"], background=3)["background"]
    torch.testing.assert_close(found, torch.softmax(logits, 1)[:, 3])


def test_several_at_once_refuse_an_unknown_name():
    with pytest.raises(CaosError, match=r"unknown score 'entrop' \(did you mean 'entropy'"):
        logit_scores(torch.zeros(1, 2), ["msp", "entrop"])


def test_several_at_once_of_no_classes():
    with pytest.raises(ValueError, match="no class"):
        logit_scores(torch.zeros(2, 0, 3, 3), ["msp"])


def test_several_at_once_keep_nan_and_leave_the_logits_alone():
    logits = torch.zeros(1, 4, 1, 3)
    logits[0, 2, 0, 1] = math.nan
    before = logits.clone()
    for found in logit_scores(logits, SCORES).values():
        assert found.isnan()[0, 0].tolist() == [False, True, False]
    torch.testing.assert_close(logits, before, equal_nan=True, rtol=0, atol=0)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64, torch.int64])
def test_several_at_once_of_other_dtypes(dtype):
    logits = torch.randint(0, 20, (2, 13, 5, 6), generator=torch.Generator().manual_seed(0))
    for name, found in logit_scores(logits.to(dtype), SCORES).items():
        assert found.dtype == torch.float32
        torch.testing.assert_close(found, SCORES[name](logits.float()))
