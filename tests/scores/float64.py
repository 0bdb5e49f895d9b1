"""Direct transcriptions of the scores' formulas, in float64 with NumPy; classes along axis 1."""

from __future__ import annotations

import numpy as np


def logsumexp64(logits):
    top = logits.max(1, keepdims=True)
    return (np.log(np.exp(logits - top).sum(1, keepdims=True)) + top)[:, 0]


def log_softmax64(logits):
    # log(1 - p) of a sure class is made of the others' sum, or rounding would leave nothing of it
    order = np.sort(logits, axis=1)
    top, others = order[:, -1:], order[:, :-1]
    return logits - top - np.log1p(np.exp(others - top).sum(1, keepdims=True))


def softmax64(logits):
    return np.exp(log_softmax64(logits))


def entropy64(logits):
    share, logs = softmax64(logits), log_softmax64(logits)
    return -np.where(share > 0, share * np.where(share > 0, logs, 0), 0).sum(1)


def two_largest(values):
    """The largest and the second along the classes; without a second, what no class has."""
    order = np.sort(values, axis=1)[:, ::-1]
    second = order[:, 1] if order.shape[1] > 1 else np.full_like(order[:, 0], -np.inf)
    return order[:, 0], second


def margin64(logits):
    first, second = two_largest(softmax64(logits))
    return -(first - np.maximum(second, 0))


def logit_margin64(logits):
    first, second = two_largest(logits)
    return -(first - second)


def logit_gap64(logits):
    order = np.sort(logits, axis=1)[:, ::-1]
    if order.shape[1] == 1:
        return np.full(order[:, 0].shape, -np.inf)
    return -(order[:, :1] - order[:, 1:]).mean(1)


def generalised_entropy64(logits, gamma=0.1, top=100):
    share = softmax64(logits)
    # 1 - p of the sure class is the sum of the others: float64 would round 1 - p to 0 as well
    best = logits.argmax(1)[:, None] == np.arange(logits.shape[1]).reshape(-1, *[1] * (logits.ndim - 2))
    others = np.where(best, np.where(best, 0, share).sum(1, keepdims=True), 1 - share)
    order = np.argsort(-logits, axis=1, kind="stable")[:, :top]
    chosen = np.take_along_axis(share, order, 1), np.take_along_axis(others, order, 1)
    return (chosen[0] ** gamma * chosen[1] ** gamma).sum(1)


def kl_uniform64(logits):
    classes = logits.shape[1]
    return -(1 / classes * (np.log(1 / classes) - log_softmax64(logits))).sum(1)


def odin_temperature64(logits, temperature=1000):
    return 1 / logits.shape[1] - softmax64(logits / temperature).max(1)


def kl_matching64(logits, typical):
    """Classes along axis 1, no other axes but the first."""
    share = softmax64(logits)
    logs = log_softmax64(logits)
    every = [(share * (logs - np.log(np.maximum(row, 1e-30)))).sum(1) for row in typical]
    return np.min(every, axis=0)


FORMULAS = {
    "msp": lambda z: -softmax64(z).max(1),
    "max_logit": lambda z: -z.max(1),
    "background": lambda z: softmax64(z)[:, 0],
    "energy": lambda z: -logsumexp64(z),
    "entropy": entropy64,
    "margin": margin64,
    "logit_margin": logit_margin64,
    "logit_gap": logit_gap64,
    "generalised_entropy": generalised_entropy64,
    "kl_uniform": kl_uniform64,
    "odin_temperature": odin_temperature64,
}
