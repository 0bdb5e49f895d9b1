"""The import package: FBX files read back by other readers, for a model of every built-in category."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from caos.assets.builtin import BUILTIN_MODELS, write_builtin_catalogue
from caos.assets.carla_export import export_package, find_blender, verify_package
from caos.assets.carla_export.names import check_package_name, prop_name, prop_names
from caos.assets.carla_export.shape import convex_hull, painted, shape_of
from scipy.spatial import ConvexHull

from caos import shapes
from caos.catalogue import CatalogueEntry, load_mesh, read_catalogue
from caos.errors import CaosError
from caos.meshes import Material, Texture

READERS = all(importlib.util.find_spec(name) for name in ("assimp_py", "ufbx"))
blender = pytest.mark.skipif(
    importlib.util.find_spec("bpy") is None or not READERS, reason="the extra `export` is not installed"
)


def export(catalogue: Path, entries: tuple[CatalogueEntry, ...], out: Path) -> Path:
    command = find_blender(os.environ.get("CAOS_BLENDER"))
    return export_package(
        catalogue, entries, out, package="Test", blender=command, progress=lambda *_: None
    ).folder


def one_of_each() -> list[str]:
    """A model of every category."""
    return list({entry.category: entry.id for entry in BUILTIN_MODELS.values()}.values())


@blender
def test_every_category_survives(tmp_path: Path) -> None:
    catalogue = write_builtin_catalogue(tmp_path / "models", one_of_each())
    entries = read_catalogue(catalogue)
    folder = export(catalogue, entries, tmp_path / "out")
    rows = list(verify_package(catalogue, entries, folder))
    assert {row.id: row.problems for row in rows if row.problems} == {}
    assert [row.triangles for row in rows] == [
        len(shape_of(load_mesh(catalogue, entry)).faces) for entry in entries
    ]
    np.testing.assert_allclose([row.size for row in rows], [entry.size for entry in entries], atol=2e-3)
    description = json.loads((folder / "Test.json").read_text())
    assert description["maps"] == []
    assert [prop["name"] for prop in description["props"]] == [entry.id for entry in entries]
    assert all((folder / prop["source"]).is_file() for prop in description["props"])
    blueprints = json.loads((tmp_path / "out" / "blueprints.json").read_text())
    assert blueprints == {entry.id: f"static.prop.{entry.id}" for entry in entries}
    # CARLA's importer takes every .json below Import for a package.
    assert [path.name for path in (tmp_path / "out" / "Import").rglob("*.json")] == ["Test.json"]
    assert "make import" in (tmp_path / "out" / "README.md").read_text()


@blender
def test_damage_is_seen_and_mended(tmp_path: Path) -> None:
    catalogue = write_builtin_catalogue(tmp_path / "models", one_of_each()[:2])
    entries = read_catalogue(catalogue)
    folder = export(catalogue, entries, tmp_path / "out")
    first, second = (folder / "Props" / entry.id / f"{entry.id}.fbx" for entry in entries)
    kept = second.read_bytes()
    second.write_bytes(first.read_bytes())  # the wrong model under this name
    assert [bool(row.problems) for row in verify_package(catalogue, entries, folder)] == [False, True]
    second.write_bytes(kept[: len(kept) // 2])
    with pytest.raises(CaosError, match=r"not a readable FBX file"):
        list(verify_package(catalogue, entries, folder))
    second.unlink()
    export(catalogue, entries, tmp_path / "out")
    assert not any(row.problems for row in verify_package(catalogue, entries, folder))
    export(catalogue, entries[:1], tmp_path / "out")
    assert [path.name for path in (folder / "Props").iterdir()] == [entries[0].id]


@blender
def test_killed_export_is_continued(tmp_path: Path) -> None:
    catalogue = write_builtin_catalogue(tmp_path / "models", one_of_each()[:8])
    entries, out = read_catalogue(catalogue), tmp_path / "out"
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from caos.cli import main; main()",
            "assets",
            "export-carla",
            str(catalogue),
            "--out",
            str(out),
            "--package",
            "Test",
        ]
    )
    stamps = out / ".stamps"
    deadline = time.monotonic() + 60
    while (
        child.poll() is None
        and time.monotonic() < deadline
        and not (stamps.is_dir() and any(stamps.iterdir()))
    ):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (out / "Import" / "Test" / "Test.json").exists()
    folder = export(catalogue, entries, out)
    assert not any(row.problems for row in verify_package(catalogue, entries, folder))
    assert not (out / ".work").exists()


def test_names() -> None:
    assert prop_name("cow_2") == "cow_2"
    assert prop_name("3d_chair") == "m_3d_chair"
    assert prop_name("ucx_thing") == "m_ucx_thing"
    assert prop_name("aux") == "m_aux"
    long = prop_name("a" * 90)
    assert len(long) <= 48
    assert long != prop_name("a" * 91)
    with pytest.raises(CaosError, match="would both be the prop"):
        prop_names(["3d", "m_3d"])
    for name in ("", "3x", "a b", "a/b", "Carla", "x" * 40):
        with pytest.raises(CaosError, match="--package"):
            check_package_name(name)


def test_hulls_are_convex_and_enclose() -> None:
    rng = np.random.default_rng(0)
    for points in (rng.normal(size=(30, 3)) * 50, rng.normal(size=(3000, 3)) * (90, 30, 10)):
        corners, faces = convex_hull(points.astype(np.float32))
        assert len(corners) <= 64
        np.testing.assert_allclose(np.ptp(corners, axis=0), np.ptp(points, axis=0), atol=1e-3)
        again = ConvexHull(corners)
        assert len(again.vertices) == len(corners)
        assert again.volume > 0.5 * ConvexHull(points).volume
        edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
        middle, (a, b, c) = corners.mean(axis=0), corners[faces].transpose(1, 0, 2)
        assert (np.einsum("fi,fi->f", np.cross(b - a, c - a), a - middle) > 0).all()
    flat = np.zeros((4, 3), dtype=np.float32)
    flat[:, :2] = [[0, 0], [100, 0], [100, 50], [0, 50]]
    assert np.ptp(convex_hull(flat)[0], axis=0).tolist() == pytest.approx([100, 50, 1])


def test_triangles_face_their_normals_and_empty_ones_go() -> None:
    mesh = shapes.box((1.0, 2.0, 3.0), Material((0.5, 0.5, 0.5)))
    messy = replace(
        mesh, faces=np.concatenate([mesh.faces[:6, ::-1], mesh.faces[6:-1], mesh.faces[-1:, [0, 0, 1]]])
    )
    shape = shape_of(messy)
    assert len(shape.faces) == len(mesh.faces) - 1
    a, b, c = shape.positions[shape.faces].transpose(1, 0, 2)
    assert (np.einsum("fi,fi->f", np.cross(b - a, c - a), shape.normals[shape.faces[:, 0]]) > 0).all()


def test_color_goes_into_the_texture() -> None:
    pixels = np.full((2, 2, 4), 255, dtype=np.uint8)
    made = painted(Material((1.0, 0.5, 0.0), texture=Texture("white", pixels)))
    assert made.color == (1.0, 1.0, 1.0)
    assert made.texture is not None
    assert made.texture.pixels[0, 0].tolist() == [255, 128, 0]


def test_blender_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match=r"no such program; .*caos-suite\[export\]"):
        find_blender(str(tmp_path / "nothing"))
    catalogue = write_builtin_catalogue(tmp_path / "models", one_of_each()[:1])
    with pytest.raises(CaosError, match=r"Blender ended"):
        export_package(
            catalogue,
            read_catalogue(catalogue),
            tmp_path / "out",
            package="Test",
            blender=("/bin/false",),
            progress=lambda *_: None,
        )
    assert not (tmp_path / "out" / "Import" / "Test" / "Test.json").exists()
