"""Vegetation: leaf pictures, budgets of triangles, clearance, and how alike the levels look from afar."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server import models
from caos.sim.server.models.vegetation_cards import leafy

from caos.meshes import Mesh
from caos.textures.leaves import ATLASES, CELLS, leaf_atlas

PIXELS_PER_METRE = 16


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def versions(mesh: Mesh) -> list[Mesh]:
    return [mesh, *(level.mesh for level in mesh.levels)]


def silhouette(mesh: Mesh) -> npt.NDArray[np.uint8]:
    """What the mesh hides, seen along y from infinitely far: every triangle warped with its coverage."""
    side = 16 * PIXELS_PER_METRE
    mask = np.zeros((side, side), dtype=np.uint8)
    spots = mesh.positions[:, [0, 2]] * (1, -1) * PIXELS_PER_METRE + (side / 2, side - 40)
    for face, index in zip(mesh.faces, mesh.face_material, strict=True):
        corners, material = spots[face].astype(np.float32), mesh.materials[index]
        if material.cutoff == 0.0:
            cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 255)
            continue
        assert material.texture is not None
        coverage = material.texture.pixels[..., 3]
        low = np.floor(corners.min(axis=0)).astype(int)
        width, height = (np.ceil(corners.max(axis=0)).astype(int) - low + 1).tolist()
        inside = np.zeros((height, width), dtype=np.uint8)
        cv2.fillConvexPoly(inside, np.rint(corners - low).astype(np.int32), 1)
        matrix = cv2.getAffineTransform(
            (corners - low).astype(np.float32), mesh.uvs[face] * coverage.shape[0]
        )
        leaf = cv2.warpAffine(
            coverage, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        window = mask[low[1] : low[1] + height, low[0] : low[0] + width]
        np.maximum(window, inside * leaf, out=window)
    return np.asarray(mask > 127, dtype=np.uint8)


@pytest.mark.parametrize("name", ATLASES)
def test_atlas(name: str) -> None:
    """Holes let half the sky through, carry the colour of leaves, and the cells' borders are free."""
    pixels = leaf_atlas(name, rng(1)).pixels
    assert pixels.shape == (512, 512, 4)
    assert np.array_equal(pixels, leaf_atlas(name, rng(1)).pixels)
    assert not np.array_equal(pixels, leaf_atlas(name, rng(2)).pixels)
    coverage = pixels[..., 3]
    assert (0.03 if name == "twigs" else 0.12) < np.mean(coverage > 127) < 0.6
    cell = 512 // CELLS
    for start in range(0, 512, cell):
        for edge in (
            coverage[start],
            coverage[start + cell - 1],
            coverage[:, start],
            coverage[:, start + cell - 1],
        ):
            assert not edge.any()
    there = coverage > 200
    near = (cv2.dilate(there.astype(np.uint8), np.ones((5, 5))) > 0) & (coverage == 0)
    bright = pixels[..., :3].astype(float).mean(axis=2)
    assert bright[near].mean() == pytest.approx(bright[there].mean(), rel=0.25), "no dark fringe"


@pytest.mark.parametrize("species", models.TREE_SPECIES)
def test_tree(species: str) -> None:
    tree = models.tree(rng(3), species=species, height=9.0, clear=2.2)
    again = models.tree(rng(3), species=species, height=9.0, clear=2.2)
    for mesh, other, budget in zip(versions(tree), versions(again), (3500, 700, 200), strict=True):
        assert np.array_equal(mesh.positions, other.positions)
        assert mesh.materials == other.materials
        assert 0 < len(mesh.faces) <= budget
        for part in (mesh.positions, mesh.normals, mesh.uvs):
            assert np.isfinite(part).all()
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)
        assert set(mesh.face_tag.tolist()) == {9}
        assert mesh.bounds[1][2] == pytest.approx(9.0, abs=1.6)
        low = mesh.positions[mesh.positions[:, 2] < 2.2]
        assert np.abs(low[:, :2]).max() < 0.75, "only the trunk and its stakes stand in the way"
    assert [level.distance for level in tree.levels] == sorted(level.distance for level in tree.levels)


@pytest.mark.parametrize("species", models.TREE_SPECIES)
def test_levels_of_a_tree_hide_as_much(species: str) -> None:
    near, middle, far = (silhouette(m) for m in versions(models.tree(rng(4), species=species, height=9.0)))
    for other in (middle, far):
        assert 0.6 < other.sum() / near.sum() < 1.5
    crown = near[: -40 - 3 * PIXELS_PER_METRE]
    hull = cv2.convexHull(cv2.findNonZero(crown))
    assert 0.08 < crown.sum() / cv2.contourArea(hull) < 0.92, "the sky shows through"


def test_species_differ() -> None:
    sizes = {
        species: np.ptp(models.tree(rng(1), species=species, height=9.0).positions, axis=0)
        for species in ("round", "poplar", "conifer")
    }
    assert sizes["poplar"][0] < 0.75 * sizes["round"][0]
    assert len({leafy(name).texture for name in ATLASES}) == len(ATLASES)


@pytest.mark.parametrize("kind", models.BUSH_KINDS)
def test_bush(kind: str) -> None:
    bush = models.bush(rng(2), kind)
    assert np.array_equal(bush.positions, models.bush(rng(2), kind).positions)
    for mesh, budget in zip(versions(bush), (650, 80, 30), strict=True):
        assert 0 < len(mesh.faces) <= budget
        assert set(mesh.face_tag.tolist()) == {9}
        assert mesh.bounds[0][2] > -0.02
        assert mesh.bounds[1][2] < 3.0
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)


def test_unknown_bush() -> None:
    with pytest.raises(ValueError, match="unknown bush 'tulip'"):
        models.bush(rng(), "tulip")


def test_hedge_keeps_its_height_on_all_levels() -> None:
    for mesh, budget in zip(versions(models.hedge(4.0)), (900, 500, 300), strict=True):
        assert len(mesh.faces) <= budget
        assert 1.1 < mesh.bounds[1][2] < 1.9
        assert set(mesh.face_tag.tolist()) == {9}


@pytest.mark.parametrize("kind", ["lawn", "meadow"])
def test_grass_is_ground_and_vanishes(kind: str) -> None:
    """Like the ground it grows on it is Terrain; from afar nothing is drawn of it."""
    patch = models.grass_patch(rng(), kind, (1.0, 1.0, 1.0))
    near, middle, gone = versions(patch)
    assert len(near.faces) <= 400
    assert len(middle.faces) < len(near.faces)
    assert len(gone.faces) == 0
    assert set(near.face_tag.tolist()) == {10}
    assert np.abs(near.positions[:, :2]).max() < models.GRASS_SIDE / 2 + 0.5
    assert near.positions[:, 2].max() < 0.5
