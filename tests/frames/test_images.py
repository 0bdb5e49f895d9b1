from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from caos.errors import CaosError
from caos.frames import read_image, read_label, write_png
from caos.frames.images import decode_image, decode_label, encode_png

SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40))


@given(hnp.arrays(np.uint8, SIZES))
@settings(max_examples=40, deadline=None)
def test_label_survives_the_round_trip(label: np.ndarray) -> None:
    assert np.array_equal(decode_label(encode_png(label), Path("x.png")), label)


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(3))))
@settings(max_examples=40, deadline=None)
def test_image_survives_the_round_trip(image: np.ndarray) -> None:
    assert np.array_equal(decode_image(encode_png(image), Path("x.png")), image)


def test_pillow_reads_the_same_pixels(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    image = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    label = rng.integers(1, 15, (20, 30), dtype=np.uint8)
    write_png(tmp_path / "deep" / "image.png", image)
    write_png(tmp_path / "label.png", label)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "deep" / "image.png")), image)
    picture = Image.open(tmp_path / "label.png")
    assert picture.mode == "L"
    assert np.array_equal(np.asarray(picture), label)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["label.png"]


def test_reads_what_pillow_writes_and_drops_alpha(tmp_path: Path) -> None:
    rgba = np.random.default_rng(2).integers(0, 256, (9, 7, 4), dtype=np.uint8)
    Image.fromarray(rgba).save(tmp_path / "rgba.png")
    assert np.array_equal(read_image(tmp_path / "rgba.png"), rgba[..., :3])


def test_jpeg_keeps_its_orientation(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees, which a label map knows nothing of
    Image.new("RGB", (30, 20), (200, 10, 10)).save(tmp_path / "a.jpg", exif=exif)
    assert read_image(tmp_path / "a.jpg").shape == (20, 30, 3)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_truncated_image_is_named(
    tmp_path: Path, suffix: str, keep: float, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"a.{suffix}"
    Image.fromarray(np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8)).save(file)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(CaosError, match=rf"a\.{suffix}: (empty|truncated)"):
        read_image(file)
    assert capfd.readouterr().err == ""


def test_flipped_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    write_png(file, np.random.default_rng(4).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 255
    file.write_bytes(data)
    with pytest.raises(CaosError, match=r"a\.png: not a readable picture"):
        read_image(file)


def _save(path: Path, mode: str) -> None:
    Image.new(mode, (8, 8)).save(path)


@pytest.mark.parametrize(
    ("mode", "message"), [("L", "single-channel"), ("I;16", "16 bits"), ("1", "single-channel")]
)
def test_wrong_kind_of_image(tmp_path: Path, mode: str, message: str) -> None:
    _save(tmp_path / "a.png", mode)
    with pytest.raises(CaosError, match=rf"a\.png: .*{message}"):
        read_image(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("mode", "message"),
    [
        ("I;16", "16-bit grey"),
        ("RGB", "8-bit RGB"),
        ("RGBA", "8-bit RGBA"),
        ("P", "-bit palette"),
        ("LA", "grey . alpha"),
        ("1", "1-bit grey"),
    ],
)
def test_wrong_kind_of_label(tmp_path: Path, mode: str, message: str) -> None:
    _save(tmp_path / "a.png", mode)
    with pytest.raises(CaosError, match=rf"a\.png: .*{message}.*8-bit single-channel"):
        read_label(tmp_path / "a.png")


def test_missing_and_dangling_and_folder(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"a\.png: no such file"):
        read_image(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "nothing.png")
    with pytest.raises(CaosError, match=r"b\.png: a link to a file that does not exist"):
        read_label(tmp_path / "b.png")
    with pytest.raises(CaosError, match="cannot be read"):
        read_label(tmp_path)


def test_text_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("hello, this is no picture at all")
    with pytest.raises(CaosError, match="not a readable picture"):
        read_image(tmp_path / "a.png")
    with pytest.raises(CaosError, match="not a PNG"):
        read_label(tmp_path / "a.png")


@pytest.mark.parametrize("shape", [(4,), (4, 4, 4), (4, 4, 1)])
def test_only_maps_and_pictures_are_written(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expected"):
        encode_png(np.zeros(shape, dtype=np.uint8))
    with pytest.raises(ValueError, match="expected"):
        encode_png(np.zeros((4, 4), dtype=np.int64))
