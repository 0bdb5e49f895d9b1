"""Built-in anomaly models and their catalogue."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from caos.assets.builtin import BUILTIN_MODELS, write_builtin_catalogue
from caos.assets.builtin import _listed as listed_models

from caos.catalogue import load_mesh, read_catalogue
from caos.errors import CaosError
from caos.meshes import Material, Mesh


@functools.cache
def made(name: str) -> Mesh:
    """A model of seed 0, made once for all tests."""
    return BUILTIN_MODELS[name].make(np.random.default_rng(0))


def test_variety() -> None:
    categories = [model.category for model in BUILTIN_MODELS.values()]
    assert len(BUILTIN_MODELS) >= 250
    assert len(set(categories)) >= 40
    assert len(set(categories[:40])) == 40


def test_ids_are_unique_over_all_modules() -> None:
    listed = [entry.id for entry in listed_models()]
    assert sorted(listed) == sorted(BUILTIN_MODELS)


def test_synsets_are_well_formed() -> None:
    for model in BUILTIN_MODELS.values():
        assert re.fullmatch(r"[a-z][a-z0-9'_-]*\.n\.\d\d", model.synset), model.id


@pytest.mark.parametrize("name", BUILTIN_MODELS)
def test_model(name: str) -> None:
    mesh = made(name)
    for part in (mesh.positions, mesh.normals, mesh.uvs):
        assert np.isfinite(part).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)
    assert mesh.faces.max() < len(mesh.positions)
    assert set(mesh.face_tag) == {20}
    assert len(mesh.faces) <= 7000
    low, high = mesh.bounds
    size = high - low
    assert abs(low[2]) < 1e-3
    np.testing.assert_allclose((low + high)[:2], 0, atol=1e-3)
    assert 0.4 < max(size) < 3.0
    assert max(size) < 3.5 * sorted(size)[1], "no needle"
    again = BUILTIN_MODELS[name].make(np.random.default_rng(0))
    assert np.array_equal(again.positions, mesh.positions)
    for one, two in zip(mesh.materials, again.materials, strict=True):
        assert one.color == two.color
        assert (one.texture is None) == (two.texture is None)
        if one.texture is not None and two.texture is not None:
            assert np.array_equal(one.texture.pixels, two.texture.pixels)
    assert all(0 <= part <= 1.0 for material in mesh.materials for part in material.color)


def test_models_are_not_all_of_one_colour() -> None:
    """The hue of the largest material is spread: no detector may find anomalies by colour alone."""
    colours = []
    for name in BUILTIN_MODELS:
        mesh = made(name)
        main = mesh.materials[int(np.bincount(mesh.face_material).argmax())]
        texture = 1.0 if main.texture is None else main.texture.pixels[..., :3].mean(axis=(0, 1)) / 255
        colours.append(np.array(main.color) * texture)
    assert np.std(colours, axis=0).min() > 0.15


def _share(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Square roots of shares: the dot product of two such is their Bhattacharyya coefficient."""
    return np.asarray(np.sqrt(counts / counts.sum()).ravel())


def _palette(material: Material) -> npt.NDArray[np.float64]:
    """(64,) shares of 4 x 4 x 4 colours."""
    pixels = np.ones((1, 3)) if material.texture is None else material.texture.pixels[::8, ::8, :3] / 255
    counts, _ = np.histogramdd(pixels.reshape(-1, 3) * material.color, bins=4, range=[(0, 1)] * 3)
    return np.asarray(counts.ravel() / counts.sum())


def _portrait(mesh: Mesh) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where 4000 points of the surface lie in a soft grid of 12 cells per longest side, and its colours."""
    rng = np.random.default_rng(0)
    corners = mesh.positions[mesh.faces].astype(np.float64)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    face = rng.choice(len(area), 4000, p=area / area.sum())
    low, high = np.sort(rng.random((2, 4000, 1)), axis=0)
    points = corners[face, 0] * low + corners[face, 1] * (high - low) + corners[face, 2] * (1 - high)
    floor, top = mesh.bounds
    cells = np.clip(((points - (floor + top) / 2) / (top - floor).max() + 0.5) * 12, 0, 11).astype(int)
    grid = np.bincount(np.ravel_multi_index(cells.T, (12, 12, 12)), minlength=1728).reshape(12, 12, 12) * 1.0
    for axis in range(3):
        grid = grid / 2 + (np.roll(grid, 1, axis) + np.roll(grid, -1, axis)) / 4
    weight = np.bincount(mesh.face_material[face], minlength=len(mesh.materials))
    palettes = np.array([_palette(material) for material in mesh.materials])
    return _share(grid), _share(weight @ palettes)


def test_models_differ_in_shape_or_colour() -> None:
    """No two models are nearly alike; a stretched copy of one would be."""
    names = list(BUILTIN_MODELS)
    shapes, colours = (
        np.array(part) for part in zip(*(_portrait(made(name)) for name in names), strict=True)
    )
    alike = (shapes @ shapes.T) * (colours @ colours.T)
    one, two = np.triu_indices(len(names), 1)
    worst = int(alike[one, two].argmax())
    assert alike[one, two].max() < 0.96, (names[one[worst]], names[two[worst]])
    stretched = _portrait(made("horse").transformed(np.diag([1.1, 1.0, 1.0, 1.0])))
    horse = _portrait(made("horse"))
    assert (stretched[0] @ horse[0]) * (stretched[1] @ horse[1]) > 0.96


def test_catalogue(tmp_path: Path) -> None:
    ids = ["teapot", "sheep"]
    assert write_builtin_catalogue(tmp_path / "a", ids) == tmp_path / "a"
    entries = read_catalogue(tmp_path / "a")
    assert [entry.id for entry in entries] == ids
    assert len(load_mesh(tmp_path / "a", entries[0]).faces) == entries[0].triangles
    write_builtin_catalogue(tmp_path / "b", ids)
    for name in ("catalogue.toml", "teapot.glb", "sheep.glb"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_intact_catalogue_is_left_alone_and_a_harmed_one_mended(tmp_path: Path) -> None:
    write_builtin_catalogue(tmp_path, ["teapot"])
    path = tmp_path / "teapot.glb"
    good, before = path.read_bytes(), path.stat().st_mtime_ns
    write_builtin_catalogue(tmp_path, ["teapot"])
    assert path.stat().st_mtime_ns == before
    path.write_bytes(good[:100])
    write_builtin_catalogue(tmp_path, ["teapot"])
    assert path.read_bytes() == good
    write_builtin_catalogue(tmp_path, ["teapot"], seed=1)
    assert read_catalogue(tmp_path)[0].source.endswith("seed 1")


def test_unknown_ids_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"unknown built-in model 'unobtainium'.*sheep"):
        write_builtin_catalogue(tmp_path, ["unobtainium"])
