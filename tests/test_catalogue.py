"""The catalogue of anomaly models on disk, and the GLB files in it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest

from caos.catalogue import CatalogueEntry, CatalogueModel, load_mesh, read_catalogue, write_catalogue
from caos.errors import CaosError
from caos.glb import decode_glb, encode_glb, linear_from_srgb, srgb_from_linear
from caos.meshes import Material, Mesh, Texture, merge
from caos.shapes import bevelled_box, box, ellipsoid, place

trimesh = pytest.importorskip("trimesh")


def sample() -> Mesh:
    """Three materials, two of them nearly equal; a texture; nothing symmetric."""
    pixels = np.random.default_rng(0).integers(0, 256, (16, 32, 3), dtype=np.uint8)
    dark = Material((0.10, 0.05, 0.02), roughness=0.3)
    darker = Material((0.1001, 0.05, 0.02), roughness=0.3)
    shiny = Material((0.9, 0.5, 0.1), 0.7, 1.0, Texture("noise", pixels), 0.5)
    return merge(
        [
            box((1, 2, 3), dark),
            bevelled_box((1, 1, 1), darker, bevel=0.1, at=(3, 0, 0)),
            place(ellipsoid((1, 0.5, 0.3), shiny), (0, 0, 4), yaw=30),
        ]
    )


def write(folder: Path, **changes: str) -> tuple[CatalogueEntry, ...]:
    given = {"id": "thing_1", "category": "toy", "source": 'a "quoted" söurce'} | changes
    return write_catalogue(folder, [CatalogueModel(mesh=sample(), **given)])


def corners(mesh: Mesh) -> dict[Material, tuple[np.ndarray, ...]]:
    def part_of(index: int, values: np.ndarray) -> np.ndarray:
        return values[mesh.faces[mesh.face_material == index]]

    return {
        material: tuple(part_of(index, part) for part in (mesh.positions, mesh.normals, mesh.uvs))
        for index, material in enumerate(mesh.materials)
    }


def test_round_trip(tmp_path: Path) -> None:
    before = sample()
    (entry,) = write(tmp_path)
    assert read_catalogue(tmp_path) == (entry,)
    after = load_mesh(tmp_path, entry)
    assert entry.triangles == len(before.faces)
    np.testing.assert_allclose(entry.size, before.bounds[1] - before.bounds[0], atol=1e-3)
    assert set(after.face_tag) == {20}
    for (old, was), (new, now) in zip(corners(before).items(), corners(after).items(), strict=True):
        np.testing.assert_allclose(new.color, old.color, atol=1e-6)
        assert (new.roughness, new.metallic) == (old.roughness, old.metallic)
        assert new.emission == pytest.approx(old.emission, abs=1e-5)
        for one, two in zip(was, now, strict=True):
            np.testing.assert_allclose(two, one, atol=1e-6)
        if old.texture is not None:
            assert new.texture is not None
            assert np.array_equal(new.texture.pixels, old.texture.pixels)


def test_files_follow_gltf() -> None:
    """An independent look at the file: y up, +z ahead, -x right, linear colours, outward triangles."""
    mesh = merge([box((4, 2, 1), Material((0.5, 0.5, 0.5)), at=(10, 20, 30))])
    scene = trimesh.load_scene(io.BytesIO(encode_glb(mesh)), file_type="glb")
    low, high = scene.bounds
    np.testing.assert_allclose(low, (-21, 30, 8))
    np.testing.assert_allclose(high, (-19, 31, 12))
    assert scene.to_geometry().volume == pytest.approx(8.0), "wound the wrong way round"
    assert b'"baseColorFactor":[0.2140411,0.2140411,0.2140411,1.0]' in encode_glb(mesh)


def test_same_models_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b")
    for name in ("catalogue.toml", "thing_1.glb"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["catalogue.toml", "thing_1.glb"]


def test_reads_foreign_files() -> None:
    """A GLB by other hands: a moved node, no texture, no normals, a plain colour."""
    solid = trimesh.creation.box((1, 2, 3))
    scene = trimesh.Scene()
    scene.add_geometry(solid, transform=trimesh.transformations.translation_matrix((0, 5, 0)))
    mesh = decode_glb(scene.export(file_type="glb"), name="box.glb", tag=7)
    np.testing.assert_allclose(mesh.bounds[0], (-1.5, -0.5, 4), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-5)
    assert set(mesh.face_tag) == {7}


def test_colour_conversions_invert() -> None:
    levels = np.linspace(0, 1, 256)
    np.testing.assert_allclose(srgb_from_linear(linear_from_srgb(levels)), levels, atol=1e-6)
    assert linear_from_srgb(0.5) == pytest.approx(0.21404114)


@pytest.mark.parametrize("name", ["Sheep", "a-b", "a b", "", "ä"])
def test_ids_become_blueprint_ids(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaosError, match="a-z, 0-9 and _"):
        write(tmp_path, id=name)
    assert not list(tmp_path.iterdir())


def test_mistakes_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"catalogue\.toml: no such file"):
        read_catalogue(tmp_path)
    (entry,) = write(tmp_path)
    path = tmp_path / entry.file
    blob = path.read_bytes()
    path.write_bytes(blob[:-1] + b"x")
    with pytest.raises(CaosError, match=r"thing_1\.glb.*sha256"):
        load_mesh(tmp_path, entry)
    broken = blob[:200]
    path.write_bytes(broken)
    listed = entry.model_copy(update={"sha256": hashlib.sha256(broken).hexdigest()})
    with pytest.raises(CaosError, match=r"thing_1\.glb: not a readable GLB"):
        load_mesh(tmp_path, listed)
    path.unlink()
    with pytest.raises(CaosError, match=r"thing_1\.glb: cannot be read"):
        load_mesh(tmp_path, entry)


def test_bad_lists_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "catalogue.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("[[models]]") :], encoding="utf-8")
    with pytest.raises(CaosError, match="'thing_1' occurs twice"):
        read_catalogue(tmp_path)
    path.write_text(text.replace('file = "', 'file = "../'), encoding="utf-8")
    with pytest.raises(CaosError, match="file"):
        read_catalogue(tmp_path)
    path.write_text(text.replace("category", "kategory"), encoding="utf-8")
    with pytest.raises(CaosError, match="kategory"):
        read_catalogue(tmp_path)
