"""The contact sheet and its command."""

from __future__ import annotations

import numpy as np
import pytest
from caos.classify.augment.sheet import augmentation_sheet
from typer.testing import CliRunner

from caos.cli.classify import app
from caos.errors import CaosError
from caos.frames import write_png

IMAGE = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)


def test_a_sheet_follows_from_its_seed():
    one, same, other = (augmentation_sheet(IMAGE, [255 - IMAGE], side=32, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert one.shape == other.shape
    assert (one != other).any()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--styles", "paintings"], "needs all three of --encoder, --decoder and --styles"),
        (["--encoder", "a.pth", "--decoder", "b.pth", "--styles", "paintings"], "a.pth: no such file"),
        (["--partner", "none.png"], "none.png: no such file"),
    ],
)
def test_bad_options_are_told_in_one_line_and_nothing_is_written(tmp_path, options, message):
    write_png(tmp_path / "image.png", IMAGE)
    out = tmp_path / "sheet.jpg"
    arguments = ["sheet", "augmentations", str(tmp_path / "image.png"), "--out", str(out), *options]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, CaosError)
    assert message in str(result.exception)
    assert not out.exists()
