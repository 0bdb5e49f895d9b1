"""AugMix against PIL's operations and a direct transcription of the published procedure."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from caos.classify.augment import AugMix, AugMixSettings, geometry, jensen_shannon, tones
from caos.classify.augment.augmix import FOUR, NINE
from PIL import Image as Pil
from PIL import ImageEnhance, ImageOps

from caos.config import validate
from caos.errors import CaosError

SIZES = [(64, 64), (57, 91), (7, 5)]


def pictures():
    """Noise is the hardest for a warp, few values and one value for histograms."""
    rng = np.random.default_rng(5)
    for height, width in SIZES:
        yield rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        yield rng.integers(100, 104, (height, width, 3), dtype=np.uint8)
        yield np.full((height, width, 3), (0, 255, 77), dtype=np.uint8)
        ramp = np.linspace(0, 255, width, dtype=np.uint8)
        yield np.stack([np.tile(ramp, (height, 1))] * 3, axis=-1)


def affine(image, *matrix):
    return image.transform(image.size, Pil.Transform.AFFINE, matrix, resample=Pil.Resampling.BILINEAR)


PAIRS = {
    "autocontrast": ([()], tones.auto_contrast, ImageOps.autocontrast),
    "equalize": ([()], tones.equalize, ImageOps.equalize),
    "posterize": ([(1,), (3,), (4,)], tones.posterize, ImageOps.posterize),
    "solarize": ([(0,), (13,), (200,), (256,)], tones.solarize, ImageOps.solarize),
    "rotate": (
        [(0,), (8,), (-29,), (90,)],
        geometry.rotate,
        lambda image, degrees: image.rotate(degrees, resample=Pil.Resampling.BILINEAR),
    ),
    "shear_x": ([(0.09,), (-0.3,)], geometry.shear_x, lambda image, s: affine(image, 1, s, 0, 0, 1, 0)),
    "shear_y": ([(0.09,), (-0.3,)], geometry.shear_y, lambda image, s: affine(image, 1, 0, 0, s, 1, 0)),
    "translate": (
        [(2, 0), (-1, 0), (0, 2), (0, -3), (1, -1)],
        geometry.translate,
        lambda image, left, up: affine(image, 1, 0, left, 0, 1, up),
    ),
}
ENHANCERS = {
    "color": (tones.color, ImageEnhance.Color),
    "contrast": (tones.contrast, ImageEnhance.Contrast),
    "brightness": (tones.brightness, ImageEnhance.Brightness),
    "sharpness": (tones.sharpness, ImageEnhance.Sharpness),
}
for name, (ours, enhancer) in ENHANCERS.items():
    PAIRS[name] = ([(0.1,), (0.64,), (1.0,), (1.9,)], ours, lambda image, f, e=enhancer: e(image).enhance(f))


@pytest.mark.parametrize("name", PAIRS)
def test_an_operation_equals_pils_within_one_grey_level(name):
    choices, ours, theirs = PAIRS[name]
    for image, arguments in itertools.product(pictures(), choices):
        before = image.copy()
        expected = np.asarray(theirs(Pil.fromarray(image), *arguments)).astype(int)
        got = ours(image, *arguments)
        assert got.dtype == np.uint8
        assert np.abs(got.astype(int) - expected).max() <= 1, (name, image.shape, arguments)
        np.testing.assert_array_equal(image, before)


def published(image, rng, severity, width, depth, operations):
    """The published procedure on PIL images, in float64; generator calls in the order of ours."""

    def level():
        return rng.uniform(0.1, severity)

    def sign():
        return -1 if rng.random() > 0.5 else 1

    def whole(most):
        return int(level() * most / 10)

    def real(most):
        return level() * most / 10

    run = {
        "autocontrast": ImageOps.autocontrast,
        "equalize": ImageOps.equalize,
        "posterize": lambda i: ImageOps.posterize(i, 4 - whole(4)),
        "rotate": lambda i: i.rotate(whole(30) * sign(), resample=Pil.Resampling.BILINEAR),
        "solarize": lambda i: ImageOps.solarize(i, 256 - whole(256)),
        "shear_x": lambda i: affine(i, 1, real(0.3) * sign(), 0, 0, 1, 0),
        "shear_y": lambda i: affine(i, 1, 0, 0, real(0.3) * sign(), 1, 0),
        "translate_x": lambda i: affine(i, 1, 0, whole(i.size[0] / 3) * sign(), 0, 1, 0),
        "translate_y": lambda i: affine(i, 1, 0, 0, 0, 1, whole(i.size[1] / 3) * sign()),
        "color": lambda i: ImageEnhance.Color(i).enhance(real(1.8) + 0.1),
        "contrast": lambda i: ImageEnhance.Contrast(i).enhance(real(1.8) + 0.1),
        "brightness": lambda i: ImageEnhance.Brightness(i).enhance(real(1.8) + 0.1),
        "sharpness": lambda i: ImageEnhance.Sharpness(i).enhance(real(1.8) + 0.1),
    }
    weights = rng.dirichlet([1.0] * width)
    m = rng.beta(1.0, 1.0)
    mixture = np.zeros(image.shape)
    for weight in weights:
        chained = Pil.fromarray(image)
        for choice in rng.integers(len(operations), size=depth or int(rng.integers(1, 4))):
            chained = run[operations[choice]](chained)
        mixture += weight * np.asarray(chained, dtype=np.float64)
    return m * image + (1.0 - m) * mixture


@pytest.mark.parametrize("all_ops", [False, True])
@pytest.mark.parametrize("width", [1, 3])
def test_chains_of_one_operation_equal_the_published_procedure(all_ops, width):
    settings = AugMixSettings(all_ops=all_ops, width=width, depth=1, severity=8.0)
    operations = list({**NINE, **FOUR} if all_ops else NINE)
    image = next(pictures())
    for seed in range(30):
        expected = published(image, np.random.default_rng(seed), 8.0, width, 1, operations)
        got = AugMix(settings)(image, np.random.default_rng(seed)).astype(float)
        assert np.abs(got - expected).max() <= 1.51, seed


def test_longer_chains_equal_the_published_procedure_at_nearly_all_pixels():
    """One grey level before a posterisation may be many after it, so single values may differ."""
    image = next(itertools.islice(pictures(), 3, None))
    far = []
    for seed in range(40):
        expected = published(image, np.random.default_rng(seed), 3.0, 3, 0, list(NINE))
        far.append(np.abs(AugMix()(image, np.random.default_rng(seed)) - expected) > 2.0)
    assert np.mean(far) < 0.01


def test_same_generator_same_image_and_other_seeds_other_images():
    image, augmix = next(pictures()), AugMix()
    first, again, other = (augmix(image, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_tiny_alpha_gives_no_invalid_values():
    """Beta and Dirichlet draws underflow to exact zeros there."""
    augmix = AugMix(AugMixSettings(alpha=1e-4))
    image = np.full((16, 16, 3), 128, dtype=np.uint8)
    for seed in range(30):
        assert augmix(image, np.random.default_rng(seed)).max() >= 0


@pytest.mark.parametrize(
    ("key", "value"), [("severity", 0), ("severity", 11), ("width", 0), ("depth", -1), ("alpha", 0.0)]
)
def test_settings_out_of_range_are_named(key, value):
    with pytest.raises(CaosError, match=f"file.toml: {key} = {value}"):
        validate({key: value}, AugMixSettings, source="file.toml")


def test_jensen_shannon_equals_the_formula():
    rng = np.random.default_rng(0)
    logits = [rng.normal(size=(6, 4)) * 5 for _ in range(3)]
    p = [np.exp(each) / np.exp(each).sum(axis=1, keepdims=True) for each in logits]
    mixture = sum(p) / 3
    expected = np.mean([(each * np.log(each / mixture)).sum(axis=1) for each in p])
    got = jensen_shannon([torch.from_numpy(each) for each in logits])
    assert got.item() == pytest.approx(expected, rel=1e-5)


def test_jensen_shannon_equals_the_published_expression_and_has_its_gradient():
    F = torch.nn.functional  # noqa: N806
    logits = [
        torch.randn(5, 7, generator=torch.Generator().manual_seed(k)).requires_grad_() for k in range(3)
    ]
    p = [F.softmax(each, dim=1) for each in logits]
    mixture = torch.clamp(sum(p) / 3.0, 1e-7, 1).log()
    expected = sum(F.kl_div(mixture, each, reduction="batchmean") for each in p) / 3.0
    wanted = torch.autograd.grad(expected, logits)
    got = jensen_shannon(logits)
    torch.testing.assert_close(got, expected)
    for ours, theirs in zip(torch.autograd.grad(got, logits), wanted, strict=True):
        torch.testing.assert_close(ours, theirs)


def test_jensen_shannon_of_equal_and_of_disjoint_views():
    same = torch.tensor([[3.0, -1.0]])
    assert jensen_shannon([same] * 3).item() == pytest.approx(0.0, abs=1e-7)
    far = torch.eye(3) * 1e4
    assert jensen_shannon([row[None] for row in far]).item() == pytest.approx(np.log(3), rel=1e-4)
