"""Pictures of shifts through the embedded server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.shifts.journal import JOURNAL_FILE, MANIFEST_FILE  # noqa: E402
from caos.sim.shifts.render import _origin, render_shifts, shrunk  # noqa: E402
from caos.sim.shifts.scenario import ShiftScenario  # noqa: E402

from caos.catalogue import read_catalogue  # noqa: E402
from caos.config import validate  # noqa: E402
from caos.errors import CaosError  # noqa: E402

SMALL: dict[str, Any] = {
    "name": "small",
    "picture": {"side": 48, "supersample": 2},
    "classes": {"names": ["crate", "ball"], "models": 1, "train": 1, "test": 1},
    "conditions": {"furniture": ["static.prop.trashcan01"], "furniture_count": [0, 1]},
    "shift": [
        {"name": "occluded", "occlusion": [0.15, 0.8]},
        {"name": "cold", "camera": {"temp": 3000.0}},
    ],
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A green crate and a green ball."""
    pytest.importorskip("trimesh")
    pytest.importorskip("moderngl")
    from caos import shapes
    from caos.catalogue import CatalogueModel, write_catalogue
    from caos.meshes import Material

    green = Material((0.1, 0.9, 0.1))
    folder = tmp_path_factory.mktemp("models")
    crate, ball = (
        shapes.box((0.8, 0.8, 0.8), green),
        shapes.ellipsoid((0.5, 0.5, 0.5), green, at=(0.0, 0.0, 0.5)),
    )
    write_catalogue(
        folder,
        [CatalogueModel("crate1", "crate", crate, "test"), CatalogueModel("ball1", "ball", ball, "test")],
    )
    return folder


def scenario(**changes: Any) -> ShiftScenario:
    return validate({**SMALL, **changes}, ShiftScenario, source="small")


def greenness(file: Path) -> float:
    """Share of pixels that are clearly green."""
    hue, saturation, _ = np.moveaxis(
        cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2HSV).astype(int), -1, 0
    )
    return float(((abs(hue - 60) < 20) & (saturation > 90)).mean())


def test_from_scenario_to_folders(models: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    out = tmp_path / "out"
    summary = render_shifts(scenario(), out, catalogue=models)
    assert summary.pictures == {"train": 2, "iid": 2, "occluded": 2, "cold": 2}
    assert (summary.rendered, summary.failures) == (8, ())
    rows = pq.read_table(out / MANIFEST_FILE).to_pylist()
    assert {row["file"] for row in rows} == {file.relative_to(out).as_posix() for file in out.rglob("*.png")}
    hidden = {(row["set"], row["category"]): row["hidden"] for row in rows}
    for kind in ("crate", "ball"):
        usual, behind = (out / name / kind / "00001.png" for name in ("iid", "occluded"))
        assert cv2.imread(str(usual)).shape == (48, 48, 3)
        assert 0.15 < greenness(usual) < 0.6
        assert greenness(behind) < 0.95 * greenness(usual)
        assert hidden["iid", kind] <= 0.1
        assert 0.15 <= hidden["occluded", kind] <= 0.8
    cold, usual = (cv2.imread(str(out / name / "ball" / "00001.png")) for name in ("cold", "iid"))
    assert abs(cold.astype(int) - usual).mean() > 3

    _lost_pictures_come_back(models, out)


def _lost_pictures_come_back(models: Path, out: Path) -> None:
    """One picture is gone, one broken, and the journal's last line was cut by a kill."""
    before = {file: file.read_bytes() for file in out.rglob("*.png")}
    table = (out / MANIFEST_FILE).read_bytes()
    gone, broken, *_ = before
    gone.unlink()
    broken.write_bytes(b"half")
    journal = out / JOURNAL_FILE
    journal.write_text(journal.read_text()[:-20])
    summary = render_shifts(scenario(), out, catalogue=models)
    assert 2 <= summary.rendered <= 3
    assert {file: file.read_bytes() for file in out.rglob("*.png")} == before
    assert (out / MANIFEST_FILE).read_bytes() == table
    assert render_shifts(scenario(), out, catalogue=models).rendered == 0
    with pytest.raises(CaosError, match="another scenario, seed or catalogue"):
        render_shifts(scenario(), out, catalogue=models, seed=9)


def test_a_data_set_may_be_continued_with_more_pictures_and_sets(models: Path) -> None:
    entries = read_catalogue(models)
    begun = scenario(shift=SMALL["shift"][:1], classes={**SMALL["classes"], "test": 5})
    assert _origin(begun, None, entries) == _origin(scenario(), None, entries)
    assert _origin(begun, 7, entries) != _origin(scenario(), None, entries)
    assert _origin(begun, None, entries[:1]) != _origin(scenario(), None, entries)


def test_what_the_server_lacks_is_named(models: Path, tmp_path: Path) -> None:
    camera = scenario(
        shift=[{"name": "odd", "camera": {"gama": 2.0}}], classes={**SMALL["classes"], "train": 0}
    )
    with pytest.raises(CaosError, match="no attribute 'gama'; did you mean 'gamma'"):
        render_shifts(camera, tmp_path / "a", catalogue=models)
    street = scenario(conditions={"furniture": ["static.prop.sofa"]})
    with pytest.raises(CaosError, match=r"the server has no blueprint 'static\.prop\.sofa'"):
        render_shifts(street, tmp_path / "b", catalogue=models)
    assert not list((tmp_path / "b").rglob("*.png"))


def test_pictures_are_averaged_down() -> None:
    image = np.arange(4 * 4 * 3, dtype=np.uint8).reshape(4, 4, 3)
    mean = image.reshape(2, 2, 2, 2, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(shrunk(image, 2), mean, atol=0.51)
    assert shrunk(image, 4) is image
