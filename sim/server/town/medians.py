"""Trees on the strip between two carriageways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from .roads import Road
from .site import TREE, Site
from .stock import Stock
from .styles import Style
from .surfaces import KERB_HEIGHT

ENDS: Final = 9.0  # metres of a median's ends without trees
NARROW: Final = 1.2  # metres; a median's half below this stays bare
TRUNK: Final = 0.4


def plant_medians(
    site: Site, roads: Sequence[Road], stock: Stock, style: Style, rng: np.random.Generator
) -> None:
    """A row of street trees along each median, clear of crosswalks."""
    for road in roads:
        crossings = [area.s for area in road.areas if area.kind == "crosswalk"]
        for section in road.sections:
            if road.junction or not any(lane.kind == "median" and lane.id > 0 for lane in section.lanes):
                continue
            s = np.arange(section.start + ENDS, section.end - ENDS, style.median_trees)
            s = s[[all(abs(at - crossing) > 4.0 for crossing in crossings) for at in s.tolist()]]
            index = next(i for i, lane in enumerate(section.lanes) if lane.kind == "median")
            t = section.boundaries(s)
            wide = t[index] - t[index + 1] > NARROW
            for point in road.points(s, t[index + 1], KERB_HEIGHT)[wide]:
                mesh = stock.street_trees[int(rng.integers(len(stock.street_trees)))]
                site.put(TREE, mesh, point, float(rng.uniform(-np.pi, np.pi)), ground=TRUNK)
