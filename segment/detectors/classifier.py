"""The last classifier of any network as a matrix."""

from __future__ import annotations

import torch
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Segmenter


@torch.inference_mode()
def linear_classifier(segmenter: Segmenter, width: int, who: str) -> tuple[Tensor, Tensor]:
    """Weight (C, D) and bias (C,), float32, of a classifier that works position by position and is linear.

    Found by classifying nothing and each unit vector, so that no network need tell where its classifier is.

    Args:
        segmenter: its network.
        width: D, channels of the features.
        who: name of the detector that asks, for the message.

    Raises:
        CaosError: the classifier is not such a one, or the network has none apart.
    """
    exact = Segmenter(segmenter.network, precision="32")
    device = segmenter.device
    bias = exact.classify(torch.zeros(1, width, 1, 1, device=device), (1, 1)).flatten()
    units = torch.eye(width, device=device)[:, :, None, None]
    weight = exact.classify(units, (1, 1))[:, :, 0, 0].T - bias[:, None]
    probe = torch.rand(1, width, 3, 3, generator=torch.Generator().manual_seed(0)).to(device)
    answer = exact.classify(probe, (3, 3))
    expected = torch.einsum("cd,ndhw->nchw", weight, probe) + bias[:, None, None]
    if not torch.allclose(answer, expected, rtol=1e-3, atol=1e-3 * float(expected.abs().max())):
        raise CaosError(
            f"detector {who!r} needs a last classifier that is linear at each position; that of "
            f"{type(segmenter.network).__name__} is not: leave it out"
        )
    return weight, bias
