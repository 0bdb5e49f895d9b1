"""FBX: a box of 1 x 2 x 3 m that Blender wrote (binary, in metres, in centimetres), and one as text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from caos.assets.index import Limits
from caos.assets.index.fbx import fbx_unit, read_fbx
from caos.assets.index.jobs import Job, UnusableError
from caos.assets.index.process import prepare
from caos.assets.index.resolver import ConfinedResolver

from caos.glb import srgb_from_linear

DATA = Path(__file__).parent / "data"

TEXT = """; FBX 7.4.0 project file
FBXHeaderExtension:  {
    FBXHeaderVersion: 1003
    FBXVersion: 7400
}
GlobalSettings:  {
    Version: 1000
    Properties70:  {
        P: "UpAxis", "int", "Integer", "",2
        P: "UpAxisSign", "int", "Integer", "",1
        P: "FrontAxis", "int", "Integer", "",1
        P: "FrontAxisSign", "int", "Integer", "",-1
        P: "CoordAxis", "int", "Integer", "",0
        P: "CoordAxisSign", "int", "Integer", "",1
        P: "UnitScaleFactor", "double", "Number", "",2.54
    }
}
Objects:  {
    Geometry: 1, "Geometry::sheet", "Mesh" {
        Vertices: *12 {
            a: 0,0,0,0,10,0,0,10,30,0,0,30
        }
        PolygonVertexIndex: *4 {
            a: 0,1,2,-4
        }
        GeometryVersion: 124
    }
    Model: 2, "Model::sheet", "Mesh" {
        Version: 232
    }
}
Connections:  {
    C: "OO",2,0
    C: "OO",1,2
}
"""


def job(path: Path) -> Job:
    return Job.model_validate({"id": "it", "root": str(path.parent), "source": path.name, "stamp": ""})


def resolver(path: Path) -> ConfinedResolver:
    return ConfinedResolver(path.parent, path)


@pytest.mark.parametrize("name", ["metres.fbx", "centimetres_with_picture.fbx"])
def test_size_and_axes(name: str) -> None:
    mesh = prepare(job(DATA / name), Limits()).mesh
    # Blender's front is -y: 2 m deep, 1 m wide, 3 m high
    np.testing.assert_allclose(np.ptp(mesh.positions, axis=0), (2, 1, 3), atol=1e-4)
    assert len(mesh.faces) == 12


def test_color_and_coordinates() -> None:
    surface = read_fbx(DATA / "metres.fbx", resolver(DATA / "metres.fbx"), 64)
    (material,) = surface.materials
    np.testing.assert_allclose(material.color, srgb_from_linear(np.array([0.8, 0.2, 0.1])), atol=1e-3)
    # every corner of the six quads has the coordinates that were written: (0.13 i mod 1, 0.29 i mod 1)
    corners = np.arange(24)
    written = np.stack([0.13 * corners % 1, 1 - 0.29 * corners % 1], axis=1)
    distance = np.linalg.norm(surface.uvs.reshape(-1, 1, 2) - written, axis=2).min(axis=1)
    assert distance.max() < 1e-5


def test_picture_inside_the_file() -> None:
    path = DATA / "centimetres_with_picture.fbx"
    reader = resolver(path)
    texture = read_fbx(path, reader, 64).materials[0].texture
    assert texture is not None
    assert not reader.notes
    # Blender copied the picture into the file as it was: 16 x 16 random pixels of this seed
    expected = (np.random.default_rng(0).random((16, 16, 3)) * 255).astype(np.uint8)
    np.testing.assert_array_equal(texture.pixels, expected)


def test_picture_that_is_nowhere_is_noted(tmp_path: Path) -> None:
    data = (DATA / "centimetres_with_picture.fbx").read_bytes().replace(b"\x07ContentR", b"\x07KontentR")
    path = tmp_path / "box.fbx"
    path.write_bytes(data)
    reader = resolver(path)
    assert read_fbx(path, reader, 64).materials[0].texture is None
    assert reader.notes == ["'emb.fbm/tex.png' is missing"]


def test_text_file_in_inches(tmp_path: Path) -> None:
    path = tmp_path / "sheet.fbx"
    path.write_text(TEXT)
    assert fbx_unit(path.read_bytes()) == pytest.approx(0.0254)
    surface = read_fbx(path, resolver(path), 64)
    # z is up in the file, y is up in the reading
    np.testing.assert_allclose(np.ptp(surface.points, axis=0), (0, 30, 10), atol=1e-4)


@pytest.mark.parametrize("data", [b"", b"Kaydara", b"Kaydara FBX Binary  \x00\x1a\x00" + b"\xff" * 200])
def test_broken_files(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.fbx"
    path.write_bytes(data)
    with pytest.raises(UnusableError, match="FBX"):
        read_fbx(path, resolver(path), 64)


@pytest.mark.parametrize(
    ("data", "metres"), [(b"", 0.01), (b'P: "UnitScaleFactor", "double", "Number", "",-1', 0.01)]
)
def test_unit_that_is_not_told(data: bytes, metres: float) -> None:
    assert fbx_unit(data) == metres
