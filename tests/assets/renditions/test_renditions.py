"""Renditions: the same shape in other stuff."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from caos.assets.renditions import STYLES, write_renditions
from caos.assets.renditions.lines import sharp_edges

from caos import shapes
from caos.catalogue import CatalogueModel, read_catalogue, write_catalogue
from caos.errors import CaosError
from caos.meshes import Material, Mesh, merge
from caos.textures import TEXTURES

RED, BLUE = Material((0.9, 0.1, 0.1)), Material((0.1, 0.1, 0.9))


@pytest.fixture
def chair() -> Mesh:
    """A seat and a back of other material, one of them textured."""
    cloth = Material((0.8, 0.8, 0.8), texture=TEXTURES["wool"](np.random.default_rng(0)))
    return merge(
        [shapes.box((0.5, 0.5, 0.4), RED), shapes.box((0.1, 0.5, 0.6), cloth, at=(-0.2, 0.0, 0.4))]
    ).with_tag(20)


@pytest.fixture
def catalogue(tmp_path: Path, chair: Mesh) -> Path:
    folder = tmp_path / "models"
    ball = shapes.ellipsoid((0.3, 0.3, 0.3), BLUE, at=(0.0, 0.0, 0.3))
    write_catalogue(
        folder,
        [CatalogueModel("stool", "chair", chair, "test"), CatalogueModel("ball", "ball", ball, "test")],
    )
    return folder


@pytest.mark.parametrize("style", STYLES)
def test_the_shape_stays(style: str, chair: Mesh) -> None:
    shown = STYLES[style](chair, np.random.default_rng(3))
    slack = 0.02 if style == "sketch" else 1e-5  # a pencil's lines stand out by half their width
    for before, after in zip(chair.bounds, shown.bounds, strict=True):
        np.testing.assert_allclose(after, before, atol=slack)
    np.testing.assert_allclose(np.linalg.norm(shown.normals, axis=1), 1.0, atol=1e-3)
    assert set(shown.face_tag) == {20}
    assert chair.materials[0] not in shown.materials


@pytest.mark.parametrize("style", STYLES)
def test_normals_point_outwards(style: str) -> None:
    ball = shapes.ellipsoid((0.5, 0.5, 0.5), RED).with_tag(20)
    shown = STYLES[style](ball, np.random.default_rng(3))
    assert (np.einsum("ij,ij->i", shown.positions, shown.normals) > 0).mean() > 0.99


def test_a_cube_has_twelve_edges_and_a_ball_none() -> None:
    cube, ball = shapes.box((1.0, 1.0, 1.0), RED), shapes.ellipsoid((1.0, 1.0, 1.0), RED)
    points, edges = sharp_edges(cube)
    assert len(edges) == 12
    np.testing.assert_allclose(np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1), 1.0)
    assert len(sharp_edges(ball)[1]) == 0


def test_winding_does_not_matter_to_edges() -> None:
    cube = shapes.box((1.0, 1.0, 1.0), RED)
    faces = cube.faces.copy()
    faces[::3] = faces[::3, ::-1]
    turned = Mesh(
        cube.positions, cube.normals, cube.uvs, faces, cube.materials, cube.face_material, cube.face_tag
    )
    assert len(sharp_edges(turned)[1]) == 12


def test_materials_of_a_toy_differ(chair: Mesh) -> None:
    toy = STYLES["toy"](chair, np.random.default_rng(1))
    assert len({material.color for material in toy.materials}) == len(chair.materials) == 2
    assert all(material.texture is None for material in toy.materials)


def test_a_catalogue_of_models_and_renditions(catalogue: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    write_renditions(catalogue, out, ["wood", "flat"])
    entries = read_catalogue(out)
    assert [entry.id for entry in entries] == [
        "stool",
        "stool_wood",
        "stool_flat",
        "ball",
        "ball_wood",
        "ball_flat",
    ]
    assert {entry.category for entry in entries if entry.id.startswith("stool")} == {"chair"}
    assert (out / "stool.glb").read_bytes() == (catalogue / "stool.glb").read_bytes()
    # a rendition follows from its name and the seed, not from what else is written
    write_renditions(catalogue, again, ["flat"], categories=["ball"])
    assert (again / "ball_flat.glb").read_bytes() == (out / "ball_flat.glb").read_bytes()
    write_renditions(catalogue, again, ["flat"], categories=["ball"], seed=1)
    assert (again / "ball_flat.glb").read_bytes() != (out / "ball_flat.glb").read_bytes()


def test_mistakes_are_named(catalogue: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(CaosError, match=r"unknown style 'wod' \(did you mean 'wood'"):
        write_renditions(catalogue, out, ["wod"])
    with pytest.raises(CaosError, match="no models of 'table'; known: ball, chair"):
        write_renditions(catalogue, out, ["wood"], categories=["table"])
    with pytest.raises(CaosError, match="is the catalogue itself"):
        write_renditions(catalogue, catalogue, ["wood"])
    assert not out.exists()
    write_renditions(catalogue, out, ["wood"])
    with pytest.raises(CaosError, match="stool_wood: a model of this name"):
        write_renditions(out, tmp_path / "twice", ["wood"])
