"""AdaIN against a direct transcription of the published networks, with random weights in their layout."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from caos.classify.augment import StyleSettings, StyleTransfer, load_adain
from caos.classify.augment.adain import adaptive_instance_norm
from safetensors.torch import save_file
from torch.nn import functional

from caos.errors import CaosError
from caos.frames import write_png

ENCODER = {0: (3, 3, 1), 2: (3, 64, 3), 5: (64, 64, 3), 9: (64, 128, 3), 12: (128, 128, 3), 16: (128, 256, 3),
           19: (256, 256, 3), 22: (256, 256, 3), 25: (256, 256, 3), 29: (256, 512, 3)}  # fmt: skip
FURTHER = {32: (512, 512, 3), 51: (512, 512, 3)}
DECODER = {1: (512, 256, 3), 5: (256, 256, 3), 8: (256, 256, 3), 11: (256, 256, 3), 14: (256, 128, 3),
           18: (128, 128, 3), 21: (128, 64, 3), 25: (64, 64, 3), 28: (64, 3, 3)}  # fmt: skip


def weights(layout, seed):
    rng = torch.Generator().manual_seed(seed)
    state = {}
    for index, (inputs, outputs, kernel) in layout.items():
        scale = (2.0 / (inputs * kernel * kernel)) ** 0.5
        state[f"{index}.weight"] = torch.randn(outputs, inputs, kernel, kernel, generator=rng) * scale
        state[f"{index}.bias"] = torch.randn(outputs, generator=rng) * 0.05
    return state


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adain")
    rng = np.random.default_rng(0)
    (folder / "styles" / "more").mkdir(parents=True)
    write_png(folder / "styles" / "b.png", rng.integers(0, 256, (40, 60, 3), dtype=np.uint8))
    write_png(folder / "styles" / "more" / "a.png", np.full((30, 30, 3), (250, 10, 10), dtype=np.uint8))
    encoder, decoder = weights(ENCODER, 1), weights(DECODER, 2)
    torch.save(encoder | {f"{k}.weight": torch.zeros(o, i, n, n) for k, (i, o, n) in FURTHER.items()},
               folder / "vgg_normalised.pth")  # fmt: skip
    torch.save(decoder, folder / "decoder.pth")
    return folder, encoder, decoder


def settings(folder, **changes):
    values = {
        "encoder": folder / "vgg_normalised.pth",
        "decoder": folder / "decoder.pth",
        "styles": folder / "styles",
        "style_size": 32,
        "share": 1.0,
    }
    return StyleSettings(**(values | changes))


def convolve(x, state, index):
    padded = functional.pad(x, (1, 1, 1, 1), mode="reflect") if index else x
    return functional.conv2d(padded, state[f"{index}.weight"], state[f"{index}.bias"])


def transcribed(content, style, encoder, decoder, alpha):
    def encode(x):
        x = convolve(x, encoder, 0)
        for index in list(ENCODER)[1:]:
            x = torch.relu(convolve(x, encoder, index))
            if index in (5, 12, 25):
                x = functional.max_pool2d(x, 2, 2, ceil_mode=True)
        return x

    def moments(f):
        flat = f.flatten(2)
        return flat.mean(2)[..., None, None], (flat.var(2) + 1e-5).sqrt()[..., None, None]

    f, g = encode(content), encode(style)
    (fm, fs), (gm, gs) = moments(f), moments(g)
    x = alpha * ((f - fm) / fs * gs + gm) + (1 - alpha) * f
    for index in list(DECODER)[:-1]:
        x = torch.relu(convolve(x, decoder, index))
        if index in (1, 14, 21):
            x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    return convolve(x, decoder, 28)


@pytest.mark.parametrize("alpha", [1.0, 0.4])
def test_the_network_equals_the_transcription(files, alpha):
    folder, encoder, decoder = files
    network = load_adain(folder / "vgg_normalised.pth", folder / "decoder.pth")
    rng = torch.Generator().manual_seed(0)
    content, style = torch.rand(1, 3, 21, 30, generator=rng), torch.rand(1, 3, 17, 24, generator=rng)
    expected = transcribed(content, style, encoder, decoder, alpha)[..., :21, :30].clamp(0, 1)
    got = network(content, style, alpha)
    torch.testing.assert_close(got, expected, rtol=1e-4, atol=1e-4)
    assert ((got > 0) & (got < 1)).float().mean() > 0.2  # not all cut off


def test_adain_gives_the_moments_of_the_style():
    rng = torch.Generator().manual_seed(0)
    x, y = torch.randn(2, 4, 6, 6, generator=rng), 3 + 2 * torch.randn(2, 4, 5, 7, generator=rng)
    out = adaptive_instance_norm(x, y)
    torch.testing.assert_close(out.mean((2, 3)), y.mean((2, 3)))
    torch.testing.assert_close(out.std((2, 3)), y.std((2, 3)), rtol=1e-4, atol=1e-4)


def test_the_augmentation_draws_styles_and_is_deterministic(files):
    image = np.random.default_rng(1).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    transfer = StyleTransfer(settings(files[0]))
    assert [file.name for file in transfer.files] == ["b.png", "a.png"]
    made = [transfer(image, np.random.default_rng(seed)) for seed in (0, 0, 1, 2, 3, 4)]
    assert made[0].shape == image.shape
    assert made[0].dtype == np.uint8
    np.testing.assert_array_equal(made[0], made[1])
    assert len({each.tobytes() for each in made}) == 2
    half = StyleTransfer(settings(files[0], share=0.01))
    np.testing.assert_array_equal(half(image, np.random.default_rng(0)), image)


def test_safetensors_load_as_well(files, tmp_path):
    save_file(files[2], tmp_path / "decoder.safetensors")
    load_adain(files[0] / "vgg_normalised.pth", tmp_path / "decoder.safetensors")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"encoder": "none.pth"}, "none.pth: no such file: style transfer needs vgg_normalised.pth"),
        ({"encoder": "decoder.pth"}, "decoder.pth: weights of another network: '0.weight' does not fit"),
        ({"decoder": "vgg_normalised.pth"}, "vgg_normalised.pth: weights of another network"),
        ({"decoder": "text.pth"}, "text.pth: not readable as weights"),
        ({"styles": "nowhere"}, "nowhere: no style images"),
    ],
)
def test_bad_files_are_told_in_one_line(files, changes, message):
    (files[0] / "text.pth").write_text("no weights")
    with pytest.raises(CaosError, match=message) as error:
        StyleTransfer(settings(files[0], **{key: files[0] / value for key, value in changes.items()}))
    assert "\n" not in str(error.value)


def test_images_too_small_are_refused(files):
    with pytest.raises(CaosError, match="sides of 9 pixels at least"):
        StyleTransfer(settings(files[0]))(np.zeros((8, 20, 3), np.uint8), np.random.default_rng(0))
