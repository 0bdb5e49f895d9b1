"""Speed against named peers, as ratios within one run: `python -m benchmarks` lists them."""

from __future__ import annotations
