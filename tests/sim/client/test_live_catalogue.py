"""Models that join a catalogue while the embedded server runs can be spawned by the real client."""

from __future__ import annotations

from pathlib import Path

import pytest

carla = pytest.importorskip("carla")
pytest.importorskip("trimesh")
pytest.importorskip("moderngl")

from caos.sim.connect import connect  # noqa: E402
from caos.sim.server.library import default_library  # noqa: E402

from caos.catalogue import FILE_NAME, CatalogueModel, write_catalogue  # noqa: E402
from caos.meshes import Material  # noqa: E402
from caos.shapes import box  # noqa: E402


def write(folder: Path, **sides: float) -> None:
    """A catalogue of cubes: id -> side in metres."""
    red = Material((0.8, 0.1, 0.1))
    write_catalogue(
        folder,
        [CatalogueModel(name, "shape", box((side, side, side), red), "test") for name, side in sides.items()],
    )


def props(listing: list[list[object]]) -> dict[str, int]:
    """Type id -> uid of what can only come from the catalogue."""
    return {str(row[1]): int(str(row[0])) for row in listing if "cube" in str(row[1])}


def test_a_rewritten_list_is_followed(tmp_path: Path) -> None:
    write(tmp_path, cube_a=1.0, cube_b=1.0)
    library = default_library(tmp_path)
    before = props(library.encoded())
    write(tmp_path, cube_b=2.0, cube_c=1.0)
    after = props(library.encoded())
    assert list(after) == ["static.prop.cube_b", "static.prop.cube_c"]
    assert after["static.prop.cube_b"] == before["static.prop.cube_b"]
    assert after["static.prop.cube_c"] not in before.values()
    blueprint = library.find("static.prop.cube_b")
    mesh = library.mesh(blueprint, {})
    assert mesh is not None
    assert mesh.bounds[1][2] == pytest.approx(2.0)


def test_a_broken_list_leaves_what_was_known(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, cube_a=1.0)
    library = default_library(tmp_path)
    (tmp_path / FILE_NAME).write_text("models = 3\n", encoding="utf-8")
    assert list(props(library.encoded())) == ["static.prop.cube_a"]
    assert FILE_NAME in caplog.text
    (tmp_path / FILE_NAME).unlink()
    assert list(props(library.encoded())) == ["static.prop.cube_a"]
    write(tmp_path, cube_d=1.0)
    assert list(props(library.encoded())) == ["static.prop.cube_d"]


def test_the_real_client_spawns_a_model_that_came_later(tmp_path: Path) -> None:
    write(tmp_path, cube_a=1.0)
    with connect(catalogue=tmp_path) as session:
        world = session.client.get_world()
        settings = world.get_settings()
        settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
        world.apply_settings(settings)
        first = world.spawn_actor(
            world.get_blueprint_library().find("static.prop.cube_a"), carla.Transform(carla.Location(z=40.0))
        )
        write(tmp_path, cube_a=3.0, cube_b=1.5)
        found = world.get_blueprint_library().find("static.prop.cube_b")
        second = world.spawn_actor(found, carla.Transform(carla.Location(x=9.0, z=40.0)))
        world.tick()
        assert second.bounding_box.extent.x == pytest.approx(0.75)
        assert world.get_actor(first.id).bounding_box.extent.x == pytest.approx(0.5)
        first.destroy()
        second.destroy()
