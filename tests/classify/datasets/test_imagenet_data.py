from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from caos.classify.datasets import FORMATS, class_subset, imagenet_wnids, list_splits, read_images

from caos.errors import CaosError

Draw = Callable[..., None]
TENCH, GOLDFISH, LAST = "n01440764", "n01443537", "n15075141"


def test_class_folders_sorted_with_imagenet_labels(tmp_path: Path, draw_picture: Draw) -> None:
    for file in (f"{LAST}/b.JPEG", f"{TENCH}/z.JPEG", f"{TENCH}/a.JPEG"):
        (tmp_path / "train" / file).parent.mkdir(parents=True, exist_ok=True)
        draw_picture(tmp_path / "train" / file)
    (tmp_path / "train" / TENCH / "notes.txt").write_text("x")
    (tmp_path / "train" / TENCH / ".hidden.JPEG").write_bytes(b"x")
    images = read_images("imagenet", tmp_path, "train")
    assert images.files == (f"{TENCH}/a.JPEG", f"{TENCH}/z.JPEG", f"{LAST}/b.JPEG")
    assert images.labels.tolist() == [0, 0, 999]
    assert images.classes == imagenet_wnids()
    assert images.root == tmp_path / "train"
    assert list_splits("imagenet", tmp_path) == ("train",)


def test_linked_class_folders_are_read(tmp_path: Path, draw_picture: Draw) -> None:
    draw_picture(tmp_path / "store" / "a.png")
    (tmp_path / "val").mkdir()
    (tmp_path / "val" / GOLDFISH).symlink_to(tmp_path / "store")
    assert read_images("imagenet", tmp_path, "val").labels.tolist() == [1]


def _flat_val(root: Path, draw: Draw, numbers: tuple[int, ...]) -> None:
    for number in numbers:
        draw(root / "val" / f"ILSVRC2012_val_{number:08d}.JPEG")


def _write_devkit(data: Path, truth: list[int]) -> dict[int, str]:
    """A development kit as the owner's: ids in another order than the WordNet ids, inner nodes at the end."""
    io = pytest.importorskip("scipy.io")
    data.mkdir(parents=True)
    kind = [("ILSVRC2012_ID", "O"), ("WNID", "O"), ("words", "O"), ("gloss", "O"), ("num_children", "O")]
    wnid_of = dict(enumerate(reversed(imagenet_wnids()), 1))
    rows: list[tuple[Any, ...]] = [(number, wnid, "w", "g", 0) for number, wnid in wnid_of.items()]
    rows.append((1001, "n00001740", "entity", "g", 3))
    io.savemat(data / "meta.mat", {"synsets": np.array(rows, dtype=kind).reshape(-1, 1)})
    text = "".join(f"{number}\n" for number in truth)
    (data / "ILSVRC2012_validation_ground_truth.txt").write_text(text)
    return wnid_of


def test_flat_val_with_the_development_kit(tmp_path: Path, draw_picture: Draw) -> None:
    wnid_of = _write_devkit(tmp_path / "ILSVRC2012_devkit_t12" / "data", [5, 1000, 1])
    _flat_val(tmp_path, draw_picture, (3, 1, 2))
    images = read_images("imagenet", tmp_path, "val")
    assert images.files[0] == "ILSVRC2012_val_00000001.JPEG"
    assert [images.classes[label] for label in images.labels] == [wnid_of[5], wnid_of[1000], wnid_of[1]]
    assert images.labels.tolist() == [995, 0, 999]


def test_development_kit_that_does_not_fit(tmp_path: Path, draw_picture: Draw) -> None:
    _write_devkit(tmp_path / "devkit" / "data", [5, 1001])
    _flat_val(tmp_path, draw_picture, (1, 2))
    with pytest.raises(CaosError, match=r"line 2: '1001' is no id of meta.mat"):
        read_images("imagenet", tmp_path, "val")
    _flat_val(tmp_path, draw_picture, (7,))
    (tmp_path / "val" / "ILSVRC2012_val_00000002.JPEG").unlink()
    with pytest.raises(CaosError, match="N in 1 to 2"):
        read_images("imagenet", tmp_path, "val")
    (tmp_path / "devkit" / "data" / "meta.mat").write_bytes(b"nonsense")
    with pytest.raises(CaosError, match=r"not the development kit's meta.mat"):
        read_images("imagenet", tmp_path, "val")


def test_flat_val_with_kaggles_solution(tmp_path: Path, draw_picture: Draw) -> None:
    _flat_val(tmp_path, draw_picture, (1, 2))
    solution = tmp_path / "LOC_val_solution.csv"
    first, second = (f"ILSVRC2012_val_0000000{number}" for number in (1, 2))
    rows = f"{second},{GOLDFISH} 1 2 3 4 {GOLDFISH} 5 6 7 8 \n{first},{LAST} 1 2 3 4 \n"
    solution.write_text(f"ImageId,PredictionString\n{rows}")
    assert read_images("imagenet", tmp_path, "val").labels.tolist() == [999, 1]
    solution.write_text("ImageId,PredictionString\nILSVRC2012_val_00000001,n00000000 1 2 3 4\n")
    with pytest.raises(CaosError, match="'n00000000' is no class"):
        read_images("imagenet", tmp_path, "val")
    solution.write_text(f"ImageId,PredictionString\nILSVRC2012_val_00000001,{LAST} 1 2 3 4\n")
    with pytest.raises(CaosError, match="no row for ILSVRC2012_val_00000002"):
        read_images("imagenet", tmp_path, "val")
    solution.write_text("id,label\n")
    with pytest.raises(CaosError, match="needs the columns"):
        read_images("imagenet", tmp_path, "val")


def test_flat_val_without_labels_or_mixed(tmp_path: Path, draw_picture: Draw) -> None:
    _flat_val(tmp_path, draw_picture, (1,))
    with pytest.raises(CaosError, match="flat pictures need their labels"):
        read_images("imagenet", tmp_path, "val")
    draw_picture(tmp_path / "val" / TENCH / "a.png")
    with pytest.raises(CaosError, match="both pictures and folders"):
        read_images("imagenet", tmp_path, "val")


@pytest.mark.parametrize("name", ["imagenet-r", "imagenet-a", "imagenet-o"])
def test_two_hundred_classes_have_labels_of_their_own(name: str, tmp_path: Path, draw_picture: Draw) -> None:
    wnids = class_subset(name).wnids
    draw_picture(tmp_path / wnids[199] / "b.jpg")
    draw_picture(tmp_path / wnids[3] / "a.jpg")
    (tmp_path / "README.txt").write_text("as in the release")
    images = read_images(name, tmp_path, "test")
    assert images.labels.tolist() == [3, 199]
    assert images.classes == wnids


def test_class_outside_the_200_is_named(tmp_path: Path, draw_picture: Draw) -> None:
    outside = next(wnid for wnid in imagenet_wnids() if wnid not in class_subset("imagenet-a").wnids)
    draw_picture(tmp_path / outside / "b.jpg")
    with pytest.raises(CaosError, match=f"{outside}: not a class of imagenet-a"):
        read_images("imagenet-a", tmp_path, "test")
    assert read_images("real-blurry", tmp_path, "test").labels.tolist() == [imagenet_wnids().index(outside)]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no such folder"):
        read_images("imagenet-r", tmp_path / "none", "test")
    with pytest.raises(CaosError, match="holds nothing of ImageNet-1K"):
        read_images("imagenet", tmp_path, "val")
    (tmp_path / "val" / TENCH).mkdir(parents=True)
    with pytest.raises(CaosError, match="no pictures in class folders"):
        read_images("imagenet", tmp_path, "val")
    with pytest.raises(CaosError, match="unknown split"):
        read_images("imagenet", tmp_path, "train")
    with pytest.raises(CaosError, match="unknown data set 'imagenet-x'"):
        read_images("imagenet-x", tmp_path, "test")


def test_published_counts() -> None:
    """Thesis 003, table A.8 and appendix A.4; paper 004, section 2.6."""
    assert FORMATS["imagenet"].published("train") == 1_281_167
    assert FORMATS["imagenet-r"].published("test") == 30_000
    assert FORMATS["imagenet-a"].published("test") == 7_500
    assert FORMATS["real-blurry"].published("test") == 1_000
