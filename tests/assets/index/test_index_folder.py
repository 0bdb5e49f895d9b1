"""Plain folders: every format, bad files, resuming, and one size for one shape."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import trimesh
from caos.assets.index import AXES, Limits, convex_hull, find_models, index_models
from caos.assets.index.decimate import decimated
from caos.assets.index.hull import hull_of_points, upright
from caos.assets.index.jobs import Job, UnusableError
from caos.assets.index.process import prepare
from caos.assets.index.resolver import ConfinedResolver, OutsideError
from caos.assets.index.surface import Surface, repaired, to_mesh
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.spatial import ConvexHull

from caos.catalogue import read_catalogue, read_rejected
from caos.errors import CaosError
from caos.meshes import Material

SIZE = (0.4, 1.1, 0.7)


def job(path: Path, **values: object) -> Job:
    return Job.model_validate(
        {"id": "it", "root": str(path.parent), "source": path.name, "stamp": "", **values}
    )


def surface_of(mesh: trimesh.Trimesh) -> Surface:
    faces = np.asarray(mesh.faces, dtype=np.int64)
    points = np.asarray(mesh.vertices, dtype=np.float64)
    uvs = points[faces][:, :, :2]
    materials = (Material((1.0, 0.0, 0.0)), Material((0.0, 1.0, 0.0)))
    side = (points[faces].mean(axis=1)[:, 0] > 0).astype(np.int64)
    return Surface(points, faces, uvs, side, materials)


@pytest.mark.parametrize("suffix", ["obj", "glb", "dae", "ply", "stl"])
def test_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"box.{suffix}"
    trimesh.creation.box(SIZE).export(path)
    size = np.ptp(prepare(job(path), Limits()).mesh.positions, axis=0)
    # y up, z ahead; for PLY and STL z up and -y ahead
    expected = (SIZE[1], SIZE[0], SIZE[2]) if suffix in ("ply", "stl") else (SIZE[2], SIZE[0], SIZE[1])
    np.testing.assert_allclose(size, expected, atol=1e-5)


def test_vertex_colours_become_materials(tmp_path: Path) -> None:
    mesh = trimesh.creation.box(SIZE)
    mesh.visual.vertex_colors = np.where(mesh.vertices[:, :1] > 0, [200, 0, 0, 255], [0, 0, 200, 255]).astype(
        np.uint8
    )
    path = tmp_path / "box.ply"
    mesh.export(path)
    colors = np.array([material.color for material in prepare(job(path), Limits()).mesh.materials])
    assert colors[:, 0].max() > 0.75
    assert colors[:, 2].max() > 0.75


@settings(max_examples=12, deadline=None)
@given(
    up=st.sampled_from(list(AXES)),
    front=st.sampled_from(list(AXES)),
    unit=st.sampled_from([0.001, 0.01, 0.0254, 1.0]),
    shift=st.tuples(*[st.floats(-50, 50)] * 3),
)
def test_one_shape_has_one_size(
    tmp_path_factory: pytest.TempPathFactory,
    up: str,
    front: str,
    unit: float,
    shift: tuple[float, float, float],
) -> None:
    if up[-1] == front[-1]:
        return
    z, x = np.array(AXES[up]), np.array(AXES[front])
    axes = np.stack([x, np.cross(z, x), z], axis=1)  # columns: ahead, left, up
    mesh = trimesh.creation.box((1.2, 0.5, 0.8))
    mesh.vertices = (mesh.vertices + shift) @ axes.T / unit
    path = tmp_path_factory.mktemp("shape") / "box.stl"
    mesh.export(path)
    model = prepare(job(path, up=AXES[up], front=AXES[front], unit=unit), Limits())
    low, high = model.mesh.bounds
    np.testing.assert_allclose(high - low, (1.2, 0.5, 0.8), atol=1e-3)
    np.testing.assert_allclose((low + high)[:2], 0, atol=1e-4)
    assert abs(low[2]) < 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_things_rest_where_trimesh_says_they_can(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(14, 3)) * (1.0, 0.7, 0.4)
    hull = hull_of_points(points)
    assert hull is not None
    body = trimesh.convex.convex_hull(points)
    turn, _ = upright(hull, body.center_mass)
    placed = body.vertices @ turn.T
    support = placed[placed[:, 2] < placed[:, 2].min() + 1e-6]
    assert len(support) >= 3
    foot = (turn @ body.center_mass)[:2]
    assert (ConvexHull(support[:, :2]).equations @ (*foot, 1.0) <= 1e-6).all()


def test_a_toppled_model_is_set_on_its_nearest_support(tmp_path: Path) -> None:
    mesh = trimesh.creation.box((0.4, 0.4, 1.0))
    mesh.apply_transform(trimesh.transformations.rotation_matrix(np.deg2rad(10), (1, 0, 0)))
    mesh.export(tmp_path / "box.stl")
    model = prepare(job(tmp_path / "box.stl"), Limits())
    np.testing.assert_allclose(np.ptp(model.mesh.positions, axis=0), (0.4, 0.4, 1.0), atol=1e-4)
    assert "note: turned 10.0 degrees to rest" in model.checks


def test_repair_drops_what_is_broken() -> None:
    box = surface_of(trimesh.creation.box(SIZE))
    points = np.vstack([box.points, [[np.nan, 0, 0]]])
    extra = np.array([[0, 0, 1], [8, 1, 2], [99, 1, 2], *box.faces[:2, ::-1]])
    faces = np.vstack([box.faces, extra])
    uvs = np.zeros((len(faces), 3, 2))
    dirty = Surface(points, faces, uvs, np.zeros(len(faces), dtype=np.int64), box.materials)
    clean, notes = repaired(dirty)
    assert len(clean.faces) == 12
    assert len(notes) == 2
    assert len(to_mesh(clean, 20).positions) >= 24, "a box has hard edges"


def test_decimation_keeps_shape_materials_and_uvs() -> None:
    ball = surface_of(trimesh.creation.icosphere(4))
    simpler = decimated(ball, 800)
    assert 400 < len(simpler.faces) <= 800
    corners = simpler.points[simpler.faces]
    np.testing.assert_allclose(np.linalg.norm(corners, axis=2), 1.0, atol=0.03)
    np.testing.assert_allclose(simpler.uvs, corners[:, :, :2], atol=0.08)
    sides = corners.mean(axis=1)[:, 0] > 0
    assert (simpler.face_material == sides).mean() > 0.95


def test_soups_of_loose_triangles_keep_to_the_budget() -> None:
    rng = np.random.default_rng(0)
    points = (rng.random((3000, 1, 3)) + 0.01 * rng.random((3000, 3, 3))).reshape(-1, 3)
    soup = surface_of(trimesh.Trimesh(points, np.arange(9000).reshape(-1, 3), process=False))
    assert 0 < len(decimated(soup, 500).faces) <= 500


def test_convex_hull_holds_every_vertex() -> None:
    mesh = to_mesh(surface_of(trimesh.creation.annulus(0.3, 0.5, 0.4)), 20)
    hull = convex_hull(mesh)
    assert hull.volume == pytest.approx(
        trimesh.Trimesh(mesh.positions, mesh.faces).convex_hull.volume, rel=1e-5
    )


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "C:\\pictures\\a.png",
        "http://a.b/c.png",
        "file:///etc/passwd",
        "../out.png",
        "%2e%2e/out.png",
        "..\\out.png",
        "link.png",
        "folder",
        "~/a.png",
    ],
)
def test_nothing_outside_is_read(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "in"
    (inside / "folder").mkdir(parents=True)
    (tmp_path / "out.png").write_bytes(b"secret")
    (inside / "link.png").symlink_to(tmp_path / "out.png")
    resolver = ConfinedResolver(inside, inside / "a.obj")
    with pytest.raises(OutsideError):
        resolver.get(name)
    assert len(resolver.notes) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.obj", b"", "OBJ|no triangles"),
        ("cut.glb", b"glTF\x02\0\0\0", "cannot be read as GLB"),
        ("bomb.dae", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><COLLADA/>", "XML entities"),
        ("nan.obj", b"v nan 0 0\nv 0 nan 0\nv 0 0 nan\nf 1 2 3\n", "finite"),
        ("line.obj", b"v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n", "degenerate"),
        ("flat.obj", b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "flat"),
        ("out.gltf", b'{"asset":{"version":"2.0"},"buffers":[{"uri":"../x.bin","byteLength":9}]}', "outside"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableError, match=reason):
        prepare(job(tmp_path / name), Limits())


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_image_bombs_are_left_out(tmp_path: Path) -> None:
    Image.new("1", (12000, 12000)).save(tmp_path / "bomb.png")
    mesh = trimesh.creation.box(SIZE)
    lines = ["mtllib a.mtl", "usemtl m", "vt 0 0"]
    lines += [f"v {x} {y} {z}" for x, y, z in mesh.vertices]
    lines += [f"f {a + 1}/1 {b + 1}/1 {c + 1}/1" for a, b, c in mesh.faces]
    (tmp_path / "a.obj").write_text("\n".join(lines))
    (tmp_path / "a.mtl").write_text("newmtl m\nKd 1 1 1\nmap_Kd bomb.png\n")
    model = prepare(job(tmp_path / "a.obj"), Limits())
    assert model.mesh.materials[0].texture is None
    assert any("12000 x 12000" in note for note in model.checks)


def test_one_bad_model_costs_only_itself(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "garden gnomes").mkdir(parents=True)
    trimesh.creation.box(SIZE).export(source / "garden gnomes" / "A b.stl")
    trimesh.creation.box(SIZE).export(source / "A-b.stl")
    trimesh.creation.icosphere(8).export(source / "many.stl")  # 1.3 million triangles
    (source / "all.zip").write_bytes(b"PK")
    (source / "old.fbx").write_bytes(b"Kaydara")
    os.mkfifo(source / "pipe.obj")
    (source / "away.stl").symlink_to("/etc/hostname")
    limits = Limits(memory=0.25)
    index_models(find_models(source, out), out, limits, workers=1)
    entries, refused = read_catalogue(out), {each.id: each.reason for each in read_rejected(out)}
    assert [entry.category for entry in entries] == ["in", "garden gnomes"]
    assert all(entry.id.startswith("a_b_") for entry in entries)
    assert "0.25 GiB" in refused["many"]
    assert "not unpacked" in refused["all"]
    assert "link that leads outside" in refused["away"]
    assert "cannot be read as FBX" in refused["old"]
    assert len(refused) == 4


def test_the_time_limit_ends_a_model(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    trimesh.creation.icosphere(8).export(source / "slow.stl")
    trimesh.creation.box(SIZE).export(source / "tiny.stl")
    index_models(find_models(source, out), out, Limits(seconds=0.35), workers=1)
    assert [each.reason for each in read_rejected(out)] == ["took longer than the time limit (--seconds)"]
    assert [entry.id for entry in read_catalogue(out)] == ["tiny"]


def many(source: Path, count: int) -> None:
    source.mkdir()
    for number in range(count):
        mesh = trimesh.creation.icosphere(3)
        mesh.vertices *= 0.2 + 0.01 * number
        mesh.export(source / f"ball{number:02d}.glb")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".lock"}


def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    source, whole, broken = tmp_path / "in", tmp_path / "whole", tmp_path / "broken"
    many(source, 16)
    index_models(find_models(source, whole), whole, Limits(), workers=2)
    command = [sys.executable, "-m", "caos.cli", "assets", "index", str(source), "--out", str(broken)]
    program = "import sys; from caos.cli import main; sys.argv = ['caos', *sys.argv[1:]]; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command[3:], "--workers", "1"], stderr=subprocess.DEVNULL
    )
    journal = broken / ".index.jsonl"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (journal.exists() and journal.read_bytes().count(b"\n") >= 3):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = journal.read_bytes().count(b"\n")
    assert 3 <= done < 16
    summary = index_models(find_models(source, broken), broken, Limits(), workers=1)
    assert summary.new <= 16 - done
    assert contents(broken) == contents(whole)
    assert index_models(find_models(source, broken), broken, Limits(), workers=1).new == 0
    (source / "ball00.glb").unlink()
    index_models(find_models(source, broken), broken, Limits(), workers=1)
    assert not (broken / "ball00.glb").exists()


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    from caos.frames.locking import locked

    many(tmp_path / "in", 1)
    out = tmp_path / "out"
    with locked(out), pytest.raises(CaosError, match="another run"):
        index_models(find_models(tmp_path / "in", out), out, Limits(), workers=1)


def test_foreign_catalogues_are_left_alone(tmp_path: Path) -> None:
    many(tmp_path / "in", 1)
    out = tmp_path / "out"
    out.mkdir()
    (out / "catalogue.toml").write_text("")
    with pytest.raises(CaosError, match="index did not write"):
        index_models(find_models(tmp_path / "in", out), out, Limits(), workers=1)


def test_sources_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such folder"):
        find_models(tmp_path / "none", tmp_path / "out")
    with pytest.raises(CaosError, match="holds no models"):
        find_models(tmp_path, tmp_path / "out")
    with pytest.raises(CaosError, match="source folder itself"):
        find_models(tmp_path, tmp_path)


def test_objaverse(tmp_path: Path) -> None:
    uid = "0a1b2c"
    folder = tmp_path / "glbs" / "000-023"
    folder.mkdir(parents=True)
    trimesh.creation.box(SIZE).export(folder / f"{uid}.glb")
    trimesh.creation.box(SIZE).export(folder / "ffff.glb")
    said = {uid: {"name": "Lucky cat", "license": "by", "categories": [{"name": "animals-pets"}]}}
    (tmp_path / "metadata").mkdir()
    (tmp_path / "metadata" / "000-023.json.gz").write_bytes(gzip.compress(json.dumps(said).encode()))
    (tmp_path / "lvis-annotations.json.gz").write_bytes(
        gzip.compress(json.dumps({"cat_figurine": [uid]}).encode())
    )
    found = {each.id: each for each in find_models(tmp_path, tmp_path / "out").jobs}
    assert found[uid].name == "Lucky cat"
    assert found[uid].licence == "CC-BY-4.0"
    assert found[uid].category == "cat figurine"
    assert found["ffff"].category == ""
