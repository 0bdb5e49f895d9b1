"""A synthetic ShapeNetSem folder with the traps of the real one, against what docs/assets.md says of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from caos.assets.index import Limits, find_models, index_models
from PIL import Image

from caos.catalogue import load_mesh, read_catalogue, read_rejected

HEADER = (
    "fullId,category,wnsynset,wnlemmas,up,front,unit,aligned.dims,isContainerLike,surfaceVolume,"
    "solidVolume,supportSurfaceArea,weight,staticFrictionForce,name,tags"
)
ZUP = (r"0\,0\,1", r"0\,-1\,0")
YUP = (r"0\,1\,0", r"0\,0\,1")


def row(model: str, category: str, axes: tuple[str, str], unit: str, dims: str, lemmas: str = "chair") -> str:
    return (
        f'wss.{model},{category},03001627,{lemmas},{axes[0]},{axes[1]},{unit},{dims},,,,,,,"Nice, {model}",'
    )


def box(size: tuple[float, float, float]) -> trimesh.Trimesh:
    return trimesh.creation.box(size)


def write_obj(path: Path, size: tuple[float, float, float], texture: str = "wood.jpg") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mesh = box(size)
    lines = [f"mtllib {path.stem}.mtl", *(f"v {x} {y} {z}" for x, y, z in mesh.vertices)]
    lines += ["vt 0 0", "vt 1 0", "vt 1 1", "usemtl red"]
    lines += [f"f {a + 1}/1 {b + 1}/2 {c + 1}/3" for a, b, c in mesh.faces[:6]]
    lines += ["usemtl wooden", *(f"f {a + 1}/1 {b + 1}/2 {c + 1}/3" for a, b, c in mesh.faces[6:])]
    path.write_text("\n".join(lines) + "\n")
    path.with_suffix(".mtl").write_text(
        f"newmtl red\nKd 0.8 0.1 0.1\nnewmtl wooden\nKd 0 0 0\nmap_Kd {texture}\n"
    )


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sem")
    models = root / "models-OBJ" / "models"
    # X right, Y back, Z up in aligned.dims: 0.5 wide, 0.6 deep, 0.9 tall.
    write_obj(models / "aligned.obj", (0.5, 0.6, 0.9))
    write_obj(models / "Inches1.obj", (0.5 / 0.0254, 0.9 / 0.0254, 0.6 / 0.0254))
    write_obj(models / "dimscm.obj", (0.5, 0.6, 0.9))
    write_obj(models / "filecm.obj", (50, 60, 90))
    write_obj(models / "huge.obj", (50, 60, 90))
    write_obj(models / "blank.obj", (0.5, 0.6, 0.9))
    write_obj(models / "under.obj", (0.5, 0.6, 0.9))
    write_obj(models / "room7.obj", (4, 4, 3))
    write_obj(models / "norow.obj", (0.5, 0.6, 0.9))
    write_obj(models / "evil.obj", (0.5, 0.6, 0.9), texture="../../../../../secret.png")
    write_obj(models / "lost.obj", (0.5, 0.6, 0.9), texture="nowhere.png")
    (models / "broken.obj").write_text("v 0 0\nf 1 2 3\n")
    (models / "badunit.obj").write_text((models / "aligned.obj").read_text())
    dae = root / "models-COLLADA" / "COLLADA" / "collada.dae"
    dae.parent.mkdir(parents=True)
    box((0.5, 0.6, 0.9)).export(dae)
    textures = root / "models-textures" / "textures"
    textures.mkdir(parents=True)
    Image.new("RGB", (8, 8), (120, 80, 40)).save(textures / "wood.jpg")
    Image.new("RGB", (8, 8), (255, 0, 255)).save(root.parent / "secret.png")
    good = r"0.5\,0.6\,0.9"
    rows = [
        row("aligned", '"Chair,OfficeChair"', ZUP, "1", good),
        row("Inches1", "DiningTable", YUP, "0.0254", good),
        row("dimscm", "Chair", ZUP, "1", r"50\,60\,90"),
        row("filecm", "Chair", ZUP, "1", good),
        row("huge", "Chair", ZUP, "1", ""),
        row("blank", "", ZUP, "1", good, lemmas='"armchair,easy chair"'),
        row("under", "_StanfordSceneDBModels", ("", ""), "", "", lemmas=""),
        row("room7", "Room", ZUP, "1", ""),
        row("nofile", "Chair", ZUP, "1", good),
        row("evil", "Chair", ZUP, "1", good),
        row("lost", "Chair", ZUP, "1", good),
        row("broken", "Chair", ZUP, "1", good),
        row("badunit", "Chair", ZUP, "much", good),
        row("collada", "Chair", ZUP, "1", good),
        row("aligned", "Chair", ZUP, "1", good),
        row("../../etc/passwd", "Chair", ZUP, "1", good),
        "wss.short,Chair",
    ]
    (root / "metadata.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return root


@pytest.fixture(scope="module")
def catalogue(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("catalogue")
    index_models(find_models(source, out), out, Limits(), workers=1)
    return out


def test_models_are_what_the_documentation_says(catalogue: Path) -> None:
    entries = {entry.id: entry for entry in read_catalogue(catalogue)}
    assert list(entries) == sorted(
        ["collada", "inches1", "aligned", "blank", "dimscm", "evil", "filecm", "lost", "under"],
        key=lambda name: entries[name].source,
    )
    for entry in entries.values():
        np.testing.assert_allclose(entry.size, (0.6, 0.5, 0.9), atol=2e-3, err_msg=entry.id)
        assert {"finite", "triangle budget", "convex hull", "size plausible", "stands as stated"} <= set(
            entry.checks
        )
    assert entries["aligned"].category == "chair"
    assert entries["aligned"].name == "Nice, aligned"
    assert entries["aligned"].synset == "n03001627"
    assert "ShapeNet" in entries["aligned"].licence
    assert entries["inches1"].category == "dining table"
    assert entries["blank"].category == "armchair"
    assert entries["under"].category == ""


def test_sizes_are_cross_checked(catalogue: Path) -> None:
    checks = {entry.id: entry.checks for entry in read_catalogue(catalogue)}
    assert "aligned.dims agrees" in checks["aligned"]
    assert "note: aligned.dims read as centimetres" in checks["dimscm"]
    assert any("unit corrected, times 0.01 (centimetres)" in note for note in checks["filecm"])
    assert "aligned.dims agrees" not in checks["under"]


def test_rejections_name_their_reasons(catalogue: Path) -> None:
    reasons = {each.id: each.reason for each in read_rejected(catalogue)}
    expected = {
        "huge": "implausible size: 90 m",
        "room7": "a room",
        "nofile": "has no OBJ or COLLADA file",
        "norow": "has no row",
        "broken": "cannot be read as OBJ",
        "badunit": "unit = 'much'",
        "aligned": "a second row",
        "etc_passwd": "is no model id",
        "short": "wrong number of fields",
    }
    assert {name: expected.get(name, "?") in reason for name, reason in reasons.items()} == dict.fromkeys(
        expected, True
    ), reasons


def test_materials_and_textures_are_kept_inside_the_source(catalogue: Path) -> None:
    entries = {entry.id: entry for entry in read_catalogue(catalogue)}
    mesh = load_mesh(catalogue, entries["aligned"])
    plain, wooden = sorted(mesh.materials, key=lambda material: material.texture is not None)
    np.testing.assert_allclose(plain.color, (0.8, 0.1, 0.1), atol=0.01)
    assert wooden.texture is not None
    np.testing.assert_allclose(wooden.texture.pixels.mean(axis=(0, 1)), (120, 80, 40), atol=3)
    assert min(wooden.color) > 0.9, "a black Kd beside a texture is not meant"
    assert all(material.texture is None for material in load_mesh(catalogue, entries["evil"]).materials)
    assert any("outside the source folder" in note for note in entries["evil"].checks)
    assert any("'nowhere.png' is missing" in note for note in entries["lost"].checks)
