"""DeepAugment: images passed through distorted image-to-image networks.

Hendrycks et al., "The Many Faces of Robustness", ICCV 2021: EDSR and CAE, with the authors' weights or
ours; the results are a second (and third) training set. `caos.classify.noise2net` is the variant without
weights.
"""

from __future__ import annotations

from .distorters import NETS, CaeDistorter, EdsrDistorter, Noise2NetDistorter, open_distorter
from .draws import REFRESH, assign_networks, generator
from .folder import Job, Summary, distort_folder

__all__ = [
    "NETS",
    "REFRESH",
    "CaeDistorter",
    "EdsrDistorter",
    "Job",
    "Noise2NetDistorter",
    "Summary",
    "assign_networks",
    "distort_folder",
    "generator",
    "open_distorter",
]
