from __future__ import annotations

import carla
import pytest
from caos.sim.server.scene import Town
from caos.sim.server.town import build_town, town_names


@pytest.fixture(scope="session", params=town_names())
def town(request: pytest.FixtureRequest) -> Town:
    """Each generated town, built once."""
    return build_town(request.param)


@pytest.fixture(scope="session")
def carla_map(town: Town) -> carla.Map:
    return carla.Map(town.name, town.opendrive)
