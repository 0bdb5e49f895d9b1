"""Broken score maps: one line each, whatever the reader raises."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from caos.segment.evaluation.maps import read_map

from caos.errors import CaosError

SHAPE = (6, 8)
MAP = np.random.default_rng(0).random(SHAPE).astype(np.float32)


def npy(header):
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + MAP.tobytes()


def shaped(shape):
    return npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % shape)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMP",
        npy(b"{((((("),
        npy(b"'''"),
        npy(b"\x00\x00"),
        shaped(b"(6, 8"),
        shaped(b"(-6, 8)"),
        shaped(b"(4000000, 64000000)"),
        shaped(b"(99999999999999999999, 8)"),
        b"\x80\x04K\x01.",
    ],
)
def test_npy(tmp_path, data):
    refused(tmp_path / "a.npy", data)


@pytest.mark.parametrize("damage", ["cut", "data", "method", "locked", "none", "npy"])
def test_npz(tmp_path, damage):
    file = tmp_path / "a.npz"
    np.savez_compressed(file, **({} if damage == "none" else {"a": MAP}))
    data = bytearray(file.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "data":
        data[80:160] = bytes(80)
    elif damage == "method":
        data[8] = data[entry + 10] = 99
    elif damage == "locked":
        data[6] |= 1
        data[entry + 8] |= 1
    elif damage == "npy":
        np.save(tmp_path / "b.npy", MAP)
        data = bytearray((tmp_path / "b.npy").read_bytes())
    refused(file, bytes(data))


def test_an_archive_called_npy(tmp_path):
    np.savez(tmp_path / "a.npz", MAP)
    refused(tmp_path / "a.npy", (tmp_path / "a.npz").read_bytes(), "an archive of arrays; call it .npz")


@pytest.mark.parametrize("damage", ["cut", "empty", "junk"])
def test_tif(tmp_path, damage, capfd):
    file = tmp_path / "a.tif"
    cv2.imwrite(str(file), MAP)
    whole = file.read_bytes()
    assert (read_map(file, SHAPE) == MAP).all()
    refused(file, {"cut": whole[: len(whole) // 2], "empty": b"", "junk": b"II*\x00" + b"\xff" * 50}[damage])
    assert capfd.readouterr().err == ""


def refused(file, data, told="not a readable score map"):
    file.write_bytes(data)
    with pytest.raises(CaosError, match=told) as complaint:
        read_map(file, SHAPE)
    message = str(complaint.value)
    assert message.startswith(f"{file}: ")
    assert message.endswith("; save it again")
    assert "\n" not in message
