"""Schedules: what is refused, what images, batches and the loss meet, and that seeds decide alone."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from caos.classify.augment import (
    AUGMENTATIONS,
    AugmentSettings,
    AugMix,
    Cutout,
    Mixup,
    exchange_moments,
    fast_adversarial,
    jensen_shannon,
    make_schedule,
    step_generator,
    training_loss,
)
from torch import nn
from torch.nn import functional

from caos.config import load_toml, validate
from caos.errors import CaosError

IMAGE = np.random.default_rng(4).integers(0, 256, (24, 32, 3), dtype=np.uint8)


def schedule(*names, **settings):
    return make_schedule(validate({"schedule": names, **settings}, AugmentSettings, source="test"))


def network():
    torch.manual_seed(0)
    layers = [("stem", nn.Conv2d(3, 5, 3)), ("act", nn.ReLU()), ("pool", nn.AdaptiveAvgPool2d(2))]
    made = nn.Sequential()
    for name, layer in [*layers, ("flat", nn.Flatten()), ("head", nn.Linear(20, 4))]:
        made.add_module(name, layer)
    return made


def batch(views=1):
    rng = torch.Generator().manual_seed(1)
    return torch.randn(4, views, 3, 8, 8, generator=rng), torch.eye(4)


def loss_of(made, seed=7):
    views, targets = batch(made.view_count)
    return training_loss(
        made, network(), views, targets, functional.cross_entropy, np.random.default_rng(seed)
    )


def test_every_augmentation_has_settings_of_its_name():
    assert list(AUGMENTATIONS) == [name for name in AugmentSettings.model_fields if name != "schedule"]


def test_a_file_with_a_combined_schedule(tmp_path):
    file = tmp_path / "augment.toml"
    file.write_text(
        'schedule = ["deepaugment", "augmix", "cutout"]\n'
        '[deepaugment]\nfolders = ["data/edsr", "data/cae"]\n[augmix]\nseverity = 1.0\n'
    )
    made = make_schedule(load_toml(file, AugmentSettings))
    assert [type(each) for each in made.image] == [AugMix, Cutout]
    assert made.image[0].settings.severity == 1.0
    assert [str(folder) for folder in made.folders] == ["data/edsr", "data/cae"]
    assert made.view_count == 3
    assert made.batch == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"schedule": ["augmax"]}, r"schedule\[0\]: unknown augmentation 'augmax' \(did you mean 'augmix'"),
        ({"schedule": ["cutout", "cutout"]}, r"schedule\[1\]: 'cutout' stands there twice"),
        ({"schedule": ["deepaugment"]}, "set deepaugment.folders"),
        ({"schedule": ["augmix", "mixup"]}, "'mixup' does not go with the consistency loss"),
        ({"augmix": {"severty": 3}}, "did you mean 'severity'"),
    ],
)
def test_bad_schedules_are_told_in_one_line(values, message):
    with pytest.raises(CaosError, match=message):
        validate(values, AugmentSettings, source="file.toml")


def test_views_of_nothing_are_the_image():
    (view,) = schedule().views(IMAGE, np.random.default_rng(0))
    np.testing.assert_array_equal(view, IMAGE)


def test_three_views_share_what_comes_before_augmix_and_differ_in_it():
    made = schedule("random_erasing", "augmix", random_erasing={"share": 1.0})
    rng = np.random.default_rng(3)
    erased = made.image[0](IMAGE, rng)
    expected = [erased, made.image[1](erased, rng), made.image[1](erased, rng)]
    for view, wanted in zip(made.views(IMAGE, np.random.default_rng(3)), expected, strict=True):
        np.testing.assert_array_equal(view, wanted)
    assert (expected[1] != expected[2]).any()


def test_what_comes_after_augmix_acts_on_each_view():
    views = schedule("augmix", "cutout").views(np.full((32, 32, 3), 9, np.uint8), np.random.default_rng(0))
    assert all((view == (124, 116, 104)).all(axis=-1).any() for view in views)


def test_without_consistency_there_is_one_augmented_view():
    made = schedule("augmix", augmix={"consistency": 0.0})
    (view,) = made.views(IMAGE, np.random.default_rng(3))
    np.testing.assert_array_equal(view, made.image[0](IMAGE, np.random.default_rng(3)))


def test_the_plain_loss():
    views, targets = batch()
    torch.testing.assert_close(loss_of(schedule()), functional.cross_entropy(network()(views[:, 0]), targets))


def test_the_loss_with_consistency():
    views, targets = batch(3)
    logits = [network()(views[:, view]) for view in range(3)]
    expected = functional.cross_entropy(logits[0], targets) + 12.0 * jensen_shannon(logits)
    torch.testing.assert_close(loss_of(schedule("augmix")), expected)


def test_the_loss_of_mixed_adversarial_images_with_exchanged_moments():
    """All at once, in the documented order, from one generator."""
    made = schedule(
        "mixup", "adversarial", "moment_exchange", moment_exchange={"layer": "stem", "weight": 0.7}
    )
    views, targets = batch()
    rng, net = np.random.default_rng(7), network()
    images, targets = Mixup(made.settings.mixup)(views[:, 0], targets, rng)
    images = fast_adversarial(net, images, targets, functional.cross_entropy, rng)
    rng.random()
    order = rng.permutation(4)
    logits = net[1:](exchange_moments(net[:1](images), torch.from_numpy(order)))
    own, other = (functional.cross_entropy(logits, each) for each in (targets, targets[order]))
    torch.testing.assert_close(loss_of(made), 0.7 * own + 0.3 * other)


def test_the_loss_has_a_gradient_and_takes_multi_label_targets():
    made, net = schedule("cutmix", "adversarial"), network()
    views, targets = batch()
    criterion = functional.binary_cross_entropy_with_logits
    training_loss(made, net, views, targets, criterion, step_generator(0, 1, 5)).backward()
    assert all(parameter.grad.abs().sum() > 0 for parameter in net.parameters())


def test_batches_have_streams_of_their_own_and_no_image_has_one_of_them():
    streams = {step_generator(3, epoch, first).random() for epoch in range(5) for first in range(3)}
    images = {np.random.default_rng([3, epoch, index]).random() for epoch in range(5) for index in range(5)}
    assert len(streams) == 15
    assert not streams & images


def test_a_schedule_travels_to_workers():
    """Data loaders pickle it where processes are not forked."""
    made = schedule("augmix", "speckle", "cutout", "random_erasing", "mixup", augmix={"consistency": 0.0})
    views = [each.views(IMAGE, np.random.default_rng(2)) for each in (made, pickle.loads(pickle.dumps(made)))]  # noqa: S301
    np.testing.assert_array_equal(*views)


def test_losses_depend_on_the_generator_alone():
    made = schedule("mixup", "adversarial")
    assert loss_of(made).item() == loss_of(replace(made)).item()
    assert loss_of(made).item() != loss_of(made, seed=8).item()
