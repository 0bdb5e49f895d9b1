"""Each distortion against what its description says, transcribed in NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from caos.classify.deepaugment import cae_signals, cae_weights, edsr_signals, edsr_weights
from caos.classify.deepaugment.cae import LAYERS
from scipy.special import erf

SEEDS = range(6)
CHANNELS = 8


def gelu(x):
    return x * (1 + erf(x / np.sqrt(2))) / 2


def distorted(registry, name, network, seed, published=False):
    """(names that changed, before, after): float64 arrays by name."""
    weights = network.state_dict()
    before = {key: value.clone() for key, value in weights.items()}
    changed = registry[name](weights, np.random.default_rng(seed), published)
    again = registry[name](weights, np.random.default_rng(seed), published)
    assert all(torch.equal(weights[key], before[key]) for key in before), "changed its input"
    assert all(torch.equal(changed[key], again[key]) for key in changed)
    assert all(changed[key].shape == before[key].shape for key in changed)
    arrays = [{key: values[key].double().numpy() for key in sorted(changed)} for values in (before, changed)]
    return (sorted(changed), *arrays)


def block_of(names):
    blocks = {int(name.split(".")[1]) for name in names}
    assert len(blocks) == 1
    return blocks.pop()


def over_seeds(name, network, registry=edsr_weights.WEIGHTS, published=False):
    for seed in SEEDS:
        yield distorted(registry, name, network, seed, published)


def ones(block, *kinds):
    return sorted(f"body.{block}.body.{kind}" for kind in kinds)


EXACT = {
    "flip_outputs": ((0, 3, 6, 9), ("0.weight", "0.bias", "2.weight", "2.bias"), lambda w, _: w[::-1]),
    "negate_first": ((1, 4, 7), ("0.weight", "0.bias"), lambda w, _: -w),
    "zero_first": ((0, 3, 6, 9), ("0.weight", "0.bias"), lambda w, _: 0 * w),
    "gelu_both": ((0, 3, 6, 9), ("0.weight", "2.weight"), lambda w, _: -gelu(w)),
    "laplacian": ((0, 3, 6, 9), ("0.weight",), lambda w, _: w * [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "edges": ((0, 3, 6, 9), ("0.weight",), lambda w, _: w * [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "mirror_negate": (
        (0, 3, 6, 9),
        ("0.weight", "2.weight"),
        lambda w, kind: w[..., ::-1] if kind == "0.weight" else -w,
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_edsr_exact(small_edsr, name):
    blocks, kinds, formula = EXACT[name]
    seen = set()
    for names, before, after in over_seeds(name, small_edsr):
        block = block_of(names)
        seen.add(block)
        assert block in blocks
        assert names == ones(block, *kinds)
        for key in names:
            kind = key.split(".body.")[1]
            np.testing.assert_allclose(after[key], formula(before[key], kind), atol=1e-6)
    assert len(seen) > 1


@pytest.mark.parametrize("published", [False, True])
def test_edsr_scale_second(small_edsr, published):
    for names, before, after in over_seeds("scale_second", small_edsr, published=published):
        assert names == ones(block_of(names), "2.weight")
        factor = after[names[0]] / before[names[0]]
        least, most = factor.min(), factor.max()
        if published:  # 1 + 4 u r
            assert 1 - 1e-4 <= least < 1 + 0.05 * (most - 1)
            assert most <= 5
        else:  # 1 + 2 u (2 r - 1), symmetric about one
            assert -1 - 1e-4 <= least < 1 < most <= 3 + 1e-4
            assert abs((least + most) / 2 - 1) < 0.05 * (most - 1)


def shifted(kernel, rows, columns):
    result = np.zeros((3, 3))
    for i, j in np.ndindex(3, 3):
        if 0 <= i + rows < 3 and 0 <= j + columns < 3:
            result[i, j] = kernel[i + rows, j + columns]
    return result


def test_edsr_shift_first(small_edsr):
    for names, before, after in over_seeds("shift_first", small_edsr):
        assert block_of(names) in (1, 5, 9)
        old, new = before[names[0]], after[names[0]]
        for channel in range(CHANNELS):
            candidates = itertools.product((-1, 1), (-1, 0, 1), (-1, 0, 1))
            fits = [
                all(
                    np.allclose(new[o, channel], sign * shifted(old[o, channel], i, j))
                    for o in range(CHANNELS)
                )
                for sign, i, j in candidates
            ]
            assert sum(fits) == 1


def test_edsr_shift_first_as_published_sums_over_channels(small_edsr):
    weights = small_edsr.state_dict()
    arguments = (weights, np.random.default_rng(1))
    meant = edsr_weights.WEIGHTS["shift_first"](*arguments, False)
    published = edsr_weights.WEIGHTS["shift_first"](weights, np.random.default_rng(1), True)
    ((name, kernels),) = published.items()
    wanted = meant[name].sum(1, keepdim=True).expand_as(kernels)
    torch.testing.assert_close(kernels, wanted)


@pytest.mark.parametrize(("name", "kind"), [("blur_noise", "0.weight"), ("blur_dirichlet", "2.weight")])
def test_edsr_blurs(small_edsr, name, kind):
    """The result is a convolution over input channels: solve for its taps, and look at them."""
    for names, before, after in over_seeds(name, small_edsr):
        assert names == ones(block_of(names), kind)
        old, new = before[names[0]], after[names[0]]
        columns = []  # what each tap (input, row, column) adds to each output kernel
        for source, i, j in np.ndindex(CHANNELS, 3, 3):
            columns.append([shifted(old[o, source], i - 1, j - 1) for o in range(CHANNELS)])
        design = np.asarray(columns).reshape(CHANNELS * 9, -1).T
        taps = np.stack(
            [np.linalg.lstsq(design, new[:, target].ravel(), rcond=None)[0] for target in range(CHANNELS)]
        )
        np.testing.assert_allclose(
            design @ taps.T, new.transpose(0, 2, 3, 1).reshape(-1, CHANNELS), atol=1e-3
        )
        if name == "blur_noise":
            assert taps.min() > -1 / 6 - 0.02
            assert taps.max() < 1 / 6 + 0.02
        else:
            np.testing.assert_allclose(taps.reshape(CHANNELS, CHANNELS, 9).sum(2), 1, atol=0.03)
            assert taps.min() > -0.02


def test_edsr_add_noise(small_edsr):
    for names, before, after in over_seeds("add_noise", small_edsr):
        assert names == ones(block_of(names), "2.weight")
        noise = after[names[0]] - before[names[0]]
        assert -0.5 - 1e-6 <= noise.min() < -0.45 < 0.45 < noise.max() <= 0.5 + 1e-6
        assert abs(noise.mean()) < 0.05


def test_edsr_rotate(small_edsr):
    planes = set()
    for names, before, after in over_seeds("rotate", small_edsr):
        assert 1 <= len(names) <= 5
        for name in names:
            turns = {
                (k, m): np.allclose(
                    after[name], np.rot90(np.rot90(before[name], k, axes=(0, 1)), m, axes=(2, 3))
                )
                for k, m in np.ndindex(4, 4)
            }
            assert sum(turns.values()) == 1
            planes |= {key for key, fits in turns.items() if fits}
    assert {(k, 0) for k in (1, 2, 3)} & planes
    assert {(0, k) for k in (1, 2, 3)} & planes


@pytest.mark.parametrize(("name", "values"), [("random_signs", (-1, 1)), ("random_zeros", (0, 1))])
def test_edsr_masks(small_edsr, name, values):
    for names, before, after in over_seeds(name, small_edsr):
        assert 2 <= len(names) <= 5
        assert all(key.endswith(".body.0.weight") for key in names)
        factors = np.concatenate([(after[key] / before[key]).ravel() for key in names])
        assert set(np.round(factors, 6)) == set(values)
        if values[0] == -1:
            assert abs(factors.mean()) < 0.1


def test_edsr_negate_filters(small_edsr):
    for names, before, after in over_seeds("negate_filters", small_edsr):
        for key in names:
            signs = [np.unique(np.sign(a / b)) for a, b in zip(after[key], before[key], strict=True)]
            assert all(len(sign) == 1 for sign in signs)
            if len(names) == 5:  # no block was drawn twice
                assert 1 <= sum(sign[0] < 0 for sign in signs) <= CHANNELS // 2


def test_edsr_keep_largest(small_edsr):
    for names, before, after in over_seeds("keep_largest", small_edsr):
        for key in names:
            old, new = (values[key].reshape(-1, 9) for values in (before, after))
            wanted = np.zeros_like(old)
            rows = np.arange(len(old))
            wanted[rows, old.argmax(1)] = old.max(1)
            np.testing.assert_array_equal(new, wanted)


# CAE


def layer_of(names):
    layers = {name.rpartition(".")[0] for name in names}
    assert len(layers) == 1
    return LAYERS.index(layers.pop())


def filters(array, layer, published=False):
    """Output channels first; those of the transposed convolution (layer 10) are its second axis."""
    return array.swapaxes(0, 1) if layer == 10 and array.ndim == 4 and not published else array


def cae_over_seeds(name, network, published=False):
    return over_seeds(name, network, cae_weights.WEIGHTS, published)


def test_cae_flip_outputs(small_cae):
    for names, before, after in cae_over_seeds("flip_outputs", small_cae):
        layers = {LAYERS.index(name.rpartition(".")[0]) for name in names}
        assert layers <= set(range(11, 16))
        assert len(layers) in (0, 2)
        for name in names:
            np.testing.assert_array_equal(after[name], before[name][::-1])
    for names, before, after in cae_over_seeds("flip_outputs", small_cae, published=True):
        layer_of(names)
        assert all(np.array_equal(after[name], before[name][::-1]) for name in names)


@pytest.mark.parametrize(
    ("name", "layers", "change"),
    [
        ("negate_filters", range(8, 14), lambda w: [-w]),
        ("zero_filters", range(8, 14), lambda w: [0 * w]),
        (
            "gelu_filters",
            range(10, 14),
            lambda w: itertools.accumulate(range(25), lambda v, _: -gelu(v), initial=w),
        ),
    ],
)
@pytest.mark.parametrize("published", [False, True])
def test_cae_filters(small_cae, name, layers, change, published):
    for names, before, after in cae_over_seeds(name, small_cae, published):
        layer = layer_of(names)
        assert layer in layers
        (bias, weight) = names
        old, new = (filters(values[weight], layer, published) for values in (before, after))
        changed = 0
        for index in range(len(old)):
            candidates = [*change(old[index])]
            same = np.allclose(new[index], old[index], atol=1e-7)
            changed += not same
            assert same or any(np.allclose(new[index], each, atol=1e-5) for each in candidates)
            assert same == np.allclose(after[bias][index], before[bias][index], atol=1e-7)
        assert 0 < changed <= 25


@pytest.mark.parametrize("published", [False, True])
def test_cae_scale(small_cae, published):
    for names, before, after in cae_over_seeds("scale", small_cae, published):
        assert 1 <= len(names) <= 2
        for name in names:
            factor = after[name] / before[name]
            if len(names) == 2:
                least, most = (1, 9) if published else (-1, 7)
                assert least - 1e-3 <= factor.min() < factor.max() <= most + 1e-3
            assert factor.std() > 0


def test_cae_mask_rotate_negate_and_keep(small_cae):
    kinds = set()
    for names, before, after in cae_over_seeds("mask", small_cae):
        kinds.add(tuple(np.unique(np.round(after[names[0]] / before[names[0]], 6))))
    assert kinds == {(0, 1), (-1, 1)}
    for names, before, after in cae_over_seeds("rotate", small_cae):
        old, new = before[names[0]], after[names[0]]
        assert sum(np.array_equal(new, np.rot90(old, k, axes=(2, 3))) for k in (1, 2, 3)) == 1
    for names, before, after in cae_over_seeds("negate_fifth", small_cae):
        layer = layer_of(names)
        old, new = (filters(values[names[0]], layer) for values in (before, after))
        flipped = [np.array_equal(a, -b) for a, b in zip(new, old, strict=True)]
        assert all(flip or np.array_equal(a, b) for flip, a, b in zip(flipped, new, old, strict=True))
        assert 0 < sum(flipped) <= len(old) // 5
    for names, before, after in cae_over_seeds("keep_largest", small_cae):
        old, new = (values[names[0]].reshape(-1, values[names[0]][0, 0].size) for values in (before, after))
        np.testing.assert_array_equal(new, np.where(old == old.max(1, keepdims=True), old, 0))


# signals


@pytest.fixture
def signal():
    return torch.randn(1, 32, 20, 30, generator=torch.Generator().manual_seed(0))


def applied(function, signal, seed, published=False):
    before = signal.clone()
    result = function(signal, np.random.default_rng(seed), published)
    assert torch.equal(signal, before)
    assert result.shape == signal.shape
    return result


@pytest.mark.parametrize(
    ("function", "value", "share"),
    [(edsr_signals.zero_some, 0, 0.05), (edsr_signals.negate_some, -1, 0.025)],
)
def test_edsr_elementwise_signals(signal, function, value, share):
    factor = (applied(function, signal, 1) / signal).round(decimals=4)
    assert set(factor.unique().tolist()) == {value, 1.0}
    assert float((factor == value).float().mean()) == pytest.approx(share, abs=0.006)


def test_edsr_swaps_five_pairs(signal):
    for seed in SEEDS:
        swapped = applied(edsr_signals.swap_channels, signal, seed)
        order = [int(np.argmin([float((a - b).abs().sum()) for b in signal[0]])) for a in swapped[0]]
        assert sorted(order) == list(range(32))
        assert torch.equal(signal[:, order], swapped)
        assert 4 <= sum(index != at for at, index in enumerate(order)) <= 10
        copied = applied(edsr_signals.swap_channels, signal, seed, published=True)
        assert all(any(torch.equal(channel, old) for old in signal[0]) for channel in copied[0])


def test_edsr_whole_signals(signal):
    assert torch.equal(applied(edsr_signals.negate, signal, 0), -signal)
    flips = [signal.flip(1, 2), signal.flip(1, 3)]
    activations = [signal.clamp(min=0), torch.nn.functional.gelu(signal)]
    for function, known in ((edsr_signals.flip, flips), (edsr_signals.activate, activations)):
        found = [applied(function, signal, seed) for seed in range(120)]
        shares = [sum(torch.equal(result, each) for result in found) for each in known]
        assert sum(shares) == 120
        assert 20 <= shares[0] <= 60  # one third


def test_edsr_skips_three_of_blocks_2_to_16():
    drawn = [edsr_signals.blocks_skipped(16, np.random.default_rng(seed)) for seed in range(300)]
    assert set.union(*map(set, drawn)) == set(range(2, 17))
    assert {len(blocks) for blocks in drawn} <= {1, 2, 3}


def test_cae_scale_bits(signal):
    bits = (signal > 0).float()
    for seed in SEEDS:
        factors = applied(cae_signals.scale_bits, bits, seed)[bits > 0]
        assert 1 - 1e-4 <= float(factors.min()) <= 3 <= float(factors.max()) <= 5 + 1e-4
        assert float(factors.mean()) == pytest.approx(3, abs=0.06)
        published = applied(cae_signals.scale_bits, bits, seed, published=True)[bits > 0]
        assert float(published.min()) >= 3 - 1e-4


@pytest.mark.parametrize(
    ("function", "value", "share"),
    [(cae_signals.zero_positions, 0, 0.2), (cae_signals.negate_positions, -1, 0.1)],
)
def test_cae_positions(signal, function, value, share):
    factor = (applied(function, signal, 1) / signal).round(decimals=4)
    assert torch.equal(factor, factor[:, :1].expand_as(factor))
    assert set(factor.unique().tolist()) == {value, 1.0}
    assert float((factor == value).float().mean()) == pytest.approx(share, abs=0.06)


def test_cae_channels(signal):
    for seed in SEEDS:
        permuted = applied(cae_signals.permute_channels, signal, seed)
        assert torch.equal(permuted[:, 10:], signal[:, 10:])
        firsts = sorted(float(channel.sum()) for channel in permuted[0, :10])
        assert firsts == sorted(float(channel.sum()) for channel in signal[0, :10])
        turned = applied(cae_signals.flip_all, signal, seed)
        flips = [signal.flip(axes) for axes in ((2,), (3,), (2, 3))]
        assert sum(torch.equal(turned, flip) for flip in flips) == 1
        some = applied(cae_signals.flip_channels, signal, seed)
        changed = [at for at in range(32) if not torch.equal(some[:, at], signal[:, at])]
        assert len(changed) in (1, 3, 5)
        assert any(torch.equal(some[:, changed], flip[:, changed]) for flip in flips)


def moved(channel, rows, columns):
    """Its value `rows` down and `columns` to the right, zeros from outside."""
    padded = np.pad(channel, 1)
    return padded[1 + rows : 1 + rows + len(channel), 1 + columns : 1 + columns + channel.shape[1]]


def test_cae_shifts_and_leaks(signal):
    code = signal[0].numpy()
    steps = list(itertools.product((-1, 0, 1), repeat=2))
    same_as_before = total = leaks = 0
    for seed in range(12):
        found = []
        for old, new in zip(code, applied(cae_signals.shift_channels, signal, seed)[0].numpy(), strict=True):
            (step,) = [step for step in steps if np.allclose(new, moved(old, *step), atol=1e-5)]
            found.append(step)
        same_as_before += sum(a == b for a, b in itertools.pairwise(found))
        total += 31
        if seed >= 4:
            continue
        leaked = applied(cae_signals.leak_channels, signal, seed)[0].numpy()
        for at, new in enumerate(leaked):
            rest = new - code[at]
            if np.abs(rest).max() < 1e-5:
                continue
            leaks += 1
            sources = [moved(code[source], *step) for source in range(32) for step in steps]
            assert any(np.allclose(rest, source, atol=1e-4) for source in sources)
    assert same_as_before / total == pytest.approx(1 - 0.2 * 8 / 9, abs=0.08)
    assert leaks / (4 * 32) == pytest.approx(0.5, abs=0.15)


def test_cae_blur_noise(signal):
    impulse = torch.zeros(1, 32, 5, 5)
    impulse[0, 4, 2, 2] = 1
    answer = applied(cae_signals.blur_noise, impulse, 3)[0]
    answer[4, 2, 2] -= 1
    inner = answer[:, 1:4, 1:4]
    assert float(answer.abs().sum()) == pytest.approx(float(inner.abs().sum()))
    assert 0.09 < float(inner.abs().max()) <= 0.1 + 1e-6
    assert abs(float(inner.mean())) < 0.015


def test_registries_are_complete():
    assert len(edsr_weights.WEIGHTS) == 17
    assert len(cae_weights.WEIGHTS) == 9
    assert len(cae_weights.DRAWN) == 8
    assert "keep_largest" not in cae_weights.DRAWN
    assert len(cae_signals.NAMES) == 9
    assert len(edsr_signals.BEFORE_NAMES) == 4
    assert len(edsr_signals.WITHIN_NAMES) == 5
    registries = (edsr_weights.WEIGHTS, cae_weights.WEIGHTS, edsr_signals.BEFORE, edsr_signals.WITHIN)
    for registry in (*registries, cae_signals.CODE, cae_signals.BITS):
        assert all(function.__doc__ and name == function.__name__ for name, function in registry.items())
