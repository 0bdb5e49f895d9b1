"""Everything that grows: trees, bushes, hedges, grass; leaves are pictures with holes on cards."""

from __future__ import annotations

from .vegetation_low import BUSH_KINDS, GRASS_SIDE, bush, grass_fringe, grass_patch, hedge
from .vegetation_trees import TREE_SPECIES, tree

__all__ = ["BUSH_KINDS", "GRASS_SIDE", "TREE_SPECIES", "bush", "grass_fringe", "grass_patch", "hedge", "tree"]
