"""Built-in anomaly models and their catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from caos.assets.builtin import BUILTIN_MODELS, write_builtin_catalogue
from caos.assets.builtin import _listed as listed_models

from caos.catalogue import load_mesh, read_catalogue
from caos.errors import CaosError


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
    model = BUILTIN_MODELS[name]
    mesh = model.make(np.random.default_rng(0))
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
    again = model.make(np.random.default_rng(0))
    assert np.array_equal(again.positions, mesh.positions)
    assert all(0 <= part <= 1.0 for material in mesh.materials for part in material.color)


def test_models_are_not_all_of_one_colour() -> None:
    """The hue of the largest material is spread: no detector may find anomalies by colour alone."""
    colours = []
    for model in BUILTIN_MODELS.values():
        mesh = model.make(np.random.default_rng(1))
        main = mesh.materials[int(np.bincount(mesh.face_material).argmax())]
        texture = 1.0 if main.texture is None else main.texture.pixels[..., :3].mean(axis=(0, 1)) / 255
        colours.append(np.array(main.color) * texture)
    assert np.std(colours, axis=0).min() > 0.15


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
